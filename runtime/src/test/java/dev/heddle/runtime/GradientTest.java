package dev.heddle.runtime;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import dev.heddle.cover.Cover;
import dev.heddle.pattern.SparsityPattern;
import dev.heddle.relation.Relation;
import java.util.Random;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GradientTest {

  private static final double STEP = 1e-6;

  /**
   * The loss is a fixed random weighting of the outputs, so that no gradient is zero by symmetry.
   */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "full",
        "causal",
        "window(3) + stride(√n) + global(1)",
        "stride(2) - self",
        "causal - self",
        "none"
      })
  void isTheSlopeOfTheReference(String text) {
    for (int n : new int[] {1, 4, 7}) {
      for (int m : new int[] {n, (n + 1) / 2}) {
        checkSlope(text, m, n);
      }
    }
  }

  private static void checkSlope(String text, int m, int n) {
    var relation = SparsityPattern.parse(text).at(n).last(m);
    Reference reference = new Reference(2, m, n, 3, 2, 17);
    double[] weights = Reference.normal(reference.heads * m * reference.e, new Random(18));
    try (NDManager manager = NDManager.newBaseManager()) {
      NDArray q = leaf(manager, reference.q, m, 3);
      NDArray k = leaf(manager, reference.k, n, 3);
      NDArray v = leaf(manager, reference.v, n, 2);
      NDArray w = manager.create(weights, new Shape(1, 2, m, 2));
      try (GradientCollector collector = Engine.getInstance().newGradientCollector()) {
        collector.backward(SparseAttention.over(relation).attend(q, k, v).mul(w).sum());
      }
      String which = text + " at m = " + m + ", n = " + n;
      Reference.Allowed allowed = relation::contains;
      check(slopes(reference, reference.q, weights, allowed), q, which + ", q");
      check(slopes(reference, reference.k, weights, allowed), k, which + ", k");
      check(slopes(reference, reference.v, weights, allowed), v, which + ", v");
    }
  }

  private static NDArray leaf(NDManager manager, double[] values, int length, int width) {
    NDArray array = manager.create(values, new Shape(1, 2, length, width));
    array.setRequiresGradient(true);
    return array;
  }

  private static void check(double[] expected, NDArray leaf, String which) {
    assertArrayEquals(expected, leaf.getGradient().toDoubleArray(), 1e-7, which);
  }

  /** Central differences of the loss in each element of one input. */
  private static double[] slopes(
      Reference reference, double[] input, double[] weights, Reference.Allowed allowed) {
    double[] slopes = new double[input.length];
    for (int at = 0; at < input.length; at++) {
      double kept = input[at];
      input[at] = kept + STEP;
      double above = loss(reference, weights, allowed);
      input[at] = kept - STEP;
      double below = loss(reference, weights, allowed);
      input[at] = kept;
      slopes[at] = (above - below) / (2 * STEP);
    }
    return slopes;
  }

  private static double loss(Reference reference, double[] weights, Reference.Allowed allowed) {
    double[] out = reference.attend(allowed);
    double loss = 0;
    for (int at = 0; at < out.length; at++) {
      loss += weights[at] * out[at];
    }
    return loss;
  }

  @ParameterizedTest
  @CsvSource({
    "window(3) + stride(√n) + global(1), 125",
    "where(abs(i - j) <= i div 32), 1000",
    "causal & (stride(13) + blocks(50)), 1000",
  })
  void inSinglePrecisionItIsTheGradientOfDenseAttention(String text, int n) {
    var relation = SparsityPattern.parse(text).at(n);
    if (n == 1000) {
      int calls = Cover.of(relation).lines().stream().mapToInt(Cover.Line::calls).sum();
      assertTrue(calls > 14, "so many that all are fetched at once, and not " + calls);
    }
    try (NDManager manager = NDManager.newBaseManager()) {
      NDArray[] inputs = new NDArray[3];
      for (int at = 0; at < 3; at++) {
        inputs[at] = manager.randomNormal(new Shape(2, 2, n, 8));
        inputs[at].setRequiresGradient(true);
      }
      NDArray mask = Tensors.mask(relation, manager);
      float[][] sparse = gradients(inputs, () -> attend(relation, inputs));
      float[][] dense =
          gradients(inputs, () -> DenseAttention.attend(inputs[0], inputs[1], inputs[2], mask));
      for (int at = 0; at < 3; at++) {
        assertArrayEquals(dense[at], sparse[at], 2e-5f);
      }
    }
  }

  private static NDArray attend(Relation relation, NDArray[] inputs) {
    return SparseAttention.over(relation).attend(inputs[0], inputs[1], inputs[2]);
  }

  private static float[][] gradients(NDArray[] inputs, Supplier<NDArray> forward) {
    try (GradientCollector collector = Engine.getInstance().newGradientCollector()) {
      collector.zeroGradients();
      NDArray out = forward.get();
      collector.backward(out.mul(out).mean());
    }
    float[][] gradients = new float[inputs.length][];
    for (int at = 0; at < inputs.length; at++) {
      gradients[at] = inputs[at].getGradient().toFloatArray();
    }
    return gradients;
  }

  /** A projection before the attention, as in any layer: the inputs are then no leaves. */
  @Test
  void flowsThroughWhatComesBefore() {
    int n = 12;
    var relation = SparsityPattern.parse("causal").at(n);
    try (NDManager manager = NDManager.newBaseManager()) {
      NDArray x = manager.randomNormal(new Shape(1, 1, n, 4));
      NDArray weight = manager.randomNormal(new Shape(4, 4));
      weight.setRequiresGradient(true);
      NDArray mask = Tensors.mask(relation, manager);
      float[] sparse =
          throughProjection(weight, x, p -> SparseAttention.over(relation).attend(p, p, p));
      float[] dense = throughProjection(weight, x, p -> DenseAttention.attend(p, p, p, mask));
      assertArrayEquals(dense, sparse, 2e-5f);
      double size = 0;
      for (float element : sparse) {
        size += Math.abs(element);
      }
      assertTrue(size > 1e-3, "the gradient is not zero");
    }
  }

  private static float[] throughProjection(
      NDArray weight, NDArray x, UnaryOperator<NDArray> attention) {
    try (GradientCollector collector = Engine.getInstance().newGradientCollector()) {
      collector.zeroGradients();
      NDArray out = attention.apply(x.matMul(weight));
      collector.backward(out.mul(out).mean());
    }
    return weight.getGradient().toFloatArray();
  }
}
