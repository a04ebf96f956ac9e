package dev.heddle.experiment;

import ai.djl.Device;
import dev.heddle.training.Examples;
import dev.heddle.training.Learner;
import dev.heddle.training.Scores;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A training from its first step, or from where it was, to its end.
 *
 * <p>A checkpoint is written after each test, after half a minute, and when the thread is
 * interrupted. Whatever was done after it is done again when the training is taken up, and comes to
 * the same.
 */
final class TrainingRun {

  private static final double CHECKPOINT_SECONDS = 30;

  /** How many tests are looked at together. */
  static final int TESTED_AT_A_TIME = 256;

  private final Experiment experiment;
  private final RunFolder folder;
  private final RunListener listener;
  private final Device device;

  TrainingRun(Experiment experiment, RunFolder folder, RunListener listener, Device device) {
    this.experiment = experiment;
    this.folder = folder;
    this.listener = listener;
    this.device = device;
  }

  RunResult result() throws IOException, InterruptedException {
    LearningTask task = experiment.task().task();
    folder.open(experiment);
    Optional<RunResult> done = folder.result();
    if (done.isPresent()) {
      return done.get();
    }
    try (Learner learner = experiment.learner(task, device)) {
      return trained(task, learner);
    }
  }

  private RunResult trained(LearningTask task, Learner learner)
      throws IOException, InterruptedException {
    TrainingSettings settings = experiment.settings();
    Checkpoint from =
        Files.exists(folder.checkpoint())
            ? Checkpoint.read(folder.checkpoint(), learner)
            : Checkpoint.START;
    List<MetricsLine> lines = folder.lines(from.step());
    List<MetricsLine> shown = Collections.unmodifiableList(lines);
    double losses = from.losses();
    double norm = from.norm();
    long begun = System.nanoTime();
    double saved = from.seconds();
    while (learner.steps() < settings.steps()) {
      if (Thread.interrupted()) {
        double seconds = from.seconds() + since(begun);
        new Checkpoint(learner.steps(), losses, norm, seconds).write(folder.checkpoint(), learner);
        throw new InterruptedException(
            "interrupted after step %d of %d".formatted(learner.steps(), settings.steps()));
      }
      Learner.Step step =
          learner.step(task.training(experiment.seed(), learner.steps() + 1, settings.batch()));
      losses += step.loss();
      norm = Math.max(norm, step.gradientNorm());
      boolean isLast = step.number() == settings.steps();
      boolean isTested = isLast || step.number() % settings.testEvery() == 0;
      if (isTested || step.number() % settings.logEvery() == 0) {
        long before = lines.isEmpty() ? 0 : lines.getLast().step();
        Scores scores = isTested ? tested(task, learner) : null;
        double seconds = from.seconds() + since(begun);
        double loss = losses / (double) (step.number() - before);
        MetricsLine line = line(step, loss, norm, seconds, scores);
        folder.append(line);
        lines.add(line);
        losses = 0;
        norm = 0;
      }
      double seconds = from.seconds() + since(begun);
      if (isTested || seconds - saved > CHECKPOINT_SECONDS) {
        new Checkpoint(step.number(), losses, norm, seconds).write(folder.checkpoint(), learner);
        saved = seconds;
      }
      if (isTested) {
        folder.table(lines);
      }
      double rate = (step.number() - from.step()) / since(begun);
      listener.at(new RunState(experiment, step.number(), step.loss(), rate, shown));
    }
    RunResult result = result(learner, lines, bleu(task, learner));
    folder.result(result);
    return result;
  }

  private static MetricsLine line(
      Learner.Step step, double loss, double norm, double seconds, @Nullable Scores scores) {
    return new MetricsLine(
        step.number(),
        loss,
        norm,
        step.rate(),
        seconds,
        scores == null ? null : scores.meanLoss(),
        scores == null ? null : scores.accuracy(),
        scores == null ? null : scores.wholeAccuracy());
  }

  private RunResult result(Learner learner, List<MetricsLine> lines, @Nullable Double bleu) {
    MetricsLine last = lines.getLast();
    return new RunResult(
        experiment,
        learner.parameters(),
        experiment.sparsity(),
        last.seconds(),
        value(last.testLoss()),
        value(last.testAccuracy()),
        value(last.testWholes()),
        lines,
        bleu);
  }

  /** The last line is always one with tests. */
  private static double value(@Nullable Double number) {
    return number == null ? Double.NaN : number;
  }

  private static double since(long begun) {
    return (System.nanoTime() - begun) / 1e9;
  }

  private static Scores tested(LearningTask task, Learner learner) {
    Scores scores = Scores.NONE;
    int each = TESTED_AT_A_TIME;
    for (int from = 0; from < task.tests(); from += each) {
      int count = Math.min(each, task.tests() - from);
      scores = scores.plus(learner.evaluate(task.tests(from, count)));
    }
    return scores;
  }

  /** Of all tests, written greedily; null where nothing is to be written. */
  private static @Nullable Double bleu(LearningTask task, Learner learner) {
    Writing writing = task.writing();
    if (writing == null) {
      return null;
    }
    Bleu bleu = new Bleu();
    for (int from = 0; from < task.tests(); from += TESTED_AT_A_TIME) {
      Examples tests = task.tests(from, Math.min(TESTED_AT_A_TIME, task.tests() - from));
      List<int[]> written =
          learner.greedy(tests.count(), tests.source(), writing.begin(), writing.end());
      for (int row = 0; row < tests.count(); row++) {
        bleu.add(
            writing.reader().words(written.get(row)),
            writing.reader().words(wanted(tests, row, writing.end())));
      }
    }
    return bleu.score();
  }

  /** The targets of an example up to its end. */
  private static int[] wanted(Examples examples, int row, int end) {
    int each = examples.outputs();
    return Arrays.stream(examples.targets(), row * each, (row + 1) * each)
        .takeWhile(target -> target != end && target != Examples.IGNORED)
        .toArray();
  }
}
