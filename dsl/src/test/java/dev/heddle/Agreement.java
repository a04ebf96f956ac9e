package dev.heddle;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import dev.heddle.diagnostic.Diagnostic;
import dev.heddle.diagnostic.HeddleException;
import dev.heddle.lower.Bias;
import dev.heddle.lower.Csr;
import dev.heddle.lower.Gather;
import dev.heddle.lower.Mask;
import dev.heddle.lower.MemoryBudget;
import dev.heddle.pattern.SparsityPattern;
import dev.heddle.relation.Relation;
import dev.heddle.relation.Row;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The one place where a pattern at a length is held against the oracle. */
final class Agreement {

  private static final MemoryBudget ENOUGH = new MemoryBudget(1 << 24);

  private Agreement() {}

  /**
   * What the compiler and the oracle say about a text must be the same, in every form. What the
   * text names is bound.
   */
  static void check(Expr expected, String text, int n) {
    Given given = Given.at(n);
    Optional<boolean[][]> oracle;
    try {
      oracle = meant(expected, n, given);
    } catch (Oracle.Unsaid e) {
      return;
    }
    Optional<Relation> relation = compiled(text, n, given);
    String what = "`" + text + "` at n = " + n;
    assertEquals(oracle.isPresent(), relation.isPresent(), () -> what + " has a meaning");
    if (oracle.isPresent()) {
      boolean[][] pairs = oracle.get();
      checkForms(pairs, relation.orElseThrow(), what);
      // All numbers of queries at small lengths, and a few of them at longer ones.
      for (int m = 1; m <= n; m += m < 8 || m >= n - 2 ? 1 : Math.min(m, n - 2 - m)) {
        checkRows(pairs, relation.orElseThrow().last(m), m, what + ", last " + m);
      }
    }
  }

  /** All pairs, or empty where the pattern has no meaning. */
  private static Optional<boolean[][]> meant(Expr expected, int n, Given given) {
    try {
      Oracle oracle = Oracle.at(expected, n, given);
      if (!oracle.faultless() && !showsFaults(expected)) {
        throw new Oracle.Unsaid("whether the other operand hides a fault");
      }
      return Optional.of(oracle.pairs());
    } catch (Oracle.Undefined e) {
      return Optional.empty();
    }
  }

  /** Whether a pair without a value in the innermost pattern is one in the whole. */
  private static boolean showsFaults(Expr pattern) {
    return switch (pattern) {
      case Expr.Not(Expr operand) -> showsFaults(operand);
      case Expr.Transposed(Expr operand) -> showsFaults(operand);
      default -> pattern instanceof Expr.Where;
    };
  }

  /** The pattern at a length, or empty when that is an error, or one of its rows is. */
  private static Optional<Relation> compiled(String text, int n, Given given) {
    try {
      SparsityPattern pattern = SparsityPattern.parse(given.declared(text));
      Relation relation =
          given.named(text).isEmpty() ? pattern.at(n) : pattern.at(n, given.bindings(text));
      for (int query = 0; query < n; query++) {
        // Conditions may have no value for some pairs, which shows when these are asked for.
        Row unused = relation.row(query);
        assertTrue(unused.size() <= n);
      }
      return Optional.of(relation);
    } catch (HeddleException e) {
      return Optional.empty();
    }
  }

  /** Rows, pairs and counts. */
  private static void checkRows(boolean[][] pairs, Relation relation, int m, String what) {
    int n = pairs.length;
    assertEquals(m, relation.queries(), what);
    assertEquals(n, relation.keys(), what);
    List<Integer> sizes = new ArrayList<>();
    for (int query = 0; query < m; query++) {
      int i = n - m + query;
      int[] keys = keys(pairs[i]);
      Row row = relation.row(query);
      String where = what + ", row " + query;
      assertTrue(Arrays.equals(keys, row.keys()), () -> where + " is " + row);
      for (int j = 0; j < n; j++) {
        if (pairs[i][j] != relation.contains(query, j) || pairs[i][j] != row.contains(j)) {
          fail(where + ": whether it contains " + j);
        }
      }
      assertEquals(keys.length, row.size(), what);
      assertEquals(keys.length == 0, row.isEmpty(), what);
      sizes.add(keys.length);
    }
    checkCounts(sizes, relation, what);
  }

  private static void checkCounts(List<Integer> sizes, Relation relation, String what) {
    long edges = sizes.stream().mapToLong(size -> size).sum();
    assertEquals(edges, relation.edges(), what + ": edges");
    assertEquals(sizes.stream().min(Integer::compare).orElseThrow(), relation.minRow(), what);
    assertEquals(sizes.stream().max(Integer::compare).orElseThrow(), relation.maxRow(), what);
    double pairs = (double) sizes.size() * relation.keys();
    assertEquals(edges / pairs, relation.density(), 1e-12, what + ": density");
    int[] empty = IntStream.range(0, sizes.size()).filter(i -> sizes.get(i) == 0).toArray();
    assertEquals(empty.length, relation.emptyRows(), what + ": empty rows");
    assertEquals(warning(empty, sizes.size()), sentences(relation), what);
  }

  /** The warning about queries without a key, in full. */
  private static List<String> warning(int[] empty, int queries) {
    String first =
        Arrays.stream(empty).limit(10).mapToObj(String::valueOf).collect(Collectors.joining(", "));
    return switch (empty.length) {
      case 0 -> List.of();
      case 1 -> List.of("query " + first + " has no key, and its attention is zero");
      default ->
          List.of(
              "%d of %d queries have no key, and their attention is zero: %s%s"
                  .formatted(empty.length, queries, first, empty.length > 10 ? ", …" : ""));
    };
  }

  private static List<String> sentences(Relation relation) {
    return relation.warnings().stream().map(Diagnostic::sentence).toList();
  }

  /** Rows, and every lowered form. */
  private static void checkForms(boolean[][] pairs, Relation relation, String what) {
    int n = pairs.length;
    Mask mask = Mask.of(relation, ENOUGH);
    Bias bias = Bias.of(relation, ENOUGH);
    Csr csr = Csr.of(relation, ENOUGH);
    Gather gather = Gather.of(relation, ENOUGH);
    assertEquals(n * n, mask.allowed().length, what);
    assertEquals(n * n, bias.values().length, what);
    assertEquals(n + 1, csr.crowIndices().length, what);
    assertEquals(csr.crowIndices()[n], csr.colIndices().length, what);
    assertEquals(n * gather.width(), gather.index().length, what);
    for (int i = 0; i < n; i++) {
      int[] keys = keys(pairs[i]);
      for (int j = 0; j < n; j++) {
        boolean in = pairs[i][j];
        float added = in ? 0 : Float.NEGATIVE_INFINITY;
        if (mask.allowed()[i * n + j] != in || bias.values()[i * n + j] != added) {
          fail(what + ": mask or bias" + pair(i, j));
        }
      }
      int from = (int) csr.crowIndices()[i];
      int to = (int) csr.crowIndices()[i + 1];
      assertArrayEquals(keys, Arrays.copyOfRange(csr.colIndices(), from, to), what);
      for (int place = 0; place < gather.width(); place++) {
        boolean valid = place < keys.length;
        int at = i * gather.width() + place;
        if (gather.valid()[at] != valid || gather.index()[at] != (valid ? keys[place] : 0)) {
          fail(what + ": gather" + pair(i, place));
        }
      }
    }
    assertEquals(relation.maxRow(), gather.width(), what);
  }

  private static int[] keys(boolean[] row) {
    return IntStream.range(0, row.length).filter(j -> row[j]).toArray();
  }

  private static String pair(int i, int j) {
    return ", at (" + i + ", " + j + ")";
  }
}
