package dev.heddle.pattern;

import dev.heddle.diagnostic.Origin;
import java.util.List;

/** A number that may depend on the length. */
sealed interface Scalar extends Meaning {

  Origin origin();

  /** {@code 3}. */
  record Literal(double value, Origin origin) implements Scalar {}

  /** {@code n}: the length at the place of use. */
  record Length(Origin origin) implements Scalar {}

  /** {@code -x}. */
  record Negation(Scalar operand, Origin origin) implements Scalar {}

  /** {@code a + b - c}, {@code a * b div c}: from the left. */
  record Arithmetic(Scalar first, List<Step> rest, Origin origin) implements Scalar {
    public Arithmetic {
      rest = List.copyOf(rest);
    }
  }

  /** An operator and its right operand. The origin covers all that the operator works on. */
  record Step(Operation operation, Scalar operand, Origin origin) {}

  /** {@code x ^ y}. */
  record Power(Scalar base, Scalar exponent, Origin origin) implements Scalar {}

  /** {@code floor(x)}, {@code √x}. */
  record Application(NumberFunction function, List<Scalar> arguments, Origin origin)
      implements Scalar {
    public Application {
      arguments = List.copyOf(arguments);
    }
  }

  /** The value of a parameter, of a comprehension's variable, or of a pair's position. */
  record Variable(Symbol symbol, Origin origin) implements Scalar {}

  /** {@code x[i]}. */
  record Element(Sequence sequence, Scalar index, Origin origin) implements Scalar {}

  /** A number that is bound from outside. */
  record Given(String name, Origin origin) implements Scalar {}

  /** {@code edges(p)} and its like, at the length. */
  record Measured(Measure measure, Schedule schedule, Origin origin) implements Scalar {}

  /** A number in which variables stand for values. */
  record Let(List<Bound> bounds, Scalar body, Origin origin) implements Scalar {
    public Let {
      bounds = List.copyOf(bounds);
    }
  }

  /** What joins two numbers. */
  enum Operation {
    ADD,
    SUBTRACT,
    MULTIPLY,
    DIVIDE,
    DIV,
    MOD
  }

  /** Whether the number is the same at every length. */
  default boolean isConstant() {
    return Constants.is(this);
  }
}
