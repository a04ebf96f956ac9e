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
    return switch (this) {
      case Literal _ -> true;
      case Length _ -> false;
      case Negation(Scalar operand, Origin _) -> operand.isConstant();
      case Arithmetic(Scalar first, List<Step> rest, Origin _) ->
          first.isConstant() && rest.stream().allMatch(step -> step.operand().isConstant());
      case Power(Scalar base, Scalar exponent, Origin _) ->
          base.isConstant() && exponent.isConstant();
      case Application(NumberFunction _, List<Scalar> arguments, Origin _) ->
          arguments.stream().allMatch(Scalar::isConstant);
    };
  }
}
