package dev.heddle.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.AbstractBlock;
import ai.djl.nn.norm.LayerNorm;
import ai.djl.training.ParameterStore;
import ai.djl.util.PairList;
import dev.heddle.runtime.SparseAttentionBlock;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The encoder of a network that has a decoder too: of an embedded source [batch, s, d] what the
 * decoder's cross-attention reads, of the same shape.
 */
final class SourceEncoder extends AbstractBlock {

  private static final byte VERSION = 1;

  private final List<AbstractBlock> layers = new ArrayList<>();
  private final LayerNorm norm;

  /**
   * An encoder.
   *
   * @param patterns one for each layer of the schedule, taken in turn
   */
  SourceEncoder(
      TransformerSize size, List<SparseAttentionBlock> patterns, boolean isGelu, float dropout) {
    super(VERSION);
    for (int layer = 0; layer < size.layers(); layer++) {
      SparseAttentionBlock pattern = patterns.get(layer % patterns.size());
      layers.add(addChildBlock("attention" + layer, new AttentionLayer(size, pattern, dropout)));
      if (size.hasFeedForward(layer)) {
        layers.add(addChildBlock("forward" + layer, new FeedForwardLayer(size, isGelu, dropout)));
      }
    }
    norm = addChildBlock("norm", LayerNorm.builder().axis(2).build());
  }

  @Override
  protected void initializeChildBlocks(NDManager manager, DataType dataType, Shape... inputShapes) {
    for (AbstractBlock layer : layers) {
      layer.initialize(manager, dataType, inputShapes);
    }
    norm.initialize(manager, dataType, inputShapes);
  }

  @Override
  protected NDList forwardInternal(
      ParameterStore store,
      NDList inputs,
      boolean training,
      @Nullable PairList<String, Object> params) {
    NDArray x = inputs.singletonOrThrow();
    for (AbstractBlock layer : layers) {
      x = layer.forward(store, new NDList(x), training).singletonOrThrow();
    }
    return norm.forward(store, new NDList(x), training);
  }

  @Override
  public Shape[] getOutputShapes(Shape[] inputShapes) {
    return inputShapes;
  }
}
