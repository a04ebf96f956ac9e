package dev.heddle.runtime;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import dev.heddle.pattern.SparsityPattern;
import dev.heddle.relation.Relation;
import org.junit.jupiter.api.Test;

class FusedAttentionTest {

  private static final int N = 37;

  private static NDArray random(NDManager manager) {
    return manager.randomNormal(0, 1, new Shape(1, 2, N, 8), DataType.FLOAT64);
  }

  @Test
  void isDenseAttentionUnderTheSameMask() {
    Relation causal = SparsityPattern.parse("causal").at(N);
    Relation window = SparsityPattern.parse("window(5)").at(N);
    try (NDManager manager = NDManager.newBaseManager()) {
      NDArray q = random(manager);
      NDArray k = random(manager);
      NDArray v = random(manager);
      same(manager, Relation.full(N), q, k, v, FusedAttention.full(q, k, v));
      same(manager, causal, q, k, v, FusedAttention.causal(q, k, v));
      NDArray mask = Tensors.mask(window, manager);
      same(manager, window, q, k, v, FusedAttention.masked(q, k, v, mask));
    }
  }

  private static void same(
      NDManager manager, Relation relation, NDArray q, NDArray k, NDArray v, NDArray actual) {
    NDArray expected = DenseAttention.attend(q, k, v, Tensors.mask(relation, manager));
    assertArrayEquals(expected.toDoubleArray(), actual.toDoubleArray(), 1e-12);
  }

  @Test
  void hasAGradient() {
    try (NDManager manager = NDManager.newBaseManager()) {
      NDArray q = random(manager);
      q.setRequiresGradient(true);
      NDArray k = random(manager);
      try (GradientCollector collector = Engine.getInstance().newGradientCollector()) {
        collector.backward(FusedAttention.full(q, k, k).sum());
      }
      assertTrue(q.getGradient().abs().sum().getDouble() > 0);
    }
  }

  @Test
  void whatDoesNotFitIsRefused() {
    try (NDManager manager = NDManager.newBaseManager()) {
      NDArray q = random(manager);
      NDArray few = q.get(":, :, :5");
      assertThrows(IllegalArgumentException.class, () -> FusedAttention.causal(few, q, q));
      assertThrows(IllegalArgumentException.class, () -> FusedAttention.full(q, few, q));
      assertThrows(
          IllegalArgumentException.class,
          () -> FusedAttention.masked(q, q, q, manager.ones(new Shape(N, N))));
      assertThrows(
          IllegalArgumentException.class,
          () -> FusedAttention.full(q, q.get(":, :1"), q.get(":, :1")));
    }
  }
}
