package dev.heddle;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.heddle.diagnostic.HeddleException;
import dev.heddle.pattern.SparsityPattern;
import dev.heddle.relation.Relation;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * {@code random} and {@code expander} cannot be foretold, but what they promise can be checked. All
 * seeds are fixed, so that a statistic that is within its limit once is so always; the limits are
 * those of chance one in a million.
 */
class RandomPatternTest {

  private static final List<Integer> LENGTHS = List.of(1, 2, 3, 4, 5, 7, 8, 16, 33, 100);

  // ---- random

  @Test
  void everyRowHasSoManyDistinctKeys() {
    for (int n : LENGTHS) {
      for (int r : new int[] {1, 2, 3, 8, 40}) {
        Relation drawn = at("random(" + r + ")", n);
        for (int i = 0; i < n; i++) {
          int[] keys = drawn.row(i).keys();
          String what = "random(" + r + ") at " + n + ", row " + i;
          assertEquals(Math.min(r, n), Arrays.stream(keys).distinct().count(), what);
          assertTrue(Arrays.stream(keys).allMatch(j -> j >= 0 && j < n), what);
          for (int j = 0; j < n; j++) {
            int key = j;
            boolean in = Arrays.stream(keys).anyMatch(k -> k == key);
            assertEquals(in, drawn.contains(i, j), what + ", key " + j);
          }
        }
        assertEquals((long) n * Math.min(r, n), drawn.edges());
      }
    }
  }

  @Test
  void equalArgumentsAreTheSameDraw() {
    for (int n : LENGTHS) {
      assertSame("random(3)", "random(r: 3, seed: 0)", n);
      assertSame("random(3, seed: 5)", "random(seed: 2 + 3, r: 3)", n);
      assertSame("random(3) - random(3)", "none", n);
      assertSame("random(2) & random(2)", "random(2)", n);
      assertSame("random(2)'' @ self", "random(2)", n);
      assertSame("random(2, in: causal)", "random(2, in: (causal), seed: 0)", n);
      assertSame("expander(4)", "expander(d: 4, seed: 0)", n);
      assertSame("expander(4, seed: 7) & expander(4, seed: 7)", "expander(4, seed: 7)", n);
    }
  }

  @Test
  void otherSeedsAreOtherDraws() {
    for (String text : List.of("random(4, seed: %d)", "expander(4, seed: %d)")) {
      List<List<List<Integer>>> draws = new ArrayList<>();
      for (int seed : new int[] {0, 1, 2, 3, 64, 1 << 20}) {
        draws.add(rows(at(text.formatted(seed), 64)));
      }
      for (int one = 0; one < draws.size(); one++) {
        for (int other = 0; other < one; other++) {
          assertNotEquals(draws.get(one), draws.get(other), text + one + ", " + other);
        }
      }
    }
    assertNotEquals(rows(at("random(4)", 64)), rows(at("random(4, in: full - self)", 64)));
  }

  @Test
  void rowsAreDrawnApart() {
    Relation drawn = at("random(4)", 256);
    int common = 0;
    for (int i = 1; i < 256; i++) {
      int row = i;
      common +=
          (int) Arrays.stream(drawn.row(i).keys()).filter(j -> drawn.contains(row - 1, j)).count();
    }
    // Expected: 255 · 4 · 4 / 256, about 16.
    assertTrue(common < 45, "neighbouring rows share " + common + " keys");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "causal",
        "window(5)",
        "causal - self",
        "!(stride(2) + global(1))",
        "none",
        "self * full[4]",
        "window(3) @ stride(5)",
        "random(6, seed: 9)",
        "where(i != j and (i + j) mod 3 == 0)"
      })
  void drawsWithinAnotherPattern(String within) {
    for (int n : LENGTHS) {
      for (int r : new int[] {1, 3, 50}) {
        String text = "random(%d, seed: 4, in: %s)".formatted(r, within);
        Relation drawn = at(text, n);
        Relation all = at(within, n);
        for (int i = 0; i < n; i++) {
          int row = i;
          String what = text + " at " + n + ", row " + i;
          int[] keys = drawn.row(i).keys();
          assertEquals(Math.min(r, all.row(i).size()), keys.length, what);
          assertTrue(Arrays.stream(keys).allMatch(j -> all.contains(row, j)), what);
        }
      }
    }
  }

  @Test
  void theLastRowsAreThoseOfTheWhole() {
    for (String text :
        List.of(
            "random(3, seed: 2)",
            "random(2, in: causal)",
            "expander(4, seed: 1)",
            "random(2)'",
            "random(1) @ random(2, seed: 1)",
            "random(2) * full[3]")) {
      for (int n : LENGTHS) {
        Relation whole = at(text, n);
        for (int m = 1; m <= n; m += 1 + m / 3) {
          Relation last = whole.last(m);
          for (int i = 0; i < m; i++) {
            assertArrayEquals(
                whole.row(n - m + i).keys(), last.row(i).keys(), text + " at " + n + ", " + m);
          }
        }
      }
    }
  }

  /** The draw inside of a factor is the draw at the factor's length. */
  @Test
  void aFactorIsDrawnAtItsOwnLength() {
    Relation product = at("random(2, seed: 3) * full[4]", 62);
    Relation factor = at("random(2, seed: 3)", 16);
    Relation cut = at("random(2, seed: 3)[16]", 10);
    for (int i = 0; i < 62; i++) {
      for (int j = 0; j < 62; j++) {
        assertEquals(factor.contains(i / 4, j / 4), product.contains(i, j), i + ", " + j);
      }
    }
    for (int i = 0; i < 10; i++) {
      for (int j = 0; j < 10; j++) {
        assertEquals(factor.contains(i, j), cut.contains(i, j), i + ", " + j);
      }
    }
  }

  @Test
  void everyKeyIsAsLikelyOverSeeds() {
    int n = 8;
    int seeds = 1_500;
    for (String text : List.of("random(2, seed: %d)", "random(2, in: full, seed: %d)")) {
      long[][] counts = new long[n][n];
      long[] pairs = new long[n * n];
      for (int seed = 0; seed < seeds; seed++) {
        Relation drawn = at(text.formatted(seed), n);
        for (int i = 0; i < n; i++) {
          int[] keys = drawn.row(i).keys();
          counts[i][keys[0]]++;
          counts[i][keys[1]]++;
          pairs[keys[0] * n + keys[1]]++;
        }
      }
      for (long[] row : counts) {
        assertUniform(row, 41, text);
      }
      // All 28 pairs of keys, over all rows.
      assertUniform(Arrays.stream(pairs).filter(count -> count > 0).toArray(), 85, text);
      assertEquals(28, Arrays.stream(pairs).filter(count -> count > 0).count());
    }
  }

  @Test
  void everyKeyIsAsLikelyOverRows() {
    int n = 512;
    for (int seed = 0; seed < 5; seed++) {
      long[] counts = new long[16];
      Relation drawn = at("random(5, seed: " + seed + ")", n);
      for (int i = 0; i < n; i++) {
        for (int j : drawn.row(i).keys()) {
          counts[j * 16 / n]++;
        }
      }
      assertUniform(counts, 58, "seed " + seed);
    }
  }

  @Test
  void everyKeyOfAnotherPatternIsAsLikely() {
    long[] counts = new long[12];
    for (int seed = 0; seed < 1_200; seed++) {
      for (int j : at("random(3, seed: " + seed + ", in: keys({1..12}))", 40).row(17).keys()) {
        counts[j - 1]++;
      }
    }
    assertUniform(counts, 50, "in: keys({1..12})");
  }

  @Test
  void oneRowOfAVeryLongLineIsThere() {
    int n = 1 << 30;
    Relation drawn = at("random(8, seed: 1)", n);
    Relation graph = at("expander(4, seed: 1)", n);
    for (int i : new int[] {0, 1, n / 2, n - 1}) {
      int[] keys = drawn.row(i).keys();
      assertEquals(8, Arrays.stream(keys).distinct().count());
      assertTrue(Arrays.stream(keys).allMatch(j -> j >= 0 && j < n && drawn.contains(i, j)));
      int[] neighbours = graph.row(i).keys();
      assertTrue(neighbours.length >= 2 && neighbours.length <= 4);
      assertTrue(
          Arrays.stream(neighbours)
              .allMatch(j -> j != i && graph.contains(i, j) && graph.contains(j, i)));
    }
  }

  // ---- expander

  @Test
  void anExpanderIsASparseConnectedGraph() {
    for (int n : LENGTHS) {
      for (int d : new int[] {2, 4, 6, 10}) {
        for (int seed = 0; seed < 4; seed++) {
          checkExpander("expander(" + d + ", seed: " + seed + ")", n, d);
        }
      }
    }
  }

  private static void checkExpander(String text, int n, int d) {
    Relation graph = at(text, n);
    String what = text + " at " + n;
    for (int i = 0; i < n; i++) {
      int size = graph.row(i).size();
      assertFalse(graph.contains(i, i), what + ": a self-edge at " + i);
      assertTrue(size <= d, what + ": degree " + size + " at " + i);
      assertTrue(n == 1 || size >= Math.min(2, n - 1), what + ": degree " + size + " at " + i);
      assertTrue(d > 2 || n < 3 || size == 2, what + ": one cycle only");
      for (int j : graph.row(i).keys()) {
        assertTrue(graph.contains(j, i), what + ": one way only at " + i + ", " + j);
      }
    }
    assertEquals(n, reached(graph), what + ": connected");
  }

  private static int reached(Relation graph) {
    BitSet seen = new BitSet();
    seen.set(0);
    List<Integer> open = new ArrayList<>(List.of(0));
    while (!open.isEmpty()) {
      for (int j : graph.row(open.removeLast()).keys()) {
        if (!seen.get(j)) {
          seen.set(j);
          open.add(j);
        }
      }
    }
    return seen.cardinality();
  }

  @Test
  void theSmallestExpanders() {
    assertEquals(List.of(List.of()), rows(at("expander(2)", 1)));
    assertEquals(List.of(List.of(1), List.of(0)), rows(at("expander(2)", 2)));
    assertEquals(List.of(List.of(1, 2), List.of(0, 2), List.of(0, 1)), rows(at("expander(2)", 3)));
    assertSame("expander(6)", "!self", 3);
  }

  @Test
  void everyNeighbourIsAsLikely() {
    int n = 9;
    long[][] counts = new long[n][n];
    for (int seed = 0; seed < 1_500; seed++) {
      Relation graph = at("expander(2, seed: " + seed + ")", n);
      for (int i = 0; i < n; i++) {
        for (int j : graph.row(i).keys()) {
          counts[i][j]++;
        }
      }
    }
    for (int i = 0; i < n; i++) {
      List<Long> others = new ArrayList<>();
      for (int j = 0; j < n; j++) {
        if (j != i) {
          others.add(counts[i][j]);
        }
      }
      assertUniform(others.stream().mapToLong(count -> count).toArray(), 41, "row " + i);
    }
  }

  // ---- what is refused

  @ParameterizedTest
  @ValueSource(
      strings = {
        "random()",
        "random(-1)",
        "random(2, in: 3)",
        "random(causal)",
        "random(2, seed: causal)",
        "expander()",
        "expander(3)",
        "expander(-2)",
        "expander(2, in: causal)"
      })
  void refused(String text) {
    assertThrows(HeddleException.class, () -> at(text, 8), text);
  }

  // ---- helpers

  /** Pearson's statistic: the sum of the squares of what is off, each over what is expected. */
  private static void assertUniform(long[] counts, double limit, String what) {
    double expected = Arrays.stream(counts).average().orElseThrow();
    double statistic = 0;
    for (long count : counts) {
      statistic += (count - expected) * (count - expected) / expected;
    }
    double found = statistic;
    assertTrue(found < limit, () -> what + ": " + found + ", " + Arrays.toString(counts));
  }

  private static void assertSame(String one, String other, int n) {
    assertEquals(rows(at(other, n)), rows(at(one, n)), () -> one + " = " + other + " at " + n);
  }

  private static List<List<Integer>> rows(Relation relation) {
    List<List<Integer>> rows = new ArrayList<>();
    for (int i = 0; i < relation.queries(); i++) {
      rows.add(Arrays.stream(relation.row(i).keys()).boxed().toList());
    }
    return Collections.unmodifiableList(rows);
  }

  private static Relation at(String text, int n) {
    return SparsityPattern.parse(text).at(n);
  }
}
