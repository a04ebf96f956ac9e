package dev.heddle.lower;

import dev.heddle.relation.Progression;
import dev.heddle.relation.Relation;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Locale;

/**
 * A relation in block sparse rows, with PyTorch's names: the blocks that have a pair, each as a
 * dense mask.
 *
 * @param queries m
 * @param keys n
 * @param block B, the length of a block in queries and in keys
 * @param crowIndices length ⌈m/B⌉ + 1: the blocks of row r of blocks stand from {@code
 *     crowIndices[r]} up to {@code crowIndices[r + 1]}
 * @param colIndices the columns of the blocks, ascending within a row
 * @param blocks B·B elements a block, row by row: true for a pair; beyond the last query and the
 *     last key there are none
 */
public record Bsr(
    int queries, int keys, int block, long[] crowIndices, int[] colIndices, boolean[] blocks) {

  /**
   * Builds the blocks: 8·(⌈m/B⌉ + 1) bytes, and 4 + B² for each block.
   *
   * @throws dev.heddle.diagnostic.HeddleException if the block is below 1, or the blocks do not fit
   *     in the budget
   */
  public static Bsr of(Relation relation, int block, MemoryBudget budget) {
    int rows = Blocks.over(relation.queries(), Blocks.checked(block));
    long crowBytes = Long.BYTES * (rows + 1L);
    // The blocks are only known after a pass over all queries: the rest is refused before it.
    budget.require(
        String.format(Locale.ROOT, "a bsr index of %,d rows of blocks", rows),
        rows + 1L,
        Long.BYTES,
        0,
        () -> Csr.instead(relation, budget));
    BlockSet set = new BlockSet(relation, block);
    long[] crow = new long[rows + 1];
    for (int row = 0; row < rows; row++) {
      crow[row + 1] = crow[row] + set.row(row).cardinality();
    }
    long number = crow[rows];
    BigInteger area = BigInteger.valueOf(block).pow(2);
    BigInteger elements = BigInteger.valueOf(number).multiply(area);
    budget.require(
        String.format(Locale.ROOT, "a bsr index of %,d blocks of %d × %d", number, block, block),
        elements.max(BigInteger.valueOf(number)),
        elements.add(MemoryBudget.bytes(number, Integer.BYTES, crowBytes)),
        () -> Csr.instead(relation, budget));
    int[] col = new int[(int) number];
    int at = 0;
    for (int row = 0; row < rows; row++) {
      BitSet columns = set.row(row);
      for (int column = columns.nextSetBit(0);
          column >= 0;
          column = columns.nextSetBit(column + 1)) {
        col[at++] = column;
      }
    }
    Bsr bsr =
        new Bsr(
            relation.queries(),
            relation.keys(),
            block,
            crow,
            col,
            new boolean[elements.intValueExact()]);
    for (int query = 0; query < relation.queries(); query++) {
      for (Progression piece : relation.row(query).pieces()) {
        bsr.fill(query, piece.start(), piece.step(), piece.count());
      }
    }
    return bsr;
  }

  /** Sets the pairs of a query with the keys of a progression. */
  private void fill(int query, long start, long step, long count) {
    int row = query / block;
    int slot =
        Arrays.binarySearch(
            colIndices, (int) crowIndices[row], (int) crowIndices[row + 1], (int) (start / block));
    int line = query % block * block;
    long last = start + (count - 1) * step;
    long key = start;
    while (key <= last) {
      while (colIndices[slot] < key / block) {
        slot++;
      }
      long left = (long) colIndices[slot] * block;
      int base = slot * block * block + line;
      long end = Math.min(last, left + block - 1);
      if (step == 1) {
        Arrays.fill(blocks, base + (int) (key - left), base + (int) (end - left) + 1, true);
        key = end + 1;
      } else {
        for (; key <= end; key += step) {
          blocks[base + (int) (key - left)] = true;
        }
      }
    }
  }
}
