package dev.heddle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.heddle.diagnostic.HeddleException;
import dev.heddle.pattern.SparsityPattern;
import dev.heddle.relation.Progression;
import dev.heddle.relation.Relation;
import dev.heddle.relation.Row;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Single rows at lengths where nothing of the size of the whole could be built. */
class LargeLengthTest {

  private static final int MOST_KEYS = 200;

  private static final List<Integer> LENGTHS = List.of(1 << 20, Integer.MAX_VALUE);

  static Stream<Expr> patterns() {
    Num n = Num.n();
    Num root = new Num.Root(n);
    Expr strides =
        new Expr.Union(
            new Expr.Union(new Expr.Stride(root), new Expr.Stride(Num.of(4_099))),
            new Expr.Stride(Num.of(65_537)));
    Expr wide = new Expr.Reach(n, n);
    Num beyond = new Num.Power(Num.of(2), Num.of(53));
    Expr headline =
        new Expr.Union(
            new Expr.Union(new Expr.Window(Num.of(3)), new Expr.Stride(root)),
            new Expr.Global(Num.of(1)));
    return Stream.of(
        new Expr.Full(),
        new Expr.None(),
        new Expr.Causal(),
        new Expr.Not(new Expr.Self()),
        headline,
        new Expr.Not(headline),
        strides,
        new Expr.Minus(new Expr.Causal(), strides),
        new Expr.Not(new Expr.Stride(Num.of(2))),
        new Expr.Not(new Expr.Stride(Num.of(1_000))),
        new Expr.Not(new Expr.Stride(n)),
        new Expr.And(new Expr.Stride(Num.of(6)), new Expr.Stride(Num.of(10))),
        new Expr.And(new Expr.Stride(root), new Expr.Stride(Num.of(46_341))),
        new Expr.And(new Expr.Not(new Expr.Stride(Num.of(3))), new Expr.Causal()),
        wide,
        new Expr.Window(Num.binary(Num.of(2), "*", n)),
        new Expr.Window(beyond),
        new Expr.Reach(beyond, Num.of(0)),
        new Expr.Reach(Num.of(0), Num.binary(n, "-", Num.of(1))),
        new Expr.Stride(beyond),
        new Expr.Global(beyond),
        new Expr.Not(new Expr.Global(Num.binary(n, "-", Num.of(2)))),
        new Expr.Window(Num.binary(n, "div", Num.of(2))));
  }

  @ParameterizedTest
  @MethodSource("patterns")
  void rowsHoldTheKeysThatTheOracleNames(Expr pattern) {
    for (int n : LENGTHS) {
      check(pattern, n);
    }
  }

  private static void check(Expr pattern, int n) {
    Random random = new Random(RandomTerms.seed());
    Relation relation = SparsityPattern.parse(pattern.text(Style.ASCII)).at(n);
    Oracle oracle = Oracle.at(pattern, n);
    List<Integer> queries = new ArrayList<>(List.of(0, n / 2, n - 1));
    random.ints(2, 0, n).forEach(queries::add);
    for (int query : queries) {
      Row row;
      try {
        row = relation.row(query);
      } catch (HeddleException e) {
        // Where even bits would be too many, a row is refused by name.
        assertEquals("too-much-work", e.diagnostics().getFirst().code());
        assertTrue(n > Row.MOST_BITS, "refused at n = " + n);
        return;
      }
      Set<Integer> keys = sampled(random, query, n);
      int size = 0;
      for (Progression piece : row.pieces()) {
        if (keys.size() < MOST_KEYS) {
          keys.addAll(List.of((int) piece.start(), (int) piece.last()));
        }
        assertTrue(piece.start() >= 0 && piece.last() < n, () -> piece + " at n = " + n);
        size += (int) piece.count();
      }
      assertEquals(size, row.size());
      for (int key : keys) {
        boolean expected = oracle.contains(query, key);
        String where = pattern.text(Style.ASCII) + " at n = " + n + ": " + query + ", " + key;
        assertEquals(expected, row.contains(key), () -> "row: " + where);
        assertEquals(expected, relation.contains(query, key), () -> "contains: " + where);
        assertEquals(expected, relation.last(n - query).contains(0, key), () -> "last: " + where);
      }
    }
  }

  /** Ends, middles, neighbours of a position, multiples of strides away from it, and any others. */
  private static Set<Integer> sampled(Random random, int position, int n) {
    Set<Long> sampled = new TreeSet<>();
    for (long centre : new long[] {0, position, n / 2, n - 1L}) {
      for (long off : new long[] {0, 1, 2, 3, 30, 1_000, 1_024, 4_099, 46_340, 65_537, n / 2}) {
        sampled.add(centre - off);
        sampled.add(centre + off);
      }
    }
    for (int extra = 0; extra < 20; extra++) {
      sampled.add((long) random.nextInt(n));
    }
    Set<Integer> inside = new TreeSet<>();
    sampled.stream().filter(p -> p >= 0 && p < n).forEach(p -> inside.add((int) (long) p));
    return inside;
  }
}
