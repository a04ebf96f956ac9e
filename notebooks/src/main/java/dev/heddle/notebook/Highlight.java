package dev.heddle.notebook;

import java.util.ArrayList;
import java.util.List;

/**
 * A pattern text with its tokens coloured.
 *
 * <p>The scanner takes any text: colours must not depend on whether a text is well formed, since
 * one that is not is looked at the longest.
 */
final class Highlight {

  private final String text;
  private final List<Token> tokens = new ArrayList<>();
  private int at;

  /** The keyword that the next name belongs to, or empty. */
  private String before = "";

  /** A piece of the text; the pieces of a text, one after the other, are the text. */
  record Token(TokenClass kind, String text) {}

  private Highlight(String text) {
    this.text = text;
  }

  /**
   * A text as a piece of HTML, in inline styles, as notebooks drop style sheets. All of the text is
   * in it; line ends become {@code \n}, and characters that HTML cannot hold U+FFFD.
   */
  static String html(String text) {
    // The inner element keeps a first empty line: HTML drops one that follows <pre> itself.
    StringBuilder out = new StringBuilder("<pre style=\"text-align:left\"><code>");
    for (Token token : tokens(text.replace("\r\n", "\n").replace('\r', '\n'))) {
      String style = token.kind().style();
      String escaped = Svg.escaped(token.text());
      if (style.isEmpty()) {
        out.append(escaped);
      } else {
        out.append("<span style=\"").append(style).append("\">").append(escaped).append("</span>");
      }
    }
    return out.append("</code></pre>").toString();
  }

  static List<Token> tokens(String text) {
    Highlight highlight = new Highlight(text);
    while (highlight.at < text.length()) {
      highlight.next();
    }
    return highlight.tokens;
  }

  private void next() {
    char c = text.charAt(at);
    if (c == '#') {
      TokenClass kind = text.startsWith("##", at) ? TokenClass.DOCUMENTATION : TokenClass.COMMENT;
      add(kind, lineEnd());
    } else if (c == '"') {
      int close = text.indexOf('"', at + 1);
      int end = lineEnd();
      add(TokenClass.STRING, close < 0 || close > end ? end : close + 1);
    } else if (isDigit(c)) {
      add(TokenClass.NUMBER, numberEnd());
    } else if (isLetter(c)) {
      name();
    } else if (isBlank(c)) {
      int end = at + 1;
      while (end < text.length() && isBlank(text.charAt(end))) {
        end++;
      }
      // A line end parts statements: the name after it is another's.
      before = text.substring(at, end).indexOf('\n') < 0 ? before : "";
      tokens.add(new Token(TokenClass.PLAIN, text.substring(at, end)));
      at = end;
    } else {
      String operator = operator();
      if (operator.isEmpty()) {
        add(TokenClass.PLAIN, at + Character.charCount(text.codePointAt(at)));
      } else {
        add(TokenClass.OPERATOR, at + operator.length());
      }
    }
  }

  private void add(TokenClass kind, int end) {
    tokens.add(new Token(kind, text.substring(at, end)));
    at = end;
    before = "";
  }

  private void name() {
    int end = at;
    while (end < text.length() && isPart(text.charAt(end))) {
      end++;
    }
    String name = text.substring(at, end);
    String keyword = before;
    TokenClass kind = kindOf(name, keyword, end);
    add(kind, end);
    if (kind == TokenClass.KEYWORD && (name.equals("let") || name.equals("input"))) {
      before = name;
    } else if (kind == TokenClass.KEYWORD && keyword.equals("input")) {
      // `input graph g`: the name that is defined is the next one.
      before = name;
    }
  }

  private TokenClass kindOf(String name, String keyword, int end) {
    boolean typed = keyword.equals("input") && (name.equals("graph") || name.equals("number"));
    if (typed && isLetter(charAt(blanksEnd(end)))) {
      return TokenClass.KEYWORD;
    }
    if (!keyword.isEmpty()) {
      return TokenClass.DEFINITION;
    }
    if (charAt(blanksEnd(end)) == ':') {
      return TokenClass.LABEL;
    }
    if (at > 1 && text.charAt(at - 1) == '.' && isPart(text.charAt(at - 2))) {
      return TokenClass.PLAIN;
    }
    if (Vocabulary.PATTERNS.contains(name)) {
      return TokenClass.PATTERN;
    }
    if (Vocabulary.KEYWORDS.contains(name)) {
      return TokenClass.KEYWORD;
    }
    if (Vocabulary.WORD_OPERATORS.contains(name)) {
      return TokenClass.OPERATOR;
    }
    if (Vocabulary.NUMBER_FUNCTIONS.contains(name) || Vocabulary.ANALYSES.contains(name)) {
      return TokenClass.FUNCTION;
    }
    return Vocabulary.CONSTANTS.contains(name) ? TokenClass.CONSTANT : TokenClass.PLAIN;
  }

  private String operator() {
    for (String operator : Vocabulary.OPERATORS) {
      if (text.startsWith(operator, at)) {
        return operator;
      }
    }
    return "";
  }

  /** {@code 0..3} is a number, a range and a number: a point needs a digit behind it. */
  private int numberEnd() {
    int end = digitsEnd(at);
    if (charAt(end) == '.' && isDigit(charAt(end + 1))) {
      end = digitsEnd(end + 1);
    }
    if (charAt(end) == 'e' || charAt(end) == 'E') {
      int exponent = charAt(end + 1) == '+' || charAt(end + 1) == '-' ? end + 2 : end + 1;
      end = isDigit(charAt(exponent)) ? digitsEnd(exponent) : end;
    }
    return end;
  }

  private int digitsEnd(int from) {
    int end = from;
    while (isDigit(charAt(end)) || (charAt(end) == '_' && isDigit(charAt(end + 1)))) {
      end++;
    }
    return end;
  }

  private int lineEnd() {
    int end = text.indexOf('\n', at);
    return end < 0 ? text.length() : end;
  }

  private int blanksEnd(int from) {
    int end = from;
    while (charAt(end) == ' ' || charAt(end) == '\t') {
      end++;
    }
    return end;
  }

  /** A character of the text; behind its end, one that no token begins with. */
  private char charAt(int index) {
    return index < text.length() ? text.charAt(index) : '\n';
  }

  private static boolean isBlank(char c) {
    return c == ' ' || c == '\t' || c == '\n';
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  private static boolean isLetter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
  }

  private static boolean isPart(char c) {
    return isLetter(c) || isDigit(c);
  }
}
