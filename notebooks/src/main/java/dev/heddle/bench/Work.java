package dev.heddle.bench;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The arrays of a race at a length, and what is done with them. */
final class Work implements AutoCloseable {

  /** An attention. */
  @FunctionalInterface
  interface Attention {
    NDArray attend(NDArray q, NDArray k, NDArray v);
  }

  private final NDManager manager;
  private final BenchMode mode;
  private final NDArray q;
  private final NDArray k;
  private final NDArray v;
  private @Nullable NDArray mask;

  Work(BenchOptions.Arrays arrays, BenchMode mode, int n) {
    this.manager = NDManager.newBaseManager(arrays.device());
    this.mode = mode;
    Shape shape = new Shape(1, arrays.heads(), n, arrays.dim());
    this.q = random(shape, arrays.type());
    this.k = random(shape, arrays.type());
    this.v = random(shape, arrays.type());
  }

  private NDArray random(Shape shape, DataType type) {
    NDArray array = manager.randomNormal(shape);
    if (type != DataType.FLOAT32) {
      try (NDArray single = array) {
        array = single.toType(type, false);
      }
    }
    array.setRequiresGradient(mode == BenchMode.TRAIN);
    return array;
  }

  /** The mask of this length, made at the first call. */
  NDArray mask(Supplier<NDArray> made) {
    NDArray known = mask;
    if (known == null) {
      known = made.get();
      mask = known;
    }
    return known;
  }

  BenchMode mode() {
    return mode;
  }

  NDManager manager() {
    return manager;
  }

  /** One run, from start to end. */
  void run(Attention attention) {
    switch (mode) {
      case FORWARD -> {
        try (NDArray out = attention.attend(q, k, v)) {
          finish(out);
        }
      }
      case TRAIN -> {
        try (GradientCollector collector = Engine.getInstance().newGradientCollector();
            NDArray out = attention.attend(q, k, v);
            NDArray loss = out.sum()) {
          collector.backward(loss);
          finish(loss);
        }
      }
      case MODEL -> throw new IllegalStateException("models have a race of their own");
    }
  }

  /** A GPU works on after a call has returned; reading a number waits for it. */
  private static void finish(NDArray array) {
    if (array.getDevice().isGpu()) {
      try (NDArray flat = array.flatten();
          NDArray first = flat.get(0)) {
        first.toByteBuffer();
      }
    }
  }

  @Override
  public void close() {
    manager.close();
  }
}
