package dev.heddle.pattern;

import java.util.Arrays;
import java.util.Optional;

/** What an {@code expect} may ask of a pattern. */
enum Measure {
  EDGES("edges", true),
  DENSITY("density", true),
  HOPS("hops", true),
  MAX_ROW("max_row", true),
  MIN_ROW("min_row", true),
  UNIVERSAL("universal", false),
  SELF_LOOPS("self_loops", false),
  PATH("path", false);

  private final String text;
  private final boolean isNumber;

  Measure(String text, boolean isNumber) {
    this.text = text;
    this.isNumber = isNumber;
  }

  static Optional<Measure> named(String name) {
    return Arrays.stream(values()).filter(measure -> measure.text.equals(name)).findFirst();
  }

  String text() {
    return text;
  }

  /** Whether it is a number; it is a condition otherwise. */
  boolean isNumber() {
    return isNumber;
  }
}
