package dev.heddle.lower;

import dev.heddle.relation.Relation;
import java.math.BigInteger;
import java.util.List;

/**
 * Which blocks of a relation have some of their pairs and which have all: what FlexAttention's
 * {@code BlockMask.from_kv_blocks} takes, for one head; of a batch, one element behind the other.
 *
 * <p>A row of an index names the blocks that count, ascending, and then all others, ascending; the
 * number of blocks says where the one ends and the other begins. A block that the end of the
 * queries or of the keys cuts has not all of its pairs. Queries are counted from 0 also where they
 * are the last m of n positions.
 *
 * @param batch b, the number of relations
 * @param queries m
 * @param keys n
 * @param block B, the length of a block in queries and in keys
 * @param kvNumBlocks length b·⌈m/B⌉: how many blocks have some pairs, but not all
 * @param kvIndices length b·⌈m/B⌉·⌈n/B⌉: these blocks, then the others
 * @param fullKvNumBlocks length b·⌈m/B⌉: how many blocks have all pairs
 * @param fullKvIndices length b·⌈m/B⌉·⌈n/B⌉: these blocks, then the others
 * @see <a
 *     href="https://pytorch.org/docs/stable/nn.attention.flex_attention.html">torch.nn.attention.flex_attention</a>
 */
public record BlockMask(
    int batch,
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
    return of(Batch.of(relation), block, budget);
  }

  /**
   * Builds the block masks of a batch: b times as many bytes.
   *
   * @throws dev.heddle.diagnostic.HeddleException if the block is below 1, or the block masks do
   *     not fit in the budget
   * @throws IllegalArgumentException unless the relations are of one size, and there is one
   */
  public static BlockMask of(List<Relation> batch, int block, MemoryBudget budget) {
    return of(new Batch(batch), block, budget);
  }

  private static BlockMask of(Batch batch, int block, MemoryBudget budget) {
    int rows = Blocks.over(batch.queries(), Blocks.checked(block));
    int columns = Blocks.over(batch.keys(), block);
    BigInteger elements = batch.times((long) rows * columns);
    budget.require(
        batch.form("a block mask of %d × %d blocks", rows, columns),
        elements,
        bytes(batch.times(rows), elements),
        () -> batch.instead(budget));
    int all = elements.intValueExact();
    BlockMask mask =
        new BlockMask(
            batch.size(),
            batch.queries(),
            batch.keys(),
            block,
            new int[batch.size() * rows],
            new int[all],
            new int[batch.size() * rows],
            new int[all]);
    for (int element = 0; element < batch.size(); element++) {
      BlockCounts counts = new BlockCounts(batch.relations().get(element), block);
      for (int row = 0; row < rows; row++) {
        mask.fill(element * rows + row, counts.row(row), (long) block * block);
      }
    }
    return mask;
  }

  /** What it takes for so many rows of blocks, and blocks. */
  static BigInteger bytes(BigInteger rows, BigInteger blocks) {
    return blocks.add(rows).multiply(BigInteger.valueOf(2 * Integer.BYTES));
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
