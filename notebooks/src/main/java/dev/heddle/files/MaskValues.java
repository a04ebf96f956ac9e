package dev.heddle.files;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntToDoubleFunction;

/**
 * The elements of a mask or a bias, as whether a query may attend.
 *
 * @param allowed in the array's order
 * @param doubts what had to be taken for something
 */
@SuppressWarnings("ArrayRecordComponent") // never compared, never shown
record MaskValues(boolean[] allowed, List<String> doubts) {

  /** A bias of so much or less leaves a key out; libraries write many such numbers for −∞. */
  private static final double LEFT_OUT = -1e4;

  /**
   * Reads the elements.
   *
   * @param inverted whether true or 1 is a key that is left out
   * @param name {@code mask} or {@code bias}, which says what zeros are, or empty
   * @throws IOException if they are neither a mask nor a bias
   */
  static MaskValues of(NamedArray array, boolean inverted, String name) throws IOException {
    Elements elements = array.elements();
    return switch (elements) {
      case Elements.Bools(boolean[] values) -> new MaskValues(turned(values, inverted), List.of());
      case Elements.Ints(int[] values) -> whole(array, inverted, at -> values[at]);
      case Elements.Longs(long[] values) -> whole(array, inverted, at -> values[at]);
      case Elements.Halves(short[] values) ->
          real(array, inverted, name, at -> Float.float16ToFloat(values[at]));
      case Elements.Floats(float[] values) -> real(array, inverted, name, at -> values[at]);
      case Elements.Doubles(double[] values) -> real(array, inverted, name, at -> values[at]);
    };
  }

  private static boolean[] turned(boolean[] values, boolean inverted) {
    if (!inverted) {
      return values;
    }
    boolean[] turned = new boolean[values.length];
    for (int at = 0; at < values.length; at++) {
      turned[at] = !values[at];
    }
    return turned;
  }

  private static MaskValues whole(NamedArray array, boolean inverted, IntToDoubleFunction value)
      throws IOException {
    boolean[] allowed = new boolean[array.elements().count()];
    for (int at = 0; at < allowed.length; at++) {
      double number = value.applyAsDouble(at);
      if (number != 0 && number != 1) {
        throw new IOException(
            "it has %.0f at %s, and a mask of integers has 0 and 1"
                .formatted(number, place(array.shape(), at)));
      }
      allowed[at] = number == 1 != inverted;
    }
    return new MaskValues(allowed, List.of());
  }

  private static MaskValues real(
      NamedArray array, boolean inverted, String name, IntToDoubleFunction value)
      throws IOException {
    boolean[] allowed = new boolean[array.elements().count()];
    int one = -1;
    int low = -1;
    double lowest = Double.NEGATIVE_INFINITY;
    for (int at = 0; at < allowed.length; at++) {
      double number = value.applyAsDouble(at);
      if (number == 1) {
        one = at;
      } else if (number <= LEFT_OUT) {
        low = at;
        lowest = Math.max(lowest, number);
      } else if (number != 0) {
        throw new IOException(
            "it has %s at %s, and a mask has 0 and 1, a bias 0 and -inf"
                .formatted(number, place(array.shape(), at)));
      }
      allowed[at] = number == 1;
    }
    if (one >= 0 && low >= 0) {
      throw new IOException(
          "it has 1 at %s as a mask has, and %s at %s as a bias has"
              .formatted(
                  place(array.shape(), one), value.applyAsDouble(low), place(array.shape(), low)));
    }
    boolean isBias = low >= 0 || (one < 0 && name.equals("bias"));
    if (one < 0 && !isBias && !name.equals("mask")) {
      throw new IOException(
          "all of its elements are 0.0, which as a bias allows all pairs and as a mask none: save"
              + " booleans");
    }
    List<String> doubts = new ArrayList<>();
    if (isBias) {
      if (inverted) {
        throw new IOException("it is a bias, whose meaning cannot be inverted");
      }
      for (int at = 0; at < allowed.length; at++) {
        allowed[at] = value.applyAsDouble(at) == 0;
      }
      if (lowest > Double.NEGATIVE_INFINITY) {
        doubts.add("a bias of " + lowest + " is taken for -inf");
      }
      return new MaskValues(allowed, doubts);
    }
    return new MaskValues(turned(allowed, inverted), doubts);
  }

  /** Where an element is, by its index on each axis. */
  static String place(List<Integer> shape, int at) {
    int[] place = new int[shape.size()];
    int rest = at;
    for (int axis = shape.size() - 1; axis >= 0; axis--) {
      place[axis] = rest % shape.get(axis);
      rest /= shape.get(axis);
    }
    return Arrays.toString(place);
  }
}
