package dev.heddle.runtime;

import java.util.Random;

/**
 * Attention as its definition says it, in double precision and plain loops: what the tensors are
 * compared with.
 *
 * <p>Arrays are [heads, length, width], flattened.
 */
final class Reference {

  /** Whether a query may attend to a key. */
  @FunctionalInterface
  interface Allowed {
    boolean test(int query, int key);
  }

  final int heads;
  final int m;
  final int n;
  final int d;
  final int e;
  final double[] q;
  final double[] k;
  final double[] v;

  Reference(int heads, int m, int n, int d, int e, long seed) {
    this.heads = heads;
    this.m = m;
    this.n = n;
    this.d = d;
    this.e = e;
    Random random = new Random(seed);
    this.q = normal(heads * m * d, random);
    this.k = normal(heads * n * d, random);
    this.v = normal(heads * n * e, random);
  }

  static double[] normal(int length, Random random) {
    // Rounded to float, so that single and double precision start from the same numbers.
    return random.doubles(length).map(x -> (float) ((x - 0.5) * 4)).toArray();
  }

  /** [heads, m, e]; a query that sees nothing gets zeros. */
  double[] attend(Allowed allowed) {
    double[] out = new double[heads * m * e];
    for (int head = 0; head < heads; head++) {
      for (int i = 0; i < m; i++) {
        double[] weights = weights(head, i, allowed);
        for (int j = 0; j < n; j++) {
          for (int x = 0; x < e && weights[j] != 0; x++) {
            out[(head * m + i) * e + x] += weights[j] * v[(head * n + j) * e + x];
          }
        }
      }
    }
    return out;
  }

  private double[] weights(int head, int i, Allowed allowed) {
    double[] weights = new double[n];
    double max = Double.NEGATIVE_INFINITY;
    for (int j = 0; j < n; j++) {
      if (allowed.test(i, j)) {
        double score = 0;
        for (int x = 0; x < d; x++) {
          score += q[(head * m + i) * d + x] * k[(head * n + j) * d + x];
        }
        weights[j] = score / Math.sqrt(d);
        max = Math.max(max, weights[j]);
      }
    }
    double sum = 0;
    for (int j = 0; j < n; j++) {
      weights[j] = allowed.test(i, j) ? Math.exp(weights[j] - max) : 0;
      sum += weights[j];
    }
    for (int j = 0; j < n && sum > 0; j++) {
      weights[j] /= sum;
    }
    return weights;
  }
}
