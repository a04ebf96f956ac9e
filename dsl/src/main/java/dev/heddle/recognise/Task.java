package dev.heddle.recognise;

/**
 * A mask to find a text for, some of whose pairs may not matter: pairs that the text must have, and
 * pairs that it must not have.
 */
record Task(Bits required, Bits forbidden) {

  static Task exactly(Bits mask) {
    return new Task(mask, mask.not());
  }

  int n() {
    return required.n();
  }

  boolean isMetBy(Bits bits) {
    return required.isIn(bits) && !bits.meets(forbidden);
  }
}
