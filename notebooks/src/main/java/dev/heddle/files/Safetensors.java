package dev.heddle.files;

import com.google.gson.Gson;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The {@code .safetensors} format: the length of a JSON header, the header, and the elements of all
 * arrays.
 */
final class Safetensors {

  private static final int ALIGNMENT = 8;

  /** Read as float32, which has all of its numbers; nothing here computes in it. */
  private static final String BRAIN = "BF16";

  /** What is in a header beside arrays. */
  private static final String METADATA = "__metadata__";

  private Safetensors() {}

  /** No header of a few arrays is as long. */
  private static final int LONGEST_HEADER = 1 << 26;

  private record Entry(String dtype, List<Integer> shape, List<Long> data_offsets) {}

  static void write(List<NamedArray> arrays, OutputStream out) throws IOException {
    Map<String, Entry> entries = new LinkedHashMap<>();
    long offset = 0;
    for (NamedArray array : arrays) {
      Elements elements = array.elements();
      long end = offset + (long) elements.count() * elements.width();
      entries.put(
          array.name(),
          new Entry(elements.type().safetensors(), array.shape(), List.of(offset, end)));
      offset = end;
    }
    byte[] header = new Gson().toJson(entries).getBytes(StandardCharsets.UTF_8);
    int padding = (ALIGNMENT - header.length % ALIGNMENT) % ALIGNMENT;
    ByteBuffer length = ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    out.write(length.putLong(header.length + padding).array());
    out.write(header);
    out.write(" ".repeat(padding).getBytes(StandardCharsets.US_ASCII));
    for (NamedArray array : arrays) {
      ArrayFile.elements(array.elements(), out);
    }
  }

  /**
   * Reads some of the arrays.
   *
   * @throws IOException if one is not there, or cannot be read; the message says which
   */
  static List<NamedArray> read(Path file, List<String> names) throws IOException {
    try (RandomAccessFile in = new RandomAccessFile(file.toFile(), "r")) {
      JsonObject entries = entries(in);
      long start = in.getFilePointer();
      List<NamedArray> arrays = new ArrayList<>();
      for (String name : names) {
        if (!entries.has(name)) {
          entries.remove(METADATA);
          throw ArrayFile.missing(name, entries.keySet());
        }
        Entry entry = new Gson().fromJson(entries.get(name), Entry.class);
        arrays.add(array(name, entry, in, start));
      }
      return arrays;
    } catch (EOFException e) {
      throw new IOException("it is shorter than its header says", e);
    } catch (JsonParseException | IllegalStateException e) {
      throw new IOException("it is no .safetensors file", e);
    }
  }

  /** The names of all arrays. */
  static List<String> names(Path file) throws IOException {
    try (RandomAccessFile in = new RandomAccessFile(file.toFile(), "r")) {
      JsonObject entries = entries(in);
      entries.remove(METADATA);
      return List.copyOf(entries.keySet());
    } catch (EOFException e) {
      throw new IOException("it is shorter than its header says", e);
    } catch (JsonParseException | IllegalStateException e) {
      throw new IOException("it is no .safetensors file", e);
    }
  }

  /** The header; the file is left where the arrays begin. */
  private static JsonObject entries(RandomAccessFile in) throws IOException {
    byte[] length = new byte[Long.BYTES];
    in.readFully(length);
    long header = ByteBuffer.wrap(length).order(ByteOrder.LITTLE_ENDIAN).getLong();
    if (header < 0 || header > Math.min(in.length(), LONGEST_HEADER)) {
      throw new IOException("it is no .safetensors file");
    }
    byte[] text = new byte[(int) header];
    in.readFully(text);
    return JsonParser.parseString(new String(text, StandardCharsets.UTF_8)).getAsJsonObject();
  }

  private static NamedArray array(String name, Entry entry, RandomAccessFile in, long start)
      throws IOException {
    if (entry.dtype() == null || entry.shape() == null || entry.data_offsets() == null) {
      throw new IOException("its header says nothing of the array `" + name + "`");
    }
    boolean isBrain = entry.dtype().equals(BRAIN);
    SmallInteger small = SmallInteger.of(entry.dtype());
    ElementType type =
        isBrain || small != null ? ElementType.FLOAT16 : ElementType.ofSafetensors(entry.dtype());
    int width = small == null ? type.width() : small.width();
    long from = entry.data_offsets().getFirst();
    long size = entry.data_offsets().getLast() - from;
    long there = in.length() - start;
    if (from < 0 || from > there || size < 0 || size > there - from) {
      throw new EOFException();
    }
    int count =
        Npy.count(
            entry.shape(), width, small == null ? width : Integer.BYTES, size, "the array " + name);
    if (size != (long) count * width) {
      throw new IOException("the shape and the bytes of its array `" + name + "` do not agree");
    }
    in.seek(start + from);
    BufferedInputStream bytes = new BufferedInputStream(new FileInputStream(in.getFD()), 1 << 16);
    Elements elements = small == null ? type.read(count, bytes) : small.read(count, bytes);
    return new NamedArray(
        name,
        entry.shape(),
        isBrain && elements instanceof Elements.Halves(short[] bits) ? widened(bits) : elements);
  }

  /** A bfloat16 is the upper half of a float32. */
  private static Elements widened(short[] bits) {
    float[] values = new float[bits.length];
    for (int at = 0; at < bits.length; at++) {
      values[at] = Float.intBitsToFloat(bits[at] << Short.SIZE);
    }
    return new Elements.Floats(values);
  }
}
