package dev.heddle.runtime;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.heddle.pattern.Bindings;
import dev.heddle.pattern.SparsityPattern;
import dev.heddle.relation.Relation;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Relations that differ over the heads and over the batch, against dense attention of each. */
class ManyAttentionsTest {

  private static final int N = 30;

  private final NDManager manager = NDManager.newBaseManager();

  @AfterEach
  void close() {
    manager.close();
  }

  private NDArray normal(long... shape) {
    Shape all = new Shape(shape);
    double[] values = Reference.normal((int) all.size(), new Random(all.hashCode()));
    return manager.create(values, all);
  }

  private static Relation at(String text) {
    return SparsityPattern.parse(text).at(N);
  }

  /** Dense attention, a call for each element of the batch and each head. */
  private NDArray dense(List<List<Relation>> batch, NDArray q, NDArray k, NDArray v) {
    long heads = q.getShape().get(1);
    long times = heads / k.getShape().get(1);
    NDList elements = new NDList();
    for (int element = 0; element < q.getShape().get(0); element++) {
      List<Relation> relations = batch.get(element % batch.size());
      NDList outs = new NDList();
      for (int head = 0; head < heads; head++) {
        String own = "%d:%d, %d:%d".formatted(element, element + 1, head, head + 1);
        long h = head / times;
        String shared = "%d:%d, %d:%d".formatted(element, element + 1, h, h + 1);
        NDArray mask = Tensors.mask(relations.get(head % relations.size()), manager);
        outs.add(DenseAttention.attend(q.get(own), k.get(shared), v.get(shared), mask));
      }
      elements.add(NDArrays.concat(outs, 1));
    }
    // What the engine joins of one array alone has no gradient.
    return elements.size() == 1 ? elements.head() : NDArrays.concat(elements, 0);
  }

  private void check(
      List<List<Relation>> batch, SparseAttention.ManyAttentions attentions, int b, int keyHeads) {
    int m = batch.getFirst().getFirst().queries();
    NDArray q = normal(b, 4, m, 6);
    NDArray k = normal(b, keyHeads, N, 6);
    NDArray v = normal(b, keyHeads, N, 3);
    NDArray w = normal(b, 4, m, 3);
    double[] expected = dense(batch, q, k, v).toDoubleArray();
    for (int run = 0; run < 3; run++) {
      assertArrayEquals(expected, attentions.attend(q, k, v).toDoubleArray(), 1e-11);
    }
    Attended attended = attentions.attendWithSums(q, k, v);
    assertEquals(new Shape(b, 4, m, 3), attended.out().getShape());
    assertEquals(new Shape(b, 4, m), attended.logSumExp().getShape());
    checkGradients(
        () -> dense(batch, q, k, v).mul(w).sum(),
        () -> attentions.attend(q, k, v).mul(w).sum(),
        q,
        k,
        v);
  }

  private static void checkGradients(
      Supplier<NDArray> expected, Supplier<NDArray> found, NDArray... inputs) {
    double[][] dense = Gradients.of(expected, inputs);
    double[][] ours = Gradients.of(found, inputs);
    for (int input = 0; input < inputs.length; input++) {
      assertArrayEquals(dense[input], ours[input], 1e-10, "gradient of " + input);
    }
  }

  @ParameterizedTest
  @CsvSource({"1, 4", "2, 4", "2, 2", "3, 1"})
  void headsMayDiffer(int batch, int keyHeads) {
    Relation causal = at("causal");
    List<Relation> heads = List.of(causal, at("window(3) - self"), causal, at("random(2)"));
    try (SparseAttention.ManyAttentions attentions = SparseAttention.overHeads(heads)) {
      assertEquals(3, attentions.attentions().size());
      check(List.of(heads), attentions, batch, keyHeads);
    }
  }

  @ParameterizedTest
  @CsvSource({"4, 30", "2, 30", "1, 30", "2, 7", "4, 1"})
  void boundSequencesMayDifferOverTheBatch(int keyHeads, int m) {
    int[][] documents = new int[3][N];
    for (int i = 0; i < N; i++) {
      documents[0][i] = i / 7;
      documents[1][i] = i % 3;
    }
    List<List<Relation>> batch =
        SparsityPattern.parse("input document; same(document) & causal")
            .atEach(N, Bindings.none().withBatch("document", documents))
            .stream()
            .map(relation -> List.of(relation.last(m)))
            .toList();
    try (SparseAttention.ManyAttentions attentions = SparseAttention.overBatch(batch)) {
      check(batch, attentions, 3, keyHeads);
    }
  }

  @Test
  void bothMayDiffer() {
    Relation causal = at("causal");
    Relation self = at("self");
    List<List<Relation>> batch =
        List.of(List.of(causal, self, self, causal), List.of(at("stride(7)")), List.of(self));
    try (SparseAttention.ManyAttentions attentions = SparseAttention.overBatch(batch)) {
      check(batch, attentions, 3, 2);
    }
  }

  @Test
  void nothingButResultsIsLeftWithTheCaller() {
    Relation causal = at("causal");
    List<List<Relation>> batch = List.of(List.of(causal, at("self")), List.of(causal));
    try (SparseAttention.ManyAttentions attentions = SparseAttention.overBatch(batch)) {
      NDArray q = normal(2, 2, N, 4);
      for (int run = 1; run <= 3; run++) {
        NDArray out = attentions.attend(q, q, q);
        assertEquals(manager, out.getManager());
        assertEquals(1 + run, manager.getManagedArrays().size());
      }
    }
  }

  @Test
  void whatDoesNotFitIsRefusedInWords() {
    Relation causal = at("causal");
    List<Relation> two = List.of(causal, at("self"));
    NDArray three = manager.ones(new Shape(1, 3, N, 2));
    assertMessage(
        "q has 3 heads, and there are relations for 2",
        () -> SparseAttention.overHeads(two).attend(three, three, three));
    assertMessage(
        "q is a batch of 1, and there are relations for 2",
        () -> SparseAttention.overBatch(List.of(two, two)).attend(three, three, three));
    NDArray q = manager.ones(new Shape(1, 2, N, 2));
    assertMessage(
        "the 3 heads of k are no divisor of the 2 of q",
        () -> SparseAttention.overHeads(two).attend(q, three, three));
    assertMessage(
        "k has 2 heads, and v 3", () -> SparseAttention.overHeads(two).attend(q, q, three));
    assertMessage(
        "not all relations are of one size",
        () -> SparseAttention.overHeads(List.of(causal, causal.last(3))));
    assertMessage(
        "attention needs a relation at least", () -> SparseAttention.overHeads(List.of()));
  }

  private static void assertMessage(String words, org.junit.jupiter.api.function.Executable call) {
    assertEquals(words, assertThrows(IllegalArgumentException.class, call).getMessage());
  }
}
