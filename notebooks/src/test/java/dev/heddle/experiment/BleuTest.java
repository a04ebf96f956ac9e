package dev.heddle.experiment;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class BleuTest {

  private static List<String> words(String text) {
    return List.of(text.split(" ", -1));
  }

  /** The example of the paper's section 2.1: two of seven, as `the` is there twice. */
  @Test
  void aWordCountsNoOftenerThanInTheReference() {
    Bleu bleu = new Bleu();
    bleu.add(words("the the the the the the the"), words("the cat is on the mat"));
    assertEquals(2 / 7.0, bleu.precision(1), 1e-15);
    assertEquals(0, bleu.precision(2));
    assertEquals(0, bleu.score());
    assertEquals(1, bleu.brevity());
  }

  /** By hand: 5/5, 3/4, 2/3 and 1/2, whose product is 1/4; five words of six. */
  @Test
  void theScoreIsTheMeanOfFourPrecisionsTimesBrevity() {
    Bleu bleu = new Bleu();
    bleu.add(words("a b c d e"), words("a b c d f e"));
    assertEquals(100 * Math.exp(-0.2) * Math.sqrt(0.5), bleu.score(), 1e-10);
    // With a second sentence the counts are added, and not the scores: 9/9, 6/7, 4/5, 2/3.
    bleu.add(words("x y z w"), words("x y z w"));
    assertEquals(
        100 * Math.exp(1 - 10 / 9.0) * Math.pow(6 / 7.0 * 4 / 5.0 * 2 / 3.0, 0.25),
        bleu.score(),
        1e-10);
  }

  @Test
  void whatIsAllRightHasAHundred() {
    Bleu bleu = new Bleu();
    bleu.add(words("so it is , as it was"), words("so it is , as it was"));
    assertEquals(100, bleu.score(), 1e-10);
    Bleu none = new Bleu();
    none.add(List.of(), words("a b c d"));
    assertEquals(0, none.score());
  }
}
