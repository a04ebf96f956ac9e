package dev.heddle.lower;

import dev.heddle.relation.Effort;
import dev.heddle.relation.Relation;
import java.math.BigInteger;
import java.util.Optional;

/** The advice to whom a form was refused: one that fits, and what it takes. */
final class Instead {

  private static final String ROWS = "rows can be had one at a time: `relation.row(i)`";

  /** Counting edges may go through all rows: advice is not worth more than a second. */
  private static final long MOST_STEPS = 1L << 26;

  /** What FlexAttention takes, if nothing is said. */
  private static final int BLOCK = 128;

  private Instead() {}

  /** For a form that grows with the square, or with the longest row. */
  static String ofLarger(Relation relation, MemoryBudget budget) {
    Optional<Long> edges = Effort.ifAtMost(MOST_STEPS, relation::edges);
    if (edges.isEmpty()) {
      return "`csr` has an entry for each edge only";
    }
    BigInteger bytes = Csr.bytes(relation, edges.get());
    long longest = Math.max(edges.get(), relation.queries() + 1L);
    return budget.fits(longest, bytes)
        ? "`csr` takes " + MemoryBudget.show(bytes)
        : ofCsr(relation, budget);
  }

  /** For what has as many edges as that. */
  static String ofCsr(Relation relation, MemoryBudget budget) {
    long rows = Blocks.over(relation.queries(), BLOCK);
    long blocks = rows * Blocks.over(relation.keys(), BLOCK);
    BigInteger bytes = BlockMask.bytes(BigInteger.valueOf(rows), BigInteger.valueOf(blocks));
    return blocks > 1 && budget.fits(blocks, bytes)
        ? "`blockmask` takes "
            + MemoryBudget.show(bytes)
            + ": which blocks have all of their pairs, and which have some"
        : ROWS;
  }
}
