package dev.heddle.expressive;

import dev.heddle.relation.Watch;
import java.util.OptionalInt;
import java.util.SplittableRandom;

/**
 * Searches the input for which attention with {@link FixedParameters} is like a target: the
 * algorithm of paper B.
 *
 * <pre>{@code
 * InputSearch search = InputSearch.of(TargetMatrix.of(pattern.at(256)), Precision.of(1, 0.1));
 * Approximation found = search.at(4096, 1, 20);
 * }</pre>
 *
 * <p>Scores whose exponentials have the target's ratios are factored, both factors are projected to
 * d′ dimensions by one random matrix, and the result is checked; if it does not hold, another is
 * drawn (Las Vegas: what is returned as holding, holds).
 */
public final class InputSearch {

  /** A width beyond which no search goes unless it is told to. */
  static final int WIDEST = 1 << 14;

  private static final int NARROWEST = 8;

  private static final String SEARCHING = "searching the least width";

  private final TargetMatrix target;
  private final Precision precision;
  private final Scores scores;
  private final Factors factors;

  private InputSearch(TargetMatrix target, Precision precision, Factoring factoring) {
    this.target = target;
    this.precision = precision;
    this.scores = Scores.of(target, precision);
    Watch.tell("factoring the scores", "%,d × %,d".formatted(target.n(), target.n()), 0, 1);
    this.factors = Factors.of(scores, factoring);
  }

  /** A search by the singular value decomposition. */
  public static InputSearch of(TargetMatrix target, Precision precision) {
    return of(target, precision, Factoring.SVD);
  }

  /**
   * A search.
   *
   * @throws dev.heddle.diagnostic.HeddleException if a decomposition does not fit in memory
   * @throws java.util.concurrent.CancellationException if the thread is interrupted, as with all of
   *     these methods
   */
  public static InputSearch of(TargetMatrix target, Precision precision, Factoring factoring) {
    return new InputSearch(target, precision, factoring);
  }

  /** What is asked for. */
  public Precision precision() {
    return precision;
  }

  /** The rank of the scores: the width of an {@link #exact} input. */
  public int rank() {
    return factors.rank();
  }

  /** A width that suffices, whatever the matrix of the target's class. */
  public DimensionBound bound() {
    return DimensionBound.of(target, precision);
  }

  /**
   * Draws until an input holds.
   *
   * @param dim d, the width of the input: even, 2 at least
   * @param seed of the first draw; equal arguments find the same input
   * @param draws the most draws; the last is returned if none holds
   * @throws dev.heddle.diagnostic.HeddleException if it does not fit in memory
   */
  public Approximation at(int dim, long seed, int draws) {
    if (dim < 2 || dim % 2 != 0) {
      throw new IllegalArgumentException(
          "an input has two halves, so that its width is even, not " + dim);
    }
    if (draws < 1) {
      throw new IllegalArgumentException("there is one draw at least, not " + draws);
    }
    SplittableRandom seeds = new SplittableRandom(seed);
    for (int count = 1; ; count++) {
      Watch.tell("drawing inputs", "d = %,d".formatted(dim), count - 1L, draws);
      try (Draw draw = new Draw(scores, factors, dim / 2, seeds.nextLong())) {
        if (count == draws || draw.holds(dim / 2, precision)) {
          Approximation found = Approximation.of(target, precision, draw.input(dim / 2), count);
          if (count == draws || found.holds()) {
            return found;
          }
        }
      }
    }
  }

  /**
   * The input without projection: its width is twice the rank of the scores, and its attention has
   * the target's ratios up to rounding. What a projection has to beat.
   *
   * @throws dev.heddle.diagnostic.HeddleException if it does not fit in memory
   */
  public Approximation exact() {
    int rank = Math.max(1, factors.rank());
    Draw.require(target.n(), rank, rank);
    double[] identity = new double[Math.multiplyExact(factors.rank(), rank)];
    for (int at = 0; at < factors.rank(); at++) {
      identity[at * rank + at] = 1;
    }
    Factors.Projected halves = factors.project(identity, rank);
    double[][] input = new double[target.n()][2 * rank];
    for (int row = 0; row < input.length && factors.rank() > 0; row++) {
      System.arraycopy(halves.first(), row * rank, input[row], 0, rank);
      System.arraycopy(halves.second(), row * rank, input[row], rank, rank);
    }
    return Approximation.of(target, precision, input, 0);
  }

  /** The least d that works, as {@link #leastDim(long, int, int)} finds it up to the bound. */
  public OptionalInt leastDim(long seed, int draws) {
    return leastDim(seed, draws, (int) Math.min(2 * WIDEST, bound().dim(target.n())));
  }

  /**
   * The least d for which one of some draws works, by bisection in each: a draw's first dimensions
   * are the draw of fewer. That more dimensions are no worse is true of most, not of all, so that
   * the least found is not quite the least there is.
   *
   * @param draws how many are tried
   * @param widest the largest d to try
   * @return empty if none works
   * @throws dev.heddle.diagnostic.HeddleException if a draw does not fit in memory
   */
  public OptionalInt leastDim(long seed, int draws, int widest) {
    if (draws < 1 || widest < 2) {
      throw new IllegalArgumentException(
          "one draw is tried at least, and a d of 2, not %d and %d".formatted(draws, widest));
    }
    SplittableRandom seeds = new SplittableRandom(seed);
    int best = widest / 2 + 1;
    for (int count = 0; count < draws && best > 1; count++) {
      long own = seeds.nextLong();
      Watch.tell(
          SEARCHING,
          count == 0 ? "n = %,d".formatted(target.n()) : "so far d = %,d".formatted(2 * best),
          count,
          draws);
      best = count == 0 ? first(own, best, draws) : better(own, 1, best);
    }
    return best > widest / 2 ? OptionalInt.empty() : OptionalInt.of(2 * best);
  }

  /** The first draw's least width: nothing is known, so that widths grow until one works. */
  private int first(long seed, int limit, int draws) {
    int fails = 0;
    for (int width = Math.min(NARROWEST, limit - 1); ; ) {
      Watch.tell(SEARCHING, "up to d = %,d".formatted(2 * width), 0, draws);
      int least = better(seed, fails + 1, width + 1);
      if (least <= width || width == limit - 1) {
        return least <= width ? least : limit;
      }
      fails = width;
      width = (int) Math.min(limit - 1L, 2L * width);
    }
  }

  /** The least width from {@code least} that works, if it is below {@code best}; else that. */
  private int better(long seed, int least, int best) {
    try (Draw draw = new Draw(scores, factors, best - 1, seed)) {
      if (!draw.holds(best - 1, precision)) {
        return best;
      }
      int low = least;
      int high = best - 1;
      while (low < high) {
        int middle = (low + high) >>> 1;
        if (draw.holds(middle, precision)) {
          high = middle;
        } else {
          low = middle + 1;
        }
      }
      return high;
    }
  }
}
