package dev.heddle.pattern;

/**
 * A number of Python source, and between which numbers it lies.
 *
 * @param text its source
 * @param binding how tightly that binds
 * @param least a lower bound
 * @param most an upper bound; of a constant, both are its value
 */
record MaskNumber(String text, Binding binding, double least, double most) {

  /** From the loosest on. */
  enum Binding {
    SUM,
    PRODUCT,
    ATOM
  }

  static MaskNumber constant(double value) {
    String text = Arithmetic.show(value);
    return new MaskNumber(text, value < 0 ? Binding.SUM : Binding.ATOM, value, value);
  }

  static MaskNumber atom(String text, double least, double most) {
    return new MaskNumber(text, Binding.ATOM, least, most);
  }

  /** Whether it is a number to Python, and no tensor. */
  boolean isConstant() {
    return Character.isDigit(text.charAt(text.length() - 1)) && text.equals(constantText());
  }

  private String constantText() {
    return least == most ? Arithmetic.show(least) : "";
  }

  /** The text as an operand of what binds so tightly. */
  String within(Binding outer) {
    return binding.compareTo(outer) < 0 ? "(" + text + ")" : text;
  }

  MaskNumber negated() {
    return new MaskNumber("-" + within(Binding.ATOM), Binding.SUM, -most, -least);
  }

  MaskNumber plus(MaskNumber other) {
    String sum = text + " + " + other.within(Binding.PRODUCT);
    return new MaskNumber(sum, Binding.SUM, least + other.least, most + other.most);
  }

  MaskNumber minus(MaskNumber other) {
    String difference = text + " - " + other.within(Binding.PRODUCT);
    return new MaskNumber(difference, Binding.SUM, least - other.most, most - other.least);
  }

  MaskNumber times(MaskNumber other) {
    double a = least * other.least;
    double b = least * other.most;
    double c = most * other.least;
    double d = most * other.most;
    return new MaskNumber(
        within(Binding.PRODUCT) + " * " + other.within(Binding.ATOM),
        Binding.PRODUCT,
        Math.min(Math.min(a, b), Math.min(c, d)),
        Math.max(Math.max(a, b), Math.max(c, d)));
  }

  /** Rounded down, as in Python. */
  MaskNumber div(long divisor) {
    return new MaskNumber(
        within(Binding.PRODUCT) + " // " + divisor,
        Binding.PRODUCT,
        Math.floor(least / divisor),
        Math.floor(most / divisor));
  }

  /** From 0 to the divisor, as in Python. */
  MaskNumber mod(long divisor) {
    String rest = within(Binding.PRODUCT) + " % " + divisor;
    return new MaskNumber(rest, Binding.PRODUCT, 0, divisor - 1.0);
  }

  MaskNumber abs() {
    double furthest = Math.max(Math.abs(least), Math.abs(most));
    return atom(called("abs", ""), 0, furthest);
  }

  MaskNumber min(MaskNumber other) {
    String text =
        other.isConstant() ? called("clamp", "max=" + other.text) : both("minimum", other);
    return atom(text, Math.min(least, other.least), Math.min(most, other.most));
  }

  MaskNumber max(MaskNumber other) {
    String text =
        other.isConstant() ? called("clamp", "min=" + other.text) : both("maximum", other);
    return atom(text, Math.max(least, other.least), Math.max(most, other.most));
  }

  private String called(String method, String argument) {
    return within(Binding.ATOM) + "." + method + "(" + argument + ")";
  }

  private String both(String function, MaskNumber other) {
    return "torch." + function + "(" + text + ", " + other.text + ")";
  }
}
