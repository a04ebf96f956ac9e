package dev.heddle.notebook;

import java.util.ArrayList;
import java.util.List;

/** Which positions along an axis carry a label. */
final class Ticks {

  private Ticks() {}

  /**
   * Positions from 0 to {@code count} − 1, the last one included: round ones, in powers of two
   * where the count is one.
   *
   * @param pixels the length of one position
   * @param gap the least distance of two labels, in pixels
   */
  static List<Integer> of(int count, double pixels, double gap) {
    long step = 1;
    for (int turn = 0; step * pixels < gap; turn++) {
      step = Integer.bitCount(count) == 1 ? 2 * step : turn % 3 == 1 ? step / 2 * 5 : 2 * step;
    }
    List<Integer> ticks = new ArrayList<>();
    for (long tick = 0; tick < count; tick += step) {
      ticks.add((int) tick);
    }
    int last = count - 1;
    if (ticks.size() > 1 && (last - ticks.getLast()) * pixels < gap) {
      ticks.removeLast();
    }
    if (ticks.getLast() != last && (last - ticks.getLast()) * pixels >= gap) {
      ticks.add(last);
    }
    return ticks;
  }
}
