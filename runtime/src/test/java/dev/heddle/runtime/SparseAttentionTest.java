package dev.heddle.runtime;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import dev.heddle.pattern.SparsityPattern;
import dev.heddle.relation.Relation;
import java.util.Collections;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class SparseAttentionTest {

  private NDManager manager = NDManager.newBaseManager();

  @BeforeEach
  void open() {
    manager.close();
    manager = NDManager.newBaseManager();
  }

  @AfterEach
  void close() {
    manager.close();
  }

  // ---- against dense attention in double precision

  /** What the texts mean, written once more as conditions: (i, j, n). */
  interface Meaning {
    boolean allows(int i, int j, int n);
  }

  private static Arguments pattern(String text, Meaning meaning) {
    return Arguments.of(text, meaning);
  }

  static Stream<Arguments> patterns() {
    return Stream.of(
        pattern("full", (i, j, n) -> true),
        pattern("none", (i, j, n) -> false),
        pattern("self", (i, j, n) -> i == j),
        pattern("causal", (i, j, n) -> j <= i),
        pattern("causal - self", (i, j, n) -> j < i),
        pattern("window(5)", (i, j, n) -> Math.abs(i - j) <= 2),
        pattern("stride(3) - self", (i, j, n) -> (i - j) % 3 == 0 && i != j),
        pattern("global(2)", (i, j, n) -> i < 2 || j < 2),
        pattern("!causal & !global(1)", (i, j, n) -> j > i && i >= 1),
        pattern(
            "window(3) + stride(√n) + global(1)",
            (i, j, n) ->
                Math.abs(i - j) <= 1 || (i - j) % (int) Math.sqrt(n) == 0 || i < 1 || j < 1));
  }

  @ParameterizedTest
  @MethodSource("patterns")
  void isDenseAttentionUnderTheMask(String text, Meaning meaning) {
    for (int n : new int[] {1, 2, 3, 7, 16, 61, 125}) {
      for (int m : new int[] {n, (n + 1) / 2, 1}) {
        for (long seed = 1; seed <= 2; seed++) {
          checkAgainstReference(text, meaning, m, n, seed);
        }
      }
    }
  }

  private void checkAgainstReference(String text, Meaning meaning, int m, int n, long seed) {
    Reference reference = new Reference(3, m, n, 8, 5, seed);
    double[] expected = reference.attend((i, j) -> meaning.allows(n - m + i, j, n));
    SparseAttention attention = SparseAttention.over(at(text, n).last(m));
    String which = "%s at m = %d, n = %d, seed %d".formatted(text, m, n, seed);
    assertArrayEquals(expected, single(reference, attention), 2e-5, which);
    assertArrayEquals(expected, twice(reference, attention), 1e-12, which);
  }

  private double[] single(Reference r, SparseAttention attention) {
    NDArray out =
        attention.attend(
            floats(r.q, r.heads, r.m, r.d),
            floats(r.k, r.heads, r.n, r.d),
            floats(r.v, r.heads, r.n, r.e));
    assertEquals(new Shape(1, r.heads, r.m, r.e), out.getShape());
    assertEquals(DataType.FLOAT32, out.getDataType());
    return doubles(out.toFloatArray());
  }

  private double[] twice(Reference r, SparseAttention attention) {
    NDArray out =
        attention.attend(
            manager.create(r.q, new Shape(1, r.heads, r.m, r.d)),
            manager.create(r.k, new Shape(1, r.heads, r.n, r.d)),
            manager.create(r.v, new Shape(1, r.heads, r.n, r.e)));
    assertEquals(DataType.FLOAT64, out.getDataType());
    return out.toDoubleArray();
  }

  @Test
  void manyTilesGiveTheSameAsOne() {
    int n = 1_000;
    Reference reference = new Reference(2, n, n, 4, 4, 5);
    double[] expected = reference.attend((i, j) -> j <= i || i < 3 || j < 3);
    SparseAttention attention = SparseAttention.over(at("causal + global(3)", n));
    assertArrayEquals(expected, single(reference, attention), 2e-5);
  }

  @Test
  void denseAttentionIsTheSameUnderTheMask() {
    int n = 40;
    Reference r = new Reference(2, n, n, 4, 6, 9);
    Relation relation = at("stride(5) - self - global(2)", n);
    NDArray out =
        DenseAttention.attend(
            floats(r.q, 2, n, 4),
            floats(r.k, 2, n, 4),
            floats(r.v, 2, n, 6),
            Tensors.mask(relation, manager));
    double[] expected = r.attend((i, j) -> (i - j) % 5 == 0 && i != j && i >= 2 && j >= 2);
    assertArrayEquals(expected, doubles(out.toFloatArray()), 2e-5);
  }

  @Test
  void batchesAreIndependent() {
    int n = 9;
    NDArray q = manager.randomNormal(new Shape(3, 2, n, 4));
    SparseAttention attention = SparseAttention.over(at("window(3) + global(1)", n));
    NDArray together = attention.attend(q, q, q);
    for (int batch = 0; batch < 3; batch++) {
      NDArray one = q.get(batch + ":" + (batch + 1));
      assertArrayEquals(
          attention.attend(one, one, one).toFloatArray(),
          together.get(batch + ":" + (batch + 1)).toFloatArray(),
          1e-6f);
    }
  }

  @Test
  void theScaleIsWhatScoresAreMultipliedWith() {
    int n = 6;
    NDArray q = manager.randomNormal(new Shape(1, 1, n, 4));
    SparseAttention attention = SparseAttention.over(at("full", n));
    assertArrayEquals(
        attention.attend(q, q, q, 0.5).toFloatArray(),
        attention.attend(q, q, q).toFloatArray(),
        1e-6f);
    NDArray uniform = attention.attend(q, q, q, 0.0);
    assertArrayEquals(
        q.mean(new int[] {2}).toFloatArray(), uniform.get("0,0,3").toFloatArray(), 1e-5f);
  }

  // ---- awkward numbers

  @Test
  void hugeScoresGiveNoNan() {
    int n = 16;
    NDArray q = manager.randomNormal(new Shape(1, 1, n, 4)).mul(1e18f);
    NDArray v = manager.randomNormal(new Shape(1, 1, n, 4));
    NDArray out = SparseAttention.over(at("window(5) - self", n)).attend(q, q, v, 1.0);
    assertFalse(out.isNaN().any().getBoolean());
  }

  @Test
  void aKeyThatNobodySeesHasNoInfluence() {
    int n = 10;
    Relation relation = at("window(3) - global(1)", n);
    NDArray q = manager.randomNormal(new Shape(1, 1, n, 4));
    NDArray k = manager.randomNormal(new Shape(1, 1, n, 4));
    NDArray bad = k.duplicate();
    bad.set(new NDIndex("0,0,0"), 1e18f);
    assertTrue(bad.gt(1e17f).any().getBoolean());
    SparseAttention attention = SparseAttention.over(relation);
    assertArrayEquals(
        attention.attend(q, k, k).toFloatArray(), attention.attend(q, bad, bad).toFloatArray());
  }

  // ---- use

  @Test
  void oneInstanceServesManyThreads() throws Exception {
    int n = 64;
    SparseAttention attention = SparseAttention.over(at("window(3) + stride(√n) + global(1)", n));
    float[] data = manager.randomNormal(new Shape(1, 2, n, 8)).toFloatArray();
    Callable<float[]> task =
        () -> {
          try (NDManager own = NDManager.newBaseManager()) {
            NDArray x = own.create(data, new Shape(1, 2, n, 8));
            return attention.attend(x, x, x).toFloatArray();
          }
        };
    float[] expected = task.call();
    try (var pool = Executors.newFixedThreadPool(4)) {
      for (Future<float[]> result : pool.invokeAll(Collections.nCopies(40, task))) {
        assertArrayEquals(expected, result.get(), 1e-6f);
      }
    }
  }

  @Test
  void theResultBelongsToTheManagerOfTheQueries() {
    NDArray out;
    try (NDManager sub = manager.newSubManager()) {
      NDArray x = sub.ones(new Shape(1, 1, 4, 2));
      out = SparseAttention.over(at("self", 4)).attend(x, x, x);
      assertEquals(sub, out.getManager());
    }
    assertTrue(out.isReleased());
  }

  // ---- what does not fit

  static Stream<Arguments> misfits() {
    Shape good = new Shape(1, 2, 8, 4);
    return Stream.of(
        Arguments.of(new Shape(1, 2, 7, 4), good, good, "q has 7 queries, not 8"),
        Arguments.of(good, new Shape(1, 2, 9, 4), good, "k has 9 keys, not 8"),
        Arguments.of(good, good, new Shape(1, 2, 9, 4), "v has 9 values, not 8"),
        Arguments.of(good, new Shape(1, 2, 8, 5), good, "q and k are of one width, not 4 and 5"),
        Arguments.of(good, new Shape(2, 2, 8, 4), good, "one batch and one number of heads"),
        Arguments.of(good, good, new Shape(1, 3, 8, 4), "one batch and one number of heads"),
        Arguments.of(new Shape(2, 8, 4), good, good, "q is [batch, heads, length, width]"));
  }

  @ParameterizedTest
  @MethodSource("misfits")
  void shapesThatDoNotFitAreRefusedInWords(Shape q, Shape k, Shape v, String words) {
    SparseAttention attention = SparseAttention.over(at("causal", 8));
    IllegalArgumentException e =
        assertThrows(
            IllegalArgumentException.class,
            () -> attention.attend(manager.ones(q), manager.ones(k), manager.ones(v)));
    assertTrue(String.valueOf(e.getMessage()).contains(words), e.getMessage());
  }

  @Test
  void typesThatDoNotFitAreRefusedInWords() {
    SparseAttention attention = SparseAttention.over(at("causal", 4));
    Shape shape = new Shape(1, 1, 4, 2);
    NDArray single = manager.ones(shape);
    NDArray twice = manager.ones(shape, DataType.FLOAT64);
    NDArray whole = manager.ones(shape, DataType.INT32);
    assertThrows(IllegalArgumentException.class, () -> attention.attend(single, twice, single));
    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> attention.attend(whole, whole, whole));
    assertEquals(
        "attention cannot be int32: it is one of [float32, float64, float16]", e.getMessage());
  }

  private static Relation at(String text, int n) {
    return SparsityPattern.parse(text).at(n);
  }

  private NDArray floats(double[] values, int heads, int length, int width) {
    float[] single = new float[values.length];
    for (int at = 0; at < values.length; at++) {
      single[at] = (float) values[at];
    }
    return manager.create(single, new Shape(1, heads, length, width));
  }

  private static double[] doubles(float[] values) {
    double[] wide = new double[values.length];
    for (int at = 0; at < values.length; at++) {
      wide[at] = values[at];
    }
    return wide;
  }
}
