package dev.heddle.experiment;

import java.util.List;
import java.util.Locale;

/**
 * How far a training is.
 *
 * @param experiment what is trained
 * @param step how many steps are made
 * @param loss of the last step
 * @param stepsPerSecond since the training began or was taken up
 * @param lines all lines of metrics so far; a list that is not to be changed
 */
public record RunState(
    Experiment experiment, long step, double loss, double stepsPerSecond, List<MetricsLine> lines) {

  /** How long the rest will take, if it goes on so. */
  public double secondsLeft() {
    return stepsPerSecond > 0
        ? (experiment.settings().steps() - step) / stepsPerSecond
        : Double.POSITIVE_INFINITY;
  }

  /** The loss, the rate and the time left, in a few words. */
  public String words() {
    StringBuilder words = new StringBuilder();
    words.append(String.format(Locale.ROOT, "loss %.4f", loss));
    for (int at = lines.size() - 1; at >= 0; at--) {
      Double accuracy = lines.get(at).testAccuracy();
      if (accuracy != null) {
        words.append(String.format(Locale.ROOT, ", accuracy %.2f %%", 100 * accuracy));
        break;
      }
    }
    words.append(String.format(Locale.ROOT, ", %.1f steps/s", stepsPerSecond));
    double left = secondsLeft();
    if (left < 1e7) {
      words.append(
          left < 90
              ? String.format(Locale.ROOT, ", %.0f s left", left)
              : String.format(Locale.ROOT, ", %.0f min left", left / 60));
    }
    return words.toString();
  }
}
