package dev.heddle.expressive;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import dev.heddle.lower.MemoryBudget;
import dev.heddle.relation.Watch;

/**
 * Both factors, projected to some dimensions at random. The first of the dimensions alone are a
 * projection to fewer.
 */
final class Draw implements AutoCloseable {

  /** Scores are looked at so many at a time. */
  private static final int AT_A_TIME = 1 << 20;

  private static final int ARRAYS = 5;

  private final Scores scores;
  private final int widest;
  private final Factors.Projected projected;
  private final NDManager manager;
  private final NDArray first;
  private final NDArray second;

  Draw(Scores scores, Factors factors, int widest, long seed) {
    require(scores.target().n(), factors.rank(), widest);
    this.scores = scores;
    this.widest = widest;
    this.projected = factors.project(Gaussians.matrix(factors.rank(), widest, seed), widest);
    // The CPU: decisions are to be the same wherever they are made.
    this.manager = NDManager.newBaseManager(Device.cpu());
    Shape shape = new Shape(scores.target().n(), widest);
    this.first = manager.create(projected.first(), shape);
    this.second = manager.create(projected.second(), shape);
  }

  /**
   * Refuses what would not fit: the random matrix, both factors, and both once more for the engine.
   */
  static void require(int n, int rank, int widest) {
    long longest = (long) Math.max(n, rank) * widest;
    MemoryBudget.ofHeap()
        .require(
            "an input of %d × %d".formatted(n, 2L * widest),
            longest,
            ARRAYS * Double.BYTES,
            0,
            () -> "a smaller length or width");
  }

  /** Whether all ratios hold with the first so many dimensions. */
  boolean holds(int width, Precision precision) {
    int n = scores.target().n();
    int step = Math.max(1, AT_A_TIME / n);
    try (NDManager own = manager.newSubManager()) {
      NDArray keys = second.get(own, new NDIndex(":, :" + width)).transpose();
      keys.attach(own);
      for (int from = 0; from < n; from += step) {
        Watch.goOn("looking at a draw");
        int to = Math.min(n, from + step);
        try (NDManager block = own.newSubManager()) {
          NDArray queries = first.get(block, new NDIndex(from + ":" + to + ", :" + width));
          NDArray product = queries.matMul(keys);
          product.attach(block);
          double[] scoresOfRows = product.toDoubleArray();
          for (int row = from; row < to; row++) {
            if (!holds(row, scoresOfRows, (row - from) * n, width, precision)) {
              return false;
            }
          }
        }
      }
    }
    return true;
  }

  /** In logarithms, where a ratio is a difference. */
  private boolean holds(int row, double[] all, int start, int width, Precision precision) {
    TargetMatrix target = scores.target();
    int from = target.from(row);
    int to = target.from(row + 1);
    if (from == to) {
      return true;
    }
    double least = Double.POSITIVE_INFINITY;
    double lowest = Double.POSITIVE_INFINITY;
    double highest = Double.NEGATIVE_INFINITY;
    for (int at = from; at < to; at++) {
      double score = all[start + target.column(at)] / width;
      double off = score - scores.values()[at];
      least = Math.min(least, score);
      lowest = Math.min(lowest, off);
      highest = Math.max(highest, off);
    }
    if (!precision.zerosOnly() && highest - lowest > Math.log1p(precision.eps1())) {
      return false;
    }
    double limit = (least + Math.log(precision.eps2())) * width;
    int next = from;
    for (int key = 0; key < target.n(); key++) {
      if (next < to && target.column(next) == key) {
        next++;
      } else if (!(all[start + key] < limit)) {
        return false;
      }
    }
    return true;
  }

  /** The input X of n rows: both halves of so many dimensions, scaled. */
  double[][] input(int width) {
    int n = scores.target().n();
    double scale = 1 / Math.sqrt(width);
    double[][] input = new double[n][2 * width];
    for (int row = 0; row < n; row++) {
      for (int at = 0; at < width; at++) {
        input[row][at] = scale * projected.first()[row * widest + at];
        input[row][width + at] = scale * projected.second()[row * widest + at];
      }
    }
    return input;
  }

  @Override
  public void close() {
    manager.close();
  }
}
