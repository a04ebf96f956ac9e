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
import org.jspecify.annotations.Nullable;

/** x + W f(norm(x)), of x [batch, n, d], with dropout of what is added. */
abstract class ResidualLayer extends AbstractBlock {

  private static final byte VERSION = 1;

  private final float dropout;

  /** How wide what {@link #inner} makes is. */
  private final long innerWidth;

  private final LayerNorm norm;
  private final Linear first;
  private final Linear result;

  /**
   * A layer whose f begins with a linear map.
   *
   * @param firstName the name of that map
   * @param firstWidth how wide what it makes is
   */
  ResidualLayer(
      String firstName, long firstWidth, long innerWidth, TransformerSize size, float dropout) {
    super(VERSION);
    this.dropout = dropout;
    this.innerWidth = innerWidth;
    norm = addChildBlock("norm", LayerNorm.builder().axis(2).build());
    first = addChildBlock(firstName, Linear.builder().setUnits(firstWidth).build());
    result = addChildBlock(SeededWeights.RESULT, Linear.builder().setUnits(size.width()).build());
  }

  /** What f makes of what its linear map made, [batch, n, first width]: [batch, n, inner width]. */
  abstract NDArray inner(NDArray mapped, ParameterStore store, boolean training);

  @Override
  protected final void initializeChildBlocks(
      NDManager manager, DataType dataType, Shape... inputShapes) {
    Shape x = inputShapes[0];
    norm.initialize(manager, dataType, x);
    first.initialize(manager, dataType, x);
    result.initialize(manager, dataType, new Shape(x.get(0), x.get(1), innerWidth));
  }

  @Override
  protected final NDList forwardInternal(
      ParameterStore store,
      NDList inputs,
      boolean training,
      @Nullable PairList<String, Object> params) {
    NDArray x = inputs.singletonOrThrow();
    NDList normed = norm.forward(store, new NDList(x), training);
    NDArray mapped = first.forward(store, normed, training).singletonOrThrow();
    NDArray inner = inner(mapped, store, training);
    NDArray out = result.forward(store, new NDList(inner), training).singletonOrThrow();
    return new NDList(x.add(dropped(out, dropout, training)));
  }

  /** The same with a share of its numbers dropped, in training. */
  static NDArray dropped(NDArray x, float share, boolean training) {
    return training && share > 0 ? Dropout.dropout(x, share, true).singletonOrThrow() : x;
  }

  @Override
  public final Shape[] getOutputShapes(Shape[] inputShapes) {
    return inputShapes;
  }
}
