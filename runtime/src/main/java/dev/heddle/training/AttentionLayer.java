package dev.heddle.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.AbstractBlock;
import ai.djl.nn.core.Linear;
import ai.djl.nn.norm.Dropout;
import ai.djl.nn.norm.LayerNorm;
import ai.djl.training.ParameterStore;
import ai.djl.util.PairList;
import dev.heddle.runtime.SparseAttentionBlock;
import org.jspecify.annotations.Nullable;

/** x + W_O attention(norm(x)), of x [batch, n, d], with heads of a width of their own. */
final class AttentionLayer extends AbstractBlock {

  private static final byte VERSION = 1;

  private final int heads;
  private final int headWidth;
  private final float dropout;
  private final LayerNorm norm;

  /** Queries, keys and values in one product: rows (part, head, number). */
  private final Linear projections;

  private final Linear result;

  /** Without parameters, and shared with other layers: no child of this one. */
  private final SparseAttentionBlock pattern;

  AttentionLayer(TransformerSize size, SparseAttentionBlock pattern, float dropout) {
    super(VERSION);
    this.heads = size.heads();
    this.headWidth = size.headWidth();
    this.dropout = dropout;
    this.pattern = pattern;
    long all = (long) heads * headWidth;
    norm = addChildBlock("norm", LayerNorm.builder().axis(2).build());
    projections = addChildBlock("queries_keys_values", linear(3 * all));
    result = addChildBlock(SeededWeights.RESULT, linear(size.width()));
  }

  private static Linear linear(long units) {
    return Linear.builder().setUnits(units).build();
  }

  @Override
  protected void initializeChildBlocks(NDManager manager, DataType dataType, Shape... inputShapes) {
    Shape x = inputShapes[0];
    norm.initialize(manager, dataType, x);
    projections.initialize(manager, dataType, x);
    result.initialize(manager, dataType, new Shape(x.get(0), x.get(1), (long) heads * headWidth));
  }

  @Override
  protected NDList forwardInternal(
      ParameterStore store,
      NDList inputs,
      boolean training,
      @Nullable PairList<String, Object> params) {
    NDArray x = inputs.singletonOrThrow();
    long batch = x.getShape().get(0);
    long n = x.getShape().get(1);
    NDList normed = norm.forward(store, new NDList(x), training);
    NDList parts = projections.forward(store, normed, training).singletonOrThrow().split(3, 2);
    NDList split = new NDList();
    for (NDArray part : parts) {
      split.add(part.reshape(batch, n, heads, headWidth).transpose(0, 2, 1, 3));
    }
    NDArray attended = pattern.forward(store, split, training).singletonOrThrow();
    NDArray joined = attended.transpose(0, 2, 1, 3).reshape(batch, n, (long) heads * headWidth);
    NDArray out = result.forward(store, new NDList(joined), training).singletonOrThrow();
    if (training && dropout > 0) {
      out = Dropout.dropout(out, dropout, true).singletonOrThrow();
    }
    return new NDList(x.add(out));
  }

  @Override
  public Shape[] getOutputShapes(Shape[] inputShapes) {
    return inputShapes;
  }
}
