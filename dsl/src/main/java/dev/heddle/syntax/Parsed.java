package dev.heddle.syntax;

import dev.heddle.diagnostic.Diagnostic;
import java.util.List;

/** A text that was read: its tree, and what is doubtful about the way it was written. */
public record Parsed(Tree tree, List<Diagnostic> warnings) {

  public Parsed {
    warnings = List.copyOf(warnings);
  }
}
