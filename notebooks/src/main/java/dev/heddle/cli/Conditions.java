package dev.heddle.cli;

import dev.heddle.analysis.Hops;
import dev.heddle.analysis.Universality;
import dev.heddle.diagnostic.HeddleException;
import dev.heddle.relation.Relation;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * What {@code check} says of the layers of a pattern at a length: the three conditions that suffice
 * for universal approximation, with what shows each of them.
 */
final class Conditions {

  /** A list of more positions is of no use to a reader. */
  private static final int LONGEST_WITNESS = 10_000;

  private static final int MOST_MISSING = 10;

  private final Map<String, @Nullable Object> fields = new LinkedHashMap<>();
  private final List<String> failed = new ArrayList<>();
  private boolean isKnown = true;

  private Conditions() {}

  /** The conditions under the names that {@code --json} gives them. */
  static Map<String, @Nullable Object> of(List<Relation> layers) {
    Conditions conditions = new Conditions();
    conditions.selfLoops(layers);
    Relation all = layers.stream().reduce(Relation::union).orElseThrow();
    conditions.path(layers, all);
    conditions.hops(layers, all);
    conditions.fields.put(
        "universal",
        conditions.failed.isEmpty() ? (conditions.isKnown ? Boolean.TRUE : null) : Boolean.FALSE);
    conditions.fields.put("failed", conditions.failed);
    return conditions.fields;
  }

  private void selfLoops(List<Relation> layers) {
    List<List<Integer>> missing = new ArrayList<>();
    for (int layer = 0; layer < layers.size(); layer++) {
      Relation relation = layers.get(layer);
      for (int query = 0; query < relation.keys() && missing.size() < MOST_MISSING; query++) {
        if (!relation.contains(query, query)) {
          missing.add(List.of(layer, query));
        }
      }
    }
    fields.put("self_loops", missing.isEmpty());
    if (!missing.isEmpty()) {
      fields.put("missing_self_loops", missing);
      failed.add("self_loops");
    }
  }

  private void path(List<Relation> layers, Relation all) {
    Universality.Answer path = Universality.path(layers);
    switch (path) {
      case YES -> {
        fields.put("path", "yes");
        if (all.keys() <= LONGEST_WITNESS) {
          fields.put("path_witness", PathWitness.of(all));
        }
      }
      case NO -> {
        fields.put("path", "no");
        failed.add("path");
      }
      case UNKNOWN -> {
        fields.put("path", "unknown");
        isKnown = false;
      }
    }
  }

  private void hops(List<Relation> layers, Relation all) {
    OptionalInt hops;
    try {
      hops = Hops.of(layers);
    } catch (HeddleException e) {
      if (!e.diagnostics().getFirst().code().equals("too-much-work")) {
        throw e;
      }
      Relation first = layers.getFirst();
      long n = first.keys();
      fields.put("hops", null);
      fields.put("hops_status", "bounded");
      fields.put("hops_lower", first.edges() == n * n ? 1 : 2);
      fields.put("hops_upper", null);
      isKnown = false;
      return;
    }
    if (hops.isPresent()) {
      fields.put("hops", hops.getAsInt());
      fields.put("hops_status", "exact");
      return;
    }
    fields.put("hops", null);
    fields.put("hops_status", "never");
    List<Integer> pair = unreachable(all);
    if (!pair.isEmpty()) {
      fields.put("unreachable", pair);
    }
    failed.add("hops");
  }

  /**
   * A query and a key of which it never hears, whatever the order of the layers; empty if there is
   * none, and it is only never all at once that everything is heard of.
   */
  private static List<Integer> unreachable(Relation all) {
    int n = all.keys();
    int key = reached(all).nextClearBit(0);
    if (key < n) {
      return List.of(0, key);
    }
    int query = reached(all.transpose()).nextClearBit(0);
    return query < n ? List.of(query, 0) : List.of();
  }

  /** What position 0 hears of in any number of steps. */
  private static BitSet reached(Relation all) {
    BitSet reached = new BitSet(all.keys());
    reached.set(0);
    Deque<Integer> open = new ArrayDeque<>(List.of(0));
    while (!open.isEmpty()) {
      for (int key : all.row(open.pop()).keys()) {
        if (!reached.get(key)) {
          reached.set(key);
          open.push(key);
        }
      }
    }
    return reached;
  }
}
