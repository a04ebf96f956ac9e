package dev.heddle.notebook;

import dev.heddle.cover.Cover;
import dev.heddle.cover.CoverTile;
import dev.heddle.diagnostic.HeddleException;
import dev.heddle.diagnostic.Problem;

/** A cover cut into equal blocks: how many pairs of each family are computed in each, and count. */
final class CoverCells {

  /** More scores are not walked through for a picture's sake: it would take seconds. */
  static final long MOST = 1L << 26;

  private final int queries;
  private final int keys;
  private final int blockQueries;
  private final int blockKeys;
  private final int rows;
  private final int columns;

  /** By family and cell. */
  private final int[][] computed;

  private final int[][] counted;

  private CoverCells(Cover cover, int blockQueries, int blockKeys) {
    this.queries = cover.queries();
    this.keys = cover.keys();
    this.blockQueries = blockQueries;
    this.blockKeys = blockKeys;
    this.rows = Math.ceilDiv(queries, blockQueries);
    this.columns = Math.ceilDiv(keys, blockKeys);
    this.computed = new int[Hue.ALL.size()][];
    this.counted = new int[Hue.ALL.size()][];
    for (int family = 0; family < computed.length; family++) {
      boolean isUsed = cover.families().contains(Hue.ALL.get(family).family());
      computed[family] = new int[isUsed ? rows * columns : 0];
      counted[family] = new int[isUsed ? rows * columns : 0];
    }
  }

  /**
   * Walks through all tiles of a cover.
   *
   * @throws HeddleException if they are of more than {@value #MOST} scores
   */
  static CoverCells of(Cover cover, int blockQueries, int blockKeys) {
    long scores = cover.tiles().stream().mapToLong(CoverTile::scores).sum();
    if (scores > MOST) {
      throw HeddleException.of(
          new Problem.TooLarge(
              "a picture of this cover",
              "a look at " + Words.number(scores) + " scores",
              Words.number(MOST),
              "sketch it at a smaller n: `Picture.sketch`, or `--sketch` on the command line"),
          null);
    }
    CoverCells cells = new CoverCells(cover, blockQueries, blockKeys);
    cover.tiles().forEach(cells::add);
    return cells;
  }

  private void add(CoverTile tile) {
    int family = Hue.of(tile.family());
    int[] positions = tile.queries();
    int[] columnsOf = tile.keys();
    int shift = keys - queries;
    for (int slot = 0; slot < columnsOf.length; slot++) {
      columnsOf[slot] /= blockKeys;
    }
    for (int row = 0; row < positions.length; row++) {
      int base = (positions[row] - shift) / blockQueries * columns;
      for (int slot = 0; slot < columnsOf.length; slot++) {
        computed[family][base + columnsOf[slot]]++;
        if (tile.counts(row, slot)) {
          counted[family][base + columnsOf[slot]]++;
        }
      }
    }
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

  /**
   * The family that most pairs of a cell count in, or, where none counts, that computes most of
   * them; −1 where nothing is computed.
   */
  int family(int row, int column) {
    int most = most(counted, row * columns + column);
    return most >= 0 ? most : most(computed, row * columns + column);
  }

  private static int most(int[][] numbers, int cell) {
    int best = -1;
    for (int family = 0; family < numbers.length; family++) {
      if (numbers[family].length > 0
          && numbers[family][cell] > (best < 0 ? 0 : numbers[best][cell])) {
        best = family;
      }
    }
    return best;
  }

  /** The share of a cell's pairs that count, from 0 to 1. */
  double share(int row, int column) {
    long sum = 0;
    for (int[] numbers : counted) {
      sum += numbers.length > 0 ? numbers[row * columns + column] : 0;
    }
    long width = Math.min(blockKeys, keys - (long) column * blockKeys);
    long height = Math.min(blockQueries, queries - (long) row * blockQueries);
    return sum / (double) (width * height);
  }

  /** The tones of all cells together. */
  Tones tones() {
    double least = 1;
    double most = 0;
    for (int row = 0; row < rows; row++) {
      for (int column = 0; column < columns; column++) {
        double share = share(row, column);
        most = Math.max(most, share);
        least = share > 0 ? Math.min(least, share) : least;
      }
    }
    return Tones.between(least, most);
  }
}
