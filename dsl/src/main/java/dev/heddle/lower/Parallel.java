package dev.heddle.lower;

import dev.heddle.relation.Progression;

/**
 * Progressions of consecutive queries, alike but for their start: each begins one key after the one
 * before it, as in a stride, or all begin at the same key.
 */
final class Parallel {

  final long start;
  final long step;
  final long count;

  /** How many progressions there are. */
  long rows = 1;

  /** From one start to the next; as long as there is one progression only, either is possible. */
  long shift;

  Parallel(Progression piece) {
    this.start = piece.start();
    this.step = piece.step();
    this.count = piece.count();
  }

  /** The start of the last progression. */
  long lastStart() {
    return start + (rows - 1) * shift;
  }

  /** Takes in the next query's progression if that is like the others. */
  boolean take(Progression piece) {
    long distance = piece.start() - lastStart();
    if (piece.step() != step
        || piece.count() != count
        || distance < 0
        || distance > 1
        || (rows > 1 && distance != shift)) {
      return false;
    }
    shift = distance;
    rows++;
    return true;
  }
}
