package dev.heddle.expressive;

import dev.heddle.relation.Watch;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * What an attention matrix is like beside its target, by the definition alone: of the construction
 * it knows nothing.
 *
 * <p>M is exp(X W_Q W_Kᵀ Xᵀ) with each row divided by its sum, in double precision; rows are worked
 * out one at a time, and M is never held.
 *
 * @param worstRatio the largest factor by which a ratio of two weights is off; 1 if there are no
 *     two in a row
 * @param ratioRow the row where that is
 * @param worstZero the largest M at a zero, over the least M of the same row elsewhere; 0 if there
 *     is no zero
 * @param zeroRow the row where that is
 * @param precision what was asked for
 */
public record RatioCheck(
    double worstRatio, int ratioRow, double worstZero, int zeroRow, Precision precision) {

  /** What one row has. */
  private record Row(int row, double ratio, double zero) {}

  /**
   * Compares the attention of an input under some parameters.
   *
   * @param x the input, n rows of d
   * @param queryWeights W_Q, d rows
   * @param keyWeights W_K, d rows of as many
   */
  public static RatioCheck of(
      TargetMatrix target,
      Precision precision,
      double[][] x,
      double[][] queryWeights,
      double[][] keyWeights) {
    return of(target, precision, product(x, queryWeights), product(x, keyWeights));
  }

  /**
   * Compares the attention of queries to keys.
   *
   * @param queries XW_Q, n rows
   * @param keys XW_K, n rows of as many
   */
  public static RatioCheck of(
      TargetMatrix target, Precision precision, double[][] queries, double[][] keys) {
    Thread asking = Thread.currentThread();
    return IntStream.range(0, target.n())
        .parallel()
        .mapToObj(
            row -> {
              Watch.goOn("comparing the ratios", asking);
              return compare(target, row, attention(queries[row], keys));
            })
        .map(row -> new RatioCheck(row.ratio(), row.row(), row.zero(), row.row(), precision))
        .reduce(new RatioCheck(1, 0, 0, 0, precision), RatioCheck::worst);
  }

  private RatioCheck worst(RatioCheck other) {
    boolean isRatio = isWorse(other.worstRatio, worstRatio);
    boolean isZero = isWorse(other.worstZero, worstZero);
    return new RatioCheck(
        isRatio ? other.worstRatio : worstRatio,
        isRatio ? other.ratioRow : ratioRow,
        isZero ? other.worstZero : worstZero,
        isZero ? other.zeroRow : zeroRow,
        precision);
  }

  /** What is not a number is the worst of all. */
  private static boolean isWorse(double other, double than) {
    return !Double.isNaN(than) && !(other <= than);
  }

  /** A row of M: the attention of one query over all keys. */
  static double[] attention(double[] query, double[][] keys) {
    double[] row = new double[keys.length];
    double most = Double.NEGATIVE_INFINITY;
    for (int key = 0; key < row.length; key++) {
      row[key] = dot(query, keys[key]);
      most = Math.max(most, row[key]);
    }
    double sum = 0;
    for (int key = 0; key < row.length; key++) {
      row[key] = Math.exp(row[key] - most);
      sum += row[key];
    }
    for (int key = 0; key < row.length; key++) {
      row[key] /= sum;
    }
    return row;
  }

  private static Row compare(TargetMatrix target, int row, double[] attention) {
    boolean[] isZero = new boolean[attention.length];
    Arrays.fill(isZero, true);
    double least = Double.POSITIVE_INFINITY;
    double lowest = Double.POSITIVE_INFINITY;
    double highest = 0;
    for (int at = target.from(row); at < target.from(row + 1); at++) {
      double weight = attention[target.column(at)];
      isZero[target.column(at)] = false;
      least = Math.min(least, weight);
      lowest = Math.min(lowest, weight / target.values()[at]);
      highest = Math.max(highest, weight / target.values()[at]);
    }
    boolean isEmpty = target.from(row) == target.from(row + 1);
    double zeros = 0;
    for (int key = 0; key < attention.length && !isEmpty; key++) {
      zeros = isZero[key] ? Math.max(zeros, attention[key]) : zeros;
    }
    return new Row(row, isEmpty ? 1 : highest / lowest, isEmpty ? 0 : zeros / least);
  }

  private static double[][] product(double[][] x, double[][] weights) {
    int width = weights[0].length;
    double[][] result = new double[x.length][width];
    for (int inner = 0; inner < weights.length; inner++) {
      Watch.goOn("comparing the ratios");
      for (int column = 0; column < width; column++) {
        double weight = weights[inner][column];
        // Parameters of mostly zeros: a product with one says nothing.
        for (int row = 0; row < x.length && weight != 0; row++) {
          result[row][column] += x[row][inner] * weight;
        }
      }
    }
    return result;
  }

  private static double dot(double[] a, double[] b) {
    double[] sums = new double[4];
    int whole = a.length - a.length % 4;
    for (int at = 0; at < whole; at += 4) {
      sums[0] += a[at] * b[at];
      sums[1] += a[at + 1] * b[at + 1];
      sums[2] += a[at + 2] * b[at + 2];
      sums[3] += a[at + 3] * b[at + 3];
    }
    for (int at = whole; at < a.length; at++) {
      sums[0] += a[at] * b[at];
    }
    return sums[0] + sums[1] + sums[2] + sums[3];
  }

  /** Whether the ratios of weights are as asked. */
  public boolean weightsHold() {
    return worstRatio <= 1 + precision.eps1();
  }

  /** Whether the zeros are as asked. */
  public boolean zerosHold() {
    return worstZero < precision.eps2();
  }

  /** Whether all that was asked for holds. */
  public boolean holds() {
    return zerosHold() && (precision.zerosOnly() || weightsHold());
  }

  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "weights within a factor %.4f (%s), zeros below %.4f (%s)",
        worstRatio,
        precision.zerosOnly() ? "any will do" : verdict(weightsHold(), 1 + precision.eps1()),
        worstZero,
        verdict(zerosHold(), precision.eps2()));
  }

  private static String verdict(boolean holds, double asked) {
    return String.format(Locale.ROOT, "%s %.4g", holds ? "holds:" : "fails:", asked);
  }
}
