package dev.heddle.training;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;
import ai.djl.training.GradientCollector;
import ai.djl.training.ParameterStore;
import ai.djl.util.Pair;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.stream.LongStream;

/**
 * A network that learns. A step is a pure function of the state before it and of its examples, on
 * the same machine and with the same number of threads: whoever saves the state can stop anywhere
 * and go on to the same numbers.
 *
 * <p>In single precision, for one thread at a time; DJL has one collector of gradients for all
 * threads.
 */
public final class Learner implements AutoCloseable {

  private final TransformerNetwork network;
  private final LearningRule rule;
  private final long seed;
  private final NDManager manager;
  private final ParameterStore store;
  private final SequencedMap<String, NDArray> parameters = new LinkedHashMap<>();
  private final AdamW adam;
  private long steps;

  /**
   * What a step found.
   *
   * @param number of the step, from 1 on
   * @param loss the mean of −ln p over its targets, before the step
   * @param gradientNorm the Euclidean norm of all gradients together, before clipping
   * @param rate the rate of learning
   */
  public record Step(long number, double loss, double gradientNorm, double rate) {}

  private Learner(TransformerNetwork network, LearningRule rule, long seed, Device device) {
    this.network = network;
    this.rule = rule;
    this.seed = seed;
    this.manager = NDManager.newBaseManager(device);
    this.store = new ParameterStore(manager, false);
    if (!network.isInitialized()) {
      network.initialize(manager, DataType.FLOAT32);
    }
    for (Pair<String, Parameter> named : network.getParameters()) {
      NDArray array = named.getValue().getArray();
      if (array.getDataType() != DataType.FLOAT32) {
        throw new IllegalArgumentException("networks learn in FLOAT32, not " + array.getDataType());
      }
      array.setRequiresGradient(true);
      // DJL puts two digits before the name of each child.
      parameters.put(named.getKey().replaceAll("(^|_)\\d\\d(?=\\D)", "$1"), array);
    }
    this.adam = new AdamW(rule.adam(), parameters, manager);
  }

  /**
   * A network that has learned nothing yet.
   *
   * @param seed what dropout is drawn from
   * @throws IllegalArgumentException if the network has been initialised in another precision
   */
  public static Learner of(
      TransformerNetwork network, LearningRule rule, long seed, Device device) {
    return new Learner(network, rule, seed, device);
  }

  /** How many steps were made. */
  public long steps() {
    return steps;
  }

  /** The number of parameters. */
  public long parameters() {
    return parameters.values().stream().mapToLong(NDArray::size).sum();
  }

  /**
   * Learns from examples.
   *
   * @throws NotFiniteException if the loss or a gradient is not finite; nothing is changed then
   * @throws IllegalArgumentException if a token or target is not one of the network's
   */
  public Step step(Examples examples) {
    long number = steps + 1;
    double rate = rule.rate().at(number);
    if (network.isRandom()) {
      Engine.getInstance().setRandomSeed((int) Seeds.of(seed, number));
    }
    try (NDManager own = manager.newSubManager()) {
      double loss = backward(examples, own);
      try (Recording _ = Recording.off()) {
        Map<String, NDArray> gradients = gradients(own);
        if (!Double.isFinite(loss)) {
          throw new NotFiniteException(number, culprit(parameters, "", "the loss"));
        }
        double norm = norm(gradients);
        if (!Double.isFinite(norm)) {
          String sum = "the norm of all gradients";
          throw new NotFiniteException(number, culprit(gradients, "the gradient of ", sum));
        }
        double share = rule.clip() > 0 && norm > rule.clip() ? rule.clip() / norm : 1;
        gradients.forEach(
            (name, gradient) -> {
              if (share < 1) {
                gradient.muli(share);
              }
              adam.move(name, parameter(name), gradient, rate, number);
            });
        steps = number;
        return new Step(number, loss, norm, rate);
      } finally {
        parameters.values().forEach(array -> JniUtils.zeroGrad((PtNDArray) array));
      }
    }
  }

  private NDArray parameter(String name) {
    NDArray array = parameters.get(name);
    if (array == null) {
      throw new IllegalArgumentException("there is no parameter " + name);
    }
    return array;
  }

  private double backward(Examples examples, NDManager own) {
    try (GradientCollector collector = Engine.getInstance().newGradientCollector()) {
      NDArray logits = logits(examples, own, true);
      NDArray loss = loss(examples, logits);
      double value = loss.getFloat();
      collector.backward(loss);
      return value;
    }
  }

  private Map<String, NDArray> gradients(NDManager own) {
    Map<String, NDArray> gradients = new LinkedHashMap<>();
    parameters.forEach(
        (name, array) -> {
          NDArray gradient = array.getGradient();
          // It would else stay with the parameter's manager, one more at each step.
          gradient.attach(own);
          gradients.put(name, gradient);
        });
    return gradients;
  }

  private static double norm(Map<String, NDArray> gradients) {
    NDList squares = new NDList();
    gradients.values().forEach(gradient -> squares.add(gradient.square().sum()));
    return Math.sqrt(NDArrays.stack(squares).sum().getFloat());
  }

  /** The first tensor with a number in it that is none. */
  private static String culprit(Map<String, NDArray> tensors, String what, String otherwise) {
    for (Map.Entry<String, NDArray> named : tensors.entrySet()) {
      try (NDArray sum = named.getValue().abs().sum()) {
        if (!Float.isFinite(sum.getFloat())) {
          return what + named.getKey();
        }
      }
    }
    return otherwise;
  }

  // ---- forward

  /** [count, outputs of each, classes] */
  private NDArray logits(Examples examples, NDManager own, boolean training) {
    NDList inputs = new NDList();
    if (network.hasSource() != examples.source().length > 0) {
      throw new IllegalArgumentException(
          network.hasSource()
              ? "the network reads sources, and the examples have none"
              : "the examples have sources, and the network reads none");
    }
    if (network.hasSource()) {
      inputs.add(array(examples.source(), examples.count(), own));
    }
    inputs.add(array(examples.tokens(), examples.count(), own));
    NDArray logits = network.forward(store, inputs, training).singletonOrThrow();
    long each = network.isPooled() ? 1 : logits.getShape().get(1);
    if (each != examples.outputs()) {
      throw new IllegalArgumentException(
          "there are %d outputs and %d targets of each example"
              .formatted(each, examples.outputs()));
    }
    return logits.reshape(examples.count(), each, network.outputs());
  }

  /** Tokens as INT64 [count, of each]. */
  private static NDArray array(int[] tokens, int count, NDManager own) {
    long[] ids = Arrays.stream(tokens).asLongStream().toArray();
    return own.create(ids, new Shape(count, ids.length / count));
  }

  /** The mean of −ln p over the targets. */
  private NDArray loss(Examples examples, NDArray logits) {
    float share = -1f / Math.max(1, wanted(examples));
    float[] shares = new float[examples.targets().length];
    for (int at = 0; at < shares.length; at++) {
      shares[at] = examples.targets()[at] == Examples.IGNORED ? 0 : share;
    }
    // An array of the step's, and no number: DJL gives a number's memory back before the gradient
    // that is multiplied with it is computed.
    NDArray weights =
        logits.getManager().create(shares, new Shape(examples.count(), examples.outputs(), 1));
    return picked(examples, logits).mul(weights).sum();
  }

  private static long wanted(Examples examples) {
    return Arrays.stream(examples.targets()).filter(target -> target != Examples.IGNORED).count();
  }

  /** ln p of each target, and something of those that are ignored: [count, outputs of each, 1]. */
  private NDArray picked(Examples examples, NDArray logits) {
    int[] targets = examples.targets();
    for (int target : targets) {
      if (target != Examples.IGNORED && (target < 0 || target >= network.outputs())) {
        throw new IllegalArgumentException(
            "the target %d is none of the %d outputs".formatted(target, network.outputs()));
      }
    }
    Shape shape = new Shape(examples.count(), examples.outputs(), 1);
    long[] safe = Arrays.stream(targets).mapToLong(target -> Math.max(target, 0)).toArray();
    return logits.logSoftmax(-1).gather(logits.getManager().create(safe, shape), 2);
  }

  /** What the network makes of examples now, without learning from them. */
  public Scores evaluate(Examples examples) {
    try (NDManager own = manager.newSubManager();
        Recording _ = Recording.off()) {
      NDArray logits = logits(examples, own, false);
      double loss = loss(examples, logits).getFloat() * (double) wanted(examples);
      long[] best = logits.argMax(2).toLongArray();
      long correct = 0;
      long wholes = 0;
      int each = examples.outputs();
      for (int example = 0; example < examples.count(); example++) {
        boolean isWhole = true;
        for (int at = example * each; at < (example + 1) * each; at++) {
          int target = examples.targets()[at];
          if (target != Examples.IGNORED && best[at] == target) {
            correct++;
          } else if (target != Examples.IGNORED) {
            isWhole = false;
          }
        }
        wholes += isWhole ? 1 : 0;
      }
      return new Scores(wanted(examples), loss, correct, examples.count(), wholes);
    }
  }

  /**
   * What the decoder writes for each source: token by token the most probable one after those
   * before it (greedy decoding). It runs at the network's whole length each time, since a pattern
   * at another length is another pattern; what stands ahead does not matter to a decoder.
   *
   * @param count how many sources
   * @param source [count, length of each], flattened
   * @param begin the token that the target begins with, which is not written again
   * @param end the token with which a target ends, which is left out; −1 for none
   * @return for each source at most {@link TransformerNetwork#length} tokens
   * @throws IllegalArgumentException if the network reads no source, or its outputs are no tokens
   */
  public List<int[]> greedy(int count, int[] source, int begin, int end) {
    if (!network.hasSource() || network.outputs() != network.vocabulary()) {
      throw new IllegalArgumentException(
          "only an encoder-decoder whose outputs are its tokens writes");
    }
    int most = network.length();
    int[] ids = new int[count * most];
    int[] lengths = new int[count];
    Arrays.fill(lengths, -1);
    int writing = count;
    try (NDManager own = manager.newSubManager();
        Recording _ = Recording.off()) {
      NDArray memory = network.memory(array(source, count, own), store, false);
      for (int row = 0; row < count; row++) {
        ids[row * most] = begin;
      }
      int[] last = new int[count];
      for (int at = 0; at < most && writing > 0; at++) {
        long[] best = best(ids, at, count, memory);
        for (int row = 0; row < count; row++) {
          if (lengths[row] < 0 && best[row] == end) {
            lengths[row] = at;
            writing--;
          }
          if (at + 1 < most) {
            ids[row * most + at + 1] = (int) best[row];
          } else {
            last[row] = (int) best[row];
          }
        }
      }
      List<int[]> written = new ArrayList<>();
      for (int row = 0; row < count; row++) {
        int[] all = Arrays.copyOfRange(ids, row * most + 1, (row + 1) * most + 1);
        all[most - 1] = last[row];
        written.add(lengths[row] < 0 ? all : Arrays.copyOf(all, lengths[row]));
      }
      return written;
    }
  }

  /** The most probable token after a position, of each row. */
  private long[] best(int[] ids, int at, int count, NDArray memory) {
    try (NDManager own = manager.newSubManager()) {
      NDArray logits = network.logits(array(ids, count, own), memory, store, false);
      return logits.get(new NDIndex(":, {}", at)).argMax(1).toLongArray();
    }
  }

  // ---- the state

  /** All that a training goes on from, but the number of {@link #steps}. */
  public List<SavedTensor> state() {
    List<SavedTensor> state = new ArrayList<>();
    parameters.forEach((name, array) -> state.add(saved(name, array)));
    adam.moments()
        .forEach(
            (name, own) -> {
              state.add(saved("mean." + name, own.mean()));
              state.add(saved("square." + name, own.square()));
            });
    return state;
  }

  private static SavedTensor saved(String name, NDArray array) {
    List<Integer> shape =
        LongStream.of(array.getShape().getShape()).mapToObj(Math::toIntExact).toList();
    return new SavedTensor(name, shape, array.toFloatArray());
  }

  /**
   * Goes back, or forth, to a state.
   *
   * @param step how many steps had been made
   * @throws IllegalArgumentException if it is the state of another network; nothing is changed then
   */
  public void restore(long step, List<SavedTensor> state) {
    Map<String, SavedTensor> byName = new HashMap<>();
    state.forEach(tensor -> byName.put(tensor.name(), tensor));
    for (SavedTensor own : state()) {
      SavedTensor saved = byName.get(own.name());
      if (saved == null || !saved.shape().equals(own.shape())) {
        throw new IllegalArgumentException(
            "the state is another network's: `%s` is %s in it, and here %s"
                .formatted(
                    own.name(), saved == null ? "not" : saved.shape().toString(), own.shape()));
      }
    }
    parameters.forEach((name, array) -> set(array, byName, name));
    adam.moments()
        .forEach(
            (name, own) -> {
              set(own.mean(), byName, "mean." + name);
              set(own.square(), byName, "square." + name);
            });
    steps = step;
  }

  private static void set(NDArray array, Map<String, SavedTensor> byName, String name) {
    SavedTensor saved = byName.get(name);
    if (saved != null) {
      array.set(saved.values());
    }
  }

  /** How many arrays are held: the same after each step. */
  int held() {
    return manager.getManagedArrays().size();
  }

  /** Gives back all native memory, the parameters too. */
  @Override
  public void close() {
    network.close();
    manager.close();
  }
}
