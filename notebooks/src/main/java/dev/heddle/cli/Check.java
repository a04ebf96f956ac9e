package dev.heddle.cli;

/**
 * One thing that the doctor looked at.
 *
 * @param name what it is, in a word
 * @param state whether it works
 * @param finding what was seen
 * @param mend what to do about it; empty where it works
 */
record Check(String name, State state, String finding, String mend) {

  enum State {
    /** It works. */
    WORKS("works"),
    /** Heddle works without it. */
    ABSENT("absent"),
    /** Heddle does not work until it is mended. */
    BROKEN("broken");

    private final String word;

    State(String word) {
      this.word = word;
    }

    String word() {
      return word;
    }
  }

  static Check works(String name, String finding) {
    return new Check(name, State.WORKS, finding, "");
  }

  static Check absent(String name, String finding, String mend) {
    return new Check(name, State.ABSENT, finding, mend);
  }

  static Check broken(String name, String finding, String mend) {
    return new Check(name, State.BROKEN, finding, mend);
  }
}
