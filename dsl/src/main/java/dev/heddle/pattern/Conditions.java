package dev.heddle.pattern;

import dev.heddle.diagnostic.Origin;
import dev.heddle.relation.Row;
import dev.heddle.syntax.Tree.Comparator;
import java.util.List;

/** Whether conditions hold. */
final class Conditions {

  private Conditions() {}

  static boolean holds(Condition condition, Arithmetic at) {
    return switch (condition) {
      case Condition.Comparison(Scalar left, Comparator comparator, Scalar right, Origin _) ->
          compare(at.evaluate(left), comparator, at.evaluate(right));
      case Condition.Member(Scalar value, IntegerSet set, Origin _) -> {
        double number = Arithmetic.snap(at.evaluate(value));
        // What is wrong with the set is told whatever the number is.
        Row members = Sets.members(set, at);
        yield number == Math.rint(number) && members.contains((long) number);
      }
      case Condition.All(List<Condition> operands, Origin _) -> {
        for (Condition operand : operands) {
          if (!holds(operand, at)) {
            yield false;
          }
        }
        yield true;
      }
      case Condition.Any(List<Condition> operands, Origin _) -> {
        for (Condition operand : operands) {
          if (holds(operand, at)) {
            yield true;
          }
        }
        yield false;
      }
      case Condition.Not(Condition operand, Origin _) -> !holds(operand, at);
      case Condition.PatternComparison comparison -> Measuring.holds(comparison, at);
      case Condition.Property property -> Measuring.holds(property, at);
      case Condition.Let(List<Bound> bounds, Condition body, Origin _) ->
          holds(body, at.with(bounds));
    };
  }

  /** Both sides are snapped first, so that rounding errors decide nothing. */
  static boolean compare(double left, Comparator comparator, double right) {
    double a = Arithmetic.snap(left);
    double b = Arithmetic.snap(right);
    return switch (comparator) {
      case LESS -> a < b;
      case AT_MOST -> a <= b;
      case MORE -> a > b;
      case AT_LEAST -> a >= b;
      case SAME -> a == b;
      case DIFFERENT -> a != b;
      case IN -> throw new IllegalStateException("`in` compares no numbers");
    };
  }
}
