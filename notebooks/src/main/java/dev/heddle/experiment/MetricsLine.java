package dev.heddle.experiment;

import org.jspecify.annotations.Nullable;

/**
 * A line of metrics.
 *
 * @param step after which step
 * @param loss the mean of the steps' losses since the line before
 * @param gradientNorm the greatest norm of their gradients
 * @param rate the rate of learning of the last of them
 * @param seconds how long the training has taken, pauses not counted
 * @param testLoss the mean of −ln p of the tests, where they were made
 * @param testAccuracy the share of their targets that are hit
 * @param testWholes the share of tests without a mistake
 */
public record MetricsLine(
    long step,
    double loss,
    double gradientNorm,
    double rate,
    double seconds,
    @Nullable Double testLoss,
    @Nullable Double testAccuracy,
    @Nullable Double testWholes) {

  /** The same but for the time that it took: what is equal whenever a training was interrupted. */
  public MetricsLine timeless() {
    return new MetricsLine(step, loss, gradientNorm, rate, 0, testLoss, testAccuracy, testWholes);
  }
}
