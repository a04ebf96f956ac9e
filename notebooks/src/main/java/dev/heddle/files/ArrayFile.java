package dev.heddle.files;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Locale;

/** Files of arrays. The ending of the name says which format. */
public final class ArrayFile {

  private static final int CHUNK = 1 << 16;

  private ArrayFile() {}

  /** Whether a file's name has an ending that stands for a format. */
  public static boolean hasFormat(Path file) {
    return ends(file, ".npz") || ends(file, ".safetensors");
  }

  /**
   * Writes arrays, as {@link SafeFile} does.
   *
   * @throws IllegalArgumentException if the ending of the name stands for no format
   * @throws IOException if it cannot be written; what was there before is then still there
   */
  public static void write(Path file, List<NamedArray> arrays) throws IOException {
    if (!hasFormat(file)) {
      throw new IllegalArgumentException(file + " ends neither in .npz nor in .safetensors");
    }
    SafeFile.write(
        file,
        out -> {
          if (ends(file, ".npz")) {
            Npz.write(arrays, out);
          } else {
            Safetensors.write(arrays, out);
          }
        });
  }

  /**
   * Reads some arrays of a file, in the order of their names.
   *
   * @throws IllegalArgumentException if the ending of the name stands for no format
   * @throws IOException if one is not there, or cannot be read; the message says which and why
   * @throws dev.heddle.diagnostic.HeddleException if an array does not fit in memory
   */
  public static List<NamedArray> read(Path file, List<String> names) throws IOException {
    if (!hasFormat(file)) {
      throw new IllegalArgumentException(file + " ends neither in .npz nor in .safetensors");
    }
    return ends(file, ".npz") ? Npz.read(file, names) : Safetensors.read(file, names);
  }

  /**
   * The names of the arrays of a file, in its order.
   *
   * @throws IllegalArgumentException if the ending of the name stands for no format
   * @throws IOException if it cannot be read
   */
  public static List<String> names(Path file) throws IOException {
    if (!hasFormat(file)) {
      throw new IllegalArgumentException(file + " ends neither in .npz nor in .safetensors");
    }
    return ends(file, ".npz") ? Npz.names(file) : Safetensors.names(file);
  }

  static IOException missing(String name, Collection<String> there) {
    return new IOException(
        "it has no array `%s`, but %s"
            .formatted(name, there.isEmpty() ? "none at all" : String.join(", ", there)));
  }

  static boolean ends(Path file, String ending) {
    return String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT).endsWith(ending);
  }

  /** Writes the elements of an array, in little-endian order. */
  static void elements(Elements elements, OutputStream out) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(CHUNK).order(ByteOrder.LITTLE_ENDIAN);
    int step = CHUNK / elements.width();
    for (long from = 0; from < elements.count(); from += step) {
      int to = (int) Math.min(elements.count(), from + step);
      elements.put((int) from, to, buffer.clear());
      out.write(buffer.array(), 0, buffer.position());
    }
  }
}
