package dev.heddle.recognise;

import dev.heddle.relation.Effort;

/** Counts words of bits, so that a search ends at the same place on every machine. */
final class Budget {

  private static final int WORDS_A_STEP = 16;

  private long left;

  Budget(long words) {
    this.left = words;
  }

  /** Returns false when there is nothing left to spend. */
  boolean spend(long words) {
    Effort.spend(words / WORDS_A_STEP);
    left -= words;
    return left > 0;
  }

  boolean isSpent() {
    return left <= 0;
  }
}
