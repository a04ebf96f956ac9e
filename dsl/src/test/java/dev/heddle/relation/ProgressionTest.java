package dev.heddle.relation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.heddle.RandomTerms;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class ProgressionTest {

  /** Every two progressions with small numbers. */
  @Test
  void smallOnesMeetAndPartAsSetsDo() {
    List<Progression> all = new ArrayList<>();
    for (int start = 0; start < 5; start++) {
      for (int step = 1; step < 7; step++) {
        for (int count = 1; count < 7; count++) {
          all.add(new Progression(start, step, count));
        }
      }
    }
    for (Progression a : all) {
      for (Progression b : all) {
        check(a, b);
      }
    }
  }

  @Test
  void randomOnesMeetAndPartAsSetsDo() {
    long seed = RandomTerms.seed();
    Random random = new Random(seed);
    for (int at = 0; at < 20_000; at++) {
      check(random(random, 0, 400), random(random, 0, 400));
    }
  }

  /** The same near the largest key there is, where sums and products of ints would overflow. */
  @Test
  void onesAtTheEndOfAllKeysMeetAndPartAsSetsDo() {
    Random random = new Random(RandomTerms.seed());
    for (int at = 0; at < 5_000; at++) {
      int end = Integer.MAX_VALUE - 400;
      check(random(random, end, 400), random(random, end, 400));
    }
  }

  /** Few keys, far apart: steps and their common multiples beyond an int. */
  @Test
  void onesWithHugeStepsMeetAndPartAsSetsDo() {
    Random random = new Random(RandomTerms.seed());
    for (int at = 0; at < 20_000; at++) {
      check(sparse(random), sparse(random));
    }
    check(new Progression(0, Integer.MAX_VALUE, 2), new Progression(0, Integer.MAX_VALUE - 1, 2));
    check(new Progression(1, Integer.MAX_VALUE - 1, 2), new Progression(0, Integer.MAX_VALUE, 2));
  }

  /** Too many keys to list; the result is known by arithmetic. */
  @Test
  void longOnesMeetInTheLeastCommonMultiple() {
    Progression every46340 = new Progression(7, 46_340, 46_000);
    Progression every46341 = new Progression(7, 46_341, 46_000);
    assertEquals(new Progression(7, 1, 1), every46340.intersect(every46341));
    Progression thirds = new Progression(1, 3, 700_000_000);
    Progression fifths = new Progression(2, 5, 400_000_000);
    assertEquals(new Progression(7, 15, 133_333_333), thirds.intersect(fifths));
    assertEquals(new Progression(7, 15, 133_333_333), fifths.intersect(thirds));
  }

  /** As few pieces as there are ways to cut. */
  @Test
  void whatIsLeftComesInFewPieces() {
    Progression all = new Progression(0, 1, 1_000_000);
    assertEquals(3, pieces(all, new Progression(1, 2, 400_000)).size());
    assertEquals(2, pieces(all, new Progression(500, 1, 10)).size());
    assertEquals(5, pieces(all, new Progression(7, 249_000, 4)).size());
    assertEquals(0, pieces(new Progression(4, 4, 9), new Progression(0, 2, 100)).size());
  }

  @Test
  void aSingleKeyHasStepOne() {
    assertEquals(new Progression(5, 1, 1), new Progression(5, 99, 1));
  }

  @Test
  void onlyIntegersNearEnoughAreProgressions() {
    assertEquals(Integer.MAX_VALUE, new Progression(1, 1, Integer.MAX_VALUE).last());
    assertEquals(-1, new Progression(-1, 1, 1).last());
    assertThrows(IllegalArgumentException.class, () -> new Progression(0, 0, 2));
    assertThrows(IllegalArgumentException.class, () -> new Progression(0, 1, 0));
    assertThrows(IllegalArgumentException.class, () -> new Progression(2, 1, Long.MAX_VALUE));
    assertThrows(IllegalArgumentException.class, () -> new Progression(0, 1L << 60, 3));
    assertThrows(IllegalArgumentException.class, () -> new Progression((1L << 60) + 1, 1, 1));
  }

  // ---- against sets

  private static void check(Progression a, Progression b) {
    Set<Long> common = new TreeSet<>(keys(a));
    common.retainAll(keys(b));
    Progression met = a.intersect(b);
    assertEquals(common, met == null ? Set.of() : keys(met), () -> a + " and " + b);

    Set<Long> rest = new TreeSet<>(keys(a));
    rest.removeAll(keys(b));
    Set<Long> left = new TreeSet<>();
    for (Progression piece : pieces(a, b)) {
      for (long key : keys(piece)) {
        assertTrue(left.add(key), () -> key + " twice in " + a + " without " + b);
      }
    }
    assertEquals(rest, left, () -> a + " without " + b);
    for (long key : keys(b)) {
      assertEquals(common.contains(key), a.contains(key), () -> a + " contains " + key);
    }
    assertFalse(a.start() > 0 && a.contains(a.start() - 1));
  }

  private static List<Progression> pieces(Progression a, Progression b) {
    List<Progression> pieces = new ArrayList<>();
    a.subtract(b, pieces, 1 << 20);
    return pieces;
  }

  private static Set<Long> keys(Progression progression) {
    Set<Long> keys = new TreeSet<>();
    for (int index = 0; index < progression.count(); index++) {
      keys.add(progression.start() + index * progression.step());
    }
    return keys;
  }

  private static Progression random(Random random, int from, int width) {
    int start = from + random.nextInt(width);
    int step = 1 + random.nextInt(random.nextBoolean() ? 8 : 60);
    int most = (int) ((from + (long) width - start) / step);
    return new Progression(start, step, 1 + random.nextInt(most + 1));
  }

  private static Progression sparse(Random random) {
    int start = random.nextInt(Integer.MAX_VALUE);
    int step = 1 + random.nextInt(random.nextBoolean() ? Integer.MAX_VALUE - 1 : 1 << 28);
    int most = (int) Math.min(40, (Integer.MAX_VALUE - start) / (long) step);
    return new Progression(start, step, 1 + random.nextInt(most + 1));
  }
}
