package dev.heddle;

/** Conditions as the tests think of them. They know nothing of the compiler. */
public sealed interface Cond {

  /** {@code < <= > >= == !=}. */
  record Compare(Num left, String operator, Num right) implements Cond {}

  record In(Num member, SetExpr set) implements Cond {}

  record And(Cond left, Cond right) implements Cond {}

  record Or(Cond left, Cond right) implements Cond {}

  record Not(Cond operand) implements Cond {}

  static Cond compare(Num left, String operator, Num right) {
    return new Compare(left, operator, right);
  }

  /** The text in a style. */
  default String text(Style style) {
    return text(style, 0);
  }

  /** Binding strengths: 1 or, 2 and, 3 not, 4 comparisons. */
  private String text(Style style, int least) {
    String bare =
        switch (this) {
          case Compare(Num left, String operator, Num right) ->
              left.text(style) + " " + style.comparison(operator) + " " + right.text(style);
          case In(Num member, SetExpr set) -> member.text(style) + " in " + set.text(style);
          case And(Cond left, Cond right) -> left.text(style, 2) + " and " + right.text(style, 3);
          case Or(Cond left, Cond right) -> left.text(style, 1) + " or " + right.text(style, 2);
          case Not(Cond operand) -> "not " + operand.text(style, 3);
        };
    return strength() < least || style.redundant() ? "(" + bare + ")" : bare;
  }

  private int strength() {
    return switch (this) {
      case Or _ -> 1;
      case And _ -> 2;
      case Not _ -> 3;
      case Compare _, In _ -> 4;
    };
  }
}
