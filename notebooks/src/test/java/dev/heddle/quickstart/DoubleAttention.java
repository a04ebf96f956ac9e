package dev.heddle.quickstart;

import java.util.Random;

/**
 * Attention over the headline pattern and its gradient in double precision, from the bytes of a
 * text, by plain loops that share no code with the runtime. Arrays are [heads][n][width].
 */
final class DoubleAttention {

  private final int heads;
  private final int n;
  private final int width;
  private final double[][][] q;
  private final double[][][] k;
  private final double[][][] v;

  final double[][][] out;

  /** The gradient of the mean square of the output in the queries. */
  final double[][][] slope;

  DoubleAttention(byte[] text, int heads, int width, long seed) {
    this.heads = heads;
    this.n = text.length;
    this.width = width;
    this.q = embed(text, 3 * seed);
    this.k = embed(text, 3 * seed + 1);
    this.v = embed(text, 3 * seed + 2);
    this.out = new double[heads][n][width];
    this.slope = new double[heads][n][width];
    for (int head = 0; head < heads; head++) {
      for (int i = 0; i < n; i++) {
        attend(head, i);
      }
    }
  }

  private double[][][] embed(byte[] text, long seed) {
    Random random = new Random(seed);
    double[][][] table = new double[heads][256][width];
    for (double[][] head : table) {
      for (double[] vector : head) {
        for (int x = 0; x < width; x++) {
          vector[x] = (float) random.nextGaussian();
        }
      }
    }
    double[][][] embedded = new double[heads][text.length][];
    for (int head = 0; head < heads; head++) {
      for (int i = 0; i < text.length; i++) {
        embedded[head][i] = table[head][Byte.toUnsignedInt(text[i])];
      }
    }
    return embedded;
  }

  private void attend(int head, int i) {
    double[] weights = new double[n];
    double max = Double.NEGATIVE_INFINITY;
    for (int j = 0; j < n; j++) {
      weights[j] = dot(q[head][i], k[head][j]) / Math.sqrt(width);
      max = Headline.allows(i, j, n) ? Math.max(max, weights[j]) : max;
    }
    double sum = 0;
    for (int j = 0; j < n; j++) {
      weights[j] = Headline.allows(i, j, n) ? Math.exp(weights[j] - max) : 0;
      sum += weights[j];
    }
    for (int j = 0; j < n; j++) {
      weights[j] /= sum;
      add(out[head][i], weights[j], v[head][j]);
    }
    // The mean is over all elements; the slope of the softmax is p∘(g − ⟨p, g⟩).
    double[] upstream = new double[width];
    add(upstream, 2.0 / ((double) heads * n * width), out[head][i]);
    double mean = dot(upstream, out[head][i]);
    for (int j = 0; j < n; j++) {
      double score = weights[j] * (dot(upstream, v[head][j]) - mean);
      add(slope[head][i], score / Math.sqrt(width), k[head][j]);
    }
  }

  static double squares(double[][][] values) {
    double sum = 0;
    for (double[][] head : values) {
      for (double[] vector : head) {
        sum += dot(vector, vector);
      }
    }
    return sum;
  }

  double meanSquare() {
    return squares(out) / ((double) heads * n * width);
  }

  private static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int x = 0; x < a.length; x++) {
      sum += a[x] * b[x];
    }
    return sum;
  }

  private static void add(double[] to, double factor, double[] from) {
    for (int x = 0; x < to.length; x++) {
      to[x] += factor * from[x];
    }
  }
}
