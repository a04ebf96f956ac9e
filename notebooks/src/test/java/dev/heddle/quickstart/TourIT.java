package dev.heddle.quickstart;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.heddle.docs.StatedGenerator;
import dev.heddle.notebook.Picture;
import dev.heddle.pattern.SparsityPattern;
import dev.heddle.quickstart.ExecutedNotebook.Cell;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * The tour of the language through the real kernel; its numbers are recomputed here by brute force.
 */
@DisabledOnOs(OS.WINDOWS)
class TourIT {

  private static final Path ROOT = Checkout.root();
  private static final String IMAGE = "<img alt=\"";

  @TempDir static Path folder;

  private static ExecutedNotebook tour = new ExecutedNotebook(List.of());

  private interface Allowed {
    boolean is(int i, int j);
  }

  @BeforeAll
  static void runOnce() throws Exception {
    tour = ExecutedNotebook.run("02-language.ipynb", Map.of(), folder);
  }

  private static String edges(int n, Allowed allowed) {
    long edges = 0;
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        edges += allowed.is(i, j) ? 1 : 0;
      }
    }
    return String.format(Locale.ROOT, "n = %,d, %,d edges,", n, edges);
  }

  private static void assertEdges(String piece, int n, Allowed allowed) {
    Cell cell = tour.with(piece);
    String wanted = edges(n, allowed);
    assertTrue(cell.text().contains(wanted), wanted + " in\n" + cell.text());
    assertTrue(cell.html().contains(IMAGE), cell.html());
  }

  private static String printed(String piece) {
    return String.join(
        "\n", tour.with(piece).printed().lines().filter(line -> !line.isBlank()).toList());
  }

  @Test
  void noCellFailsAndEachShowsSomething() {
    assertTrue(tour.cells().size() > 35, tour.cells().size() + " cells");
    for (Cell cell : tour.cells().subList(1, tour.cells().size())) {
      assertEquals("", cell.error(), cell.source());
      assertTrue(cell.html().contains(IMAGE) || !cell.printed().isBlank(), cell.source());
    }
    long pictures = tour.cells().stream().filter(cell -> cell.html().contains(IMAGE)).count();
    assertTrue(pictures >= 20, pictures + " pictures");
  }

  @Test
  void committedNotebooksHoldNoOutputs() throws Exception {
    for (String name : List.of("01-quickstart.ipynb", "02-language.ipynb")) {
      for (Cell cell : ExecutedNotebook.read(ROOT.resolve("notebooks").resolve(name)).cells()) {
        assertEquals("", cell.printed() + cell.text() + cell.html() + cell.error(), cell.source());
      }
    }
  }

  @Test
  void whatIsDrawnIsWhatTheTextsSay() {
    assertEdges("\"window(5)\"", 64, (i, j) -> Math.abs(i - j) <= 2);
    assertEdges("window(before: 12, after: 2)", 64, (i, j) -> i - 12 <= j && j <= i + 2);
    assertEdges(
        "global(2)) & causal",
        64,
        (i, j) -> (Math.abs(i - j) <= 4 || i < 2 || j < 2) && j <= i && !(20 <= j && j <= 23));
    assertEdges("\"stride(16) + blocks(8)\"", 64, (i, j) -> (i - j) % 16 == 0 || i / 8 == j / 8);
    assertEdges("dilated(9, 4)", 64, (i, j) -> (i - j) % 4 == 0 && Math.abs(i - j) <= 16);
    assertEdges(
        "keys({0, 20..23})",
        64,
        (i, j) -> j == 0 || (20 <= j && j <= 23) || i == 63 || i < 2 || j < 2);
    assertEdges("offsets({-(2^t)", 64, (i, j) -> i == j || (i > j && Integer.bitCount(i - j) == 1));
    assertEdges(
        "full[8]\")", 64, (i, j) -> Math.abs(i / 8 - j / 8) <= 1 || i / 8 == 0 || j / 8 == 0);
    assertEdges(
        "var image",
        1024,
        (i, j) -> Math.abs(i / 32 - j / 32) <= 3 && Math.abs(i % 32 - j % 32) <= 3);
    assertEdges(
        "window(5) @",
        64,
        (i, j) ->
            IntStream.rangeClosed(Math.max(0, i - 2), Math.min(63, i + 2))
                .anyMatch(k -> (k - j) % 16 == 0));
    assertEdges(
        "where(abs",
        64,
        (i, j) -> (Math.abs(i - j) < 12 && (i + j) % 3 == 0) || i / 8 == 3 || i / 8 == 5);
    assertEdges(
        "var named",
        64,
        (i, j) -> (i - j) % 16 == 0 || (j <= i && (i - j <= 8 || j < 2 || j == 63)));
    assertEdges("natten_2d(c: 16", 256, (i, j) -> near(i / 16, j / 16) && near(i % 16, j % 16));
    assertEdges("schedule.entry(0, 2)", 64, (i, j) -> Math.abs(i - j) <= 8 && (i - j) % 4 == 0);
    assertEdges("schedule.entry(1, 0)", 64, (i, j) -> (i - j) % 8 == 0 || i == 0 || j == 0);
    assertEdges("%%pattern", 64, (i, j) -> j <= i && (i - j <= 8 || j % 16 == 0));
    assertEdges("Masks.of(saved)", 64, (i, j) -> i / 16 == j / 16);
    Cell layers = tour.with("Conventions.of(");
    assertTrue(layers.text().contains("layers(window(before: 8), causal)"), layers.text());
  }

  /**
   * Of 16 positions the five that are nearest, which at the ends are the first or the last five.
   */
  private static boolean near(int query, int key) {
    int first = Math.clamp(query - 2, 0, 11);
    return first <= key && key < first + 5;
  }

  @Test
  void whatIsBoundIsMeant() throws Exception {
    int[] ids = new int[64];
    Arrays.fill(ids, 20, 44, 1);
    Arrays.fill(ids, 44, 64, 2);
    assertEdges("var documents", 64, (i, j) -> ids[i] == ids[j] && j <= i);
    byte[] text = Files.readAllBytes(ROOT.resolve("LICENSE"));
    assertEdges(
        "var separated",
        512,
        (i, j) -> j <= i && (j < 3 || i - j <= 15 || ".,;:?!\n".indexOf(text[j]) >= 0));
  }

  @Test
  void drawsAreThoseOfTheStatedGenerator() {
    assertEquals(
        StatedGenerator.random(4, 1, 1 << 30, 123_456_789) + "\nthe same again: true",
        printed("int[] once"));
    assertDraws("\"random(4, seed: 1)\")", 64);
  }

  private static void assertDraws(String piece, int n) {
    Cell cell =
        tour.cells().stream().filter(c -> c.source().endsWith(piece)).findFirst().orElseThrow();
    boolean[][] allowed = new boolean[n][n];
    for (int i = 0; i < n; i++) {
      for (long j : StatedGenerator.random(4, 1, n, i)) {
        allowed[i][(int) j] = true;
      }
    }
    assertTrue(cell.text().contains(edges(n, (i, j) -> allowed[i][j])), cell.text());
    Picture drawn = Picture.of(SparsityPattern.parse("random(4, seed: 1)"));
    assertEquals(drawn.html(), cell.html());
  }

  /** Window and global tokens as they are, and for every other query three keys more. */
  @Test
  void bigbirdHasThreeRandomKeysAQuery() {
    long[] edges = {0};
    IntStream.range(0, 128)
        .forEach(
            i -> {
              boolean isGlobal = i == 0 || i == 63;
              long near =
                  IntStream.range(0, 128)
                      .filter(j -> isGlobal || Math.abs(i - j) <= 2 || j == 0 || j == 63)
                      .count();
              edges[0] += Math.min(128, near + 3);
            });
    String text = tour.with("bigbird(w: 5").text();
    assertTrue(text.contains(String.format(Locale.ROOT, "n = 128, %,d edges,", edges[0])), text);
    assertTrue(printed("zoo.names()").contains("let bigbird(w = 3, g = 2, r = 3, seed = 0) ="));
  }

  @Test
  void aPixelSeesASquare() {
    List<String> lines = printed("Row seen").lines().toList();
    for (int y = 0; y < 10; y++) {
      StringBuilder line = new StringBuilder();
      for (int x = 0; x < 32; x++) {
        boolean isIn = Math.abs(y - 5) <= 3 && Math.abs(x - 30) <= 3;
        line.append(y == 5 && x == 30 ? '◉' : isIn ? '●' : '·');
      }
      assertEquals(line.toString(), lines.get(y));
    }
  }

  @Test
  void errorsAndWarningsAreShownWhole() {
    assertEquals(
        """
        warning[even-window]: `window(8)` covers 9 keys: half the width on each side and the query itself
          --> pattern:1:1
           |
         1 | window(8)
           | ^^^^^^^^^
           = help: write `window(9)` or `window(7)`""",
        printed("warnings()"));
    String errors = printed("windw(3)");
    assertTrue(errors.contains("error[unknown-name]"), errors);
    assertTrue(errors.contains("error[wrong-type]"), errors);
    assertTrue(
        printed("stride(n div 100)")
            .contains("error[too-small]: `s` must be at least 1, and is 0 at n = 64"));
    assertTrue(printed("local.why").startsWith("(40, 32) is in every part of this\n"));
  }

  @Test
  void expectationsHoldAndFailAsTheTextSays() {
    List<String> lines = printed("mine.check()").lines().toList();
    assertEquals(
        List.of("holds", "fails", "holds", "holds", "fails"),
        lines.stream()
            .filter(line -> line.matches("(holds|fails)  expect .*"))
            .map(line -> line.substring(0, 5))
            .toList());
    String all = String.join("\n", lines);
    assertTrue(all.contains("does not hold at n = 100: never == 2"), all);
    assertTrue(all.contains("does not hold at n = 20: (0, 1) is in the left pattern only"), all);
  }

  @Test
  void numbersAndIndices() {
    assertEquals(
        """
        n =   10   row 0 has 4 keys
        n =   16   row 0 has 4 keys
        n =  100   row 0 has 10 keys
        n = 1000   row 0 has 33 keys
        the number of pairs grows as n^1.5""",
        printed("var roots"));
    assertEquals(
        "one layer   %4d of 4096 pairs\ntwo layers  4096 of 4096 pairs".formatted(64 + 126 + 124),
        printed("var star"));
    assertEquals(
        """
        crow_indices          [0, 1, 3, 6, 9, 12, 15, 18, 21]
        col_indices           [0, 0, 1, 0, 1, 2, 1, 2, 3, 2, 3, 4, 3, 4, 5, 4, 5, 6, 5, 6, 7]
        startend_row_indices  [3, 4, 5, 6, 7, 8, 8, 8], causal""",
        printed("var flash"));
    // Blocks on the diagonal are cut by `causal`; below it are the neighbour's and the first.
    assertEquals(
        "kv_num_blocks       [1, 1, 1, 1]\nfull_kv_num_blocks  [0, 1, 2, 2]", printed("var mask"));
    assertEquals("(8, 8)\n(21)", printed("Tensors.mask"));
  }
}
