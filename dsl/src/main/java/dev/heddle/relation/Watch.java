package dev.heddle.relation;

import java.util.concurrent.CancellationException;
import java.util.function.Supplier;

/**
 * Is told how far a long piece of work is. It holds for the thread that set it.
 *
 * <pre>{@code
 * Study study = Watch.over((what, doing, done, steps) -> …, () -> Study.of(pattern, 1024, 4096));
 * }</pre>
 */
@FunctionalInterface
public interface Watch {

  /**
   * A step begins.
   *
   * @param what the piece of work
   * @param doing what the step does
   * @param done how many steps are done
   * @param steps how many there are; where that is not known, the most that there can be
   */
  void at(String what, String doing, long done, long steps);

  /** Does some work under a watch. */
  static <T> T over(Watch watch, Supplier<T> work) {
    return ScopedValue.where(Watched.CURRENT, watch).call(work::get);
  }

  /**
   * Tells whoever watches, if someone does. To be called often: it costs little.
   *
   * @throws CancellationException if the thread was interrupted
   */
  static void tell(String what, String doing, long done, long steps) {
    goOn(what);
    if (Watched.CURRENT.isBound()) {
      Watched.CURRENT.get().at(what, doing, done, steps);
    }
  }

  /**
   * Ends work of which nothing is told: for loops that take long within a step.
   *
   * @throws CancellationException if the thread was interrupted, which it then still is
   */
  static void goOn(String what) {
    goOn(what, Thread.currentThread());
  }

  /** The same where other threads work for one, which is the one that is interrupted. */
  static void goOn(String what, Thread asking) {
    if (asking.isInterrupted()) {
      throw new CancellationException(what + " was interrupted");
    }
  }
}
