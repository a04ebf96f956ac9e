package dev.heddle.proof;

import dev.heddle.relation.Watch;
import java.util.ArrayList;
import java.util.List;

/**
 * The paper's equations 2a and 2b, in exact numbers and with hardmax as the probability map: it
 * knows weights, and not what they were made for.
 *
 * <p>Hardmax gives equal weights to all keys of the greatest score. A token without keys gets zero
 * from a head.
 */
public final class Evaluator {

  private final SparseTransformer transformer;
  private final int[][][] keys;

  public Evaluator(SparseTransformer transformer) {
    this.transformer = transformer;
    this.keys = transformer.keys();
  }

  /**
   * What the Transformer makes of an input.
   *
   * @param input d × n
   * @return d × n
   */
  public Matrix run(Matrix input) {
    return run(input, transformer.blocks().size());
  }

  /** What the first blocks make of an input; 0 blocks add the positional embedding. */
  public Matrix run(Matrix input, int blocks) {
    return resume(input.plus(transformer.embedding()), 0, blocks);
  }

  /** What the blocks from one to before another make of what comes out of those before. */
  public Matrix resume(Matrix state, int from, int to) {
    Matrix after = state;
    for (int block = from; block < to; block++) {
      Watch.goOn("the Transformer");
      TransformerBlock weights = transformer.blocks().get(block);
      after = attended(weights.attention(), after, keys[block % keys.length]);
      after = fed(weights.feedForward(), after);
    }
    return after;
  }

  private static Matrix attended(AttentionWeights weights, Matrix z, int[][] keys) {
    if (weights.out().isZero()) {
      // Whatever the heads give, nothing of it is added.
      return z;
    }
    List<List<Rational>> columns = new ArrayList<>();
    for (int token = 0; token < z.columns(); token++) {
      columns.add(new ArrayList<>());
    }
    for (AttentionHead head : weights.heads()) {
      Matrix queries = head.query().times(z).plus(head.queryBias());
      Matrix keyed = head.key().times(z).plus(head.keyBias());
      Matrix values = head.value().times(z).plus(head.valueBias());
      for (int token = 0; token < z.columns(); token++) {
        List<Integer> best = best(queries, keyed, token, keys[token]);
        for (int row = 0; row < values.rows(); row++) {
          Rational sum = Rational.ZERO;
          for (int key : best) {
            sum = sum.plus(values.get(row, key));
          }
          columns.get(token).add(best.isEmpty() ? sum : sum.dividedBy(Rational.of(best.size())));
        }
      }
    }
    return z.plus(weights.out().times(Matrix.columns(columns)));
  }

  /** The keys with the greatest score. */
  private static List<Integer> best(Matrix queries, Matrix keyed, int token, int[] keys) {
    List<Integer> best = new ArrayList<>();
    Rational greatest = Rational.ZERO;
    for (int key : keys) {
      Rational score = Rational.ZERO;
      for (int row = 0; row < queries.rows(); row++) {
        score = score.plus(keyed.get(row, key).times(queries.get(row, token)));
      }
      int order = best.isEmpty() ? 1 : score.compareTo(greatest);
      if (order > 0) {
        best.clear();
        greatest = score;
      }
      if (order >= 0) {
        best.add(key);
      }
    }
    return best;
  }

  private static Matrix fed(FeedForward weights, Matrix z) {
    Matrix hidden = weights.first().times(z).plus(weights.firstBias());
    Matrix active =
        Matrix.of(
            hidden.rows(),
            hidden.columns(),
            (row, column) -> weights.activation().at(hidden.get(row, column)));
    if (active.isZero() && weights.secondBias().isZero()) {
      return z;
    }
    return z.plus(weights.second().times(active)).plus(weights.secondBias());
  }
}
