package dev.heddle.notebook;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.heddle.diagnostic.Source;
import dev.heddle.pattern.SparsityPattern;
import dev.heddle.relation.Relation;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

class PictureTest {

  private static final String HEADLINE = "window(3) + stride(√n) + global(1)";

  private static Relation at(String pattern, int n) {
    return SparsityPattern.parse(pattern).at(n);
  }

  // ---- what is drawn

  @ParameterizedTest
  @ValueSource(
      strings = {
        HEADLINE,
        "full",
        "none",
        "self",
        "causal",
        "causal & window(5)",
        "!stride(3) & causal",
        "full - window(4) - global(2)"
      })
  void squaresAreTheAllowedPairs(String pattern) {
    for (int n = 1; n <= 40; n = n < 8 ? n + 1 : n + 11) {
      assertSquares(at(pattern, n));
      assertSquares(at(pattern, n).last((n + 2) / 3));
    }
  }

  private static void assertSquares(Relation relation) {
    boolean[][] drawn = new boolean[relation.queries()][relation.keys()];
    for (Element run : Xml.inside(Xml.parse(Picture.of(relation).svg()), "allowed", "rect")) {
      assertEquals(1, Xml.number(run, "height"));
      int query = (int) Xml.number(run, "y");
      int first = (int) Xml.number(run, "x");
      for (int key = first; key < first + (int) Xml.number(run, "width"); key++) {
        assertFalse(drawn[query][key], "drawn twice");
        drawn[query][key] = true;
      }
    }
    for (int query = 0; query < relation.queries(); query++) {
      for (int key = 0; key < relation.keys(); key++) {
        assertEquals(
            relation.contains(query, key),
            drawn[query][key],
            relation + " at query " + query + ", key " + key);
      }
    }
  }

  @Test
  void captionsTellTheFacts() {
    assertTrue(
        Picture.of(at(HEADLINE, 1024))
            .text()
            .startsWith(
                HEADLINE + "\nn = 1,024, 36,796 edges, density 0.03509, longest row 1,024\n"));
    assertTrue(
        Picture.of(at("causal", 8).last(2))
            .text()
            .startsWith("causal\nm × n = 2 × 8, 15 edges, density 0.9375, longest row 8\n"));
    String svg = Picture.of(at(HEADLINE, 1024)).svg();
    assertTrue(svg.contains("36,796 edges"), svg);
  }

  @Test
  void captionsAreTheSameInEveryLocale() {
    Locale before = Locale.getDefault();
    Picture expected = Picture.of(at(HEADLINE, 1024));
    Picture plot = Plot.edges(SparsityPattern.parse(HEADLINE));
    try {
      Locale.setDefault(Locale.forLanguageTag("ar-EG-u-nu-arab"));
      assertEquals(expected.text(), Picture.of(at(HEADLINE, 1024)).text());
      assertEquals(expected.html(), Picture.of(at(HEADLINE, 1024)).html());
      assertEquals(plot.text(), Plot.edges(SparsityPattern.parse(HEADLINE)).text());
      assertEquals(plot.html(), Plot.edges(SparsityPattern.parse(HEADLINE)).html());
    } finally {
      Locale.setDefault(before);
    }
  }

  @Test
  void aPatternIsShownAtSixtyFour() {
    Picture picture = Picture.of(SparsityPattern.parse(HEADLINE));
    assertTrue(picture.text().contains("at n = 64, 748 edges"), picture.text());
    assertEquals(
        Xml.inside(Xml.parse(Picture.of(at(HEADLINE, 64)).svg()), "allowed", "rect").size(),
        Xml.inside(Xml.parse(picture.svg()), "allowed", "rect").size());
  }

  // ---- in characters

  @Test
  void shortPatternsAreDrawnExactlyInCharacters() {
    assertEquals(
        """
        causal
        n = 3, 6 edges, density 0.6667, longest row 3
        ██· ·
        ████·
        ██████\
        """,
        Picture.of(at("causal", 3)).text());
    String[] lines = Picture.of(at("causal", 40)).text().split("\n", -1);
    assertEquals("█▄" + "·".repeat(38), lines[2]);
    assertEquals("█".repeat(39) + "▄", lines[21]);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 7, 32, 33, 64, 65, 100, 129, 1000, 1 << 20})
  void textIsBounded(int n) {
    for (int m = n; m >= 1; m /= 7) {
      String text = Picture.of(at(HEADLINE, n).last(m)).text();
      String[] lines = text.split("\n", -1);
      assertTrue(lines.length <= 2 + 32 + 1, () -> lines.length + " lines");
      for (String line : lines) {
        assertTrue(line.codePointCount(0, line.length()) <= 100, line);
      }
    }
  }

  @Test
  void namesOfAnyLengthAreCut() {
    String text = "self" + " + self".repeat(5_000);
    Picture picture = Picture.of(SparsityPattern.parse(text));
    assertTrue(picture.text().length() < 4_000, "long text");
    assertTrue(picture.html().length() < 60_000, "long html");
  }

  @Test
  void manyWarningsAreCut() {
    Picture picture =
        Picture.of(SparsityPattern.parse("window(2)" + " + window(2)".repeat(500) + " "));
    assertTrue(picture.text().contains("and 16 more"), picture.text());
    assertTrue(picture.text().length() < 6_000, "long text");
  }

  // ---- what is shown under it

  @Test
  void warningsStandUnderThePicture() {
    Picture picture = Picture.of(SparsityPattern.parse("(causal - self) & window(4)"));
    assertTrue(picture.text().contains("warning[even-window]"), picture.text());
    assertTrue(picture.text().contains("warning[empty-rows]: query 0 has no key"), picture.text());
    assertTrue(picture.html().contains("<pre>warning[even-window]"), picture.html());
    assertTrue(Picture.of(at("causal", 8)).html().endsWith("/></div>"));
  }

  @Test
  void aPatternWithoutMeaningAtSixtyFourShowsItsError() {
    Picture picture = Picture.of(SparsityPattern.parse("stride(n - 64)"));
    assertTrue(picture.text().contains("error[too-small]"), picture.text());
    assertTrue(picture.html().contains("error[too-small]"), picture.html());
    assertTrue(picture.svg().contains("no picture at n = 64"), picture.svg());
    assertEquals(null, picture.png());
  }

  // ---- as HTML

  @Test
  void htmlIsOneImageThatIsComplete() {
    for (int n : new int[] {16, 500}) {
      Picture picture = Picture.of(at(HEADLINE, n));
      Element image = Xml.all(Xml.parse(picture.html()), "img").getFirst();
      String source = image.getAttribute("src");
      String start = "data:image/svg+xml;base64,";
      assertTrue(source.startsWith(start), source);
      assertEquals(
          picture.svg(),
          new String(Base64.getDecoder().decode(source.substring(start.length())), UTF_8));
      Element svg = Xml.all(Xml.parse(picture.svg()), "svg").getFirst();
      assertEquals(svg.getAttribute("width"), image.getAttribute("width"));
      assertEquals(svg.getAttribute("height"), image.getAttribute("height"));
      assertTrue(image.getAttribute("alt").contains("edges"));
    }
  }

  @Test
  void signsOfMarkupAreText() {
    String nasty = "self # <b a=\"1\">&amp; ' \u0001\u001b[31m 𝕊 ]]>";
    Picture picture = Picture.of(SparsityPattern.parse(Source.typed(nasty)));
    Document svg = Xml.parse(picture.svg());
    assertEquals(
        "self # <b a=\"1\">&amp; ' \uFFFD\uFFFD[31m 𝕊 ]]>",
        Xml.all(svg, "text").getFirst().getTextContent());
    Xml.parse(picture.html());
    Picture plot = Plot.edges(SparsityPattern.parse(nasty), 8, 16);
    Xml.parse(plot.svg());
    Xml.parse(plot.html());
  }

  // ---- files

  @Test
  void picturesAreSavedByTheEndingOfTheName(@TempDir Path folder) throws Exception {
    Picture picture = Picture.of(at(HEADLINE, 20));
    picture.save(folder.resolve("p.svg"));
    assertEquals(picture.svg(), Files.readString(folder.resolve("p.svg")));
    picture.save(folder.resolve("p.PNG"));
    assertArrayEquals(picture.png(), Files.readAllBytes(folder.resolve("p.PNG")));
    assertThrows(IllegalArgumentException.class, () -> picture.save(folder.resolve("p.jpg")));
    Picture plot = Plot.edges(SparsityPattern.parse("causal"), 8);
    assertThrows(IllegalArgumentException.class, () -> plot.save(folder.resolve("p.png")));
  }
}
