package dev.heddle;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.heddle.pattern.SparsityPattern;
import dev.heddle.relation.Relation;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * What holds between patterns whatever they are: each law over random patterns, row by row. The
 * oracle has to obey the laws as well, which is a test of the oracle.
 */
class LawsTest {

  private static final int CASES = 60;
  private static final int LONGEST = 24;

  private static final Expr FULL = new Expr.Full();
  private static final Expr NONE = new Expr.None();
  private static final Expr SELF = new Expr.Self();

  /** Two patterns that are the same at a length. */
  private record Equal(Expr left, Expr right) {}

  /** What a law is about: four patterns without lengths, two sets, and small numbers. */
  private record Parts(
      Expr a, Expr b, Expr c, Expr d, SetExpr s, SetExpr t, int small, int other, int n) {}

  private interface Law {
    Equal of(Parts parts);
  }

  @TestFactory
  Stream<DynamicTest> laws() {
    return laws((sides, n, what) -> check(relation(sides.left, n), relation(sides.right, n), what));
  }

  @TestFactory
  Stream<DynamicTest> theOracleObeysThem() {
    return laws(
        (sides, n, what) ->
            assertArrayEquals(oracle(sides.left, n), oracle(sides.right, n), () -> what));
  }

  private static Stream<DynamicTest> laws(Check check) {
    Table table = new Table(new ArrayList<>(), check);
    booleans(table);
    transposes(table);
    compositions(table);
    products(table);
    sets(table);
    return table.tests().stream();
  }

  private static void booleans(Table law) {
    law.add("!(A + B) = !A & !B", p -> eq(not(or(p.a, p.b)), and(not(p.a), not(p.b))));
    law.add("!(A & B) = !A + !B", p -> eq(not(and(p.a, p.b)), or(not(p.a), not(p.b))));
    law.add("A - B = A & !B", p -> eq(minus(p.a, p.b), and(p.a, not(p.b))));
    law.add("!!A = A", p -> eq(not(not(p.a)), p.a));
    law.add("A + A = A", p -> eq(or(p.a, p.a), p.a));
    law.add("A & A = A", p -> eq(and(p.a, p.a), p.a));
    law.add("A - A = none", p -> eq(minus(p.a, p.a), NONE));
    law.add("A + !A = full", p -> eq(or(p.a, not(p.a)), FULL));
    law.add("A & !A = none", p -> eq(and(p.a, not(p.a)), NONE));
    law.add("A + none = A", p -> eq(or(p.a, NONE), p.a));
    law.add("A & full = A", p -> eq(and(p.a, FULL), p.a));
    law.add("A + full = full", p -> eq(or(p.a, FULL), FULL));
    law.add("A & none = none", p -> eq(and(p.a, NONE), NONE));
    law.add("A + B = B + A", p -> eq(or(p.a, p.b), or(p.b, p.a)));
    law.add("A & B = B & A", p -> eq(and(p.a, p.b), and(p.b, p.a)));
    law.add("A + (B + C) = A + B + C", p -> eq(or(p.a, or(p.b, p.c)), or(or(p.a, p.b), p.c)));
    law.add("A & (B & C) = A & B & C", p -> eq(and(p.a, and(p.b, p.c)), and(and(p.a, p.b), p.c)));
    law.add(
        "A & (B + C) = A & B + A & C",
        p -> eq(and(p.a, or(p.b, p.c)), or(and(p.a, p.b), and(p.a, p.c))));
    law.add(
        "A + B & C = (A + B) & (A + C)",
        p -> eq(or(p.a, and(p.b, p.c)), and(or(p.a, p.b), or(p.a, p.c))));
    law.add("A & (A + B) = A", p -> eq(and(p.a, or(p.a, p.b)), p.a));
    law.add("A + A & B = A", p -> eq(or(p.a, and(p.a, p.b)), p.a));
    law.add(
        "A - B - C = A - (B + C)", p -> eq(minus(minus(p.a, p.b), p.c), minus(p.a, or(p.b, p.c))));
    law.add("A[m] + B = (A + B)[m]", p -> eq(or(at(p.a, p.n + 3), p.b), at(or(p.a, p.b), p.n + 3)));
    law.add("A[m + k][m] = A[m + k]", p -> eq(at(at(p.a, p.n + 4), p.n + 1), at(p.a, p.n + 4)));
    law.add("A[n] = A", p -> eq(at(p.a, p.n), p.a));
  }

  private static void transposes(Table law) {
    law.add("A'' = A", p -> eq(turned(turned(p.a)), p.a));
    law.add("(A + B)' = A' + B'", p -> eq(turned(or(p.a, p.b)), or(turned(p.a), turned(p.b))));
    law.add("(A & B)' = A' & B'", p -> eq(turned(and(p.a, p.b)), and(turned(p.a), turned(p.b))));
    law.add(
        "(A - B)' = A' - B'", p -> eq(turned(minus(p.a, p.b)), minus(turned(p.a), turned(p.b))));
    law.add("(!A)' = !A'", p -> eq(turned(not(p.a)), not(turned(p.a))));
    law.add("(A @ B)' = B' @ A'", p -> eq(turned(then(p.a, p.b)), then(turned(p.b), turned(p.a))));
    law.add("(A^t)' = (A')^t", p -> eq(turned(power(p.a, p.small)), power(turned(p.a), p.small)));
    law.add("A[m]' = A'[m]", p -> eq(turned(at(p.a, p.n + 2)), at(turned(p.a), p.n + 2)));
    law.add(
        "(A * B[b])' = A' * B'[b]",
        p ->
            eq(turned(times(p.a, at(p.b, p.small))), times(turned(p.a), turned(at(p.b, p.small)))));
    law.add(
        "keys(S)' = queries(S)",
        p -> eq(turned(new Expr.KeySet(inside(p.s))), new Expr.QuerySet(inside(p.s))));
    law.add(
        "global(S)' = global(S)",
        p -> eq(turned(new Expr.GlobalSet(inside(p.s))), new Expr.GlobalSet(inside(p.s))));
    law.add(
        "offsets(S)' = offsets({-t for t in S})",
        p -> eq(turned(new Expr.Offsets(p.s)), new Expr.Offsets(negated(p.s))));
    law.add(
        "window(a, b)' = window(b, a)",
        p ->
            eq(
                turned(new Expr.Reach(Num.of(p.small), Num.of(p.other))),
                new Expr.Reach(Num.of(p.other), Num.of(p.small))));
    law.add("same(y)' = same(y)", p -> eq(turned(new Expr.Same("y")), new Expr.Same("y")));
    law.add(
        "causal' = !causal + self",
        p -> eq(turned(new Expr.Causal()), or(not(new Expr.Causal()), SELF)));
  }

  private static void compositions(Table law) {
    law.add(
        "A @ (B @ C) = A @ B @ C", p -> eq(then(p.a, then(p.b, p.c)), then(then(p.a, p.b), p.c)));
    law.add("A @ self = A", p -> eq(then(p.a, SELF), p.a));
    law.add("self @ A = A", p -> eq(then(SELF, p.a), p.a));
    law.add("A @ none = none", p -> eq(then(p.a, NONE), NONE));
    law.add("none @ A = none", p -> eq(then(NONE, p.a), NONE));
    law.add(
        "A @ (B + C) = A @ B + A @ C",
        p -> eq(then(p.a, or(p.b, p.c)), or(then(p.a, p.b), then(p.a, p.c))));
    law.add(
        "(A + B) @ C = A @ C + B @ C",
        p -> eq(then(or(p.a, p.b), p.c), or(then(p.a, p.c), then(p.b, p.c))));
    law.add("A^1 = A", p -> eq(power(p.a, 1), p.a));
    law.add("A^2 = A @ A", p -> eq(power(p.a, 2), then(p.a, p.a)));
    law.add(
        "A^(s + t) = A^s @ A^t",
        p -> eq(power(p.a, p.small + p.other), then(power(p.a, p.small), power(p.a, p.other))));
    law.add(
        "(A^s)^t = A^(s * t)",
        p -> eq(power(power(p.a, p.small), p.other), power(p.a, p.small * p.other)));
    law.add(
        "A[m] @ B = (A @ B)[m]", p -> eq(then(at(p.a, p.n + 3), p.b), at(then(p.a, p.b), p.n + 3)));
    law.add(
        "window(a, b) @ window(c, c) is wider",
        p ->
            eq(
                then(reach(p.small, p.other), reach(p.other, p.other)),
                new Expr.Reach(Num.of(p.small + p.other), Num.of(2L * p.other))));
    law.add(
        "keys(S) @ A = full @ (queries(S) & A)",
        p ->
            eq(
                then(new Expr.KeySet(inside(p.s)), p.a),
                then(FULL, and(new Expr.QuerySet(inside(p.s)), p.a))));
    law.add(
        "stride(a) @ stride(b) = stride(gcd(a, b)) on a long line",
        p ->
            eq(
                at(then(stride(p.small), stride(p.other)), 70),
                at(stride("gcd", p.small, p.other), 70)));
  }

  private static void products(Table law) {
    law.add("stride(s) = full * self[s]", p -> eq(stride(p.small), times(FULL, at(SELF, p.small))));
    law.add(
        "blocks(b) = self * full[b]",
        p -> eq(new Expr.Blocks(Num.of(p.small)), times(SELF, at(FULL, p.small))));
    law.add(
        "dilated(w, d) = window(w) * self[d]",
        p ->
            eq(
                new Expr.Dilated(Num.of(p.other), Num.of(p.small)),
                times(new Expr.Window(Num.of(p.other)), at(SELF, p.small))));
    law.add("A * full[1] = A", p -> eq(times(p.a, at(FULL, 1)), p.a));
    law.add("full[1] * A = A", p -> eq(times(at(FULL, 1), p.a), p.a));
    law.add("self * self[b] = self", p -> eq(times(SELF, at(SELF, p.small)), SELF));
    law.add("A * none[b] = none", p -> eq(times(p.a, at(NONE, p.small)), NONE));
    law.add("none * A[b] = none", p -> eq(times(NONE, at(p.a, p.small)), NONE));
    law.add(
        "(A + B) * C[c] = A * C[c] + B * C[c]",
        p ->
            eq(
                times(or(p.a, p.b), at(p.c, p.small)),
                or(times(p.a, at(p.c, p.small)), times(p.b, at(p.c, p.small)))));
    law.add(
        "A * (B + C)[b] = A * B[b] + A * C[b]",
        p ->
            eq(
                times(p.a, at(or(p.b, p.c), p.small)),
                or(times(p.a, at(p.b, p.small)), times(p.a, at(p.c, p.small)))));
    law.add(
        "(A * B) & (C * D) = (A & C) * (B & D)",
        p ->
            eq(
                and(times(p.a, at(p.b, p.small)), times(p.c, at(p.d, p.small))),
                times(and(p.a, p.c), at(and(p.b, p.d), p.small))));
    law.add(
        "A * (B[b] * C[c]) = A * B[b] * C[c]",
        p ->
            eq(
                times(p.a, times(at(p.b, p.small), at(p.c, p.other))),
                times(times(p.a, at(p.b, p.small)), at(p.c, p.other))));
    law.add(
        "(A[a] * B[b]) @ (C[a] * D[b]) = (A[a] @ C[a]) * (B[b] @ D[b]), cut",
        p -> {
          int a = p.n / p.small + 1;
          return eq(
              then(times(at(p.a, a), at(p.b, p.small)), times(at(p.c, a), at(p.d, p.small))),
              times(then(at(p.a, a), at(p.c, a)), then(at(p.b, p.small), at(p.d, p.small))));
        });
    law.add(
        "(A * B[b]) @ (C * D[b]) = (A @ C) * (B[b] @ D[b]), whole blocks",
        p -> {
          int whole = p.n * p.small;
          return eq(
              at(then(times(p.a, at(p.b, p.small)), times(p.c, at(p.d, p.small))), whole),
              at(times(then(p.a, p.c), at(then(p.b, p.d), p.small)), whole));
        });
    law.add(
        "A[a] * B = A[a] * B[b] where n = a * b",
        p ->
            eq(at(times(at(p.a, p.n), p.b), p.n * p.small), times(at(p.a, p.n), at(p.b, p.small))));
    law.add(
        "A * B[b] = A[a] * B[b] where n = a * b",
        p ->
            eq(
                at(times(p.a, at(p.b, p.small)), p.n * p.small),
                times(at(p.a, p.n), at(p.b, p.small))));
  }

  private static void sets(Table law) {
    law.add(
        "offsets(S + T) = offsets(S) + offsets(T)",
        p -> eq(offsets(new SetExpr.Union(p.s, p.t)), or(offsets(p.s), offsets(p.t))));
    law.add(
        "offsets(S & T) = offsets(S) & offsets(T)",
        p -> eq(offsets(new SetExpr.And(p.s, p.t)), and(offsets(p.s), offsets(p.t))));
    law.add(
        "offsets(S - T) = offsets(S) - offsets(T)",
        p -> eq(offsets(new SetExpr.Minus(p.s, p.t)), minus(offsets(p.s), offsets(p.t))));
    law.add(
        "offsets(S) = where(j - i in S)",
        p ->
            eq(
                offsets(p.s),
                new Expr.Where(new Cond.In(Num.binary(Num.name("j"), "-", Num.name("i")), p.s))));
    law.add(
        "keys(S) = where(j in S)",
        p ->
            eq(
                new Expr.KeySet(inside(p.s)),
                new Expr.Where(new Cond.In(Num.name("j"), inside(p.s)))));
    law.add(
        "global(S) = keys(S) + queries(S)",
        p ->
            eq(
                new Expr.GlobalSet(inside(p.s)),
                or(new Expr.KeySet(inside(p.s)), new Expr.QuerySet(inside(p.s)))));
    law.add(
        "window(a, b) = offsets(-a..b)",
        p ->
            eq(reach(p.small, p.other), offsets(SetExpr.range(Num.of(-p.small), Num.of(p.other)))));
    law.add(
        "global(k) = global(0..<min(k, n))",
        p ->
            eq(
                new Expr.Global(Num.of(p.small)),
                new Expr.GlobalSet(
                    SetExpr.until(Num.of(0), Num.call("min", Num.of(p.small), Num.n())))));
    law.add(
        "where(j <= i) = causal",
        p ->
            eq(
                new Expr.Where(Cond.compare(Num.name("j"), "<=", Num.name("i"))),
                new Expr.Causal()));
    law.add(
        "where(y[i] == y[j]) = same(y)",
        p ->
            eq(
                new Expr.Where(
                    Cond.compare(
                        new Num.Element("y", Num.name("i")),
                        "==",
                        new Num.Element("y", Num.name("j")))),
                new Expr.Same("y")));
    law.add(
        "where((i - j) mod s == 0) = stride(s)",
        p ->
            eq(
                new Expr.Where(
                    Cond.compare(
                        Num.binary(
                            Num.binary(Num.name("i"), "-", Num.name("j")), "mod", Num.of(p.small)),
                        "==",
                        Num.of(0))),
                stride(p.small)));
    law.add(
        "where(i div b == j div b) = blocks(b)",
        p ->
            eq(
                new Expr.Where(
                    Cond.compare(
                        Num.binary(Num.name("i"), "div", Num.of(p.small)),
                        "==",
                        Num.binary(Num.name("j"), "div", Num.of(p.small)))),
                new Expr.Blocks(Num.of(p.small))));
  }

  // ---- trying a law

  private interface Check {
    void check(Equal sides, int n, String what);
  }

  private record Table(List<DynamicTest> tests, Check check) {

    void add(String name, Law law) {
      tests.add(DynamicTest.dynamicTest(name, () -> tryOut(name, law, check)));
    }
  }

  /** Draws patterns until the law has been tried often enough on ones that have a meaning. */
  private static void tryOut(String name, Law law, Check check) {
    long seed = RandomTerms.seed() + name.hashCode();
    int tried = 0;
    for (int draw = 0; tried < CASES && draw < 40 * CASES; draw++) {
      Parts parts = drawn(new Random(seed + draw));
      Given given = Given.at(parts.n);
      Equal sides = law.of(parts);
      if (Oracle.tryAt(sides.left, parts.n, given).isPresent()
          && Oracle.tryAt(sides.right, parts.n, given).isPresent()) {
        String what =
            "%s: `%s` and `%s` at n = %d, draw %d"
                    .formatted(name, text(sides.left), text(sides.right), parts.n, draw)
                + RandomTerms.repeat(RandomTerms.seed());
        check.check(sides, parts.n, what);
        tried++;
      }
    }
    int often = tried;
    assertTrue(often >= CASES / 2, () -> name + " was tried only " + often + " times");
  }

  private static Parts drawn(Random random) {
    RandomTerms terms = new RandomTerms(random);
    int n = 1 + random.nextInt(LONGEST);
    int small = 1 + random.nextInt(5);
    int other = 1 + random.nextInt(4);
    return new Parts(
        unsized(terms, random),
        unsized(terms, random),
        unsized(terms, random),
        unsized(terms, random),
        terms.distances(2),
        terms.distances(1),
        small,
        other,
        n);
  }

  /** A pattern that has no length of its own, since it may be written at two lengths in a law. */
  private static Expr unsized(RandomTerms terms, Random random) {
    while (true) {
      Expr drawn = terms.whole(random.nextInt(3));
      try {
        if (Oracle.length(drawn, new OracleNumbers(8), false).isEmpty()) {
          return drawn;
        }
      } catch (Oracle.Undefined | Oracle.Unsaid e) {
        // Another one, then.
      }
    }
  }

  private static void check(Relation left, Relation right, String what) {
    for (int i = 0; i < left.queries(); i++) {
      int query = i;
      assertArrayEquals(left.row(i).keys(), right.row(i).keys(), () -> what + ", query " + query);
    }
    assertArrayEquals(new long[] {left.edges()}, new long[] {right.edges()}, what);
  }

  private static boolean[][] oracle(Expr pattern, int n) {
    return Oracle.at(pattern, n, Given.at(n)).pairs();
  }

  private static Relation relation(Expr pattern, int n) {
    Given given = Given.at(n);
    String text = text(pattern);
    return SparsityPattern.parse(given.declared(text)).at(n, given.bindings(text));
  }

  private static String text(Expr pattern) {
    return pattern.text(Style.ASCII);
  }

  // ---- short names

  private static Equal eq(Expr left, Expr right) {
    return new Equal(left, right);
  }

  private static Expr not(Expr a) {
    return new Expr.Not(a);
  }

  private static Expr or(Expr a, Expr b) {
    return new Expr.Union(a, b);
  }

  private static Expr and(Expr a, Expr b) {
    return new Expr.And(a, b);
  }

  private static Expr minus(Expr a, Expr b) {
    return new Expr.Minus(a, b);
  }

  private static Expr turned(Expr a) {
    return new Expr.Transposed(a);
  }

  private static Expr then(Expr a, Expr b) {
    return new Expr.Composed(a, b);
  }

  private static Expr power(Expr a, int times) {
    return new Expr.Repeated(a, Num.of(times));
  }

  private static Expr times(Expr a, Expr b) {
    return new Expr.Product(a, b);
  }

  private static Expr at(Expr a, int length) {
    return new Expr.At(a, Num.of(length));
  }

  private static Expr stride(int step) {
    return new Expr.Stride(Num.of(step));
  }

  private static Expr stride(String function, int one, int other) {
    return new Expr.Stride(Num.call(function, Num.of(one), Num.of(other)));
  }

  private static Expr reach(int before, int after) {
    return new Expr.Reach(Num.of(before), Num.of(after));
  }

  private static Expr offsets(SetExpr set) {
    return new Expr.Offsets(set);
  }

  private static SetExpr inside(SetExpr set) {
    return new SetExpr.And(set, SetExpr.until(Num.of(0), Num.n()));
  }

  private static SetExpr negated(SetExpr set) {
    return new SetExpr.Comprehension(
        new Num.Negative(Num.name("m")), List.of(new SetExpr.For("m", set)));
  }
}
