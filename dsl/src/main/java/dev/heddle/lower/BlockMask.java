package dev.heddle.lower;

import dev.heddle.relation.Relation;
import java.util.Locale;

/**
 * Which blocks of a relation have some of their pairs and which have all: what FlexAttention's
 * {@code BlockMask.from_kv_blocks} takes, for one batch and one head.
 *
 * <p>A row of an index names the blocks that count, ascending, and then all others, ascending; the
 * number of blocks says where the one ends and the other begins. A block that the end of the
 * queries or of the keys cuts has not all of its pairs. Queries are counted from 0 also where they
 * are the last m of n positions.
 *
 * @param queries m
 * @param keys n
 * @param block B, the length of a block in queries and in keys
 * @param kvNumBlocks length ⌈m/B⌉: how many blocks have some pairs, but not all
 * @param kvIndices length ⌈m/B⌉·⌈n/B⌉: these blocks, then the others
 * @param fullKvNumBlocks length ⌈m/B⌉: how many blocks have all pairs
 * @param fullKvIndices length ⌈m/B⌉·⌈n/B⌉: these blocks, then the others
 * @see <a
 *     href="https://pytorch.org/docs/stable/nn.attention.flex_attention.html">torch.nn.attention.flex_attention</a>
 */
public record BlockMask(
    int queries,
    int keys,
    int block,
    int[] kvNumBlocks,
    int[] kvIndices,
    int[] fullKvNumBlocks,
    int[] fullKvIndices) {

  /**
   * Builds the block mask: 8 bytes for each row of blocks and 8 for each block.
   *
   * @throws dev.heddle.diagnostic.HeddleException if the block is below 1, or the block mask does
   *     not fit in the budget
   */
  public static BlockMask of(Relation relation, int block, MemoryBudget budget) {
    int rows = Blocks.over(relation.queries(), Blocks.checked(block));
    int columns = Blocks.over(relation.keys(), block);
    long elements = (long) rows * columns;
    budget.require(
        String.format(Locale.ROOT, "a block mask of %d × %d blocks", rows, columns),
        elements,
        2 * Integer.BYTES,
        2L * Integer.BYTES * rows,
        () -> Csr.instead(relation, budget));
    BlockMask mask =
        new BlockMask(
            relation.queries(),
            relation.keys(),
            block,
            new int[rows],
            new int[(int) elements],
            new int[rows],
            new int[(int) elements]);
    BlockCounts counts = new BlockCounts(relation, block);
    long all = (long) block * block;
    for (int row = 0; row < rows; row++) {
      mask.fill(row, counts.row(row), all);
    }
    return mask;
  }

  private void fill(int row, long[] counts, long all) {
    int partial = 0;
    int full = 0;
    for (long count : counts) {
      partial += count > 0 && count < all ? 1 : 0;
      full += count == all ? 1 : 0;
    }
    kvNumBlocks[row] = partial;
    fullKvNumBlocks[row] = full;
    int atPartial = row * counts.length;
    int atFull = atPartial;
    int notPartial = atPartial + partial;
    int notFull = atFull + full;
    for (int column = 0; column < counts.length; column++) {
      long count = counts[column];
      kvIndices[count > 0 && count < all ? atPartial++ : notPartial++] = column;
      fullKvIndices[count == all ? atFull++ : notFull++] = column;
    }
  }
}
