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
import ai.djl.pytorch.jni.JniUtils;
import ai.djl.training.GradientCollector;
import ai.djl.training.ParameterStore;
import dev.heddle.pattern.SparsityPattern;
import dev.heddle.relation.Relation;
import java.io.ByteArrayInputStream;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The archive of one attention, loaded as any user of DJL would load it. */
class ExportedTest {

  private static final String HEADLINE = "window(3) + stride(√n) + global(1)";

  private final NDManager manager = NDManager.newBaseManager();
  private final List<Model> models = new ArrayList<>();

  @AfterEach
  void close() {
    models.forEach(Model::close);
    manager.close();
  }

  private Model load(byte[] archive) throws Exception {
    Model model = Model.newInstance("exported", "PyTorch");
    models.add(model);
    model.load(new ByteArrayInputStream(archive));
    return model;
  }

  private NDArray run(Model model, boolean training, NDArray... inputs) {
    return model
        .getBlock()
        .forward(new ParameterStore(manager, false), new NDList(inputs), training)
        .singletonOrThrow();
  }

  private static Relation at(String text, int n) {
    return SparsityPattern.parse(text).at(n);
  }

  private NDArray normal(long... shape) {
    return manager.randomNormal(new Shape(shape));
  }

  // ---- what it computes

  @ParameterizedTest
  @ValueSource(
      strings = {
        "full",
        "none",
        "causal",
        "causal - self",
        HEADLINE,
        "random(3)",
        "(window(3) + random(1)) * full[8]",
        "window(9) & stride(2) - self"
      })
  void isTheSameAttention(String text) throws Exception {
    for (int n : new int[] {1, 61, 128}) {
      for (int m : new int[] {n, (n + 1) / 2}) {
        Relation relation = at(text.contains("[8]") && n % 8 > 0 ? HEADLINE : text, n).last(m);
        SparseAttention attention = SparseAttention.over(relation);
        Model model = load(attention.torchScript());
        NDArray q = normal(2, 4, m, 8);
        NDArray k = normal(2, 4, n, 8);
        NDArray v = normal(2, 4, n, 5);
        NDArray out = run(model, /* training= */ false, q, k, v);
        assertEquals(new Shape(2, 4, m, 5), out.getShape());
        String which = text + " at m = " + m + ", n = " + n;
        assertArrayEquals(
            attention.attend(q, k, v).toFloatArray(), out.toFloatArray(), 1e-6f, which);
        float[] dense =
            DenseAttention.attend(q, k, v, Tensors.mask(relation, manager)).toFloatArray();
        assertArrayEquals(dense, out.toFloatArray(), 2e-5f, which);
      }
    }
  }

  @Test
  void batchHeadsWidthAndTypeAreFree() throws Exception {
    int n = 50;
    SparseAttention attention = SparseAttention.over(at(HEADLINE, n));
    Model model = load(attention.torchScript());
    for (DataType type : List.of(DataType.FLOAT32, DataType.FLOAT64, DataType.FLOAT16)) {
      for (long batch = 1; batch <= 3; batch++) {
        NDArray q = normal(batch, 6, n, 4 * batch).toType(type, false);
        NDArray k = normal(batch, 2 * batch == 4 ? 3 : 2, n, 4 * batch).toType(type, false);
        NDArray out = run(model, /* training= */ false, q, k, k);
        assertEquals(type, out.getDataType());
        assertArrayEquals(
            attention.attend(q, k, k).toType(DataType.FLOAT32, false).toFloatArray(),
            out.toType(DataType.FLOAT32, false).toFloatArray(),
            1e-6f);
      }
    }
  }

  @Test
  void theOptionsGoWithIt() throws Exception {
    Relation relation = at("window(5)", 20);
    NDArray q = normal(1, 1, 20, 4);
    SparseAttention scaled =
        SparseAttention.over(relation)
            .with(
                AttentionOptions.standard()
                    .scale(2.5)
                    .precision(AttentionOptions.Precision.FLOAT64));
    float[] out = run(load(scaled.torchScript()), false, q, q, q).toFloatArray();
    assertArrayEquals(scaled.attend(q, q, q).toFloatArray(), out, 1e-6f);
    float[] usual = SparseAttention.over(relation).attend(q, q, q).toFloatArray();
    assertTrue(Math.abs(usual[0] - out[0]) > 1e-4, "another scale gives another result");
  }

  // ---- gradients

  /**
   * @param optimised whether the engine may specialise the program after a few calls, as it does in
   *     Python unless it is told not to
   */
  @ParameterizedTest
  @CsvSource({"true,0", "false,0", "true,0.5", "false,0.5"})
  void isDifferentiable(boolean optimised, double dropout) throws Exception {
    Relation relation = at(HEADLINE, 61);
    AttentionOptions options = AttentionOptions.standard().dropout(dropout);
    Model model = load(SparseAttention.over(relation).with(options).torchScript());
    NDArray[] inputs = {normal(2, 2, 61, 8), normal(2, 2, 61, 8), normal(2, 2, 61, 8)};
    for (NDArray input : inputs) {
      input.setRequiresGradient(true);
    }
    NDArray mask = Tensors.mask(relation, manager);
    float[][] dense =
        gradients(inputs, () -> DenseAttention.attend(inputs[0], inputs[1], inputs[2], mask));
    JniUtils.setGraphExecutorOptimize(optimised);
    try {
      for (int call = 0; call < 5; call++) {
        float[][] sparse = gradients(inputs, () -> run(model, /* training= */ true, inputs));
        for (int at = 0; at < 3; at++) {
          if (dropout == 0) {
            assertArrayEquals(dense[at], sparse[at], 2e-6f, "call " + call);
          } else {
            assertTrue(distance(dense[at], sparse[at]) > 1e-4, "some weights are dropped");
          }
        }
      }
      NDArray still = run(model, /* training= */ false, inputs);
      assertArrayEquals(
          DenseAttention.attend(inputs[0], inputs[1], inputs[2], mask).toFloatArray(),
          still.toFloatArray(),
          2e-5f,
          "none are dropped without training");
    } finally {
      JniUtils.setGraphExecutorOptimize(false);
    }
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

  private static double distance(float[] one, float[] other) {
    double distance = 0;
    for (int at = 0; at < one.length; at++) {
      distance = Math.max(distance, Math.abs(one[at] - other[at]));
    }
    return distance;
  }

  // ---- what does not fit

  @Test
  void whatDoesNotFitIsToldInWords() throws Exception {
    Model model = load(SparseAttention.over(at("causal", 8)).torchScript());
    NDArray good = normal(1, 2, 8, 4);
    refused(model, "q has 7 queries, not 8", normal(1, 2, 7, 4), good, good);
    refused(model, "k has 9 keys, not 8", good, normal(1, 2, 9, 4), good);
    refused(model, "v has 9 values, not 8", good, good, normal(1, 2, 9, 4));
    refused(model, "one width, not 4 and 5", good, normal(1, 2, 8, 5), good);
    refused(model, "one batch and one number of heads", good, normal(2, 2, 8, 4), good);
    refused(model, "one batch and one number of heads", good, normal(1, 3, 8, 4), good);
    refused(model, "q, k and v are [batch, heads, length, width]", normal(8, 4), good, good);
    refused(model, "of one type", good, good, good.toType(DataType.FLOAT64, false));
  }

  private void refused(Model model, String words, NDArray... inputs) {
    RuntimeException e =
        assertThrows(RuntimeException.class, () -> run(model, /* training= */ false, inputs));
    assertTrue(String.valueOf(e.getMessage()).contains(words), e.getMessage());
  }

  // ---- the file

  @Test
  void tensorsLieInTheArchiveAsTheyAre() throws Exception {
    byte[] archive = SparseAttention.over(at("random(3) + window(3)", 200)).torchScript();
    assertArrayEquals(
        archive, SparseAttention.over(at("random(3) + window(3)", 200)).torchScript());
    Set<String> names = new HashSet<>();
    try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(archive))) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        assertEquals(ZipEntry.STORED, entry.getMethod(), entry.getName());
        assertTrue(names.add(entry.getName()));
      }
    }
    assertTrue(names.containsAll(Set.of("program/data/0", "program/data/1", "program/data.pkl")));
    assertFalse(names.contains("program/data/2"));
  }
}
