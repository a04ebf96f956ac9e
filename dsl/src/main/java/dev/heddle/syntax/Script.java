package dev.heddle.syntax;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A pattern text, or a definition file.
 *
 * @param result the expression at the end of a pattern text; null in a definition file
 */
public record Script(List<Statement> statements, @Nullable Tree result) {

  public Script {
    statements = List.copyOf(statements);
  }
}
