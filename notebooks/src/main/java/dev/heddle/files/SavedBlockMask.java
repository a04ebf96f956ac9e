package dev.heddle.files;

import dev.heddle.lower.MemoryBudget;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * FlexAttention's block mask as arrays, read as its kernel reads it: all pairs of a full block, the
 * pairs of a partial block that its mask has, and none of any other.
 *
 * <p>The lists alone do not say which pairs of a partial block are allowed: a function does, which
 * no file holds. So {@code mask} has to be saved beside where there are such blocks.
 */
final class SavedBlockMask {

  private static final int NONE = 0;
  private static final int PARTIAL = 1;
  private static final int FULL = 2;

  private static final int STANDARD = 128;

  private SavedBlockMask() {}

  static SavedMasks read(Path file, List<String> names, MaskFile.Reading reading)
      throws IOException {
    NamedArray counts = MaskFile.one(file, "kv_num_blocks");
    if (counts.shape().size() != 3 || counts.shape().getFirst() != 1) {
      throw new IOException(
          "its `kv_num_blocks` has the shape "
              + counts.shape()
              + ", and [1, heads, blocks of queries] is wanted");
    }
    int heads = counts.shape().get(1);
    int down = counts.shape().get(2);
    NamedArray indices = MaskFile.one(file, "kv_indices");
    if (indices.shape().size() != 4
        || !indices.shape().subList(0, 3).equals(counts.shape())
        || indices.shape().getLast() < 1) {
      throw new IOException(
          "its `kv_indices` has the shape %s, and `kv_num_blocks` %s"
              .formatted(indices.shape(), counts.shape()));
    }
    int across = indices.shape().getLast();
    byte[] kinds = new byte[Math.multiplyExact(Math.multiplyExact(heads, down), across)];
    boolean isPartial = list(kinds, counts, indices, across, PARTIAL);
    if (names.contains("full_kv_num_blocks")) {
      NamedArray fullCounts = MaskFile.one(file, "full_kv_num_blocks");
      NamedArray fullIndices = MaskFile.one(file, "full_kv_indices");
      if (!fullCounts.shape().equals(counts.shape())
          || !fullIndices.shape().equals(indices.shape())) {
        throw new IOException("its lists of full and of partial blocks differ in shape");
      }
      list(kinds, fullCounts, fullIndices, across, FULL);
    }
    List<String> doubts = new ArrayList<>();
    NamedArray dense = names.contains("mask") ? MaskFile.one(file, "mask") : null;
    if (dense == null && isPartial) {
      throw new IOException(
          "some of its blocks are partial, and no array says which of their pairs are allowed: save"
              + " `mask` beside, as docs/importing.md shows");
    }
    int[] block = block(file, names, reading, doubts);
    int[] size = size(file, names, reading, dense, new int[] {down * block[0], across * block[1]});
    int m = size[0];
    int n = size[1];
    if (Math.ceilDiv(m, block[0]) != down || Math.ceilDiv(n, block[1]) != across) {
      throw new IOException(
          "its lists are of %d × %d blocks of %d × %d, and the mask is %d × %d"
              .formatted(down, across, block[0], block[1], m, n));
    }
    long elements = Math.multiplyExact((long) heads * m, n);
    MemoryBudget.ofHeap().require("the mask of the blocks", elements, 1, 0, () -> "");
    MaskValues values = null;
    int shared = 1;
    if (dense != null) {
      values = MaskValues.of(dense, reading.inverted(), "mask");
      shared = shared(dense, heads, m, n);
    }
    boolean[] allowed = new boolean[(int) elements];
    boolean differs = false;
    for (int at = 0; at < allowed.length; at++) {
      int head = at / (m * n);
      int i = at / n % m;
      int j = at % n;
      byte kind = kinds[(head * down + i / block[0]) * across + j / block[1]];
      boolean masked = values == null || values.allowed()[at % shared];
      allowed[at] = kind == FULL || (kind == PARTIAL && masked);
      if (values != null && kind != PARTIAL && masked != allowed[at] && !differs) {
        differs = true;
        doubts.add(
            "the lists say (%d, %d) is %s, and `mask` says otherwise: a kernel goes by the lists"
                .formatted(i, j, allowed[at] ? "in" : "out"));
      }
    }
    return MaskFile.of(List.of(heads, m, n), new MaskValues(allowed, doubts));
  }

  /** Marks the blocks of a list; whether there is one. */
  private static boolean list(
      byte[] kinds, NamedArray counts, NamedArray indices, int across, int kind)
      throws IOException {
    long[] number = MaskFile.longs(counts);
    long[] index = MaskFile.longs(indices);
    boolean any = false;
    for (int row = 0; row < number.length; row++) {
      if (number[row] < 0 || number[row] > across) {
        throw new IOException(
            "its `%s` has %d in row %d, and a row has %d blocks"
                .formatted(counts.name(), number[row], row, across));
      }
      for (int at = 0; at < number[row]; at++) {
        long column = index[row * across + at];
        if (column < 0 || column >= across) {
          throw new IOException(
              "its `%s` has the block %d, and they count from 0 to %d"
                  .formatted(indices.name(), column, across - 1));
        }
        int place = (int) (row * (long) across + column);
        if (kinds[place] != NONE && kinds[place] != kind) {
          throw new IOException(
              "block %d of row %d is in both of its lists".formatted(column, row));
        }
        kinds[place] = (byte) kind;
        any = true;
      }
    }
    return any;
  }

  /** The height and the width of a block. */
  private static int[] block(
      Path file, List<String> names, MaskFile.Reading reading, List<String> doubts)
      throws IOException {
    if (reading.block() != null) {
      return new int[] {reading.block(), reading.block()};
    }
    if (names.contains("BLOCK_SIZE")) {
      long[] saved = MaskFile.longs(MaskFile.one(file, "BLOCK_SIZE"));
      if (saved.length < 1 || saved.length > 2 || saved[0] < 1 || saved[saved.length - 1] < 1) {
        throw new IOException("its `BLOCK_SIZE` is one number or two, each 1 or more");
      }
      return new int[] {
        Math.toIntExact(Math.min(saved[0], 1 << 20)),
        Math.toIntExact(Math.min(saved[saved.length - 1], 1 << 20))
      };
    }
    doubts.add("blocks are taken to be %d × %d, FlexAttention's own".formatted(STANDARD, STANDARD));
    return new int[] {STANDARD, STANDARD};
  }

  /** The numbers of queries and keys: what is saved or given, or whole blocks. */
  private static int[] size(
      Path file,
      List<String> names,
      MaskFile.Reading reading,
      @Nullable NamedArray dense,
      int[] whole)
      throws IOException {
    if (dense != null && dense.shape().size() >= 2) {
      List<Integer> shape = dense.shape();
      return new int[] {shape.get(shape.size() - 2), shape.getLast()};
    }
    if (names.contains("seq_lengths")) {
      long[] saved = MaskFile.longs(MaskFile.one(file, "seq_lengths"));
      if (saved.length != 2 || saved[0] < 1 || saved[1] < 1 || saved[1] >= Integer.MAX_VALUE) {
        throw new IOException("its `seq_lengths` are two numbers, each 1 or more");
      }
      return new int[] {(int) Math.min(saved[0], saved[1] + 1), (int) saved[1]};
    }
    if (reading.n() != null) {
      return new int[] {Math.min(whole[0], reading.n()), reading.n()};
    }
    return whole;
  }

  /** How many elements of the mask there are before it begins anew for the next head. */
  private static int shared(NamedArray dense, int heads, int m, int n) throws IOException {
    long all = dense.elements().count();
    if (all != (long) m * n && all != (long) heads * m * n) {
      throw new IOException(
          "its `mask` has the shape %s, and there are %d heads".formatted(dense.shape(), heads));
    }
    return (int) all;
  }
}
