package dev.heddle.runtime;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.heddle.relation.Relation;

/**
 * Scaled dot-product attention over a relation: each query attends to the keys that the relation
 * gives it, and to no other.
 *
 * <pre>{@code
 * SparseAttention attention = SparseAttention.over(pattern.at(1024));
 * NDArray out = attention.attend(q, k, v);
 * }</pre>
 *
 * <p>A query without a key gets the zero vector. Where an input requires a gradient, the result is
 * differentiable by DJL's gradient collector. Time and memory go with the number of edges: no score
 * of a forbidden pair is ever computed, but for padding that at most doubles a row.
 *
 * <p>An instance is immutable, holds no native memory and may be used from several threads.
 */
public final class SparseAttention {

  private final Relation relation;
  private final Plan plan;

  private SparseAttention(Relation relation, Plan plan) {
    this.relation = relation;
    this.plan = plan;
  }

  /** Attention over a relation, planned by the standard planner. */
  public static SparseAttention over(Relation relation) {
    return over(relation, Planner.standard());
  }

  /** Attention over a relation, planned by the given planner. */
  public static SparseAttention over(Relation relation, Planner planner) {
    return new SparseAttention(relation, planner.plan(relation));
  }

  /** The relation that is attended over. */
  public Relation relation() {
    return relation;
  }

  /** How it is computed. */
  public Plan plan() {
    return plan;
  }

  /**
   * Attention with the usual scale 1/√d.
   *
   * @param q queries, [batch, heads, m, d], FLOAT32 or FLOAT64
   * @param k keys, [batch, heads, n, d], of the same type and on the same device
   * @param v values, [batch, heads, n, e], of the same type and on the same device
   * @return [batch, heads, m, e], belonging to the manager of {@code q}
   * @throws IllegalArgumentException if a shape, type or device does not fit
   */
  public NDArray attend(NDArray q, NDArray k, NDArray v) {
    Inputs.check(relation, q, k, v);
    return attend(q, k, v, 1 / Math.sqrt((double) q.getShape().get(3)));
  }

  /**
   * Attention with another scale.
   *
   * @param scale what each score q·k is multiplied with before the softmax
   * @see #attend(NDArray, NDArray, NDArray)
   */
  public NDArray attend(NDArray q, NDArray k, NDArray v, double scale) {
    Inputs.check(relation, q, k, v);
    return switch (plan) {
      case GatherPlan gather -> gathered(gather, q, k, v, scale);
    };
  }

  private static NDArray gathered(GatherPlan plan, NDArray q, NDArray k, NDArray v, double scale) {
    Program program = Program.named("gather", q.getDevice(), Inputs.areRecorded());
    try (NDManager manager = q.getManager().newSubManager()) {
      return program.run(
          q,
          k,
          v,
          manager.create(plan.queries()),
          manager.create(plan.index()),
          manager.create(plan.valid()),
          manager.create(
              plan.tiles(),
              new Shape(
                  plan.tiles().length / GatherPlan.NUMBERS_PER_TILE, GatherPlan.NUMBERS_PER_TILE)),
          manager.create(scale));
    }
  }

  /** One line: the relation and the plan. */
  @Override
  public String toString() {
    return relation + "; " + plan.summary();
  }
}
