package dev.heddle.pattern;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.heddle.RandomTerms;
import dev.heddle.diagnostic.HeddleException;
import dev.heddle.relation.Effort;
import dev.heddle.relation.Relation;
import dev.heddle.relation.Rhythm;
import dev.heddle.relation.Row;
import dev.heddle.relation.Rule;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Rows that ask the same are tried once, and are what each pair says. */
class TriesTest {

  private static final int LENGTHS = 8;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "x[j] == 1",
        "x[i] == x[j]",
        "x[i] + 1 <= x[j] * x[j]",
        "abs(i - j) <= 3 and x[j] == 1",
        "abs(i - j) <= 3 and x[i] == x[j]",
        "not (x[j] == x[i]) or j == i",
        "x[i] * x[j] mod 3 == 1 and j <= i",
        "j < n - 1 and x[j + 1] > x[i]",
        "i > 0 and x[i - 1] == x[j]",
        "x[(i + j) mod n] == 1",
        "x[i] in 0..1 and x[j] in {1, 3}",
        "x[j] in {t * t for t in 0..x[i]}",
        "√(x[j]) < 1.5 and max(x[i], x[j]) == 2",
        "gcd(x[i] + 1, j + 1) == 1",
        "i mod (j + 1) == 0",
        "x[x[j]] == x[i]",
      })
  void rowsAreWhatPairsSay(String condition) {
    long seed = RandomTerms.seed();
    Random random = new Random(seed);
    for (int at = 0; at < LENGTHS; at++) {
      int n = 4 + random.nextInt(40);
      String text = "input x; where(" + condition + ")";
      Bindings bindings = Bindings.none().with("x", random.ints(n, 0, 4).toArray());
      Relation relation = SparsityPattern.parse(text).at(n, bindings);
      Relation swapped =
          SparsityPattern.parse(text.replace("where", "(where") + ")'").at(n, bindings);
      for (int turn = 0; turn < 3 * n; turn++) {
        int row = random.nextInt(n);
        for (int other = 0; other < n; other++) {
          String pair =
              condition + " at n = " + n + ": " + row + ", " + other + RandomTerms.repeat(seed);
          assertEquals(
              relation.contains(row, other), relation.row(row).contains(other), () -> pair);
          assertEquals(
              relation.contains(other, row),
              swapped.row(row).contains(other),
              () -> "swapped " + pair);
        }
      }
    }
  }

  /** What only asks about the key is tried once, and what asks about values once for each. */
  @Test
  void whatRowsShareIsTriedOnce() {
    assertTried("x[j] == 1", 2 * 512);
    assertTried("x[i] == x[j]", 4 * 2 * 512);
    assertTried("j <= i and x[j] == 1", 4 * 512);
    // Seven keys a row, and all of them once.
    assertTried("abs(i - j) <= 3 and x[j] == 1", 7 * 512 + 512);
    assertTried("i mod (j + 1) == 0", 512 * 512);
  }

  private static void assertTried(String condition, long most) {
    int n = 512;
    Bindings bindings = Bindings.none().with("x", new Random(7).ints(n, 0, 4).toArray());
    SparsityPattern pattern = SparsityPattern.parse("input x; where(" + condition + ")");
    Term.Where where = (Term.Where) pattern.schedule().only();
    WhereRule rule = new WhereRule(where.condition(), Arithmetic.at(n, bindings));
    for (int query = 0; query < n; query++) {
      rule.keysOf(query);
    }
    assertTrue(
        rule.tries().number() <= most,
        condition + " was tried " + rule.tries().number() + " times");
    assertTrue(
        rule.tries().number() >= n, condition + " was tried " + rule.tries().number() + " times");
  }

  /**
   * A fault at a key that no row asks for stays unseen, and one that is asked for names its pair.
   */
  @Test
  void faultsAreThoseOfTheRowsThatAsk() {
    Bindings bindings = Bindings.none().with("x", new int[] {1, 0, 1, 0});
    Relation guarded =
        SparsityPattern.parse("input x; where(j < n - 1 and x[j + 1] == 1)").at(4, bindings);
    assertEquals(4, guarded.edges());
    Relation bare = SparsityPattern.parse("input x; where(x[j + 1] == 1)").at(4, bindings);
    for (int query = 0; query < 4; query++) {
      int row = query;
      HeddleException fault = assertThrows(HeddleException.class, () -> bare.row(row));
      String message = String.valueOf(fault.getMessage());
      assertTrue(message.contains("i = " + query + ", j = 3"), message);
    }
  }

  /** Counting ends where it would take hours. */
  @Test
  void countingIsBounded() {
    Rule slow =
        new Rule() {
          @Override
          public Row keysOf(int query) {
            Effort.spend(1L << 30);
            return Row.interval(query, query);
          }

          @Override
          public Row queriesOf(int key) {
            return keysOf(key);
          }

          @Override
          public boolean holds(int query, int key) {
            return query == key;
          }

          @Override
          public @Nullable Rhythm rhythm(boolean isSwapped) {
            return null;
          }
        };
    assertEquals(3, Relation.ruled(3, slow).edges());
    Relation many = Relation.ruled(9, slow);
    HeddleException refused = assertThrows(HeddleException.class, many::edges);
    String message = String.valueOf(refused.getMessage());
    assertTrue(message.contains("4294967296 steps"), message);
    assertEquals(1, many.row(8).size());
    assertThrows(HeddleException.class, () -> Relation.ruled(9, slow).transpose().edges());
  }
}
