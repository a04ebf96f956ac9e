package dev.heddle.cover;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The positions along one side of a tile, ascending: a progression, which is a view of a tensor, or
 * a list, which has to be fetched.
 */
final class Slots {

  final int start;
  final int step;
  final int count;
  private final int @Nullable [] list;

  private Slots(int start, int step, int count, int @Nullable [] list) {
    this.start = start;
    this.step = step;
    this.count = count;
    this.list = list;
  }

  static Slots range(int start, int step, int count) {
    return new Slots(start, count == 1 ? 1 : step, count, null);
  }

  /** Ascending positions; a progression where they are one. */
  static Slots of(int[] positions) {
    int count = positions.length;
    int step = count < 2 ? 1 : positions[1] - positions[0];
    for (int at = 1; at < count; at++) {
      if (positions[at] - positions[at - 1] != step) {
        return new Slots(positions[0], 0, count, positions);
      }
    }
    return range(positions[0], step, count);
  }

  boolean isListed() {
    return list != null;
  }

  int at(int slot) {
    return list == null ? start + slot * step : list[slot];
  }

  /** The number of slots before a position. */
  int before(long position) {
    if (list != null) {
      if (position > Integer.MAX_VALUE) {
        return count;
      }
      int found = Arrays.binarySearch(list, (int) Math.max(position, 0));
      return found >= 0 ? found : -found - 1;
    }
    if (position <= start) {
      return 0;
    }
    return (int) Math.min(count, (position - start + step - 1) / step);
  }

  Slots part(int from, int to) {
    return list == null ? range(at(from), step, to - from) : of(Arrays.copyOfRange(list, from, to));
  }

  int[] toArray() {
    int[] positions = new int[count];
    for (int slot = 0; slot < count; slot++) {
      positions[slot] = at(slot);
    }
    return positions;
  }
}
