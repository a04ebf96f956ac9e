package dev.heddle.pattern;

import java.util.Locale;

/**
 * How fast something grows with n: as n to a power, times a power of its logarithm, up to a
 * constant factor.
 *
 * @param power the exponent of n
 * @param logs the exponent of log n
 */
public record Growth(double power, double logs) implements Comparable<Growth> {

  static final Growth CONSTANT = new Growth(0, 0);
  static final Growth LINEAR = new Growth(1, 0);
  static final Growth SQUARE = new Growth(2, 0);

  Growth times(Growth other) {
    return new Growth(power + other.power, logs + other.logs);
  }

  Growth over(Growth other) {
    return new Growth(power - other.power, logs - other.logs);
  }

  static Growth max(Growth a, Growth b) {
    return a.compareTo(b) >= 0 ? a : b;
  }

  static Growth min(Growth a, Growth b) {
    return a.compareTo(b) <= 0 ? a : b;
  }

  /** By the power, and then by the logarithms. */
  @Override
  public int compareTo(Growth other) {
    int byPower = Double.compare(power, other.power);
    return byPower != 0 ? byPower : Double.compare(logs, other.logs);
  }

  /** Such as {@code n}, {@code n log n}, {@code n^1.5}, {@code 1}. */
  @Override
  public String toString() {
    String n = power == 0 ? "" : power == 1 ? "n" : "n^" + shown(power);
    String log = logs == 0 ? "" : logs == 1 ? "log n" : "(log n)^" + shown(logs);
    return n.isEmpty() && log.isEmpty() ? "1" : (n + " " + log).strip();
  }

  private static String shown(double exponent) {
    return exponent == Math.rint(exponent)
        ? Long.toString((long) exponent)
        : String.format(Locale.ROOT, "%.4f", exponent).replaceAll("0+$", "");
  }
}
