package dev.heddle.training;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.ndarray.types.SparseFormat;
import ai.djl.nn.AbstractBlock;
import ai.djl.nn.Parameter;
import ai.djl.nn.core.Embedding;
import ai.djl.nn.core.Linear;
import ai.djl.nn.norm.LayerNorm;
import ai.djl.training.ParameterStore;
import ai.djl.util.PairList;
import dev.heddle.pattern.SparsityPattern;
import dev.heddle.runtime.AttentionOptions;
import dev.heddle.runtime.ProbabilityMap;
import dev.heddle.runtime.SparseAttentionBlock;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/**
 * A Transformer whose attention is that of a schedule: head h of layer l attends by the entry (l
 * mod p, h mod k) of its layers and heads (Yun et al. 2020, equation 2, where the p patterns are
 * taken in turn). An encoder attends as the schedule says, a decoder to what of it is not ahead.
 *
 * <p>Pre-norm: a layer adds to its input what it makes of the normed input, and the last norm comes
 * before the output. Token and position embeddings are learned and multiplied with √d, so that a
 * tied output is in scale.
 *
 * <pre>{@code
 * var network =
 *     TransformerNetwork.builder(Definitions.zoo().pattern("strided"))
 *         .vocabulary(128).length(256).size(TransformerSize.of(4, 4, 256)).build();
 * }</pre>
 *
 * <p>Input: tokens, INT64 [batch, n] with n at most the length. Output: logits, [batch, n,
 * outputs], or fewer positions, or [batch, outputs] of a {@link Builder#pooled() pooled} network.
 *
 * <p>An {@link Builder#encoderDecoder encoder-decoder} has both: an encoder of a source, and a
 * decoder whose layers also attend to all of what the encoder made of it (Vaswani et al. 2017,
 * section 3.1). The schedule is that of the self-attention of both, and cross-attention is dense,
 * as in the translation of Yun et al. 2020. Its inputs are two, the source [batch, s] and the
 * target so far [batch, n].
 */
public final class TransformerNetwork extends AbstractBlock implements AutoCloseable {

  private static final byte VERSION = 1;

  private final TransformerSize size;
  private final int vocabulary;
  private final int length;
  private final int outputs;
  private final int from;
  private final boolean isPooled;
  private final boolean isTied;
  private final float dropout;
  private final long seed;
  private final Parameter tokens;
  private final Parameter positions;
  private final List<AttentionLayer> attentions = new ArrayList<>();
  private final List<FeedForwardLayer> feedForwards = new ArrayList<>();
  private final LayerNorm norm;
  private final @Nullable Linear output;
  private final @Nullable Parameter bias;

  /** The most positions of a source; 0 without an encoder of one. */
  private final int sourceLength;

  private final @Nullable Parameter sourcePositions;
  private final @Nullable SourceEncoder encoder;
  private final List<CrossAttentionLayer> crossings = new ArrayList<>();

  /**
   * One for each layer of the schedule, and again for the encoder of a source: layers that come
   * round to the same share their covers.
   */
  private final List<SparseAttentionBlock> patterns = new ArrayList<>();

  private TransformerNetwork(Builder builder) {
    super(VERSION);
    this.size = builder.size;
    this.vocabulary = builder.vocabulary;
    this.length = builder.length;
    this.outputs = builder.outputs == 0 ? builder.vocabulary : builder.outputs;
    this.from = builder.from;
    this.isPooled = builder.isPooled;
    this.isTied = builder.isTied;
    this.dropout = (float) builder.dropout;
    this.seed = builder.seed;
    require(vocabulary >= 1 && length >= 1, "a network has a vocabulary and a length");
    require(outputs >= 1, "a network has outputs");
    require(from >= 0 && from < length, "outputs begin at one of the positions");
    require(!isTied || outputs == vocabulary, "a tied output has as many outputs as tokens");
    require(!(isPooled && from > 0), "a pooled network has one output for all positions");
    this.sourceLength = builder.sourceLength;
    require(sourceLength >= 0, "a source has a position at least");
    require(
        sourceLength == 0 || (from == 0 && !isPooled),
        "an encoder-decoder has an output at each position of the target");
    patterns.addAll(attentions(builder, builder.schedule()));
    tokens = table("tokens", vocabulary);
    positions = table("positions", length);
    for (int layer = 0; layer < size.layers(); layer++) {
      SparseAttentionBlock pattern = patterns.get(layer % patterns.size());
      attentions.add(
          addChildBlock("attention" + layer, new AttentionLayer(size, pattern, dropout)));
      if (size.hasFeedForward(layer)) {
        feedForwards.add(
            addChildBlock("forward" + layer, new FeedForwardLayer(size, builder.isGelu, dropout)));
      }
    }
    norm = addChildBlock("norm", LayerNorm.builder().axis(2).build());
    output = isTied ? null : addChildBlock("output", Linear.builder().setUnits(outputs).build());
    bias =
        isTied
            ? addParameter(
                Parameter.builder()
                    .setName("bias")
                    .setType(Parameter.Type.BIAS)
                    .optShape(new Shape(vocabulary))
                    .build())
            : null;
    if (sourceLength == 0) {
      sourcePositions = null;
      encoder = null;
      return;
    }
    List<SparseAttentionBlock> bothWays = attentions(builder, builder.given);
    encoder = addChildBlock("encoder", new SourceEncoder(size, bothWays, builder.isGelu, dropout));
    patterns.addAll(bothWays);
    sourcePositions = table("source_positions", sourceLength);
    for (int layer = 0; layer < size.layers(); layer++) {
      crossings.add(addChildBlock("cross" + layer, new CrossAttentionLayer(size, dropout)));
    }
  }

  /** One for each layer of a schedule that the network has. */
  private static List<SparseAttentionBlock> attentions(Builder builder, SparsityPattern schedule) {
    AttentionOptions options =
        AttentionOptions.standard().map(builder.map).dropout(builder.dropout);
    List<SparseAttentionBlock> each = new ArrayList<>();
    for (int layer = 0; layer < Math.min(schedule.layers(), builder.size.layers()); layer++) {
      each.add(SparseAttentionBlock.over(schedule, layer, options));
    }
    return each;
  }

  private static void require(boolean holds, String sentence) {
    if (!holds) {
      throw new IllegalArgumentException(sentence);
    }
  }

  private Parameter table(String name, long rows) {
    return addParameter(
        Parameter.builder()
            .setName(name)
            .setType(Parameter.Type.WEIGHT)
            .optShape(new Shape(rows, size.width()))
            .build());
  }

  /** A network over a schedule; a bare pattern is the schedule of one entry. */
  public static Builder builder(SparsityPattern schedule) {
    return new Builder(schedule);
  }

  /** What a network is to be like. */
  public static final class Builder {

    private final SparsityPattern given;
    private TransformerSize size = TransformerSize.of(2, 4, 64);
    private int vocabulary = 256;
    private int length = 256;
    private int outputs;
    private int from;
    private boolean isPooled;
    private boolean isTied;
    private boolean isDecoder;
    private int sourceLength;
    private boolean isGelu;
    private double dropout;
    private ProbabilityMap map = ProbabilityMap.softmax();
    private long seed;

    private Builder(SparsityPattern schedule) {
      this.given = schedule;
    }

    private SparsityPattern schedule() {
      return isDecoder ? given.and(SparsityPattern.parse("causal")) : given;
    }

    /** Layers, heads and widths; two layers of four heads of 16, unless told otherwise. */
    public Builder size(TransformerSize chosen) {
      this.size = chosen;
      return this;
    }

    /** The number of different tokens; 256, unless told otherwise. */
    public Builder vocabulary(int count) {
      this.vocabulary = count;
      return this;
    }

    /** The most positions; 256, unless told otherwise. */
    public Builder length(int most) {
      this.length = most;
      return this;
    }

    /** The number of logits of a position; as many as tokens, unless told otherwise. */
    public Builder outputs(int count) {
      this.outputs = count;
      return this;
    }

    /** The position from which on there are outputs; 0, unless told otherwise. */
    public Builder from(int position) {
      this.from = position;
      return this;
    }

    /** One output for all positions, made of their mean: a classifier. */
    public Builder pooled() {
      this.isPooled = true;
      return this;
    }

    /** The output is multiplied with the table of tokens, and has but a bias of its own. */
    public Builder tied() {
      this.isTied = true;
      return this;
    }

    /** A decoder: no position attends to a later one. */
    public Builder decoder() {
      this.isDecoder = true;
      return this;
    }

    /**
     * A decoder that reads what an encoder, of as many layers, makes of a source. The encoder has
     * the same table of tokens and positions of its own; both attend to themselves by the schedule,
     * and the decoder to the source by softmax over all of it.
     *
     * @param mostOfSource the most positions of a source
     */
    public Builder encoderDecoder(int mostOfSource) {
      this.isDecoder = true;
      this.sourceLength = mostOfSource < 1 ? -1 : mostOfSource;
      return this;
    }

    /**
     * Feed-forward layers by GELU, x Φ(x) with the normal distribution Φ (Hendrycks and Gimpel
     * 2016), as in BERT; by ReLU, unless told so.
     */
    public Builder gelu() {
      this.isGelu = true;
      return this;
    }

    /** The share that is dropped in training of embeddings, attention weights and results. */
    public Builder dropout(double share) {
      this.dropout = share;
      return this;
    }

    /** The map from scores to attention weights; softmax, unless told otherwise. */
    public Builder map(ProbabilityMap chosen) {
      this.map = chosen;
      return this;
    }

    /** What the first weights are drawn from. */
    public Builder seed(long number) {
      this.seed = number;
      return this;
    }

    /**
     * The network, not yet initialised.
     *
     * @throws IllegalArgumentException if the numbers do not fit together
     */
    public TransformerNetwork build() {
      return new TransformerNetwork(this);
    }
  }

  /** The layers, heads and widths. */
  public TransformerSize size() {
    return size;
  }

  /** The most positions. */
  public int length() {
    return length;
  }

  /** The number of different tokens. */
  public int vocabulary() {
    return vocabulary;
  }

  /** The number of logits of each output. */
  public int outputs() {
    return outputs;
  }

  /** Whether the network has one output for all positions. */
  public boolean isPooled() {
    return isPooled;
  }

  /** The position from which on there are outputs. */
  public int from() {
    return from;
  }

  /** Whether it reads a source. */
  public boolean hasSource() {
    return encoder != null;
  }

  /** Whether engine's random numbers are used in training. */
  boolean isRandom() {
    return dropout > 0;
  }

  /**
   * The number of parameters, by formula: (V + n)d for the tables, those of the layers, 2d for the
   * last norm, and (d + 1)C for the output, or V where it is tied; with a source of s positions sd
   * and 2d more, the encoder's layers, and as much as attention has for each cross-attention.
   */
  public long parameters() {
    long d = size.width();
    return (vocabulary + (long) length) * d
        + size.parameters()
        + 2 * d
        + (isTied ? vocabulary : (d + 1) * outputs)
        + (encoder == null
            ? 0
            : (sourceLength + 2) * d
                + size.parameters()
                + size.layers() * size.attentionParameters());
  }

  /**
   * Creates the parameters, the same for the same seed on every machine: Gaussian weights of
   * variance 1 / (inputs), what ends a layer divided by √(2 · layers), tables of variance 1 / d,
   * norms 1 and biases 0.
   */
  public void initialize(NDManager manager, DataType dataType) {
    if (encoder == null) {
      initialize(manager, dataType, new Shape(1, length));
    } else {
      initialize(manager, dataType, new Shape(1, sourceLength), new Shape(1, length));
    }
  }

  @Override
  protected void beforeInitialize(Shape... inputShapes) {
    super.beforeInitialize(inputShapes);
    SeededWeights.choose(this, seed, size);
  }

  @Override
  protected void initializeChildBlocks(NDManager manager, DataType dataType, Shape... inputShapes) {
    Shape hidden = hidden(inputShapes[inputShapes.length - 1]);
    for (AttentionLayer layer : attentions) {
      layer.initialize(manager, dataType, hidden);
    }
    for (FeedForwardLayer layer : feedForwards) {
      layer.initialize(manager, dataType, hidden);
    }
    norm.initialize(manager, dataType, hidden);
    if (output != null) {
      output.initialize(manager, dataType, hidden);
    }
    if (encoder != null) {
      encoder.initialize(manager, dataType, hidden(inputShapes[0]));
      for (CrossAttentionLayer layer : crossings) {
        layer.initialize(manager, dataType, hidden, hidden(inputShapes[0]));
      }
    }
  }

  private Shape hidden(Shape ids) {
    return new Shape(ids.get(0), ids.get(1), size.width());
  }

  @Override
  protected NDList forwardInternal(
      ParameterStore store,
      NDList inputs,
      boolean training,
      @Nullable PairList<String, Object> params) {
    if (encoder == null) {
      return new NDList(logits(inputs.singletonOrThrow(), null, store, training));
    }
    if (inputs.size() != 2) {
      throw new IllegalArgumentException(
          "inputs are a source and a target, not " + inputs.size() + " arrays");
    }
    try (NDArray memory = memory(inputs.get(0), store, training)) {
      return new NDList(logits(inputs.get(1), memory, store, training));
    }
  }

  /**
   * What the encoder makes of a source, [batch, s, d].
   *
   * @param source INT64 [batch, s]
   */
  NDArray memory(NDArray source, ParameterStore store, boolean training) {
    if (encoder == null || sourcePositions == null) {
      throw new IllegalStateException("the network has no encoder of a source");
    }
    Shape shape = source.getShape();
    if (shape.dimension() != 2 || shape.get(1) > sourceLength || shape.get(1) < 1) {
      throw new IllegalArgumentException(
          "a source is [batch, s] with s from 1 to %d, not %s".formatted(sourceLength, shape));
    }
    NDManager owner = source.getManager();
    try (NDManager manager = owner.newSubManager()) {
      NDArray own = source.reshape(shape);
      own.attach(manager);
      NDArray x = embedded(own, sourcePositions, store, training);
      NDArray made = encoder.forward(store, new NDList(x), training).singletonOrThrow();
      made.attach(owner);
      return made;
    }
  }

  /**
   * The logits of tokens.
   *
   * @param ids INT64 [batch, n]
   * @param memory what the encoder made of their sources; null without one
   */
  NDArray logits(NDArray ids, @Nullable NDArray memory, ParameterStore store, boolean training) {
    Shape shape = checked(ids.getShape());
    NDManager owner = ids.getManager();
    // DJL lets a result belong to where its first operand does: all of these go with the call.
    try (NDManager manager = owner.newSubManager()) {
      NDArray own = ids.reshape(shape);
      own.attach(manager);
      NDArray source = memory == null ? null : memory.reshape(memory.getShape());
      if (source != null) {
        source.attach(manager);
      }
      NDArray x = embedded(own, positions, store, training);
      int next = 0;
      for (int layer = 0; layer < size.layers(); layer++) {
        x = attentions.get(layer).forward(store, new NDList(x), training).singletonOrThrow();
        if (source != null) {
          NDList both = new NDList(x, source);
          x = crossings.get(layer).forward(store, both, training).singletonOrThrow();
        }
        if (size.hasFeedForward(layer)) {
          x = feedForwards.get(next++).forward(store, new NDList(x), training).singletonOrThrow();
        }
      }
      NDArray logits = logits(x, store, training);
      logits.attach(owner);
      return logits;
    }
  }

  private NDArray embedded(NDArray ids, Parameter places, ParameterStore store, boolean training) {
    NDManager manager = ids.getManager();
    Device device = ids.getDevice();
    NDArray table = store.getValue(tokens, device, training);
    NDArray token = row(ids, table);
    long[] numbers = LongStream.range(0, ids.getShape().get(1)).toArray();
    NDArray place = row(kept(manager.create(numbers)), store.getValue(places, device, training));
    double root = Math.sqrt(size.width());
    NDArray scale =
        table.getDataType() == DataType.FLOAT64
            ? manager.create(new double[] {root})
            : manager.create(new float[] {(float) root});
    NDArray x = token.add(place).mul(kept(scale));
    return ResidualLayer.dropped(x, dropout, training);
  }

  /**
   * A copy in the engine's memory, which a gradient that is recorded keeps: what is made of Java's
   * numbers lives in Java's memory, and is gone with the manager.
   */
  private static NDArray kept(NDArray made) {
    return made.duplicate();
  }

  private static NDArray row(NDArray ids, NDArray table) {
    return Embedding.embedding(ids, table, SparseFormat.DENSE).singletonOrThrow();
  }

  private NDArray logits(NDArray x, ParameterStore store, boolean training) {
    // The norm is a position's own affair: what has no output need not be normed.
    NDArray wanted = from == 0 ? x : x.get(new NDIndex(":, {}:", from));
    NDArray normed = norm.forward(store, new NDList(wanted), training).singletonOrThrow();
    NDArray read = isPooled ? normed.mean(new int[] {1}) : normed;
    if (output != null) {
      return output.forward(store, new NDList(read), training).singletonOrThrow();
    }
    Device device = x.getDevice();
    return Linear.linear(
            read,
            store.getValue(tokens, device, training),
            bias == null ? null : store.getValue(bias, device, training))
        .singletonOrThrow();
  }

  private Shape checked(Shape shape) {
    if (shape.dimension() != 2 || shape.get(1) > length || shape.get(1) <= from) {
      throw new IllegalArgumentException(
          "tokens are [batch, n] with n from %d to %d, not %s".formatted(from + 1, length, shape));
    }
    return shape;
  }

  @Override
  public Shape[] getOutputShapes(Shape[] inputShapes) {
    Shape shape = checked(inputShapes[inputShapes.length - 1]);
    return new Shape[] {
      isPooled
          ? new Shape(shape.get(0), outputs)
          : new Shape(shape.get(0), shape.get(1) - from, outputs)
    };
  }

  /** Gives back the native memory of the covers at once; the parameters stay. */
  @Override
  public void close() {
    patterns.forEach(SparseAttentionBlock::close);
  }
}
