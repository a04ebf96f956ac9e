package dev.heddle.training;

/** A training that came to what is no number: nothing was changed by the step that did. */
public final class NotFiniteException extends ArithmeticException {

  private static final long serialVersionUID = 1L;

  private final long step;
  private final String tensor;

  NotFiniteException(long step, String tensor) {
    super(
        "at step %d %s is not finite: a lower rate of learning, a longer warm-up or clipping may help"
            .formatted(step, tensor));
    this.step = step;
    this.tensor = tensor;
  }

  /** The step, from 1 on. */
  public long step() {
    return step;
  }

  /** What is not finite, such as {@code the gradient of attention0_result_weight}. */
  public String tensor() {
    return tensor;
  }
}
