package dev.heddle.experiment;

import ai.djl.Device;
import dev.heddle.pattern.Definitions;
import dev.heddle.pattern.SparsityPattern;
import dev.heddle.runtime.ProbabilityMap;
import dev.heddle.training.Learner;
import dev.heddle.training.TransformerNetwork;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/**
 * One pattern on one task.
 *
 * <pre>{@code
 * Experiment own = Experiment.of("window(3) + stride(√n)", TaskChoice.copying(64, 32, 100_000, 512),
 *     TrainingSettings.of(TransformerSize.of(2, 4, 64), 64, 1_000, 100, 1e-3), 0);
 * RunResult result = own.run(Path.of("own"), RunListener.NONE);
 * }</pre>
 *
 * @param label what reports call it
 * @param pattern a pattern text, {@code zoo:NAME} or {@code FILE.heddle:NAME}
 * @param task what is learned
 * @param settings how
 * @param seed what the first weights, the order of the examples and dropout are drawn from
 */
public record Experiment(
    String label, String pattern, TaskChoice task, TrainingSettings settings, long seed) {

  private static final String ZOO = "zoo:";
  private static final String ENDING = ".heddle";
  private static final SparsityPattern CAUSAL = SparsityPattern.parse("causal");

  /** An experiment that is called by its pattern. */
  public static Experiment of(
      String pattern, TaskChoice task, TrainingSettings settings, long seed) {
    return new Experiment(pattern, pattern, task, settings, seed);
  }

  /**
   * The pattern.
   *
   * @throws dev.heddle.diagnostic.HeddleException if the text is none
   */
  public SparsityPattern schedule() {
    if (pattern.startsWith(ZOO)) {
      return Definitions.zoo().pattern(pattern.substring(ZOO.length()));
    }
    int file = pattern.indexOf(ENDING + ":");
    return file > 0
        ? Definitions.read(Path.of(pattern.substring(0, file + ENDING.length())))
            .pattern(pattern.substring(file + ENDING.length() + 1))
        : SparsityPattern.parse(pattern);
  }

  /** The file by which a folder is an experiment's. */
  public static Path file(Path folder) {
    return new RunFolder(folder).settings();
  }

  /**
   * The experiment of a folder.
   *
   * @throws IOException if there is none
   */
  public static Experiment read(Path folder) throws IOException {
    return new RunFolder(folder).experiment();
  }

  /**
   * Trains, and leaves in a folder what it did: {@code settings.json}; {@code metrics.jsonl}, a
   * line every so many steps; {@code metrics.csv}; {@code checkpoint.safetensors}, the weights and
   * what else it goes on from; in the end {@code result.json}. Where the folder holds the same
   * experiment, begun or done, it goes on from there.
   *
   * @throws IOException if the folder cannot be written or read, or holds another experiment
   * @throws InterruptedException if the thread is interrupted; the checkpoint is then of the last
   *     step
   * @throws dev.heddle.training.NotFiniteException if the loss or a gradient is no number any more
   */
  public RunResult run(Path folder, RunListener listener) throws IOException, InterruptedException {
    return run(folder, listener, Device.cpu());
  }

  /** The same on another device. */
  public RunResult run(Path folder, RunListener listener, Device device)
      throws IOException, InterruptedException {
    return new TrainingRun(this, new RunFolder(folder), listener, device).result();
  }

  /** A learner that has learned nothing yet. */
  Learner learner(LearningTask made, Device device) {
    TransformerNetwork.Builder network =
        TransformerNetwork.builder(schedule())
            .size(settings.size())
            .dropout(settings.dropout())
            .map(ProbabilityMap.parse(settings.map()))
            .seed(seed);
    made.shape(network);
    if (settings.isTied()) {
      network.tied();
    }
    return Learner.of(network.build(), settings.rule(), seed, device);
  }

  /**
   * The share of pairs that self-attention leaves out, over all heads of all layers: of the n² that
   * dense attention has in an encoder, and of the n(n + 1)/2 that it has in a decoder, where no
   * position attends to a later one and the pattern is cut accordingly. So dense attention is at 0
   * in both.
   */
  public double sparsity() {
    SparsityPattern schedule = schedule();
    SparsityPattern cut = task.stacks().hasDecoder() ? schedule.and(CAUSAL) : schedule;
    double n = task.n();
    double edges = 0;
    double all = 0;
    Map<SparsityPattern, Double> counted = new HashMap<>();
    for (int layer = 0; layer < settings.size().layers(); layer++) {
      for (int head = 0; head < settings.size().heads(); head++) {
        if (task.stacks().hasEncoder()) {
          edges += counted.computeIfAbsent(schedule.entry(layer, head), this::edges);
          all += n * n;
        }
        if (task.stacks().hasDecoder()) {
          edges += counted.computeIfAbsent(cut.entry(layer, head), this::edges);
          all += n * (n + 1) / 2;
        }
      }
    }
    return 1 - edges / all;
  }

  private double edges(SparsityPattern pattern) {
    return (double) pattern.at(task.n()).edges();
  }
}
