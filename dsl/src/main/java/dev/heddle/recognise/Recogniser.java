package dev.heddle.recognise;

import dev.heddle.pattern.SparsityPattern;
import dev.heddle.relation.Relation;
import java.util.ArrayList;
import java.util.List;

/**
 * Finds the pattern text that a mask is.
 *
 * <pre>{@code
 * Recognition found = Recogniser.recognise(mask);
 * found.text(); // "window(129) & causal"
 * }</pre>
 */
public final class Recogniser {

  private Recogniser() {}

  /**
   * The shortest text that was found for a mask, or the nearest.
   *
   * @param mask m × n, m ≤ n: the queries are the last m positions
   */
  public static Recognition recognise(Relation mask) {
    int n = mask.keys();
    Recognition.Near nearest = null;
    long least = Long.MAX_VALUE;
    for (String text : simple(n)) {
      SparsityPattern pattern = SparsityPattern.parse(text);
      Relation found = pattern.at(n).last(mask.queries());
      Relation missing = mask.minus(found);
      Relation extra = found.minus(mask);
      long residue = missing.edges() + extra.edges();
      if (residue == 0) {
        return new Recognition.Exact(text, pattern);
      }
      if (residue < least) {
        least = residue;
        nearest = new Recognition.Near(text, pattern, missing, extra);
      }
    }
    if (nearest == null) {
      throw new IllegalStateException("no text was tried");
    }
    return nearest;
  }

  /** The primitives of one number, or none. */
  private static List<String> simple(int n) {
    List<String> texts = new ArrayList<>(List.of("none", "full", "self", "causal"));
    for (int k = 1; k < n; k++) {
      texts.add("window(" + (2 * k + 1) + ")");
      texts.add("window(before: " + k + ")");
      texts.add("stride(" + (k + 1) + ")");
      texts.add("blocks(" + (k + 1) + ")");
      texts.add("global(" + k + ")");
      texts.add("keys(" + k + ")");
      texts.add("queries(" + k + ")");
    }
    return texts;
  }
}
