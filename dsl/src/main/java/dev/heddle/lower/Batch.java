package dev.heddle.lower;

import dev.heddle.diagnostic.HeddleException;
import dev.heddle.diagnostic.Problem;
import dev.heddle.relation.Relation;
import java.math.BigInteger;
import java.util.List;
import java.util.Locale;
import java.util.function.ToLongFunction;

/**
 * Relations of one size, whose arrays are to stand one behind the other.
 *
 * @param relations one at least
 */
record Batch(List<Relation> relations) {

  Batch {
    relations = List.copyOf(relations);
    if (relations.isEmpty()) {
      throw new IllegalArgumentException("a batch has one relation at least");
    }
    Relation first = relations.getFirst();
    for (Relation relation : relations) {
      if (relation.queries() != first.queries() || relation.keys() != first.keys()) {
        throw new IllegalArgumentException(
            "relations of %d × %d and of %d × %d make no batch"
                .formatted(first.queries(), first.keys(), relation.queries(), relation.keys()));
      }
    }
  }

  static Batch of(Relation relation) {
    return new Batch(List.of(relation));
  }

  int size() {
    return relations.size();
  }

  int queries() {
    return relations.getFirst().queries();
  }

  int keys() {
    return relations.getFirst().keys();
  }

  /** So many for each relation: more, perhaps, than a long holds. */
  BigInteger times(long each) {
    return BigInteger.valueOf(each).multiply(BigInteger.valueOf(size()));
  }

  /** The name of a form in an error: {@code a mask of 4 × 4}, or {@code a batch of 3, each …}. */
  String form(String text, Object... numbers) {
    String form = String.format(Locale.ROOT, text, numbers);
    return size() == 1 ? form : String.format(Locale.ROOT, "a batch of %d, each %s,", size(), form);
  }

  /**
   * What all elements have as many of.
   *
   * @throws HeddleException if they have not
   */
  long even(String what, ToLongFunction<Relation> number) {
    long first = number.applyAsLong(relations.getFirst());
    for (int element = 1; element < size(); element++) {
      long other = number.applyAsLong(relations.get(element));
      if (other != first) {
        throw HeddleException.of(new Problem.UnevenBatch(what, first, element, other), null);
      }
    }
    return first;
  }

  /** The advice to whom a larger form was refused. */
  String instead(MemoryBudget budget) {
    return size() == 1
        ? Instead.ofLarger(relations.getFirst(), budget)
        : "the elements can be had one at a time";
  }
}
