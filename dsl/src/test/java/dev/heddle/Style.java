package dev.heddle;

import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * How an expression is written.
 *
 * @param unicode the signs of mathematics instead of ASCII
 * @param whims where redundant parentheses and blanks come from, or null for none
 */
public record Style(boolean unicode, @Nullable RandomGenerator whims) {

  public static final Style ASCII = new Style(false, null);
  public static final Style UNICODE = new Style(true, null);

  /** A sign between or before patterns. */
  String pattern(String ascii) {
    return unicode
        ? switch (ascii) {
          case "+" -> "∪";
          case "-" -> "∖";
          case "&" -> "∩";
          case "!" -> "¬";
          case "@" -> "∘";
          case "*" -> "⊗";
          case "'" -> "ᵀ";
          default -> ascii;
        }
        : ascii;
  }

  /** A sign between or before numbers. */
  String numeric(String ascii) {
    return unicode
        ? switch (ascii) {
          case "*" -> whims == null || whims.nextBoolean() ? "·" : "×";
          case "-" -> "−";
          default -> ascii;
        }
        : ascii;
  }

  /** A sign that compares numbers. */
  String comparison(String ascii) {
    return unicode
        ? switch (ascii) {
          case "<=" -> "≤";
          case ">=" -> "≥";
          case "!=" -> "≠";
          default -> ascii;
        }
        : ascii;
  }

  boolean redundant() {
    return whims != null && whims.nextInt(5) == 0;
  }

  String blank() {
    return whims == null ? " " : " ".repeat(1 + whims.nextInt(2));
  }
}
