package dev.heddle.recognise;

import dev.heddle.pattern.SparsityPattern;
import dev.heddle.relation.Relation;

/**
 * What a mask was recognised as: a pattern text that is the mask, or the nearest that was found.
 *
 * <p>The text speaks of the mask's own length: at n keys, its last m rows are the mask, or nearly
 * so. At other lengths it means what it says, which may not be what the mask's author meant.
 */
public sealed interface Recognition {

  /** The pattern's text in its normal form. */
  String text();

  /** The pattern that the text is. */
  SparsityPattern pattern();

  /** The pattern is the mask: every pair was compared. */
  record Exact(String text, SparsityPattern pattern) implements Recognition {}

  /**
   * The pattern is not the mask, but the nearest that was found.
   *
   * @param missing the pairs of the mask that the pattern lacks, m × n as the mask
   * @param extra the pairs of the pattern that the mask lacks, m × n as the mask
   */
  record Near(String text, SparsityPattern pattern, Relation missing, Relation extra)
      implements Recognition {

    /** How many pairs differ. */
    public long differ() {
      return missing.edges() + extra.edges();
    }
  }
}
