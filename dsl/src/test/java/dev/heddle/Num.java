package dev.heddle;

import java.util.List;
import java.util.stream.Collectors;

/** Number expressions as the tests think of them. They know nothing of the compiler. */
public sealed interface Num {

  /** The length. */
  record Length() implements Num {}

  /** A literal, by its digits. */
  record Literal(String digits) implements Num {}

  /** {@code + - * / div mod}. */
  record Binary(String operator, Num left, Num right) implements Num {}

  record Negative(Num operand) implements Num {}

  record Power(Num base, Num exponent) implements Num {}

  record Root(Num operand) implements Num {}

  /** {@code log2 floor ceil round abs min max gcd fib}. */
  record Call(String function, List<Num> arguments) implements Num {}

  /** A position, a variable of a comprehension, or a number that is bound from outside. */
  record Name(String name) implements Num {}

  /** {@code x[i]}: an element of a sequence that is bound from outside. */
  record Element(String sequence, Num index) implements Num {}

  static Num of(long value) {
    return value < 0 ? new Negative(of(-value)) : new Literal(Long.toString(value));
  }

  static Num n() {
    return new Length();
  }

  static Num name(String name) {
    return new Name(name);
  }

  static Num call(String function, Num... arguments) {
    return new Call(function, List.of(arguments));
  }

  static Num binary(Num left, String operator, Num right) {
    return new Binary(operator, left, right);
  }

  /** The parts, for a generator that looks for smaller ones. */
  default List<Num> parts() {
    return switch (this) {
      case Length() -> List.of();
      case Literal _, Name _ -> List.of();
      case Element(String _, Num index) -> List.of(index);
      case Binary(String _, Num left, Num right) -> List.of(left, right);
      case Negative(Num operand) -> List.of(operand);
      case Power(Num base, Num exponent) -> List.of(base, exponent);
      case Root(Num operand) -> List.of(operand);
      case Call(String _, List<Num> arguments) -> arguments;
    };
  }

  /** Whether the length is mentioned in it. */
  default boolean knowsLength() {
    return this instanceof Length || parts().stream().anyMatch(Num::knowsLength);
  }

  /** The text in a style. */
  default String text(Style style) {
    return text(style, 0);
  }

  /** Binding strengths: 1 sums, 2 products, 3 signs, 4 roots, 5 powers, 6 atoms. */
  private String text(Style style, int least) {
    String bare =
        switch (this) {
          case Length() -> "n";
          case Literal(String digits) -> digits;
          case Name(String name) -> name;
          case Element(String sequence, Num index) -> sequence + "[" + index.text(style) + "]";
          case Binary(String operator, Num left, Num right) -> {
            int strength = strength();
            yield left.text(style, strength)
                + style.blank()
                + style.numeric(operator)
                + style.blank()
                + right.text(style, strength + 1);
          }
          case Negative(Num operand) -> style.numeric("-") + operand.text(style, 3);
          case Power(Num base, Num exponent) ->
              base.text(style, 6) + "^" + exponent.text(style, exponent instanceof Power ? 5 : 6);
          case Root(Num operand) ->
              style.unicode() ? "√" + operand.text(style, 4) : "sqrt(" + operand.text(style) + ")";
          case Call(String function, List<Num> arguments) ->
              function
                  + arguments.stream()
                      .map(argument -> argument.text(style))
                      .collect(Collectors.joining("," + style.blank(), "(", ")"));
        };
    return strength(style) < least || style.redundant() ? "(" + bare + ")" : bare;
  }

  private int strength(Style style) {
    return this instanceof Root && !style.unicode() ? 6 : strength();
  }

  private int strength() {
    return switch (this) {
      case Length() -> 6;
      case Literal _, Name _, Element _ -> 6;
      case Binary(String operator, Num _, Num _) ->
          operator.equals("+") || operator.equals("-") ? 1 : 2;
      case Negative _ -> 3;
      case Power _ -> 5;
      case Root _ -> 4;
      case Call _ -> 6;
    };
  }
}
