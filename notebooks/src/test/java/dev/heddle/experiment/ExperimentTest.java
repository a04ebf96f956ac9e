package dev.heddle.experiment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.heddle.training.NotFiniteException;
import dev.heddle.training.TransformerSize;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExperimentTest {

  private static final int STEPS = 24;

  /**
   * At the ends, and just before, at and after a line of metrics (each third step) and a test (each
   * eighth), which also writes a checkpoint.
   */
  private static final int[] STOPS = {1, 2, 3, 4, 7, 8, 9, 15, 16, 17, 23};

  @TempDir private Path folder;

  private static Experiment small(long seed) {
    TrainingSettings settings =
        new TrainingSettings(
            TransformerSize.of(2, 2, 8),
            false,
            0.1,
            "softmax",
            4,
            STEPS,
            4,
            0.01,
            dev.heddle.training.LearningRate.Decay.COSINE,
            0.01,
            1,
            3,
            8);
    return Experiment.of(
        "layers(heads(window(3), stride(4)), full)",
        TaskChoice.copying(8, 5, 40, 20),
        settings,
        seed);
  }

  private static List<MetricsLine> timeless(List<MetricsLine> lines) {
    return lines.stream().map(MetricsLine::timeless).toList();
  }

  private static RunListener stopAfter(int step) {
    return state -> {
      if (state.step() == step) {
        Thread.currentThread().interrupt();
      }
    };
  }

  @Test
  void aTrainingLeavesWhatItDid() throws Exception {
    Path own = folder.resolve("a/b");
    RunResult result = small(0).run(own, RunListener.NONE);
    assertEquals(
        List.of(3L, 6L, 8L, 9L, 12L, 15L, 16L, 18L, 21L, 24L),
        result.lines().stream().map(MetricsLine::step).toList());
    assertEquals(
        result.lines().stream().map(MetricsLine::step).filter(step -> step % 8 == 0).toList(),
        result.lines().stream()
            .filter(line -> line.testLoss() != null)
            .map(MetricsLine::step)
            .toList());
    assertEquals(1 + result.lines().size(), Files.readAllLines(own.resolve("metrics.csv")).size());
    List<String> lines = Files.readAllLines(own.resolve("metrics.jsonl"));
    assertEquals(result.lines().size(), lines.size());
    assertTrue(lines.getLast().startsWith("{\"step\":24,\"loss\":"), lines.getLast());
    assertEquals(small(0), new RunFolder(own).experiment());
    assertEquals(result, new RunFolder(own).result().orElseThrow());
    // 2 · (22 + 16) edges of windows and strides, and twice 64.
    assertEquals(1 - (22 + 16 + 128) / 256.0, result.sparsity(), 1e-12);
    // Done is done.
    RunListener never = state -> assertFalse(true, state.words());
    assertEquals(result, small(0).run(own, never));
    IOException e = assertThrows(IOException.class, () -> small(1).run(own, RunListener.NONE));
    assertTrue(String.valueOf(e.getMessage()).contains("another experiment"), e.getMessage());
  }

  /** Interrupted after a step, and taken up: the same lines, but for the time. */
  @Test
  void anInterruptionLeavesACheckpoint() throws Exception {
    RunResult whole = small(0).run(folder.resolve("whole"), RunListener.NONE);
    for (int stop : STOPS) {
      Path own = folder.resolve("stopped" + stop);
      int at = stop;
      InterruptedException e =
          assertThrows(InterruptedException.class, () -> small(0).run(own, stopAfter(at)));
      assertTrue(String.valueOf(e.getMessage()).contains("step " + at + " of 24"), e.getMessage());
      assertFalse(Thread.currentThread().isInterrupted());
      RunResult result = small(0).run(own, RunListener.NONE);
      assertEquals(timeless(whole.lines()), timeless(result.lines()), "stopped after " + stop);
      assertEquals(whole.testLoss(), result.testLoss(), 0);
    }
    assertNotEquals(
        timeless(whole.lines()),
        timeless(small(1).run(folder.resolve("other"), RunListener.NONE).lines()));
  }

  /**
   * As after a kill: whatever files there are at any moment, from the checkpoint before, with lines
   * that are later than it, and half a line.
   */
  @Test
  void aKillAtAnyMomentLosesOnlyTime() throws Exception {
    RunResult whole = small(0).run(folder.resolve("whole"), RunListener.NONE);
    for (int kill : IntStream.concat(IntStream.of(STOPS), IntStream.of(STEPS)).toArray()) {
      Path own = folder.resolve("run" + kill);
      Path left = folder.resolve("left" + kill);
      Files.createDirectories(left);
      int at = kill;
      RunListener copies =
          state -> {
            if (state.step() == at) {
              copy(own, left);
              Thread.currentThread().interrupt();
            }
          };
      if (kill < STEPS) {
        assertThrows(InterruptedException.class, () -> small(0).run(own, copies));
      } else {
        small(0).run(own, copies);
        Thread.interrupted();
      }
      if (kill % 2 == 0) {
        Files.writeString(
            left.resolve("metrics.jsonl"),
            "{\"step\":1,\"lo",
            StandardOpenOption.CREATE,
            StandardOpenOption.APPEND);
      }
      RunResult result = small(0).run(left, RunListener.NONE);
      assertEquals(timeless(whole.lines()), timeless(result.lines()), "killed after " + kill);
    }
  }

  /** From another thread, in the middle of a step, of a test or of a file that is written. */
  @Test
  void anInterruptionMayComeAtAnyMoment() throws Exception {
    TrainingSettings usual = small(0).settings();
    TrainingSettings writing =
        new TrainingSettings(
            usual.size(), false, 0.1, "softmax", 4, STEPS, 4, 0.01, usual.decay(), 0.01, 1, 1, 1);
    Experiment experiment = Experiment.of("window(3)", small(0).task(), writing, 0);
    RunResult whole = experiment.run(folder.resolve("whole"), RunListener.NONE);
    Path own = folder.resolve("own");
    Thread trained = Thread.currentThread();
    RunResult result = null;
    for (int delay = 1; result == null; delay += 3) {
      int millis = delay;
      Thread other =
          Thread.ofVirtual()
              .start(
                  () -> {
                    LockSupport.parkNanos(millis * 1_000_000L);
                    trained.interrupt();
                  });
      try {
        result = experiment.run(own, RunListener.NONE);
      } catch (InterruptedException e) {
        assertTrue(String.valueOf(e.getMessage()).contains("interrupted after step"), e.toString());
      } finally {
        while (other.isAlive()) {
          Thread.onSpinWait();
        }
        Thread.interrupted();
      }
    }
    assertEquals(timeless(whole.lines()), timeless(result.lines()));
  }

  private static void copy(Path from, Path to) {
    try (var files = Files.list(from)) {
      for (Path file : files.toList()) {
        Files.copy(file, to.resolve(String.valueOf(file.getFileName())));
      }
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  @Test
  void theCheckpointOfAnotherNetworkIsRefused() throws Exception {
    Path own = folder.resolve("run");
    assertThrows(InterruptedException.class, () -> small(0).run(own, stopAfter(5)));
    Experiment wider =
        new Experiment(
            "wider",
            "full",
            small(0).task(),
            small(0).settings().size(TransformerSize.of(2, 2, 12)),
            0);
    Path other = folder.resolve("other");
    Files.createDirectories(other);
    Files.copy(own.resolve("checkpoint.safetensors"), other.resolve("checkpoint.safetensors"));
    IOException e = assertThrows(IOException.class, () -> wider.run(other, RunListener.NONE));
    assertTrue(String.valueOf(e.getMessage()).contains("does not fit"), e.getMessage());
  }

  @Test
  void whatIsNoNumberStopsTheTraining() {
    // Without clipping, and at such a rate, weights overflow soon.
    TrainingSettings usual = small(0).settings();
    TrainingSettings wild =
        new TrainingSettings(
            usual.size(), false, 0, "softmax", 4, 500, 0, 1e30, usual.decay(), 0, 0, 3, 8);
    Experiment experiment = Experiment.of("full", small(0).task(), wild, 0);
    NotFiniteException e =
        assertThrows(
            NotFiniteException.class,
            () -> experiment.run(folder.resolve("wild"), RunListener.NONE));
    assertTrue(e.step() > 1 && String.valueOf(e.getMessage()).contains("not finite"));
  }

  /** In the end the network writes the tests itself; the result is kept and read again. */
  @Test
  void aTranslationHasABleu() throws Exception {
    TrainingSettings settings =
        TrainingSettings.of(TransformerSize.of(1, 2, 16), 16, 120, 10, 2e-2);
    Experiment experiment =
        Experiment.of("window(5)", TaskChoice.translation(5, 4, 5_000, 30), settings, 0);
    RunResult result = experiment.run(folder.resolve("own"), RunListener.NONE);
    Double bleu = result.bleu();
    assertTrue(bleu != null && bleu > 0 && bleu <= 100, "BLEU " + bleu);
    assertEquals(result, experiment.run(folder.resolve("own"), RunListener.NONE));
    assertTrue(small(0).run(folder.resolve("other"), RunListener.NONE).bleu() == null);
  }

  @Test
  void aStateIsSaidInWords() {
    RunState state =
        new RunState(
            small(0), 12, 1.5, 0.1, List.of(new MetricsLine(8, 2, 1, 0.1, 3, 1.0, 0.25, 0.0)));
    assertEquals("loss 1.5000, accuracy 25.00 %, 0.1 steps/s, 2 min left", state.words());
  }
}
