package dev.heddle.syntax;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;

/**
 * Room for recursion. Trees are walked by recursion, and a text may nest {@link Parser#MAX_NESTING}
 * levels deep; how much stack the calling thread has left, nobody knows. So what may be deep is
 * walked on a thread with stack enough.
 */
public final class BigStack {

  /** Several times what a text of the greatest depth needs anywhere. */
  private static final long BYTES = 64L << 20;

  /** As many opening signs as any thread's stack can take. */
  private static final int HARMLESS = 50;

  private BigStack() {}

  /**
   * Whether a text could nest deeply: levels are opened by parentheses, by signs before an operand,
   * and by powers.
   */
  public static boolean neededFor(String text) {
    // A `not` opens one too, and so does every `let` that leads to another.
    return text.chars().filter(sign -> "([{!¬√-−^'ᵀot".indexOf(sign) >= 0).count() > HARMLESS;
  }

  /**
   * Computes something, on a thread of its own if it may be deep. Exceptions come out as they were
   * thrown.
   */
  public static <T> T call(boolean deep, Supplier<T> computation) {
    if (!deep) {
      return computation.get();
    }
    CompletableFuture<T> result = new CompletableFuture<>();
    Runnable task =
        () -> {
          try {
            result.complete(computation.get());
          } catch (RuntimeException | Error failure) {
            result.completeExceptionally(failure);
          }
        };
    Thread.ofPlatform().name("heddle-deep").daemon().stackSize(BYTES).start(task);
    try {
      return result.join();
    } catch (CompletionException e) {
      switch (e.getCause()) {
        case RuntimeException failure -> throw failure;
        case Error failure -> throw failure;
        case null, default -> throw e;
      }
    }
  }
}
