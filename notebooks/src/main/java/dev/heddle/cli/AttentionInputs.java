package dev.heddle.cli;

import dev.heddle.files.ElementType;
import dev.heddle.files.NamedArray;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Arrays that can be attended with.
 *
 * @param q [batch, heads, m, dim]
 * @param k [batch, heads or a divisor of it, n, dim]
 * @param v [batch, as many heads as k, n, any width]
 */
record AttentionInputs(NamedArray q, NamedArray k, NamedArray v) {

  /**
   * The arrays q, k and v.
   *
   * @throws Usage if they do not fit together
   */
  static AttentionInputs of(List<NamedArray> arrays) {
    AttentionInputs inputs = new AttentionInputs(arrays.get(0), arrays.get(1), arrays.get(2));
    ElementType type = inputs.q.elements().type();
    for (NamedArray array : arrays) {
      require(
          array.shape().size() == 4 && array.shape().stream().allMatch(length -> length > 0),
          "`%s` has the shape %s, and [batch, heads, length, width] is wanted",
          array.name(),
          array.shape());
      require(
          ArrayTensors.isFloating(array.elements().type()) && array.elements().type() == type,
          "`%s` is of type %s, and all three are float16, float32 or float64",
          array.name(),
          name(array.elements().type()));
    }
    List<Integer> q = inputs.q.shape();
    List<Integer> k = inputs.k.shape();
    List<Integer> v = inputs.v.shape();
    require(q.get(2) <= k.get(2), "q has %d positions, and k only %d", q.get(2), k.get(2));
    require(v.get(2).equals(k.get(2)), "v has %d positions, and k %d", v.get(2), k.get(2));
    require(q.get(3).equals(k.get(3)), "q is of width %d, and k of %d", q.get(3), k.get(3));
    require(
        q.get(0).equals(k.get(0)) && q.get(0).equals(v.get(0)),
        "q, k and v are batches of %d, %d and %d",
        q.get(0),
        k.get(0),
        v.get(0));
    require(k.get(1).equals(v.get(1)), "k has %d heads, and v %d", k.get(1), v.get(1));
    require(
        q.get(1) % k.get(1) == 0,
        "q has %d heads, and the %d of k and v are no divisor of that",
        q.get(1),
        k.get(1));
    return inputs;
  }

  private static void require(boolean holds, String sentence, Object... values) {
    if (!holds) {
      throw new Usage("bad-array", sentence.formatted(values), "");
    }
  }

  private static String name(ElementType type) {
    return type.name().toLowerCase(Locale.ROOT);
  }

  int batch() {
    return q.shape().get(0);
  }

  int heads() {
    return q.shape().get(1);
  }

  int m() {
    return q.shape().get(2);
  }

  int n() {
    return k.shape().get(2);
  }

  int dim() {
    return q.shape().get(3);
  }

  Map<String, Object> facts() {
    Map<String, Object> facts = new LinkedHashMap<>();
    facts.put("n", n());
    facts.put("m", m());
    facts.put("batch", batch());
    facts.put("heads", heads());
    facts.put("kv_heads", k.shape().get(1));
    facts.put("dim", dim());
    facts.put("value_dim", v.shape().get(3));
    facts.put("dtype", name(q.elements().type()));
    return facts;
  }
}
