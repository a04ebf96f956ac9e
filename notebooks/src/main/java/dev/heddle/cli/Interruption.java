package dev.heddle.cli;

import dev.heddle.files.Ending;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Interrupts a thread when the process is asked to end (Ctrl-C, SIGTERM), and keeps the process
 * alive until the thread has saved what it wants to save. The status is then the JVM's own, 130
 * after Ctrl-C.
 */
final class Interruption implements AutoCloseable {

  /** Longer than any checkpoint takes to write. */
  private static final int PATIENCE_SECONDS = 60;

  private final CountDownLatch saved = new CountDownLatch(1);
  private final Runnable wish;

  private Interruption(Thread working) {
    wish = () -> end(working);
    Ending.first(wish);
  }

  /** Of the thread that calls. */
  static Interruption ofThisThread() {
    return new Interruption(Thread.currentThread());
  }

  private void end(Thread working) {
    working.interrupt();
    try {
      boolean _ = saved.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** All is saved. */
  @Override
  public void close() {
    saved.countDown();
    Ending.forget(wish);
  }
}
