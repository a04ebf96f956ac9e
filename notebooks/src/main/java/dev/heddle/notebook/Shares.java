package dev.heddle.notebook;

import dev.heddle.relation.Progression;
import dev.heddle.relation.Relation;
import dev.heddle.relation.Row;

/**
 * A relation cut into equal blocks, with the number of allowed pairs in each: what pictures of any
 * length are drawn from.
 *
 * <p>Up to {@value #SIDE} keys a block is one pair. Within a row numbers are exact, by arithmetic
 * on its progressions. Beyond {@value #ROWS} queries not every row is looked at: of each row of
 * blocks it is the first, the last, where a block's border may be special, and some in between,
 * which stand for the rest.
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

  private static final double GOLDEN = 0.6180339887498949;

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
    int blockKeys = Math.ceilDiv(relation.keys(), SIDE);
    int blockQueries = Math.min(blockKeys, Math.ceilDiv(relation.queries(), LOWEST));
    Shares shares = new Shares(relation.queries(), relation.keys(), blockQueries, blockKeys);
    for (int row = 0; row < shares.rows; row++) {
      shares.count(relation, row);
    }
    return shares;
  }

  private void count(Relation relation, int row) {
    int first = row * blockQueries;
    int height = height(row);
    int most = Math.max(3, ROWS / rows);
    if (queries <= ROWS || height <= most) {
      for (int query = first; query < first + height; query++) {
        count(relation.row(query), row, 1);
      }
      return;
    }
    sampled = true;
    count(relation.row(first), row, 1);
    count(relation.row(first + height - 1), row, 1);
    int samples = most - 2;
    double stride = (height - 2.0) / samples;
    for (int sample = 0; sample < samples; sample++) {
      // Uneven steps, lest they fall in with the pattern's own.
      double jitter = (row * (double) samples + sample) * GOLDEN % 1;
      count(relation.row(first + 1 + (int) ((sample + jitter) * stride)), row, stride);
    }
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
