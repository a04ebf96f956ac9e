package dev.heddle.runtime;

import ai.djl.ndarray.types.DataType;
import java.util.EnumSet;
import java.util.Set;

/**
 * The data types that may reach the engine. Creating an array of any other type, such as BFLOAT16
 * or INT16, ends the whole JVM instead of throwing, so every type that a caller names passes
 * through here first.
 */
final class DTypes {

  private static final Set<DataType> FLOATING =
      EnumSet.of(DataType.FLOAT16, DataType.FLOAT32, DataType.FLOAT64);

  private static final Set<DataType> COMPUTING =
      EnumSet.of(DataType.FLOAT16, DataType.FLOAT32, DataType.FLOAT64);

  private DTypes() {}

  /**
   * Returns a type that a bias can have.
   *
   * @throws IllegalArgumentException if it is none
   */
  static DataType floating(DataType type) {
    return oneOf(FLOATING, type, "a bias");
  }

  /**
   * Returns a type that attention can be computed in.
   *
   * @throws IllegalArgumentException if it is none
   */
  static DataType computing(DataType type) {
    return oneOf(COMPUTING, type, "attention");
  }

  private static DataType oneOf(Set<DataType> allowed, DataType type, String what) {
    if (!allowed.contains(type)) {
      throw new IllegalArgumentException(
          "%s cannot be %s: it is one of %s".formatted(what, type, allowed));
    }
    return type;
  }
}
