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

  /** The patterns in it, for a generator that looks for smaller ones. */
  default List<Expr> parts() {
    return switch (this) {
      case Full(), None(), Self(), Causal() -> List.of();
      case Window _, Reach _, Stride _, Global _ -> List.of();
      case Dilated _, Keys _, Queries _, Blocks _ -> List.of();
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

  /** Binding strengths: 1 sums, 2 intersections, 3 complements, 4 atoms. */
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
          case Transposed(Expr operand) -> operand.text(style, 4) + style.pattern("'");
          case Not(Expr operand) -> style.pattern("!") + operand.text(style, 3);
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

  private int strength() {
    return switch (this) {
      case Full(), None(), Self(), Causal() -> 4;
      case Window _, Reach _, Stride _, Global _ -> 4;
      case Dilated _, Keys _, Queries _, Blocks _, Transposed _ -> 4;
      case Not _ -> 3;
      case And _ -> 2;
      case Union _, Minus _ -> 1;
    };
  }
}
