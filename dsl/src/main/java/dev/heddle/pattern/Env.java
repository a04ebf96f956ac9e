package dev.heddle.pattern;

import dev.heddle.relation.Row;
import org.jspecify.annotations.Nullable;

/** What variables stand for: the innermost first. */
final class Env {

  static final Env EMPTY = new Env(new Symbol("", Integer.MIN_VALUE), null, null);

  private final Symbol symbol;
  private final @Nullable Row set;
  private final @Nullable Env outer;

  /** Not final, so that a position can run through a row without an object for each key. */
  double number;

  private Env(Symbol symbol, @Nullable Row set, @Nullable Env outer) {
    this.symbol = symbol;
    this.set = set;
    this.outer = outer;
  }

  Env with(Symbol variable, double value) {
    Env inner = new Env(variable, null, this);
    inner.number = value;
    return inner;
  }

  Env with(Symbol variable, Row value) {
    return new Env(variable, value, this);
  }

  @Nullable Env find(Symbol variable) {
    for (Env env = this; env != null; env = env.outer) {
      if (env.symbol.equals(variable)) {
        return env;
      }
    }
    return null;
  }

  double number(Symbol variable) {
    Env env = find(variable);
    if (env == null) {
      throw new IllegalStateException("nothing is known of " + variable);
    }
    return env.number;
  }

  Row set(Symbol variable) {
    Env env = find(variable);
    if (env == null || env.set == null) {
      throw new IllegalStateException("no set is known of " + variable);
    }
    return env.set;
  }
}
