package dev.heddle.cli;

import dev.heddle.files.Elements;
import dev.heddle.files.NamedArray;
import dev.heddle.lower.Bias;
import dev.heddle.lower.Csr;
import dev.heddle.lower.Gather;
import dev.heddle.lower.Mask;
import dev.heddle.lower.MemoryBudget;
import dev.heddle.relation.Relation;
import java.util.List;

/** The forms of {@code compile --to}, with their arrays. */
enum Form {
  mask,
  bias,
  csr,
  gather;

  List<NamedArray> arrays(Relation relation) {
    MemoryBudget budget = MemoryBudget.ofHeap();
    int m = relation.queries();
    int n = relation.keys();
    return switch (this) {
      case mask ->
          List.of(
              new NamedArray(
                  "mask", List.of(m, n), new Elements.Bools(Mask.of(relation, budget).allowed())));
      case bias ->
          List.of(
              new NamedArray(
                  "bias", List.of(m, n), new Elements.Floats(Bias.of(relation, budget).values())));
      case csr -> {
        Csr csr = Csr.of(relation, budget);
        yield List.of(
            new NamedArray("crow_indices", List.of(m + 1), new Elements.Longs(csr.crowIndices())),
            new NamedArray(
                "col_indices",
                List.of(csr.colIndices().length),
                new Elements.Ints(csr.colIndices())));
      }
      case gather -> {
        Gather gather = Gather.of(relation, budget);
        List<Integer> shape = List.of(m, gather.width());
        yield List.of(
            new NamedArray("index", shape, new Elements.Ints(gather.index())),
            new NamedArray("valid", shape, new Elements.Bools(gather.valid())));
      }
    };
  }
}
