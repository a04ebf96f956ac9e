package dev.heddle.pattern;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Whether a number, a set or a condition is the same at every length, whatever is bound. */
final class Constants {

  /** Variables that get their values within what is looked at. */
  private final Set<Symbol> inner = new HashSet<>();

  private Constants() {}

  static boolean is(Meaning meaning) {
    return new Constants().constant(meaning);
  }

  private boolean constant(Meaning meaning) {
    return switch (meaning) {
      case Scalar scalar -> constant(scalar);
      case IntegerSet set -> constant(set);
      case Condition condition -> constant(condition);
      case Sequence _, Graph _, Term _, Schedule _ -> false;
    };
  }

  private boolean constant(Scalar scalar) {
    return switch (scalar) {
      case Scalar.Literal _ -> true;
      case Scalar.Length _, Scalar.Given _, Scalar.Element _, Scalar.Measured _ -> false;
      case Scalar.Variable variable -> inner.contains(variable.symbol());
      case Scalar.Negation negation -> constant(negation.operand());
      case Scalar.Arithmetic arithmetic ->
          constant(arithmetic.first())
              && arithmetic.rest().stream().allMatch(step -> constant(step.operand()));
      case Scalar.Power power -> constant(power.base()) && constant(power.exponent());
      case Scalar.Application application ->
          application.arguments().stream().allMatch(this::constant);
      case Scalar.Let let -> constant(let.bounds()) && constant(let.body());
    };
  }

  private boolean constant(IntegerSet set) {
    return switch (set) {
      case IntegerSet.Listed listed -> listed.members().stream().allMatch(this::constant);
      case IntegerSet.Range range ->
          constant(range.from())
              && constant(range.to())
              && (range.step() == null || constant(range.step()));
      case IntegerSet.Comprehension comprehension -> {
        boolean constant = true;
        for (IntegerSet.Generator generator : comprehension.generators()) {
          constant &= constant(generator.set());
          inner.add(generator.variable());
        }
        yield constant
            && constant(comprehension.item())
            && (comprehension.condition() == null || constant(comprehension.condition()));
      }
      case IntegerSet.Sum sum ->
          constant(sum.first()) && sum.rest().stream().allMatch(step -> constant(step.operand()));
      case IntegerSet.Meet meet -> meet.operands().stream().allMatch(this::constant);
      case IntegerSet.Variable variable -> inner.contains(variable.symbol());
      case IntegerSet.Let let -> constant(let.bounds()) && constant(let.body());
    };
  }

  private boolean constant(Condition condition) {
    return switch (condition) {
      case Condition.Comparison comparison ->
          constant(comparison.left()) && constant(comparison.right());
      case Condition.Member member -> constant(member.value()) && constant(member.set());
      case Condition.All all -> all.operands().stream().allMatch(this::constant);
      case Condition.Any any -> any.operands().stream().allMatch(this::constant);
      case Condition.Not not -> constant(not.operand());
      case Condition.PatternComparison _, Condition.Property _ -> false;
      case Condition.Let let -> constant(let.bounds()) && constant(let.body());
    };
  }

  private boolean constant(List<Bound> bounds) {
    boolean constant = true;
    for (Bound bound : bounds) {
      constant &= constant(bound.value());
      inner.add(bound.symbol());
    }
    return constant;
  }
}
