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
  torchscript,
  python;

  /** Whether it is a program, and has no arrays. */
  boolean isProgram() {
    return this == torchscript || this == python;
  }

  /** What the name of a program's file ends in. */
  String ending() {
    return this == python ? ".py" : ".pt";
  }

  boolean hasBlocks() {
    return this == bsr || this == blockmask || this == python;
  }

  /** The arrays of one relation. */
  List<NamedArray> arrays(Relation relation, int block) {
    return arrays(List.of(relation), block, List.of());
  }

  /**
   * The arrays of each element of a batch: as one, with a leading axis; but as {@code NAME.0},
   * {@code NAME.1} and so on where the form has no batches of unequal elements.
   */
  List<NamedArray> arrays(List<Relation> batch, int block) {
    if (isEven(batch, block)) {
      return arrays(batch, block, List.of(batch.size()));
    }
    List<NamedArray> arrays = new ArrayList<>();
    for (int element = 0; element < batch.size(); element++) {
      for (NamedArray array : arrays(batch.get(element), block)) {
        arrays.add(array.named(array.name() + "." + element));
      }
    }
    return arrays;
  }

  private boolean isEven(List<Relation> batch, int block) {
    return switch (this) {
      case csr -> Csr.isEven(batch);
      case bsr -> Bsr.isEven(batch, block);
      case mask, bias, gather, blockmask, flashmask, torchscript, python -> true;
    };
  }

  /** The arrays of relations, with the leading axes that are given. */
  private List<NamedArray> arrays(List<Relation> batch, int block, List<Integer> axes) {
    MemoryBudget budget = MemoryBudget.ofHeap();
    int b = batch.size();
    int m = batch.getFirst().queries();
    int n = batch.getFirst().keys();
    return switch (this) {
      case mask -> List.of(bools("mask", Mask.of(batch, budget).allowed(), shape(axes, m, n)));
      case bias ->
          List.of(
              new NamedArray(
                  "bias", shape(axes, m, n), new Elements.Floats(Bias.of(batch, budget).values())));
      case csr -> {
        Csr csr = b == 1 ? Csr.of(batch.getFirst(), budget) : Csr.of(batch, budget);
        yield List.of(
            longs("crow_indices", csr.crowIndices(), shape(axes, m + 1)),
            ints("col_indices", csr.colIndices(), shape(axes, csr.colIndices().length / b)));
      }
      case gather -> {
        Gather gather = Gather.of(batch, budget);
        yield List.of(
            ints("index", gather.index(), shape(axes, m, gather.width())),
            bools("valid", gather.valid(), shape(axes, m, gather.width())));
      }
      case bsr -> {
        Bsr bsr = Bsr.of(batch, block, budget);
        int number = bsr.colIndices().length / b;
        yield List.of(
            longs("crow_indices", bsr.crowIndices(), shape(axes, bsr.crowIndices().length / b)),
            ints("col_indices", bsr.colIndices(), shape(axes, number)),
            bools("blocks", bsr.blocks(), shape(axes, number, block, block)));
      }
      case blockmask -> {
        BlockMask blocks = BlockMask.of(batch, block, budget);
        int rows = blocks.kvNumBlocks().length / b;
        int columns = blocks.kvIndices().length / blocks.kvNumBlocks().length;
        yield List.of(
            ints("kv_num_blocks", blocks.kvNumBlocks(), List.of(b, 1, rows)),
            ints("kv_indices", blocks.kvIndices(), List.of(b, 1, rows, columns)),
            ints("full_kv_num_blocks", blocks.fullKvNumBlocks(), List.of(b, 1, rows)),
            ints("full_kv_indices", blocks.fullKvIndices(), List.of(b, 1, rows, columns)));
      }
      case flashmask -> {
        FlashMask index = FlashMask.of(batch, budget);
        yield List.of(
            ints(
                "startend_row_indices",
                index.startendRowIndices(),
                List.of(b, 1, n, index.width())),
            // What to give for FlashMask's argument of that name: a single truth value.
            bools("causal", new boolean[] {index.causal()}, List.of()));
      }
      case torchscript, python -> throw new IllegalStateException("a program has no arrays");
    };
  }

  private static List<Integer> shape(List<Integer> axes, Integer... rest) {
    List<Integer> shape = new ArrayList<>(axes);
    shape.addAll(List.of(rest));
    return shape;
  }

  private static NamedArray bools(String name, boolean[] values, List<Integer> shape) {
    return new NamedArray(name, shape, new Elements.Bools(values));
  }

  private static NamedArray ints(String name, int[] values, List<Integer> shape) {
    return new NamedArray(name, shape, new Elements.Ints(values));
  }

  private static NamedArray longs(String name, long[] values, List<Integer> shape) {
    return new NamedArray(name, shape, new Elements.Longs(values));
  }
}
