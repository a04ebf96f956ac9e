package dev.heddle.experiment;

import dev.heddle.training.Examples;
import dev.heddle.training.Seeds;

/** Writes examples one after the other into the arrays of a batch. */
final class ExampleRows {

  /** Writes one example. */
  interface Row {
    /**
     * Fills the example's part of both arrays.
     *
     * @param number of the example
     */
    void write(int number, int[] tokens, int firstToken, int[] targets, int firstTarget);
  }

  /** Which example stands where. */
  interface Choice {
    int number(int place);
  }

  private ExampleRows() {}

  /**
   * Which examples a step learns from: of so many, each once before any comes again.
   *
   * @param step from 1 on
   * @param count how many are taken a step
   */
  static Choice shuffled(long seed, long step, int count, int examples) {
    return at -> Seeds.shuffled(seed, (step - 1) * count + at, examples);
  }

  static Examples of(int count, int n, int outputs, Choice choice, Row row) {
    int[] tokens = new int[count * n];
    int[] targets = new int[count * outputs];
    for (int at = 0; at < count; at++) {
      row.write(choice.number(at), tokens, at * n, targets, at * outputs);
    }
    return new Examples(count, n, tokens, targets);
  }
}
