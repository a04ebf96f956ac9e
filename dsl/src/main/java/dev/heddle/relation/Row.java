package dev.heddle.relation;

import dev.heddle.diagnostic.HeddleException;
import dev.heddle.diagnostic.Problem;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A set of integers, such as the keys of one query: a sorted union of disjoint progressions. It
 * costs the number of its pieces, not of its members.
 *
 * <p>Where a combination would have more than {@value #MOST_PIECES} pieces, members are combined as
 * bits instead; the result is then a union of intervals, and costs what it spans. What spans more
 * than 2²⁸ integers and has too many pieces is refused.
 */
public final class Row {

  /** The most pieces of a row; beyond, it is kept as bits. */
  public static final int MOST_PIECES = 4_096;

  /** The most integers between the ends of a row that is kept as bits. */
  public static final int MOST_BITS = 1 << 28;

  /** Beyond so many pairs of pieces, and as many as members, these are combined one by one. */
  private static final int MOST_PAIRS = 4_096;

  /** Subtracting pieces one by one takes no more than so many steps. */
  private static final long MOST_WORK = 1L << 22;

  /** Combining two pieces costs about as much as setting so many bits. */
  private static final int PIECE_BITS = 16;

  private static final Row EMPTY = new Row(List.of());

  private final List<Progression> pieces;
  private final long count;

  /** The members less the first piece's start, if they are many. */
  private final @Nullable BitSet bits;

  private Row(List<Progression> pieces) {
    this(pieces, null);
  }

  private Row(List<Progression> pieces, @Nullable BitSet bits) {
    this.pieces = pieces;
    this.bits = bits;
    long sum = 0;
    for (Progression piece : pieces) {
      sum += piece.count();
    }
    this.count = sum;
  }

  /** No member. */
  public static Row empty() {
    return EMPTY;
  }

  public static Row of(Progression piece) {
    return new Row(List.of(piece));
  }

  /**
   * All integers from {@code first} to {@code last}, both included; none if last is before first.
   */
  public static Row interval(long first, long last) {
    return first > last ? EMPTY : of(Progression.interval(first, last));
  }

  /** Integers in ascending order, without a repetition. */
  public static Row ofAscending(long[] members) {
    List<Progression> pieces = new ArrayList<>();
    for (int from = 0; from < members.length; ) {
      int to = from + 1;
      while (to < members.length && members[to] == members[to - 1] + 1) {
        to++;
      }
      pieces.add(Progression.interval(members[from], members[to - 1]));
      from = to;
    }
    return new Row(List.copyOf(pieces));
  }

  /** Integers in any order. */
  public static Row ofAny(long[] members) {
    return ofAscending(Arrays.stream(members).sorted().distinct().toArray());
  }

  /** A row of pieces that have no member in common, in any order. */
  public static Row ofDisjoint(List<Progression> pieces) {
    if (pieces.size() < 2) {
      return pieces.isEmpty() ? EMPTY : of(pieces.getFirst());
    }
    List<Progression> sorted = new ArrayList<>(pieces);
    sorted.sort((a, b) -> Long.compare(a.start(), b.start()));
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
  private static @Nullable Progression join(Progression before, Progression after) {
    return before.step() == 1 && after.step() == 1 && before.last() + 1 == after.start()
        ? new Progression(before.start(), 1, before.count() + after.count())
        : null;
  }

  // ---- what is in it

  /** The disjoint progressions, by their first member. */
  public List<Progression> pieces() {
    return pieces;
  }

  /** The number of members. */
  public int size() {
    return Math.toIntExact(count);
  }

  /** The number of members, also where it is beyond an int. */
  public long count() {
    return count;
  }

  public boolean isEmpty() {
    return pieces.isEmpty();
  }

  /** The least member; there must be one. */
  public long first() {
    return pieces.getFirst().start();
  }

  /** The greatest member; there must be one. */
  public long last() {
    long last = pieces.getLast().last();
    for (Progression piece : pieces) {
      last = Math.max(last, piece.last());
    }
    return last;
  }

  public boolean contains(long key) {
    if (bits != null) {
      long at = key - first();
      return at >= 0 && at < bits.length() && bits.get((int) at);
    }
    for (Progression piece : pieces) {
      if (piece.contains(key)) {
        return true;
      }
    }
    return false;
  }

  /** The number of members up to and including {@code key}. */
  public long upTo(long key) {
    long sum = 0;
    for (Progression piece : pieces) {
      sum += piece.upTo(key);
    }
    return sum;
  }

  /** The member that has {@code index} smaller ones. */
  public long get(long index) {
    if (pieces.size() == 1) {
      return pieces.getFirst().start() + index * pieces.getFirst().step();
    }
    long low = first();
    long high = last();
    while (low < high) {
      long middle = low + (high - low) / 2;
      if (upTo(middle) > index) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    return low;
  }

  /** The members in ascending order. */
  public int[] keys() {
    int[] keys = new int[size()];
    fill(keys, 0);
    return keys;
  }

  /**
   * Writes the members into an array, in ascending order, and returns the index behind the last.
   *
   * @throws IndexOutOfBoundsException if they do not fit
   */
  public int fill(int[] keys, int at) {
    int end = at;
    boolean ascending = true;
    for (Progression piece : pieces) {
      ascending &= end == at || keys[end - 1] < piece.start();
      int key = (int) piece.start();
      int step = (int) piece.step();
      int stop = end + (int) piece.count();
      for (; end < stop; end++, key += step) {
        keys[end] = key;
      }
    }
    if (!ascending) {
      // Interleaved pieces, such as two strides.
      Arrays.sort(keys, at, end);
    }
    return end;
  }

  // ---- combinations

  /** The members of both. */
  public Row intersect(Row other) {
    if (isEmpty() || other.isEmpty()) {
      return EMPTY;
    }
    if (isBitwise(other)) {
      BitSet common = bits(other);
      common.and(other.bits(this));
      return of(common, base(other));
    }
    Effort.spend((long) pieces.size() * other.pieces.size());
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

  /** The members that the other has not. */
  public Row minus(Row other) {
    if (isEmpty() || other.isEmpty()) {
      return this;
    }
    if (isBitwise(other)) {
      return minusBits(other);
    }
    List<Progression> left = pieces;
    int most = mostPieces(other);
    long work = 0;
    for (Progression cut : other.pieces) {
      work += left.size();
      Effort.spend(left.size());
      if (work > MOST_WORK) {
        return minusBits(other);
      }
      List<Progression> next = new ArrayList<>(left.size() + 1);
      for (Progression piece : left) {
        if (!piece.subtract(cut, next, most)) {
          return minusBits(other);
        }
      }
      left = next;
    }
    return ofDisjoint(left);
  }

  private Row minusBits(Row other) {
    BitSet rest = bits(other);
    rest.andNot(other.bits(this));
    return of(rest, base(other));
  }

  /** The members of either. */
  public Row union(Row other) {
    if (other.covers(this) || covers(other)) {
      return covers(other) ? this : other;
    }
    if (!isBitwise(other)) {
      Row rest = other.minus(this);
      if (rest.bits == null && rest.pieces.size() + pieces.size() <= mostPieces(other)) {
        List<Progression> result = new ArrayList<>(pieces);
        result.addAll(rest.pieces);
        return ofDisjoint(result);
      }
    }
    BitSet all = bits(other);
    all.or(other.bits(this));
    return of(all, base(other));
  }

  /** All members moved by a distance. */
  public Row shifted(long by) {
    return by == 0 ? this : new Row(pieces.stream().map(piece -> piece.shifted(by)).toList(), bits);
  }

  /**
   * Whether this is one interval around all members of another row, as a global query's row is; or
   * the other row is empty.
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

  private boolean isBitwise(Row other) {
    long pairs = (long) pieces.size() * other.pieces.size();
    if (pairs <= MOST_PAIRS) {
      return false;
    }
    // Where rows are long even for their many pieces, their members are what there is too much of.
    return bits != null
        || other.bits != null
        || pairs > (long) PIECE_BITS * mostPieces(other)
        || pairs > (count + other.count) / PIECE_BITS;
  }

  /** Where bits would be very many, more pieces are worth their while. */
  private int mostPieces(Row other) {
    long span = Math.max(last(), other.last()) - base(other);
    return Math.clamp(span / MOST_PIECES, MOST_PIECES, MOST_BITS >> 8);
  }

  // ---- bits

  private long base(Row other) {
    return Math.min(first(), other.first());
  }

  /** The members as bits, from the least member of both rows. */
  private BitSet bits(Row other) {
    long base = base(other);
    long span = Math.max(last(), other.last()) - base + 1;
    if (span > MOST_BITS) {
      throw HeddleException.of(
          new Problem.TooMuchWork(
              "a set of more than " + MOST_PIECES + " pieces that spans " + span + " integers",
              MOST_BITS + " integers",
              "take the pattern at a shorter length"),
          null);
    }
    Effort.spend(span / Long.SIZE);
    BitSet result = new BitSet((int) span);
    for (Progression piece : pieces) {
      int key = (int) (piece.start() - base);
      if (piece.step() == 1) {
        result.set(key, key + (int) piece.count());
      } else {
        Effort.spend(piece.count());
        int step = (int) piece.step();
        for (long index = 0; index < piece.count(); index++, key += step) {
          result.set(key);
        }
      }
    }
    return result;
  }

  static Row of(BitSet members, long base) {
    int first = members.nextSetBit(0);
    if (first < 0) {
      return EMPTY;
    }
    Effort.spend(members.size() / Long.SIZE);
    List<Progression> intervals = new ArrayList<>();
    for (int start = first; start >= 0; ) {
      int end = members.nextClearBit(start);
      intervals.add(Progression.interval(base + start, base + end - 1));
      start = members.nextSetBit(end);
    }
    if (intervals.size() <= MOST_PIECES) {
      return new Row(List.copyOf(intervals));
    }
    return new Row(List.copyOf(intervals), members.get(first, members.length()));
  }

  /** Rows are equal when they have the same members, however these are cut into pieces. */
  @Override
  public boolean equals(Object other) {
    return other instanceof Row row
        && (pieces.equals(row.pieces) || (count == row.count && minus(row).isEmpty()));
  }

  @Override
  public int hashCode() {
    // The sum of the members, which no cut into pieces changes.
    long sum = 0;
    for (Progression piece : pieces) {
      long size = piece.count();
      sum += size * piece.start() + size * (size - 1) / 2 * piece.step();
    }
    return Long.hashCode(sum);
  }

  @Override
  public String toString() {
    return pieces.toString();
  }
}
