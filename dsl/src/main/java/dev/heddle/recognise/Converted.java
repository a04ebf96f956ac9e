package dev.heddle.recognise;

import dev.heddle.diagnostic.Diagnostic;
import dev.heddle.pattern.SparsityPattern;
import java.util.List;

/**
 * A library's settings as a pattern.
 *
 * @param convention whose settings they are, and of what
 * @param pattern the pattern, or the schedule of all layers and heads
 * @param warnings what the library does beside, and which settings were not heeded
 */
public record Converted(String convention, SparsityPattern pattern, List<Diagnostic> warnings) {

  public Converted {
    warnings = List.copyOf(warnings);
  }

  /** The pattern's text in its normal form. */
  public String text() {
    return pattern.formatted();
  }

  @Override
  public String toString() {
    return text();
  }
}
