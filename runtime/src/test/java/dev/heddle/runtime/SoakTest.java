package dev.heddle.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import ai.djl.training.ParameterStore;
import dev.heddle.pattern.SparsityPattern;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Thousands of calls at varying lengths leave the memory of the process where it was. */
class SoakTest {

  private static final Path STATUS = Path.of("/proc/self/status");
  private static final long BOUND = 150L << 20;

  @BeforeEach
  void whereMemoryCanBeRead() {
    assumeTrue(Files.isReadable(STATUS));
  }

  private static long resident() throws Exception {
    System.gc();
    return Files.readAllLines(STATUS).stream()
        .filter(line -> line.startsWith("VmRSS"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) << 10)
        .findFirst()
        .orElseThrow();
  }

  private interface Call {
    void at(int step);
  }

  /** With one thread: small calls of several threads wait for each other on a machine in use. */
  private static void soak(int calls, Call call) throws Exception {
    int threads = EngineThreads.count();
    EngineThreads.use(1);
    try {
      soakAlone(calls, call);
    } finally {
      EngineThreads.use(threads);
    }
  }

  private static void soakAlone(int calls, Call call) throws Exception {
    for (int step = 0; step < calls / 4; step++) {
      call.at(step);
    }
    long before = resident();
    for (int step = calls / 4; step < calls; step++) {
      call.at(step);
    }
    long grown = resident() - before;
    assertTrue(grown < BOUND, grown + " bytes more after " + calls + " calls");
  }

  /** Lengths jump, so that each call plans, uploads and throws out another. */
  @Test
  void callsAtManyLengths() throws Exception {
    SparsityPattern pattern = SparsityPattern.parse("window(3) + stride(√n) + global(1)");
    try (NDManager manager = NDManager.newBaseManager();
        SparseAttentionBlock block = SparseAttentionBlock.over(pattern)) {
      ParameterStore store = new ParameterStore(manager, false);
      soak(
          2_000,
          step -> {
            int n = 64 + (step * 97) % 61;
            try (NDManager own = manager.newSubManager()) {
              NDArray q = own.ones(new Shape(2, 4, n, 16));
              block.forward(store, new NDList(q, q, q), false);
            }
          });
      assertEquals(0, manager.getManagedArrays().size());
    }
  }

  /** Token by token: a query, and a key more each time. */
  @Test
  void decoding() throws Exception {
    SparsityPattern pattern = SparsityPattern.parse("causal & (window(65) + global(4))");
    try (NDManager manager = NDManager.newBaseManager();
        SparseAttentionBlock block = SparseAttentionBlock.over(pattern)) {
      ParameterStore store = new ParameterStore(manager, false);
      NDArray keys = manager.ones(new Shape(1, 4, 2_000, 16));
      int kept = manager.getManagedArrays().size();
      soak(
          2_000,
          step -> {
            try (NDManager own = manager.newSubManager()) {
              NDArray q = own.ones(new Shape(1, 4, 1, 16));
              NDArray k = keys.get(own, new NDIndex(":, :, 0:{}", step + 1));
              block.forward(store, new NDList(q, k, k), false);
            }
          });
      assertEquals(kept, manager.getManagedArrays().size());
    }
  }

  @Test
  void trainingStepsAtManyLengths() throws Exception {
    try (NDManager manager = NDManager.newBaseManager();
        SparseMultiHeadAttention block =
            SparseMultiHeadAttention.builder(SparsityPattern.parse("window(9) + global(1)"))
                .embedding(64)
                .heads(4)
                .dropout(0.1)
                .build()) {
      block.initialize(manager, DataType.FLOAT32, new Shape(2, 128, 64));
      for (var parameter : block.getParameters()) {
        parameter.getValue().getArray().setRequiresGradient(true);
      }
      ParameterStore store = new ParameterStore(manager, false);
      soak(
          120,
          step -> {
            try (NDManager own = manager.newSubManager();
                GradientCollector collector = Engine.getInstance().newGradientCollector()) {
              collector.zeroGradients();
              NDArray x = own.ones(new Shape(2, 100 + step * 31 % 29, 64));
              NDArray out = block.forward(store, new NDList(x), true).singletonOrThrow();
              collector.backward(out.square().sum());
            }
          });
    }
  }
}
