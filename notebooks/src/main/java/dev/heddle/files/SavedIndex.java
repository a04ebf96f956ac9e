package dev.heddle.files;

import dev.heddle.recognise.Masks;
import dev.heddle.relation.Row;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Masks in compressed sparse rows. */
final class SavedIndex {

  private SavedIndex() {}

  /** PyTorch's {@code crow_indices} and {@code col_indices}, which do not say how many keys. */
  static SavedMasks torch(Path file, MaskFile.Reading reading) throws IOException {
    long[] starts = MaskFile.longs(MaskFile.one(file, "crow_indices"));
    long[] keys = MaskFile.longs(MaskFile.one(file, "col_indices"));
    int m = starts.length - 1;
    List<String> doubts = new ArrayList<>();
    int n = reading.n() == null ? m : reading.n();
    if (reading.n() == null) {
      long last = Arrays.stream(keys).max().orElse(-1);
      n = Math.clamp(last + 1, Math.max(1, m), Integer.MAX_VALUE - 1);
      if (n > m) {
        doubts.add("n is taken to be %d, one more than the last key".formatted(n));
      }
    }
    return masks(starts, keys, null, n, reading, doubts);
  }

  /** What {@code scipy.sparse.save_npz} writes of a CSR array; explicit zeros are no pairs. */
  static SavedMasks scipy(Path file, List<String> names, MaskFile.Reading reading)
      throws IOException {
    String format = names.contains("format") ? Npz.word(file, "format") : "csr";
    if (!format.equals("csr")) {
      throw new IOException("it is of SciPy's format " + format + ": save `a.tocsr()`");
    }
    long[] shape = MaskFile.longs(MaskFile.one(file, "shape"));
    if (shape.length != 2 || shape[0] < 1 || shape[1] < shape[0] || shape[1] >= Integer.MAX_VALUE) {
      throw new IOException(
          "its shape is "
              + Arrays.toString(shape)
              + ", and [m, n] is wanted, m ≤ n: the queries are the last m positions");
    }
    long[] starts = MaskFile.longs(MaskFile.one(file, "indptr"));
    long[] keys = MaskFile.longs(MaskFile.one(file, "indices"));
    if (starts.length != shape[0] + 1) {
      throw new IOException("its `indptr` and its `shape` do not agree");
    }
    Elements data = MaskFile.one(file, "data").elements();
    if (data.count() != keys.length) {
      throw new IOException("its `data` and its `indices` do not agree");
    }
    return masks(starts, keys, data, (int) shape[1], reading, List.of());
  }

  private static SavedMasks masks(
      long[] starts,
      long[] keys,
      @Nullable Elements data,
      int n,
      MaskFile.Reading reading,
      List<String> doubts)
      throws IOException {
    int m = starts.length - 1;
    MaskFile.checkLength(n);
    if (m < 1 || m > n) {
      throw new IOException(
          "it has %d rows and %d keys, and queries are the last of as many positions as keys"
              .formatted(Math.max(0, m), n));
    }
    List<Row> rows = new ArrayList<>();
    for (int query = 0; query < m; query++) {
      long from = starts[query];
      long to = starts[query + 1];
      if (from < 0 || to < from || to > keys.length || (query == 0 && from > 0)) {
        throw new IOException("its row " + query + " runs from " + from + " to " + to);
      }
      long[] row = new long[(int) (to - from)];
      int count = 0;
      for (int at = (int) from; at < to; at++) {
        if (keys[at] < 0 || keys[at] >= n) {
          throw new IOException(
              "its row %d has the key %d, and there are %d".formatted(query, keys[at], n));
        }
        if (data == null || isThere(data, at)) {
          row[count++] = keys[at];
        }
      }
      rows.add(Row.ofAny(Arrays.copyOf(row, count)));
    }
    if (starts[m] != keys.length) {
      throw new IOException(
          "its last row ends at %d, and there are %d keys".formatted(starts[m], keys.length));
    }
    return SavedMasks.of(Masks.ofRows(rows, n), reading, doubts);
  }

  private static boolean isThere(Elements data, int at) {
    return switch (data) {
      case Elements.Bools(boolean[] values) -> values[at];
      case Elements.Ints(int[] values) -> values[at] != 0;
      case Elements.Longs(long[] values) -> values[at] != 0;
      case Elements.Halves(short[] values) -> Float.float16ToFloat(values[at]) != 0;
      case Elements.Floats(float[] values) -> values[at] != 0;
      case Elements.Doubles(double[] values) -> values[at] != 0;
    };
  }
}
