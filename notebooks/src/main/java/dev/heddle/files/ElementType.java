package dev.heddle.files;

import static java.util.stream.Collectors.joining;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Locale;

/** A type of elements, with its names in files. */
public enum ElementType {
  BOOL("|b1", "BOOL", 1),
  INT32("<i4", "I32", Integer.BYTES),
  INT64("<i8", "I64", Long.BYTES),
  FLOAT16("<f2", "F16", Short.BYTES),
  FLOAT32("<f4", "F32", Float.BYTES),
  FLOAT64("<f8", "F64", Double.BYTES);

  private static final int AT_A_TIME = 1 << 13;

  private final String numpy;
  private final String safetensors;
  private final int width;

  ElementType(String numpy, String safetensors, int width) {
    this.numpy = numpy;
    this.safetensors = safetensors;
    this.width = width;
  }

  /** The type as NumPy's file format names it. */
  String numpy() {
    return numpy;
  }

  /** The type as the safetensors format names it. */
  String safetensors() {
    return safetensors;
  }

  /** The bytes of one element. */
  int width() {
    return width;
  }

  static ElementType ofNumpy(String name) throws IOException {
    for (ElementType type : values()) {
      if (type.numpy.equals(name)) {
        return type;
      }
    }
    if (name.startsWith(">")) {
      throw new IOException("its numbers are big-endian (" + name + "): save them little-endian");
    }
    throw unknown(name);
  }

  static ElementType ofSafetensors(String name) throws IOException {
    for (ElementType type : values()) {
      if (type.safetensors.equals(name)) {
        return type;
      }
    }
    throw unknown(name);
  }

  private static IOException unknown(String name) {
    return new IOException(
        "its elements are of type %s, and it takes %s, and integers of 8 and 16 bits"
            .formatted(
                name,
                Arrays.stream(values())
                    .map(type -> type.name().toLowerCase(Locale.ROOT))
                    .collect(joining(", "))));
  }

  /** What takes over a chunk: as many elements as there are, the first of them at an index. */
  @FunctionalInterface
  interface Chunk {
    void take(int at, int count, ByteBuffer bytes);
  }

  /**
   * Reads so many elements, in little-endian order.
   *
   * @throws java.io.EOFException if there are fewer
   */
  Elements read(int count, InputStream from) throws IOException {
    return switch (this) {
      case BOOL -> {
        boolean[] values = new boolean[count];
        chunks(
            count,
            width,
            from,
            (at, length, bytes) -> {
              for (int next = at; next < at + length; next++) {
                values[next] = bytes.get() != 0;
              }
            });
        yield new Elements.Bools(values);
      }
      case INT32 -> {
        int[] values = new int[count];
        chunks(
            count, width, from, (at, length, bytes) -> bytes.asIntBuffer().get(values, at, length));
        yield new Elements.Ints(values);
      }
      case INT64 -> {
        long[] values = new long[count];
        chunks(
            count,
            width,
            from,
            (at, length, bytes) -> bytes.asLongBuffer().get(values, at, length));
        yield new Elements.Longs(values);
      }
      case FLOAT16 -> {
        short[] values = new short[count];
        chunks(
            count,
            width,
            from,
            (at, length, bytes) -> bytes.asShortBuffer().get(values, at, length));
        yield new Elements.Halves(values);
      }
      case FLOAT32 -> {
        float[] values = new float[count];
        chunks(
            count,
            width,
            from,
            (at, length, bytes) -> bytes.asFloatBuffer().get(values, at, length));
        yield new Elements.Floats(values);
      }
      case FLOAT64 -> {
        double[] values = new double[count];
        chunks(
            count,
            width,
            from,
            (at, length, bytes) -> bytes.asDoubleBuffer().get(values, at, length));
        yield new Elements.Doubles(values);
      }
    };
  }

  /** Reads so many elements of a width, some thousands at a time. */
  static void chunks(int count, int width, InputStream from, Chunk chunk) throws IOException {
    DataInputStream in = new DataInputStream(from);
    byte[] bytes = new byte[AT_A_TIME * width];
    for (long at = 0; at < count; at += AT_A_TIME) {
      int length = (int) Math.min(AT_A_TIME, count - at);
      in.readFully(bytes, 0, length * width);
      chunk.take((int) at, length, ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN));
    }
  }
}
