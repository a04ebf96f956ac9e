package dev.heddle.proof;

import dev.heddle.relation.Relation;
import java.util.List;

/**
 * A sparse Transformer as numbers and nothing else: block i attends along pattern i mod p, and the
 * input gets the positional embedding first (the paper's equations 2 and 3). {@link Evaluator} runs
 * it with hardmax and exactly, {@link SoftEvaluator} with softmax in double precision.
 *
 * @param patterns the p patterns that the blocks cycle through, n × n
 * @param embedding E, d × n
 * @param blocks the blocks; the list may make them when they are asked for
 */
public record SparseTransformer(
    List<Relation> patterns, Matrix embedding, List<TransformerBlock> blocks) {

  /** The most blocks that are kept. */
  private static final int MOST_KEPT = 1 << 14;

  public SparseTransformer {
    patterns = List.copyOf(patterns);
    for (Relation pattern : patterns) {
      if (pattern.keys() != embedding.columns() || pattern.queries() != embedding.columns()) {
        throw new IllegalArgumentException(
            "a pattern of %d × %d, and an embedding of %d tokens"
                .formatted(pattern.queries(), pattern.keys(), embedding.columns()));
      }
    }
  }

  /** The same with its blocks made once, if they are not too many: making one takes a while. */
  SparseTransformer kept() {
    return blocks.size() > MOST_KEPT
        ? this
        : new SparseTransformer(patterns, embedding, List.copyOf(blocks));
  }

  /** The keys of each query, by pattern. */
  int[][][] keys() {
    int[][][] keys = new int[patterns.size()][embedding.columns()][];
    for (int pattern = 0; pattern < keys.length; pattern++) {
      for (int query = 0; query < embedding.columns(); query++) {
        keys[pattern][query] = patterns.get(pattern).row(query).keys();
      }
    }
    return keys;
  }

  @Override
  public String toString() {
    return "a sparse Transformer of %d blocks over %d tokens of %d coordinates, %d pattern%s"
        .formatted(
            blocks.size(),
            embedding.columns(),
            embedding.rows(),
            patterns.size(),
            patterns.size() == 1 ? "" : "s");
  }
}
