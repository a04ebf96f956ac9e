package dev.heddle.notebook;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.heddle.pattern.SparsityPattern;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class HighlightTest {

  private static final List<String> PIECES =
      List.of(
          "window",
          "let",
          "input",
          "graph",
          "number",
          "import",
          "n",
          " ",
          " ",
          "\n",
          "\r",
          "\r\n",
          "\t",
          "#",
          "##",
          "\"",
          "'",
          "<",
          ">",
          "&",
          "&amp;",
          "</pre>",
          "<script>",
          "..",
          "..<",
          "0",
          "1_0",
          "1e",
          "1e6",
          ".5",
          "_",
          "√",
          "ᵀ",
          "∪",
          "\\",
          "\u0000",
          "\u2028",
          "\uFEFF",
          "\uD800",
          "\uDC00",
          "🙂",
          "é",
          "\u0085",
          "\uFFFF",
          ":",
          "=",
          "(",
          ")",
          "[",
          "%",
          "]]>");

  /** What a page can hold of a text. */
  private static String shown(String text) {
    StringBuilder shown = new StringBuilder();
    text.replace("\r\n", "\n")
        .replace('\r', '\n')
        .codePoints()
        .map(
            c -> {
              boolean control = c != '\n' && c != '\t' && Character.isISOControl(c);
              boolean surrogate = c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE;
              return control || surrogate || (c & 0xFFFE) == 0xFFFE ? 0xFFFD : c;
            })
        .forEach(shown::appendCodePoint);
    return shown.toString();
  }

  private static void assertWhole(String text, String message) {
    String html = Highlight.html(text);
    String content = Xml.parse(html).getDocumentElement().getTextContent();
    assertEquals(shown(text), content, message);
    // Nothing but our own tags: the rest is escaped.
    String bare = html.replaceAll("</?(pre|code|span)( style=\"[a-z0-9:;#-]*\")?>", "");
    assertTrue(bare.indexOf('<') < 0 && bare.indexOf('>') < 0, message + ": " + html);
  }

  @Test
  void anyTextComesOutWhole() {
    long seed = Long.getLong("heddle.seed", 20_260_101);
    Random random = new Random(seed);
    String repeat = " (repeat with -Dheddle.seed=" + seed + ")";
    for (int turn = 0; turn < 4_000; turn++) {
      StringBuilder text = new StringBuilder();
      for (int left = random.nextInt(25); left > 0; left--) {
        if (random.nextInt(6) == 0) {
          text.append((char) random.nextInt(0x10000));
        } else {
          text.append(PIECES.get(random.nextInt(PIECES.size())));
        }
      }
      assertWhole(text.toString(), "turn " + turn + repeat);
    }
    assertWhole("", "nothing");
    assertWhole("\n\nself\n", "a first empty line");
    assertWhole("\"".repeat(50_000) + "#\n".repeat(50_000), "a long text");
  }

  private static String kinds(String text) {
    return Highlight.tokens(text).stream()
        .filter(token -> token.kind() != TokenClass.PLAIN)
        .map(token -> token.text() + " " + token.kind().name().toLowerCase(Locale.ROOT))
        .collect(Collectors.joining(", "));
  }

  @Test
  void tokensAreWhatTheyAre() {
    assertEquals(
        "window pattern, 3 number, + operator, stride pattern, √ operator, n constant, # √1 comment",
        kinds("window(3) + stride(√n) # √1"));
    assertEquals("0 number, .. operator, 3 number, ..< operator, 0.5 number", kinds("0..3..<0.5"));
    assertEquals("1_000 number, 1e6 number, 1e-6 number, 1 number", kinds("1_000 1e6 1e-6 1e"));
    assertEquals("let keyword, window definition, = operator", kinds("let window = f"));
    assertEquals("let keyword, n constant", kinds("let\nn"));
    assertEquals("input keyword, graph keyword, g definition", kinds("input graph g"));
    assertEquals("input keyword, number keyword, n definition", kinds("input number n"));
    assertEquals("input keyword, graph definition", kinds("input graph"));
    assertEquals("graph pattern, g label, : operator", kinds("graph(g: x)"));
    assertEquals("random pattern, in label, : operator, in keyword", kinds("random(in: y) in"));
    assertEquals("## a documentation, edges function, sqrt function", kinds("## a\nedges(sqrt)"));
    assertEquals("import keyword, \"a\" string, as keyword", kinds("import \"a\" as z"));
    assertEquals("\"a string, or operator", kinds("\"a\nor"));
    assertEquals("", kinds("windows z.window nn"));
  }

  /** Paper may be white or nearly black: it is the page's, not ours. */
  @Test
  void everyColourCanBeReadOnWhiteAndOnDark() {
    for (TokenClass kind : TokenClass.values()) {
      Matcher colour = Pattern.compile("color:#([0-9a-f]{6})").matcher(kind.style());
      assertEquals(kind != TokenClass.PLAIN, colour.find(), kind.toString());
      if (kind != TokenClass.PLAIN) {
        double ink = luminance(Integer.parseInt(colour.group(1), 16));
        assertTrue(1.05 / (ink + 0.05) > 4, kind + " on white");
        assertTrue((ink + 0.05) / (luminance(0x111111) + 0.05) > 4, kind + " on dark");
      }
    }
  }

  /** As the contrast of texts is reckoned (WCAG 2.1). */
  private static double luminance(int colour) {
    return 0.2126 * linear(colour >> 16 & 0xFF)
        + 0.7152 * linear(colour >> 8 & 0xFF)
        + 0.0722 * linear(colour & 0xFF);
  }

  private static double linear(int channel) {
    double value = channel / 255.0;
    return value <= 0.03928 ? value / 12.92 : Math.pow((value + 0.055) / 1.055, 2.4);
  }

  @Test
  void aPatternIsShownBelowItsText() {
    String html = Picture.of(SparsityPattern.parse("causal & window(5)")).html();
    int text = html.indexOf("<pre");
    assertTrue(text > 0 && text < html.indexOf("<img"), html);
    assertTrue(html.contains(">causal</span> <span"), html);
    assertTrue(html.contains(">&amp;</span>"), html);
  }

  @Test
  void aVeryLongTextIsCut() {
    String pattern = "self" + " + self".repeat(5_000);
    String html = Picture.of(SparsityPattern.parse(pattern)).html();
    assertTrue(html.contains("# and 33,004 more characters"), html.substring(0, 200));
    assertTrue(Picture.of(SparsityPattern.parse("none")).html().indexOf("more char") < 0);
  }
}
