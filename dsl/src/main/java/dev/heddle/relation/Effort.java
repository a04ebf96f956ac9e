package dev.heddle.relation;

import dev.heddle.diagnostic.HeddleException;
import dev.heddle.diagnostic.Problem;
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
  private final Problem.TooMuchWork refusal;
  private final @Nullable Effort outer;

  private long spent;

  private Effort(long most, Problem.TooMuchWork refusal, @Nullable Effort outer) {
    this.most = most;
    this.refusal = refusal;
    this.outer = outer;
  }

  /**
   * Does some work, and stops it when it takes too many steps.
   *
   * @param refusal what is then thrown, as a {@link HeddleException}
   */
  public static <T extends @Nullable Object> T atMost(
      long steps, Problem.TooMuchWork refusal, Supplier<T> work) {
    Effort effort = new Effort(steps, refusal, CURRENT.isBound() ? CURRENT.get() : null);
    return ScopedValue.where(CURRENT, effort).call(work::get);
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
    spent += steps;
    if (spent > most) {
      throw HeddleException.of(refusal, null);
    }
  }
}
