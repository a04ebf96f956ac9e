package dev.heddle.training;

/**
 * What a network makes of examples.
 *
 * @param targets how many there are
 * @param loss the sum of −ln p over them
 * @param correct for how many the most probable output is the target
 * @param examples how many examples there are
 * @param wholes for how many of them all outputs are right
 */
public record Scores(long targets, double loss, long correct, long examples, long wholes) {

  /** Of nothing. */
  public static final Scores NONE = new Scores(0, 0, 0, 0, 0);

  /** Of these and of others. */
  public Scores plus(Scores other) {
    return new Scores(
        targets + other.targets,
        loss + other.loss,
        correct + other.correct,
        examples + other.examples,
        wholes + other.wholes);
  }

  /** The mean of −ln p, in nats; not a number of nothing. */
  public double meanLoss() {
    return loss / (double) targets;
  }

  /** The share of targets that are hit; not a number of nothing. */
  public double accuracy() {
    return correct / (double) targets;
  }

  /** The share of examples without a mistake; not a number of nothing. */
  public double wholeAccuracy() {
    return wholes / (double) examples;
  }

  /** e to the mean loss: of how many equal chances the choice would be as hard. */
  public double perplexity() {
    return Math.exp(meanLoss());
  }
}
