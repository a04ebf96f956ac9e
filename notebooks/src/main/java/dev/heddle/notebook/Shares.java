package dev.heddle.notebook;

import dev.heddle.relation.Effort;
import dev.heddle.relation.Progression;
import dev.heddle.relation.Relation;
import dev.heddle.relation.Row;
import java.util.List;
import java.util.function.BiFunction;

/**
 * A relation cut into equal blocks, with the number of allowed pairs in each: what pictures of any
 * length are drawn from.
 *
 * <p>Up to {@value #SIDE} keys a block is one pair. Within a row numbers are exact, by arithmetic
 * on its progressions. Beyond {@value #ROWS} queries not every row is looked at: of each row of
 * blocks some stand for the rest. Where the lengths of all rows are soon known, they are chosen by
 * them, so that what few rows have is neither missed nor taken for what many have.
 */
final class Shares {

  /** The largest number of blocks side by side. */
  static final int SIDE = 512;

  /** Up to so many rows are all looked at. */
  static final int ROWS = 4_096;

  /**
   * A few queries against many keys are drawn at least so many blocks high, if they are so many.
   */
  private static final int LOWEST = 48;

  /** The lengths of so many rows, and of so many pieces in them, are soon known. */
  private static final int SIZED_ROWS = 1 << 22;

  private static final double SIZED_PIECES = 1 << 24;

  /** The most steps of making the rows that are looked at: some tens of seconds. */
  private static final long MOST_STEPS = 1L << 32;

  /** What the lengths of all rows, and rows chosen by them, may cost: a second or two. */
  private static final long SIZED_STEPS = 1L << 27;

  private final int queries;
  private final int keys;
  private final int blockQueries;
  private final int blockKeys;
  private final int rows;
  private final int columns;
  private final double[] pairs;
  private boolean sampled;
  private long looked;
  private long pieces;

  private Shares(int queries, int keys, int blockQueries, int blockKeys) {
    this.queries = queries;
    this.keys = keys;
    this.blockQueries = blockQueries;
    this.blockKeys = blockKeys;
    this.rows = Math.ceilDiv(queries, blockQueries);
    this.columns = Math.ceilDiv(keys, blockKeys);
    this.pairs = new double[rows * columns];
  }

  static Shares of(Relation relation) {
    return of(relation, SIDE);
  }

  /** The same in at most so many blocks side by side. */
  static Shares of(Relation relation, int side) {
    int blockKeys = Math.ceilDiv(relation.keys(), side);
    int blockQueries =
        Math.min(blockKeys, Math.ceilDiv(relation.queries(), Math.min(LOWEST, side)));
    Shares spread =
        Effort.atMost(
            MOST_STEPS,
            "drawing this pattern at n = " + relation.keys(),
            "take the pattern at a shorter length",
            () ->
                new Shares(relation.queries(), relation.keys(), blockQueries, blockKeys)
                    .count(relation, RowSample::spread));
    return spread.sampled && spread.queries <= SIZED_ROWS && spread.work() <= SIZED_PIECES
        ? Effort.ifAtMost(
                SIZED_STEPS,
                () ->
                    new Shares(relation.queries(), relation.keys(), blockQueries, blockKeys)
                        .count(relation, (range, most) -> RowSample.bySize(relation, range, most)))
            .orElse(spread)
        : spread;
  }

  private Shares count(
      Relation relation, BiFunction<RowSample.Range, Integer, List<RowSample>> samples) {
    int most = Math.max(3, ROWS / rows);
    for (int row = 0; row < rows; row++) {
      RowSample.Range range = new RowSample.Range(row * blockQueries, height(row));
      if (queries <= ROWS || range.height() <= most) {
        for (int query = range.first(); query < range.first() + range.height(); query++) {
          count(relation.row(query), row, 1);
        }
      } else {
        sampled = true;
        for (RowSample sample : samples.apply(range, most)) {
          count(relation.row(sample.query()), row, sample.weight());
        }
      }
    }
    return this;
  }

  private void count(Row keysOfQuery, int row, double weight) {
    looked++;
    pieces += keysOfQuery.pieces().size();
    int base = row * columns;
    for (Progression piece : keysOfQuery.pieces()) {
      if (piece.count() <= columns) {
        for (long index = 0, key = piece.start();
            index < piece.count();
            index++, key += piece.step()) {
          pairs[base + (int) (key / blockKeys)] += weight;
        }
      } else {
        int last = (int) (piece.last() / blockKeys);
        for (int column = (int) (piece.start() / blockKeys); column <= last; column++) {
          long from = (long) column * blockKeys;
          pairs[base + column] += weight * (before(piece, from + blockKeys) - before(piece, from));
        }
      }
    }
  }

  /** The number of a progression's keys below a limit. */
  private static long before(Progression piece, long limit) {
    return Math.clamp(Math.ceilDiv(limit - piece.start(), piece.step()), 0, piece.count());
  }

  /** The same in blocks that are so many times as large. */
  Shares coarser(int timesQueries, int timesKeys) {
    Shares coarse = new Shares(queries, keys, blockQueries * timesQueries, blockKeys * timesKeys);
    for (int row = 0; row < rows; row++) {
      for (int column = 0; column < columns; column++) {
        coarse.pairs[row / timesQueries * coarse.columns + column / timesKeys] +=
            pairs[row * columns + column];
      }
    }
    coarse.sampled = sampled;
    return coarse;
  }

  int queries() {
    return queries;
  }

  int keys() {
    return keys;
  }

  int blockQueries() {
    return blockQueries;
  }

  int blockKeys() {
    return blockKeys;
  }

  int rows() {
    return rows;
  }

  int columns() {
    return columns;
  }

  /** Whether some rows stand for others. */
  boolean sampled() {
    return sampled;
  }

  /** The number of rows that were looked at. */
  long looked() {
    return looked;
  }

  /** The number of progressions in all rows, by those that were looked at. */
  double work() {
    return (double) pieces / looked * queries;
  }

  /** The share of a block's pairs that are allowed, from 0 to 1. */
  double share(int row, int column) {
    int width = (int) Math.min(blockKeys, keys - (long) column * blockKeys);
    return pairs[row * columns + column] / ((double) height(row) * width);
  }

  private int height(int row) {
    return (int) Math.min(blockQueries, queries - (long) row * blockQueries);
  }
}
