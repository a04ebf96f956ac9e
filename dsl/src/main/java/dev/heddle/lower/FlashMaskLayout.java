package dev.heddle.lower;

import dev.heddle.lower.MaskedRuns.Run;
import java.util.ArrayList;
import java.util.List;

/** What the numbers of a FlashMask index can mean, the fewest numbers first. */
enum FlashMaskLayout {
  /** All rows from the first number on. */
  CAUSAL_START(1, true),
  /** The rows from the first number up to the second. */
  CAUSAL_RUN(2, true),
  /** All rows from the first number on, and all up to the second. */
  ENDS(2, false),
  /** Two runs of rows. */
  TWO_RUNS(4, false);

  private static final int[] NONE = {};

  private final int width;
  private final boolean causal;

  FlashMaskLayout(int width, boolean causal) {
    this.width = width;
    this.causal = causal;
  }

  int width() {
    return width;
  }

  boolean causal() {
    return causal;
  }

  /**
   * The numbers of a key whose masked rows are these runs, among so many rows; empty when they
   * cannot be said.
   */
  int[] index(List<Run> runs, int diagonal, int rows) {
    List<Run> above = part(runs, 0, diagonal);
    List<Run> below = part(runs, diagonal, rows);
    return switch (this) {
      case CAUSAL_START ->
          isAll(above, diagonal) && isLast(below, rows) ? new int[] {start(below, rows)} : NONE;
      case CAUSAL_RUN ->
          isAll(above, diagonal) && below.size() < 2
              ? new int[] {start(below, rows), end(below, rows)}
              : NONE;
      case ENDS -> ends(runs, diagonal, rows);
      case TWO_RUNS -> {
        if (above.size() < 2 && below.size() < 2) {
          yield two(above, below, rows);
        }
        yield runs.size() == 2 ? two(runs.subList(0, 1), runs.subList(1, 2), rows) : NONE;
      }
    };
  }

  private static int[] ends(List<Run> runs, int diagonal, int rows) {
    if (runs.size() == 1 && runs.getFirst().equals(new Run(0, rows))) {
      return new int[] {diagonal, diagonal};
    }
    List<Run> rest = new ArrayList<>(runs);
    int low = !rest.isEmpty() && rest.getFirst().start() == 0 ? rest.removeFirst().end() : 0;
    return isLast(rest, rows) ? new int[] {start(rest, rows), low} : NONE;
  }

  private static int[] two(List<Run> above, List<Run> below, int rows) {
    Run high = above.isEmpty() ? new Run(0, 0) : above.getFirst();
    return new int[] {start(below, rows), end(below, rows), high.start(), high.end()};
  }

  private static boolean isAll(List<Run> above, int diagonal) {
    return diagonal == 0 || above.equals(List.of(new Run(0, diagonal)));
  }

  /** Whether there is no run, or one to the end. */
  private static boolean isLast(List<Run> runs, int rows) {
    return runs.isEmpty() || (runs.size() == 1 && runs.getFirst().end() == rows);
  }

  private static int start(List<Run> runs, int rows) {
    return runs.isEmpty() ? rows : runs.getFirst().start();
  }

  private static int end(List<Run> runs, int rows) {
    return runs.isEmpty() ? rows : runs.getFirst().end();
  }

  /** What of the runs lies in a range of rows. */
  private static List<Run> part(List<Run> runs, int from, int to) {
    List<Run> part = new ArrayList<>(2);
    for (Run run : runs) {
      int start = Math.max(run.start(), from);
      int end = Math.min(run.end(), to);
      if (start < end) {
        part.add(new Run(start, end));
      }
    }
    return part;
  }
}
