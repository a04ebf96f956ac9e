package dev.heddle.experiment;

import dev.heddle.notebook.Plot;
import java.util.Collection;
import java.util.Locale;

/**
 * A mean, and how far it may be off: half of the interval that holds the true mean in 95 of 100
 * cases, by Student's t, as if what differs from seed to seed were normal.
 *
 * @param mean the mean
 * @param half half of the interval; not a number of a single value
 * @param count of how many values
 */
record Interval(double mean, double half, int count) {

  /** The 0.975 quantiles of Student's t, from one degree of freedom on (tabulated). */
  private static final double[] QUANTILES = {
    12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228, 2.201, 2.179, 2.160,
    2.145, 2.131, 2.120, 2.110, 2.101, 2.093, 2.086, 2.080, 2.074, 2.069, 2.064, 2.060, 2.056,
    2.052, 2.048, 2.045, 2.042
  };

  private static final double NORMAL = 1.960;

  static Interval of(Collection<Double> values) {
    int count = values.size();
    double mean = values.stream().mapToDouble(value -> value).average().orElse(Double.NaN);
    if (count < 2) {
      return new Interval(mean, Double.NaN, count);
    }
    double squares = values.stream().mapToDouble(value -> (value - mean) * (value - mean)).sum();
    double quantile = count - 2 < QUANTILES.length ? QUANTILES[count - 2] : NORMAL;
    return new Interval(mean, quantile * Math.sqrt(squares / (count - 1) / count), count);
  }

  /** As in a plot. */
  Plot.Mean at(double place) {
    return new Plot.Mean(place, mean, half);
  }

  /** As in a table, such as {@code 99.98 ± 0.02}. */
  String words(double scale, int digits) {
    String format = "%." + digits + "f";
    String words = String.format(Locale.ROOT, format, scale * mean);
    return count < 2 ? words : words + " ± " + String.format(Locale.ROOT, format, scale * half);
  }
}
