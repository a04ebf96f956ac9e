package dev.heddle.runtime;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.engine.Engine;
import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.jni.JniUtils;
import ai.djl.training.GradientCollector;
import dev.heddle.cover.Workload;
import dev.heddle.pattern.SparsityPattern;
import dev.heddle.relation.Relation;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** When gradients are kept: where they are wanted, and on whatever thread that is. */
class RecordingTest {

  private static final AttentionOptions DROPPING = AttentionOptions.standard().dropout(0.5);

  /** A thread of its own starts with recording on, whether or not anything wants a gradient. */
  private static <T> T elsewhere(Callable<T> task) throws Exception {
    try (var thread = Executors.newSingleThreadExecutor()) {
      return thread.submit(task).get();
    }
  }

  @Test
  void whatWantsNoGradientDropsNothingAndKeepsNothing() throws Exception {
    boolean isRecording = elsewhere(JniUtils::isGradMode);
    assertTrue(isRecording, "the engine records on a new thread: what this test is about");
    elsewhere(
        () -> {
          try (NDManager manager = NDManager.newBaseManager();
              SparseAttention attention =
                  SparseAttention.over(SparsityPattern.parse("window(9)").at(40)).with(DROPPING)) {
            NDArray q = manager.randomNormal(new Shape(1, 2, 40, 4));
            NDArray out = attention.attend(q, q, q.onesLike());
            assertArrayEquals(q.onesLike().toFloatArray(), out.toFloatArray(), 1e-6f);
            assertKeepsNothing(out);
          }
          return true;
        });
  }

  @Test
  void gradientsAreTheSameOnAnotherThread() throws Exception {
    Callable<double[]> gradient =
        () -> {
          try (NDManager manager = NDManager.newBaseManager();
              SparseAttention attention =
                  SparseAttention.over(SparsityPattern.parse("window(9) + global(1)").at(40))) {
            double[] values = Reference.normal(2 * 40 * 4, new java.util.Random(2));
            NDArray q = manager.create(values, new Shape(1, 2, 40, 4));
            return Gradients.of(() -> attention.attend(q, q, q).square().sum(), q)[0];
          }
        };
    double[] here = gradient.call();
    assertTrue(Arrays.stream(here).anyMatch(slope -> Math.abs(slope) > 1e-3));
    assertArrayEquals(here, elsewhere(gradient), 1e-12);
  }

  /**
   * What a gradient needs of the forward pass is there for the backward pass, whatever was given
   * back and used again in between.
   */
  @Test
  void whatIsRecordedOutlivesTheForwardPass() {
    List<Relation> heads =
        Stream.of("window(3)", "stride(4)", "window(3)", "global(1)")
            .map(text -> SparsityPattern.parse(text).at(24))
            .toList();
    try (NDManager manager = NDManager.newBaseManager();
        SparseAttention.ManyAttentions attentions = SparseAttention.overHeads(heads)) {
      assertOutlives(manager, q -> attentions.attend(q, q, q));
    }
  }

  @Test
  void whatDenseAttentionRecordsOutlivesTheForwardPass() {
    try (NDManager manager = NDManager.newBaseManager()) {
      NDArray mask = Tensors.mask(SparsityPattern.parse("window(3)").at(24), manager);
      assertOutlives(manager, q -> DenseAttention.attend(q, q, q, mask));
    }
  }

  private static void assertOutlives(NDManager manager, UnaryOperator<NDArray> attention) {
    double[] values = Reference.normal(2 * 4 * 24 * 3, new java.util.Random(5));
    NDArray q = manager.create(values, new Shape(2, 4, 24, 3));
    double[] expected = Gradients.of(() -> attention.apply(q).square().sum(), q)[0];
    for (int turn = 0; turn < 10; turn++) {
      List<ByteBuffer> used = new ArrayList<>();
      double[] found =
          Gradients.of(
              () -> {
                NDArray loss = attention.apply(q).square().sum();
                useFreedMemory(used);
                return loss;
              },
              q)[0];
      assertArrayEquals(expected, found, 1e-12, "turn " + turn + " of " + used.size());
    }
  }

  /** Java gives the memory of buffers back when nobody holds them; others then get it. */
  private static void useFreedMemory(List<ByteBuffer> used) {
    for (int turn = 0; turn < 3; turn++) {
      System.gc();
      try {
        Thread.sleep(20);
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }
    for (int size = 8; size <= 64; size += 8) {
      for (int count = 0; count < 500; count++) {
        ByteBuffer buffer = ByteBuffer.allocateDirect(size);
        for (int at = 0; at < size; at++) {
          buffer.put(at, (byte) 0x7F);
        }
        used.add(buffer);
      }
    }
  }

  /** An input that wants a gradient, where none is recorded, is as any other. */
  @Test
  void nothingIsDroppedWhereNothingIsRecorded() {
    Engine.getEngine("PyTorch");
    boolean before = JniUtils.isGradMode();
    JniUtils.setGradMode(false);
    try (NDManager manager = NDManager.newBaseManager();
        SparseAttention attention =
            SparseAttention.over(SparsityPattern.parse("window(9)").at(40)).with(DROPPING)) {
      NDArray q = manager.randomNormal(new Shape(1, 2, 40, 4));
      q.setRequiresGradient(true);
      NDArray out = attention.attend(q, q, q.onesLike());
      assertArrayEquals(q.onesLike().toFloatArray(), out.toFloatArray(), 1e-6f);
      assertKeepsNothing(out);
    } finally {
      JniUtils.setGradMode(before);
    }
  }

  /** DJL says of no result that it has a graph; the engine refuses to walk back without one. */
  private static void assertKeepsNothing(NDArray out) {
    try (GradientCollector collector = Engine.getInstance().newGradientCollector()) {
      NDArray sum = out.sum();
      EngineException e = assertThrows(EngineException.class, () -> collector.backward(sum));
      assertTrue(String.valueOf(e.getMessage()).contains("does not require grad"));
    }
  }

  /** Half of the weights go, the others double: each output keeps its mean over many draws. */
  @ParameterizedTest
  @ValueSource(strings = {"window(9) + stride(10) + global(2)", "random(6)", "causal"})
  void dropoutKeepsTheMeanOfManyDraws(String text) {
    int n = 40;
    int draws = 400;
    Engine.getInstance().setRandomSeed(11);
    try (NDManager manager = NDManager.newBaseManager();
        SparseAttention plain =
            SparseAttention.over(SparsityPattern.parse(text).at(n), new Workload(4096, 64));
        SparseAttention dropping = plain.with(DROPPING)) {
      NDArray q = manager.randomNormal(new Shape(1, 1, n, 4));
      NDArray v = manager.randomNormal(new Shape(1, 1, n, 2));
      NDArray expected = plain.attend(q, q, v);
      q.setRequiresGradient(true);
      try (GradientCollector collector = Engine.getInstance().newGradientCollector()) {
        collector.zeroGradients();
        NDArray wide = q.repeat(0, draws);
        NDArray out = dropping.attend(wide, wide, v.repeat(0, draws));
        NDArray mean = out.mean(new int[] {0}, true);
        assertTrue(mean.allClose(expected, 0, 0.6, false), text);
        NDArray deviation = out.sub(expected).abs().mean();
        assertTrue(deviation.getFloat() > 0.05, "something is dropped");
        collector.backward(out.sum());
      }
    }
  }

  /** Scores of 10³⁶ and rows without a key, forward and backward, with weights dropped or not. */
  @ParameterizedTest
  @ValueSource(
      strings = {"window(5) - self", "stride(9) - global(3)", "random(2)", "causal - self", "none"})
  void largeScoresAndEmptyRowsGiveNumbers(String text) {
    for (DataType type : new DataType[] {DataType.FLOAT32, DataType.FLOAT64}) {
      for (double dropout : new double[] {0, 1e-12}) {
        try (NDManager manager = NDManager.newBaseManager();
            SparseAttention attention =
                SparseAttention.over(SparsityPattern.parse(text).at(40), new Workload(4096, 64))
                    .with(AttentionOptions.standard().dropout(dropout))) {
          NDArray q = manager.randomNormal(new Shape(1, 2, 40, 4)).toType(type, false).mul(1e18);
          NDArray v = manager.randomNormal(new Shape(1, 2, 40, 4)).toType(type, false);
          q.setRequiresGradient(true);
          v.setRequiresGradient(true);
          String which = text + ", " + type + ", dropout " + dropout;
          try (GradientCollector collector = Engine.getInstance().newGradientCollector()) {
            collector.zeroGradients();
            NDArray out = attention.attend(q, q, v);
            assertFalse(out.isNaN().any().getBoolean(), which);
            collector.backward(out.sum());
          }
          assertFalse(q.getGradient().isNaN().any().getBoolean(), which + ", q");
          assertFalse(v.getGradient().isNaN().any().getBoolean(), which + ", v");
          assertEquals(type, v.getGradient().getDataType());
        }
      }
    }
  }
}
