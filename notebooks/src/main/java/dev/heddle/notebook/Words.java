package dev.heddle.notebook;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Locale;

/** Numbers and names as pictures show them, the same in every locale. */
final class Words {

  private static final MathContext DIGITS = new MathContext(4);

  private Words() {}

  /** A whole number, with commas. */
  static String number(long number) {
    return String.format(Locale.ROOT, "%,d", number);
  }

  /** A number to four digits, never in powers of ten. */
  static String digits(double number) {
    BigDecimal decimal = new BigDecimal(number).round(DIGITS);
    return decimal.signum() == 0 ? "0" : decimal.stripTrailingZeros().toPlainString();
  }

  /** A whole number in full, and any other to three digits. */
  static String brief(double number) {
    if (number == Math.rint(number) || Math.abs(number) >= 1_000) {
      return number(Math.round(number));
    }
    return new BigDecimal(number).round(new MathContext(3)).stripTrailingZeros().toPlainString();
  }

  /** A text on one line of at most so many characters. */
  static String line(String text, int most) {
    int[] line = text.strip().replaceAll("\\s+", " ").codePoints().toArray();
    return line.length <= most
        ? new String(line, 0, line.length)
        : new String(line, 0, most - 1) + "…";
  }
}
