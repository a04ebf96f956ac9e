package dev.heddle.training;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import ai.djl.training.GradientCollector;
import ai.djl.training.ParameterStore;
import ai.djl.util.Pair;
import dev.heddle.pattern.SparsityPattern;
import dev.heddle.runtime.ProbabilityMap;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;

class TransformerNetworkTest {

  private static final int N = 7;
  private static final int SOURCE = 5;
  private static final int VOCABULARY = 5;
  private static final String SCHEDULE =
      "layers(heads(window(3), stride(3)), heads(self + keys({0})), full)";

  private static final TransformerSize SIZE =
      new TransformerSize(4, 2, 6, 2, 8, TransformerSize.FeedForwards.EACH_LAYER);

  private static String name(Pair<String, Parameter> named) {
    return named.getKey().replaceAll("(^|_)\\d\\d(?=\\D)", "$1");
  }

  private static int[] random(int count, int below, long seed) {
    return new Random(seed).ints(count, 0, below).toArray();
  }

  /** In double precision, with biases and norms that are not trivial. */
  private static void start(TransformerNetwork network, NDManager manager) {
    network.initialize(manager, DataType.FLOAT64);
    Random random = new Random(3);
    for (Pair<String, Parameter> named : network.getParameters()) {
      NDArray array = named.getValue().getArray();
      double[] values = array.toDoubleArray();
      for (int at = 0; at < values.length; at++) {
        values[at] += 0.1 * random.nextGaussian();
      }
      array.set(values);
      array.setRequiresGradient(true);
    }
  }

  private static Map<String, double[]> weights(TransformerNetwork network) {
    Map<String, double[]> weights = new LinkedHashMap<>();
    for (Pair<String, Parameter> named : network.getParameters()) {
      weights.put(name(named), named.getValue().getArray().toDoubleArray());
    }
    return weights;
  }

  private static PlainTransformer.Allowed allowed(SparsityPattern schedule, int n) {
    return (layer, head, i, j) -> schedule.entry(layer, head).at(n).contains(i, j);
  }

  /** Output and all gradients, against plain loops and differences of these. */
  private static void compare(
      TransformerNetwork network, PlainTransformer.Allowed allowed, boolean isTied) {
    compare(network, allowed, isTied, PlainTransformer::relu);
  }

  private static void compare(
      TransformerNetwork network,
      PlainTransformer.Allowed allowed,
      boolean isTied,
      DoubleUnaryOperator activation) {
    try (NDManager manager = NDManager.newBaseManager()) {
      start(network, manager);
      PlainTransformer plain =
          new PlainTransformer(
              weights(network),
              network.size(),
              VOCABULARY,
              network.outputs(),
              network.from(),
              network.isPooled(),
              isTied,
              allowed,
              activation);
      int each = network.isPooled() ? 1 : N - network.from();
      Examples examples =
          new Examples(
              2,
              N,
              random(2 * N, VOCABULARY, 5),
              random(2 * each, network.outputs(), 6),
              random(network.hasSource() ? 2 * SOURCE : 0, VOCABULARY, 7));
      examples.targets()[0] = Examples.IGNORED;
      NDList inputs = new NDList();
      if (network.hasSource()) {
        inputs.add(array(examples.source(), manager));
      }
      inputs.add(array(examples.tokens(), manager));
      ParameterStore store = new ParameterStore(manager, false);
      try (GradientCollector collector = Engine.getInstance().newGradientCollector()) {
        NDArray logits = network.forward(store, inputs, true).singletonOrThrow();
        double[] out = logits.toDoubleArray();
        for (int example = 0; example < 2; example++) {
          int length = examples.source().length / 2;
          double[][] expected =
              plain.logits(
                  Arrays.copyOfRange(examples.source(), example * length, (example + 1) * length),
                  Arrays.copyOfRange(examples.tokens(), example * N, (example + 1) * N));
          int size = expected.length * network.outputs();
          assertArrayEquals(
              Arrays.stream(expected).flatMapToDouble(Arrays::stream).toArray(),
              Arrays.copyOfRange(out, example * size, (example + 1) * size),
              1e-10);
        }
        NDArray flat = logits.reshape(2L * each, network.outputs()).logSoftmax(-1);
        long[] rows =
            java.util.stream.LongStream.range(0, 2L * each)
                .map(at -> Math.max(examples.targets()[(int) at], 0))
                .toArray();
        double[] counted = new double[2 * each];
        int wanted = 2 * each - 1;
        Arrays.setAll(counted, at -> examples.targets()[at] < 0 ? 0 : -1.0 / wanted);
        NDArray picked = flat.gather(manager.create(rows, new Shape(2L * each, 1)), 1);
        NDArray loss = picked.mul(manager.create(counted, new Shape(2L * each, 1))).sum();
        assertEquals(plain.loss(examples), loss.getDouble(), 1e-10);
        collector.backward(loss);
      }
      // Small, so that no ReLU changes its side.
      double step = 1e-6;
      for (Pair<String, Parameter> named : network.getParameters()) {
        double[] gradient = named.getValue().getArray().getGradient().toDoubleArray();
        double[] weight = requireNonNull(plain.weights.get(name(named)));
        for (int at = 0; at < weight.length; at += Math.max(1, weight.length / 25)) {
          double before = weight[at];
          weight[at] = before + step;
          double above = plain.loss(examples);
          weight[at] = before - step;
          double below = plain.loss(examples);
          weight[at] = before;
          assertEquals((above - below) / (2 * step), gradient[at], 2e-8, name(named) + " at " + at);
        }
      }
    }
    network.close();
  }

  /** Of two examples. */
  private static NDArray array(int[] tokens, NDManager manager) {
    return manager.create(
        Arrays.stream(tokens).asLongStream().toArray(), new Shape(2, tokens.length / 2));
  }

  private static TransformerNetwork.Builder small(SparsityPattern schedule) {
    return TransformerNetwork.builder(schedule).vocabulary(VOCABULARY).length(N).size(SIZE).seed(1);
  }

  /** Four layers over a schedule of three: the fourth is the first again. */
  @Test
  void anEncoderIsWhatPlainLoopsSay() {
    SparsityPattern schedule = SparsityPattern.parse(SCHEDULE);
    compare(small(schedule).build(), allowed(schedule, N), false);
  }

  @Test
  void aDecoderLooksBackOnly() {
    SparsityPattern schedule = SparsityPattern.parse(SCHEDULE);
    compare(
        small(schedule).decoder().build(),
        (layer, head, i, j) -> j <= i && schedule.entry(layer, head).at(N).contains(i, j),
        false);
  }

  /** Forward, and all gradients: those of the encoder come by way of the cross-attention. */
  @Test
  void anEncoderDecoderIsWhatPlainLoopsSay() {
    SparsityPattern schedule = SparsityPattern.parse("layers(heads(window(3), stride(2)), full)");
    TransformerSize size =
        new TransformerSize(2, 2, 6, 2, 8, TransformerSize.FeedForwards.EACH_LAYER);
    for (boolean isTied : new boolean[] {false, true}) {
      TransformerNetwork.Builder builder = small(schedule).size(size).encoderDecoder(SOURCE);
      // Patterns of which the five positions of the source have the same as the seven.
      PlainTransformer.Allowed allowed =
          (layer, head, i, j) -> schedule.entry(layer, head).at(N).contains(i, j);
      compare((isTied ? builder.tied() : builder).build(), allowed, isTied);
    }
  }

  @Test
  void aSourceIsAskedFor() {
    TransformerNetwork.Builder builder = small(SparsityPattern.parse("full"));
    assertThrows(IllegalArgumentException.class, () -> builder.encoderDecoder(0).build());
    assertThrows(
        IllegalArgumentException.class, () -> builder.encoderDecoder(SOURCE).pooled().build());
    try (NDManager manager = NDManager.newBaseManager();
        TransformerNetwork network =
            small(SparsityPattern.parse("full")).encoderDecoder(SOURCE).build()) {
      network.initialize(manager, DataType.FLOAT32);
      ParameterStore store = new ParameterStore(manager, false);
      NDArray tokens = array(new int[2 * N], manager);
      assertThrows(
          IllegalArgumentException.class, () -> network.forward(store, new NDList(tokens), false));
      NDArray tooLong = array(new int[2 * SOURCE + 2], manager);
      assertThrows(
          IllegalArgumentException.class,
          () -> network.forward(store, new NDList(tooLong, tokens), false));
      assertEquals(
          new Shape(2, N, VOCABULARY),
          network
              .forward(store, new NDList(array(new int[2], manager), tokens), false)
              .singletonOrThrow()
              .getShape());
    }
  }

  @Test
  void aTiedOutputHasTheTableOfTokens() {
    SparsityPattern schedule = SparsityPattern.parse("window(3)");
    compare(small(schedule).tied().build(), allowed(schedule, N), true);
  }

  @Test
  void feedForwardLayersByGelu() {
    SparsityPattern schedule = SparsityPattern.parse("heads(window(3), stride(3))");
    compare(small(schedule).gelu().build(), allowed(schedule, N), false, PlainTransformer::gelu);
    // As tables have it: Φ(1) = 0.8413447460685429, Φ(−2) = 0.0227501319481792.
    assertEquals(0.8413447460685429, PlainTransformer.gelu(1), 1e-11);
    assertEquals(-2 * 0.0227501319481792, PlainTransformer.gelu(-2), 1e-11);
  }

  @Test
  void someOutputsAndOneForAll() {
    SparsityPattern schedule = SparsityPattern.parse("window(3) + global(1)");
    compare(small(schedule).from(4).outputs(3).build(), allowed(schedule, N), false);
    compare(small(schedule).pooled().outputs(3).build(), allowed(schedule, N), false);
  }

  @Test
  void oneFeedForwardLayerAfterAllAttention() {
    SparsityPattern schedule = SparsityPattern.parse("heads(window(3), full)");
    TransformerSize size =
        new TransformerSize(3, 2, 6, 3, 8, TransformerSize.FeedForwards.LAST_LAYER);
    compare(small(schedule).size(size).build(), allowed(schedule, N), false);
  }

  /** What no position may attend to adds only the bias of the way back. */
  @Test
  void rowsWithoutKeysAreAllowed() {
    SparsityPattern schedule = SparsityPattern.parse("window(3) - queries({2})");
    compare(small(schedule).build(), allowed(schedule, N), false);
  }

  private static void count(TransformerNetwork.Builder builder) {
    try (NDManager manager = NDManager.newBaseManager();
        TransformerNetwork network = builder.build()) {
      network.initialize(manager, DataType.FLOAT32);
      long counted = 0;
      for (Pair<String, Parameter> named : network.getParameters()) {
        counted += named.getValue().getArray().size();
      }
      assertEquals(counted, network.parameters());
    }
  }

  @Test
  void theCountIsTheFormula() {
    SparsityPattern pattern = SparsityPattern.parse("window(3)");
    for (TransformerSize.FeedForwards where : TransformerSize.FeedForwards.values()) {
      for (boolean isTied : new boolean[] {false, true}) {
        TransformerSize size = new TransformerSize(3, 2, 6, 5, 8, where);
        TransformerNetwork.Builder builder = small(pattern).size(size);
        if (isTied) {
          builder.tied();
        }
        count(builder);
        count(builder.encoderDecoder(3));
      }
    }
    // By hand: the network of the copying experiment, n = 256, 129 tokens, four attention layers.
    TransformerSize paper =
        new TransformerSize(4, 4, 256, 64, 512, TransformerSize.FeedForwards.LAST_LAYER);
    long attention = 512 + 3 * 256 * 257 + 256 * 257;
    long forward = 512 + 512 * 257 + 256 * 513;
    long all = (129 + 256) * 256 + 4 * attention + forward + 512 + 128 * 257;
    assertEquals(
        all,
        TransformerNetwork.builder(pattern)
            .size(paper)
            .vocabulary(129)
            .outputs(128)
            .length(256)
            .build()
            .parameters());
  }

  @Test
  void aSeedIsANetwork() {
    SparsityPattern pattern = SparsityPattern.parse("window(3)");
    try (NDManager manager = NDManager.newBaseManager()) {
      TransformerNetwork first = small(pattern).seed(7).build();
      TransformerNetwork same = small(pattern).seed(7).build();
      TransformerNetwork other = small(pattern).seed(8).build();
      first.initialize(manager, DataType.FLOAT32);
      // Whatever the engine has drawn meanwhile.
      manager.randomNormal(new Shape(10));
      same.initialize(manager, DataType.FLOAT32);
      other.initialize(manager, DataType.FLOAT32);
      for (Pair<String, Parameter> named : first.getParameters()) {
        float[] own = named.getValue().getArray().toFloatArray();
        assertArrayEquals(own, same.getParameters().get(named.getKey()).getArray().toFloatArray());
        boolean isDrawn = named.getValue().getType() == Parameter.Type.WEIGHT;
        assertEquals(
            !isDrawn,
            Arrays.equals(own, other.getParameters().get(named.getKey()).getArray().toFloatArray()),
            named.getKey());
      }
      // Pinned: java.util.Random's sequence is specified, so that this holds anywhere.
      assertEquals(PINNED, first.getParameters().get("tokens").getArray().toFloatArray()[0]);
    }
  }

  private static final float PINNED = 0.069661535f;

  @Test
  void otherMapsDiffer() {
    SparsityPattern pattern = SparsityPattern.parse("window(5)");
    try (NDManager manager = NDManager.newBaseManager();
        TransformerNetwork soft = small(pattern).build();
        TransformerNetwork sparse = small(pattern).map(ProbabilityMap.sparsemax()).build()) {
      soft.initialize(manager, DataType.FLOAT32);
      sparse.initialize(manager, DataType.FLOAT32);
      NDArray tokens = manager.create(new long[N], new Shape(1, N));
      ParameterStore store = new ParameterStore(manager, false);
      assertFalse(
          soft.forward(store, new NDList(tokens), false)
              .singletonOrThrow()
              .allClose(
                  sparse.forward(store, new NDList(tokens), false).singletonOrThrow(),
                  1e-4,
                  1e-4,
                  false));
    }
  }

  @Test
  void whatDoesNotFitIsRefused() {
    SparsityPattern pattern = SparsityPattern.parse("window(3)");
    assertThrows(IllegalArgumentException.class, () -> small(pattern).from(N).build());
    assertThrows(IllegalArgumentException.class, () -> small(pattern).tied().outputs(3).build());
    assertThrows(IllegalArgumentException.class, () -> small(pattern).pooled().from(1).build());
    assertThrows(IllegalArgumentException.class, () -> TransformerSize.of(0, 4, 64));
    assertThrows(IllegalArgumentException.class, () -> TransformerSize.of(1, 4, 63));
    try (NDManager manager = NDManager.newBaseManager();
        TransformerNetwork network = small(pattern).build()) {
      network.initialize(manager, DataType.FLOAT32);
      NDArray tooLong = manager.create(new long[N + 1], new Shape(1, N + 1));
      assertThrows(
          IllegalArgumentException.class,
          () -> network.forward(new ParameterStore(manager, false), new NDList(tooLong), false));
    }
  }
}
