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

  /** A pattern of at most so many levels, of all constructs that mean the same every time. */
  public Expr whole(int depth) {
    return whole(depth, false);
  }

  /** Inside of a factor the bound sequences have the wrong length, so they are rare. */
  private Expr whole(int depth, boolean factor) {
    if (depth == 0 || random.nextInt(8) == 0) {
      return random.nextInt(3) == 0 ? leaf() : wholeLeaf(factor);
    }
    return switch (random.nextInt(24)) {
      case 0, 1 -> new Expr.Not(whole(depth - 1, factor));
      case 2, 3 -> new Expr.Transposed(whole(depth - 1, factor));
      case 4, 5, 6 -> new Expr.Union(whole(depth - 1, factor), whole(depth - 1, factor));
      case 7, 8 -> new Expr.Minus(whole(depth - 1, factor), whole(depth - 1, factor));
      case 9, 10, 11 -> new Expr.And(whole(depth - 1, factor), whole(depth - 1, factor));
      case 12, 13, 14 -> new Expr.Composed(whole(depth - 1, factor), whole(depth - 1, factor));
      case 15 -> new Expr.Repeated(whole(depth - 1, factor), Num.of(random.nextInt(5)));
      case 16 -> new Expr.Repeated(whole(depth - 1, factor), position());
      case 17, 18, 19 -> new Expr.Product(whole(depth - 1, true), sized(depth - 1, 8));
      case 20 -> new Expr.Product(sized(depth - 1, 8), whole(depth - 1, true));
      case 21, 22 -> new Expr.Product(sized(depth - 1, 8), sized(depth - 1, 6));
      default -> sized(depth - 1, 50);
    };
  }

  private Expr sized(int depth, int longest) {
    return new Expr.At(whole(depth, true), Num.of(1 + random.nextInt(longest)));
  }

  private Expr wholeLeaf(boolean factor) {
    return switch (random.nextInt(16)) {
      case 0, 1, 2, 3 -> new Expr.Offsets(distances(2));
      case 4, 5 -> new Expr.GlobalSet(positions());
      case 6 -> new Expr.KeySet(positions());
      case 7 -> new Expr.QuerySet(positions());
      case 8 -> new Expr.Window(Num.name("k"));
      case 9 -> factor ? leaf() : new Expr.Same(random.nextBoolean() ? "x" : "y");
      case 10 -> factor ? leaf() : new Expr.Graph("g");
      default -> new Expr.Where(condition(2, factor && random.nextInt(8) > 0));
    };
  }

  /** Mostly between 0 and n − 1. */
  private Num position() {
    Num n = Num.n();
    return switch (random.nextInt(10)) {
      case 0, 1, 2 -> Num.of(0);
      case 3, 4 -> Num.binary(n, "-", Num.of(1));
      case 5 -> Num.binary(n, "div", Num.of(2 + random.nextInt(3)));
      case 6 -> Num.call("min", Num.of(random.nextInt(9)), Num.binary(n, "-", Num.of(1)));
      case 7 -> Num.binary(new Num.Root(n), "-", Num.of(1));
      case 8 -> Num.call("log2", n);
      default -> Num.of(random.nextInt(5));
    };
  }

  private SetExpr positions() {
    Num last = Num.binary(Num.n(), "-", Num.of(1));
    Num step = Num.of(1 + random.nextInt(5));
    return switch (random.nextInt(9)) {
      case 0, 1 -> SetExpr.listed(position(), position());
      case 2 -> SetExpr.listed();
      case 3 -> new SetExpr.Range(position(), last, true, step);
      case 4 -> new SetExpr.Range(position(), Num.n(), false, step);
      case 5 -> SetExpr.until(Num.of(0), Num.call("min", Num.of(random.nextInt(6)), Num.n()));
      case 6 -> comprehension(SetExpr.until(Num.of(0), new Num.Root(Num.n())));
      case 7 -> new SetExpr.And(distances(1), SetExpr.until(Num.of(0), Num.n()));
      default -> new SetExpr.Minus(SetExpr.range(Num.of(0), last), distances(1));
    };
  }

  private SetExpr comprehension(SetExpr set) {
    Num t = Num.name("t");
    Cond even = Cond.compare(Num.binary(t, "mod", Num.of(2)), "==", Num.of(random.nextInt(2)));
    return switch (random.nextInt(3)) {
      case 0 -> new SetExpr.Comprehension(t, List.of(new SetExpr.For("t", set)));
      case 1 ->
          new SetExpr.Comprehension(
              Num.binary(t, "*", t), List.of(new SetExpr.For("t", set), new SetExpr.If(even)));
      default ->
          new SetExpr.Comprehension(
              Num.binary(t, "-", Num.name("u")),
              List.of(
                  new SetExpr.For("t", set),
                  new SetExpr.For("u", SetExpr.range(Num.of(0), t)),
                  new SetExpr.If(new Cond.And(even, Cond.compare(Num.name("u"), "<", Num.of(3))))));
    };
  }

  /** A set of small numbers on both sides of zero. */
  public SetExpr distances(int depth) {
    if (depth > 0 && random.nextInt(3) == 0) {
      SetExpr left = distances(depth - 1);
      SetExpr right = distances(depth - 1);
      return switch (random.nextInt(3)) {
        case 0 -> new SetExpr.Union(left, right);
        case 1 -> new SetExpr.Minus(left, right);
        default -> new SetExpr.And(left, right);
      };
    }
    return switch (random.nextInt(6)) {
      case 0 -> comprehension(SetExpr.range(Num.of(-3), Num.call("log2", Num.n())));
      case 1, 2 ->
          new SetExpr.Range(distance(), distance(), random.nextBoolean(), Num.of(1 + nextSmall()));
      case 3 ->
          new SetExpr.Listed(
              List.of(
                  new SetExpr.One(distance()),
                  new SetExpr.Range(distance(), distance(), true, Num.of(1 + nextSmall())),
                  new SetExpr.One(distance())));
      default -> SetExpr.listed(distance(), distance(), distance());
    };
  }

  private int nextSmall() {
    return random.nextInt(3);
  }

  private Num distance() {
    return switch (random.nextInt(6)) {
      case 0 -> new Num.Negative(position());
      case 1 -> position();
      case 2 -> Num.name("k");
      default -> Num.of(random.nextInt(15) - 7);
    };
  }

  private Cond condition(int depth, boolean unbound) {
    if (depth > 0 && random.nextInt(2) == 0) {
      Cond left = condition(depth - 1, unbound);
      return switch (random.nextInt(3)) {
        case 0 -> new Cond.And(left, condition(depth - 1, unbound));
        case 1 -> new Cond.Or(left, condition(depth - 1, unbound));
        default -> new Cond.Not(left);
      };
    }
    if (random.nextInt(4) == 0) {
      return new Cond.In(ofPair(unbound), distances(1));
    }
    String[] operators = {"<", "<=", ">", ">=", "==", "!="};
    return Cond.compare(
        ofPair(unbound), operators[random.nextInt(operators.length)], ofPair(unbound));
  }

  /** A number that depends on the pair. */
  private Num ofPair(boolean unbound) {
    Num i = Num.name("i");
    Num j = Num.name("j");
    Num small = Num.of(1 + random.nextInt(5));
    return switch (random.nextInt(unbound ? 14 : 18)) {
      case 0, 1 -> i;
      case 2, 3 -> j;
      case 4 -> Num.binary(i, "-", j);
      case 5 -> Num.binary(j, "-", i);
      case 6 -> Num.binary(i, "mod", small);
      case 7 -> Num.binary(j, "mod", small);
      case 8 -> Num.binary(i, "div", small);
      case 9 -> Num.binary(j, "div", small);
      case 10 -> Num.call("abs", Num.binary(i, "-", j));
      case 11 -> position();
      case 12 -> Num.binary(Num.binary(i, "+", j), random.nextInt(4) == 0 ? "/" : "*", small);
      case 13 ->
          random.nextInt(4) == 0
              ? Num.binary(i, "div", j) // No value at j = 0.
              : Num.binary(Num.binary(Num.of(2), "*", i), "+", small);
      case 14 -> new Num.Element("x", i);
      case 15 -> new Num.Element("x", j);
      case 16 -> new Num.Element("y", i);
      default -> new Num.Element("y", j);
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
