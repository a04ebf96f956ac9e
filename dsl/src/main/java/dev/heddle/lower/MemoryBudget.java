package dev.heddle.lower;

import dev.heddle.diagnostic.HeddleException;
import dev.heddle.diagnostic.Problem;
import java.math.BigInteger;
import java.util.Locale;
import java.util.function.Supplier;

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
    if (free(runtime) < runtime.maxMemory() / 2) {
      // What nobody holds any more counts as used until it is collected, and a refusal collects
      // nothing.
      System.gc();
    }
    return new MemoryBudget(free(runtime));
  }

  private static long free(Runtime runtime) {
    return runtime.maxMemory() - (runtime.totalMemory() - runtime.freeMemory());
  }

  /** The lesser of two budgets. */
  public MemoryBudget and(MemoryBudget other) {
    return bytes <= other.bytes ? this : other;
  }

  /**
   * Refuses a form that does not fit.
   *
   * @param form what it is, for the error, such as {@code a mask of 4 × 4}
   * @param elements the number of its elements, which is the length of its longest array
   * @param bytesEach what each of them takes
   * @param extra what it takes beside
   * @param instead what to do instead, for the error's help; only asked for when it is needed
   * @throws HeddleException if it does not fit
   */
  public void require(
      String form, long elements, int bytesEach, long extra, Supplier<String> instead) {
    require(form, BigInteger.valueOf(elements), bytes(elements, bytesEach, extra), instead);
  }

  /** The same for a form whose elements may be more than a long holds. */
  void require(String form, BigInteger elements, BigInteger needed, Supplier<String> instead) {
    if (!fits(elements, needed)) {
      String available =
          isTooLong(elements)
              ? String.format(Locale.ROOT, "%,d elements of one array", LONGEST_ARRAY)
              : show(BigInteger.valueOf(bytes));
      throw HeddleException.of(
          new Problem.TooLarge(form, show(needed), available, instead.get()), null);
    }
  }

  /** Exactly: a product of two lengths and a width may be more than a long holds. */
  static BigInteger bytes(long elements, int bytesEach, long extra) {
    return BigInteger.valueOf(elements)
        .multiply(BigInteger.valueOf(bytesEach))
        .add(BigInteger.valueOf(extra));
  }

  boolean fits(long elements, BigInteger needed) {
    return fits(BigInteger.valueOf(elements), needed);
  }

  private boolean fits(BigInteger elements, BigInteger needed) {
    return !isTooLong(elements) && needed.compareTo(BigInteger.valueOf(bytes)) <= 0;
  }

  private static boolean isTooLong(BigInteger elements) {
    return elements.compareTo(BigInteger.valueOf(LONGEST_ARRAY)) > 0;
  }

  /** A size in bytes and, where that is hard to read, in a larger unit too. */
  static String show(BigInteger bytes) {
    String exact = String.format(Locale.ROOT, "%,d bytes", bytes);
    String[] units = {"KiB", "MiB", "GiB", "TiB", "PiB", "EiB"};
    double size = bytes.doubleValue();
    int unit = -1;
    while (size >= 1024 && unit < units.length - 1) {
      size /= 1024;
      unit++;
    }
    return unit < 1 ? exact : String.format(Locale.ROOT, "%s (%.1f %s)", exact, size, units[unit]);
  }
}
