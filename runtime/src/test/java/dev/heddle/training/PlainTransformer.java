package dev.heddle.training;

import java.util.Arrays;
import java.util.Map;
import java.util.function.DoubleUnaryOperator;
import org.jspecify.annotations.Nullable;

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

  /**
   * The logits of one sequence, [outputs of it][classes], after a source, which may be empty; with
   * one, what the decoder may attend to of itself is cut to the past.
   */
  double[][] logits(int[] source, int[] tokens) {
    int n = tokens.length;
    int d = size.width();
    double[][] memory = null;
    if (source.length > 0) {
      memory = layers("encoder_", embedded(source, "source_positions"), allowed, null);
      for (int i = 0; i < source.length; i++) {
        memory[i] = normed(memory[i], "encoder_norm");
      }
    }
    Allowed own =
        source.length == 0
            ? allowed
            : (layer, head, i, j) -> j <= i && allowed.test(layer, head, i, j);
    double[][] x = layers("", embedded(tokens, "positions"), own, memory);
    double[][] read = new double[isPooled ? 1 : n - from][];
    if (isPooled) {
      double[] mean = new double[d];
      for (double[] row : x) {
        double[] one = normed(row, "norm");
        for (int at = 0; at < d; at++) {
          mean[at] += one[at] / n;
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

  private double[][] embedded(int[] tokens, String positions) {
    int d = size.width();
    double[][] x = new double[tokens.length][d];
    for (int i = 0; i < tokens.length; i++) {
      for (int at = 0; at < d; at++) {
        x[i][at] =
            Math.sqrt(d) * (weight("tokens")[tokens[i] * d + at] + weight(positions)[i * d + at]);
      }
    }
    return x;
  }

  private double[][] layers(
      String prefix, double[][] embedded, Allowed own, double @Nullable [][] memory) {
    double[][] x = embedded;
    for (int layer = 0; layer < size.layers(); layer++) {
      x = attended(prefix, layer, x, own);
      if (memory != null) {
        x = crossed("cross" + layer + "_", x, memory);
      }
      boolean isLast = layer == size.layers() - 1;
      if (size.feedForwards() == TransformerSize.FeedForwards.EACH_LAYER || isLast) {
        String name = prefix + "forward" + layer + "_";
        for (int i = 0; i < x.length; i++) {
          double[] inner = linear(normed(x[i], name + "norm"), name + "first", size.hidden());
          for (int at = 0; at < inner.length; at++) {
            inner[at] = activation.applyAsDouble(inner[at]);
          }
          x[i] = sum(x[i], linear(inner, name + "result", size.width()));
        }
      }
    }
    return x;
  }

  /** Each row attends to all of the memory: a mean of values by e to the scores. */
  private double[][] crossed(String name, double[][] x, double[][] memory) {
    int m = size.headWidth();
    int all = size.heads() * m;
    double[][] out = new double[x.length][];
    for (int i = 0; i < x.length; i++) {
      double[] query = linear(normed(x[i], name + "norm"), name + "queries", all);
      double[] total = new double[size.heads()];
      double[] joined = new double[all];
      for (double[] row : memory) {
        double[] keyAndValue = linear(row, name + "keys_values", 2 * all);
        for (int head = 0; head < size.heads(); head++) {
          double dot = 0;
          for (int at = head * m; at < (head + 1) * m; at++) {
            dot += query[at] * keyAndValue[at];
          }
          double share = Math.exp(dot / Math.sqrt(m));
          total[head] += share;
          for (int at = head * m; at < (head + 1) * m; at++) {
            joined[at] += share * keyAndValue[all + at];
          }
        }
      }
      for (int at = 0; at < all; at++) {
        joined[at] /= total[at / m];
      }
      out[i] = sum(x[i], linear(joined, name + "result", size.width()));
    }
    return out;
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

  private double[][] attended(String prefix, int layer, double[][] x, Allowed own) {
    int n = x.length;
    int h = size.heads();
    int m = size.headWidth();
    String name = prefix + "attention" + layer + "_";
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
          if (own.test(layer, head, i, j)) {
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
      int each = examples.source().length / examples.count();
      double[][] logits =
          logits(
              Arrays.copyOfRange(examples.source(), example * each, (example + 1) * each),
              Arrays.copyOfRange(examples.tokens(), example * n, (example + 1) * n));
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
