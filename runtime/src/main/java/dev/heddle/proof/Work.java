package dev.heddle.proof;

import dev.heddle.diagnostic.HeddleException;
import dev.heddle.diagnostic.Problem;

/**
 * How much is run before it is refused, in the steps of {@link Plan#cost}: exact fractions take
 * half a microsecond a step and more. What is counted is the same on every machine.
 */
final class Work {

  /** The most steps: some minutes of them. */
  static final long MOST_STEPS = 1L << 27;

  private Work() {}

  /**
   * Refuses what takes too long.
   *
   * @param what what it is, with its numbers
   * @param steps how many steps it takes
   * @throws HeddleException if they are too many
   */
  static void check(String what, long steps) {
    if (steps > MOST_STEPS) {
      throw HeddleException.of(
          new Problem.TooMuchWork(
              "%s, %,d steps,".formatted(what, steps),
              "%,d steps".formatted(MOST_STEPS),
              "take fewer tokens, fewer coordinates or a greater δ"),
          null);
    }
  }

  /** Running inputs through blocks, in words. */
  static String running(long inputs, String what, int blocks) {
    return "running %d %s through %d blocks".formatted(inputs, what, blocks);
  }
}
