package dev.heddle.training;

import java.util.Random;

/** Random numbers that depend on a seed and a number only, the same on every machine. */
public final class Seeds {

  private Seeds() {}

  /** A seed of its own for each number (the finaliser of SplitMix64). */
  public static long of(long seed, long number) {
    long z = seed + (number + 1) * 0x9E3779B97F4A7C15L;
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }

  /** Draws for a number: {@link Random}'s sequence is specified. */
  public static Random random(long seed, long number) {
    return new Random(of(seed, number));
  }

  /**
   * Which example comes at a place of an endless sequence in which each of so many comes once
   * before any comes again, in another order each time.
   *
   * @param place from 0 on
   */
  public static int shuffled(long seed, long place, int count) {
    long round = place / count;
    int at = (int) (place % count);
    // A permutation that can be asked for one place: four rounds of a Feistel network on a square
    // that holds all numbers, walked until one of them comes out.
    int half = Math.max(1, (33 - Integer.numberOfLeadingZeros(count)) / 2);
    long mask = (1L << half) - 1;
    long key = of(seed, round);
    long x = at;
    do {
      long left = x >>> half;
      long right = x & mask;
      for (int turn = 0; turn < 4; turn++) {
        long next = left ^ (of(key, 4 * right + turn) & mask);
        left = right;
        right = next;
      }
      x = left << half | right;
    } while (x >= count);
    return (int) x;
  }
}
