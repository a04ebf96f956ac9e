package dev.heddle.runtime;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.training.GradientCollector;
import java.util.function.Supplier;

/** Gradients of a loss in double precision, as the engine's own collector finds them. */
final class Gradients {

  private Gradients() {}

  /** The gradient in each of the inputs, flattened. */
  static double[][] of(Supplier<NDArray> loss, NDArray... inputs) {
    for (NDArray input : inputs) {
      input.setRequiresGradient(true);
    }
    try (GradientCollector collector = Engine.getInstance().newGradientCollector()) {
      collector.zeroGradients();
      collector.backward(loss.get());
    }
    double[][] gradients = new double[inputs.length][];
    for (int at = 0; at < inputs.length; at++) {
      gradients[at] = inputs[at].getGradient().toDoubleArray();
    }
    return gradients;
  }
}
