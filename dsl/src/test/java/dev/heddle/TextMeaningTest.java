package dev.heddle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.heddle.diagnostic.HeddleException;
import dev.heddle.pattern.SparsityPattern;
import dev.heddle.relation.Relation;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * How texts are read, told by what they mean: precedence, lines, statements, and texts that are
 * refused. Where a line stands for a newline it is written {@code ⏎}.
 */
class TextMeaningTest {

  private static final List<Integer> LENGTHS = List.of(1, 2, 3, 7, 12);
  private static final int CASES = 800;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        // Patterns.
        "causal + window(3) & stride(2) | causal + (window(3) & stride(2))",
        "window(3) & self + !causal | (window(3) & self) + !causal",
        "window(3) & stride(2) @ keys(1) | window(3) & (stride(2) @ keys(1))",
        "self @ causal * full[3] | self @ (causal * full[3])",
        "causal - self - keys(1) | (causal - self) - keys(1)",
        "!causal' | !(causal')",
        "!keys(2)' & causal | (!(keys(2)')) & causal",
        "!window(before: 1)^2 | !(window(before: 1)^2)",
        "!self * full[2] | (!self) * full[2]",
        "!self @ keys(1) | (!self) @ keys(1)",
        "window(before: 1)^2^3 | window(before: 1)^8",
        "window(before: 1)^2' | (window(before: 1)^2)'",
        "window(before: 1)'^2 | window(after: 2)",
        "window(n)[3]' * full[4] | (window(n)[3])' * full[4]",
        "keys(n - 1)[12]' | queries(11)[12]",
        "causal * window(3)[2] * full[2] | (causal * window(3)[2]) * full[2]",
        "causal @ keys(1) @ causal' | (causal @ keys(1)) @ causal'",
        "causal[12][12] | causal",
        "causal^(1 + 1) | causal @ causal",
        "full * self[2 + 1] | stride(3)",
        "(self + causal)[n] | causal",
        // Numbers.
        "window(-2^2 + 7) | window(3)",
        "window(2^3^2 - 509) | window(3)",
        "window(√n^2) | window(n)",
        "window(2 + 3 * 2 div 4) | window(3)",
        "window(7 mod 4 + 1) | window(4)",
        "stride(2 · 3 − 1) | stride(5)",
        // Sets and ranges.
        "keys({0..n-1 step 2}) | keys({t for t in 0..<n if t mod 2 == 0})",
        "keys(0..n-1 step 2) | where(j mod 2 == 0)",
        "keys(0..n - 1 step 1 + 1) | where(j mod 2 == 0)",
        "keys(0..<n) | full",
        "keys(0..<n step 3) | where(j mod 3 == 0)",
        "keys(1..0) | none",
        "keys(0..<0) | none",
        "keys({}) | none",
        "offsets(-2..0) | window(before: 2)",
        "offsets(-1..<2) | window(3)",
        "offsets({-1, 0..1}) | window(3)",
        "offsets({0..1, -1,}) | window(3)",
        "offsets((-3..3) - {0}) | window(7) - self",
        "offsets({-1} + {0} & {0, 1}) | window(before: 1)",
        "offsets({1} + {0} - {1}) | self",
        "offsets({1} ∪ {0} ∖ {1} ∩ {0, 1}) | self",
        "offsets({-t for t in 0..2}) | window(before: 2)",
        "offsets({a - b for a in 0..1 for b in 0..1}) | window(3)",
        "offsets({a - b for a in 0..4 for b in 0..a if a < 2}) | window(after: 1)",
        "offsets({a + b for a in {0, 1} for b in {0, 2} if a == 0 or b == 0}) | offsets({0, 1, 2})",
        "offsets({2^t for t in 0..log2(n) if t mod 2 == 0}) | offsets({1, 4, 16})",
        "offsets({2.5, 0.9999999999}) | offsets({2, 1})",
        "global({0}) | global(1)",
        "global(0..<min(2, n)) | global(2)",
        // Conditions.
        "where(i == j or j == 0 and i > 2) | where(i == j or (j == 0 and i > 2))",
        "where(not i == j and j < 2) | where((i != j) and (j < 2))",
        "where(not i == j or j < 2) | where((i != j) or (j < 2))",
        "where(not (i == j or j < 2)) | where(i != j and j >= 2)",
        "where(not not i == j) | self",
        "where(i - j in 0..2) | window(before: 2)",
        "where(i - j in 0..4 step 2) | dilated(5, 2) & causal",
        "where(i - j in {0} + {1}) | window(before: 1)",
        "where(not j in {0}) | !keys({0})",
        "where(j - 1 <= i) | window(n, 1)",
        "where(i ≠ j) | !self",
        "where(i ≥ j and i − j ≤ 2) | window(before: 2)",
        "where(j mod 2 == 0) | keys({0..n-1 step 2})",
        "where(i / 2 == j) | where(i == 2 * j)",
        "where(0.1 * 3 * 10 == 3) | full",
        "where(0.1 * 3 == 0.3) | none",
        "where(j < n) | full",
        "where(j > 0 and i mod j == 0) | where(i in {j * t for t in 0..n} and j > 0)",
        "where(j == 0 or i div j == 1) | where(j == 0 or j <= i and i < 2 * j)",
        // Unicode.
        "causal ∘ window(3) | causal @ window(3)",
        "window(3) ⊗ full[2] | window(3) * full[2]",
        "(causal ∖ self)ᵀ ∩ ¬keys(1) ∪ self | ((causal - self)' & !keys(1)) + self",
      })
  void read(String text, String as) {
    for (int n : LENGTHS) {
      assertEquals(rows(as, n), rows(text, n), () -> text + " at n = " + n);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        // A newline does not part inside brackets, and around binary operators.
        "self⏎+ keys(1) | self + keys(1)",
        "self +⏎keys(1) | self + keys(1)",
        "self + # both⏎⏎  keys(1) | self + keys(1)",
        "causal⏎- self | causal - self",
        "causal⏎& self | self",
        "causal⏎@ causal | causal",
        "self⏎* full[2] | blocks(2)",
        "self *⏎full[2] | blocks(2)",
        "(self⏎+⏎keys(1)) | self + keys(1)",
        "window(⏎3⏎) | window(3)",
        "causal[⏎12⏎] | causal",
        "offsets({⏎0,⏎-1⏎}) | window(before: 1)",
        "where(i⏎== j⏎or⏎j == 0) | self + keys(1)",
        "⏎;;⏎self;⏎; | self",
        // Statements.
        "let w = 3; window(w) | window(3)",
        "let w = 3⏎window(w) | window(3)",
        "let w =⏎3⏎window(w) | window(3)",
        "let a = self⏎+ keys(1)⏎a | self + keys(1)",
        "let a = self⏎(a) | self",
        "let a = self⏎(a)' | self",
        "let a = causal;⏎;⏎(a + keys(1))' | causal' + queries(1)",
        "## documented⏎let a = causal⏎a | causal",
        "let s = {0, 1}⏎offsets(s) | window(after: 1)",
        "let s = 0..2⏎offsets(s - {1}) | offsets({0, 2})",
        "let a(w, b = 0) = window(w, b)⏎a(2) + a(b: 1, w: 0) | window(2, 1)",
        "let a(w = 1, b = w) = window(w, b)⏎a + a(2) | window(2, 2)",
        "let a = window(3)⏎let b = a @ a⏎b | window(5)",
        "let twice(A) = A @ A⏎twice(window(3)) | window(5)",
        "let turn(A) = A'⏎turn(causal) | causal'",
        "let cut(A, m) = A[m]⏎self * cut(full, 2) | blocks(2)",
        "let within(S) = offsets(S)⏎within({0, -1}) | window(before: 1)",
        "let within(S) = keys(S)⏎within(1) | keys(1)",
        // A let means its text, so its n is that of the place of use.
        "let a = keys(n - 1)⏎a[3] * full[4] | keys(2)[3] * full[4]",
        "let w = n⏎window(w) * full[2] | window(n) * full[2]",
        "let last = {n - 1}⏎self * keys(last)[2] | self * keys({1})[2]",
        // A number or set that is given is worked out where it is written.
        "let f(k) = queries(k) * full[3]⏎f(n div 3) | queries(3 * (n div 3))",
        "let f(A) = A * full[3]⏎f(queries(n div 3)) | queries(n div 3) * full[3]",
      })
  void statementsAndLines(String text, String as) {
    // Only at lengths at which every factor and cut of the table has a meaning.
    for (int n : List.of(3, 7, 12)) {
      assertEquals(rows(as, n), rows(lines(text), n), () -> text + " at n = " + n);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "causal⏎'",
        "window(3)⏎[4]",
        "window⏎(3)",
        "self⏎(keys(1))",
        "self⏎!causal",
        "self; causal",
        "let a = self",
        "let a = a⏎a",
        "let a = b⏎let b = a⏎a",
        "let self = causal⏎self",
        "let a = self⏎let a = causal⏎a",
        "let a(w) = window(w)⏎a",
        "let a(w) = window(w)⏎a(1, 2)",
        "let a(w) = window(w)⏎a(v: 1)",
        "input x⏎self + x",
        "where(0 <= i < 5)",
        "where(i == j == 1)",
        "where(i in {0} in {1})",
        "where(i)",
        "where(self)",
        "where({1})",
        "where(i = j)",
        "where(i < self)",
        "where(x[i] == 1)",
        "where(not 1)",
        "where(i == 0 and 1)",
        "where(i in 3)",
        "window(i)",
        "keys({i})",
        "offsets(3)",
        "offsets(causal)",
        "keys(causal)",
        "keys({self})",
        "global({0} + 1)",
        "keys({0} & 0..<n)",
        "keys(!{0})",
        "keys({0} * {1})",
        "keys({0} ∘ {1})",
        "keys({0} @ {1})",
        "keys({0}')",
        "self + 1",
        "self + {0}",
        "self * 2",
        "2 * self",
        "self * full",
        "self @ 2",
        "self^full",
        "self[causal]",
        "2[3]",
        "-self",
        "n'",
        "!n",
        "1 ∪ 2",
        "window(1 ∪ 2)",
        "window(2 ⊗ 3)",
        "window(2 ∘ 3)",
        "self · full[2]",
        "same(3)",
        "same(causal)",
        "same(x)",
        "graph(g)",
        "input x⏎graph(x)",
        "input graph g⏎same(g)",
        "keys(0..1..2)",
        "keys(0..)",
        "keys(..3)",
        "keys({t for t in 3})",
        "keys({t for t})",
        "keys({t if t < 2})",
        "keys({t for t in 0..3 if t})",
        "keys({t for t in 0..3} + {t})",
        "window(w = 3)",
        "window(3) // 2",
        "window(.5)",
        "blocks(2)[3] + blocks(2)[4]",
        "(self[3] * full[2]) & causal[5]",
        "heads(self, layers(causal))",
        "heads(self) @ causal",
        "layers(self)'",
      })
  void refusedAtOnceOrAtAnyLength(String text) {
    for (int n : List.of(1, 6)) {
      assertThrows(HeddleException.class, () -> rows(lines(text), n), () -> text);
    }
  }

  /** The lengths at which a text has a meaning, of those from 1 to 9. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "self[4] | 1 2 3 4",
        "self[4][6] | none",
        "self[6][4] | 1 2 3 4",
        "self[4] + causal | 1 2 3 4",
        "!(causal & self[4]' @ causal^2) | 1 2 3 4",
        "self[2] * full[3] | 1 2 3 4 5 6",
        "self[2] * full | 1 2 3 4 5 6 7 8 9",
        "self * full[2] | 1 2 3 4 5 6 7 8 9",
        "self[2] * full[3] + causal[6] | 1 2 3 4 5 6",
        "self[2] * full[3] + causal[5] | none",
        "(self[2] * full) & causal[5] | 1 2 3 4 5",
        "self[n - 3] | none",
        "self[n + 3] | 1 2 3 4 5 6 7 8 9",
        "self[9 - n] | 1 2 3 4",
        "self[0] | none",
        "keys({3}) | 4 5 6 7 8 9",
        "keys({3})[5] | 1 2 3 4 5",
        "keys({3}) * full[2] | 7 8 9",
        "full[2] * keys({3}) | 7 8 9",
        "global({-1}) | none",
        "global({n}) | none",
        "queries({n - 1}) | 1 2 3 4 5 6 7 8 9",
        "queries({n - 5} & (0..<n)) | 1 2 3 4 5 6 7 8 9",
        "keys(n - 3) | 3 4 5 6 7 8 9",
        "offsets({-99, 99}) | 1 2 3 4 5 6 7 8 9",
        "offsets({6 / (n - 2)}) | 1 3 4 5 6 7 8 9",
        "offsets(0..3 step n - 4) | 5 6 7 8 9",
        "keys({t for t in 0..n-4 if 6 div t > 1}) | 1 2 3",
        "causal^(n - 3) | 4 5 6 7 8 9",
        "where(1 / (n - 2) < 9) | 1 3 4 5 6 7 8 9",
        "where(i mod j == 0) | none",
        "where(j == 0 or i mod j == 0) | 1 2 3 4 5 6 7 8 9",
        "where(i mod j == 0 or j == 0) | none",
        "where(not (j > 0 and i mod j == 0)) | 1 2 3 4 5 6 7 8 9",
        "where(i < 0 and 1 / 0 == 1) | 1 2 3 4 5 6 7 8 9",
        "where(i >= 0 or 1 / 0 == 1) | 1 2 3 4 5 6 7 8 9",
        "where(sqrt(3 - i) < 9) | 1 2 3 4",
        "where(i in 0..2 step j) | none",
      })
  void meaningfulLengths(String text, String lengths) {
    String found =
        String.join(
            " ",
            IntStream.rangeClosed(1, 9)
                .filter(n -> meansSomething(text, n))
                .mapToObj(String::valueOf)
                .toList());
    assertEquals(lengths.replace("none", ""), found, text);
  }

  @Test
  void mixedOperatorsAreDoubtful() {
    for (String text :
        List.of("self + causal & full", "self & causal - full", "offsets({0} + {1} & {2})")) {
      assertNotEquals(List.of(), SparsityPattern.parse(text).warnings(), text);
    }
    for (String text :
        List.of("self + (causal & full)", "self @ causal + full", "self * full[2] & causal")) {
      assertEquals(List.of(), SparsityPattern.parse(text).warnings(), text);
    }
  }

  /** Other blanks, signs and parentheses, and the normal form, are the same pattern. */
  @Test
  void everyWayToWriteATermOfTheWholeLanguageIsTheSamePattern() {
    long seed = RandomTerms.seed();
    for (int at = 0; at < CASES; at++) {
      RandomGenerator random = new Random(seed + at);
      Expr term = new RandomTerms(random).whole(3);
      String text = Given.at(1).declared(term.text(Style.ASCII));
      SparsityPattern pattern;
      try {
        pattern = SparsityPattern.parse(text);
      } catch (HeddleException e) {
        continue; // Such as two lengths in one sum.
      }
      String again = RandomTerms.repeat(seed + at);
      for (Style style : List.of(Style.UNICODE, new Style(random.nextBoolean(), random))) {
        String other = Given.at(1).declared(term.text(style));
        assertEquals(pattern, SparsityPattern.parse(other), () -> text + " and " + other + again);
      }
      SparsityPattern printed = SparsityPattern.parse(pattern.formatted());
      assertEquals(pattern, printed, () -> text + " and " + pattern.formatted() + again);
      assertEquals(pattern.hashCode(), printed.hashCode(), () -> text + again);
      assertEquals(pattern.formatted(), printed.formatted(), () -> text + again);
    }
  }

  @Test
  void whatDiffersIsNotEqual() {
    List<String> texts =
        List.of(
            "keys({0})",
            "queries({0})",
            "offsets({0})",
            "offsets({1})",
            "offsets(0..1)",
            "offsets(0..3)",
            "offsets(0..<3)",
            "offsets(0..3 step 2)",
            "where(i < j)",
            "where(i <= j)",
            "where(j < i)",
            "self @ causal",
            "causal @ self",
            "causal^2",
            "causal^3",
            "self[3]",
            "self[4]",
            "self * full[2]",
            "full[2] * self",
            "random(2)",
            "random(2, seed: 1)",
            "random(3)",
            "expander(2)",
            "heads(self, causal)",
            "layers(self, causal)");
    for (String one : texts) {
      for (String other : texts) {
        if (!one.equals(other)) {
          assertNotEquals(SparsityPattern.parse(one), SparsityPattern.parse(other), one + other);
        }
      }
    }
  }

  private static boolean meansSomething(String text, int n) {
    try {
      return !rows(text, n).isEmpty();
    } catch (HeddleException e) {
      return false;
    }
  }

  private static String lines(String text) {
    return text.replace('⏎', '\n');
  }

  private static List<List<Integer>> rows(String text, int n) {
    Relation relation = SparsityPattern.parse(text).at(n);
    return IntStream.range(0, n)
        .mapToObj(i -> Arrays.stream(relation.row(i).keys()).boxed().toList())
        .toList();
  }
}
