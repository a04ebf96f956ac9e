package dev.heddle.training;

import java.util.Map;
import java.util.function.DoubleUnaryOperator;

/**
 * A Transformer in plain loops and double precision, with dense attention under a mask: what the
 * network is compared with. It shares no code with it.
 */
final class PlainTransformer {

  private static final double EPSILON = 1e-5;

  /** Whether query i of a head of a layer may attend to key j. */
  interface Allowed {
    boolean test(int layer, int head, int i, int j);
  }

  final Map<String, double[]> weights;
  final TransformerSize size;
  final int vocabulary;
  final int outputs;
  final int from;
  final boolean isPooled;
  final boolean isTied;
  final Allowed allowed;
  final DoubleUnaryOperator activation;

  PlainTransformer(
      Map<String, double[]> weights,
      TransformerSize size,
      int vocabulary,
      int outputs,
      int from,
      boolean isPooled,
      boolean isTied,
      Allowed allowed,
      DoubleUnaryOperator activation) {
    this.weights = weights;
    this.size = size;
    this.vocabulary = vocabulary;
    this.outputs = outputs;
    this.from = from;
    this.isPooled = isPooled;
    this.isTied = isTied;
    this.allowed = allowed;
    this.activation = activation;
  }

  static double relu(double x) {
    return Math.max(x, 0);
  }

  /** x Φ(x), where Φ is ½ and the integral of the density from 0 to x, by Simpson's rule. */
  static double gelu(double x) {
    int parts = 400;
    double sum = 0;
    for (int at = 0; at <= parts; at++) {
      double weight = at == 0 || at == parts ? 1 : at % 2 == 1 ? 4 : 2;
      double t = x * at / parts;
      sum += weight * Math.exp(-t * t / 2);
    }
    return x * (0.5 + sum * x / (3 * parts) / Math.sqrt(2 * Math.PI));
  }

  private double[] weight(String name) {
    double[] found = weights.get(name);
    if (found == null) {
      throw new AssertionError(name + " is not in " + weights.keySet());
    }
    return found;
  }

  /** The logits of one sequence, [outputs of it][classes]. */
  double[][] logits(int[] tokens) {
    int n = tokens.length;
    int d = size.width();
    double[][] x = new double[n][d];
    for (int i = 0; i < n; i++) {
      for (int at = 0; at < d; at++) {
        x[i][at] =
            Math.sqrt(d) * (weight("tokens")[tokens[i] * d + at] + weight("positions")[i * d + at]);
      }
    }
    for (int layer = 0; layer < size.layers(); layer++) {
      x = attended(layer, x);
      boolean isLast = layer == size.layers() - 1;
      if (size.feedForwards() == TransformerSize.FeedForwards.EACH_LAYER || isLast) {
        String name = "forward" + layer + "_";
        for (int i = 0; i < n; i++) {
          double[] inner = linear(normed(x[i], name + "norm"), name + "first", size.hidden());
          for (int at = 0; at < inner.length; at++) {
            inner[at] = activation.applyAsDouble(inner[at]);
          }
          x[i] = sum(x[i], linear(inner, name + "result", d));
        }
      }
    }
    double[][] read = new double[isPooled ? 1 : n - from][];
    if (isPooled) {
      double[] mean = new double[d];
      for (double[] row : x) {
        double[] own = normed(row, "norm");
        for (int at = 0; at < d; at++) {
          mean[at] += own[at] / n;
        }
      }
      read[0] = output(mean);
    } else {
      for (int i = from; i < n; i++) {
        read[i - from] = output(normed(x[i], "norm"));
      }
    }
    return read;
  }

  private double[] output(double[] x) {
    if (!isTied) {
      return linear(x, "output", outputs);
    }
    double[] out = new double[vocabulary];
    for (int token = 0; token < vocabulary; token++) {
      out[token] = weight("bias")[token];
      for (int at = 0; at < x.length; at++) {
        out[token] += x[at] * weight("tokens")[token * x.length + at];
      }
    }
    return out;
  }

  private double[][] attended(int layer, double[][] x) {
    int n = x.length;
    int h = size.heads();
    int m = size.headWidth();
    String name = "attention" + layer + "_";
    double[][] all = new double[n][];
    for (int i = 0; i < n; i++) {
      all[i] = linear(normed(x[i], name + "norm"), name + "queries_keys_values", 3 * h * m);
    }
    double[][] out = new double[n][];
    for (int i = 0; i < n; i++) {
      double[] joined = new double[h * m];
      for (int head = 0; head < h; head++) {
        double[] scores = new double[n];
        double total = 0;
        for (int j = 0; j < n; j++) {
          if (allowed.test(layer, head, i, j)) {
            double dot = 0;
            for (int at = 0; at < m; at++) {
              dot += all[i][head * m + at] * all[j][h * m + head * m + at];
            }
            scores[j] = Math.exp(dot / Math.sqrt(m));
            total += scores[j];
          }
        }
        for (int j = 0; j < n && total > 0; j++) {
          for (int at = 0; at < m; at++) {
            joined[head * m + at] += scores[j] / total * all[j][2 * h * m + head * m + at];
          }
        }
      }
      out[i] = sum(x[i], linear(joined, name + "result", size.width()));
    }
    return out;
  }

  private double[] linear(double[] x, String name, int units) {
    double[] weight = weight(name + "_weight");
    double[] out = weight(name + "_bias").clone();
    for (int unit = 0; unit < units; unit++) {
      for (int at = 0; at < x.length; at++) {
        out[unit] += weight[unit * x.length + at] * x[at];
      }
    }
    return out;
  }

  private double[] normed(double[] x, String name) {
    double mean = 0;
    double square = 0;
    for (double one : x) {
      mean += one / x.length;
    }
    for (double one : x) {
      square += (one - mean) * (one - mean) / x.length;
    }
    double[] out = new double[x.length];
    for (int at = 0; at < x.length; at++) {
      out[at] =
          (x[at] - mean) / Math.sqrt(square + EPSILON) * weight(name + "_gamma")[at]
              + weight(name + "_beta")[at];
    }
    return out;
  }

  private static double[] sum(double[] a, double[] b) {
    double[] out = a.clone();
    for (int at = 0; at < a.length; at++) {
      out[at] += b[at];
    }
    return out;
  }

  /** The mean of −ln p of the targets that are not ignored, over sequences of one length. */
  double loss(Examples examples) {
    double loss = 0;
    int wanted = 0;
    for (int example = 0; example < examples.count(); example++) {
      int n = examples.length();
      double[][] logits =
          logits(java.util.Arrays.copyOfRange(examples.tokens(), example * n, (example + 1) * n));
      for (int at = 0; at < logits.length; at++) {
        int target = examples.targets()[example * logits.length + at];
        if (target != Examples.IGNORED) {
          double total = 0;
          for (double one : logits[at]) {
            total += Math.exp(one);
          }
          loss -= logits[at][target] - Math.log(total);
          wanted++;
        }
      }
    }
    return loss / wanted;
  }
}
