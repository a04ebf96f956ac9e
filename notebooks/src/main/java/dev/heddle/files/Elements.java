package dev.heddle.files;

import java.nio.ByteBuffer;
import java.util.List;

/** The elements of an array, row by row, in one of the types that arrays here have. */
public sealed interface Elements {

  record Bools(boolean[] values) implements Elements {}

  record Ints(int[] values) implements Elements {}

  record Longs(long[] values) implements Elements {}

  /** Floats of 16 bits, as {@link Float#float16ToFloat} takes them. */
  record Halves(short[] values) implements Elements {}

  record Floats(float[] values) implements Elements {}

  record Doubles(double[] values) implements Elements {}

  default int count() {
    return switch (this) {
      case Bools(boolean[] values) -> values.length;
      case Ints(int[] values) -> values.length;
      case Longs(long[] values) -> values.length;
      case Halves(short[] values) -> values.length;
      case Floats(float[] values) -> values.length;
      case Doubles(double[] values) -> values.length;
    };
  }

  default ElementType type() {
    return switch (this) {
      case Bools _ -> ElementType.BOOL;
      case Ints _ -> ElementType.INT32;
      case Longs _ -> ElementType.INT64;
      case Halves _ -> ElementType.FLOAT16;
      case Floats _ -> ElementType.FLOAT32;
      case Doubles _ -> ElementType.FLOAT64;
    };
  }

  /** The bytes of one element. */
  default int width() {
    return type().width();
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
      case Halves(short[] values) -> {
        for (int at = from; at < to; at++) {
          buffer.putShort(values[at]);
        }
      }
      case Floats(float[] values) -> {
        for (int at = from; at < to; at++) {
          buffer.putFloat(values[at]);
        }
      }
      case Doubles(double[] values) -> {
        for (int at = from; at < to; at++) {
          buffer.putDouble(values[at]);
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
          case Halves _ -> new short[count];
          case Floats _ -> new float[count];
          case Doubles _ -> new double[count];
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
      case short[] values -> new Halves(values);
      case float[] values -> new Floats(values);
      case double[] values -> new Doubles(values);
      default -> throw new IllegalStateException();
    };
  }

  private Object array() {
    return switch (this) {
      case Bools(boolean[] values) -> values;
      case Ints(int[] values) -> values;
      case Longs(long[] values) -> values;
      case Halves(short[] values) -> values;
      case Floats(float[] values) -> values;
      case Doubles(double[] values) -> values;
    };
  }
}
