package dev.heddle.files;

import java.nio.ByteBuffer;
import java.util.List;

/** The elements of an array, row by row, in one of the types that a lowered form has. */
public sealed interface Elements {

  record Bools(boolean[] values) implements Elements {}

  record Ints(int[] values) implements Elements {}

  record Longs(long[] values) implements Elements {}

  record Floats(float[] values) implements Elements {}

  default int count() {
    return switch (this) {
      case Bools(boolean[] values) -> values.length;
      case Ints(int[] values) -> values.length;
      case Longs(long[] values) -> values.length;
      case Floats(float[] values) -> values.length;
    };
  }

  /** The bytes of one element. */
  default int width() {
    return switch (this) {
      case Bools _ -> 1;
      case Ints _ -> Integer.BYTES;
      case Longs _ -> Long.BYTES;
      case Floats _ -> Float.BYTES;
    };
  }

  /** The type as NumPy's file format names it. */
  default String numpy() {
    return switch (this) {
      case Bools _ -> "|b1";
      case Ints _ -> "<i4";
      case Longs _ -> "<i8";
      case Floats _ -> "<f4";
    };
  }

  /** The type as the safetensors format names it. */
  default String safetensors() {
    return switch (this) {
      case Bools _ -> "BOOL";
      case Ints _ -> "I32";
      case Longs _ -> "I64";
      case Floats _ -> "F32";
    };
  }

  /** Puts some of the elements into a buffer. */
  default void put(int from, int to, ByteBuffer buffer) {
    switch (this) {
      case Bools(boolean[] values) -> {
        for (int at = from; at < to; at++) {
          buffer.put((byte) (values[at] ? 1 : 0));
        }
      }
      case Ints(int[] values) -> {
        for (int at = from; at < to; at++) {
          buffer.putInt(values[at]);
        }
      }
      case Longs(long[] values) -> {
        for (int at = from; at < to; at++) {
          buffer.putLong(values[at]);
        }
      }
      case Floats(float[] values) -> {
        for (int at = from; at < to; at++) {
          buffer.putFloat(values[at]);
        }
      }
    }
  }

  /** The elements of several arrays of one type, one after the other. */
  static Elements joined(List<Elements> each) {
    int count = each.stream().mapToInt(Elements::count).reduce(0, Math::addExact);
    Object all =
        switch (each.getFirst()) {
          case Bools _ -> new boolean[count];
          case Ints _ -> new int[count];
          case Longs _ -> new long[count];
          case Floats _ -> new float[count];
        };
    int at = 0;
    for (Elements one : each) {
      System.arraycopy(one.array(), 0, all, at, one.count());
      at += one.count();
    }
    return switch (all) {
      case boolean[] values -> new Bools(values);
      case int[] values -> new Ints(values);
      case long[] values -> new Longs(values);
      case float[] values -> new Floats(values);
      default -> throw new IllegalStateException();
    };
  }

  private Object array() {
    return switch (this) {
      case Bools(boolean[] values) -> values;
      case Ints(int[] values) -> values;
      case Longs(long[] values) -> values;
      case Floats(float[] values) -> values;
    };
  }
}
