package dev.heddle.notebook;

import java.io.PrintStream;
import java.util.function.LongSupplier;

/**
 * How far a long piece of work is: in a notebook one line that changes, elsewhere some lines on
 * stderr.
 *
 * <pre>{@code
 * try (Progress progress = Progress.of("the race", 3)) {
 *   for (int n : new int[] {1024, 2048, 4096}) {
 *     progress.step("n = " + n);
 *     …
 *   }
 * }
 * }</pre>
 */
public final class Progress implements AutoCloseable {

  private static final int BAR = 20;

  /** Screens are not drawn more often than that. */
  private static final long NANOSECONDS = 100_000_000;

  /** On a terminal so many lines stand for all steps, however many they are. */
  private static final int LINES = 20;

  private final String what;
  private final int steps;
  private final Board board;
  private final LongSupplier clock;
  private final long start;
  private int begun;
  private long shown;
  private boolean isClosed;

  Progress(String what, int steps, Board board, LongSupplier clock) {
    if (steps < 1) {
      throw new IllegalArgumentException("work of " + steps + " steps has no progress");
    }
    this.what = what;
    this.steps = steps;
    this.board = board;
    this.clock = clock;
    this.start = clock.getAsLong();
    this.shown = start - NANOSECONDS;
  }

  /**
   * Begins a piece of work.
   *
   * @param what what it is, in a word or two
   * @param steps how many steps it has
   * @throws IllegalArgumentException if it has none
   */
  public static Progress of(String what, int steps) {
    Board board = Notebook.board();
    return new Progress(
        what, steps, board == null ? lines(System.err, steps) : board, System::nanoTime);
  }

  /** Every so many steps a line. */
  static Board lines(PrintStream out, int steps) {
    int every = Math.ceilDiv(steps, LINES);
    int[] calls = {0};
    return (words, isLast) -> {
      if (isLast || calls[0]++ % every == 0) {
        out.println(words);
      }
    };
  }

  /**
   * Begins the next step; the one before it is done.
   *
   * @param doing what is done in it
   */
  public void step(String doing) {
    begun = Math.min(steps, begun + 1);
    long now = clock.getAsLong();
    if (now - shown >= NANOSECONDS) {
      shown = now;
      board.show(line(begun - 1, doing), false);
    }
  }

  /** Shows that the work is done, or where it ended. */
  @Override
  public void close() {
    if (!isClosed) {
      isClosed = true;
      boolean isDone = begun == steps;
      board.show(line(isDone ? steps : begun, isDone ? "done" : "ended"), true);
    }
  }

  private String line(int done, String doing) {
    int full = (int) ((long) done * BAR / steps);
    return "%s  %s%s  %d of %d  %s  (%d s)"
        .formatted(
            Words.line(what, 40),
            "█".repeat(full),
            "░".repeat(BAR - full),
            done,
            steps,
            Words.line(doing, 60),
            (clock.getAsLong() - start) / 1_000_000_000);
  }
}
