package dev.heddle.notebook;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.heddle.cover.Cover;
import dev.heddle.cover.CoverTile;
import dev.heddle.diagnostic.HeddleException;
import dev.heddle.pattern.SparsityPattern;
import dev.heddle.relation.Relation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

class CoverPictureTest {

  private static final String HEADLINE = "window(3) + stride(√n) + global(1)";

  private static Relation at(String pattern, int n) {
    return SparsityPattern.parse(pattern).at(n);
  }

  /** Each pair of the relation in one tile, and no other pair in any. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        HEADLINE,
        "window(9) + global(4)",
        "random(6)",
        "causal",
        "full",
        "none",
        "causal & window(7)",
        "!stride(3)",
        "dilated(5, 4) + keys({0, n - 1})"
      })
  void aSketchIsExact(String pattern) {
    for (int n : new int[] {1, 2, 17, 64}) {
      assertExact(at(pattern, n));
      assertExact(at(pattern, n).last((n + 2) / 3));
    }
  }

  private static void assertExact(Relation relation) {
    int shift = relation.keys() - relation.queries();
    for (Cover cover : new Cover[] {Cover.sketch(relation), Cover.of(relation)}) {
      int[][] times = new int[relation.queries()][relation.keys()];
      for (CoverTile tile : cover.tiles()) {
        int[] queries = tile.queries();
        int[] keys = tile.keys();
        long pairs = 0;
        for (int row = 0; row < queries.length; row++) {
          for (int slot = 0; slot < keys.length; slot++) {
            if (tile.counts(row, slot)) {
              times[queries[row] - shift][keys[slot]]++;
              pairs++;
            }
          }
        }
        assertEquals(pairs, tile.pairs(), tile.toString());
        assertEquals((long) queries.length * keys.length, tile.scores());
      }
      for (int query = 0; query < relation.queries(); query++) {
        for (int key = 0; key < relation.keys(); key++) {
          assertEquals(
              relation.contains(query, key) ? 1 : 0, times[query][key], relation + ": " + cover);
        }
      }
    }
  }

  @Test
  void darkSquaresAreThePairsThatCount() {
    Relation relation = at(HEADLINE, 64);
    Document svg = Xml.parse(Picture.sketch(relation).svg());
    boolean[][] dark = new boolean[64][64];
    for (String family : Cover.sketch(relation).families()) {
      for (Element run : Xml.inside(svg, family + " counts", "rect")) {
        int from = (int) Xml.number(run, "x");
        for (int key = from; key < from + (int) Xml.number(run, "width"); key++) {
          dark[(int) Xml.number(run, "y")][key] = true;
        }
      }
    }
    for (int query = 0; query < 64; query++) {
      for (int key = 0; key < 64; key++) {
        assertEquals(relation.contains(query, key), dark[query][key], query + ", " + key);
      }
    }
  }

  @Test
  void theSketchHasTheFamiliesOfALongSequence() {
    Picture picture = Picture.sketch(at(HEADLINE, 64));
    for (String family : new String[] {"slide", "residue", "slab"}) {
      assertTrue(picture.text().contains(family), picture.text());
      assertTrue(picture.svg().contains(">" + family + "<"), family);
    }
    assertTrue(picture.text().contains("for 748 edges"), picture.text());
    assertNotNull(picture.png());
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 64, 129, 600})
  void textIsBoundedAndSvgIsWellFormed(int n) {
    for (Relation relation : new Relation[] {at(HEADLINE, n), at(HEADLINE, n).last(1)}) {
      Picture picture = Picture.cover(relation);
      assertTrue(picture.text().lines().count() <= 36, picture.text());
      Xml.parse(picture.svg());
      assertFalse(picture.svg().contains("NaN"), picture.svg());
      assertNotNull(picture.png());
    }
  }

  @Test
  void tilesRefuseWhatTheyDoNotHave() {
    CoverTile tile = Cover.of(at("causal", 4)).tiles().getFirst();
    assertEquals(10, tile.pairs());
    assertThrows(IndexOutOfBoundsException.class, () -> tile.counts(0, 4));
    assertThrows(IndexOutOfBoundsException.class, () -> tile.counts(-1, 0));
  }

  @Test
  void tooManyScoresAreRefused() {
    HeddleException error =
        assertThrows(HeddleException.class, () -> Picture.cover(at("full", 8193)));
    assertTrue(String.valueOf(error.getMessage()).contains("error[too-large]"), error.toString());
  }
}
