package dev.heddle.pattern;

import dev.heddle.relation.Rhythm;
import dev.heddle.relation.Row;
import dev.heddle.relation.Rule;
import org.jspecify.annotations.Nullable;

/** The relation of a {@code where}. */
record WhereRule(Condition condition, Arithmetic arithmetic, Tries tries) implements Rule {

  WhereRule(Condition condition, Arithmetic arithmetic) {
    this(condition, arithmetic, new Tries());
  }

  @Override
  public Row keysOf(int query) {
    return solve(arithmetic.with(Symbol.I, query), Symbol.J);
  }

  @Override
  public Row queriesOf(int key) {
    return solve(arithmetic.with(Symbol.J, key), Symbol.I);
  }

  private Row solve(Arithmetic at, Symbol unknown) {
    return new Solver(at, unknown, tries).solve(condition, Row.interval(0, arithmetic.n() - 1));
  }

  @Override
  public @Nullable Rhythm rhythm(boolean isSwapped) {
    return isSwapped
        ? Periodicity.of(condition, arithmetic, Symbol.J, Symbol.I)
        : Periodicity.of(condition, arithmetic, Symbol.I, Symbol.J);
  }

  @Override
  public boolean holds(int query, int key) {
    return Conditions.holds(condition, arithmetic.with(Symbol.I, query).with(Symbol.J, key));
  }
}
