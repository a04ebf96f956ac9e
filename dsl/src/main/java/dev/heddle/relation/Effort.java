package dev.heddle.relation;

import dev.heddle.diagnostic.HeddleException;
import dev.heddle.diagnostic.Problem;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A bound on the work of making rows, counted in steps of very roughly ten nanoseconds: a piece of
 * a row, a word of bits, a sixteenth of a pair that a condition is tried for. What a text asks for
 * may take longer than anyone waits, and its length tells nothing of it; so whoever asks for many
 * rows says how much they may cost, and is refused where they would cost more, on every machine
 * alike.
 *
 * <p>The bound holds for the thread that set it. Within another bound, work counts for both.
 */
public final class Effort {

  /** Making a row costs so much at least. */
  static final int A_ROW = 16;

  /** Trying a condition for one pair. */
  public static final int A_TRY = 16;

  /** Drawing one of many random keys, and putting it in order. */
  static final int A_DRAW = 8;

  private static final ScopedValue<Effort> CURRENT = ScopedValue.newInstance();

  private final long most;
  private final String what;
  private final String help;
  private final boolean isInterruptible;
  private final @Nullable Effort outer;

  private long spent;

  private Effort(long most, String what, String help, boolean isInterruptible) {
    this.most = most;
    this.what = what;
    this.help = help;
    this.isInterruptible = isInterruptible;
    this.outer = CURRENT.isBound() ? CURRENT.get() : null;
  }

  /**
   * Does some work, and refuses it when it takes too many steps.
   *
   * @param what the work, for the refusal
   * @param help what can be done instead; may be empty
   * @throws HeddleException if it takes more
   */
  public static <T> T atMost(long steps, String what, String help, Supplier<T> work) {
    return new Effort(steps, what, help, false).bounding(work);
  }

  /**
   * Does some work, and ends it where rows are made as soon as the thread is interrupted. Without
   * this an interruption waits, as a training saves what it has before it heeds one.
   *
   * @param what the work, for the exception
   * @throws java.util.concurrent.CancellationException if the thread was interrupted
   */
  public static <T> T interruptibly(String what, Supplier<T> work) {
    return new Effort(Long.MAX_VALUE, what, "", true).bounding(work);
  }

  /** What some work gives; empty if it takes too many steps. */
  public static <T> Optional<T> ifAtMost(long steps, Supplier<T> work) {
    Effort effort = new Effort(steps, "this", "", false);
    try {
      return Optional.of(effort.bounding(work));
    } catch (HeddleException e) {
      if (effort.isSpent()) {
        return Optional.empty();
      }
      throw e;
    }
  }

  private <T> T bounding(Supplier<T> work) {
    return ScopedValue.where(CURRENT, this).call(work::get);
  }

  /** Notes work done, or about to be done. */
  public static void spend(long steps) {
    if (CURRENT.isBound()) {
      CURRENT.get().take(steps);
    }
  }

  private void take(long steps) {
    if (outer != null) {
      outer.take(steps);
    }
    if (isInterruptible) {
      Watch.goOn(what);
    }
    spent += steps;
    if (isSpent()) {
      throw HeddleException.of(new Problem.TooMuchWork(what, most + " steps", help), null);
    }
  }

  private boolean isSpent() {
    return spent > most;
  }
}
