package dev.heddle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import java.util.Random;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/** Deeper patterns and longer lengths than can all be tried. */
class RandomTermsTest {

  private static final int CASES = 1_500;
  private static final int DEPTH = 5;
  private static final int LONGEST = 70;
  private static final int WHOLE_CASES = 1_200;
  private static final int WHOLE_LONGEST = 40;

  @Test
  void randomTermsMeanWhatTheOracleSays() {
    long seed = RandomTerms.seed();
    RandomGenerator random = new Random(seed);
    RandomTerms terms = new RandomTerms(random);
    for (int at = 0; at < CASES; at++) {
      RandomTerms.Case drawn =
          new RandomTerms.Case(
              terms.pattern(1 + random.nextInt(DEPTH)), 1 + random.nextInt(LONGEST));
      if (fails(drawn)) {
        RandomTerms.Case least = RandomTerms.shrink(drawn, RandomTermsTest::fails);
        fail(message(least) + RandomTerms.repeat(seed));
      }
    }
  }

  /** Sets, conditions, compositions, products and lengths as well, one seed a case. */
  @Test
  void randomTermsOfTheWholeLanguageMeanWhatTheOracleSays() {
    long seed = RandomTerms.seed();
    for (int at = 0; at < WHOLE_CASES; at++) {
      RandomGenerator random = new Random(seed + at);
      RandomTerms terms = new RandomTerms(random);
      RandomTerms.Case drawn =
          new RandomTerms.Case(
              terms.whole(1 + random.nextInt(4)), 1 + random.nextInt(WHOLE_LONGEST));
      if (fails(drawn)) {
        RandomTerms.Case least = RandomTerms.shrink(drawn, RandomTermsTest::fails);
        fail(message(least) + RandomTerms.repeat(seed + at));
      }
    }
  }

  /** Else the test above could pass by drawing nothing but errors. */
  @Test
  void mostOfTheTermsOfTheWholeLanguageHaveAMeaning() {
    Random random = new Random(RandomTerms.seed());
    RandomTerms terms = new RandomTerms(random);
    int meaningful = 0;
    for (int at = 0; at < 1_000; at++) {
      int n = 1 + random.nextInt(WHOLE_LONGEST);
      meaningful += Oracle.tryAt(terms.whole(3), n, Given.at(n)).isPresent() ? 1 : 0;
    }
    int counted = meaningful;
    assertTrue(counted > 500, () -> counted + " of 1000" + RandomTerms.repeat(RandomTerms.seed()));
  }

  @Test
  void shrinkingFindsTheLeastCaseThatFails() {
    Expr culprit = new Expr.Stride(Num.of(3));
    Expr pattern = new Expr.Union(new Expr.Not(new Expr.Full()), new Expr.And(culprit, culprit));
    RandomTerms.Case least =
        RandomTerms.shrink(
            new RandomTerms.Case(pattern, 64),
            c -> c.n() >= 5 && c.pattern().text(Style.ASCII).contains("stride"));
    assertEquals(new RandomTerms.Case(culprit, 5), least);
  }

  private static boolean fails(RandomTerms.Case drawn) {
    return !message(drawn).isEmpty();
  }

  private static String message(RandomTerms.Case drawn) {
    try {
      Style style = drawn.n() % 2 == 0 ? Style.UNICODE : Style.ASCII;
      Agreement.check(drawn.pattern(), drawn.pattern().text(style), drawn.n());
      return "";
    } catch (AssertionError | RuntimeException e) {
      return String.valueOf(e);
    }
  }
}
