package dev.heddle.pattern;

import java.util.List;

/**
 * A boolean expression of Python, and what joins it.
 *
 * <p>In Python {@code &} and {@code |} bind more tightly than comparisons do, so that those need
 * parentheses nearly everywhere.
 */
record MaskText(String text, Binding binding) {

  /** What an expression is at its top. */
  enum Binding {
    COMPARISON,
    OR,
    AND,
    ATOM
  }

  /** Always, and never: still tensors, as FlexAttention takes nothing else. */
  static final MaskText FULL = comparison("j >= 0");

  static final MaskText NONE = comparison("j < 0");

  static MaskText comparison(String text) {
    return new MaskText(text, Binding.COMPARISON);
  }

  static MaskText atom(String text) {
    return new MaskText(text, Binding.ATOM);
  }

  /** All of them; always, if there are none. */
  static MaskText and(List<MaskText> operands) {
    if (operands.contains(NONE)) {
      return NONE;
    }
    return joined(operands.stream().filter(each -> !each.equals(FULL)).toList(), FULL, Binding.AND);
  }

  /** Any of them; never, if there are none. */
  static MaskText or(List<MaskText> operands) {
    if (operands.contains(FULL)) {
      return FULL;
    }
    return joined(operands.stream().filter(each -> !each.equals(NONE)).toList(), NONE, Binding.OR);
  }

  MaskText not() {
    if (equals(FULL)) {
      return NONE;
    }
    return equals(NONE) ? FULL : atom("~" + within(Binding.ATOM));
  }

  private static MaskText joined(List<MaskText> operands, MaskText ofNothing, Binding by) {
    List<MaskText> distinct = operands.stream().distinct().toList();
    if (distinct.size() < 2) {
      return distinct.isEmpty() ? ofNothing : distinct.getFirst();
    }
    return new MaskText(
        String.join(
            by == Binding.OR ? " | " : " & ",
            distinct.stream().map(each -> each.within(by)).toList()),
        by);
  }

  /**
   * The text as an operand: where Python's precedences would do, parentheses are easier to read.
   */
  String within(Binding outer) {
    return binding == outer || binding == Binding.ATOM ? text : "(" + text + ")";
  }
}
