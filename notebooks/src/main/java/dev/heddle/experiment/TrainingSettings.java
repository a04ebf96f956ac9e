package dev.heddle.experiment;

import dev.heddle.runtime.ProbabilityMap;
import dev.heddle.training.LearningRate;
import dev.heddle.training.LearningRule;
import dev.heddle.training.TransformerSize;

/**
 * How a network is made and trained.
 *
 * @param size its layers, heads and widths
 * @param isTied whether the output has the table of tokens
 * @param dropout the share that is dropped
 * @param map what makes weights of scores: softmax, hardmax, sparsemax or entmax:A
 * @param batch the examples of a step
 * @param steps how many steps
 * @param warmUp in how many of them the rate rises
 * @param rate the highest rate of learning
 * @param decay how it falls to 0 at the last step
 * @param weightDecay AdamW's
 * @param clip the greatest norm of the gradients; 0 for any
 * @param logEvery after how many steps there is a line of the training's loss
 * @param testEvery after how many there is one of the tests
 */
public record TrainingSettings(
    TransformerSize size,
    boolean isTied,
    double dropout,
    String map,
    int batch,
    int steps,
    int warmUp,
    double rate,
    LearningRate.Decay decay,
    double weightDecay,
    double clip,
    int logEvery,
    int testEvery) {

  public TrainingSettings {
    if (batch < 1 || steps < 1 || logEvery < 1 || testEvery < 1) {
      throw new IllegalArgumentException(
          "there is an example, a step and a line at least, not %d, %d, %d and %d"
              .formatted(batch, steps, logEvery, testEvery));
    }
    ProbabilityMap _ = ProbabilityMap.parse(map);
    LearningRate _ = new LearningRate(rate, warmUp, steps, decay, 0);
  }

  /** Softmax, no dropout, an output of its own, AdamW with a decay of 0.01, linear fall, norm 1. */
  public static TrainingSettings of(
      TransformerSize size, int batch, int steps, int warmUp, double rate) {
    return new TrainingSettings(
        size,
        false,
        0,
        "softmax",
        batch,
        steps,
        warmUp,
        rate,
        LearningRate.Decay.LINEAR,
        0.01,
        1,
        Math.max(1, steps / 100),
        Math.max(1, steps / 20));
  }

  /** The same with another size. */
  public TrainingSettings size(TransformerSize other) {
    return with(other, map, batch, rate);
  }

  /** The same with so many layers. */
  public TrainingSettings layers(int count) {
    return size(size.layers(count));
  }

  /** The same with so many steps, lines and tests in proportion. */
  public TrainingSettings steps(int count) {
    return new TrainingSettings(
        size,
        isTied,
        dropout,
        map,
        batch,
        count,
        Math.min(warmUp, Math.max(1, count / 10)),
        rate,
        decay,
        weightDecay,
        clip,
        Math.max(1, count / 100),
        Math.max(1, count / 20));
  }

  /** The same with so many examples a step. */
  public TrainingSettings batch(int examples) {
    return with(size, map, examples, rate);
  }

  /** The same with another highest rate. */
  public TrainingSettings rate(double highest) {
    return with(size, map, batch, highest);
  }

  /** The same with another map. */
  public TrainingSettings map(String name) {
    return with(size, name, batch, rate);
  }

  private TrainingSettings with(
      TransformerSize otherSize, String otherMap, int otherBatch, double otherRate) {
    return new TrainingSettings(
        otherSize,
        isTied,
        dropout,
        otherMap,
        otherBatch,
        steps,
        warmUp,
        otherRate,
        decay,
        weightDecay,
        clip,
        logEvery,
        testEvery);
  }

  LearningRule rule() {
    return new LearningRule(
        new LearningRate(rate, warmUp, steps, decay, 0), 0.9, 0.98, 1e-8, weightDecay, clip);
  }
}
