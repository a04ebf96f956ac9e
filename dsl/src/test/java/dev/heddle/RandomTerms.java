package dev.heddle;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;

/** Random patterns and numbers, and smaller ones for a pattern that fails. */
public record RandomTerms(RandomGenerator random) {

  /** The seed of this run: another one is had with {@code -Dheddle.seed=N}. */
  public static long seed() {
    return Long.getLong("heddle.seed", 20_260_101);
  }

  /** What a failure message says about repeating it. */
  public static String repeat(long seed) {
    return " (repeat with -Dheddle.seed=" + seed + ")";
  }

  /** A pattern of at most so many levels. */
  public Expr pattern(int depth) {
    if (depth == 0 || random.nextInt(8) == 0) {
      return leaf();
    }
    return switch (random.nextInt(8)) {
      case 7 -> new Expr.Transposed(pattern(depth - 1));
      case 0 -> new Expr.Not(pattern(depth - 1));
      case 1, 2 -> new Expr.Union(pattern(depth - 1), pattern(depth - 1));
      case 3, 4 -> new Expr.Minus(pattern(depth - 1), pattern(depth - 1));
      default -> new Expr.And(pattern(depth - 1), pattern(depth - 1));
    };
  }

  private Expr leaf() {
    return switch (random.nextInt(17)) {
      case 12, 13 -> new Expr.Dilated(argument(1), argument(1));
      case 14 -> new Expr.Keys(argument(0));
      case 15 -> new Expr.Queries(argument(0));
      case 16 -> new Expr.Blocks(argument(1));
      case 0 -> new Expr.Full();
      case 1 -> new Expr.None();
      case 2 -> new Expr.Self();
      case 3 -> new Expr.Causal();
      case 4, 5 -> new Expr.Window(argument(1));
      case 6, 7 -> new Expr.Reach(argument(0), argument(0));
      case 8, 9 -> new Expr.Stride(argument(1));
      default -> new Expr.Global(argument(0));
    };
  }

  /** Mostly an argument that makes sense; now and then any number. */
  private Num argument(int least) {
    return switch (random.nextInt(10)) {
      case 0 -> number(2);
      case 1 -> Num.n();
      case 2 -> new Num.Root(Num.n());
      case 3 -> Num.binary(Num.n(), "div", Num.of(1 + random.nextInt(4)));
      case 4 -> Num.call("log2", Num.n());
      default -> Num.of(least + random.nextInt(8));
    };
  }

  /** A number of at most so many levels. */
  public Num number(int depth) {
    if (depth == 0 || random.nextInt(6) == 0) {
      return switch (random.nextInt(4)) {
        case 0, 1 -> Num.n();
        case 2 -> Num.of(random.nextInt(12));
        default -> new Num.Literal(random.nextInt(5) + "." + random.nextInt(100));
      };
    }
    return switch (random.nextInt(16)) {
      case 0, 1 -> binary(depth, "+");
      case 2, 3 -> binary(depth, "-");
      case 4, 5 -> binary(depth, "*");
      case 6 -> binary(depth, "/");
      case 7 -> binary(depth, "div");
      case 8 -> binary(depth, "mod");
      case 9 -> new Num.Negative(number(depth - 1));
      case 10 -> new Num.Power(number(depth - 1), Num.of(random.nextInt(4)));
      case 11 -> new Num.Root(number(depth - 1));
      case 12 -> one(depth, "log2", "floor", "ceil", "round", "abs");
      case 13 -> one(depth, "fib");
      case 14 -> Num.call("gcd", number(depth - 1), number(depth - 1));
      default ->
          Num.call(random.nextBoolean() ? "min" : "max", number(depth - 1), number(depth - 1));
    };
  }

  private Num binary(int depth, String operator) {
    return Num.binary(number(depth - 1), operator, number(depth - 1));
  }

  private Num one(int depth, String... functions) {
    return Num.call(functions[random.nextInt(functions.length)], number(depth - 1));
  }

  /** A pattern and a length. */
  public record Case(Expr pattern, int n) {}

  /** The smallest case that still fails, by halving the length and dropping parts. */
  public static Case shrink(Case failing, Predicate<Case> fails) {
    for (Case smaller : smaller(failing)) {
      if (fails.test(smaller)) {
        return shrink(smaller, fails);
      }
    }
    return failing;
  }

  private static List<Case> smaller(Case failing) {
    List<Case> smaller = new ArrayList<>();
    if (failing.n() > 1) {
      smaller.add(new Case(failing.pattern(), failing.n() / 2));
      smaller.add(new Case(failing.pattern(), failing.n() - 1));
    }
    simpler(failing.pattern()).forEach(pattern -> smaller.add(new Case(pattern, failing.n())));
    return smaller;
  }

  private static List<Expr> simpler(Expr pattern) {
    List<Expr> parts = pattern.parts();
    List<Expr> simpler = new ArrayList<>(parts);
    for (int at = 0; at < parts.size(); at++) {
      for (Expr part : simpler(parts.get(at))) {
        List<Expr> others = new ArrayList<>(parts);
        others.set(at, part);
        simpler.add(pattern.with(others));
      }
    }
    return simpler;
  }
}
