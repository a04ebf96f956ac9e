package dev.heddle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.heddle.diagnostic.HeddleException;
import dev.heddle.pattern.SparsityPattern;
import dev.heddle.relation.Relation;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The counts of a relation, however they come about, are those of its pairs at every n to 200. */
class CountsTest {

  private static final int LONGEST = 200;
  private static final int LONGEST_SLOW = 72;
  private static final Num N = Num.n();
  private static final Num LAST = minus(N, 1);

  static Stream<Expr> patterns() {
    return Stream.of(plain(), bordered(), multiplied()).flatMap(group -> group);
  }

  private static Stream<Expr> plain() {
    return Stream.of(
        new Expr.Full(),
        new Expr.None(),
        new Expr.Causal(),
        new Expr.Not(new Expr.Causal()),
        new Expr.Window(Num.of(9)),
        new Expr.Window(half()),
        new Expr.Reach(Num.of(7), Num.of(0)),
        new Expr.Reach(Num.of(2), Num.of(31)),
        new Expr.Stride(Num.of(7)),
        new Expr.Stride(new Num.Root(N)),
        new Expr.Dilated(Num.of(7), Num.of(5)),
        new Expr.Dilated(half(), Num.of(3)),
        new Expr.Blocks(Num.of(16)),
        new Expr.Blocks(new Num.Root(N)),
        new Expr.Global(Num.of(3)));
  }

  private static Stream<Expr> bordered() {
    Expr bothEnds = new Expr.GlobalSet(SetExpr.listed(Num.of(0), LAST));
    Expr window = new Expr.Window(Num.of(5));
    SetExpr powers =
        new SetExpr.Comprehension(
            new Num.Negative(new Num.Power(Num.of(2), Num.name("t"))),
            List.of(new SetExpr.For("t", SetExpr.range(Num.of(0), Num.call("log2", N)))));
    SetExpr everyFifth = new SetExpr.Range(Num.of(2), N, false, Num.of(5));
    return Stream.of(
        bothEnds,
        new Expr.GlobalSet(SetExpr.of(0, 10, 40)),
        new Expr.GlobalSet(everyFifth),
        new Expr.KeySet(everyFifth),
        new Expr.QuerySet(SetExpr.range(half(), LAST)),
        new Expr.KeySet(new SetExpr.Minus(SetExpr.until(Num.of(0), N), everyFifth)),
        new Expr.Offsets(powers),
        new Expr.Offsets(SetExpr.of(-90, -2, -1, 0, 3, 150)),
        new Expr.Offsets(new SetExpr.Range(new Num.Negative(N), Num.of(9), true, Num.of(4))),
        union(window, bothEnds),
        union(union(new Expr.Window(Num.of(3)), new Expr.Stride(new Num.Root(N))), bothEnds),
        union(window, new Expr.Blocks(Num.of(8))),
        new Expr.Not(union(new Expr.Stride(Num.of(3)), new Expr.Global(Num.of(2)))),
        new Expr.Minus(new Expr.Causal(), new Expr.Window(Num.of(11))),
        new Expr.And(new Expr.Causal(), union(new Expr.Stride(Num.of(4)), window)),
        new Expr.And(new Expr.Stride(Num.of(4)), new Expr.Stride(Num.of(6))),
        new Expr.And(new Expr.Blocks(Num.of(9)), new Expr.Stride(Num.of(2))),
        new Expr.Minus(new Expr.Blocks(Num.of(12)), new Expr.Self()),
        new Expr.Minus(new Expr.Offsets(SetExpr.of(-1, 50)), new Expr.KeySet(SetExpr.listed(LAST))),
        new Expr.Transposed(new Expr.Minus(new Expr.Reach(Num.of(20), Num.of(1)), bothEnds)));
  }

  private static Stream<Expr> multiplied() {
    return Stream.of(
        product(new Expr.Window(Num.of(3)), new Expr.At(new Expr.Full(), Num.of(16))),
        product(
            union(new Expr.Window(Num.of(3)), new Expr.GlobalSet(SetExpr.listed(LAST))),
            new Expr.At(new Expr.Full(), Num.of(7))),
        product(new Expr.Causal(), new Expr.At(new Expr.Self(), Num.of(10))),
        product(new Expr.At(new Expr.Causal(), Num.of(6)), new Expr.Window(Num.of(3))),
        product(
            new Expr.At(new Expr.Window(Num.of(5)), Num.of(14)),
            new Expr.At(new Expr.Reach(Num.of(1), Num.of(2)), Num.of(15))),
        new Expr.Not(
            product(new Expr.Full(), new Expr.At(new Expr.Not(new Expr.Self()), Num.of(4)))),
        new Expr.At(union(new Expr.Window(half()), new Expr.Global(Num.of(1))), Num.of(150)),
        new Expr.At(new Expr.Minus(new Expr.Causal(), new Expr.Self()), Num.of(200)),
        new Expr.Same("x"),
        new Expr.And(new Expr.Same("y"), new Expr.Causal()),
        union(new Expr.Graph("g"), new Expr.Self()));
  }

  /** Those that take the oracle long. */
  static Stream<Expr> slowPatterns() {
    Num i = Num.name("i");
    Num j = Num.name("j");
    return Stream.of(
        new Expr.Where(Cond.compare(Num.binary(i, "+", j), "<", N)),
        new Expr.Where(
            new Cond.Or(
                Cond.compare(Num.binary(j, "mod", Num.of(9)), "==", Num.of(0)),
                new Cond.In(Num.binary(i, "-", j), SetExpr.of(0, 1, 5)))),
        new Expr.Composed(new Expr.Window(Num.of(5)), new Expr.Stride(Num.of(12))),
        new Expr.Composed(
            new Expr.Reach(Num.of(3), Num.of(0)),
            new Expr.Minus(new Expr.Reach(Num.of(6), Num.of(1)), new Expr.Self())),
        new Expr.Repeated(new Expr.Offsets(SetExpr.of(-7, 2)), Num.of(3)),
        new Expr.Repeated(new Expr.Window(Num.of(3)), new Num.Root(N)));
  }

  @ParameterizedTest
  @MethodSource("patterns")
  void countsAreThoseOfThePairs(Expr pattern) {
    check(pattern, LONGEST);
  }

  @ParameterizedTest
  @MethodSource("slowPatterns")
  void countsAreThoseOfThePairsForShorterLengths(Expr pattern) {
    check(pattern, LONGEST_SLOW);
  }

  private static void check(Expr pattern, int longest) {
    String text = pattern.text(Style.ASCII);
    Given any = Given.at(1);
    SparsityPattern parsed = SparsityPattern.parse(any.declared(text));
    for (int n = 1; n <= longest; n++) {
      Given given = Given.at(n);
      Optional<Oracle> oracle = Oracle.tryAt(pattern, n, given);
      String what = text + " at n = " + n;
      if (oracle.isPresent()) {
        boolean[][] pairs = oracle.get().pairs();
        Relation relation = parsed.at(n, given.bindings(text));
        check(pairs, n, relation, what);
        for (int m = 1 + n % 5; m < n; m += 1 + n / 3) {
          check(pairs, m, relation.last(m), what + ", last " + m);
        }
      } else {
        int length = n;
        assertThrows(HeddleException.class, () -> parsed.at(length, given.bindings(text)), what);
      }
    }
  }

  private static void check(boolean[][] pairs, int m, Relation relation, String what) {
    long[] sizes = new long[m];
    for (int query = 0; query < m; query++) {
      for (boolean in : pairs[pairs.length - m + query]) {
        sizes[query] += in ? 1 : 0;
      }
    }
    assertEquals(LongStream.of(sizes).sum(), relation.edges(), () -> what + ": edges");
    assertEquals(min(sizes), (long) relation.minRow(), () -> what + ": least row");
    assertEquals(max(sizes), (long) relation.maxRow(), () -> what + ": largest row");
    long empty = LongStream.of(sizes).filter(size -> size == 0).count();
    assertEquals(empty, relation.emptyRows(), () -> what + ": empty rows");
  }

  private static long min(long[] sizes) {
    return LongStream.of(sizes).min().orElseThrow();
  }

  private static long max(long[] sizes) {
    return LongStream.of(sizes).max().orElseThrow();
  }

  private static Expr union(Expr left, Expr right) {
    return new Expr.Union(left, right);
  }

  private static Expr product(Expr left, Expr right) {
    return new Expr.Product(left, right);
  }

  private static Num half() {
    return Num.call("max", Num.of(1), Num.binary(N, "div", Num.of(2)));
  }

  private static Num minus(Num left, int right) {
    return Num.binary(left, "-", Num.of(right));
  }
}
