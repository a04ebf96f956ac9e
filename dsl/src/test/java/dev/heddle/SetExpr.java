package dev.heddle;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** Sets of integers as the tests think of them. They know nothing of the compiler. */
public sealed interface SetExpr {

  /** What stands in braces: a number or a range. */
  sealed interface Item {

    String text(Style style);
  }

  record One(Num member) implements Item {

    @Override
    public String text(Style style) {
      return member.text(style);
    }
  }

  /** {@code a..b step s}, or {@code a..<b step s} where it is not closed. */
  record Range(Num from, Num to, boolean closed, Num step) implements SetExpr, Item {

    @Override
    public String text(Style style) {
      String ends = from.text(style) + (closed ? ".." : "..<") + to.text(style);
      return step.equals(Num.of(1)) ? ends : ends + " step " + step.text(style);
    }
  }

  record Listed(List<Item> items) implements SetExpr {}

  /** {@code {member for … in … if …}}. */
  record Comprehension(Num member, List<Clause> clauses) implements SetExpr {}

  record Union(SetExpr left, SetExpr right) implements SetExpr {}

  record Minus(SetExpr left, SetExpr right) implements SetExpr {}

  record And(SetExpr left, SetExpr right) implements SetExpr {}

  /** A part of a comprehension. */
  sealed interface Clause {

    String text(Style style);
  }

  record For(String variable, SetExpr set) implements Clause {

    @Override
    public String text(Style style) {
      return " for " + variable + " in " + set.text(style);
    }
  }

  record If(Cond condition) implements Clause {

    @Override
    public String text(Style style) {
      return " if " + condition.text(style);
    }
  }

  static SetExpr of(long... members) {
    return new Listed(Arrays.stream(members).mapToObj(at -> (Item) new One(Num.of(at))).toList());
  }

  static SetExpr listed(Num... members) {
    return new Listed(Arrays.stream(members).map(at -> (Item) new One(at)).toList());
  }

  static SetExpr range(Num from, Num to) {
    return new Range(from, to, true, Num.of(1));
  }

  static SetExpr until(Num from, Num to) {
    return new Range(from, to, false, Num.of(1));
  }

  /** The text in a style. */
  default String text(Style style) {
    return text(style, 0);
  }

  /** Binding strengths: 0 ranges, 1 sums, 2 intersections, 3 braces. */
  private String text(Style style, int least) {
    String bare =
        switch (this) {
          case Range range -> range.text(style);
          case Listed(List<Item> items) ->
              items.stream()
                  .map(item -> item.text(style))
                  .collect(Collectors.joining(", ", "{", "}"));
          case Comprehension(Num member, List<Clause> clauses) ->
              clauses.stream()
                  .map(clause -> clause.text(style))
                  .collect(Collectors.joining("", "{" + member.text(style), "}"));
          case Union(SetExpr left, SetExpr right) -> join(left, "+", right, style);
          case Minus(SetExpr left, SetExpr right) -> join(left, "-", right, style);
          case And(SetExpr left, SetExpr right) -> join(left, "&", right, style);
        };
    return strength() < least ? "(" + bare + ")" : bare;
  }

  private String join(SetExpr left, String operator, SetExpr right, Style style) {
    return left.text(style, strength())
        + style.blank()
        + style.pattern(operator)
        + style.blank()
        + right.text(style, strength() + 1);
  }

  private int strength() {
    return switch (this) {
      case Range _ -> 0;
      case Union _, Minus _ -> 1;
      case And _ -> 2;
      case Listed _, Comprehension _ -> 3;
    };
  }
}
