package dev.heddle.syntax;

import dev.heddle.diagnostic.Origin;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a definition file is made of. */
public sealed interface Statement {

  /** Where this was written, without the comments before it. */
  Origin origin();

  /**
   * {@code let name(a, b = 2) = body}.
   *
   * @param documentation the {@code ##} lines above it, without their signs; empty if there are
   *     none
   */
  record Let(
      Tree.Name name, List<Parameter> parameters, Tree body, String documentation, Origin origin)
      implements Statement {
    public Let {
      parameters = List.copyOf(parameters);
    }
  }

  /** {@code b = 2} between the parentheses of a {@code let}. */
  record Parameter(Tree.Name name, @Nullable Tree standard) {}

  /** {@code input x}, {@code input graph g}, {@code input number k}. */
  record Input(Kind kind, Tree.Name name, Origin origin) implements Statement {}

  /** What is bound to an input. */
  enum Kind {
    SEQUENCE,
    GRAPH,
    NUMBER
  }

  /**
   * {@code import "file.heddle" as z}.
   *
   * @param path the text between the quotes, or the bare name of a library
   * @param isLibrary whether it is a bare name
   */
  record Import(String path, boolean isLibrary, Tree.@Nullable Name alias, Origin origin)
      implements Statement {}

  /** {@code expect condition for n in set}. */
  record Expect(Tree condition, Tree.Name variable, Tree set, Origin origin) implements Statement {}
}
