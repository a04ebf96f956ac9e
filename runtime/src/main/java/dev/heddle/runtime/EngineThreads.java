package dev.heddle.runtime;

import ai.djl.engine.Engine;
import ai.djl.pytorch.jni.JniUtils;

/** How many threads the engine computes an operation with, on the CPU. */
public final class EngineThreads {

  private EngineThreads() {}

  /** As many as for operations that this thread starts. */
  public static int count() {
    Engine.getEngine("PyTorch");
    return JniUtils.getNumThreads();
  }

  /**
   * Sets how many compute what this thread starts from now on.
   *
   * @throws IllegalArgumentException if that is less than one
   */
  public static void use(int count) {
    if (count < 1) {
      throw new IllegalArgumentException("nothing is computed with " + count + " threads");
    }
    Engine.getEngine("PyTorch");
    JniUtils.setNumThreads(count);
  }
}
