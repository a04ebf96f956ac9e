package dev.heddle.notebook;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Writes an SVG image: a sheet of paper with shapes and texts on it.
 *
 * <p>The paper and the ink are its own, so that it can be read in a light page and in a dark one.
 */
final class Svg {

  // A palette that keeps its contrasts in greyscale and for colour-blind eyes.
  static final String TEXT = "#1f2933";
  static final String MUTED = "#52606d";
  static final String RULE = "#dde1e6";
  private static final String PAPER = "#fcfcfb";

  static final String SANS = "system-ui, 'Segoe UI', 'Helvetica Neue', Arial, sans-serif";
  static final String MONO = "ui-monospace, Menlo, Consolas, 'DejaVu Sans Mono', monospace";

  private final int width;
  private final int height;
  private final StringBuilder out = new StringBuilder();
  private final Deque<String> open = new ArrayDeque<>();

  Svg(int width, int height) {
    this.width = width;
    this.height = height;
    open(
        "svg",
        "xmlns",
        "http://www.w3.org/2000/svg",
        "width",
        width,
        "height",
        height,
        "viewBox",
        "0 0 " + width + " " + height);
    add(
        "rect",
        "x",
        0.5,
        "y",
        0.5,
        "width",
        width - 1,
        "height",
        height - 1,
        "rx",
        6,
        "fill",
        PAPER,
        "stroke",
        RULE);
  }

  int width() {
    return width;
  }

  int height() {
    return height;
  }

  /** Opens an element; attributes are names and values by turns. */
  Svg open(String name, Object... attributes) {
    start(name, attributes);
    out.append('>');
    open.push(name);
    return this;
  }

  /** Closes the element that was opened last. */
  Svg close() {
    out.append("</").append(open.pop()).append('>');
    return this;
  }

  /** An element without content. */
  Svg add(String name, Object... attributes) {
    start(name, attributes);
    out.append("/>");
    return this;
  }

  Svg rect(double x, double y, double width, double height, String fill) {
    return add("rect", "x", x, "y", y, "width", width, "height", height, "fill", fill);
  }

  Svg line(double x1, double y1, double x2, double y2, String stroke) {
    return add("line", "x1", x1, "y1", y1, "x2", x2, "y2", y2, "stroke", stroke);
  }

  /** A line of text; {@code anchor} is start, middle or end. */
  Svg text(double x, double y, String anchor, String colour, int size, String font, String text) {
    start(
        "text",
        "x",
        x,
        "y",
        y,
        "text-anchor",
        anchor,
        "fill",
        colour,
        "font-size",
        size,
        "font-family",
        font);
    out.append('>').append(escaped(text)).append("</text>");
    return this;
  }

  private void start(String name, Object... attributes) {
    out.append('<').append(name);
    for (int at = 0; at < attributes.length; at += 2) {
      String value =
          attributes[at + 1] instanceof Double number
              ? rounded(number)
              : String.valueOf(attributes[at + 1]);
      out.append(' ').append(attributes[at]).append("=\"").append(escaped(value)).append('"');
    }
  }

  /** A coordinate, to a hundredth of a pixel. */
  static String rounded(double number) {
    BigDecimal decimal = BigDecimal.valueOf(number).setScale(2, RoundingMode.HALF_EVEN);
    return decimal.signum() == 0 ? "0" : decimal.stripTrailingZeros().toPlainString();
  }

  /** The image so far, as a whole document. */
  @Override
  public String toString() {
    StringBuilder document = new StringBuilder(out);
    open.forEach(name -> document.append("</").append(name).append('>'));
    return document.toString();
  }

  /** A text as it stands in XML and HTML; what XML cannot say becomes U+FFFD. */
  static String escaped(String text) {
    StringBuilder safe = new StringBuilder(text.length());
    text.codePoints()
        .forEach(
            c -> {
              switch (c) {
                case '<' -> safe.append("&lt;");
                case '>' -> safe.append("&gt;");
                case '&' -> safe.append("&amp;");
                case '"' -> safe.append("&quot;");
                case '\n', '\t' -> safe.append((char) c);
                default -> safe.appendCodePoint(isXml(c) ? c : 0xFFFD);
              }
            });
    return safe.toString();
  }

  private static boolean isXml(int c) {
    return c >= 0x20
        && !(c >= 0x7F && c < 0xA0)
        && !(c >= 0xD800 && c < 0xE000)
        && (c & 0xFFFE) != 0xFFFE;
  }
}
