package dev.heddle.pattern;

import dev.heddle.diagnostic.Origin;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A set of integers that may depend on the length. */
sealed interface IntegerSet extends Meaning {

  Origin origin();

  /** {@code {0, 3..5, t for t in S}}: each member is a number, or a set of them. */
  record Listed(List<Meaning> members, Origin origin) implements IntegerSet {
    public Listed {
      members = List.copyOf(members);
    }
  }

  /** {@code a..b}, {@code a..<b}, {@code … step s}. */
  record Range(Scalar from, Scalar to, boolean closed, @Nullable Scalar step, Origin origin)
      implements IntegerSet {}

  /** {@code item for t in S for u in T if c}: the item is a number or a set. */
  record Comprehension(
      Meaning item, List<Generator> generators, @Nullable Condition condition, Origin origin)
      implements IntegerSet {
    public Comprehension {
      generators = List.copyOf(generators);
    }
  }

  /** {@code for t in S}. */
  record Generator(Symbol variable, IntegerSet set) {}

  /** {@code A + B - C}. */
  record Sum(IntegerSet first, List<Step> rest, Origin origin) implements IntegerSet {
    public Sum {
      rest = List.copyOf(rest);
    }
  }

  /** {@code + B} or {@code - B}. */
  record Step(boolean adds, IntegerSet operand) {}

  /** {@code A & B}. */
  record Meet(List<IntegerSet> operands, Origin origin) implements IntegerSet {
    public Meet {
      operands = List.copyOf(operands);
    }
  }

  /** The value of a parameter. */
  record Variable(Symbol symbol, Origin origin) implements IntegerSet {}

  /** A set in which variables stand for values. */
  record Let(List<Bound> bounds, IntegerSet body, Origin origin) implements IntegerSet {
    public Let {
      bounds = List.copyOf(bounds);
    }
  }
}
