package dev.heddle.relation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.heddle.diagnostic.HeddleException;
import dev.heddle.pattern.SparsityPattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever makes rows notes what it does, so that whoever asks for many can bound it. */
class EffortTest {

  private static String refused(long steps, Runnable work) {
    return assertThrows(
            HeddleException.class,
            () ->
                Effort.<Boolean>atMost(
                    steps,
                    "this",
                    "",
                    () -> {
                      work.run();
                      return true;
                    }))
        .diagnostics()
        .getFirst()
        .sentence();
  }

  @Test
  void whatIsSpentIsBounded() {
    assertEquals(7, Effort.<Integer>atMost(10, "this", "", () -> spent(10, 7)).intValue());
    assertTrue(refused(9, () -> spent(10, 7)).contains("this"));
    Effort.spend(Long.MAX_VALUE); // without a bound, nothing is counted
  }

  private static int spent(long steps, int result) {
    Effort.spend(steps);
    return result;
  }

  @Test
  void anInnerBoundSpendsTheOuterOneToo() {
    String outer =
        refused(
            15,
            () -> {
              for (int at = 0; at < 2; at++) {
                Effort.<Integer>atMost(10, "that", "", () -> spent(10, 0));
              }
            });
    assertTrue(outer.contains("this"), outer);
    String inner = refused(15, () -> Effort.<Integer>atMost(10, "that", "", () -> spent(11, 0)));
    assertTrue(inner.contains("that"), inner);
  }

  @Test
  void whatIsOnlyTriedIsEmptyWhereItIsTooMuch() {
    assertEquals(7, Effort.ifAtMost(10, () -> spent(10, 7)).orElseThrow());
    assertTrue(Effort.ifAtMost(9, () -> spent(10, 7)).isEmpty());
    // What is wrong otherwise, or too much for whoever asked, is not kept back.
    assertThrows(
        HeddleException.class,
        () -> Effort.ifAtMost(10, () -> SparsityPattern.parse("windw(3)").at(8).edges()));
    assertTrue(refused(9, () -> Effort.ifAtMost(20, () -> spent(10, 7))).contains("this"));
  }

  /** Each text is made of what rows are costly by; the steps are about its cost at that length. */
  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "random(100); 4096; 400000",
        "random(100, in: causal); 4096; 300000",
        "random(50)^2; 256; 12800",
        "random(20) @ random(20); 1024; 20480",
        "where(i mod (j + 1) == 0); 1024; 1048576",
        "where(i mod (j + 1) == 0) @ window(3); 1024; 1048576",
        "window(3) @ where(i mod (j + 1) == 0); 1024; 1048576",
        "(random(9)^2) * (random(9)^2)[32]; 1024; 2048",
        "expander(16) - window(3); 4096; 65536",
        "offsets({k ^ 2 for k in 0..60}) @ offsets({k ^ 2 for k in 0..60}); 4096; 65536"
      })
  void countingNotesItsSteps(String text, int n, long bound) {
    Relation relation = SparsityPattern.parse(text).at(n);
    assertTrue(refused(bound, relation::edges).contains("this"), text);
    assertTrue(
        Effort.<Long>atMost(4_096 * bound, "this", "", relation::edges) >= 0,
        "a refusal is not remembered");
  }

  /** At 65,536, where growth is read off counts, each would take minutes to days. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "where(i mod (j + 1) == 0) @ window(3)",
        "random(100)^9",
        "(random(100)^3) * (random(100)^3)[100]",
        "random(100) @ random(100) @ random(100) @ random(100) @ random(100) @ random(100)",
        "where(i mod (j + 1) == 0) @ where(j mod (i + 1) == 0)",
        "where(gcd(i, j) == 1)^3"
      })
  void growthThatWouldTakeTooLongIsUnknown(String text) {
    SparsityPattern pattern = SparsityPattern.parse(text);
    assertFalse(pattern.growth().isPresent());
    assertTrue(pattern.at(8).edges() > 0);
  }
}
