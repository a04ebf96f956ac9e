package dev.heddle.pattern;

import dev.heddle.diagnostic.Origin;
import dev.heddle.syntax.Tree.Comparator;
import java.util.List;

/** Something that holds or does not: for a pair of positions, or, in an {@code expect}, at an n. */
sealed interface Condition extends Meaning {

  Origin origin();

  /** {@code a <= b} between numbers. */
  record Comparison(Scalar left, Comparator comparator, Scalar right, Origin origin)
      implements Condition {}

  /** {@code x in S}. */
  record Member(Scalar value, IntegerSet set, Origin origin) implements Condition {}

  /** {@code c and d}: what stands to the right is only looked at when the left holds. */
  record All(List<Condition> operands, Origin origin) implements Condition {
    public All {
      operands = List.copyOf(operands);
    }
  }

  /** {@code c or d}: what stands to the right is only looked at when the left does not hold. */
  record Any(List<Condition> operands, Origin origin) implements Condition {
    public Any {
      operands = List.copyOf(operands);
    }
  }

  /** {@code not c}. */
  record Not(Condition operand, Origin origin) implements Condition {}

  /**
   * {@code A == B}, {@code A <= B}, {@code A < B}, {@code A != B} between patterns, at a length.
   */
  record PatternComparison(Schedule left, Comparator comparator, Schedule right, Origin origin)
      implements Condition {}

  /** {@code universal(p)} and its like, at a length. */
  record Property(Measure measure, Schedule schedule, Origin origin) implements Condition {}

  /** A condition in which variables stand for values. */
  record Let(List<Bound> bounds, Condition body, Origin origin) implements Condition {
    public Let {
      bounds = List.copyOf(bounds);
    }
  }
}
