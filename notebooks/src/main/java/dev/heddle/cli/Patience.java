package dev.heddle.cli;

import dev.heddle.notebook.Progress;
import dev.heddle.relation.Watch;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Shows how far a piece of work is, on stderr, once it has taken longer than nobody minds. */
final class Patience implements Watch {

  /** Nothing is shown before. */
  static final long NANOSECONDS = 1_000_000_000;

  /** Steps that are shown, however many there are. */
  private static final int SHOWN = 20;

  private final LongSupplier clock;
  private final long start;
  private @Nullable Progress progress;
  private String shownWhat = "";
  private int begun;
  private boolean isWaiting;
  private @Nullable Step latest;

  /** What was told last. */
  private record Step(String what, String doing, long done, long steps) {}

  Patience(LongSupplier clock) {
    this.clock = clock;
    this.start = clock.getAsLong();
  }

  /** Does some work, and shows how far it is. */
  static <T> T over(Supplier<T> work) {
    Patience patience = new Patience(System::nanoTime);
    try {
      return Watch.over(patience, work);
    } finally {
      patience.close();
    }
  }

  @Override
  public synchronized void at(String what, String doing, long done, long steps) {
    latest = new Step(what, doing, done, steps);
    if (clock.getAsLong() - start >= NANOSECONDS) {
      show();
    } else if (!isWaiting) {
      // A first step that takes long tells nothing more until it is done.
      isWaiting = true;
      Thread.ofPlatform().daemon().name("heddle-patience").start(this::wake);
    }
  }

  private void wake() {
    try {
      Thread.sleep(NANOSECONDS / 1_000_000);
    } catch (InterruptedException e) {
      return;
    }
    show();
  }

  /** Shows what was told last; nothing when all is done. */
  synchronized void show() {
    Step step = latest;
    if (step == null) {
      return;
    }
    int shown = (int) Math.clamp(step.steps(), 1L, SHOWN);
    Progress on = progress;
    if (on == null || !step.what().equals(shownWhat)) {
      if (on != null) {
        on.close();
      }
      on = Progress.of(step.what(), shown);
      progress = on;
      shownWhat = step.what();
      begun = 0;
    }
    int now = 1 + (int) Math.min(shown - 1.0, (double) step.done() / step.steps() * shown);
    for (; begun < now; begun++) {
      on.step(step.doing());
    }
  }

  synchronized void close() {
    latest = null;
    if (progress != null) {
      progress.close();
      progress = null;
    }
  }
}
