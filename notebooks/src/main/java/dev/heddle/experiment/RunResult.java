package dev.heddle.experiment;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What came out of an experiment.
 *
 * @param experiment what was trained
 * @param parameters the number of its parameters
 * @param sparsity as {@link Experiment#sparsity} says
 * @param seconds how long it took, pauses not counted
 * @param testLoss the mean of −ln p of the tests
 * @param testAccuracy the share of their targets that are hit
 * @param testWholes the share of tests without a mistake
 * @param lines all lines of metrics
 * @param bleu of what the network writes for the tests by itself, from 0 to 100; null where a task
 *     is not to write
 */
public record RunResult(
    Experiment experiment,
    long parameters,
    double sparsity,
    double seconds,
    double testLoss,
    double testAccuracy,
    double testWholes,
    List<MetricsLine> lines,
    @Nullable Double bleu) {

  public RunResult {
    lines = List.copyOf(lines);
  }

  /** e to the loss of the tests. */
  public double perplexity() {
    return Math.exp(testLoss);
  }
}
