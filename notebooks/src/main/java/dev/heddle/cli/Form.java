package dev.heddle.cli;

import dev.heddle.files.Elements;
import dev.heddle.files.NamedArray;
import dev.heddle.lower.Bias;
import dev.heddle.lower.BlockMask;
import dev.heddle.lower.Bsr;
import dev.heddle.lower.Csr;
import dev.heddle.lower.FlashMask;
import dev.heddle.lower.Gather;
import dev.heddle.lower.Mask;
import dev.heddle.lower.MemoryBudget;
import dev.heddle.relation.Relation;
import java.util.ArrayList;
import java.util.List;

/** The forms of {@code compile --to}, with the arrays of those that have some. */
enum Form {
  mask,
  bias,
  csr,
  gather,
  bsr,
  blockmask,
  flashmask,
  torchscript;

  /** Whether it is a program, and has no arrays. */
  boolean isProgram() {
    return this == torchscript;
  }

  boolean hasBlocks() {
    return this == bsr || this == blockmask;
  }

  /** The arrays of one relation. */
  List<NamedArray> arrays(Relation relation, int block) {
    MemoryBudget budget = MemoryBudget.ofHeap();
    int m = relation.queries();
    int n = relation.keys();
    return switch (this) {
      case mask -> List.of(bools("mask", Mask.of(relation, budget).allowed(), m, n));
      case bias ->
          List.of(
              new NamedArray(
                  "bias", List.of(m, n), new Elements.Floats(Bias.of(relation, budget).values())));
      case csr -> {
        Csr csr = Csr.of(relation, budget);
        yield List.of(
            longs("crow_indices", csr.crowIndices()), ints("col_indices", csr.colIndices()));
      }
      case gather -> {
        Gather gather = Gather.of(relation, budget);
        yield List.of(
            ints("index", gather.index(), m, gather.width()),
            bools("valid", gather.valid(), m, gather.width()));
      }
      case bsr -> {
        Bsr bsr = Bsr.of(relation, block, budget);
        yield List.of(
            longs("crow_indices", bsr.crowIndices()),
            ints("col_indices", bsr.colIndices()),
            bools("blocks", bsr.blocks(), bsr.colIndices().length, block, block));
      }
      case blockmask -> {
        BlockMask blocks = BlockMask.of(relation, block, budget);
        int rows = blocks.kvNumBlocks().length;
        int columns = blocks.kvIndices().length / rows;
        yield List.of(
            ints("kv_num_blocks", blocks.kvNumBlocks(), 1, 1, rows),
            ints("kv_indices", blocks.kvIndices(), 1, 1, rows, columns),
            ints("full_kv_num_blocks", blocks.fullKvNumBlocks(), 1, 1, rows),
            ints("full_kv_indices", blocks.fullKvIndices(), 1, 1, rows, columns));
      }
      case flashmask -> {
        FlashMask index = FlashMask.of(relation, budget);
        yield List.of(
            ints("startend_row_indices", index.startendRowIndices(), 1, 1, n, index.width()),
            bools(CAUSAL, new boolean[] {index.causal()}));
      }
      case torchscript -> throw new IllegalStateException("a program has no arrays");
    };
  }

  /** What to give for FlashMask's argument of that name: a single truth value. */
  private static final String CAUSAL = "causal";

  /**
   * The arrays of each element of a batch: as one, with a leading axis, where all agree in their
   * shapes; else as {@code NAME.0}, {@code NAME.1} and so on.
   */
  List<NamedArray> arrays(List<Relation> batch, int block) {
    List<List<NamedArray>> each = new ArrayList<>();
    for (Relation relation : batch) {
      each.add(arrays(relation, block));
    }
    List<NamedArray> arrays = new ArrayList<>();
    if (!agree(each)) {
      for (int element = 0; element < each.size(); element++) {
        for (NamedArray array : each.get(element)) {
          arrays.add(array.named(array.name() + "." + element));
        }
      }
      return arrays;
    }
    for (int at = 0; at < each.getFirst().size(); at++) {
      int index = at;
      List<NamedArray> column = each.stream().map(one -> one.get(index)).toList();
      arrays.add(column.getFirst().name().equals(CAUSAL) ? column.getFirst() : stacked(column));
    }
    return arrays;
  }

  private boolean agree(List<List<NamedArray>> each) {
    List<NamedArray> first = each.getFirst();
    return each.stream()
        .allMatch(
            one -> {
              boolean same = true;
              for (int at = 0; at < first.size(); at++) {
                same &= one.get(at).shape().equals(first.get(at).shape());
                same &=
                    !first.get(at).name().equals(CAUSAL)
                        || truth(one.get(at)) == truth(first.get(at));
              }
              return same;
            });
  }

  private static boolean truth(NamedArray array) {
    return array.elements() instanceof Elements.Bools(boolean[] values) && values[0];
  }

  private NamedArray stacked(List<NamedArray> each) {
    Elements elements = each.getFirst().elements();
    MemoryBudget.ofHeap()
        .require(
            "a batch of " + each.size() + " of `" + each.getFirst().name() + "`",
            (long) elements.count() * each.size(),
            elements.width(),
            0,
            () -> "take the elements one at a time");
    NamedArray stacked = NamedArray.stacked(each);
    // These begin with an axis for the batch already, of length 1.
    return this == blockmask || this == flashmask
        ? stacked.shaped(withoutSecond(stacked.shape()))
        : stacked;
  }

  private static List<Integer> withoutSecond(List<Integer> shape) {
    List<Integer> less = new ArrayList<>(shape);
    less.remove(/* index */ 1);
    return less;
  }

  private static NamedArray bools(String name, boolean[] values, Integer... shape) {
    return new NamedArray(name, List.of(shape), new Elements.Bools(values));
  }

  private static NamedArray ints(String name, int[] values, Integer... shape) {
    return new NamedArray(name, List.of(shape), new Elements.Ints(values));
  }

  private static NamedArray ints(String name, int[] values) {
    return ints(name, values, values.length);
  }

  private static NamedArray longs(String name, long[] values) {
    return new NamedArray(name, List.of(values.length), new Elements.Longs(values));
  }
}
