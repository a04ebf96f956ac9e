package dev.heddle.relation;

import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/**
 * Counts the pairs of a relation: from two periods of each even stretch of its rows where its
 * {@link Rhythm} is known, and from all rows otherwise.
 */
final class Counting {

  private static final int SHOWN = 10;

  /** The most steps of counting: some tens of seconds. */
  static final long MOST_STEPS = 1L << 32;

  private final Rows rows;
  private final int n;
  private final int first;

  /** For what need not be made into rows to be counted. */
  private final @Nullable Filling filling;

  private long edges;
  private int min = Integer.MAX_VALUE;
  private int max;
  private long empty;

  /** The greatest on top, so that it can make room for a smaller one. */
  private final PriorityQueue<Integer> firstEmpty =
      new PriorityQueue<>((a, b) -> Integer.compare(b, a));

  private Counting(Rows rows, int n, int first) {
    this.rows = rows;
    this.n = n;
    this.filling = Filling.serves(rows) ? new Filling(rows, n) : null;
    this.first = first;
  }

  /**
   * The numbers of the queries from {@code first} to n − 1; empty ones count from {@code first}.
   */
  static Facts of(Rows rows, int n, int first) {
    return Effort.atMost(
        MOST_STEPS,
        "counting the pairs of this pattern at n = " + n,
        "single rows can still be had, and so can shorter lengths",
        () -> counted(rows, n, first));
  }

  private static Facts counted(Rows rows, int n, int first) {
    Rhythm rhythm = Rhythm.of(rows, n);
    if (rhythm != null) {
      Counting counting = new Counting(rows, n, first);
      if (counting.byStretches(rhythm)) {
        return counting.facts();
      }
    }
    Counting counting = new Counting(rows, n, first);
    counting.oneByOne(first, n - 1L);
    return counting.facts();
  }

  private Facts facts() {
    return new Facts(
        edges, min, max, empty, firstEmpty.stream().sorted().map(query -> query - first).toList());
  }

  /** Returns false if the rows do not keep to the rhythm after all. */
  private boolean byStretches(Rhythm rhythm) {
    long next = first;
    for (Rhythm.Range range : rhythm.irregular(n)) {
      long from = Math.max(next, range.first());
      if (from > next && !stretch(next, Math.min(from, n) - 1, rhythm.period())) {
        return false;
      }
      oneByOne(from, Math.min(n - 1L, range.last()));
      next = Math.max(from, range.last() + 1);
    }
    return next >= n || stretch(next, n - 1L, rhythm.period());
  }

  private boolean stretch(long from, long to, long period) {
    if (to - from + 1 <= 3 * period) {
      oneByOne(from, to);
      return true;
    }
    for (long query = from; query < from + period; query++) {
      long start = row(query);
      long slope = row(query + period) - start;
      long steps = (to - query) / period;
      long end = start + steps * slope;
      if (end < 0 || end > n || (query == from && row(query + steps * period) != end)) {
        return false;
      }
      long members = steps + 1;
      edges += members * start + slope * (steps * members / 2);
      min = (int) Math.min(min, Math.min(start, end));
      max = (int) Math.max(max, Math.max(start, end));
      if (start == 0 && slope == 0) {
        noteEmpty(query, period, members);
      } else if (start == 0 || end == 0) {
        noteEmpty(start == 0 ? query : query + steps * period, period, 1);
      }
    }
    return true;
  }

  private void oneByOne(long from, long to) {
    for (long query = from; query <= to; query++) {
      int size = row(query);
      edges += size;
      min = Math.min(min, size);
      max = Math.max(max, size);
      if (size == 0) {
        noteEmpty(query, 1, 1);
      }
    }
  }

  private int row(long query) {
    if (filling == null) {
      return rows.row((int) query, n).size();
    }
    int size = filling.size((int) query);
    Effort.spend(filling.pieces() + 1L);
    return size;
  }

  private void noteEmpty(long query, long period, long members) {
    empty += members;
    for (long at = 0; at < Math.min(members, SHOWN); at++) {
      long position = query + at * period;
      @Nullable Integer greatest = firstEmpty.peek();
      if (firstEmpty.size() == SHOWN && greatest != null) {
        if (position >= greatest) {
          break;
        }
        firstEmpty.poll();
      }
      firstEmpty.add((int) position);
    }
  }
}
