package dev.heddle;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

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

  /** The definition does not say, so that nothing can be held against anybody. */
  public static final class Unsaid extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Unsaid(String message) {
      super(message);
    }
  }

  private static final int MOST_ROWS = 5_000;

  private interface Pairs {
    boolean contains(long i, long j);
  }

  /** The condition of a {@code where}, which may have no value for some pairs. */
  private record Asked(Pairs pairs, int n) {}

  private final int n;
  private final Given given;
  private final List<Asked> asked = new ArrayList<>();
  private final Pairs pairs;

  private Oracle(Expr pattern, int n, Given given) {
    this.n = n;
    this.given = given;
    this.pairs = taken(pattern, n, true);
  }

  /**
   * The pattern at a length.
   *
   * @throws Undefined if it has no meaning there
   */
  public static Oracle at(Expr pattern, int n) {
    return at(pattern, n, Given.NOTHING);
  }

  /**
   * The pattern at a length, with what is bound from outside.
   *
   * @throws Undefined if it has no meaning there
   * @throws Unsaid if that is not known
   */
  public static Oracle at(Expr pattern, int n, Given given) {
    if (n < 1) {
      throw new Undefined("no length " + n);
    }
    return new Oracle(pattern, n, given);
  }

  /** The pattern at a length, or empty if it has no meaning there. */
  public static Optional<Oracle> tryAt(Expr pattern, int n) {
    return tryAt(pattern, n, Given.NOTHING);
  }

  /** The same with what is bound from outside; empty also where some pair has no value. */
  public static Optional<Oracle> tryAt(Expr pattern, int n, Given given) {
    try {
      return Optional.of(at(pattern, n, given)).filter(Oracle::faultless);
    } catch (Undefined | Unsaid e) {
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

  /** Whether every condition in the pattern has a value for every pair; it tries them all. */
  public boolean faultless() {
    try {
      for (Asked one : asked) {
        for (int i = 0; i < one.n(); i++) {
          for (int j = 0; j < one.n(); j++) {
            one.pairs().contains(i, j);
          }
        }
      }
      return true;
    } catch (Undefined e) {
      return false;
    }
  }

  // ---- lengths

  /** The length that a pattern has of its own, if any. */
  static Optional<Long> length(Expr pattern, OracleNumbers numbers, boolean outermost) {
    return switch (pattern) {
      case Expr.At(Expr operand, Num length) -> {
        if (length.knowsLength() && !outermost) {
          throw new Unsaid("which n a length inside of a pattern means");
        }
        length(operand, numbers, false);
        yield Optional.of(atLeast(1, numbers.integer(length)));
      }
      case Expr.Product(Expr left, Expr right) -> {
        Optional<Long> a = length(left, numbers, false);
        Optional<Long> b = length(right, numbers, false);
        if (a.isEmpty() && b.isEmpty()) {
          throw new Undefined("a product without a length");
        }
        yield a.flatMap(one -> b.map(other -> one * other));
      }
      case Expr.Union(Expr left, Expr right) -> common(left, right, numbers);
      case Expr.Minus(Expr left, Expr right) -> common(left, right, numbers);
      case Expr.And(Expr left, Expr right) -> common(left, right, numbers);
      case Expr.Composed(Expr left, Expr right) -> common(left, right, numbers);
      case Expr.Not(Expr operand) -> length(operand, numbers, false);
      case Expr.Transposed(Expr operand) -> length(operand, numbers, false);
      case Expr.Repeated(Expr operand, Num times) -> {
        Optional<Long> length = length(operand, numbers, false);
        if (length.isPresent() && times.knowsLength()) {
          throw new Unsaid("which n an exponent means");
        }
        yield length;
      }
      case Expr.Full(), Expr.None(), Expr.Self(), Expr.Causal() -> Optional.empty();
      case Expr.Window _, Expr.Reach _, Expr.Stride _, Expr.Global _ -> Optional.empty();
      case Expr.Dilated _, Expr.Keys _, Expr.Queries _, Expr.Blocks _ -> Optional.empty();
      case Expr.Offsets _, Expr.GlobalSet _, Expr.KeySet _, Expr.QuerySet _ -> Optional.empty();
      case Expr.Same _, Expr.Graph _, Expr.Where _ -> Optional.empty();
    };
  }

  private static Optional<Long> common(Expr left, Expr right, OracleNumbers numbers) {
    Optional<Long> a = length(left, numbers, false);
    Optional<Long> b = length(right, numbers, false);
    if (a.isPresent() && b.isPresent() && !a.equals(b)) {
      throw new Undefined("two lengths, " + a.get() + " and " + b.get());
    }
    return a.or(() -> b);
  }

  /** A pattern at a length: one that has a longer length of its own is cut. */
  private Pairs taken(Expr pattern, long at, boolean outermost) {
    OracleNumbers numbers = new OracleNumbers((int) at, given, Map.of());
    long own = length(pattern, numbers, outermost).orElse(at);
    if (own < at) {
      throw new Undefined("length " + at + " of a pattern that has length " + own);
    }
    if (own > Integer.MAX_VALUE) {
      throw new Unsaid("such a length");
    }
    return own == at
        ? pairs(pattern, numbers)
        : pairs(pattern, new OracleNumbers((int) own, given, Map.of()));
  }

  private Pairs taken(Expr pattern, long at) {
    return taken(pattern, at, false);
  }

  // ---- pairs

  /** A pattern at a length that is its own if it has one. */
  private Pairs pairs(Expr pattern, OracleNumbers numbers) {
    int at = numbers.n();
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
        Pairs a = taken(operand, at);
        yield (i, j) -> a.contains(j, i);
      }
      case Expr.Not(Expr operand) -> {
        Pairs a = taken(operand, at);
        yield (i, j) -> !a.contains(i, j);
      }
      case Expr.Union(Expr left, Expr right) -> {
        Pairs a = taken(left, at);
        Pairs b = taken(right, at);
        yield (i, j) -> a.contains(i, j) || b.contains(i, j);
      }
      case Expr.Minus(Expr left, Expr right) -> {
        Pairs a = taken(left, at);
        Pairs b = taken(right, at);
        yield (i, j) -> a.contains(i, j) && !b.contains(i, j);
      }
      case Expr.And(Expr left, Expr right) -> {
        Pairs a = taken(left, at);
        Pairs b = taken(right, at);
        yield (i, j) -> a.contains(i, j) && b.contains(i, j);
      }
      case Expr.Offsets(SetExpr distances) -> {
        Set<Long> set = OracleSets.members(distances, numbers);
        yield (i, j) -> set.contains(j - i);
      }
      case Expr.GlobalSet(SetExpr positions) -> {
        Set<Long> set = inside(positions, numbers);
        yield (i, j) -> set.contains(i) || set.contains(j);
      }
      case Expr.KeySet(SetExpr positions) -> {
        Set<Long> set = inside(positions, numbers);
        yield (i, j) -> set.contains(j);
      }
      case Expr.QuerySet(SetExpr positions) -> {
        Set<Long> set = inside(positions, numbers);
        yield (i, j) -> set.contains(i);
      }
      case Expr.Same(String sequence) -> {
        int[] x = given.sequence(sequence, at);
        yield (i, j) -> x[(int) i] == x[(int) j];
      }
      case Expr.Graph(String name) -> {
        Set<List<Long>> edges =
            Arrays.stream(given.graph(name, at))
                .map(edge -> List.of((long) edge[0], (long) edge[1]))
                .collect(Collectors.toSet());
        yield (i, j) -> edges.contains(List.of(i, j));
      }
      case Expr.Where(Cond condition) -> {
        // A wrong binding is an error whether or not a pair needs it.
        given.named(condition.text(Style.ASCII)).stream()
            .filter(given.sequences()::containsKey)
            .forEach(name -> given.sequence(name, at));
        Pairs pairs = (i, j) -> OracleSets.holds(condition, numbers.with("i", i).with("j", j));
        asked.add(new Asked(pairs, at));
        yield pairs;
      }
      case Expr.At(Expr operand, Num _) -> taken(operand, at);
      case Expr.Composed(Expr left, Expr right) ->
          composed(rows(taken(left, at), at), rows(taken(right, at), at));
      case Expr.Repeated(Expr operand, Num times) -> {
        Supplier<BitSet[]> once = rows(taken(operand, at), at);
        yield repeated(once, atLeast(1, numbers.integer(times)), at);
      }
      case Expr.Product(Expr left, Expr right) -> {
        Optional<Long> a = length(left, numbers, false);
        Optional<Long> b = length(right, numbers, false);
        long size = b.orElseGet(() -> Math.ceilDiv(at, a.orElseThrow()));
        Pairs quotients = taken(left, a.orElseGet(() -> Math.ceilDiv(at, size)));
        Pairs remainders = taken(right, size);
        yield (i, j) ->
            quotients.contains(i / size, j / size) && remainders.contains(i % size, j % size);
      }
    };
  }

  /** Members outside of the positions are a mistake. */
  private static Set<Long> inside(SetExpr positions, OracleNumbers numbers) {
    NavigableSet<Long> set = OracleSets.members(positions, numbers);
    if (!set.isEmpty() && (set.first() < 0 || set.last() >= numbers.n())) {
      throw new Undefined("positions outside of [0, " + numbers.n() + ")");
    }
    return set;
  }

  private static Pairs composed(Supplier<BitSet[]> left, Supplier<BitSet[]> right) {
    Supplier<BitSet[]> both = once(() -> composed(left.get(), right.get()));
    return (i, j) -> both.get()[(int) i].get((int) j);
  }

  private static Pairs repeated(Supplier<BitSet[]> operand, long times, int n) {
    Supplier<BitSet[]> all =
        once(
            () -> {
              BitSet[] power = operand.get();
              BitSet[] result = null;
              for (long left = times; left > 0; left /= 2) {
                if (left % 2 == 1) {
                  result = result == null ? power : composed(result, power);
                }
                power = left == 1 ? power : composed(power, power);
              }
              return result == null ? new BitSet[n] : result;
            });
    return (i, j) -> all.get()[(int) i].get((int) j);
  }

  private static BitSet[] composed(BitSet[] left, BitSet[] right) {
    BitSet[] both = new BitSet[left.length];
    for (int i = 0; i < left.length; i++) {
      both[i] = new BitSet();
      for (int k = left[i].nextSetBit(0); k >= 0; k = left[i].nextSetBit(k + 1)) {
        both[i].or(right[k]);
      }
    }
    return both;
  }

  private static Supplier<BitSet[]> rows(Pairs pairs, int n) {
    if (n > MOST_ROWS) {
      throw new Unsaid("a composition so large");
    }
    return once(
        () -> {
          BitSet[] rows = new BitSet[n];
          for (int i = 0; i < n; i++) {
            rows[i] = new BitSet(n);
            for (int j = 0; j < n; j++) {
              rows[i].set(j, pairs.contains(i, j));
            }
          }
          return rows;
        });
  }

  private static <T> Supplier<T> once(Supplier<T> make) {
    AtomicReference<@Nullable T> made = new AtomicReference<>();
    return () -> {
      T value = made.get();
      if (value == null) {
        value = make.get();
        made.set(value);
      }
      return value;
    };
  }

  private static long atLeast(long least, long value) {
    if (value < least) {
      throw new Undefined(value + " is below " + least);
    }
    return value;
  }
}
