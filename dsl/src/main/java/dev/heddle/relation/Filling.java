package dev.heddle.relation;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Sizes and keys of many rows, one after the other, without a {@link Row} for each: the pieces of
 * the operands of a union are kept in the same two arrays for all rows, overlapping as they are,
 * and joined while the keys are written. Not for several threads.
 *
 * <p>What is no union of simple relations, perhaps cut by bands or blocks, is asked for its row.
 */
final class Filling {

  private final Rows rows;
  private final int n;

  /** Intervals: the first key in the upper half and the last one in the lower, to sort them by. */
  private long[] intervals = new long[32];

  private int found;

  /** The pieces with greater steps; where each of them has got to. */
  private Strided[] strided = new Strided[4];

  private int many;

  /** The blocks of keys of a product that were asked for last, and for which block of queries. */
  private Rows.@Nullable Product blocksOf;

  private int block;
  private Row blocks = Row.empty();

  /** A progression that is being walked. */
  private static final class Strided {
    long next;
    long step;
    long last;

    /** Leaves out what is before a key. */
    void skipTo(long key) {
      if (next < key) {
        next += Math.ceilDiv(key - next, step) * step;
      }
    }

    /** How many are left up to a key. */
    long upTo(long key) {
      long end = Math.min(key, last);
      return next > end ? 0 : (end - next) / step + 1;
    }
  }

  Filling(Rows rows, int n) {
    this.rows = rows;
    this.n = n;
  }

  /** Collects a query's pieces, and returns their number. */
  int pieces(int query) {
    collect(query);
    return found + many;
  }

  long first(int piece) {
    return piece < found ? intervals[piece] >>> 32 : strided[piece - found].next;
  }

  long step(int piece) {
    return piece < found ? 1 : strided[piece - found].step;
  }

  long last(int piece) {
    return piece < found ? intervals[piece] & 0xFFFF_FFFFL : strided[piece - found].last;
  }

  /** The number of a query's keys. */
  int size(int query) {
    collect(query);
    long size = 0;
    long next = 0;
    for (int at = 0; at < found; at++) {
      long first = intervals[at] >>> 32;
      long last = intervals[at] & 0xFFFF_FFFFL;
      if (last >= next) {
        if (first > next) {
          size += count(next, first - 1);
          next = first;
        }
        size += last - next + 1;
        next = last + 1;
      }
    }
    return (int) (size + count(next, n - 1L));
  }

  /** Writes a query's keys, ascending, and returns the index behind the last. */
  int fill(int query, int[] target, int from) {
    collect(query);
    int end = from;
    int next = 0;
    for (int at = 0; at < found; at++) {
      int first = (int) (intervals[at] >>> 32);
      int last = (int) intervals[at];
      if (last >= next) {
        if (first > next) {
          end = write(next, first - 1, target, end);
          next = first;
        }
        end = interval(next, last, target, end);
        next = last + 1;
      }
    }
    return write(next, n - 1, target, end);
  }

  private static int interval(int first, int last, int[] target, int from) {
    int size = last - first + 1;
    for (int at = 0; at < size; at++) {
      target[from + at] = first + at;
    }
    return from + size;
  }

  // ---- between the intervals

  private int count(long from, long to) {
    if (many == 0 || from > to) {
      return 0;
    }
    if (many == 1) {
      strided[0].skipTo(from);
      return (int) strided[0].upTo(to);
    }
    skipTo(from);
    int size = 0;
    for (long key = least(); key <= to; key = after(key)) {
      size++;
    }
    return size;
  }

  private int write(int from, int to, int[] target, int at) {
    if (many == 0 || from > to) {
      return at;
    }
    int end = at;
    if (many == 1) {
      Strided only = strided[0];
      only.skipTo(from);
      int left = (int) only.upTo(to);
      int key = (int) only.next;
      int step = (int) only.step;
      for (int index = 0; index < left; index++) {
        target[end + index] = key + index * step;
      }
      only.next += left * only.step;
      return end + left;
    }
    skipTo(from);
    for (long key = least(); key <= to; key = after(key)) {
      target[end++] = (int) key;
    }
    return end;
  }

  private void skipTo(long key) {
    for (int at = 0; at < many; at++) {
      strided[at].skipTo(key);
    }
  }

  private long least() {
    long least = Long.MAX_VALUE;
    for (int at = 0; at < many; at++) {
      if (strided[at].next <= strided[at].last) {
        least = Math.min(least, strided[at].next);
      }
    }
    return least;
  }

  /** The least after a key that is the least. */
  private long after(long key) {
    for (int at = 0; at < many; at++) {
      if (strided[at].next == key) {
        strided[at].next += strided[at].step;
      }
    }
    return least();
  }

  // ---- the pieces of a row

  private void collect(int query) {
    found = 0;
    many = 0;
    collect(rows, query, n, 0, n - 1L);
    if (found > 1) {
      Arrays.sort(intervals, 0, found);
    }
  }

  /** The keys from {@code low} to {@code high} of a query's row, of a relation of some length. */
  private void collect(Rows from, int query, int length, long low, long high) {
    switch (from) {
      case Rows.Nothing() -> {}
      case Rows.Band(int before, int after) ->
          add((long) query - before, (long) query + after, low, high);
      case Rows.Residues(int step) -> add(query % step, step, length - 1L, low, high);
      case Rows.Dilated(int half, int step) -> {
        long distance = (long) half * step;
        add(
            query - Math.min(distance, (long) query / step * step),
            step,
            query + distance,
            low,
            high);
      }
      case Rows.Offsets(Row distances) -> {
        for (Progression piece : distances.pieces()) {
          add(query + piece.start(), piece.step(), query + piece.last(), low, high);
        }
      }
      case Rows.Cross(Row positions) -> {
        if (positions.contains(query)) {
          add(0, length - 1L, low, high);
        } else {
          add(positions, low, high);
        }
      }
      case Rows.Keys(Row positions) -> add(positions, low, high);
      case Rows.Queries(Row positions) -> {
        if (positions.contains(query)) {
          add(0, length - 1L, low, high);
        }
      }
      case Rows.Blocks(int size) -> {
        long start = (long) query / size * size;
        add(start, start + size - 1, low, high);
      }
      case Rows.Drawn(int count, long seed, Rows in) when in == null && count <= length / 2 ->
          add(new Draw(seed, length, query, count).distinct(count, length), low, high);
      case Rows.Rings(List<Ring> rings) -> {
        for (Ring ring : rings) {
          add(ring.neighbours(query), low, high);
        }
      }
      case Rows.Grouped(Groups groups) ->
          add(groups.members().get(groups.groupOf()[query]), low, high);
      case Rows.Explicit(Listed lists) -> {
        for (int at = lists.starts()[query]; at < lists.starts()[query + 1]; at++) {
          add(lists.keys()[at], lists.keys()[at], low, high);
        }
      }
      case Rows.Sum(Rows first, List<Rows.Change> rest) when onlyAdds(rest) -> {
        collect(first, query, length, low, high);
        for (int at = 0; at < rest.size(); at++) {
          collect(rest.get(at).operand(), query, length, low, high);
        }
      }
      case Rows.Meet(List<Rows> operands) when isCut(operands) ->
          collectCut(operands, query, length, low, high);
      case Rows.Cut(Rows operand, int longer) ->
          collect(operand, query, longer, low, Math.min(high, length - 1L));
      case Rows.Product product
          when product.inner() instanceof Rows.Band(int before, int after)
              && before >= product.innerLength() - 1
              && after >= product.innerLength() - 1 ->
          wholeBlocks(product, query, Math.min(high, length - 1L), low);
      case Rows.Drawn _,
          Rows.Ruled _,
          Rows.Swapped _,
          Rows.Complement _,
          Rows.Sum _,
          Rows.Meet _,
          Rows.Composed _,
          Rows.Repeated _,
          Rows.Product _ ->
          add(from.row(query, length), low, high);
    }
  }

  /** Blocks of keys, the same for all queries of a block. */
  private void wholeBlocks(Rows.Product product, int query, long high, long low) {
    int size = product.innerLength();
    if (block != query / size || !product.equals(blocksOf)) {
      blocksOf = product;
      block = query / size;
      blocks = product.outer().row(block, product.outerLength());
    }
    for (Progression piece : blocks.pieces()) {
      if (piece.step() == 1) {
        add(piece.start() * size, piece.last() * size + size - 1, low, high);
      } else {
        for (long at = 0; at < piece.count(); at++) {
          long start = (piece.start() + at * piece.step()) * size;
          add(start, start + size - 1, low, high);
        }
      }
    }
  }

  /** What bands and blocks leave of the one operand that is neither. */
  private void collectCut(List<Rows> operands, int query, int length, long from, long to) {
    long low = from;
    long high = to;
    Rows rest = null;
    for (int at = 0; at < operands.size(); at++) {
      switch (operands.get(at)) {
        case Rows.Band(int before, int after) -> {
          low = Math.max(low, (long) query - before);
          high = Math.min(high, (long) query + after);
        }
        case Rows.Blocks(int size) -> {
          low = Math.max(low, (long) query / size * size);
          high = Math.min(high, (long) query / size * size + size - 1);
        }
        case Rows other -> rest = other;
      }
    }
    if (rest == null) {
      add(low, high, low, high);
    } else if (low <= high) {
      collect(rest, query, length, low, high);
    }
  }

  private static boolean isCut(List<Rows> operands) {
    int others = 0;
    for (int at = 0; at < operands.size(); at++) {
      Rows operand = operands.get(at);
      others += operand instanceof Rows.Band || operand instanceof Rows.Blocks ? 0 : 1;
    }
    return others <= 1;
  }

  private static boolean onlyAdds(List<Rows.Change> changes) {
    for (int at = 0; at < changes.size(); at++) {
      if (!changes.get(at).adds()) {
        return false;
      }
    }
    return true;
  }

  private void add(Row row, long low, long high) {
    List<Progression> pieces = row.pieces();
    for (int at = 0; at < pieces.size(); at++) {
      Progression piece = pieces.get(at);
      add(piece.start(), piece.step(), piece.last(), low, high);
    }
  }

  private void add(long[] keys, long low, long high) {
    for (long key : keys) {
      add(key, key, low, high);
    }
  }

  private void add(long start, long step, long end, long low, long high) {
    if (step == 1) {
      add(start, end, low, high);
      return;
    }
    long first = start < low ? start + Math.ceilDiv(low - start, step) * step : start;
    long last = Math.min(end, high);
    if (first + step > last) {
      add(first, Math.min(first, last), low, high);
      return;
    }
    if (many == strided.length) {
      strided = Arrays.copyOf(strided, 2 * many);
    }
    Strided piece = strided[many] == null ? new Strided() : strided[many];
    piece.next = first;
    piece.step = step;
    piece.last = last;
    strided[many++] = piece;
  }

  private void add(long start, long end, long low, long high) {
    long first = Math.max(start, low);
    long last = Math.min(end, high);
    if (first > last) {
      return;
    }
    if (found == intervals.length) {
      intervals = Arrays.copyOf(intervals, 2 * found);
    }
    intervals[found++] = first << 32 | last;
  }
}
