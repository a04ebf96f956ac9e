package dev.heddle.training;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SeedsTest {

  private static List<Integer> round(long seed, int round, int count) {
    List<Integer> order = new ArrayList<>();
    for (int at = 0; at < count; at++) {
      order.add(Seeds.shuffled(seed, (long) round * count + at, count));
    }
    return order;
  }

  @Test
  void eachComesOnceARound() {
    for (int count = 1; count <= 130; count++) {
      for (int round = 0; round < 3; round++) {
        Set<Integer> seen = new HashSet<>(round(7, round, count));
        assertEquals(count, seen.size(), "of " + count);
        assertTrue(seen.stream().allMatch(one -> one < Integer.MAX_VALUE && one >= 0));
        assertEquals(count - 1, seen.stream().mapToInt(one -> one).max().orElseThrow());
      }
    }
    assertNotEquals(round(7, 0, 100), round(7, 1, 100));
    assertNotEquals(round(7, 0, 100), round(8, 0, 100));
    int last = Seeds.shuffled(1, 5_000_000_000L, Integer.MAX_VALUE);
    assertTrue(last >= 0 && last < Integer.MAX_VALUE);
  }

  /** The first place of many rounds takes each value about as often: χ² of 19 degrees. */
  @Test
  void noPlaceIsPreferred() {
    int[] counts = new int[20];
    for (int round = 0; round < 4_000; round++) {
      counts[Seeds.shuffled(3, round * 20L, 20)]++;
    }
    double sum = 0;
    for (int count : counts) {
      sum += (count - 200) * (count - 200) / 200.0;
    }
    // Beyond once in a million draws; this one is fixed.
    assertTrue(sum < 62, "χ² = " + sum);
  }
}
