package dev.heddle.pattern;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The largest numbers in a condition that depend on the known position and not on the unknown one:
 * {@code x[i] + 1} in {@code x[i] + 1 <= x[j]}. Rows for which they are the same are the same.
 */
final class Known {

  private final Symbol unknown;
  private final Symbol known;
  private final List<Scalar> found = new ArrayList<>();

  private Known(Symbol unknown) {
    this.unknown = unknown;
    this.known = unknown.equals(Symbol.J) ? Symbol.I : Symbol.J;
  }

  /** Null where the position itself is among them, or where that isn't looked for. */
  static @Nullable List<Scalar> of(Condition condition, Symbol unknown) {
    Known numbers = new Known(unknown);
    return numbers.collect(condition) ? List.copyOf(numbers.found) : null;
  }

  private boolean collect(Condition condition) {
    return switch (condition) {
      case Condition.Comparison comparison ->
          collect(comparison.left()) && collect(comparison.right());
      case Condition.Member member ->
          !Mentions.of(member.set(), Symbol.I)
              && !Mentions.of(member.set(), Symbol.J)
              && collect(member.value());
      case Condition.All(List<Condition> operands, var _) ->
          operands.stream().allMatch(this::collect);
      case Condition.Any(List<Condition> operands, var _) ->
          operands.stream().allMatch(this::collect);
      case Condition.Not not -> collect(not.operand());
      case Condition.PatternComparison _, Condition.Property _, Condition.Let _ -> false;
    };
  }

  private boolean collect(Scalar scalar) {
    if (!Mentions.of(scalar, known)) {
      return true;
    }
    if (!Mentions.of(scalar, unknown)) {
      found.add(scalar);
      return !(scalar instanceof Scalar.Variable);
    }
    return switch (scalar) {
      case Scalar.Negation negation -> collect(negation.operand());
      case Scalar.Arithmetic arithmetic ->
          collect(arithmetic.first())
              && arithmetic.rest().stream().allMatch(step -> collect(step.operand()));
      case Scalar.Power power -> collect(power.base()) && collect(power.exponent());
      case Scalar.Application application ->
          application.arguments().stream().allMatch(this::collect);
      case Scalar.Element element -> collect(element.index());
      case Scalar.Let _ -> false;
      case Scalar.Literal _,
          Scalar.Length _,
          Scalar.Variable _,
          Scalar.Given _,
          Scalar.Measured _ ->
          // These don't mention two positions.
          true;
    };
  }
}
