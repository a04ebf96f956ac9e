package dev.heddle.recognise;

import dev.heddle.relation.Progression;
import dev.heddle.relation.Relation;
import java.util.Arrays;

/** A square of bits: which keys each query has. */
final class Bits {

  private final int n;
  private final int words;
  private final long[] bits;

  Bits(int n) {
    this(n, new long[Math.multiplyExact(n, (n + 63) >> 6)]);
  }

  private Bits(int n, long[] bits) {
    this.n = n;
    this.words = (n + 63) >> 6;
    this.bits = bits;
  }

  /** The pairs of a relation; its queries are the last rows, and the rows before them are empty. */
  static Bits of(Relation relation) {
    int n = relation.keys();
    Bits bits = new Bits(n);
    int before = n - relation.queries();
    for (int query = 0; query < relation.queries(); query++) {
      for (Progression piece : relation.row(query).pieces()) {
        if (piece.step() == 1) {
          bits.setRange(before + query, (int) piece.start(), (int) piece.last());
        } else {
          for (long at = 0; at < piece.count(); at++) {
            bits.set(before + query, (int) (piece.start() + at * piece.step()));
          }
        }
      }
    }
    return bits;
  }

  static Bits full(int n) {
    Bits bits = new Bits(n);
    for (int i = 0; i < n; i++) {
      bits.setRange(i, 0, n - 1);
    }
    return bits;
  }

  int n() {
    return n;
  }

  /** How many words an operation on the whole touches. */
  int size() {
    return bits.length;
  }

  boolean get(int i, int j) {
    return (bits[i * words + (j >> 6)] >>> j & 1) != 0;
  }

  void set(int i, int j) {
    bits[i * words + (j >> 6)] |= 1L << j;
  }

  /** Sets keys {@code from} to {@code to}, both in, as far as they are there. */
  void setRange(int i, int from, int to) {
    int first = Math.max(0, from);
    int last = Math.min(n - 1, to);
    if (first > last) {
      return;
    }
    int at = i * words + (first >> 6);
    int end = i * words + (last >> 6);
    long head = -1L << first;
    long tail = -1L >>> (63 - (last & 63));
    if (at == end) {
      bits[at] |= head & tail;
      return;
    }
    bits[at] |= head;
    Arrays.fill(bits, at + 1, end, -1L);
    bits[end] |= tail;
  }

  Bits copy() {
    return new Bits(n, bits.clone());
  }

  Bits or(Bits other) {
    Bits result = copy();
    for (int at = 0; at < bits.length; at++) {
      result.bits[at] |= other.bits[at];
    }
    return result;
  }

  Bits and(Bits other) {
    Bits result = copy();
    for (int at = 0; at < bits.length; at++) {
      result.bits[at] &= other.bits[at];
    }
    return result;
  }

  Bits minus(Bits other) {
    Bits result = copy();
    for (int at = 0; at < bits.length; at++) {
      result.bits[at] &= ~other.bits[at];
    }
    return result;
  }

  Bits not() {
    return full(n).minus(this);
  }

  boolean meets(Bits other) {
    for (int at = 0; at < bits.length; at++) {
      if ((bits[at] & other.bits[at]) != 0) {
        return true;
      }
    }
    return false;
  }

  boolean isIn(Bits other) {
    for (int at = 0; at < bits.length; at++) {
      if ((bits[at] & ~other.bits[at]) != 0) {
        return false;
      }
    }
    return true;
  }

  boolean isEmpty() {
    for (long word : bits) {
      if (word != 0) {
        return false;
      }
    }
    return true;
  }

  long count() {
    long all = 0;
    for (long word : bits) {
      all += Long.bitCount(word);
    }
    return all;
  }

  /** How many pairs both have. */
  long common(Bits other) {
    long all = 0;
    for (int at = 0; at < bits.length; at++) {
      all += Long.bitCount(bits[at] & other.bits[at]);
    }
    return all;
  }

  boolean isRowEmpty(int i) {
    for (int at = i * words; at < (i + 1) * words; at++) {
      if (bits[at] != 0) {
        return false;
      }
    }
    return true;
  }

  /** Whether row i has every key of row k of another square. */
  boolean rowHolds(int i, Bits other, int k) {
    for (int at = 0; at < words; at++) {
      if ((other.bits[k * words + at] & ~bits[i * words + at]) != 0) {
        return false;
      }
    }
    return true;
  }

  /** The key of row i at or after {@code from}, or −1. */
  int next(int i, int from) {
    if (from >= n) {
      return -1;
    }
    int at = from >> 6;
    long word = bits[i * words + at] & (-1L << from);
    while (word == 0) {
      if (++at == words) {
        return -1;
      }
      word = bits[i * words + at];
    }
    return (at << 6) + Long.numberOfTrailingZeros(word);
  }

  Bits transpose() {
    Bits result = new Bits(n);
    for (int i = 0; i < n; i++) {
      for (int j = next(i, 0); j >= 0; j = next(i, j + 1)) {
        result.set(j, i);
      }
    }
    return result;
  }

  /** The square of b × b blocks that hold a pair of this. */
  Bits blocks(int b) {
    Bits result = new Bits((n + b - 1) / b);
    for (int i = 0; i < n; i++) {
      for (int j = next(i, 0); j >= 0; j = next(i, (j / b + 1) * b)) {
        result.set(i / b, j / b);
      }
    }
    return result;
  }

  /** All blocks of b × b, laid on one another, where {@code in} has the block. */
  Bits folded(int b, Bits in) {
    Bits result = new Bits(b);
    for (int i = 0; i < n; i++) {
      for (int j = next(i, 0); j >= 0; j = next(i, j + 1)) {
        if (in.get(i / b, j / b)) {
          result.set(i % b, j % b);
        } else {
          j = (j / b + 1) * b - 1;
        }
      }
    }
    return result;
  }

  /** One block of b × b, from row {@code i · b} and key {@code j · b}. */
  Bits block(int b, int i, int j) {
    Bits result = new Bits(b);
    for (int r = 0; r < b && i * b + r < n; r++) {
      for (int k = next(i * b + r, j * b); k >= 0 && k < (j + 1) * b; k = next(i * b + r, k + 1)) {
        result.set(r, k - j * b);
      }
    }
    return result;
  }

  /** The Kronecker product with {@code inner}, cut to a length. */
  Bits times(Bits inner, int length) {
    int b = inner.n;
    Bits result = new Bits(length);
    for (int i = 0; i < length; i++) {
      for (int q = next(i / b, 0); q >= 0; q = next(i / b, q + 1)) {
        for (int k = inner.next(i % b, 0); k >= 0; k = inner.next(i % b, k + 1)) {
          if (q * b + k < length) {
            result.set(i, q * b + k);
          }
        }
      }
    }
    return result;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Bits that && n == that.n && Arrays.equals(bits, that.bits);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bits);
  }
}
