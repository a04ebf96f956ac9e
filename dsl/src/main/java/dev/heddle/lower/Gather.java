package dev.heddle.lower;

import dev.heddle.relation.Relation;
import java.util.Arrays;
import java.util.Locale;

/**
 * A relation as a list of keys for each query, all padded to the longest, row by row.
 *
 * @param queries m
 * @param keys n
 * @param width k, the number of keys of the longest row
 * @param index length m·k: the keys of query i, ascending, then 0
 * @param valid length m·k: true for a key, false for padding
 */
public record Gather(int queries, int keys, int width, int[] index, boolean[] valid) {

  /**
   * Builds the index: 5·m·k bytes. A pattern with a global query has k = n; take {@link Csr} for
   * it.
   *
   * @throws dev.heddle.diagnostic.HeddleException if it does not fit in the budget
   */
  public static Gather of(Relation relation, MemoryBudget budget) {
    int m = relation.queries();
    int k = relation.maxRow();
    long elements = (long) m * k;
    budget.require(
        String.format(Locale.ROOT, "a gather index of %d × %d", m, k),
        elements,
        Integer.BYTES + 1,
        0,
        () -> Csr.instead(relation, budget));
    int[] index = new int[(int) elements];
    boolean[] valid = new boolean[(int) elements];
    for (int query = 0; query < m; query++) {
      int end = relation.row(query).fill(index, query * k);
      Arrays.fill(valid, query * k, end, true);
    }
    return new Gather(m, relation.keys(), k, index, valid);
  }
}
