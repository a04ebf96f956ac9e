package dev.heddle.lower;

import dev.heddle.relation.Progression;
import dev.heddle.relation.Relation;
import java.util.Locale;

/**
 * A relation as a dense mask, row by row.
 *
 * @param queries m
 * @param keys n
 * @param allowed length m·n; element i·n + j is true when query i may attend to key j
 */
public record Mask(int queries, int keys, boolean[] allowed) {

  /**
   * Builds the mask: m·n bytes.
   *
   * @throws dev.heddle.diagnostic.HeddleException if it does not fit in the budget
   */
  public static Mask of(Relation relation, MemoryBudget budget) {
    int m = relation.queries();
    int n = relation.keys();
    long elements = (long) m * n;
    budget.require(
        String.format(Locale.ROOT, "a mask of %d × %d", m, n),
        elements,
        1,
        0,
        () -> Csr.instead(relation, budget));
    boolean[] allowed = new boolean[(int) elements];
    for (int query = 0; query < m; query++) {
      for (Progression piece : relation.row(query).pieces()) {
        int at = query * n + (int) piece.start();
        for (int index = 0; index < piece.count(); index++, at += (int) piece.step()) {
          allowed[at] = true;
        }
      }
    }
    return new Mask(m, n, allowed);
  }

  /** Whether query i may attend to key j. */
  public boolean allows(int query, int key) {
    return allowed[query * keys + key];
  }
}
