package dev.heddle.recognise;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.heddle.pattern.SparsityPattern;
import dev.heddle.relation.Relation;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Masks as relations, and schedules of what they are recognised as. */
class MasksTest {

  @Test
  void aRelationHasThePairsOfItsMask() {
    long seed = Long.getLong("heddle.seed", 20261124);
    Random random = new Random(seed);
    for (int time = 0; time < 50; time++) {
      int n = 1 + random.nextInt(20);
      int m = 1 + random.nextInt(n);
      double density = random.nextDouble();
      boolean[][] mask = new boolean[m][n];
      for (boolean[] row : mask) {
        for (int key = 0; key < n; key++) {
          row[key] = random.nextDouble() < density;
        }
      }
      Relation relation = Masks.of(mask);
      assertEquals(m, relation.queries());
      assertEquals(n, relation.keys());
      for (int i = 0; i < m; i++) {
        for (int j = 0; j < n; j++) {
          assertEquals(mask[i][j], relation.contains(i, j), "seed " + seed);
          assertEquals(mask[i][j], relation.row(i).contains(j), "seed " + seed);
        }
      }
      if (m == n) {
        Relation turned = relation.transpose();
        for (int i = 0; i < m; i++) {
          for (int j = 0; j < n; j++) {
            assertEquals(mask[i][j], turned.row(j).contains(i), "seed " + seed);
          }
        }
      }
    }
    assertThrows(IllegalArgumentException.class, () -> Masks.of(new boolean[3][2]));
    assertThrows(IllegalArgumentException.class, () -> Masks.of(new boolean[0][0]));
    assertThrows(
        IllegalArgumentException.class, () -> Masks.of(new boolean[][] {{true, false}, {true}}));
  }

  private static boolean[][] mask(String text, int n) {
    Relation relation = SparsityPattern.parse(text).at(n);
    boolean[][] mask = new boolean[n][n];
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        mask[i][j] = relation.contains(i, j);
      }
    }
    return mask;
  }

  private static List<Relation> heads(String... texts) {
    return List.of(texts).stream().map(text -> Masks.of(mask(text, 12))).toList();
  }

  @Test
  void aSchedulesLayersAndHeadsAreSaidOnce() {
    ScheduleRecognition one =
        ScheduleRecognition.of(
            List.of(heads("causal", "causal", "causal"), heads("causal", "causal", "causal")));
    assertEquals(SparsityPattern.parse("causal"), one.pattern());
    assertTrue(one.isExact());
    ScheduleRecognition heads =
        ScheduleRecognition.of(List.of(heads("window(3)", "stride(4)", "window(3)", "stride(4)")));
    assertEquals(SparsityPattern.parse("heads(window(3), stride(4))"), heads.pattern());
    ScheduleRecognition both =
        ScheduleRecognition.of(
            List.of(heads("window(3)", "stride(4)"), heads("full", "full"), heads("self", "self")));
    assertEquals(
        SparsityPattern.parse("layers(heads(window(3), stride(4)), full, self)"), both.pattern());
    assertEquals(0, both.missing() + both.extra());
    assertThrows(IllegalArgumentException.class, () -> ScheduleRecognition.of(List.of()));
  }

  @Test
  void aLongMaskIsFoundByItsBeginningAndComparedWhole() {
    boolean[][] mask = mask("blocks(4)", 40);
    Recognition exact = LongMask.recognise(Masks.of(mask), 13);
    assertEquals(new Recognition.Exact("blocks(4)", SparsityPattern.parse("blocks(4)")), exact);
    mask[33][2] = true;
    mask[39][39] = false;
    Recognition near = LongMask.recognise(Masks.of(mask), 13);
    assertTrue(
        near instanceof Recognition.Near(String text, _, Relation missing, Relation extra)
            && text.equals("blocks(4)")
            && missing.edges() == 1
            && missing.contains(33, 2)
            && extra.edges() == 1
            && extra.contains(39, 39),
        near.toString());
    // The last queries do not begin at the beginning.
    Relation last = Masks.of(mask("causal", 40)).last(8);
    assertEquals("causal", LongMask.recognise(last, 13).text());
  }

  @Test
  void whatIsMissingAndTooMuchIsCountedOverAll() {
    long seed = Long.getLong("heddle.seed", 20261124);
    Random random = new Random(seed);
    // Smaller ones are some text exactly, however wild.
    boolean[][] wild = new boolean[48][48];
    for (boolean[] row : wild) {
      for (int key = 0; key < 48; key++) {
        row[key] = random.nextInt(5) < 2;
      }
    }
    ScheduleRecognition near =
        ScheduleRecognition.of(
            List.of(
                List.of(Masks.of(mask("window(3)", 48)), Masks.of(wild)),
                List.of(Masks.of(mask("full", 48)))));
    assertFalse(near.isExact());
    long residue =
        IntStream.range(0, 48)
            .mapToLong(
                i ->
                    IntStream.range(0, 48)
                        .filter(j -> near.pattern().entry(0, 1).at(48).contains(i, j) != wild[i][j])
                        .count())
            .sum();
    assertEquals(residue, near.missing() + near.extra());
    assertTrue(residue > 0);
  }
}
