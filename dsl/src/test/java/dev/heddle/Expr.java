package dev.heddle;

import java.util.List;

/** Patterns as the tests think of them. They know nothing of the compiler. */
public sealed interface Expr {

  record Full() implements Expr {}

  record None() implements Expr {}

  record Self() implements Expr {}

  record Causal() implements Expr {}

  record Window(Num width) implements Expr {}

  record Reach(Num before, Num after) implements Expr {}

  record Stride(Num step) implements Expr {}

  record Global(Num count) implements Expr {}

  record Dilated(Num width, Num dilation) implements Expr {}

  record Keys(Num count) implements Expr {}

  record Queries(Num count) implements Expr {}

  record Blocks(Num size) implements Expr {}

  record Transposed(Expr operand) implements Expr {}

  record Not(Expr operand) implements Expr {}

  record Union(Expr left, Expr right) implements Expr {}

  record Minus(Expr left, Expr right) implements Expr {}

  record And(Expr left, Expr right) implements Expr {}

  record Offsets(SetExpr distances) implements Expr {}

  record GlobalSet(SetExpr positions) implements Expr {}

  record KeySet(SetExpr positions) implements Expr {}

  record QuerySet(SetExpr positions) implements Expr {}

  record Same(String sequence) implements Expr {}

  record Graph(String edges) implements Expr {}

  record Where(Cond condition) implements Expr {}

  /** {@code A @ B}. */
  record Composed(Expr left, Expr right) implements Expr {}

  /** {@code A^t}. */
  record Repeated(Expr operand, Num times) implements Expr {}

  /** {@code A * B}. */
  record Product(Expr left, Expr right) implements Expr {}

  /** {@code A[m]}. */
  record At(Expr operand, Num length) implements Expr {}

  /** The patterns in it, for a generator that looks for smaller ones. */
  default List<Expr> parts() {
    return switch (this) {
      case Full(), None(), Self(), Causal() -> List.of();
      case Window _, Reach _, Stride _, Global _ -> List.of();
      case Dilated _, Keys _, Queries _, Blocks _ -> List.of();
      case Offsets _, GlobalSet _, KeySet _, QuerySet _ -> List.of();
      case Same _, Graph _, Where _ -> List.of();
      case Composed(Expr left, Expr right) -> List.of(left, right);
      case Repeated(Expr operand, Num _) -> List.of(operand);
      case Product(Expr left, Expr right) -> List.of(left, right);
      case At(Expr operand, Num _) -> List.of(operand);
      case Transposed(Expr operand) -> List.of(operand);
      case Not(Expr operand) -> List.of(operand);
      case Union(Expr left, Expr right) -> List.of(left, right);
      case Minus(Expr left, Expr right) -> List.of(left, right);
      case And(Expr left, Expr right) -> List.of(left, right);
    };
  }

  /** The same operator over other parts. */
  default Expr with(List<Expr> parts) {
    return switch (this) {
      case Full(), None(), Self(), Causal() -> this;
      case Window _, Reach _, Stride _, Global _ -> this;
      case Dilated _, Keys _, Queries _, Blocks _ -> this;
      case Offsets _, GlobalSet _, KeySet _, QuerySet _ -> this;
      case Same _, Graph _, Where _ -> this;
      case Composed _ -> new Composed(parts.get(0), parts.get(1));
      case Repeated(Expr _, Num times) -> new Repeated(parts.get(0), times);
      case Product _ -> new Product(parts.get(0), parts.get(1));
      case At(Expr _, Num length) -> new At(parts.get(0), length);
      case Transposed _ -> new Transposed(parts.get(0));
      case Not _ -> new Not(parts.get(0));
      case Union _ -> new Union(parts.get(0), parts.get(1));
      case Minus _ -> new Minus(parts.get(0), parts.get(1));
      case And _ -> new And(parts.get(0), parts.get(1));
    };
  }

  /** The text in a style. */
  default String text(Style style) {
    return text(style, 0);
  }

  /**
   * Binding strengths: 1 sums, 2 intersections, 3 compositions, 4 products, 5 complements, 6 with
   * signs behind, 7 atoms.
   */
  private String text(Style style, int least) {
    String bare =
        switch (this) {
          case Full() -> "full";
          case None() -> "none";
          case Self() -> "self";
          case Causal() -> "causal";
          case Window(Num width) -> "window(" + width.text(style) + ")";
          case Reach(Num before, Num after) -> reach(before, after, style);
          case Stride(Num step) -> "stride(" + step.text(style) + ")";
          case Global(Num count) -> "global(" + count.text(style) + ")";
          case Dilated(Num width, Num dilation) ->
              "dilated(" + width.text(style) + ", " + dilation.text(style) + ")";
          case Keys(Num count) -> "keys(" + count.text(style) + ")";
          case Queries(Num count) -> "queries(" + count.text(style) + ")";
          case Blocks(Num size) -> "blocks(" + size.text(style) + ")";
          case Transposed(Expr operand) -> operand.text(style, 6) + style.pattern("'");
          case Not(Expr operand) -> style.pattern("!") + operand.text(style, 5);
          case Offsets(SetExpr distances) -> "offsets(" + distances.text(style) + ")";
          case GlobalSet(SetExpr positions) -> "global(" + positions.text(style) + ")";
          case KeySet(SetExpr positions) -> "keys(" + positions.text(style) + ")";
          case QuerySet(SetExpr positions) -> "queries(" + positions.text(style) + ")";
          case Same(String sequence) -> "same(" + sequence + ")";
          case Graph(String edges) -> "graph(" + edges + ")";
          case Where(Cond condition) -> "where(" + condition.text(style) + ")";
          case Repeated(Expr operand, Num times) ->
              operand.text(style, 7) + "^" + exponent(times.text(style));
          case At(Expr operand, Num length) ->
              operand.text(style, 6) + "[" + length.text(style) + "]";
          case Composed(Expr left, Expr right) -> join(left, "@", right, style);
          case Product(Expr left, Expr right) -> join(left, "*", right, style);
          case Union(Expr left, Expr right) -> join(left, "+", right, style);
          case Minus(Expr left, Expr right) -> join(left, "-", right, style);
          case And(Expr left, Expr right) -> join(left, "&", right, style);
        };
    return strength() < least || style.redundant() ? "(" + bare + ")" : bare;
  }

  private String join(Expr left, String operator, Expr right, Style style) {
    return left.text(style, strength())
        + style.blank()
        + style.pattern(operator)
        + style.blank()
        + right.text(style, strength() + 1);
  }

  /** By place, or by name with the names in either order. */
  private static String reach(Num before, Num after, Style style) {
    String first = before.text(style);
    String second = after.text(style);
    return style.whims() == null || style.whims().nextBoolean()
        ? "window(" + first + ", " + second + ")"
        : style.whims().nextBoolean()
            ? "window(before: " + first + ", after: " + second + ")"
            : "window(after: " + second + ", before: " + first + ")";
  }

  /** In parentheses unless it is plainly a number. */
  private static String exponent(String text) {
    return text.chars().allMatch(Character::isDigit) ? text : "(" + text + ")";
  }

  private int strength() {
    return switch (this) {
      case Full(), None(), Self(), Causal() -> 7;
      case Window _, Reach _, Stride _, Global _ -> 7;
      case Dilated _, Keys _, Queries _, Blocks _ -> 7;
      case Offsets _, GlobalSet _, KeySet _, QuerySet _ -> 7;
      case Same _, Graph _, Where _ -> 7;
      case Transposed _, Repeated _, At _ -> 6;
      case Not _ -> 5;
      case Product _ -> 4;
      case Composed _ -> 3;
      case And _ -> 2;
      case Union _, Minus _ -> 1;
    };
  }
}
