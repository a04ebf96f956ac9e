package dev.heddle.bench;

import ai.djl.Device;
import ai.djl.ndarray.types.DataType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is raced, and how.
 *
 * @param patterns the patterns
 * @param lengths the lengths
 * @param modes what is timed
 * @param arrays what q, k and v are
 * @param effort how long it may take
 * @param python the Python that runs FlexAttention, or null for none
 */
public record BenchOptions(
    List<BenchPattern> patterns,
    List<Integer> lengths,
    List<BenchMode> modes,
    Arrays arrays,
    Effort effort,
    @Nullable String python) {

  /**
   * What q, k and v are.
   *
   * @param heads the number of heads
   * @param dim the width of a head
   * @param type FLOAT16, FLOAT32 or FLOAT64
   * @param device where they lie
   */
  public record Arrays(int heads, int dim, DataType type, Device device) {
    public Arrays {
      if (heads < 1 || dim < 1) {
        throw new IllegalArgumentException(heads + " heads of " + dim + " are no work");
      }
      if (!type.isFloating()) {
        throw new IllegalArgumentException("attention is not computed in " + type);
      }
    }
  }

  /**
   * How long it may take.
   *
   * @param repeats how often it is each runner's turn; medians are taken of all runs
   * @param denseUpTo the length up to which dense attention runs, and a cover that is hardly
   *     cheaper
   * @param trainUpTo the length up to which training steps are timed
   * @param threads how many threads the engine takes; 0 for as many as it likes
   */
  public record Effort(int repeats, int denseUpTo, int trainUpTo, int threads) {
    public Effort {
      if (repeats < 1 || threads < 0) {
        throw new IllegalArgumentException(
            repeats + " repeats on " + threads + " threads are no race");
      }
    }
  }

  private static final List<Integer> LENGTHS =
      List.of(1_024, 2_048, 4_096, 8_192, 9_216, 16_384, 32_768, 65_536, 131_072);

  public BenchOptions {
    patterns = List.copyOf(patterns);
    lengths = lengths.stream().sorted().distinct().toList();
    modes = modes.stream().sorted().distinct().toList();
    if (modes.contains(BenchMode.MODEL) && arrays.type() != DataType.FLOAT32) {
      throw new IllegalArgumentException("models learn in FLOAT32, not " + arrays.type());
    }
    if (lengths.stream().anyMatch(n -> n < 1)) {
      throw new IllegalArgumentException("a length is at least 1, not " + lengths.getFirst());
    }
  }

  /** The whole table, forward and training: some twenty minutes on two cores. */
  public static BenchOptions standard() {
    return new BenchOptions(
        BenchPattern.standard(),
        LENGTHS,
        List.of(BenchMode.FORWARD, BenchMode.TRAIN),
        new Arrays(8, 64, DataType.FLOAT32, Device.cpu()),
        new Effort(5, 16_384, 16_384, 0),
        null);
  }

  /**
   * The training step of a whole model of two layers, n = 1,024 and 2,048: some fifteen minutes on
   * two cores.
   */
  public static BenchOptions models() {
    return standard().modes(List.of(BenchMode.MODEL)).lengths(List.of(1_024, 2_048));
  }

  /** A table of short lengths: a minute or two. */
  public static BenchOptions quick() {
    return standard().lengths(List.of(1_024, 4_096)).effort(new Effort(3, 4_096, 1_024, 0));
  }

  /** The same for other patterns. */
  public BenchOptions patterns(List<BenchPattern> others) {
    return new BenchOptions(others, lengths, modes, arrays, effort, python);
  }

  /** The same for other patterns, given as {@link BenchPattern#of(String)} takes them. */
  public BenchOptions patterns(String... others) {
    return patterns(List.of(others).stream().map(BenchPattern::of).toList());
  }

  /** The same at other lengths. */
  public BenchOptions lengths(List<Integer> others) {
    return new BenchOptions(patterns, others, modes, arrays, effort, python);
  }

  /** The same in other modes. */
  public BenchOptions modes(List<BenchMode> others) {
    return new BenchOptions(patterns, lengths, others, arrays, effort, python);
  }

  /** The same for other arrays. */
  public BenchOptions arrays(Arrays others) {
    return new BenchOptions(patterns, lengths, modes, others, effort, python);
  }

  /** The same with another effort. */
  public BenchOptions effort(Effort other) {
    return new BenchOptions(patterns, lengths, modes, arrays, other, python);
  }

  /** The same, and FlexAttention by a Python that has torch and NumPy. */
  public BenchOptions peer(String newPython) {
    return new BenchOptions(patterns, lengths, modes, arrays, effort, newPython);
  }
}
