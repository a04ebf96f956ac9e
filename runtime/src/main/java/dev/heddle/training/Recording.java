package dev.heddle.training;

import ai.djl.pytorch.jni.JniUtils;

/** Work for which the engine records nothing. */
final class Recording implements AutoCloseable {

  private final boolean before = JniUtils.isGradMode();

  private Recording() {
    JniUtils.setGradMode(false);
  }

  /** Off on this thread until it is closed. */
  static Recording off() {
    return new Recording();
  }

  @Override
  public void close() {
    JniUtils.setGradMode(before);
  }
}
