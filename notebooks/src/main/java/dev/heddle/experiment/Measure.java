package dev.heddle.experiment;

import org.jspecify.annotations.Nullable;

/** What is reported first of a task's tests. */
enum Measure {
  /** The share of targets that are hit, in percent. */
  ACCURACY("%"),
  /** e to the mean of −ln p. */
  PERPLEXITY("perplexity");

  private final String unit;

  Measure(String unit) {
    this.unit = unit;
  }

  /** What stands at the axis of a plot. */
  String unit() {
    return unit;
  }

  double of(RunResult result) {
    return of(result.testLoss(), result.testAccuracy());
  }

  /** Null where no tests were made. */
  @Nullable Double of(MetricsLine line) {
    Double loss = line.testLoss();
    Double accuracy = line.testAccuracy();
    return loss == null || accuracy == null ? null : of(loss, accuracy);
  }

  private double of(double loss, double accuracy) {
    return switch (this) {
      case ACCURACY -> 100 * accuracy;
      case PERPLEXITY -> Math.exp(loss);
    };
  }
}
