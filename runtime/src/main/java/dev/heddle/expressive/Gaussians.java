package dev.heddle.expressive;

import dev.heddle.relation.Watch;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * Random matrices of independent normal numbers. A column depends on the seed and its own number
 * only, so that a wider matrix begins with the columns of a narrower one.
 */
final class Gaussians {

  private static final long GOLDEN = 0x9E3779B97F4A7C15L;

  private Gaussians() {}

  /** [rows, columns], variance 1, row by row. */
  static double[] matrix(int rows, int columns, long seed) {
    double[] all = new double[Math.multiplyExact(rows, columns)];
    Thread asking = Thread.currentThread();
    IntStream.range(0, columns)
        .parallel()
        .forEach(
            column -> {
              Watch.goOn("drawing", asking);
              SplittableRandom random = new SplittableRandom(seed + GOLDEN * (column + 1L));
              // The first numbers of neighbouring seeds are split once more, to be apart.
              SplittableRandom own = random.split();
              for (int row = 0; row < rows; row++) {
                all[row * columns + column] = own.nextGaussian();
              }
            });
    return all;
  }
}
