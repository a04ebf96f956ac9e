package dev.heddle.files;

import dev.heddle.recognise.Masks;
import dev.heddle.relation.Relation;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Masks as other programs save them.
 *
 * <ul>
 *   <li>{@code .npy}, {@code .npz}, {@code .safetensors}: a mask of booleans or of 0 and 1, or a
 *       bias of 0 and −∞; [m, n], [heads, m, n] or [layers, heads, m, n], m ≤ n
 *   <li>a CSR index in these files: PyTorch's {@code crow_indices} and {@code col_indices}, or what
 *       {@code scipy.sparse.save_npz} writes
 *   <li>FlexAttention's block mask in these files: {@code kv_num_blocks} and so on, with a {@code
 *       mask} for the blocks that are partial
 *   <li>a list of edges: integers [edges, 2] in a {@code .npy}, or a text with two integers a line
 * </ul>
 */
public final class MaskFile {

  /** No model has as many layers times heads; each is searched for. */
  private static final int MOST = 4_096;

  /** What is given by its pairs may claim any length; its rows are gone through one by one. */
  private static final int LONGEST = 1 << 20;

  private MaskFile() {}

  /**
   * What a file does not say.
   *
   * @param array which of its arrays is meant, or null
   * @param n how many keys there are, or null: for edges and indices
   * @param block the side of a block, or null: for block masks
   * @param inverted whether true, or 1, is a key that is left out, as in PyTorch's {@code
   *     nn.MultiheadAttention}
   */
  public record Reading(
      @Nullable String array, @Nullable Integer n, @Nullable Integer block, boolean inverted) {

    /** What is said is all that there is. */
    public static Reading plain() {
      return new Reading(null, null, null, false);
    }
  }

  /** Reads the masks of a file that says all. */
  public static SavedMasks read(Path file) throws IOException {
    return read(file, Reading.plain());
  }

  /**
   * Reads the masks of a file.
   *
   * @throws IOException if it cannot be read, or holds no masks; the message says which array, and
   *     what is wrong with it
   * @throws dev.heddle.diagnostic.HeddleException if an array does not fit in memory
   */
  public static SavedMasks read(Path file, Reading reading) throws IOException {
    if (ArrayFile.ends(file, ".npy")) {
      if (reading.array() != null) {
        throw new IOException("an .npy file has one array, and no names");
      }
      return ofArray(Npy.array(file), reading, false);
    }
    if (!ArrayFile.hasFormat(file)) {
      return edges(IntegerText.edges(file), reading);
    }
    List<String> names = ArrayFile.names(file);
    if (reading.array() != null) {
      return ofArray(one(file, reading.array()), reading, false);
    }
    if (names.contains("kv_num_blocks")) {
      return SavedBlockMask.read(file, names, reading);
    }
    if (names.contains("crow_indices") && names.contains("col_indices")) {
      return SavedIndex.torch(file, reading);
    }
    if (names.contains("indptr") && names.contains("indices")) {
      return SavedIndex.scipy(file, names, reading);
    }
    for (String known : List.of("mask", "bias")) {
      if (names.contains(known)) {
        return ofArray(one(file, known), reading, true);
      }
    }
    if (names.size() == 1) {
      return ofArray(one(file, names.getFirst()), reading, false);
    }
    throw new IOException(
        names.isEmpty()
            ? "it has no arrays"
            : "it has several arrays, and which is the mask is not said: "
                + String.join(", ", names));
  }

  static NamedArray one(Path file, String name) throws IOException {
    return ArrayFile.read(file, List.of(name)).getFirst();
  }

  private static SavedMasks ofArray(NamedArray array, Reading reading, boolean isNamed)
      throws IOException {
    List<Integer> shape = array.shape();
    boolean isWhole =
        array.elements() instanceof Elements.Ints || array.elements() instanceof Elements.Longs;
    if (shape.size() == 2 && shape.getLast() == 2 && shape.getFirst() > 2 && isWhole) {
      return edges(edges(array), reading);
    }
    MaskValues values = MaskValues.of(array, reading.inverted(), isNamed ? array.name() : "");
    return of(shape, values);
  }

  /** An array's masks, one behind the other. */
  static SavedMasks of(List<Integer> shape, MaskValues values) throws IOException {
    if (shape.size() < 2 || shape.size() > 4) {
      throw new IOException(
          "its shape is "
              + shape
              + ", and [m, n], [heads, m, n] or [layers, heads, m, n] is wanted");
    }
    int m = shape.get(shape.size() - 2);
    int n = shape.getLast();
    if (m < 1 || m > n) {
      throw new IOException(
          "its shape is %s: %d queries of %d keys, and queries are the last of as many positions as keys"
              .formatted(shape, m, n));
    }
    int heads = shape.size() > 2 ? shape.get(shape.size() - 3) : 1;
    int layers = shape.size() > 3 ? shape.getFirst() : 1;
    if (heads < 1 || layers < 1 || (long) layers * heads > MOST) {
      throw new IOException(
          String.format(
              Locale.ROOT,
              "its shape is %s: %,d masks, and 1 to %,d are taken",
              shape,
              (long) layers * heads,
              MOST));
    }
    return new SavedMasks(
        IntStream.range(0, layers)
            .mapToObj(
                layer ->
                    IntStream.range(0, heads)
                        .mapToObj(
                            head ->
                                Masks.of(values.allowed(), (layer * heads + head) * m * n, m, n))
                        .toList())
            .toList(),
        values.doubts());
  }

  private static int[][] edges(NamedArray array) throws IOException {
    long[] whole = longs(array);
    int[][] edges = new int[whole.length / 2][2];
    for (int at = 0; at < whole.length; at++) {
      edges[at / 2][at % 2] = Math.clamp(whole[at], -1, Integer.MAX_VALUE);
    }
    return edges;
  }

  private static SavedMasks edges(int[][] edges, Reading reading) throws IOException {
    int most = -1;
    for (int[] edge : edges) {
      most = Math.max(most, Math.max(edge[0], edge[1]));
      if (edge[0] < 0 || edge[1] < 0) {
        throw new IOException("it has the edge (%d, %d)".formatted(edge[0], edge[1]));
      }
    }
    if (most < 0) {
      throw new IOException("it has no edges");
    }
    int n = reading.n() == null ? Math.min(most, LONGEST) + 1 : reading.n();
    checkLength(n);
    if (most >= n) {
      throw new IOException("it has the position " + most + ", and n is " + n);
    }
    int[] from = new int[edges.length];
    int[] to = new int[edges.length];
    for (int at = 0; at < edges.length; at++) {
      from[at] = edges[at][0];
      to[at] = edges[at][1];
    }
    return SavedMasks.of(
        Relation.edges(n, from, to),
        reading,
        reading.n() == null
            ? List.of(
                "n is taken to be %d, one more than the last position of an edge".formatted(n))
            : List.of());
  }

  /** Refuses lengths that nobody saved a mask of. */
  static void checkLength(int n) throws IOException {
    if (n > LONGEST) {
      throw new IOException(
          String.format(
              Locale.ROOT, "it has more than %,d positions, and no more are taken", LONGEST));
    }
  }

  static long[] longs(NamedArray array) throws IOException {
    return switch (array.elements()) {
      case Elements.Ints(int[] values) -> IntStream.of(values).asLongStream().toArray();
      case Elements.Longs(long[] values) -> values;
      case Elements.Bools _, Elements.Halves _, Elements.Floats _, Elements.Doubles _ ->
          throw new IOException("its array `" + array.name() + "` takes integers");
    };
  }
}
