package dev.heddle.runtime;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.Model;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.training.DefaultTrainingConfig;
import ai.djl.training.GradientCollector;
import ai.djl.training.ParameterStore;
import ai.djl.training.Trainer;
import ai.djl.training.initializer.XavierInitializer;
import ai.djl.training.loss.Loss;
import ai.djl.training.optimizer.Optimizer;
import ai.djl.training.tracker.Tracker;
import dev.heddle.pattern.SparsityPattern;
import dev.heddle.relation.Relation;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

class BlocksTest {

  private static final SparsityPattern HEADLINE =
      SparsityPattern.parse("window(3) + stride(√n) + global(1)");

  private static NDArray normal(NDManager manager, long... shape) {
    Shape wanted = new Shape(shape);
    return manager
        .create(Reference.normal((int) wanted.size(), new Random(wanted.hashCode())), wanted)
        .toType(DataType.FLOAT32, false);
  }

  private static float[] run(Block block, NDManager manager, boolean training, NDArray... inputs) {
    return block
        .forward(new ParameterStore(manager, false), new NDList(inputs), training)
        .singletonOrThrow()
        .toFloatArray();
  }

  // ---- attention

  @Test
  void theBlockReadsItsLengthOffTheInputs() {
    try (NDManager manager = NDManager.newBaseManager();
        SparseAttentionBlock block = SparseAttentionBlock.over(HEADLINE)) {
      for (int n : new int[] {1, 17, 64, 17}) {
        NDArray q = normal(manager, 2, 2, n, 4);
        assertArrayEquals(
            SparseAttention.over(HEADLINE.at(n)).attend(q, q, q).toFloatArray(),
            run(block, manager, false, q, q, q),
            1e-6f);
      }
      Shape q = new Shape(2, 4, 5, 8);
      Shape v = new Shape(2, 4, 9, 3);
      assertArrayEquals(
          new Shape[] {new Shape(2, 4, 5, 3)}, block.getOutputShapes(new Shape[] {q, v, v}));
    }
  }

  @Test
  void aLayerOfAScheduleHasAPatternForEachHead() {
    SparsityPattern schedule =
        SparsityPattern.parse("layers(heads(self, causal), heads(full, window(3)))");
    try (NDManager manager = NDManager.newBaseManager();
        SparseAttentionBlock block =
            SparseAttentionBlock.over(schedule, 1, AttentionOptions.standard())) {
      NDArray q = normal(manager, 1, 3, 12, 4);
      float[] both = run(block, manager, false, q, q, q);
      Relation full = SparsityPattern.parse("full").at(12);
      NDArray expected =
          SparseAttention.overHeads(List.of(full, SparsityPattern.parse("window(3)").at(12), full))
              .attend(q, q, q);
      assertArrayEquals(expected.toFloatArray(), both, 1e-6f);
    }
  }

  @Test
  void dropoutIsForTraining() {
    try (NDManager manager = NDManager.newBaseManager();
        SparseAttentionBlock block =
            SparseAttentionBlock.over(HEADLINE, 0, AttentionOptions.standard().dropout(0.5))) {
      NDArray q = normal(manager, 1, 2, 30, 4);
      float[] plain = SparseAttention.over(HEADLINE.at(30)).attend(q, q, q).toFloatArray();
      assertArrayEquals(plain, run(block, manager, false, q, q, q), 1e-6f);
      q.setRequiresGradient(true);
      try (GradientCollector collector =
          ai.djl.engine.Engine.getInstance().newGradientCollector()) {
        collector.zeroGradients();
        assertArrayEquals(plain, run(block, manager, false, q, q, q), 1e-6f);
        float[] dropped = run(block, manager, true, q, q, q);
        assertTrue(Math.abs(dropped[5] - plain[5]) > 1e-6, "nothing was dropped");
      }
    }
  }

  // ---- multi-head attention

  @Test
  void itIsProjectionsAroundAttention() {
    try (NDManager manager = NDManager.newBaseManager();
        SparseMultiHeadAttention block =
            SparseMultiHeadAttention.builder(HEADLINE).embedding(12).heads(4).keyHeads(2).build()) {
      block.setInitializer(new XavierInitializer(), ai.djl.nn.Parameter.Type.WEIGHT);
      block.initialize(manager, DataType.FLOAT32, new Shape(2, 20, 12));
      NDArray x = normal(manager, 2, 20, 12);
      NDArray q = heads(block, "queries", x, 4);
      NDArray k = heads(block, "keys", x, 2).repeat(1, 2);
      NDArray v = heads(block, "values", x, 2).repeat(1, 2);
      NDArray attended =
          DenseAttention.attend(q, k, v, Tensors.mask(HEADLINE.at(20), manager))
              .transpose(0, 2, 1, 3)
              .reshape(2, 20, 12);
      NDArray expected = projected(block, "result", attended);
      assertArrayEquals(expected.toFloatArray(), run(block, manager, false, x), 1e-5f);
      // The last positions alone see the same keys.
      NDArray last = x.get(":, 15:");
      assertArrayEquals(
          expected.get(":, 15:").toFloatArray(), run(block, manager, false, last, x), 1e-5f);
    }
  }

  private static NDArray projected(Block block, String name, NDArray x) {
    Block linear =
        block.getChildren().stream()
            .filter(child -> child.getKey().endsWith(name))
            .findFirst()
            .orElseThrow()
            .getValue();
    return linear
        .forward(new ParameterStore(x.getManager(), false), new NDList(x), false)
        .singletonOrThrow();
  }

  private static NDArray heads(Block block, String name, NDArray x, int heads) {
    NDArray y = projected(block, name, x);
    return y.reshape(2, 20, heads, y.getShape().get(2) / heads).transpose(0, 2, 1, 3);
  }

  @Test
  void itLearnsInATrainer() throws IOException {
    try (Model model = Model.newInstance("copy", "PyTorch");
        SparseMultiHeadAttention block =
            SparseMultiHeadAttention.builder(SparsityPattern.parse("window(5) + global(1)"))
                .embedding(8)
                .heads(2)
                .dropout(0.05)
                .build()) {
      model.setBlock(block);
      DefaultTrainingConfig config =
          new DefaultTrainingConfig(Loss.l2Loss())
              .optOptimizer(Optimizer.adam().optLearningRateTracker(Tracker.fixed(0.02f)).build())
              .optDevices(new ai.djl.Device[] {ai.djl.Device.cpu()});
      try (Trainer trainer = model.newTrainer(config)) {
        trainer.initialize(new Shape(4, 16, 8));
        NDArray x = normal(trainer.getManager(), 4, 16, 8);
        NDArray wanted = x.mul(0.5f);
        float first = step(trainer, x, wanted);
        float last = first;
        for (int at = 0; at < 40; at++) {
          last = step(trainer, x, wanted);
        }
        assertTrue(last < first / 2, first + " became " + last);
        // Parameters go into a file and come back.
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        block.saveParameters(new DataOutputStream(bytes));
        float[] before = run(block, trainer.getManager(), false, x);
        step(trainer, x, wanted.mul(3));
        try {
          block.loadParameters(
              trainer.getManager(),
              new DataInputStream(new ByteArrayInputStream(bytes.toByteArray())));
        } catch (ai.djl.MalformedModelException e) {
          throw new AssertionError(e);
        }
        assertArrayEquals(before, run(block, trainer.getManager(), false, x), 1e-5f);
      }
    }
  }

  private static float step(Trainer trainer, NDArray x, NDArray wanted) {
    float value;
    try (GradientCollector collector = trainer.newGradientCollector()) {
      NDList out = trainer.forward(new NDList(x));
      NDArray loss = trainer.getLoss().evaluate(new NDList(wanted), out);
      value = loss.getFloat();
      collector.backward(loss);
    }
    trainer.step();
    return value;
  }

  @Test
  @SuppressWarnings("try")
  void whatDoesNotFitIsRefusedInWords() {
    assertRefused(
        "not cut into 5 heads", SparseMultiHeadAttention.builder(HEADLINE).embedding(12).heads(5));
    assertRefused(
        "no divisor of 4 heads",
        SparseMultiHeadAttention.builder(HEADLINE).embedding(12).heads(4).keyHeads(3));
    try (NDManager manager = NDManager.newBaseManager();
        SparseAttentionBlock block = SparseAttentionBlock.over(HEADLINE)) {
      NDArray longer = normal(manager, 1, 1, 9, 4);
      NDArray shorter = normal(manager, 1, 1, 8, 4);
      IllegalArgumentException e =
          assertThrows(
              IllegalArgumentException.class,
              () -> run(block, manager, false, longer, shorter, shorter));
      assertTrue(String.valueOf(e.getMessage()).contains("more queries than keys"), e.getMessage());
      block.close();
      assertThrows(
          IllegalStateException.class, () -> run(block, manager, false, longer, longer, longer));
    }
  }

  private static void assertRefused(String words, SparseMultiHeadAttention.Builder builder) {
    IllegalArgumentException e = assertThrows(IllegalArgumentException.class, builder::build);
    assertTrue(String.valueOf(e.getMessage()).contains(words), e.getMessage());
  }

  // ---- long use

  /** More lengths than are kept, from several threads: some are thrown out while others run. */
  @Test
  void threadsThrowOutEachOthersLengths() throws Exception {
    try (SparseAttentionBlock block = SparseAttentionBlock.over(HEADLINE)) {
      Callable<Integer> task =
          () -> {
            Random random = new Random(Thread.currentThread().threadId());
            try (NDManager own = NDManager.newBaseManager()) {
              for (int at = 0; at < 100; at++) {
                NDArray q = normal(own, 1, 1, 1 + random.nextInt(60), 4);
                run(block, own, false, q, q, q);
              }
            }
            return 0;
          };
      try (var pool = Executors.newFixedThreadPool(4)) {
        for (Future<Integer> done : pool.invokeAll(Collections.nCopies(4, task))) {
          assertEquals(0, done.get());
        }
      }
    }
  }

  @Test
  void decodingTokenByTokenIsTheLastRowEachTime() {
    SparsityPattern pattern = SparsityPattern.parse("causal & (window(9) + stride(8) + keys(2))");
    try (NDManager manager = NDManager.newBaseManager();
        SparseAttentionBlock block = SparseAttentionBlock.over(pattern)) {
      NDArray x = normal(manager, 1, 2, 80, 4);
      NDArray whole = SparseAttention.over(pattern.at(80)).attend(x, x, x);
      for (int n = 1; n <= 80; n++) {
        NDArray known = x.get(":, :, :" + n);
        NDArray token = x.get(":, :, " + (n - 1) + ":" + n);
        assertArrayEquals(
            whole.get(":, :, " + (n - 1) + ":" + n).toFloatArray(),
            run(block, manager, false, token, known, known),
            1e-5f,
            "token " + n);
      }
    }
  }

  @Test
  void thousandsOfCallsLeaveNoMemoryBehind() throws IOException {
    Path status = Path.of("/proc/self/status");
    Assumptions.assumeTrue(Files.isReadable(status));
    try (NDManager manager = NDManager.newBaseManager();
        SparseAttentionBlock block = SparseAttentionBlock.over(HEADLINE)) {
      Random random = new Random(1);
      use(block, manager, random, 500);
      System.gc();
      long before = residentKilobytes(status);
      use(block, manager, random, 3_000);
      System.gc();
      long grown = residentKilobytes(status) - before;
      // What a call needs, had it stayed, would be gigabytes.
      assertTrue(grown < 200_000, "grew by " + grown + " kB");
      assertEquals(0, manager.getManagedArrays().size());
    }
  }

  private static void use(Block block, NDManager manager, Random random, int calls) {
    for (int at = 0; at < calls; at++) {
      try (NDManager step = manager.newSubManager()) {
        NDArray q = step.ones(new Shape(1, 2, 1 + random.nextInt(400), 16));
        NDList out = block.forward(new ParameterStore(step, false), new NDList(q, q, q), false);
        // The inputs and the result, and nothing of the way from one to the other.
        assertEquals(2, step.getManagedArrays().size());
        assertEquals(step, out.singletonOrThrow().getManager());
      }
    }
  }

  private static long residentKilobytes(Path status) throws IOException {
    return Files.readAllLines(status).stream()
        .filter(line -> line.startsWith("VmRSS:"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
        .findFirst()
        .orElseThrow();
  }
}
