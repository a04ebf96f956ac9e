package dev.heddle.expressive;

import dev.heddle.relation.Watch;
import dev.heddle.runtime.EngineThreads;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Long work of the engine, which nothing can interrupt: it is done by a thread of its own, and who
 * waits for it can be interrupted. What is given up is done to its end, and nobody takes it.
 */
final class Aside {

  /** The threads' name. */
  static final String NAME = "heddle-aside";

  /** So few multiplications take less than anybody waits. */
  private static final double SHORT = 1e8;

  private Aside() {}

  /**
   * Does some work.
   *
   * @param work it has to close what it opens, and to use nothing that others may close
   * @param multiplications about how many it takes: few are done by the thread that asks
   * @throws CancellationException if the thread that waits was interrupted, which it then still is
   */
  static <T> T done(String what, double multiplications, Supplier<T> work) {
    Watch.goOn(what);
    if (multiplications < SHORT) {
      return work.get();
    }
    int threads = EngineThreads.count();
    FutureTask<T> task =
        new FutureTask<>(
            () -> {
              // The engine's number of threads is each thread's own.
              EngineThreads.use(threads);
              return work.get();
            });
    Thread.ofPlatform().daemon().name(NAME).start(task);
    try {
      return task.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CancellationException(what + " was interrupted");
    } catch (ExecutionException e) {
      throw failure(e.getCause());
    }
  }

  private static RuntimeException failure(@Nullable Throwable cause) {
    return switch (cause) {
      case Error error -> throw error;
      case RuntimeException failure -> failure;
      case null, default -> new IllegalStateException(cause);
    };
  }
}
