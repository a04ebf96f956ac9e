package dev.heddle.docs;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** The random numbers of the language, written down from GRAMMAR.md and from nothing else. */
public final class StatedGenerator {

  private static final long G = 0x9E3779B97F4A7C15L;
  private static final BigInteger TWO_TO_64 = BigInteger.TWO.pow(64);

  private long s;

  StatedGenerator(long... keys) {
    for (long key : keys) {
      s = mix((s + G) ^ key);
    }
  }

  private static long mix(long number) {
    long z = number;
    z ^= z >>> 30;
    z *= 0xBF58476D1CE4E5B9L;
    z ^= z >>> 27;
    z *= 0x94D049BB133111EBL;
    z ^= z >>> 31;
    return z;
  }

  private long below(long b) {
    BigInteger bound = BigInteger.valueOf(b);
    while (true) {
      s += G;
      BigInteger product = new BigInteger(Long.toUnsignedString(mix(s))).multiply(bound);
      if (product.mod(TWO_TO_64).compareTo(TWO_TO_64.mod(bound)) >= 0) {
        return product.divide(TWO_TO_64).longValueExact();
      }
    }
  }

  private Set<Long> distinct(long c, long b) {
    Set<Long> taken = new TreeSet<>();
    for (long l = b - c; l < b; l++) {
      long t = below(l + 1);
      taken.add(taken.contains(t) ? l : t);
    }
    return taken;
  }

  /** Row i of {@code random(r, seed: s)}, or of {@code random(r, seed: s, in: A)}. */
  public static List<Long> random(int r, long seed, int n, int i, List<Long> row) {
    int k = row.size();
    if (k <= r) {
      return row;
    }
    StatedGenerator stream = new StatedGenerator(seed, n, i, r);
    boolean chosen = r <= k / 2;
    Set<Long> places = stream.distinct(chosen ? r : k - r, k);
    List<Long> keys = new ArrayList<>();
    for (int place = 0; place < k; place++) {
      if (places.contains((long) place) == chosen) {
        keys.add(row.get(place));
      }
    }
    return keys;
  }

  /** Row i of {@code random(r, seed: s)} with r at most n/2. */
  public static List<Long> random(int r, long seed, int n, int i) {
    return List.copyOf(new StatedGenerator(seed, n, i, r).distinct(r, n));
  }

  /** All rings of {@code expander(d, seed: s)}: the positions in the order of their places. */
  static List<long[]> rings(int d, long seed, int n) {
    List<long[]> rings = new ArrayList<>();
    for (int c = 0; c < d / 2; c++) {
      rings.add(n <= 4_096 ? shuffled(seed, n, c) : network(seed, n, c));
    }
    return rings;
  }

  private static long[] shuffled(long seed, int n, int c) {
    long[] order = new long[n];
    StatedGenerator stream = new StatedGenerator(seed, n, c);
    for (int p = 0; p < n; p++) {
      int q = (int) stream.below(p + 1);
      order[p] = order[q];
      order[q] = p;
    }
    return order;
  }

  private static long[] network(long seed, int n, int c) {
    int bits = Long.toBinaryString(n - 1L).length();
    int h = (bits + 1) / 2;
    long low = (1L << h) - 1;
    long[] k = new long[10];
    for (int t = 0; t < 10; t++) {
      k[t] = new StatedGenerator(seed, n, c, t).below(Long.MAX_VALUE);
    }
    long[] order = new long[n];
    for (int p = 0; p < n; p++) {
      long value = p;
      do {
        long left = value >> h;
        long right = value & low;
        for (int t = 0; t < 10; t++) {
          long next = left ^ (mix(right + k[t]) & low);
          left = right;
          right = next;
        }
        value = left << h | right;
      } while (value >= n);
      order[p] = value;
    }
    return order;
  }
}
