package dev.heddle.diagnostic;

/** Draws the line of a source that a span lies on, with carets under the span. */
final class Excerpt {

  /** More of a line than this is cut, around the span. */
  private static final int WIDTH = 100;

  private static final int TAB = 4;

  private Excerpt() {}

  static String of(Origin origin) {
    int[] text = origin.source().text().codePoints().toArray();
    int start = Math.min(origin.span().start(), text.length);
    int line = 1;
    int lineStart = 0;
    for (int at = 0; at < start; at++) {
      if (endsLine(text, at)) {
        line++;
        lineStart = at + 1;
      }
    }
    int lineEnd = lineStart;
    while (lineEnd < text.length && text[lineEnd] != '\n' && text[lineEnd] != '\r') {
      lineEnd++;
    }
    // A span over several lines is underlined to the end of its first.
    int end = Math.max(start, Math.min(origin.span().end(), lineEnd));
    String gutter = " ".repeat(String.valueOf(line).length());
    String place = origin.source().name() + ":" + line + ":" + (start - lineStart + 1);

    int from = Math.max(lineStart, Math.min(start - WIDTH / 2, lineEnd - WIDTH));
    int to = Math.min(lineEnd, from + WIDTH);
    String head = from > lineStart ? "…" : "";
    String tail = to < lineEnd ? "…" : "";
    int shown = Math.clamp(end, start, Math.max(start, to));
    String under = " ".repeat(head.length() + cells(text, from, start));
    String carets = "^".repeat(Math.max(1, cells(text, start, shown)));
    return " "
        + gutter
        + "--> "
        + place
        + "\n"
        + " "
        + gutter
        + " |\n"
        + " "
        + line
        + " | "
        + head
        + visible(text, from, to)
        + tail
        + "\n"
        + " "
        + gutter
        + " | "
        + under
        + carets;
  }

  /** What a line of help begins with, to stand under the gutter of the excerpt. */
  static String margin(Origin origin) {
    int[] text = origin.source().text().codePoints().toArray();
    int line = 1;
    for (int at = 0; at < Math.min(origin.span().start(), text.length); at++) {
      line += endsLine(text, at) ? 1 : 0;
    }
    return " ".repeat(String.valueOf(line).length() + 2);
  }

  private static boolean endsLine(int[] text, int at) {
    return text[at] == '\n'
        || (text[at] == '\r' && (at + 1 == text.length || text[at + 1] != '\n'));
  }

  private static String visible(int[] text, int from, int to) {
    StringBuilder line = new StringBuilder();
    for (int at = from; at < to; at++) {
      if (text[at] == '\t') {
        line.repeat(' ', TAB);
      } else if (cells(text[at]) == 0 || Character.isISOControl(text[at])) {
        line.append('\uFFFD');
      } else {
        line.appendCodePoint(text[at]);
      }
    }
    return line.toString();
  }

  /** How many columns of a terminal a stretch of text takes. */
  private static int cells(int[] text, int from, int to) {
    int cells = 0;
    for (int at = from; at < to; at++) {
      cells += text[at] == '\t' ? TAB : Math.max(1, cells(text[at]));
    }
    return cells;
  }

  private static int cells(int codePoint) {
    int type = Character.getType(codePoint);
    if (type == Character.NON_SPACING_MARK
        || type == Character.ENCLOSING_MARK
        || type == Character.FORMAT
        || type == Character.LINE_SEPARATOR
        || type == Character.PARAGRAPH_SEPARATOR
        || type == Character.SURROGATE) {
      return 0;
    }
    return isWide(codePoint) ? 2 : 1;
  }

  private static boolean isWide(int codePoint) {
    return (codePoint >= 0x1100 && codePoint <= 0x115F)
        || (codePoint >= 0x2E80 && codePoint <= 0xA4CF)
        || (codePoint >= 0xAC00 && codePoint <= 0xD7A3)
        || (codePoint >= 0xF900 && codePoint <= 0xFAFF)
        || (codePoint >= 0xFE30 && codePoint <= 0xFE6F)
        || (codePoint >= 0xFF00 && codePoint <= 0xFF60)
        || (codePoint >= 0x1F300 && codePoint <= 0x1FAFF)
        || (codePoint >= 0x20000 && codePoint <= 0x3FFFD);
  }
}
