package dev.heddle.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.training.ParameterStore;
import dev.heddle.runtime.SparseAttentionBlock;

/**
 * x + W_O attention(norm(x)), of x [batch, n, d], with heads of a width of their own. Queries, keys
 * and values are made in one product: rows (part, head, number).
 */
final class AttentionLayer extends ResidualLayer {

  private final int heads;
  private final int headWidth;

  /** Without parameters, and shared with other layers: no child of this one. */
  private final SparseAttentionBlock pattern;

  AttentionLayer(TransformerSize size, SparseAttentionBlock pattern, float dropout) {
    super("queries_keys_values", 3 * width(size), width(size), size, dropout);
    this.heads = size.heads();
    this.headWidth = size.headWidth();
    this.pattern = pattern;
  }

  /** Of all heads together. */
  private static long width(TransformerSize size) {
    return (long) size.heads() * size.headWidth();
  }

  @Override
  NDArray inner(NDArray mapped, ParameterStore store, boolean training) {
    long batch = mapped.getShape().get(0);
    long n = mapped.getShape().get(1);
    NDList split = new NDList();
    for (NDArray part : mapped.split(3, 2)) {
      split.add(part.reshape(batch, n, heads, headWidth).transpose(0, 2, 1, 3));
    }
    NDArray attended = pattern.forward(store, split, training).singletonOrThrow();
    return attended.transpose(0, 2, 1, 3).reshape(batch, n, (long) heads * headWidth);
  }
}
