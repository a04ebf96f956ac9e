package dev.heddle.recognise;

import dev.heddle.diagnostic.HeddleException;
import dev.heddle.diagnostic.Problem;
import dev.heddle.pattern.SparsityPattern;
import dev.heddle.relation.Relation;
import java.util.Optional;

/**
 * Finds the pattern text that a mask is.
 *
 * <pre>{@code
 * Recognition found = Recogniser.recognise(mask);
 * found.text(); // "window(129) & causal"
 * }</pre>
 */
public final class Recogniser {

  /** The most keys of a mask: its pairs are held as bits, and gone through many times. */
  public static final int MOST_KEYS = 4_096;

  /** Words of bits: some ten seconds of one core. */
  private static final long MOST_WORDS = 1L << 34;

  /** The least, so that small masks are looked at from all sides. */
  private static final long WORDS_A_WORD = 1L << 19;

  private Recogniser() {}

  /**
   * The shortest text that was found for a mask, or the nearest. An answer that is {@link
   * Recognition.Exact} was compiled again and compared, pair by pair.
   *
   * @param mask m × n, m ≤ n: the queries are the last m positions, and what earlier ones would see
   *     does not matter
   * @throws HeddleException if there are more than {@link #MOST_KEYS} keys, or more queries than
   *     keys
   */
  public static Recognition recognise(Relation mask) {
    int n = mask.keys();
    if (n > MOST_KEYS) {
      throw HeddleException.of(
          new Problem.TooMuchWork(
              "recognising a mask of " + n + " keys",
              MOST_KEYS + " keys",
              "a pattern shows in its first few thousand positions"),
          null);
    }
    if (mask.queries() > n) {
      throw new IllegalArgumentException(
          "a mask of " + mask.queries() + " queries needs as many keys, and has " + n);
    }
    Task task = task(mask);
    long words = Math.min(MOST_WORDS, task.required().size() * WORDS_A_WORD);
    Optional<Found> found = new Search(new Budget(words)).of(task);
    if (found.isPresent()
        && compared(found.get().text(), mask) instanceof Recognition.Exact exact) {
      return exact;
    }
    return compared(Nearest.of(task, new Budget(words)).text(), mask);
  }

  private static Task task(Relation mask) {
    Bits required = Bits.of(mask);
    if (mask.queries() == mask.keys()) {
      return Task.exactly(required);
    }
    Bits asked = new Bits(mask.keys());
    for (int i = mask.keys() - mask.queries(); i < mask.keys(); i++) {
      asked.setRange(i, 0, mask.keys() - 1);
    }
    return new Task(required, asked.minus(required));
  }

  private static Recognition compared(String text, Relation mask) {
    return compared(text, SparsityPattern.parse(text), mask);
  }

  /** A text beside a mask, pair by pair. */
  static Recognition compared(String text, SparsityPattern pattern, Relation mask) {
    Relation found = pattern.at(mask.keys()).last(mask.queries());
    Recognition.Near near =
        new Recognition.Near(text, pattern, mask.minus(found), found.minus(mask));
    return near.differ() == 0 ? new Recognition.Exact(text, pattern) : near;
  }
}
