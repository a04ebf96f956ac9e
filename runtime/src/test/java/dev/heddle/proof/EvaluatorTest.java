package dev.heddle.proof;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.heddle.pattern.SparsityPattern;
import dev.heddle.relation.Relation;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Both evaluators on weights that no proof made, beside the equations written out in doubles. */
class EvaluatorTest {

  private static final long SEED = Long.getLong("heddle.seed", 20L);

  /** Small whole numbers, so that doubles are exact and scores tie now and then. */
  private static Matrix drawn(int rows, int columns, SplittableRandom random) {
    return Matrix.of(rows, columns, (row, column) -> Rational.of(random.nextInt(-2, 3)));
  }

  private static SparseTransformer transformer(
      List<Relation> patterns,
      int d,
      int m,
      int h,
      int r,
      Activation activation,
      SplittableRandom random) {
    List<TransformerBlock> blocks = new ArrayList<>();
    for (int block = 0; block < 3; block++) {
      List<AttentionHead> heads =
          IntStream.range(0, h)
              .mapToObj(
                  head ->
                      new AttentionHead(
                          drawn(m, d, random),
                          drawn(m, 1, random),
                          drawn(m, d, random),
                          drawn(m, 1, random),
                          drawn(m, d, random),
                          drawn(m, 1, random)))
              .toList();
      blocks.add(
          new TransformerBlock(
              new AttentionWeights(heads, drawn(d, h * m, random)),
              new FeedForward(
                  drawn(r, d, random),
                  drawn(r, 1, random),
                  activation,
                  drawn(d, r, random),
                  drawn(d, 1, random))));
    }
    return new SparseTransformer(patterns, drawn(d, patterns.getFirst().keys(), random), blocks);
  }

  /**
   * Without a positional embedding, dense attention makes of tokens in another order the same in
   * that order; with one it does not, and a sparse pattern does not either.
   */
  @Test
  void withoutAnEmbeddingDenseAttentionKnowsNoOrder() {
    int n = 4;
    int[] order = {2, 0, 3, 1};
    int moved = 0;
    int sparseMoved = 0;
    for (long seed = SEED; seed < SEED + 40; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      Activation step = Activation.RELU;
      SparseTransformer embedded = transformer(List.of(Relation.full(n)), 2, 1, 2, 4, step, random);
      Matrix input = drawn(2, n, random);
      Matrix other = Matrix.of(2, n, (row, token) -> input.get(row, order[token]));
      for (Relation pattern : List.of(Relation.full(n), SparsityPattern.parse("window(3)").at(n))) {
        SparseTransformer bare =
            new SparseTransformer(List.of(pattern), Matrix.zero(2, n), embedded.blocks());
        Matrix out = new Evaluator(bare).run(input);
        boolean isSame =
            Matrix.of(2, n, (row, token) -> out.get(row, order[token]))
                .equals(new Evaluator(bare).run(other));
        if (pattern.edges() == (long) n * n) {
          assertTrue(isSame, "seed " + seed);
        } else {
          sparseMoved += isSame ? 0 : 1;
        }
      }
      Matrix out = new Evaluator(embedded).run(input);
      moved +=
          Matrix.of(2, n, (row, token) -> out.get(row, order[token]))
                  .equals(new Evaluator(embedded).run(other))
              ? 0
              : 1;
    }
    assertTrue(moved > 30 && sparseMoved > 20, moved + " and " + sparseMoved);
  }

  /** Equations 2a and 2b, entry by entry. */
  private static double[][] reference(
      SparseTransformer transformer, double[][] input, boolean isHard) {
    int d = input.length;
    int n = input[0].length;
    double[][] z = new double[d][n];
    for (int row = 0; row < d; row++) {
      for (int k = 0; k < n; k++) {
        z[row][k] = input[row][k] + transformer.embedding().get(row, k).toDouble();
      }
    }
    for (int b = 0; b < transformer.blocks().size(); b++) {
      TransformerBlock block = transformer.blocks().get(b);
      Relation pattern = transformer.patterns().get(b % transformer.patterns().size());
      double[][] after = new double[d][n];
      for (int k = 0; k < n; k++) {
        List<Double> stacked = new ArrayList<>();
        for (AttentionHead head : block.attention().heads()) {
          int m = head.query().rows();
          double[] score = new double[n];
          double greatest = Double.NEGATIVE_INFINITY;
          for (int j = 0; j < n; j++) {
            for (int i = 0; i < m; i++) {
              score[j] +=
                  affine(head.key(), head.keyBias(), i, z, j)
                      * affine(head.query(), head.queryBias(), i, z, k);
            }
            if (pattern.contains(k, j)) {
              greatest = Math.max(greatest, score[j]);
            }
          }
          for (int i = 0; i < m; i++) {
            double weights = 0;
            double sum = 0;
            for (int j = 0; j < n; j++) {
              double weight =
                  isHard ? (score[j] == greatest ? 1 : 0) : Math.exp(score[j] - greatest);
              if (pattern.contains(k, j)) {
                weights += weight;
                sum += weight * affine(head.value(), head.valueBias(), i, z, j);
              }
            }
            stacked.add(weights == 0 ? 0 : sum / weights);
          }
        }
        for (int row = 0; row < d; row++) {
          after[row][k] = z[row][k];
          for (int at = 0; at < stacked.size(); at++) {
            after[row][k] += block.attention().out().get(row, at).toDouble() * stacked.get(at);
          }
        }
      }
      FeedForward feed = block.feedForward();
      for (int k = 0; k < n; k++) {
        for (int row = 0; row < d; row++) {
          z[row][k] = after[row][k] + feed.secondBias().get(row, 0).toDouble();
          for (int unit = 0; unit < feed.first().rows(); unit++) {
            double t = affine(feed.first(), feed.firstBias(), unit, after, k);
            z[row][k] += feed.second().get(row, unit).toDouble() * phi(feed.activation(), t);
          }
        }
      }
    }
    return z;
  }

  private static double affine(Matrix weights, Matrix bias, int row, double[][] z, int column) {
    double sum = bias.get(row, 0).toDouble();
    for (int at = 0; at < z.length; at++) {
      sum += weights.get(row, at).toDouble() * z[at][column];
    }
    return sum;
  }

  private static double phi(Activation phi, double t) {
    Activation.Line line =
        t < phi.from().toDouble()
            ? phi.left()
            : t < phi.to().toDouble() ? phi.middle() : phi.right();
    return line.slope().toDouble() * t + line.intercept().toDouble();
  }

  /** Asymmetric patterns, of which one has a row without keys. */
  private static final List<List<String>> PATTERNS =
      List.of(
          List.of("window(before: 1)"),
          List.of("offsets({1})"),
          List.of("causal", "self + offsets({2})"));

  @Test
  void exactlyAndWithHardmax() {
    Activation phi =
        new Activation(
            Rational.of(-1),
            Rational.of(2),
            new Activation.Line(Rational.of(-1), Rational.of(1, 2)),
            Activation.Line.constant(Rational.of(3)),
            new Activation.Line(Rational.of(1), Rational.ZERO));
    SplittableRandom random = new SplittableRandom(SEED);
    for (List<String> texts : PATTERNS) {
      List<Relation> patterns =
          texts.stream().map(text -> SparsityPattern.parse(text).at(4)).toList();
      for (int run = 0; run < 50; run++) {
        SparseTransformer transformer = transformer(patterns, 2, 2, 3, 2, phi, random);
        Matrix input = drawn(2, 4, random);
        double[][] expected = reference(transformer, rows(input), true);
        Matrix result = new Evaluator(transformer).run(input);
        for (int row = 0; row < 2; row++) {
          for (int k = 0; k < 4; k++) {
            double exact = result.get(row, k).toDouble();
            // Ties give thirds; a score off by a rounding would choose another key.
            if (transformer.blocks().stream().noneMatch(block -> hasThirds(block, texts))) {
              assertEquals(
                  expected[row][k], exact, 1e-9 * Math.max(1, Math.abs(exact)), "seed " + SEED);
            }
          }
        }
      }
    }
  }

  /** With at most two keys a query means are halves, which doubles hold. */
  private static boolean hasThirds(TransformerBlock block, List<String> texts) {
    return texts.contains("causal") && !block.attention().out().isZero();
  }

  @Test
  void inDoublesAndWithSoftmax() {
    SplittableRandom random = new SplittableRandom(SEED);
    for (List<String> texts : PATTERNS) {
      List<Relation> patterns =
          texts.stream().map(text -> SparsityPattern.parse(text).at(4)).toList();
      for (int run = 0; run < 50; run++) {
        SparseTransformer transformer = transformer(patterns, 2, 2, 3, 4, Activation.RELU, random);
        Matrix input = drawn(2, 4, random);
        double[][] expected = reference(transformer, rows(input), false);
        double[] result = new SoftEvaluator(transformer).run(input.toDoubles());
        for (int at = 0; at < 8; at++) {
          double wanted = expected[at / 4][at % 4];
          assertEquals(wanted, result[at], 1e-6 * Math.max(1, Math.abs(wanted)), "seed " + SEED);
        }
      }
    }
  }

  private static double[][] rows(Matrix matrix) {
    double[][] rows = new double[matrix.rows()][matrix.columns()];
    for (int row = 0; row < matrix.rows(); row++) {
      for (int column = 0; column < matrix.columns(); column++) {
        rows[row][column] = matrix.get(row, column).toDouble();
      }
    }
    return rows;
  }

  @Test
  void weightsThatDoNotGoTogetherDoNotConstruct() {
    Matrix one = Matrix.of(Rational.ONE);
    Matrix two = Matrix.zero(2, 1);
    assertThrows(
        IllegalArgumentException.class, () -> new AttentionHead(one, two, one, one, one, one));
    assertThrows(
        IllegalArgumentException.class, () -> new AttentionHead(one, one, two, one, one, one));
    assertThrows(IllegalArgumentException.class, () -> new AttentionWeights(List.of(), one));
    assertThrows(
        IllegalArgumentException.class, () -> new FeedForward(one, two, Activation.RELU, one, one));
    Activation.Line slope = new Activation.Line(Rational.ONE, Rational.ZERO);
    assertThrows(
        IllegalArgumentException.class,
        () -> new Activation(Rational.ZERO, Rational.ONE, slope, slope, slope));
    assertThrows(
        IllegalArgumentException.class,
        () -> Activation.between(Rational.ONE, Rational.ZERO, slope));
    assertThrows(
        IllegalArgumentException.class,
        () -> new SparseTransformer(List.of(Relation.full(3)), Matrix.zero(1, 2), List.of()));
    assertTrue(Activation.RELU.at(Rational.of(-1)).signum() == 0);
  }
}
