package dev.heddle.pattern;

import dev.heddle.syntax.Statement;

/** What a name stands for. */
sealed interface Definition {

  /** A {@code let}; its body speaks of the names of the module that it stands in. */
  record Let(Statement.Let statement, Module home) implements Definition {}

  /** An {@code input}. */
  record Input(Statement.Kind kind, String name) implements Definition {

    Meaning meaning(dev.heddle.diagnostic.Origin use) {
      return switch (kind) {
        case SEQUENCE -> new Sequence(name);
        case GRAPH -> new Graph(name);
        case NUMBER -> new Scalar.Given(name, use);
      };
    }
  }
}
