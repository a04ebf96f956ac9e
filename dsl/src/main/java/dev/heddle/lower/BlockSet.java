package dev.heddle.lower;

import dev.heddle.relation.Progression;
import dev.heddle.relation.Relation;
import java.util.BitSet;

/** Which blocks of one row of blocks have a pair. */
final class BlockSet {

  private final Relation relation;
  private final int block;
  private final BitSet columns = new BitSet();

  BlockSet(Relation relation, int block) {
    this.relation = relation;
    this.block = block;
  }

  /** The blocks of a row of blocks that have a pair; the set is the same each time. */
  BitSet row(int blockRow) {
    columns.clear();
    int first = blockRow * block;
    int end = (int) Math.min(relation.queries(), (long) first + block);
    for (int query = first; query < end; query++) {
      for (Progression piece : relation.row(query).pieces()) {
        add(piece.start(), piece.step(), piece.count());
      }
    }
    return columns;
  }

  private void add(long start, long step, long count) {
    if (step <= block) {
      long last = start + (count - 1) * step;
      columns.set((int) (start / block), (int) (last / block) + 1);
    } else {
      for (long left = count, key = start; left > 0; left--, key += step) {
        columns.set((int) (key / block));
      }
    }
  }
}
