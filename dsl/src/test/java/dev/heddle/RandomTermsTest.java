package dev.heddle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.fail;

import java.util.Random;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/** Deeper patterns and longer lengths than can all be tried. */
class RandomTermsTest {

  private static final int CASES = 1_500;
  private static final int DEPTH = 5;
  private static final int LONGEST = 70;

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
      Agreement.check(drawn.pattern(), drawn.pattern().text(Style.UNICODE), drawn.n());
      return "";
    } catch (AssertionError | RuntimeException e) {
      return String.valueOf(e);
    }
  }
}
