package dev.heddle.recognise;

import dev.heddle.relation.Relation;

/**
 * Masks that are too long to be searched as a whole: a pattern shows in its first positions, and a
 * text that was found there can be compared with all of the mask.
 */
final class LongMask {

  /** So many keys are searched. */
  static final int SEARCHED = Recogniser.MOST_KEYS;

  private LongMask() {}

  /**
   * Recognises a mask.
   *
   * @param searched the most keys of a mask that is searched as a whole
   */
  static Recognition recognise(Relation mask, int searched) {
    int n = mask.keys();
    if (n <= searched || mask.queries() < n) {
      return Recogniser.recognise(mask);
    }
    Recognition first = Recogniser.recognise(mask.cut(searched));
    return Recogniser.compared(first.text(), first.pattern(), mask);
  }
}
