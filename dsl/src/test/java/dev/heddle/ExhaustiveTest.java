package dev.heddle;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Small, but all of it: every leaf and every pair of leaves under every operator, n up to 8. */
class ExhaustiveTest {

  private static final int LONGEST = 8;

  @TestFactory
  Stream<DynamicTest> leaves() {
    return leafPatterns().stream()
        .map(leaf -> DynamicTest.dynamicTest(leaf.text(Style.ASCII), () -> check(leaf)));
  }

  @Test
  void everyOperatorOverEveryTwoLeaves() {
    List<Expr> operands = new ArrayList<>(fewerLeaves());
    fewerLeaves().forEach(leaf -> operands.add(new Expr.Not(leaf)));
    fewerLeaves().forEach(leaf -> check(new Expr.Transposed(leaf)));
    for (Expr left : operands) {
      check(new Expr.Not(left));
      for (Expr right : operands) {
        check(new Expr.Union(left, right));
        check(new Expr.Minus(left, right));
        check(new Expr.Transposed(new Expr.Minus(left, right)));
        check(new Expr.And(left, right));
      }
    }
  }

  /** The names of {@code window} that a place cannot stand in for. */
  @Test
  void aReachOnOneSideOnly() {
    for (int n = 1; n <= LONGEST; n++) {
      for (int reach = 0; reach <= LONGEST + 1; reach++) {
        Num given = Num.of(reach);
        Agreement.check(new Expr.Reach(given, Num.of(0)), "window(before: " + reach + ")", n);
        Agreement.check(new Expr.Reach(Num.of(0), given), "window(after: " + reach + ")", n);
        Agreement.check(new Expr.Window(given), "window(w: " + reach + ")", n);
        Agreement.check(new Expr.Stride(given), "stride(s: " + reach + ")", n);
        Agreement.check(new Expr.Global(given), "global(g: " + reach + ")", n);
      }
    }
  }

  private static void check(Expr pattern) {
    String text = pattern.text(Style.ASCII);
    for (int n = 1; n <= LONGEST; n++) {
      Agreement.check(pattern, text, n);
    }
  }

  private static List<Expr> leafPatterns() {
    List<Expr> leaves =
        new ArrayList<>(
            List.of(new Expr.Full(), new Expr.None(), new Expr.Self(), new Expr.Causal()));
    for (Num number : numbers()) {
      leaves.add(new Expr.Window(number));
      leaves.add(new Expr.Stride(number));
      leaves.add(new Expr.Global(number));
      leaves.add(new Expr.Keys(number));
      leaves.add(new Expr.Queries(number));
      leaves.add(new Expr.Blocks(number));
      for (int other = 1; other <= 4; other++) {
        leaves.add(new Expr.Dilated(number, Num.of(other)));
        leaves.add(new Expr.Dilated(Num.of(2 * other - 1), number));
      }
      for (Num other : List.of(Num.of(0), Num.of(2), number)) {
        leaves.add(new Expr.Reach(number, other));
      }
    }
    return leaves;
  }

  private static List<Num> numbers() {
    Num n = Num.n();
    List<Num> numbers = new ArrayList<>();
    for (int value = -1; value <= 10; value++) {
      numbers.add(Num.of(value));
    }
    numbers.addAll(
        List.of(
            n,
            new Num.Root(n),
            Num.binary(n, "div", Num.of(2)),
            Num.binary(n, "mod", Num.of(3)),
            Num.binary(n, "-", Num.of(1)),
            Num.binary(n, "-", Num.of(4)),
            Num.binary(Num.of(2), "*", n),
            Num.binary(n, "/", Num.of(3)),
            new Num.Power(n, Num.of(2)),
            new Num.Literal("2.5"),
            Num.call("log2", n),
            Num.call("ceil", Num.binary(n, "/", Num.of(2))),
            Num.call("fib", n),
            Num.call("gcd", n, Num.of(6)),
            Num.call("max", n, Num.of(5)),
            Num.call("min", n, Num.of(5))));
    return numbers;
  }

  private static List<Expr> fewerLeaves() {
    Num n = Num.n();
    List<Expr> leaves =
        new ArrayList<>(
            List.of(new Expr.Full(), new Expr.None(), new Expr.Self(), new Expr.Causal()));
    for (int width : new int[] {1, 3, 5}) {
      leaves.add(new Expr.Window(Num.of(width)));
    }
    for (int step : new int[] {2, 3, 4, 9}) {
      leaves.add(new Expr.Stride(Num.of(step)));
    }
    for (int count : new int[] {0, 1, 3}) {
      leaves.add(new Expr.Global(Num.of(count)));
    }
    leaves.addAll(
        List.of(
            new Expr.Reach(Num.of(2), Num.of(0)),
            new Expr.Dilated(Num.of(3), Num.of(2)),
            new Expr.Keys(Num.of(2)),
            new Expr.Queries(Num.of(1)),
            new Expr.Blocks(Num.of(3)),
            new Expr.Reach(Num.of(0), Num.of(1)),
            new Expr.Stride(new Num.Root(n)),
            new Expr.Window(Num.binary(n, "div", Num.of(2))),
            new Expr.Stride(Num.binary(n, "-", Num.of(1)))));
    return leaves;
  }
}
