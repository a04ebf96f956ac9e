package dev.heddle.runtime;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import org.jspecify.annotations.Nullable;

/**
 * The engine's own fused attention over all pairs, without a part of ours: what one would reach for
 * without sparse attention, and what it is raced against. Differentiable; scaled by 1/√d.
 *
 * <p>All of its methods take q, k and v as {@link DenseAttention#attend} does.
 */
public final class FusedAttention {

  private FusedAttention() {}

  /**
   * Every query attends to every key.
   *
   * @return [batch, heads, m, e], belonging to the manager of {@code q}
   * @throws IllegalArgumentException if a shape, type or device does not fit
   */
  public static NDArray full(NDArray q, NDArray k, NDArray v) {
    return run(q, k, v, null, false);
  }

  /**
   * Query i attends to the keys 0 to i. There are as many queries as keys.
   *
   * @return [batch, heads, n, e], belonging to the manager of {@code q}
   * @throws IllegalArgumentException if a shape, type or device does not fit
   */
  public static NDArray causal(NDArray q, NDArray k, NDArray v) {
    if (q.getShape().dimension() == 4 && q.getShape().get(2) != k.getShape().get(2)) {
      throw new IllegalArgumentException(
          "causal attention wants as many queries as keys, not %d and %d"
              .formatted(q.getShape().get(2), k.getShape().get(2)));
    }
    return run(q, k, v, null, true);
  }

  /**
   * Query i attends to the keys that a mask gives it. The engine computes all scores, and makes a
   * bias of the type of {@code q} out of the mask: m · n elements more.
   *
   * @param mask BOOLEAN [m, n], true where query i may attend to key j; what comes of a row without
   *     a key is the engine's affair
   * @return [batch, heads, m, e], belonging to the manager of {@code q}
   * @throws IllegalArgumentException if a shape, type or device does not fit
   */
  public static NDArray masked(NDArray q, NDArray k, NDArray v, NDArray mask) {
    Shape shape = mask.getShape();
    if (mask.getDataType() != DataType.BOOLEAN || shape.dimension() != 2) {
      throw new IllegalArgumentException(
          "a mask is BOOLEAN [m, n], not " + mask.getDataType() + " " + shape);
    }
    return run(q, k, v, mask, false);
  }

  private static NDArray run(
      NDArray q, NDArray k, NDArray v, @Nullable NDArray mask, boolean isCausal) {
    Shape all = mask == null ? new Shape(length(q), length(k)) : mask.getShape();
    Inputs.check(all.get(0), all.get(1), q, k, v);
    if (k.getShape().get(1) != q.getShape().get(1)) {
      throw new IllegalArgumentException(
          "dense attention wants as many heads of k as of q, not %d and %d"
              .formatted(k.getShape().get(1), q.getShape().get(1)));
    }
    Program program = Program.named("fused", q.getDevice(), Inputs.areRecorded());
    try (NDManager manager = q.getManager().newSubManager()) {
      NDArray none = manager.create(new boolean[] {isCausal});
      return program.run(q, k, v, mask == null ? none : mask, none);
    }
  }

  private static long length(NDArray array) {
    return array.getShape().dimension() == 4 ? array.getShape().get(2) : 0;
  }
}
