package dev.heddle.relation;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.heddle.RandomTerms;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RowTest {

  @Test
  void rowsCombineAsSetsDo() {
    Random random = new Random(RandomTerms.seed());
    for (int at = 0; at < 10_000; at++) {
      Row a = random(random, 1 + random.nextInt(5), 200);
      Row b = random(random, random.nextInt(6), 200);
      check(a, b);
    }
  }

  /** So many pieces on both sides that the keys are gone through one by one. */
  @Test
  void rowsOfManyPiecesCombineAsSetsDo() {
    Random random = new Random(RandomTerms.seed());
    for (int at = 0; at < 20; at++) {
      Row a = scattered(random, 6_000);
      Row b = scattered(random, 6_000);
      assertTrue((long) a.pieces().size() * b.pieces().size() > 4_096, "many pieces");
      check(a, b);
      check(a, Row.of(new Progression(at, 7, 700)));
      check(Row.of(new Progression(at, 7, 700)), b);
    }
  }

  /** Combining again and again, as a long sum does. */
  @Test
  void chainsOfOperationsStayRight() {
    Random random = new Random(RandomTerms.seed());
    for (int at = 0; at < 300; at++) {
      Row row = random(random, 3, 300);
      BitSet keys = bits(row);
      for (int step = 0; step < 12; step++) {
        Row other = random(random, 2, 300);
        switch (random.nextInt(3)) {
          case 0 -> {
            row = row.union(other);
            keys.or(bits(other));
          }
          case 1 -> {
            row = row.minus(other);
            keys.andNot(bits(other));
          }
          default -> {
            row = row.intersect(other.union(row));
          }
        }
        same(keys, row);
      }
    }
  }

  @Test
  void rowsAtTheEndOfAllKeys() {
    int end = Integer.MAX_VALUE - 1;
    Row all = Row.of(Progression.interval(0, end));
    Row few = Row.of(new Progression(end - 20, 10, 3));
    assertEquals(Integer.MAX_VALUE, all.size());
    assertEquals(all.size() - 3, all.minus(few).size());
    assertEquals(few, all.intersect(few));
    assertEquals(all, all.minus(few).union(few));
    assertTrue(all.minus(all).isEmpty());
    Row strides = Row.of(new Progression(1, 2, 1 << 30)).minus(Row.of(new Progression(1, 6, 300)));
    assertTrue(strides.contains(3) && !strides.contains(7) && strides.contains(Integer.MAX_VALUE));
  }

  @Test
  void keysThatAreEqualMakeRowsThatAreEqual() {
    Row whole = Row.of(new Progression(0, 2, 10));
    Row halves = Row.ofDisjoint(List.of(new Progression(2, 4, 5), new Progression(0, 4, 5)));
    assertNotEquals(whole.pieces(), halves.pieces());
    assertEquals(whole, halves);
    assertEquals(whole.hashCode(), halves.hashCode());
    assertNotEquals(whole, Row.of(new Progression(0, 2, 9)));
    assertNotEquals(whole, Row.of(new Progression(1, 2, 10)));
  }

  @Test
  void touchingIntervalsBecomeOne() {
    Row row =
        Row.ofDisjoint(
            List.of(new Progression(5, 1, 3), new Progression(0, 1, 5), new Progression(8, 1, 1)));
    assertEquals(List.of(new Progression(0, 1, 9)), row.pieces());
  }

  @Test
  void fillingBeginsWhereItIsToldTo() {
    int[] keys = new int[6];
    Row row = Row.ofDisjoint(List.of(new Progression(0, 4, 2), new Progression(1, 2, 2)));
    assertEquals(5, row.fill(keys, 1));
    assertArrayEquals(new int[] {0, 0, 1, 3, 4, 0}, keys);
    assertEquals(3, Row.empty().fill(keys, 3));
    assertThrows(IndexOutOfBoundsException.class, () -> row.fill(keys, 3));
  }

  // ---- against sets

  private static void check(Row a, Row b) {
    BitSet union = bits(a);
    union.or(bits(b));
    same(union, a.union(b));
    BitSet rest = bits(a);
    rest.andNot(bits(b));
    same(rest, a.minus(b));
    BitSet common = bits(a);
    common.and(bits(b));
    same(common, a.intersect(b));
    assertEquals(a.union(b), b.union(a));
    assertEquals(a.intersect(b), b.intersect(a));
  }

  private static void same(BitSet expected, Row row) {
    assertArrayEquals(expected.stream().toArray(), row.keys());
    assertEquals(expected.cardinality(), row.size());
    assertEquals(expected.isEmpty(), row.isEmpty());
    for (int at = 1; at < row.pieces().size(); at++) {
      assertTrue(row.pieces().get(at - 1).start() < row.pieces().get(at).start(), "in order");
    }
    for (int key = 0; key < 100; key++) {
      assertEquals(expected.get(key), row.contains(key));
    }
  }

  private static BitSet bits(Row row) {
    BitSet bits = new BitSet();
    row.pieces()
        .forEach(
            piece -> {
              for (int index = 0; index < piece.count(); index++) {
                bits.set((int) (piece.start() + index * piece.step()));
              }
            });
    return bits;
  }

  /** Pieces that may interleave but share no key. */
  private static Row random(Random random, int pieces, int width) {
    List<Progression> disjoint = new ArrayList<>();
    BitSet taken = new BitSet();
    for (int at = 0; at < pieces; at++) {
      Progression piece =
          new Progression(random.nextInt(width), 1 + random.nextInt(12), 1 + random.nextInt(12));
      BitSet keys = bits(Row.of(piece));
      if (!keys.intersects(taken)) {
        taken.or(keys);
        disjoint.add(piece);
      }
    }
    return Row.ofDisjoint(disjoint);
  }

  private static Row scattered(Random random, int width) {
    List<Progression> single = new ArrayList<>();
    for (int key = 0; key < width; key += 2 + random.nextInt(4)) {
      single.add(new Progression(key, 1, 1 + random.nextInt(2)));
    }
    return Row.ofDisjoint(single);
  }
}
