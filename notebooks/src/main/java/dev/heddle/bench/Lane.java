package dev.heddle.bench;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One of those that race: something that is run again and again, and its times. */
final class Lane {

  private static final long SECOND = 1_000_000_000;

  /** A shorter run is repeated within its turn until so many nanoseconds are over. */
  private static final long TURN = SECOND / 20;

  private static final int MOST_IN_A_TURN = 10;

  private final Runnable work;
  private final List<Long> times = new ArrayList<>();
  private int turns;

  /**
   * Something to run.
   *
   * @param turns how often it is its turn
   */
  Lane(Runnable work, int turns) {
    this.work = work;
    this.turns = turns;
  }

  /** Runs once, and says how many nanoseconds that took. */
  static long nanoseconds(Runnable work) {
    long start = System.nanoTime();
    work.run();
    return System.nanoTime() - start;
  }

  /** Runs once without counting it, unless it is to run but once. */
  void warmUp() {
    if (turns > 1) {
      slowness(nanoseconds(work));
    }
  }

  /** Gives what takes long fewer turns. */
  void slowness(long nanoseconds) {
    if (nanoseconds > 20 * SECOND) {
      turns = 1;
    } else if (nanoseconds > 4 * SECOND) {
      turns = Math.min(turns, 3);
    }
  }

  /** Lets each run by turns, A B C A B C, so that what slows the machine down slows all. */
  static void race(List<Lane> lanes) {
    int most = lanes.stream().mapToInt(lane -> lane.turns).max().orElse(0);
    for (int turn = 0; turn < most; turn++) {
      for (Lane lane : lanes) {
        if (turn < lane.turns) {
          lane.turn();
        }
      }
    }
  }

  private void turn() {
    long spent = 0;
    for (int run = 0; run < MOST_IN_A_TURN && spent < TURN; run++) {
      long time = nanoseconds(work);
      times.add(time);
      spent += time;
    }
  }

  int runs() {
    return times.size();
  }

  /** The median in milliseconds; null if it never ran. */
  @Nullable Double median() {
    List<Long> sorted = times.stream().sorted().toList();
    if (sorted.isEmpty()) {
      return null;
    }
    int middle = sorted.size() / 2;
    return sorted.size() % 2 == 1
        ? sorted.get(middle) / 1e6
        : (sorted.get(middle - 1) + sorted.get(middle)) / 2e6;
  }
}
