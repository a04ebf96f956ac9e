package dev.heddle.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.AbstractBlock;
import ai.djl.nn.Activation;
import ai.djl.nn.core.Linear;
import ai.djl.nn.norm.Dropout;
import ai.djl.nn.norm.LayerNorm;
import ai.djl.training.ParameterStore;
import ai.djl.util.PairList;
import org.jspecify.annotations.Nullable;

/** x + W_2 a(W_1 norm(x)) with a = ReLU or GELU, of x [batch, n, d]. */
final class FeedForwardLayer extends AbstractBlock {

  private static final byte VERSION = 1;

  private final int hidden;
  private final boolean isGelu;
  private final float dropout;
  private final LayerNorm norm;
  private final Linear first;
  private final Linear second;

  FeedForwardLayer(TransformerSize size, boolean isGelu, float dropout) {
    super(VERSION);
    this.hidden = size.hidden();
    this.isGelu = isGelu;
    this.dropout = dropout;
    norm = addChildBlock("norm", LayerNorm.builder().axis(2).build());
    first = addChildBlock("first", Linear.builder().setUnits(hidden).build());
    second = addChildBlock(SeededWeights.RESULT, Linear.builder().setUnits(size.width()).build());
  }

  @Override
  protected void initializeChildBlocks(NDManager manager, DataType dataType, Shape... inputShapes) {
    Shape x = inputShapes[0];
    norm.initialize(manager, dataType, x);
    first.initialize(manager, dataType, x);
    second.initialize(manager, dataType, new Shape(x.get(0), x.get(1), hidden));
  }

  @Override
  protected NDList forwardInternal(
      ParameterStore store,
      NDList inputs,
      boolean training,
      @Nullable PairList<String, Object> params) {
    NDArray x = inputs.singletonOrThrow();
    NDList normed = norm.forward(store, new NDList(x), training);
    NDArray wide = first.forward(store, normed, training).singletonOrThrow();
    NDArray inner = isGelu ? Activation.gelu(wide) : Activation.relu(wide);
    NDArray out = second.forward(store, new NDList(inner), training).singletonOrThrow();
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
