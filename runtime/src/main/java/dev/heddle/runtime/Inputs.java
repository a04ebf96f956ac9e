package dev.heddle.runtime;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.jni.JniUtils;
import dev.heddle.relation.Relation;

/** What q, k and v must be like. Checked here, in words, before the engine says it in its own. */
final class Inputs {

  private Inputs() {}

  static void check(Relation relation, NDArray q, NDArray k, NDArray v) {
    check(relation.queries(), relation.keys(), q, k, v);
  }

  static void check(long m, long n, NDArray q, NDArray k, NDArray v) {
    DTypes.computing(q.getDataType());
    require(
        k.getDataType() == q.getDataType() && v.getDataType() == q.getDataType(),
        "q, k and v are of one type, not %s, %s and %s",
        q.getDataType(),
        k.getDataType(),
        v.getDataType());
    require(
        k.getDevice().equals(q.getDevice()) && v.getDevice().equals(q.getDevice()),
        "q, k and v are on one device, not on %s, %s and %s",
        q.getDevice(),
        k.getDevice(),
        v.getDevice());
    Shape queries = fourDimensions("q", q);
    Shape keys = fourDimensions("k", k);
    Shape values = fourDimensions("v", v);
    require(
        queries.get(2) == m,
        "q has %d queries, not %d: its shape is %s",
        queries.get(2),
        m,
        queries);
    require(keys.get(2) == n, "k has %d keys, not %d: its shape is %s", keys.get(2), n, keys);
    require(
        values.get(2) == n, "v has %d values, not %d: its shape is %s", values.get(2), n, values);
    require(
        keys.get(0) == queries.get(0)
            && values.get(0) == queries.get(0)
            && values.get(1) == keys.get(1)
            && keys.get(1) > 0
            && queries.get(1) % keys.get(1) == 0,
        "q, k and v have one batch and one number of heads, or k and v a divisor of it, not %s, %s"
            + " and %s",
        queries,
        keys,
        values);
    require(queries.get(3) > 0, "q has no width: its shape is %s", queries);
    require(
        keys.get(3) == queries.get(3),
        "q and k are of one width, not %d and %d",
        queries.get(3),
        keys.get(3));
  }

  /**
   * Whether the engine is recording for gradients on this thread. Asking the inputs would not do:
   * DJL says no for anything that is itself the result of a computation.
   */
  static boolean areRecorded() {
    return JniUtils.isGradMode();
  }

  static Shape fourDimensions(String name, NDArray array) {
    Shape shape = array.getShape();
    require(shape.dimension() == 4, "%s is [batch, heads, length, width], not %s", name, shape);
    return shape;
  }

  private static void require(boolean holds, String sentence, Object... values) {
    if (!holds) {
      throw new IllegalArgumentException(sentence.formatted(values));
    }
  }
}
