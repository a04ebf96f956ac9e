package dev.heddle.notebook;

/** Where a few words are shown that change: an output of a notebook cell, or the terminal. */
interface Board {

  /**
   * Shows words in place of those that it showed before.
   *
   * @param isLast whether no others follow
   */
  void show(String words, boolean isLast);
}
