package dev.heddle.lower;

import dev.heddle.relation.Relation;
import java.math.BigInteger;
import java.util.Locale;

/**
 * A relation in compressed sparse rows, with PyTorch's names.
 *
 * @param queries m
 * @param keys n
 * @param crowIndices length m + 1: the keys of query i stand from {@code crowIndices[i]} up to
 *     {@code crowIndices[i + 1]}
 * @param colIndices the keys, ascending within a row
 */
public record Csr(int queries, int keys, long[] crowIndices, int[] colIndices) {

  private static final String ROWS = "rows can be had one at a time: `relation.row(i)`";

  /** Counting edges goes through all rows: for more than these, advice is not worth the wait. */
  private static final int COUNTED = 1 << 22;

  /**
   * Builds the index: 8·(m + 1) bytes and 4 for each edge.
   *
   * @throws dev.heddle.diagnostic.HeddleException if it does not fit in the budget
   */
  public static Csr of(Relation relation, MemoryBudget budget) {
    long edges = relation.edges();
    budget.require(
        String.format(Locale.ROOT, "a csr index of %,d edges", edges),
        edges,
        Integer.BYTES,
        crowBytes(relation),
        () -> ROWS);
    long[] crow = new long[relation.queries() + 1];
    int[] col = new int[(int) edges];
    int at = 0;
    for (int query = 0; query < relation.queries(); query++) {
      at = relation.row(query).fill(col, at);
      crow[query + 1] = at;
    }
    return new Csr(relation.queries(), relation.keys(), crow, col);
  }

  private static long crowBytes(Relation relation) {
    return Long.BYTES * (relation.queries() + 1L);
  }

  /** The advice to whom a larger form was refused. */
  static String instead(Relation relation, MemoryBudget budget) {
    if (relation.queries() > COUNTED) {
      return "`csr` has an entry for each edge only";
    }
    BigInteger bytes = MemoryBudget.bytes(relation.edges(), Integer.BYTES, crowBytes(relation));
    return budget.fits(relation.edges(), bytes) ? "`csr` takes " + MemoryBudget.show(bytes) : ROWS;
  }
}
