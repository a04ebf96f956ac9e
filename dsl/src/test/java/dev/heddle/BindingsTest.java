package dev.heddle;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.heddle.diagnostic.HeddleException;
import dev.heddle.pattern.Bindings;
import dev.heddle.pattern.SparsityPattern;
import org.junit.jupiter.api.Test;

/** What comes from outside: sequences, edge lists and numbers. */
class BindingsTest {

  private static final int[] DOCUMENTS = {5, 5, -1, 5};

  @Test
  void aSequenceIsReadByPosition() {
    Bindings bindings = Bindings.none().with("x", DOCUMENTS);
    assertArrayEquals(new int[] {0, 1, 3}, row("input x; same(x)", bindings, 1));
    assertArrayEquals(new int[] {2}, row("input x; same(x)", bindings, 2));
    assertArrayEquals(new int[] {2}, row("input x; where(x[j] < 0)", bindings, 0));
    assertArrayEquals(new int[] {0, 1}, row("input x; same(x) & causal", bindings, 1));
    String used = "input x; let packed(d) = same(d) & causal; packed(x)";
    assertArrayEquals(new int[] {0, 1, 3}, row(used, bindings, 3));
  }

  @Test
  void aGraphIsItsEdges() {
    Bindings bindings =
        Bindings.none().withGraph("g", new int[][] {{0, 3}, {2, 1}, {0, 3}, {0, 1}});
    assertArrayEquals(new int[] {1, 3}, row("input graph g; graph(g)", bindings, 0));
    assertArrayEquals(new int[] {}, row("input graph g; graph(g)", bindings, 1));
    assertArrayEquals(new int[] {1}, row("input graph g; graph(g)", bindings, 2));
    assertArrayEquals(new int[] {0}, row("input graph g; graph(g)'", bindings, 3));
    assertArrayEquals(
        new int[] {1},
        row("input graph g; graph(g)", Bindings.none().withGraph("g", new int[][] {{2, 1}}), 2));
    assertArrayEquals(
        new int[] {},
        row("input graph g; graph(g)", Bindings.none().withGraph("g", new int[][] {}), 2));
  }

  @Test
  void aNumberIsAnyNumber() {
    Bindings bindings = Bindings.none().with("k", 2.5);
    assertArrayEquals(new int[] {0, 2}, row("input number k; stride(k)", bindings, 2));
    assertArrayEquals(new int[] {0}, row("input number k; where(k * 2 - 5 == j)", bindings, 0));
    assertRefused("input number k; stride(k - 2)", bindings);
  }

  @Test
  void whatIsBoundIsTheBindersNoMore() {
    int[] mine = DOCUMENTS.clone();
    int[][] edges = {{0, 3}};
    Bindings bindings = Bindings.none().with("x", mine).withGraph("g", edges);
    mine[0] = 77;
    edges[0][1] = 1;
    String both = "input x; input graph g; same(x) & keys(2) + graph(g)";
    assertArrayEquals(new int[] {0, 1, 3}, row(both, bindings, 0));
  }

  @Test
  void bindingsAreValues() {
    Bindings one = Bindings.none().with("x", DOCUMENTS);
    Bindings other = one.with("x", new int[] {1, 2, 3, 4});
    assertArrayEquals(new int[] {2}, row("input x; same(x)", other, 2));
    assertArrayEquals(new int[] {0, 1, 3}, row("input x; same(x)", one, 0));
    assertRefused("input x; same(x)", Bindings.none());
  }

  @Test
  void whatIsMissingOrWrongIsSaid() {
    Bindings x = Bindings.none().with("x", DOCUMENTS);
    Bindings k = Bindings.none().with("k", 3);
    Bindings g = Bindings.none().withGraph("g", new int[][] {{0, 1}});
    String missing = assertRefused("input y; same(y)", Bindings.none());
    assertTrue(missing.contains("`y`"), missing);
    String wrong =
        assertRefused("input x; same(x)", Bindings.none().with("x", new int[] {1, 2, 3}));
    assertTrue(wrong.contains("3") && wrong.contains("4"), wrong);
    assertRefused("input x; same(x)[8]", x);
    assertRefused("input x; same(x) * full[2]", x);
    assertRefused("input k; same(k)", k);
    assertRefused("input number x; window(x)", x);
    assertRefused("input graph x; graph(x)", x);
    assertRefused("input g; same(g)", g);
    assertRefused("input x; input x; same(x)", x);
    assertRefused("input self; same(self)", Bindings.none().with("self", DOCUMENTS));
  }

  /** A sequence needs the length at which the pattern is taken, which in a factor is its own. */
  @Test
  void aSequenceOfAFactorHasTheLengthOfTheFactor() {
    Bindings two = Bindings.none().with("x", new int[] {4, 4});
    assertArrayEquals(new int[] {0, 1, 2, 3}, row("input x; same(x) * full[2]", two, 3));
    assertArrayEquals(new int[] {2, 3}, row("input x; self * same(x)[2]", two, 3));
    Bindings four = Bindings.none().with("x", DOCUMENTS);
    String cut = "input x; same(x)[4]";
    assertEquals(2, SparsityPattern.parse(cut).at(2, four).row(1).size());
  }

  private static int[] row(String text, Bindings bindings, int query) {
    return SparsityPattern.parse(text).at(DOCUMENTS.length, bindings).row(query).keys();
  }

  private static String assertRefused(String text, Bindings bindings) {
    return String.valueOf(
        assertThrows(HeddleException.class, () -> row(text, bindings, 0), text).getMessage());
  }
}
