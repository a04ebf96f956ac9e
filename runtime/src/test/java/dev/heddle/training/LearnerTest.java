package dev.heddle.training;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.Device;
import dev.heddle.pattern.SparsityPattern;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LearnerTest {

  private static final int N = 8;

  private static TransformerNetwork network(double dropout) {
    return TransformerNetwork.builder(
            SparsityPattern.parse("layers(heads(window(3), random(3, seed: 1)), stride(4))"))
        .size(TransformerSize.of(2, 2, 8))
        .vocabulary(6)
        .length(N)
        .from(4)
        .dropout(dropout)
        .seed(2)
        .build();
  }

  private static Learner learner(double dropout, double clip) {
    LearningRule usual =
        LearningRule.of(new LearningRate(0.01, 5, 100, LearningRate.Decay.COSINE, 0.1));
    LearningRule rule =
        new LearningRule(
            usual.rate(), usual.beta1(), usual.beta2(), usual.epsilon(), usual.decay(), clip);
    return Learner.of(network(dropout), rule, 3, Device.cpu());
  }

  /** The last four tokens are to be the first four. */
  private static Examples examples(long step) {
    Random random = new Random(step);
    int[] tokens = new int[16 * N];
    int[] targets = new int[16 * 4];
    for (int example = 0; example < 16; example++) {
      for (int at = 0; at < 4; at++) {
        targets[4 * example + at] = random.nextInt(5);
        tokens[N * example + at] = targets[4 * example + at];
        tokens[N * example + 4 + at] = 5;
      }
    }
    return new Examples(16, N, tokens, targets);
  }

  @Test
  void itLearns() {
    try (Learner learner = learner(0, 1)) {
      double before = learner.evaluate(examples(1_000)).meanLoss();
      for (int step = 1; step <= 100; step++) {
        learner.step(examples(step));
      }
      Scores after = learner.evaluate(examples(1_000));
      assertTrue(after.meanLoss() < 0.5 * before, before + " → " + after.meanLoss());
      assertTrue(after.accuracy() > 0.7, after.toString());
      assertEquals(64, after.targets());
      assertEquals(Math.exp(after.meanLoss()), after.perplexity(), 1e-12);
    }
  }

  private static List<Learner.Step> run(Learner learner, int to) {
    List<Learner.Step> steps = new ArrayList<>();
    while (learner.steps() < to) {
      steps.add(learner.step(examples(learner.steps() + 1)));
    }
    return steps;
  }

  /** Stopped after a step, saved and taken up by another: the same numbers, bit for bit. */
  @Test
  void aTrainingThatIsTakenUpAgainComesToTheSame() {
    for (double dropout : new double[] {0, 0.2}) {
      List<Learner.Step> whole;
      List<SavedTensor> end;
      try (Learner learner = learner(dropout, 1)) {
        whole = run(learner, 12);
        end = learner.state();
      }
      for (int stop : new int[] {0, 1, 2, 6, 11}) {
        List<SavedTensor> saved;
        List<Learner.Step> steps = new ArrayList<>();
        try (Learner first = learner(dropout, 1)) {
          steps.addAll(run(first, stop));
          saved = first.state();
        }
        try (Learner second = learner(dropout, 1)) {
          // Whatever it did before.
          second.step(examples(77));
          second.restore(stop, saved);
          steps.addAll(run(second, 12));
          assertEquals(whole, steps, "stopped at " + stop + " with dropout " + dropout);
          List<SavedTensor> same = second.state();
          for (int at = 0; at < end.size(); at++) {
            assertEquals(end.get(at).name(), same.get(at).name());
            assertArrayEquals(end.get(at).values(), same.get(at).values(), end.get(at).name());
          }
        }
      }
    }
  }

  @Test
  void theStateOfAnotherNetworkIsRefused() {
    try (Learner learner = learner(0, 1)) {
      List<SavedTensor> state = learner.state();
      var e =
          assertThrows(
              IllegalArgumentException.class,
              () -> learner.restore(1, state.subList(1, state.size())));
      assertTrue(String.valueOf(e.getMessage()).contains("`tokens`"), e.getMessage());
      assertEquals(0, learner.steps());
    }
  }

  /** The norm that is reported is that of the gradients, and clipping divides by it. */
  @Test
  void gradientsAreClippedByTheirCommonNorm() {
    // Adam's first step does not depend on the size of gradients, but on ε against it.
    LearningRule coarse = new LearningRule(LearningRate.constant(1), 0, 0, 1, 0, 0);
    LearningRule clipped = new LearningRule(LearningRate.constant(1), 0, 0, 1, 0, 0.001);
    try (Learner free = Learner.of(network(0), coarse, 0, Device.cpu());
        Learner bound = Learner.of(network(0), clipped, 0, Device.cpu())) {
      float[] before = free.state().getFirst().values();
      double norm = free.step(examples(1)).gradientNorm();
      assertEquals(norm, bound.step(examples(1)).gradientNorm(), 0);
      assertTrue(norm > 0.01, "norm " + norm);
      float[] freely = free.state().getFirst().values();
      float[] bounded = bound.state().getFirst().values();
      double sum = 0;
      for (int at = 0; at < before.length; at++) {
        // With β = 0 and ε = 1, a step is g / (|g| + 1), from which g comes back.
        double one = freely[at] - before[at];
        double other = bounded[at] - before[at];
        double g = one / (1 - Math.abs(one));
        assertEquals(g * 0.001 / norm, other / (1 - Math.abs(other)), 1e-6);
        sum += other * other;
      }
      assertTrue(Math.sqrt(sum) < 0.001, "moved by " + Math.sqrt(sum));
    }
  }

  @Test
  void whatIsNoNumberIsRefusedByName() {
    try (Learner learner = learner(0, 1)) {
      run(learner, 3);
      List<SavedTensor> state = learner.state();
      for (SavedTensor tensor : state) {
        if (tensor.name().equals("attention1_result_weight")) {
          tensor.values()[5] = Float.NaN;
        }
      }
      learner.restore(3, state);
      NotFiniteException e =
          assertThrows(NotFiniteException.class, () -> learner.step(examples(4)));
      assertEquals(4, e.step());
      assertEquals("attention1_result_weight", e.tensor());
      assertEquals(3, learner.steps());
    }
  }

  /** Overflow in the gradient only: finite weights so large that their product is not. */
  @Test
  void aGradientThatIsNoNumberIsRefusedByName() {
    try (Learner learner = learner(0, 1)) {
      List<SavedTensor> state = learner.state();
      for (SavedTensor tensor : state) {
        if (tensor.name().equals("norm_gamma")) {
          Arrays.fill(tensor.values(), 1e-30f);
        }
        if (tensor.name().equals("output_weight")) {
          for (int at = 0; at < tensor.values().length; at++) {
            tensor.values()[at] *= 1e38f;
          }
        }
      }
      learner.restore(0, state);
      NotFiniteException e =
          assertThrows(NotFiniteException.class, () -> learner.step(examples(1)));
      assertTrue(
          e.tensor().startsWith("the gradient of ") || e.tensor().startsWith("the norm"),
          e.tensor());
      List<SavedTensor> after = learner.state();
      for (int at = 0; at < state.size(); at++) {
        assertArrayEquals(state.get(at).values(), after.get(at).values());
      }
    }
  }

  @Test
  void wrongTargetsAreRefused() {
    try (Learner learner = learner(0, 1)) {
      Examples right = examples(1);
      int[] wrong = right.targets().clone();
      wrong[3] = 6;
      assertThrows(
          IllegalArgumentException.class,
          () -> learner.step(new Examples(16, N, right.tokens(), wrong)));
      assertThrows(
          IllegalArgumentException.class,
          () -> learner.step(new Examples(16, N, right.tokens(), new int[16])));
      // The collector of gradients is free again.
      learner.step(right);
    }
  }

  /** Four digits backwards, and 5 to begin with. */
  private static Examples backwards(long step) {
    Random random = new Random(step);
    int[] source = random.ints(16 * 4, 0, 5).toArray();
    int[] tokens = new int[16 * 4];
    int[] targets = new int[16 * 4];
    for (int row = 0; row < 16; row++) {
      tokens[4 * row] = 5;
      for (int at = 0; at < 4; at++) {
        targets[4 * row + at] = source[4 * row + 3 - at];
        if (at < 3) {
          tokens[4 * row + at + 1] = targets[4 * row + at];
        }
      }
    }
    return new Examples(16, 4, tokens, targets, source);
  }

  private static Learner translator() {
    TransformerNetwork network =
        TransformerNetwork.builder(SparsityPattern.parse("window(5)"))
            .size(TransformerSize.of(1, 2, 16))
            .vocabulary(6)
            .length(4)
            .encoderDecoder(4)
            .seed(2)
            .build();
    LearningRule rule =
        LearningRule.of(new LearningRate(0.02, 5, 150, LearningRate.Decay.LINEAR, 0));
    return Learner.of(network, rule, 3, Device.cpu());
  }

  /**
   * The second way to the same: what is written is all right exactly where each word is, after the
   * right words before it. Before, while and after it learns.
   */
  @Test
  void greedyDecodingIsRightWhereEachWordIs() {
    try (Learner learner = translator()) {
      for (int step = 0; step <= 150; step++) {
        if (step % 30 == 0) {
          Examples tests = backwards(9_000 + step);
          Scores scores = learner.evaluate(tests);
          List<int[]> written = learner.greedy(16, tests.source(), 5, -1);
          int right = 0;
          for (int row = 0; row < 16; row++) {
            int[] wanted = Arrays.copyOfRange(tests.targets(), 4 * row, 4 * row + 4);
            right += Arrays.equals(wanted, written.get(row)) ? 1 : 0;
            // What follows the end is cut off, and the end too.
            int end = written.get(row)[2];
            int[] cut =
                learner
                    .greedy(1, Arrays.copyOfRange(tests.source(), 4 * row, 4 * row + 4), 5, end)
                    .getFirst();
            int first = 0;
            while (written.get(row)[first] != end) {
              first++;
            }
            assertArrayEquals(Arrays.copyOf(written.get(row), first), cut);
          }
          assertEquals(scores.wholes(), right, "after " + step + " steps");
          if (step == 150) {
            assertTrue(scores.wholes() > 12, scores.toString());
          }
        }
        learner.step(backwards(step));
      }
      assertThrows(IllegalArgumentException.class, () -> learner.step(examples(1)));
    }
    try (Learner other = learner(0, 1)) {
      assertThrows(IllegalArgumentException.class, () -> other.step(backwards(1)));
      assertThrows(IllegalArgumentException.class, () -> other.greedy(1, new int[4], 0, 1));
    }
  }

  /**
   * What a step holds in native memory goes with it: the arrays after each, and the process as
   * Linux counts it. What leaks grows with the steps, and caches, compiled code and the heap do so
   * at the beginning only; so the second half may grow by 8 MiB and half a kilobyte a step. Ten
   * thousand steps, by {@code -Dheddle.steps=10000}, tell a leak of two kilobytes a step.
   */
  @Test
  void nothingIsLeftOfAStep() throws IOException {
    try (Learner learner = learner(0.1, 1)) {
      run(learner, 2);
      learner.evaluate(examples(0));
      int held = learner.held();
      int steps = Integer.getInteger("heddle.steps", 100);
      long middle = 0;
      for (int step = 0; step < steps; step++) {
        learner.step(examples(step));
        if (step % 10 == 0) {
          learner.evaluate(examples(0));
        }
        assertEquals(held, learner.held(), "after step " + step);
        if (step == steps / 2) {
          middle = resident();
        }
      }
      long grown = resident() - middle;
      if (steps >= 10_000) {
        System.out.printf(
            "%,d bytes at step %,d, %,d more at %,d%n", middle, steps / 2, grown, steps);
      }
      assertTrue(
          steps < 10_000 || grown < (8L << 20) + 512L * (steps / 2),
          "grown by %d bytes of %d in %d steps".formatted(grown, middle, steps / 2));
    }
  }

  /** The bytes of this process in memory, Java's heap too; 0 where no Linux counts them. */
  private static long resident() throws IOException {
    Path status = Path.of("/proc/self/status");
    if (!Files.isReadable(status)) {
      return 0;
    }
    System.gc();
    return Files.readAllLines(status).stream()
        .filter(line -> line.startsWith("VmRSS:"))
        .mapToLong(line -> 1024 * Long.parseLong(line.replaceAll("\\D", "")))
        .findFirst()
        .orElse(0);
  }
}
