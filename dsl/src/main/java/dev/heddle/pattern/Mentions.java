package dev.heddle.pattern;

import java.util.List;

/** Whether a number, a set or a condition depends on a variable. */
final class Mentions {

  private Mentions() {}

  static boolean of(Meaning meaning, Symbol symbol) {
    return switch (meaning) {
      case Scalar scalar -> of(scalar, symbol);
      case IntegerSet set -> of(set, symbol);
      case Condition condition -> of(condition, symbol);
      case Sequence _, Graph _, Term _, Schedule _ -> false;
    };
  }

  private static boolean of(Scalar scalar, Symbol symbol) {
    return switch (scalar) {
      case Scalar.Literal _, Scalar.Length _, Scalar.Given _, Scalar.Measured _ -> false;
      case Scalar.Variable variable -> variable.symbol().equals(symbol);
      case Scalar.Negation negation -> of(negation.operand(), symbol);
      case Scalar.Arithmetic arithmetic ->
          of(arithmetic.first(), symbol)
              || arithmetic.rest().stream().anyMatch(step -> of(step.operand(), symbol));
      case Scalar.Power power -> of(power.base(), symbol) || of(power.exponent(), symbol);
      case Scalar.Application application ->
          application.arguments().stream().anyMatch(argument -> of(argument, symbol));
      case Scalar.Element element -> of(element.index(), symbol);
      case Scalar.Let let -> of(let.bounds(), symbol) || of(let.body(), symbol);
    };
  }

  private static boolean of(IntegerSet set, Symbol symbol) {
    return switch (set) {
      case IntegerSet.Listed listed ->
          listed.members().stream().anyMatch(member -> of(member, symbol));
      case IntegerSet.Range range ->
          of(range.from(), symbol)
              || of(range.to(), symbol)
              || (range.step() != null && of(range.step(), symbol));
      case IntegerSet.Comprehension comprehension ->
          of(comprehension.item(), symbol)
              || comprehension.generators().stream()
                  .anyMatch(generator -> of(generator.set(), symbol))
              || (comprehension.condition() != null && of(comprehension.condition(), symbol));
      case IntegerSet.Sum sum ->
          of(sum.first(), symbol)
              || sum.rest().stream().anyMatch(step -> of(step.operand(), symbol));
      case IntegerSet.Meet meet ->
          meet.operands().stream().anyMatch(operand -> of(operand, symbol));
      case IntegerSet.Variable variable -> variable.symbol().equals(symbol);
      case IntegerSet.Let let -> of(let.bounds(), symbol) || of(let.body(), symbol);
    };
  }

  private static boolean of(Condition condition, Symbol symbol) {
    return switch (condition) {
      case Condition.Comparison comparison ->
          of(comparison.left(), symbol) || of(comparison.right(), symbol);
      case Condition.Member member -> of(member.value(), symbol) || of(member.set(), symbol);
      case Condition.All all -> all.operands().stream().anyMatch(c -> of(c, symbol));
      case Condition.Any any -> any.operands().stream().anyMatch(c -> of(c, symbol));
      case Condition.Not not -> of(not.operand(), symbol);
      case Condition.PatternComparison _, Condition.Property _ -> false;
      case Condition.Let let -> of(let.bounds(), symbol) || of(let.body(), symbol);
    };
  }

  private static boolean of(List<Bound> bounds, Symbol symbol) {
    return bounds.stream().anyMatch(bound -> of(bound.value(), symbol));
  }
}
