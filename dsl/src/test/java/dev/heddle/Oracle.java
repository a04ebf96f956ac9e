package dev.heddle;

import java.util.Optional;

/**
 * Which pairs a pattern has at a length: the table of the language's definition, line by line,
 * without a thought for speed. Only the numbers are worked out once.
 */
public final class Oracle {

  /** A number in the pattern has no value at that length, or an argument is too small. */
  public static final class Undefined extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Undefined(String message) {
      super(message);
    }
  }

  private interface Pairs {
    boolean contains(long i, long j);
  }

  private final int n;
  private final Pairs pairs;

  private Oracle(int n, Pairs pairs) {
    this.n = n;
    this.pairs = pairs;
  }

  /**
   * The pattern at a length.
   *
   * @throws Undefined if it has no meaning there
   */
  public static Oracle at(Expr pattern, int n) {
    if (n < 1) {
      throw new Undefined("no length " + n);
    }
    return new Oracle(n, pairs(pattern, new OracleNumbers(n)));
  }

  /** The pattern at a length, or empty if it has no meaning there. */
  public static Optional<Oracle> tryAt(Expr pattern, int n) {
    try {
      return Optional.of(at(pattern, n));
    } catch (Undefined e) {
      return Optional.empty();
    }
  }

  /** Whether the query at position i may attend to the key at position j. */
  public static boolean contains(Expr pattern, int i, int j, int n) {
    return at(pattern, n).contains(i, j);
  }

  /** Whether the query at position i may attend to the key at position j. */
  public boolean contains(int i, int j) {
    if (i < 0 || i >= n || j < 0 || j >= n) {
      throw new IllegalArgumentException("(" + i + ", " + j + ") is no pair at " + n);
    }
    return pairs.contains(i, j);
  }

  /** All pairs: element [i][j] is whether query i may attend to key j. */
  public boolean[][] pairs() {
    boolean[][] all = new boolean[n][n];
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        all[i][j] = contains(i, j);
      }
    }
    return all;
  }

  private static Pairs pairs(Expr pattern, OracleNumbers numbers) {
    return switch (pattern) {
      case Expr.Full() -> (i, j) -> true;
      case Expr.None() -> (i, j) -> false;
      case Expr.Self() -> (i, j) -> j == i;
      case Expr.Causal() -> (i, j) -> j <= i;
      case Expr.Window(Num width) -> {
        long half = atLeast(1, numbers.integer(width)) / 2;
        yield (i, j) -> Math.abs(i - j) <= half;
      }
      case Expr.Reach(Num before, Num after) -> {
        long past = atLeast(0, numbers.integer(before));
        long future = atLeast(0, numbers.integer(after));
        yield (i, j) -> i - past <= j && j <= i + future;
      }
      case Expr.Stride(Num step) -> {
        long s = atLeast(1, numbers.integer(step));
        yield (i, j) -> (i - j) % s == 0;
      }
      case Expr.Global(Num count) -> {
        long g = atLeast(0, numbers.integer(count));
        yield (i, j) -> i < g || j < g;
      }
      case Expr.Dilated(Num width, Num dilation) -> {
        long half = atLeast(1, numbers.integer(width)) / 2;
        long d = atLeast(1, numbers.integer(dilation));
        // In doubles, which do not overflow: the product may be beyond a long.
        yield (i, j) -> Math.abs(i - j) <= (double) half * d && (i - j) % d == 0;
      }
      case Expr.Keys(Num count) -> {
        long k = atLeast(0, numbers.integer(count));
        yield (i, j) -> j < k;
      }
      case Expr.Queries(Num count) -> {
        long k = atLeast(0, numbers.integer(count));
        yield (i, j) -> i < k;
      }
      case Expr.Blocks(Num size) -> {
        long b = atLeast(1, numbers.integer(size));
        yield (i, j) -> Math.floorDiv(i, b) == Math.floorDiv(j, b);
      }
      case Expr.Transposed(Expr operand) -> {
        Pairs a = pairs(operand, numbers);
        yield (i, j) -> a.contains(j, i);
      }
      case Expr.Not(Expr operand) -> {
        Pairs a = pairs(operand, numbers);
        yield (i, j) -> !a.contains(i, j);
      }
      case Expr.Union(Expr left, Expr right) -> {
        Pairs a = pairs(left, numbers);
        Pairs b = pairs(right, numbers);
        yield (i, j) -> a.contains(i, j) || b.contains(i, j);
      }
      case Expr.Minus(Expr left, Expr right) -> {
        Pairs a = pairs(left, numbers);
        Pairs b = pairs(right, numbers);
        yield (i, j) -> a.contains(i, j) && !b.contains(i, j);
      }
      case Expr.And(Expr left, Expr right) -> {
        Pairs a = pairs(left, numbers);
        Pairs b = pairs(right, numbers);
        yield (i, j) -> a.contains(i, j) && b.contains(i, j);
      }
    };
  }

  private static long atLeast(long least, long value) {
    if (value < least) {
      throw new Undefined(value + " is below " + least);
    }
    return value;
  }
}
