package dev.heddle;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Sets, offsets, sequences, graphs and conditions, and every operator of the language over every
 * two of a few patterns, n up to 7.
 */
class ExhaustiveOperatorsTest {

  private static final int LONGEST = 7;
  private static final Num N = Num.n();
  private static final Num LAST = Num.binary(N, "-", Num.of(1));

  @TestFactory
  Stream<DynamicTest> leaves() {
    return leafPatterns().stream()
        .map(leaf -> test(leaf, List.of(leaf, new Expr.Transposed(leaf))));
  }

  @TestFactory
  Stream<DynamicTest> oneOperator() {
    return fewer().stream().map(leaf -> test(leaf, under(leaf)));
  }

  /** One test for each pattern on the left. */
  @TestFactory
  Stream<DynamicTest> everyOperatorOverEveryTwo() {
    List<Expr> right = new ArrayList<>(fewer());
    fewer().stream().limit(5).forEach(leaf -> right.addAll(under(leaf)));
    return fewer().stream()
        .map(
            leaf ->
                test(
                    leaf,
                    right.stream()
                        .flatMap(
                            other ->
                                Stream.concat(
                                    over(leaf, other).stream(), over(other, leaf).stream()))
                        .toList()));
  }

  /** What lengths do to each other. */
  @TestFactory
  Stream<DynamicTest> lengths() {
    List<Expr> sized = new ArrayList<>();
    for (Expr leaf :
        List.of(
            new Expr.Causal(),
            new Expr.Window(N),
            new Expr.GlobalSet(SetExpr.listed(LAST)),
            new Expr.Stride(new Num.Root(N)))) {
      sized.add(leaf);
      for (int length : new int[] {0, 1, 2, 5, 7, 9}) {
        sized.add(new Expr.At(leaf, Num.of(length)));
      }
      sized.add(new Expr.At(new Expr.At(leaf, Num.of(6)), Num.of(4)));
      sized.add(new Expr.At(new Expr.At(leaf, Num.of(4)), Num.of(6)));
      sized.add(new Expr.Product(new Expr.At(leaf, Num.of(3)), new Expr.At(leaf, Num.of(2))));
      sized.add(new Expr.Product(leaf, new Expr.At(leaf, Num.of(3))));
    }
    return sized.stream()
        .map(
            left ->
                test(
                    left,
                    sized.stream()
                        .flatMap(
                            right ->
                                Stream.<Expr>of(
                                    new Expr.Union(left, right),
                                    new Expr.Not(new Expr.And(left, right)),
                                    new Expr.Composed(left, right),
                                    new Expr.Product(left, right),
                                    new Expr.At(new Expr.Minus(left, right), Num.of(6))))
                        .toList()));
  }

  private static DynamicTest test(Expr named, List<Expr> patterns) {
    return DynamicTest.dynamicTest(
        named.text(Style.ASCII),
        () -> {
          for (Expr pattern : patterns) {
            String text = pattern.text(Style.ASCII);
            for (int n = 1; n <= LONGEST; n++) {
              Agreement.check(pattern, text, n);
            }
          }
        });
  }

  private static List<Expr> under(Expr leaf) {
    return List.of(
        new Expr.Not(leaf),
        new Expr.Transposed(leaf),
        new Expr.Repeated(leaf, Num.of(2)),
        new Expr.Repeated(leaf, Num.of(3)),
        new Expr.Repeated(leaf, Num.call("log2", N)),
        new Expr.At(leaf, Num.of(5)),
        new Expr.At(leaf, N),
        new Expr.At(leaf, Num.binary(N, "+", Num.of(2))));
  }

  private static List<Expr> over(Expr left, Expr right) {
    return List.of(
        new Expr.Union(left, right),
        new Expr.Minus(left, right),
        new Expr.And(left, right),
        new Expr.Composed(left, right),
        new Expr.Product(left, new Expr.At(right, Num.of(2))),
        new Expr.Product(left, new Expr.At(right, Num.of(3))),
        new Expr.Product(new Expr.At(left, Num.of(3)), right),
        new Expr.Product(new Expr.At(left, Num.of(2)), new Expr.At(right, Num.of(3))));
  }

  private static List<Expr> leafPatterns() {
    List<Expr> leaves = new ArrayList<>(fewer());
    for (SetExpr set : sets()) {
      leaves.add(new Expr.Offsets(set));
      leaves.add(new Expr.GlobalSet(set));
      leaves.add(new Expr.KeySet(set));
      leaves.add(new Expr.QuerySet(set));
      leaves.add(new Expr.Where(new Cond.In(Num.name("j"), set)));
      leaves.add(new Expr.Where(new Cond.In(Num.binary(Num.name("j"), "-", Num.name("i")), set)));
    }
    for (Cond condition : conditions()) {
      leaves.add(new Expr.Where(condition));
      leaves.add(new Expr.Where(new Cond.Not(condition)));
      for (Cond other : conditions()) {
        leaves.add(new Expr.Where(new Cond.And(condition, other)));
        leaves.add(new Expr.Where(new Cond.Or(condition, other)));
      }
    }
    leaves.add(new Expr.Window(Num.name("k")));
    leaves.add(new Expr.Same("y"));
    return leaves;
  }

  private static List<SetExpr> sets() {
    Num t = Num.name("t");
    Num two = Num.of(2);
    SetExpr.For powers = new SetExpr.For("t", SetExpr.range(Num.of(0), Num.call("log2", N)));
    SetExpr.If even = new SetExpr.If(Cond.compare(Num.binary(t, "mod", two), "==", Num.of(0)));
    return List.of(
        SetExpr.of(),
        SetExpr.of(0),
        SetExpr.of(3, 1, 3),
        SetExpr.of(-2, 0, 4),
        SetExpr.listed(Num.of(0), LAST),
        SetExpr.listed(N),
        SetExpr.listed(new Num.Literal("2.5"), new Num.Root(N)),
        SetExpr.listed(Num.binary(Num.of(6), "/", Num.binary(N, "-", Num.of(4)))),
        SetExpr.range(Num.of(-1), two),
        SetExpr.range(Num.of(3), Num.of(1)),
        SetExpr.range(Num.of(0), LAST),
        SetExpr.until(Num.of(0), N),
        SetExpr.until(two, two),
        new SetExpr.Range(Num.of(0), LAST, true, two),
        new SetExpr.Range(Num.of(1), N, false, Num.of(3)),
        new SetExpr.Range(Num.of(0), Num.of(2), true, Num.binary(Num.of(4), "-", N)),
        new SetExpr.Listed(
            List.of(
                new SetExpr.Range(Num.of(0), Num.of(1), true, Num.of(1)), new SetExpr.One(LAST))),
        new SetExpr.Comprehension(new Num.Power(two, t), List.of(powers)),
        new SetExpr.Comprehension(new Num.Power(two, t), List.of(powers, even)),
        new SetExpr.Comprehension(
            Num.binary(t, "-", Num.name("u")),
            List.of(powers, new SetExpr.For("u", SetExpr.until(Num.of(0), t)), even)),
        new SetExpr.Union(SetExpr.of(0), SetExpr.range(two, Num.of(3))),
        new SetExpr.Minus(SetExpr.until(Num.of(0), N), SetExpr.of(1, 4)),
        new SetExpr.And(SetExpr.until(Num.of(-9), N), SetExpr.of(-4, 1, 99)),
        new SetExpr.Minus(SetExpr.of(0, 1), new SetExpr.Minus(SetExpr.of(0), SetExpr.of(0))),
        new SetExpr.And(
            new SetExpr.Union(SetExpr.of(0), SetExpr.of(2)), SetExpr.range(Num.of(0), Num.of(1))));
  }

  private static List<Cond> conditions() {
    Num i = Num.name("i");
    Num j = Num.name("j");
    return List.of(
        Cond.compare(j, "<=", i),
        Cond.compare(Num.binary(i, "-", j), "<", Num.of(2)),
        Cond.compare(Num.binary(i, "mod", Num.of(3)), "==", Num.binary(j, "mod", Num.of(2))),
        Cond.compare(new Num.Element("x", i), "==", new Num.Element("x", j)),
        Cond.compare(new Num.Element("y", j), ">", i),
        Cond.compare(Num.binary(i, "/", Num.of(2)), "!=", j),
        Cond.compare(Num.binary(i, "*", j), ">=", N),
        Cond.compare(new Num.Root(i), "==", j),
        Cond.compare(j, ">", Num.of(0)),
        // No value at j = 0.
        Cond.compare(Num.binary(i, "mod", j), "==", Num.of(0)));
  }

  private static List<Expr> fewer() {
    Num i = Num.name("i");
    Num j = Num.name("j");
    return List.of(
        new Expr.Causal(),
        new Expr.Window(Num.of(3)),
        new Expr.Stride(new Num.Root(N)),
        new Expr.GlobalSet(SetExpr.listed(Num.of(0), LAST)),
        new Expr.Offsets(SetExpr.of(-3, 1)),
        new Expr.Same("x"),
        new Expr.Graph("g"),
        new Expr.Where(
            Cond.compare(Num.binary(Num.binary(i, "+", j), "mod", Num.of(3)), "==", Num.of(0))),
        new Expr.KeySet(SetExpr.of(0, 3)),
        new Expr.Full(),
        new Expr.None(),
        new Expr.Self(),
        new Expr.Reach(Num.of(2), Num.of(0)),
        new Expr.Blocks(Num.of(3)),
        new Expr.QuerySet(new SetExpr.Range(Num.of(0), N, false, Num.of(2))),
        new Expr.Global(Num.of(1)),
        new Expr.Where(new Cond.In(j, SetExpr.listed(Num.of(0), Num.binary(i, "div", Num.of(2))))));
  }
}
