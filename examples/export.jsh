// A batch export: patterns of the library at two lengths, as CSR in .npz and .safetensors files that
// NumPy and PyTorch read. They go to the folder that the variable OUT names, or to a temporary one.
//
//   OUT=masks ./heddle shell examples/export.jsh

import dev.heddle.files.*;
import java.nio.file.*;

var zoo = Definitions.zoo();
Path out = System.getenv("OUT") == null
    ? Files.createTempDirectory("masks")
    : Files.createDirectories(Path.of(System.getenv("OUT")));

List<NamedArray> arrays(Relation relation) {
    var csr = Csr.of(relation, MemoryBudget.ofHeap());
    return List.of(
        new NamedArray("crow_indices", List.of(csr.crowIndices().length), new Elements.Longs(csr.crowIndices())),
        new NamedArray("col_indices", List.of(csr.colIndices().length), new Elements.Ints(csr.colIndices())));
}

for (String name : List.of("bigbird", "longformer", "star", "strided_union")) {
    for (int n : new int[] {256, 1024}) {
        Relation relation = zoo.pattern(name).at(n);
        for (String ending : List.of("npz", "safetensors")) {
            ArrayFile.write(out.resolve(name + "-" + n + "." + ending), arrays(relation));
        }
        System.out.println("%-14s n = %4d  %,7d edges".formatted(name, n, relation.edges()));
    }
}
System.out.println("written to " + out);
