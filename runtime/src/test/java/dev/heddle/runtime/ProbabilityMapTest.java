package dev.heddle.runtime;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.Model;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import ai.djl.training.ParameterStore;
import dev.heddle.pattern.Definitions;
import dev.heddle.pattern.SparsityPattern;
import dev.heddle.relation.Relation;
import java.io.ByteArrayInputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProbabilityMapTest {

  private static final double STEP = 1e-6;

  private static final String[] TEXTS = {
    "full",
    "causal",
    "none",
    "window(3) + stride(√n) + global(1)",
    "stride(2) - self",
    "random(3)",
    "(window(3) + global(1)) * full[4]",
    "causal - self"
  };

  private final NDManager manager = NDManager.newBaseManager();

  @AfterEach
  void close() {
    manager.close();
  }

  private static Relation at(String text, int n, int m) {
    return SparsityPattern.parse(text).at(n).last(m);
  }

  private NDArray array(double[] values, DataType type, long... shape) {
    return manager.create(values, new Shape(shape)).toType(type, false);
  }

  // ---- against the definitions

  @ParameterizedTest
  @ValueSource(
      strings = {"hardmax", "sparsemax", "entmax:1.01", "entmax:1.3", "entmax:1.5", "entmax:2"})
  void isWhatItsDefinitionSays(String name) {
    ProbabilityMap map = ProbabilityMap.parse(name);
    for (String text : TEXTS) {
      for (int n : new int[] {1, 2, 5, 32, 67}) {
        if (text.contains("[4]") && n % 4 != 0) {
          continue;
        }
        for (int m : new int[] {n, (n + 1) / 2}) {
          Relation relation = at(text, n, m);
          Reference reference = new Reference(2, m, n, 5, 3, n);
          double[] expected = reference.attend(relation::contains, Reference.of(map));
          String which = text + ", m = " + m + ", n = " + n;
          try (SparseAttention attention =
              SparseAttention.over(relation).with(AttentionOptions.standard().map(map))) {
            for (int run = 0; run < 3; run++) {
              assertArrayEquals(
                  expected, result(attention, reference, DataType.FLOAT64), 1e-10, which);
              // The thresholds of small α hang on powers of up to a hundred.
              double bound = map.alpha() < 1.1 ? 2e-4 : 1e-5;
              assertArrayEquals(
                  expected, result(attention, reference, DataType.FLOAT32), bound, which);
            }
          }
        }
      }
    }
  }

  private double[] result(SparseAttention attention, Reference r, DataType type) {
    NDArray q = array(r.q, type, 1, r.heads, r.m, r.d);
    NDArray k = array(r.k, type, 1, r.heads, r.n, r.d);
    NDArray v = array(r.v, type, 1, r.heads, r.n, r.e);
    try (NDArray out = attention.attend(q, k, v)) {
      assertEquals(type, out.getDataType());
      return out.toType(DataType.FLOAT64, false).toDoubleArray();
    }
  }

  @Test
  void everyPatternOfTheLibraryTakesAnyMap() {
    int n = 64;
    for (String name :
        List.of("longformer", "bigbird", "sparse_strided_merged", "logsparse", "star")) {
      Relation relation = Definitions.zoo().pattern(name).entry(0, 0).at(n);
      Reference reference = new Reference(1, n, n, 4, 2, 5);
      for (ProbabilityMap map : List.of(ProbabilityMap.sparsemax(), ProbabilityMap.entmax(1.5))) {
        try (SparseAttention attention =
            SparseAttention.over(relation).with(AttentionOptions.standard().map(map))) {
          assertArrayEquals(
              reference.attend(relation::contains, Reference.of(map)),
              result(attention, reference, DataType.FLOAT64),
              1e-10,
              name + ", " + map);
        }
      }
    }
  }

  @Test
  void tiesShareAndEmptyRowsAreZero() {
    Relation relation = at("keys(2)", 4, 4).intersect(at("offsets({-3..-1})", 4, 4));
    NDArray q = manager.ones(new Shape(1, 1, 4, 1));
    NDArray v = manager.create(new float[] {1, 2, 4, 8}, new Shape(1, 1, 4, 1));
    for (String name : List.of("hardmax", "sparsemax", "entmax:1.5")) {
      AttentionOptions options = AttentionOptions.standard().map(ProbabilityMap.parse(name));
      try (SparseAttention attention = SparseAttention.over(relation).with(options)) {
        assertArrayEquals(
            new float[] {0, 1, 1.5f, 1.5f}, attention.attend(q, q, v).toFloatArray(), 1e-6f, name);
      }
    }
  }

  @Test
  void largeScoresStayNumbers() {
    Relation relation = at("window(3) + global(1)", 32, 32);
    for (String name : List.of("hardmax", "sparsemax", "entmax:1.01", "entmax:1.5")) {
      AttentionOptions options = AttentionOptions.standard().map(ProbabilityMap.parse(name));
      NDArray q = manager.randomNormal(new Shape(1, 1, 32, 4)).mul(1e4);
      try (SparseAttention attention = SparseAttention.over(relation).with(options)) {
        NDArray out = attention.attend(q, q, manager.ones(new Shape(1, 1, 32, 2)));
        for (float one : out.toFloatArray()) {
          assertEquals(1, one, 1e-4, name);
        }
      }
    }
  }

  @Test
  void headsThatShareKeysAndDifferInPattern() {
    Reference reference = new Reference(4, 6, 6, 3, 3, 8);
    Relation first = at("window(3)", 6, 6);
    Relation second = at("stride(2)", 6, 6);
    NDArray q = array(reference.q, DataType.FLOAT64, 1, 4, 6, 3);
    NDArray k = array(reference.k, DataType.FLOAT64, 1, 4, 6, 3).get(":, 0:2");
    NDArray v = array(reference.v, DataType.FLOAT64, 1, 4, 6, 3).get(":, 0:2");
    NDArray alpha = manager.create(new double[] {1.2, 1.9, 1.5, 2});
    double[] alphas = alpha.toDoubleArray();
    // Heads 2h and 2h + 1 share the keys of head h.
    System.arraycopy(reference.k, 18, reference.k, 36, 18);
    System.arraycopy(reference.v, 18, reference.v, 36, 18);
    for (double[] shared : List.of(reference.k, reference.v)) {
      System.arraycopy(shared, 36, shared, 54, 18);
      System.arraycopy(shared, 0, shared, 18, 18);
    }
    int[] head = {0};
    double[] expected =
        reference.attend(
            (i, j) -> (head[0] % 2 == 0 ? first : second).contains(i, j),
            (h, scores) -> Reference.entmax(alphas[h], scores));
    double[] odd =
        reference.attend(
            (i, j) -> second.contains(i, j), (h, scores) -> Reference.entmax(alphas[h], scores));
    System.arraycopy(odd, 18, expected, 18, 18);
    System.arraycopy(odd, 54, expected, 54, 18);
    try (SparseAttention.ManyAttentions many =
        SparseAttention.overHeads(List.of(first, second, first, second))) {
      assertArrayEquals(expected, many.attend(q, k, v, alpha).toDoubleArray(), 1e-10);
    }
  }

  // ---- gradients

  @ParameterizedTest
  @ValueSource(doubles = {1.2, 1.5, 2})
  void gradientsAreSlopes(double alpha) {
    for (String text :
        List.of("full", "window(3) + stride(√n) + global(1)", "stride(2) - self", "none")) {
      int n = 7;
      for (int m : new int[] {n, 4}) {
        Relation relation = at(text, n, m);
        Reference reference = new Reference(2, m, n, 3, 2, 17);
        double[] weights = Reference.normal(reference.heads * m * reference.e, new Random(18));
        double[] alphas = {alpha, (1 + alpha) / 2 + 0.25};
        NDArray q = leaf(reference.q, 1, 2, m, 3);
        NDArray k = leaf(reference.k, 1, 2, n, 3);
        NDArray v = leaf(reference.v, 1, 2, n, 2);
        NDArray a = leaf(alphas, 2);
        NDArray w = manager.create(weights, new Shape(1, 2, m, 2));
        try (SparseAttention attention = SparseAttention.over(relation);
            GradientCollector collector = Engine.getInstance().newGradientCollector()) {
          collector.backward(attention.attend(q, k, v, a).mul(w).sum());
        }
        String which = text + ", m = " + m + ", α = " + alpha;
        double[][] inputs = {reference.q, reference.k, reference.v, alphas};
        NDArray[] leaves = {q, k, v, a};
        for (int at = 0; at < leaves.length; at++) {
          assertArrayEquals(
              slopes(inputs[at], () -> loss(reference, weights, relation, alphas)),
              leaves[at].getGradient().toDoubleArray(),
              2e-5,
              which + ", input " + at);
        }
      }
    }
  }

  private NDArray leaf(double[] values, long... shape) {
    NDArray array = manager.create(values, new Shape(shape));
    array.setRequiresGradient(true);
    return array;
  }

  private static double loss(
      Reference reference, double[] weights, Relation relation, double[] alphas) {
    double[] out =
        reference.attend(
            relation::contains, (head, scores) -> Reference.entmax(alphas[head], scores));
    double loss = 0;
    for (int at = 0; at < out.length; at++) {
      loss += weights[at] * out[at];
    }
    return loss;
  }

  private static double[] slopes(double[] input, java.util.function.DoubleSupplier loss) {
    double[] slopes = new double[input.length];
    for (int at = 0; at < input.length; at++) {
      double kept = input[at];
      input[at] = kept + STEP;
      double above = loss.getAsDouble();
      input[at] = kept - STEP;
      double below = loss.getAsDouble();
      input[at] = kept;
      slopes[at] = (above - below) / (2 * STEP);
    }
    return slopes;
  }

  @Test
  void hardmaxHasGradientsByValuesOnly() {
    Relation relation = at("window(3)", 5, 5);
    NDArray x = leaf(Reference.normal(10, new Random(3)), 1, 1, 5, 2);
    NDArray v = leaf(Reference.normal(10, new Random(4)), 1, 1, 5, 2);
    AttentionOptions options = AttentionOptions.standard().map(ProbabilityMap.hardmax());
    try (SparseAttention attention = SparseAttention.over(relation).with(options);
        GradientCollector collector = Engine.getInstance().newGradientCollector()) {
      collector.backward(attention.attend(x, x, v).sum());
    }
    assertArrayEquals(new double[10], x.getGradient().toDoubleArray());
    assertEquals(10, Arrays.stream(v.getGradient().toDoubleArray()).sum(), 1e-12);
  }

  @Test
  void droppedWeightsAreZeroAndTheOthersGrow() {
    Relation relation = at("self", 400, 400);
    NDArray x = leaf(new double[400], 1, 1, 400, 1);
    AttentionOptions options =
        AttentionOptions.standard().map(ProbabilityMap.sparsemax()).dropout(0.25);
    try (SparseAttention attention = SparseAttention.over(relation).with(options)) {
      NDArray ones = manager.ones(new Shape(1, 1, 400, 1), DataType.FLOAT64);
      double[] out;
      try (GradientCollector _ = Engine.getInstance().newGradientCollector()) {
        out = attention.attend(x, x, ones).toDoubleArray();
      }
      long dropped = Arrays.stream(out).filter(one -> one == 0).count();
      assertTrue(dropped > 50 && dropped < 150, dropped + " of 400 are dropped");
      assertTrue(Arrays.stream(out).allMatch(one -> one == 0 || Math.abs(one - 4 / 3.) < 1e-9));
    }
  }

  // ---- Assumption 2

  /** Weights are read off values that are unit vectors. */
  @Test
  void scaledByTheStatedFactorItIsNearlyHardmax() {
    Random random = new Random(11);
    int n = 12;
    for (String name : List.of("softmax", "hardmax", "sparsemax", "entmax:1.2", "entmax:1.5")) {
      ProbabilityMap map = ProbabilityMap.parse(name);
      for (double gap : new double[] {0.01, 0.5, 3}) {
        for (double share : new double[] {1e-4, 0.1, 0.9}) {
          double scale = map.scale(gap, share, n);
          AttentionOptions options = AttentionOptions.standard().map(map).scale(scale);
          double[] scores = new double[n];
          // The worst case first: all others as near as the gap allows.
          for (int draw = 0; draw < 5; draw++) {
            int best = random.nextInt(n);
            for (int j = 0; j < n; j++) {
              scores[j] = j == best ? 1 : 1 - gap - (draw == 0 ? 0 : random.nextDouble());
            }
            double weight = weight(options, scores, best);
            assertTrue(
                weight >= 1 - share - 1e-9,
                "%s, gap %s, share %s: %s".formatted(name, gap, share, weight));
          }
        }
      }
    }
  }

  private double weight(AttentionOptions options, double[] scores, int best) {
    int n = scores.length;
    NDArray q = manager.ones(new Shape(1, 1, 1, 1), DataType.FLOAT64);
    NDArray k = manager.create(scores, new Shape(1, 1, n, 1));
    NDArray v = manager.eye(n, n, 0, DataType.FLOAT64).reshape(1, 1, n, n);
    try (SparseAttention attention = SparseAttention.over(at("full", n, 1)).with(options)) {
      double[] weights = attention.attend(q, k, v).toDoubleArray();
      assertEquals(1, Arrays.stream(weights).sum(), 1e-9);
      return weights[best];
    }
  }

  /** An α that is learned is a number of each head: the scale is that of the head's own α. */
  @Test
  void aLearnedAlphaComesNearToHardmaxByItsOwnScale() {
    int n = 12;
    double gap = 0.25;
    double[] alphas = {1.2, 1.5, 2};
    double[] scores = new double[alphas.length * n];
    double[] less = new double[scores.length];
    for (int head = 0; head < alphas.length; head++) {
      double scale = ProbabilityMap.entmax(alphas[head]).scale(gap, 0.5, n);
      for (int j = 0; j < n; j++) {
        scores[head * n + j] = scale * (j == head ? 1 : 1 - gap);
        less[head * n + j] = 0.9 * scores[head * n + j];
      }
    }
    int heads = alphas.length;
    NDArray q = manager.ones(new Shape(1, heads, 1, 1), DataType.FLOAT64);
    NDArray v = manager.eye(n, n, 0, DataType.FLOAT64).reshape(1, 1, n, n).repeat(1, heads);
    NDArray alpha = manager.create(alphas);
    try (SparseAttention attention =
        SparseAttention.over(at("full", n, 1)).with(AttentionOptions.standard().scale(1))) {
      for (boolean isScaled : new boolean[] {true, false}) {
        NDArray k = manager.create(isScaled ? scores : less, new Shape(1, heads, n, 1));
        double[] weights = attention.attend(q, k, v, alpha).toDoubleArray();
        for (int head = 0; head < heads; head++) {
          double first = weights[head * n + head];
          assertEquals(isScaled, first >= 1 - 1e-9, "α = " + alphas[head] + ": " + first);
        }
      }
    }
  }

  /**
   * With a scale a little smaller, the worst case misses the bound: the factor is the least one.
   */
  @Test
  void theFactorIsTheLeastOne() {
    int n = 12;
    double[] scores = new double[n];
    Arrays.fill(scores, 1 - 0.5);
    scores[3] = 1;
    for (String name : List.of("softmax", "sparsemax", "entmax:1.5")) {
      ProbabilityMap map = ProbabilityMap.parse(name);
      AttentionOptions options =
          AttentionOptions.standard().map(map).scale(0.98 * map.scale(0.5, 1e-9, n));
      assertTrue(weight(options, scores, 3) < 1 - 1e-9, name);
    }
  }

  // ---- elsewhere

  @ParameterizedTest
  @ValueSource(strings = {"hardmax", "sparsemax", "entmax:1.5"})
  void theExportedModuleHasTheMap(String name) throws Exception {
    Relation relation = at("window(3) + stride(√n) + global(1)", 50, 50);
    AttentionOptions options = AttentionOptions.standard().map(ProbabilityMap.parse(name));
    NDArray q = manager.randomNormal(new Shape(2, 2, 50, 8));
    NDArray k = manager.randomNormal(new Shape(2, 2, 50, 8));
    NDArray v = manager.randomNormal(new Shape(2, 2, 50, 8));
    try (SparseAttention attention = SparseAttention.over(relation).with(options);
        Model model = Model.newInstance("exported", "PyTorch")) {
      model.load(new ByteArrayInputStream(attention.torchScript()));
      NDArray out =
          model
              .getBlock()
              .forward(new ParameterStore(manager, false), new NDList(q, k, v), false)
              .singletonOrThrow();
      assertArrayEquals(attention.attend(q, k, v).toFloatArray(), out.toFloatArray(), 1e-6f);
    }
  }

  @Test
  void halfPrecisionIsAsNearAsItsDigits() {
    Relation relation = at("window(5) + global(1)", 40, 40);
    Reference reference = new Reference(1, 40, 40, 4, 2, 3);
    for (AttentionOptions.Precision precision :
        List.of(AttentionOptions.Precision.FLOAT16, AttentionOptions.Precision.BFLOAT16)) {
      AttentionOptions options =
          AttentionOptions.standard().map(ProbabilityMap.entmax(1.5)).precision(precision);
      try (SparseAttention attention = SparseAttention.over(relation).with(options)) {
        assertArrayEquals(
            reference.attend(relation::contains, Reference.of(options.map())),
            result(attention, reference, DataType.FLOAT32),
            precision == AttentionOptions.Precision.FLOAT16 ? 2e-2 : 1e-1);
      }
    }
  }

  @Test
  void manyHeadsAreDoneInTurns() {
    // More scores than are held at a time: the last heads are as right as the first.
    Relation relation = at("full", 2100, 2100);
    NDArray q = manager.zeros(new Shape(1, 16, 2100, 1));
    NDArray v = manager.ones(new Shape(1, 16, 2100, 1));
    AttentionOptions options = AttentionOptions.standard().map(ProbabilityMap.hardmax());
    try (SparseAttention attention = SparseAttention.over(relation).with(options)) {
      NDArray out = attention.attend(q, q, v);
      assertEquals(1, out.min().getFloat(), 1e-3);
      assertEquals(1, out.max().getFloat(), 1e-3);
    }
  }

  @Test
  void whatDoesNotFitIsSaidInWords() {
    Relation relation = at("window(3)", 8, 8);
    NDArray x = manager.ones(new Shape(1, 2, 8, 4));
    try (SparseAttention attention =
        SparseAttention.over(relation)
            .with(AttentionOptions.standard().map(ProbabilityMap.sparsemax()))) {
      assertEquals(
          "a log-sum-exp belongs to softmax, and the map is sparsemax",
          error(() -> attention.attendWithSums(x, x, x)));
      assertEquals(
          "α is [1] or [2], one for each head, not (3)",
          error(() -> attention.attend(x, x, x, manager.ones(new Shape(3)))));
      assertEquals(
          "α is of the type of q and on its device, not float64 on cpu()",
          error(() -> attention.attend(x, x, x, manager.ones(new Shape(1), DataType.FLOAT64))));
    }
    assertEquals(
        "the α of entmax is from 1.01 to 2, not 3.0: 1 is softmax, and sparsemax is 2",
        error(() -> ProbabilityMap.entmax(3)));
    assertTrue(error(() -> ProbabilityMap.parse("entmax:x")).contains("no number"));
    assertTrue(error(() -> ProbabilityMap.parse("argmax")).contains("there is no map `argmax`"));
    for (String name : List.of("softmax", "hardmax", "sparsemax", "entmax:1.5")) {
      assertEquals(name, ProbabilityMap.parse(name).toString());
    }
    assertFalse(error(() -> ProbabilityMap.softmax().scale(0, 0.1, 4)).isEmpty());
  }

  private static String error(Runnable call) {
    return String.valueOf(assertThrows(IllegalArgumentException.class, call::run).getMessage());
  }
}
