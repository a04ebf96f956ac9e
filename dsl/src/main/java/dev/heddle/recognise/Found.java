package dev.heddle.recognise;

/**
 * A text and the pairs that it has.
 *
 * @param binding how tightly its outermost operator binds
 */
record Found(String text, Binding binding, Bits bits, int cost) {

  /** From the loosest to the tightest. */
  enum Binding {
    UNION,
    INTERSECTION,
    PRODUCT,
    UNARY,
    ATOM
  }

  Found(String text, Binding binding, Bits bits) {
    this(text, binding, bits, cost(text));
  }

  /**
   * How long the text is to read: its length, and more where one has to think. So a window is
   * rather called a window than a run of distances, and what is there rather than what is not.
   */
  private static int cost(String text) {
    int cost = text.length();
    for (int at = 0; at < text.length(); at++) {
      cost +=
          switch (text.charAt(at)) {
            case '!' -> 8;
            case '[', '@' -> 4;
            case 'o' -> text.startsWith("offsets", at) ? 6 : 0;
            case '-' -> text.startsWith("- ", at) ? 4 : 0;
            default -> 0;
          };
    }
    return cost;
  }

  static Found atom(String text, Bits bits) {
    return new Found(text, Binding.ATOM, bits);
  }

  /** The text where only what binds at least so tightly may stand. */
  String at(Binding least) {
    return binding.compareTo(least) >= 0 ? text : "(" + text + ")";
  }

  Found or(Found other) {
    return new Found(text + " + " + other.text, Binding.UNION, bits.or(other.bits));
  }

  Found and(Found other) {
    return new Found(
        at(Binding.INTERSECTION) + " & " + other.at(Binding.PRODUCT),
        Binding.INTERSECTION,
        bits.and(other.bits));
  }

  Found minus(Found other) {
    return new Found(
        text + " - " + other.at(Binding.INTERSECTION), Binding.UNION, bits.minus(other.bits));
  }

  Found not() {
    return new Found("!" + at(Binding.UNARY), Binding.UNARY, bits.not());
  }

  /** This for the blocks, {@code inner} within each, cut to a length. */
  Found times(Found inner, int length) {
    return new Found(
        at(Binding.UNARY) + " * " + inner.at(Binding.ATOM) + "[" + inner.bits.n() + "]",
        Binding.PRODUCT,
        bits.times(inner.bits, length));
  }
}
