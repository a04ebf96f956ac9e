package dev.heddle.relation;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;

/**
 * A stream of random numbers that is a pure function of its keys: counted outputs of SplitMix64
 * (Steele, Lea and Flood, "Fast splittable pseudorandom number generators", 2014), whose state is
 * the keys mixed one after the other. No state is shared, so any row can be drawn alone.
 */
final class Draw {

  private static final long GOLDEN = 0x9E3779B97F4A7C15L;

  /** Up to so many distinct numbers are kept in a sorted array, and more in a hash table. */
  private static final int FEW = 64;

  private long state;

  Draw(long... keys) {
    long mixed = 0;
    for (long key : keys) {
      mixed = mix(mixed + GOLDEN ^ key);
    }
    this.state = mixed;
  }

  static long mix(long z) {
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }

  private long next() {
    state += GOLDEN;
    return mix(state);
  }

  /** A number from 0 to {@code bound} − 1, each as likely as the others (Lemire, 2019). */
  long below(long bound) {
    long bits = next();
    long low = bits * bound;
    if (Long.compareUnsigned(low, bound) < 0) {
      long threshold = Long.remainderUnsigned(-bound, bound);
      while (Long.compareUnsigned(low, threshold) < 0) {
        bits = next();
        low = bits * bound;
      }
    }
    return Math.unsignedMultiplyHigh(bits, bound);
  }

  /**
   * {@code count} distinct numbers from 0 to {@code bound} − 1 in ascending order, every choice as
   * likely as the others (Floyd's algorithm: Bentley and Floyd, 1987); {@code count} ≤ {@code
   * bound}.
   */
  long[] distinct(int count, long bound) {
    long[] drawn = new long[count];
    if (count > FEW) {
      Set<Long> known = HashSet.newHashSet(count);
      for (int at = 0; at < count; at++) {
        long last = bound - count + at;
        long number = below(last + 1);
        drawn[at] = known.add(number) ? number : last;
        known.add(drawn[at]);
      }
      Arrays.sort(drawn);
      return drawn;
    }
    for (int at = 0; at < count; at++) {
      long last = bound - count + at;
      long number = below(last + 1);
      int place = Arrays.binarySearch(drawn, 0, at, number);
      if (place >= 0) {
        // The last is greater than all that could have been drawn before.
        drawn[at] = last;
      } else {
        System.arraycopy(drawn, -place - 1, drawn, -place, at + place + 1);
        drawn[-place - 1] = number;
      }
    }
    return drawn;
  }
}
