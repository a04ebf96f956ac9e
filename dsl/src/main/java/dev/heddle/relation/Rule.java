package dev.heddle.relation;

import org.jspecify.annotations.Nullable;

/** A relation that is given by a condition on its pairs. */
public interface Rule {

  /** The keys of a query, all in [0, n) for the length n that the rule was made for. */
  Row keysOf(int query);

  /** The queries of a key, all in [0, n). */
  Row queriesOf(int key);

  /** Whether the condition holds for a pair. */
  boolean holds(int query, int key);

  /**
   * How the rows repeat, if that is known.
   *
   * @param isSwapped whether the rows are those of the keys
   */
  @Nullable Rhythm rhythm(boolean isSwapped);
}
