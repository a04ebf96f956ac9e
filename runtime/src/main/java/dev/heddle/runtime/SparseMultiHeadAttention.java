package dev.heddle.runtime;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.AbstractBlock;
import ai.djl.nn.core.Linear;
import ai.djl.training.ParameterStore;
import ai.djl.util.PairList;
import dev.heddle.pattern.SparsityPattern;
import org.jspecify.annotations.Nullable;

/**
 * Multi-head attention over a pattern as a DJL block: projections to queries, keys and values,
 * attention, and a projection of the heads' results side by side.
 *
 * <p>Inputs are x [batch, n, embedding], which attends to itself, or x [batch, m, embedding] and
 * the context [batch, n, embedding] with m ≤ n, whose last m positions are those of x; the output
 * is [batch, m, embedding].
 *
 * <p>A layer of a schedule gives head h its entry h mod k, if it has k of them.
 *
 * <pre>{@code
 * Block block = SparseMultiHeadAttention.builder(pattern).embedding(512).heads(8).build();
 * }</pre>
 */
public final class SparseMultiHeadAttention extends AbstractBlock implements AutoCloseable {

  private static final byte VERSION = 1;

  private final int embedding;
  private final int heads;
  private final int keyHeads;
  private final Linear queries;
  private final Linear keys;
  private final Linear values;
  private final Linear result;
  private final AttentionCache attentions;

  private SparseMultiHeadAttention(Builder builder) {
    super(VERSION);
    this.embedding = builder.embedding;
    this.heads = builder.heads;
    this.keyHeads = builder.keyHeads == 0 ? builder.heads : builder.keyHeads;
    if (embedding < 1 || heads < 1 || embedding % heads != 0) {
      throw new IllegalArgumentException(
          "an embedding of %d is not cut into %d heads".formatted(embedding, heads));
    }
    if (keyHeads < 1 || heads % keyHeads != 0) {
      throw new IllegalArgumentException(
          "%d heads of keys are no divisor of %d heads".formatted(keyHeads, heads));
    }
    var patterns = SparseAttentionBlock.heads(builder.pattern, builder.layer);
    this.attentions = new AttentionCache(patterns, builder.options);
    long width = embedding / heads * (long) keyHeads;
    this.queries = addChildBlock("queries", linear(embedding, builder.hasBias));
    this.keys = addChildBlock("keys", linear(width, builder.hasBias));
    this.values = addChildBlock("values", linear(width, builder.hasBias));
    this.result = addChildBlock("result", linear(embedding, builder.hasBias));
  }

  private static Linear linear(long units, boolean hasBias) {
    return Linear.builder().setUnits(units).optBias(hasBias).build();
  }

  /** A block over a pattern or, by {@link Builder#layer}, a layer of a schedule. */
  public static Builder builder(SparsityPattern pattern) {
    return new Builder(pattern);
  }

  /** What a block is to be like. */
  public static final class Builder {
    private final SparsityPattern pattern;
    private int layer;
    private int embedding;
    private int heads = 1;
    private int keyHeads;
    private boolean hasBias = true;
    private AttentionOptions options = AttentionOptions.standard();

    private Builder(SparsityPattern pattern) {
      this.pattern = pattern;
    }

    /** The layer of a schedule, from 0 on. */
    public Builder layer(int number) {
      this.layer = number;
      return this;
    }

    /** The width of the inputs and the output; a multiple of the heads. */
    public Builder embedding(int width) {
      this.embedding = width;
      return this;
    }

    /** The number of heads. */
    public Builder heads(int count) {
      this.heads = count;
      return this;
    }

    /** The number of heads that keys and values have, a divisor of the heads: grouped-query. */
    public Builder keyHeads(int count) {
      this.keyHeads = count;
      return this;
    }

    /** Whether the projections have a bias; they have unless told otherwise. */
    public Builder bias(boolean isWanted) {
      this.hasBias = isWanted;
      return this;
    }

    /** The share of attention weights that are dropped in training. */
    public Builder dropout(double share) {
      this.options = options.dropout(share);
      return this;
    }

    /** Other options of attention. */
    public Builder options(AttentionOptions chosen) {
      this.options = chosen;
      return this;
    }

    /**
     * The block.
     *
     * @throws IllegalArgumentException if the numbers do not fit together
     */
    public SparseMultiHeadAttention build() {
      return new SparseMultiHeadAttention(this);
    }
  }

  @Override
  protected void initializeChildBlocks(NDManager manager, DataType dataType, Shape... inputShapes) {
    Shape x = inputShapes[0];
    Shape context = inputShapes[inputShapes.length - 1];
    queries.initialize(manager, dataType, x);
    keys.initialize(manager, dataType, context);
    values.initialize(manager, dataType, context);
    result.initialize(manager, dataType, new Shape(x.get(0), x.get(1), embedding));
  }

  @Override
  protected NDList forwardInternal(
      ParameterStore parameterStore,
      NDList inputs,
      boolean training,
      @Nullable PairList<String, Object> params) {
    NDArray x = inputs.get(0);
    NDArray context = inputs.get(inputs.size() - 1);
    NDArray out =
        attentions.attend(
            split(project(queries, x, parameterStore, training), heads),
            split(project(keys, context, parameterStore, training), keyHeads),
            split(project(values, context, parameterStore, training), keyHeads),
            training);
    Shape shape = x.getShape();
    NDArray joined = out.transpose(0, 2, 1, 3).reshape(shape.get(0), shape.get(1), embedding);
    return result.forward(parameterStore, new NDList(joined), training);
  }

  private static NDArray project(
      Linear linear, NDArray x, ParameterStore parameterStore, boolean training) {
    return linear.forward(parameterStore, new NDList(x), training).singletonOrThrow();
  }

  /** [batch, length, heads · width] as [batch, heads, length, width]. */
  private static NDArray split(NDArray x, int heads) {
    Shape shape = x.getShape();
    return x.reshape(shape.get(0), shape.get(1), heads, shape.get(2) / heads).transpose(0, 2, 1, 3);
  }

  @Override
  public Shape[] getOutputShapes(Shape[] inputShapes) {
    return new Shape[] {inputShapes[0]};
  }

  /** Gives back the native memory of the covers at once; the parameters stay. */
  @Override
  public void close() {
    attentions.close();
  }
}
