package dev.heddle.lower;

import dev.heddle.diagnostic.HeddleException;
import dev.heddle.diagnostic.Problem;
import java.util.Locale;

/**
 * How much memory a lowered form may take. What would not fit is refused before anything is built.
 *
 * @param bytes the most that may be allocated
 */
public record MemoryBudget(long bytes) {

  /** The most elements of a Java array. */
  private static final long LONGEST_ARRAY = Integer.MAX_VALUE - 8;

  /** What is left of this JVM's heap. */
  public static MemoryBudget ofHeap() {
    Runtime runtime = Runtime.getRuntime();
    return new MemoryBudget(runtime.maxMemory() - (runtime.totalMemory() - runtime.freeMemory()));
  }

  /** The lesser of two budgets. */
  public MemoryBudget and(MemoryBudget other) {
    return bytes <= other.bytes ? this : other;
  }

  /**
   * Refuses a form that does not fit.
   *
   * @param form what it is, for the error, such as {@code the mask of 4 × 4}
   * @param elements the length of its longest array
   * @param needed its size in bytes
   * @param instead what to do instead, for the error's help
   * @throws HeddleException if it does not fit
   */
  public void require(String form, long elements, long needed, String instead) {
    if (elements > LONGEST_ARRAY) {
      throw HeddleException.of(
          new Problem.TooLarge(
              form,
              show(needed),
              String.format(Locale.ROOT, "%,d elements of one array", LONGEST_ARRAY),
              instead),
          null);
    }
    if (needed > bytes) {
      throw HeddleException.of(
          new Problem.TooLarge(form, show(needed), show(bytes), instead), null);
    }
  }

  /** A size in bytes and, where that is hard to read, in a larger unit too. */
  static String show(long bytes) {
    String exact = String.format(Locale.ROOT, "%,d bytes", bytes);
    String[] units = {"KiB", "MiB", "GiB", "TiB", "PiB", "EiB"};
    double size = bytes;
    int unit = -1;
    while (size >= 1024 && unit < units.length - 1) {
      size /= 1024;
      unit++;
    }
    return unit < 1 ? exact : String.format(Locale.ROOT, "%s (%.1f %s)", exact, size, units[unit]);
  }
}
