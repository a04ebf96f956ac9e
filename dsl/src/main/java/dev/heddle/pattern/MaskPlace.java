package dev.heddle.pattern;

/**
 * Where a part of a pattern is asked about: what its query and its key are called there, and how
 * many positions there are, counted from 0.
 */
record MaskPlace(String i, String j, int positions) {

  /** Queries and keys exchanged. */
  MaskPlace swapped() {
    return new MaskPlace(j, i, positions);
  }
}
