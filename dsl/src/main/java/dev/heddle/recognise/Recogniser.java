package dev.heddle.recognise;

import dev.heddle.pattern.SparsityPattern;
import dev.heddle.relation.Relation;
import java.util.ArrayList;
import java.util.List;

/**
 * Finds the pattern text that a mask is. As yet the primitives with one number are tried, and no
 * union, intersection or product of them: such masks are {@link Recognition.Near}.
 *
 * <pre>{@code
 * Recognition found = Recogniser.recognise(mask);
 * found.text(); // "blocks(16)"
 * }</pre>
 */
public final class Recogniser {

  private Recogniser() {}

  /**
   * The first primitive that a mask is, or else the nearest.
   *
   * @param mask m × n, m ≤ n: the queries are the last m positions
   */
  public static Recognition recognise(Relation mask) {
    int n = mask.keys();
    Recognition.Near nearest = null;
    long least = Long.MAX_VALUE;
    for (String text : simple(n)) {
      SparsityPattern pattern = SparsityPattern.parse(text);
      switch (compared(text, pattern, mask)) {
        case Recognition.Exact exact -> {
          return exact;
        }
        case Recognition.Near near -> {
          long differ = near.differ();
          if (differ < least) {
            least = differ;
            nearest = near;
          }
        }
      }
    }
    if (nearest == null) {
      throw new IllegalStateException("no text was tried");
    }
    return nearest;
  }

  /** A text beside a mask, pair by pair. */
  static Recognition compared(String text, SparsityPattern pattern, Relation mask) {
    Relation found = pattern.at(mask.keys()).last(mask.queries());
    Recognition.Near near =
        new Recognition.Near(text, pattern, mask.minus(found), found.minus(mask));
    return near.differ() == 0 ? new Recognition.Exact(text, pattern) : near;
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
