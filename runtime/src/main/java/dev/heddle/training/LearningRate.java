package dev.heddle.training;

/**
 * How the rate of learning goes over the steps: up in a straight line from 0, then down to a share
 * of the peak.
 *
 * @param peak the highest rate
 * @param warmUp how many steps it rises; step {@code warmUp} has the peak
 * @param steps the last step, where a decay has ended
 * @param decay how it falls from the peak
 * @param last what it falls to, as a share of the peak
 */
public record LearningRate(double peak, int warmUp, int steps, Decay decay, double last) {

  /** How a rate falls. */
  public enum Decay {
    /** Not at all. */
    NONE,
    /** In a straight line. */
    LINEAR,
    /** By half a wave of the cosine. */
    COSINE
  }

  public LearningRate {
    if (!(peak > 0) || !Double.isFinite(peak)) {
      throw new IllegalArgumentException("a rate of learning is above 0, not " + peak);
    }
    if (steps < 1 || warmUp < 0 || warmUp > steps) {
      throw new IllegalArgumentException(
          "a warm-up lasts from 0 to all of the steps, not %d of %d".formatted(warmUp, steps));
    }
    if (!(last >= 0 && last <= 1)) {
      throw new IllegalArgumentException("a share lies from 0 to 1, and " + last + " does not");
    }
  }

  /** Always the same. */
  public static LearningRate constant(double rate) {
    return new LearningRate(rate, 0, 1, Decay.NONE, 1);
  }

  /** The rate of a step, from 1 on. */
  public double at(long step) {
    if (step < warmUp) {
      return peak * (double) step / warmUp;
    }
    double done = steps == warmUp ? 1 : Math.min(1, (step - warmUp) / (double) (steps - warmUp));
    double left =
        switch (decay) {
          case NONE -> 1;
          case LINEAR -> 1 - done;
          case COSINE -> (1 + StrictMath.cos(StrictMath.PI * done)) / 2;
        };
    return decay == Decay.NONE ? peak : peak * (last + (1 - last) * left);
  }
}
