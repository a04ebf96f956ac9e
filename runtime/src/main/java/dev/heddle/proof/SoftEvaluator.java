package dev.heddle.proof;

import dev.heddle.relation.Watch;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The paper's equations 2a and 2b in double precision, with softmax as the probability map and ReLU
 * as the activation: it knows weights, and not what they were made for.
 *
 * <p>Sums of products are computed with their rounding errors carried along (Ogita, Rump and Oishi
 * 2005, Dot2): the weights of a construction are large, and what they give cancels.
 */
public final class SoftEvaluator {

  private final int[][][] keys;
  private final int dim;
  private final int tokens;
  private final double[] embedding;
  private final List<Compiled> blocks = new ArrayList<>();

  /** Weights as doubles; null where a layer adds nothing. */
  private record Compiled(@Nullable Attention attention, @Nullable Feed feed) {}

  private record Head(Affine query, Affine key, Affine value) {}

  private record Attention(List<Head> heads, Affine out) {}

  private record Feed(Affine first, Affine second) {}

  /**
   * The weights of a Transformer, each rounded to the nearest double.
   *
   * @throws IllegalArgumentException if an activation is not {@link Activation#RELU}
   */
  public SoftEvaluator(SparseTransformer transformer) {
    keys = transformer.keys();
    dim = transformer.embedding().rows();
    tokens = transformer.embedding().columns();
    embedding = transformer.embedding().toDoubles();
    for (TransformerBlock block : transformer.blocks()) {
      Watch.goOn("rounding the weights");
      if (!block.feedForward().activation().equals(Activation.RELU)) {
        throw new IllegalArgumentException("the activations are ReLU here");
      }
      blocks.add(new Compiled(attention(block.attention()), feed(block.feedForward())));
    }
  }

  private static @Nullable Attention attention(AttentionWeights weights) {
    if (weights.out().isZero()) {
      return null;
    }
    return new Attention(
        weights.heads().stream()
            .map(
                head ->
                    new Head(
                        new Affine(head.query(), head.queryBias()),
                        new Affine(head.key(), head.keyBias()),
                        new Affine(head.value(), head.valueBias())))
            .toList(),
        new Affine(weights.out(), Matrix.zero(weights.out().rows(), 1)));
  }

  private static @Nullable Feed feed(FeedForward weights) {
    return weights.second().isZero() && weights.secondBias().isZero()
        ? null
        : new Feed(
            new Affine(weights.first(), weights.firstBias()),
            new Affine(weights.second(), weights.secondBias()));
  }

  /**
   * What the Transformer makes of an input.
   *
   * @param input d × n, row by row
   * @return d × n, row by row
   */
  public double[] run(double[] input) {
    if (input.length != dim * tokens) {
      throw new IllegalArgumentException(
          "an input of %d entries, and %d × %d are wanted".formatted(input.length, dim, tokens));
    }
    double[][] z = new double[tokens][dim];
    for (int token = 0; token < tokens; token++) {
      for (int row = 0; row < dim; row++) {
        z[token][row] = input[row * tokens + token] + embedding[row * tokens + token];
      }
    }
    for (int at = 0; at < blocks.size(); at++) {
      Watch.goOn("the Transformer");
      Compiled block = blocks.get(at);
      if (block.attention() != null) {
        attend(block.attention(), z, keys[at % keys.length]);
      }
      if (block.feed() != null) {
        for (double[] token : z) {
          double[] hidden = block.feed().first().of(token);
          for (int unit = 0; unit < hidden.length; unit++) {
            hidden[unit] = Math.max(0, hidden[unit]);
          }
          block.feed().second().addTo(token, hidden);
        }
      }
    }
    double[] out = new double[dim * tokens];
    for (int token = 0; token < tokens; token++) {
      for (int row = 0; row < dim; row++) {
        out[row * tokens + token] = z[token][row];
      }
    }
    return out;
  }

  private static void attend(Attention attention, double[][] z, int[][] keys) {
    int size = attention.heads().stream().mapToInt(head -> head.value().rows()).sum();
    double[][] given = new double[z.length][size];
    int from = 0;
    for (Head head : attention.heads()) {
      double[][] keyed = new double[z.length][];
      double[][] values = new double[z.length][];
      for (int token = 0; token < z.length; token++) {
        keyed[token] = head.key().of(z[token]);
        values[token] = head.value().of(z[token]);
      }
      for (int token = 0; token < z.length; token++) {
        double[] weights = softmax(head.query().of(z[token]), keyed, keys[token]);
        for (int at = 0; at < weights.length; at++) {
          for (int row = 0; row < head.value().rows(); row++) {
            given[token][from + row] += weights[at] * values[keys[token][at]][row];
          }
        }
      }
      from += head.value().rows();
    }
    for (int token = 0; token < z.length; token++) {
      attention.out().addTo(z[token], given[token]);
    }
  }

  private static double[] softmax(double[] query, double[][] keyed, int[] keys) {
    double[] weights = new double[keys.length];
    double greatest = Double.NEGATIVE_INFINITY;
    for (int at = 0; at < keys.length; at++) {
      for (int row = 0; row < query.length; row++) {
        weights[at] += query[row] * keyed[keys[at]][row];
      }
      greatest = Math.max(greatest, weights[at]);
    }
    double sum = 0;
    for (int at = 0; at < keys.length; at++) {
      weights[at] = Math.exp(weights[at] - greatest);
      sum += weights[at];
    }
    for (int at = 0; at < keys.length; at++) {
      weights[at] /= sum;
    }
    return weights;
  }

  /** A matrix and a bias, as doubles. */
  private static final class Affine {

    private final double[][] weights;
    private final double[] bias;

    Affine(Matrix matrix, Matrix column) {
      weights = new double[matrix.rows()][matrix.columns()];
      bias = column.toDoubles();
      for (int row = 0; row < matrix.rows(); row++) {
        for (int at = 0; at < matrix.columns(); at++) {
          weights[row][at] = matrix.get(row, at).toDouble();
        }
      }
    }

    int rows() {
      return weights.length;
    }

    double[] of(double[] vector) {
      double[] result = new double[weights.length];
      for (int row = 0; row < weights.length; row++) {
        result[row] = dot(weights[row], vector, bias[row], 0);
      }
      return result;
    }

    void addTo(double[] sum, double[] vector) {
      for (int row = 0; row < weights.length; row++) {
        sum[row] = dot(weights[row], vector, bias[row], sum[row]);
      }
    }

    /** The sum of products and two numbers, as if in twice the precision and then rounded. */
    private static double dot(double[] one, double[] other, double bias, double added) {
      double sum = bias + added;
      double part = sum - bias;
      double error = (bias - (sum - part)) + (added - part);
      for (int at = 0; at < one.length; at++) {
        double product = one[at] * other[at];
        double next = sum + product;
        double shift = next - sum;
        error += (sum - (next - shift)) + (product - shift);
        error += Math.fma(one[at], other[at], -product);
        sum = next;
      }
      return sum + error;
    }
  }
}
