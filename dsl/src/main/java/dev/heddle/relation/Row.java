package dev.heddle.relation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;

/**
 * The keys of one query: a sorted union of disjoint progressions. A row costs the number of its
 * pieces, not of its keys.
 *
 * <p>Where combining two rows piece by piece would cost more than going through their keys, it goes
 * through their keys; the result is then a union of intervals.
 */
public final class Row {

  /** Beyond so many pairs of pieces, keys are combined one by one. */
  private static final int PIECEWISE = 4_096;

  /** Combining two pieces costs about as much as setting so many keys. */
  private static final int PIECE_KEYS = 16;

  private static final Row EMPTY = new Row(List.of());

  private final List<Progression> pieces;

  private Row(List<Progression> pieces) {
    this.pieces = pieces;
  }

  static Row empty() {
    return EMPTY;
  }

  static Row of(Progression piece) {
    return new Row(List.of(piece));
  }

  /** A row of pieces that have no key in common, in any order. */
  static Row ofDisjoint(List<Progression> pieces) {
    if (pieces.size() < 2) {
      return pieces.isEmpty() ? EMPTY : of(pieces.getFirst());
    }
    List<Progression> sorted = new ArrayList<>(pieces);
    sorted.sort((a, b) -> Integer.compare(a.start(), b.start()));
    List<Progression> merged = new ArrayList<>(sorted.size());
    for (Progression piece : sorted) {
      Progression joined = merged.isEmpty() ? null : join(merged.getLast(), piece);
      if (joined == null) {
        merged.add(piece);
      } else {
        merged.set(merged.size() - 1, joined);
      }
    }
    return new Row(List.copyOf(merged));
  }

  /** Two intervals that touch, as one. */
  private static @org.jspecify.annotations.Nullable Progression join(
      Progression before, Progression after) {
    return before.step() == 1 && after.step() == 1 && before.last() + 1L == after.start()
        ? new Progression(before.start(), 1, before.count() + after.count())
        : null;
  }

  // ---- what is in it

  /** The disjoint progressions, by their first key. */
  public List<Progression> pieces() {
    return pieces;
  }

  /** The number of keys. */
  public int size() {
    int size = 0;
    for (Progression piece : pieces) {
      size += piece.count();
    }
    return size;
  }

  public boolean isEmpty() {
    return pieces.isEmpty();
  }

  public boolean contains(int key) {
    for (Progression piece : pieces) {
      if (piece.contains(key)) {
        return true;
      }
    }
    return false;
  }

  /** The keys in ascending order. */
  public int[] keys() {
    int[] keys = new int[size()];
    fill(keys, 0);
    return keys;
  }

  /**
   * Writes the keys into an array, in ascending order, and returns the index behind the last.
   *
   * @throws IndexOutOfBoundsException if they do not fit
   */
  public int fill(int[] keys, int at) {
    int end = at;
    boolean ascending = true;
    for (Progression piece : pieces) {
      ascending &= end == at || keys[end - 1] < piece.start();
      int key = piece.start();
      for (int index = 0; index < piece.count(); index++, key += piece.step()) {
        keys[end++] = key;
      }
    }
    if (!ascending) {
      // Interleaved pieces, such as two strides.
      Arrays.sort(keys, at, end);
    }
    return end;
  }

  // ---- combinations

  Row intersect(Row other) {
    if (tooManyPieces(other)) {
      BitSet common = bits();
      common.and(other.bits());
      return of(common);
    }
    List<Progression> result = new ArrayList<>();
    for (Progression piece : pieces) {
      for (Progression cut : other.pieces) {
        Progression common = piece.intersect(cut);
        if (common != null) {
          result.add(common);
        }
      }
    }
    return ofDisjoint(result);
  }

  Row minus(Row other) {
    if (tooManyPieces(other)) {
      BitSet rest = bits();
      rest.andNot(other.bits());
      return of(rest);
    }
    List<Progression> left = pieces;
    for (Progression cut : other.pieces) {
      List<Progression> next = new ArrayList<>(left.size() + 1);
      for (Progression piece : left) {
        piece.subtract(cut, next);
      }
      left = next;
    }
    return ofDisjoint(left);
  }

  Row union(Row other) {
    if (other.covers(this) || covers(other)) {
      return covers(other) ? this : other;
    }
    if (tooManyPieces(other)) {
      BitSet all = bits();
      all.or(other.bits());
      return of(all);
    }
    List<Progression> result = new ArrayList<>(pieces);
    result.addAll(other.minus(this).pieces);
    return ofDisjoint(result);
  }

  /**
   * Whether this is one interval around all keys of another row, as a global query's row is; or the
   * other row is empty.
   */
  private boolean covers(Row other) {
    if (pieces.size() != 1 || pieces.getFirst().step() != 1) {
      return other.isEmpty();
    }
    Progression interval = pieces.getFirst();
    for (Progression piece : other.pieces) {
      if (piece.start() < interval.start() || piece.last() > interval.last()) {
        return false;
      }
    }
    return true;
  }

  private boolean tooManyPieces(Row other) {
    long pairs = (long) pieces.size() * other.pieces.size();
    // Where rows are long even for their many pieces, their keys are what there is too much of.
    return pairs > PIECEWISE && pairs > ((long) size() + other.size()) / PIECE_KEYS;
  }

  private BitSet bits() {
    BitSet bits = new BitSet();
    for (Progression piece : pieces) {
      if (piece.step() == 1) {
        bits.set(piece.start(), piece.last() + 1);
      } else {
        for (int index = 0, key = piece.start();
            index < piece.count();
            index++, key += piece.step()) {
          bits.set(key);
        }
      }
    }
    return bits;
  }

  private static Row of(BitSet keys) {
    List<Progression> intervals = new ArrayList<>();
    for (int start = keys.nextSetBit(0); start >= 0; ) {
      int end = keys.nextClearBit(start);
      intervals.add(Progression.interval(start, end - 1));
      start = keys.nextSetBit(end);
    }
    return ofDisjoint(intervals);
  }

  /** Rows are equal when they have the same keys, however these are cut into pieces. */
  @Override
  public boolean equals(Object other) {
    return other instanceof Row row
        && (pieces.equals(row.pieces) || (size() == row.size() && minus(row).isEmpty()));
  }

  @Override
  public int hashCode() {
    // The sum of the keys, which no cut into pieces changes.
    long sum = 0;
    for (Progression piece : pieces) {
      long count = piece.count();
      sum += count * piece.start() + count * (count - 1) / 2 * piece.step();
    }
    return Long.hashCode(sum);
  }

  @Override
  public String toString() {
    return pieces.toString();
  }
}
