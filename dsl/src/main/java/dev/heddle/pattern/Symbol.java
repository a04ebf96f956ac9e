package dev.heddle.pattern;

/**
 * A variable. Two that were introduced in different places are different, whatever their names.
 *
 * @param name as it was written
 * @param id counts the introductions of a text from 0; negative for the positions of a pair
 */
record Symbol(String name, int id) {

  /** The query's position in a condition. */
  static final Symbol I = new Symbol("i", -1);

  /** The key's position in a condition. */
  static final Symbol J = new Symbol("j", -2);
}
