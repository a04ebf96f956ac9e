package dev.heddle.pattern;

import dev.heddle.diagnostic.Diagnostic;
import dev.heddle.diagnostic.Origin;
import dev.heddle.diagnostic.Problem;

/**
 * Why a query may attend to a key, or may not.
 *
 * @param allowed whether it may
 * @param sentence what decides, in words
 * @param origin the part of the text that decides
 */
public record Reason(boolean allowed, String sentence, Origin origin) {

  /** The sentence, and the line of the text with the deciding part underlined. */
  public String drawn() {
    String drawn = Diagnostic.of(new Problem.Because(sentence), origin).drawn();
    // Neither an error nor a warning: the sentence alone stands above the line.
    return drawn.substring(drawn.indexOf(": ") + 2);
  }

  @Override
  public String toString() {
    return drawn();
  }
}
