package dev.heddle.pattern;

import java.util.List;
import java.util.function.UnaryOperator;

/**
 * Patterns for the layers and heads of a model: layer l takes entry l mod p, head h of it entry h
 * mod k.
 *
 * @param layers the heads of each entry; a bare pattern is one head of one layer
 * @param isLayered whether it was written with {@code layers}
 */
record Schedule(List<List<Term>> layers, boolean isLayered) implements Meaning {

  Schedule {
    layers = layers.stream().map(List::copyOf).toList();
  }

  static Schedule of(Term term) {
    return new Schedule(List.of(List.of(term)), false);
  }

  /** Every entry changed in the same way. */
  Schedule map(UnaryOperator<Term> change) {
    return new Schedule(
        layers.stream().map(heads -> heads.stream().map(change).toList()).toList(), isLayered);
  }

  /** The only entry; there must be no other. */
  Term only() {
    return layers.getFirst().getFirst();
  }

  boolean isSingle() {
    return layers.size() == 1 && layers.getFirst().size() == 1;
  }
}
