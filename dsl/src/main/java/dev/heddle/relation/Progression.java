package dev.heddle.relation;

import java.util.List;

/**
 * The keys {@code start, start + step, …}, {@code count} of them.
 *
 * <p>A single key has step 1, so that equal sets of keys are equal progressions.
 */
public record Progression(int start, int step, int count) {

  public Progression {
    if (start < 0 || step < 1 || count < 1 || start + (count - 1L) * step > Integer.MAX_VALUE) {
      throw new IllegalArgumentException(
          "no progression starts at " + start + " with step " + step + " and count " + count);
    }
    step = count == 1 ? 1 : step;
  }

  /** All keys from {@code start} to {@code last}, both included. */
  static Progression interval(int start, int last) {
    return new Progression(start, 1, last - start + 1);
  }

  /** The last key. */
  public int last() {
    return start + (count - 1) * step;
  }

  public boolean contains(int key) {
    return key >= start && key <= last() && (key - start) % step == 0;
  }

  /** The common keys, a progression again, or null when there are none. */
  @org.jspecify.annotations.Nullable Progression intersect(Progression other) {
    long low = Math.max(start, other.start);
    long high = Math.min(last(), other.last());
    if (low > high) {
      return null;
    }
    // Solve start + step·x ≡ other.start (mod other.step): the Chinese remainder theorem for two
    // moduli.
    long gcd = gcd(step, other.step);
    long gap = (long) other.start - start;
    if (gap % gcd != 0) {
      return null;
    }
    long modulus = other.step / gcd;
    long x =
        Math.floorMod(Math.floorMod(gap / gcd, modulus) * inverse(step / gcd, modulus), modulus);
    long lcm = step * modulus;
    long common = start + step * x;
    long first = common + Math.ceilDiv(low - common, lcm) * lcm;
    if (first > high) {
      return null;
    }
    long last = first + (high - first) / lcm * lcm;
    return first == last
        ? new Progression((int) first, 1, 1)
        : new Progression((int) first, (int) lcm, (int) ((last - first) / lcm) + 1);
  }

  /**
   * Adds the keys that are not in {@code other} to a list, as few pieces as there are ways to cut.
   */
  void subtract(Progression other, List<Progression> out) {
    Progression common = intersect(other);
    if (common == null) {
      out.add(this);
      return;
    }
    int from = (common.start - start) / step;
    int to = (common.last() - start) / step;
    add(0, from - 1, 1, out);
    if (common.count > 1) {
      int ratio = common.step / step;
      if (ratio - 1 <= common.count - 1) {
        // One progression for each remainder that stays.
        for (int remainder = 1; remainder < ratio; remainder++) {
          add(from + remainder, to - ratio + remainder, ratio, out);
        }
      } else {
        // One progression for each gap between keys that go.
        for (int index = from; index < to; index += ratio) {
          add(index + 1, index + ratio - 1, 1, out);
        }
      }
    }
    add(to + 1, count - 1, 1, out);
  }

  /** The sub-progression from one index to another. */
  private void add(int from, int to, int ratio, List<Progression> out) {
    if (from <= to) {
      out.add(
          new Progression(
              start + from * step, to == from ? 1 : ratio * step, (to - from) / ratio + 1));
    }
  }

  private static long gcd(long a, long b) {
    return b == 0 ? a : gcd(b, a % b);
  }

  /** The inverse of a modulo m, where both have no common divisor. */
  private static long inverse(long a, long m) {
    long r = m;
    long next = a % m;
    long t = 0;
    long nextT = 1;
    while (next != 0) {
      long quotient = r / next;
      long swap = r - quotient * next;
      r = next;
      next = swap;
      swap = t - quotient * nextT;
      t = nextT;
      nextT = swap;
    }
    return Math.floorMod(t, m);
  }
}
