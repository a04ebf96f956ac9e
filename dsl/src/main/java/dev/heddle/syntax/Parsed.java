package dev.heddle.syntax;

import dev.heddle.diagnostic.Diagnostic;
import dev.heddle.diagnostic.Origin;
import java.util.List;

/**
 * A text that was read: what is in it, what is doubtful about the way it was written, and where its
 * comments stand.
 */
public record Parsed(Script script, List<Diagnostic> warnings, List<Origin> comments) {

  public Parsed {
    warnings = List.copyOf(warnings);
    comments = List.copyOf(comments);
  }
}
