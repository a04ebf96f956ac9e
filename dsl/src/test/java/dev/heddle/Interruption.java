package dev.heddle;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.function.Executable;

/** Interrupts work that may take long. */
public final class Interruption {

  private Interruption() {}

  /** Interrupts this thread first, and so at the work's first look. */
  public static void ends(String what, Executable work) {
    Thread.currentThread().interrupt();
    try {
      assertThrows(CancellationException.class, work, what);
      assertTrue(Thread.currentThread().isInterrupted(), what + " swallowed the interruption");
    } finally {
      Thread.interrupted();
    }
  }
}
