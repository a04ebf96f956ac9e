package dev.heddle.files;

import static java.util.stream.Collectors.joining;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/** NumPy's {@code .npz}: a zip with an {@code .npy} file for each array. */
final class Npz {

  private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0};
  private static final int ALIGNMENT = 64;
  private static final String ENDING = ".npy";

  private Npz() {}

  static void write(List<NamedArray> arrays, OutputStream out) throws IOException {
    ZipOutputStream zip = new ZipOutputStream(out);
    // Masks are nearly all zeros, and worth the fastest compression.
    zip.setLevel(Deflater.BEST_SPEED);
    for (NamedArray array : arrays) {
      ZipEntry entry = new ZipEntry(array.name() + ENDING);
      // The same arrays give the same file, whenever it is written.
      entry.setTime(0);
      zip.putNextEntry(entry);
      zip.write(header(array));
      ArrayFile.elements(array.elements(), zip);
      zip.closeEntry();
    }
    zip.finish();
  }

  /**
   * Reads some of the arrays.
   *
   * @throws IOException if one is not there, or cannot be read; the message says which
   */
  static List<NamedArray> read(Path file, List<String> names) throws IOException {
    List<NamedArray> arrays = new ArrayList<>();
    try (ZipFile zip = new ZipFile(file.toFile())) {
      for (String name : names) {
        arrays.add(read(zip, name, (in, size) -> Npy.array(name, in, size)));
      }
    } catch (ZipException e) {
      throw new IOException("it is no .npz file: " + e.getMessage(), e);
    }
    return arrays;
  }

  /** The names of all arrays, in the order of the file. */
  static List<String> names(Path file) throws IOException {
    try (ZipFile zip = new ZipFile(file.toFile())) {
      return names(zip);
    } catch (ZipException e) {
      throw new IOException("it is no .npz file: " + e.getMessage(), e);
    }
  }

  private static List<String> names(ZipFile zip) {
    return zip.stream()
        .map(ZipEntry::getName)
        .filter(other -> other.endsWith(ENDING))
        .map(other -> other.substring(0, other.length() - ENDING.length()))
        .toList();
  }

  /** A word that is saved as an array. */
  static String word(Path file, String name) throws IOException {
    try (ZipFile zip = new ZipFile(file.toFile())) {
      return read(zip, name, (in, size) -> Npy.word(in));
    }
  }

  /** What is made of an array's bytes, and of how many there are. */
  @FunctionalInterface
  private interface Reader<T> {
    T read(InputStream in, long size) throws IOException;
  }

  private static <T> T read(ZipFile zip, String name, Reader<T> reader) throws IOException {
    ZipEntry entry = zip.getEntry(name + ENDING);
    if (entry == null) {
      throw ArrayFile.missing(name, names(zip));
    }
    try (InputStream in = zip.getInputStream(entry)) {
      return reader.read(in, entry.getSize());
    } catch (IOException e) {
      throw new IOException("its array `" + name + "`: " + e.getMessage(), e);
    }
  }

  private static byte[] header(NamedArray array) {
    // A tuple of one has a comma behind it.
    String shape = array.shape().stream().map(length -> length + ",").collect(joining(" "));
    String text =
        "{'descr': '%s', 'fortran_order': False, 'shape': (%s), }"
            .formatted(array.elements().type().numpy(), shape);
    int bare = MAGIC.length + Short.BYTES + text.length() + 1;
    String padded = text + " ".repeat((ALIGNMENT - bare % ALIGNMENT) % ALIGNMENT) + "\n";
    byte[] header = new byte[MAGIC.length + Short.BYTES + padded.length()];
    System.arraycopy(MAGIC, 0, header, 0, MAGIC.length);
    header[MAGIC.length] = (byte) padded.length();
    header[MAGIC.length + 1] = (byte) (padded.length() >> Byte.SIZE);
    byte[] ascii = padded.getBytes(StandardCharsets.US_ASCII);
    System.arraycopy(ascii, 0, header, MAGIC.length + Short.BYTES, ascii.length);
    return header;
  }
}
