package dev.heddle.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.AbstractBlock;
import ai.djl.nn.core.Linear;
import ai.djl.nn.norm.LayerNorm;
import ai.djl.training.ParameterStore;
import ai.djl.util.PairList;
import dev.heddle.runtime.FusedAttention;
import org.jspecify.annotations.Nullable;

/**
 * x + W_O attention(norm(x), memory), of x [batch, t, d] and what an encoder made of a source,
 * [batch, s, d]: each position of the target attends to all of the source, by softmax. Keys and
 * values are made in one product.
 */
final class CrossAttentionLayer extends AbstractBlock {

  private static final byte VERSION = 1;

  private final int heads;
  private final int headWidth;
  private final float dropout;
  private final LayerNorm norm;
  private final Linear queries;
  private final Linear keysValues;
  private final Linear result;

  CrossAttentionLayer(TransformerSize size, float dropout) {
    super(VERSION);
    this.heads = size.heads();
    this.headWidth = size.headWidth();
    this.dropout = dropout;
    long all = (long) heads * headWidth;
    norm = addChildBlock("norm", LayerNorm.builder().axis(2).build());
    queries = addChildBlock("queries", Linear.builder().setUnits(all).build());
    keysValues = addChildBlock("keys_values", Linear.builder().setUnits(2 * all).build());
    result = addChildBlock(SeededWeights.RESULT, Linear.builder().setUnits(size.width()).build());
  }

  @Override
  protected void initializeChildBlocks(NDManager manager, DataType dataType, Shape... inputShapes) {
    Shape x = inputShapes[0];
    norm.initialize(manager, dataType, x);
    queries.initialize(manager, dataType, x);
    keysValues.initialize(manager, dataType, inputShapes[1]);
    Shape joined = new Shape(x.get(0), x.get(1), (long) heads * headWidth);
    result.initialize(manager, dataType, joined);
  }

  @Override
  protected NDList forwardInternal(
      ParameterStore store,
      NDList inputs,
      boolean training,
      @Nullable PairList<String, Object> params) {
    NDArray x = inputs.get(0);
    NDArray memory = inputs.get(1);
    NDList normed = norm.forward(store, new NDList(x), training);
    NDArray q = byHead(queries.forward(store, normed, training).singletonOrThrow());
    NDList split =
        keysValues.forward(store, new NDList(memory), training).singletonOrThrow().split(2, 2);
    NDArray attended = FusedAttention.full(q, byHead(split.get(0)), byHead(split.get(1)));
    NDArray joined =
        attended
            .transpose(0, 2, 1, 3)
            .reshape(x.getShape().get(0), x.getShape().get(1), (long) heads * headWidth);
    NDArray out = result.forward(store, new NDList(joined), training).singletonOrThrow();
    return new NDList(x.add(ResidualLayer.dropped(out, dropout, training)));
  }

  /** [batch, n, heads · m] as [batch, heads, n, m]. */
  private NDArray byHead(NDArray array) {
    Shape shape = array.getShape();
    return array.reshape(shape.get(0), shape.get(1), heads, headWidth).transpose(0, 2, 1, 3);
  }

  @Override
  public Shape[] getOutputShapes(Shape[] inputShapes) {
    return new Shape[] {inputShapes[0]};
  }
}
