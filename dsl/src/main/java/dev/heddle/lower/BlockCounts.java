package dev.heddle.lower;

import dev.heddle.relation.Progression;
import dev.heddle.relation.Relation;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * How many pairs each block of one row of blocks has.
 *
 * <p>An interval costs the same however long it is: its ends are counted, and what lies between
 * them goes into differences that are summed once for all queries of the row. Progressions are
 * counted for many queries at once, where those of one query are those of the query before it,
 * moved by one key: the first keys of all are then an interval, and so are the second ones.
 */
final class BlockCounts {

  /** Counting an interval costs about as much as passing through so many blocks. */
  private static final int BLOCKS_PER_INTERVAL = 16;

  private final Relation relation;
  private final int block;

  /** A block has more pairs than an int holds when it is longer than 46,340. */
  private final long[] counts;

  /** What the count of a block has over that of the block before it. */
  private final long[] steps;

  /** The progressions that ended with the last query, by their last start. */
  private List<Parallel> open = new ArrayList<>();

  BlockCounts(Relation relation, int block) {
    this.relation = relation;
    this.block = block;
    int columns = Blocks.over(relation.keys(), block);
    this.counts = new long[columns];
    this.steps = new long[columns];
  }

  /** The pairs of each block of a row of blocks; the array is the same each time. */
  long[] row(int blockRow) {
    Arrays.fill(counts, 0);
    Arrays.fill(steps, 0);
    int first = blockRow * block;
    int end = (int) Math.min(relation.queries(), (long) first + block);
    for (int query = first; query < end; query++) {
      addQuery(relation.row(query).pieces());
    }
    open.forEach(this::add);
    open.clear();
    long sum = 0;
    for (int column = 0; column < counts.length; column++) {
      sum += steps[column];
      counts[column] += sum;
    }
    return counts;
  }

  private void addQuery(List<Progression> pieces) {
    List<Parallel> next = new ArrayList<>();
    int at = 0;
    for (Progression piece : pieces) {
      if (piece.step() == 1) {
        long start = piece.start();
        addInterval(start, start + piece.count() - 1);
        continue;
      }
      // Both lists ascend. What is passed over has no successor any more.
      while (at < open.size() && open.get(at).lastStart() < piece.start() - 1L) {
        add(open.get(at++));
      }
      while (at < open.size()
          && open.get(at).lastStart() <= piece.start()
          && !open.get(at).take(piece)) {
        add(open.get(at++));
      }
      boolean taken = at < open.size() && open.get(at).lastStart() == piece.start();
      next.add(taken ? open.get(at++) : new Parallel(piece));
    }
    while (at < open.size()) {
      add(open.get(at++));
    }
    open = next;
  }

  private void add(Parallel parallel) {
    long start = parallel.start;
    long step = parallel.step;
    long count = parallel.count;
    long rows = parallel.rows;
    if (rows * ((count - 1) * step / block) < BLOCKS_PER_INTERVAL * count) {
      for (long row = 0; row < rows; row++) {
        addByBlock(start + row * parallel.shift, step, count);
      }
    } else if (parallel.shift == 0) {
      for (long index = 0, key = start; index < count; index++, key += step) {
        counts[(int) (key / block)] += rows;
      }
    } else {
      for (long index = 0, key = start; index < count; index++, key += step) {
        addInterval(key, key + rows - 1);
      }
    }
  }

  private void addInterval(long start, long last) {
    int from = (int) (start / block);
    int to = (int) (last / block);
    if (from == to) {
      counts[from] += last - start + 1;
    } else {
      counts[from] += (from + 1L) * block - start;
      counts[to] += last - (long) to * block + 1;
      steps[from + 1] += block;
      steps[to] -= block;
    }
  }

  /** One progression, block by block from its first to its last, without a division for each. */
  private void addByBlock(long start, long step, long count) {
    long last = start + (count - 1) * step;
    int from = (int) (start / block);
    int to = (int) (last / block);
    if (from == to) {
      counts[from] += count;
      return;
    }
    long inFirst = ((from + 1L) * block - 1 - start) / step + 1;
    counts[from] += inFirst;
    counts[to] += last % block / step + 1;
    // A block has as many keys as whole steps, and one more where its first key is early enough.
    // With steps longer than a block that is none, and one.
    long whole = block / step;
    long rest = block % step;
    steps[from + 1] += whole;
    steps[to] -= whole;
    if (rest > 0) {
      long offset = start + inFirst * step - (from + 1L) * block;
      for (int column = from + 1; column < to; column++) {
        if (offset < rest) {
          counts[column]++;
          offset += step;
        }
        offset -= rest;
      }
    }
  }
}
