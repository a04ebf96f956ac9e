package dev.heddle.cli;

import java.io.Console;
import java.io.PrintWriter;
import java.util.Locale;

/** How far a training is: on a terminal a bar that changes, elsewhere a line now and then. */
final class TrainingBar implements AutoCloseable {

  private static final int BAR = 20;

  /** Between two changes. */
  private static final long TERMINAL = 200_000_000L;

  private static final long LINES = 10_000_000_000L;
  private static final String BACK = "\r\u001b[K";

  private final PrintWriter err;
  private final boolean isTerminal;
  private long shown = System.nanoTime() - TERMINAL;
  private boolean isOpen;

  TrainingBar(PrintWriter err) {
    this.err = err;
    this.isTerminal = hasTerminal();
  }

  /** Java 25 has a console again only where input and output are a terminal; 22 to 24 always. */
  @SuppressWarnings("SystemConsoleNull")
  private static boolean hasTerminal() {
    Console console = System.console();
    return console != null && console.isTerminal();
  }

  void show(String what, long done, long all, String words) {
    long now = System.nanoTime();
    if (now - shown < (isTerminal ? TERMINAL : LINES)) {
      return;
    }
    shown = now;
    int full = (int) (done * BAR / all);
    String line =
        String.format(
            Locale.ROOT,
            "%s  %s%s  %,d of %,d  %s",
            what,
            "█".repeat(full),
            "░".repeat(BAR - full),
            done,
            all,
            words);
    if (isTerminal) {
      err.print(BACK + line);
      isOpen = true;
    } else {
      err.println(line);
    }
    err.flush();
  }

  /** A line that stays. */
  void line(String words) {
    close();
    err.println(words);
    err.flush();
  }

  @Override
  public void close() {
    if (isOpen) {
      err.print(BACK);
      err.flush();
      isOpen = false;
    }
  }
}
