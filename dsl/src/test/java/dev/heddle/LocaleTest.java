package dev.heddle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.heddle.diagnostic.HeddleException;
import dev.heddle.lower.Mask;
import dev.heddle.lower.MemoryBudget;
import dev.heddle.pattern.SparsityPattern;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The same text and n give the same words and digits, whatever the machine speaks. */
class LocaleTest {

  private final Locale usual = Locale.getDefault();

  @BeforeEach
  void speakWithOtherDigits() {
    Locale.setDefault(Locale.forLanguageTag("ar-EG-u-nu-arab"));
    assertTrue(!"%d".formatted(1).equals("1"), "this locale has digits of its own");
  }

  @AfterEach
  void speakAsUsual() {
    Locale.setDefault(usual);
  }

  @Test
  void relationsAndWarnings() {
    var relation = SparsityPattern.parse("causal - window(25)").at(64);
    assertEquals(
        "causal - window(25): 64 × 64, 1,326 edges, density 0.3237, rows of 0 to 51 keys",
        relation.toString());
    assertEquals(
        "13 of 64 queries have no key, and their attention is zero:"
            + " 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, …",
        relation.warnings().getFirst().sentence());
  }

  @Test
  void errors() {
    assertEquals(
        "the text is nested more than 1,000 levels deep", sentence("(".repeat(2000) + "self"));
    assertEquals(
        "the text has 70,000 characters, and the limit is 65,536", sentence(" ".repeat(70_000)));
    assertEquals(
        "`s` must be at least 1, and is -64 at n = 64",
        assertThrows(HeddleException.class, () -> SparsityPattern.parse("stride(-n)").at(64))
            .diagnostics()
            .getFirst()
            .sentence());
    var relation = SparsityPattern.parse("self").at(100_000);
    assertEquals(
        "a mask of 100000 × 100000 takes 10,000,000,000 bytes (9.3 GiB), and 2,147,483,639"
            + " elements of one array can be had",
        assertThrows(
                HeddleException.class, () -> Mask.of(relation, new MemoryBudget(Long.MAX_VALUE)))
            .diagnostics()
            .getFirst()
            .sentence());
  }

  private static String sentence(String text) {
    return assertThrows(HeddleException.class, () -> SparsityPattern.parse(text))
        .diagnostics()
        .getFirst()
        .sentence();
  }
}
