package dev.heddle.runtime;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;

/**
 * The dense attention that sparse attention replaces: every score is computed, and the forbidden
 * ones are masked. It is what a result is compared with; it takes n² time and memory.
 */
public final class DenseAttention {

  private DenseAttention() {}

  /**
   * Dense attention under a mask, with the usual scale 1/√d; a query that may attend to nothing
   * gets the zero vector.
   *
   * @param q queries, [batch, heads, m, d], FLOAT16, FLOAT32 or FLOAT64
   * @param k keys, [batch, heads, n, d], of the same type and on the same device
   * @param v values, [batch, heads, n, e], of the same type and on the same device
   * @param mask BOOLEAN [m, n], true where query i may attend to key j
   * @return [batch, heads, m, e], belonging to the manager of {@code q}
   * @throws IllegalArgumentException if a shape, type or device does not fit
   */
  public static NDArray attend(NDArray q, NDArray k, NDArray v, NDArray mask) {
    Shape shape = mask.getShape();
    if (mask.getDataType() != DataType.BOOLEAN || shape.dimension() != 2) {
      throw new IllegalArgumentException(
          "a mask is BOOLEAN [m, n], not " + mask.getDataType() + " " + shape);
    }
    Inputs.check(shape.get(0), shape.get(1), q, k, v);
    if (k.getShape().get(1) != q.getShape().get(1)) {
      throw new IllegalArgumentException(
          "dense attention wants as many heads of k as of q, not %d and %d"
              .formatted(k.getShape().get(1), q.getShape().get(1)));
    }
    Program program = Program.named("dense", q.getDevice(), Inputs.areRecorded());
    try (NDManager manager = q.getManager().newSubManager()) {
      double scale = 1 / Math.sqrt((double) q.getShape().get(3));
      return program.run(q, k, v, mask, manager.create(scale));
    }
  }
}
