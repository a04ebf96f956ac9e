package dev.heddle.analysis;

import dev.heddle.relation.Watch;
import org.jspecify.annotations.Nullable;

/** Looks for a proof that there is no Hamiltonian path, the simplest first. */
final class Refutation {

  private static final String PROVING = "the search of a proof";

  private Refutation() {}

  static @Nullable NoPath of(SeenBy graph) {
    Watch.goOn(PROVING);
    NoPath ends = ends(graph);
    if (ends != null) {
      return ends;
    }
    NoPath parts = Parts.scattered(graph);
    if (parts != null) {
      return parts;
    }
    Watch.goOn(PROVING);
    NoPath order = Parts.unordered(graph);
    if (order != null) {
      return order;
    }
    Watch.goOn(PROVING);
    NoPath arms = Arms.of(graph);
    return arms != null ? arms : Matching.crowded(graph);
  }

  /** Two that have to be the first, or two that have to be the last. */
  private static @Nullable NoPath ends(SeenBy graph) {
    int source = -1;
    int sink = -1;
    for (int position = 0; position < graph.n; position++) {
      if (graph.in(position) == 0) {
        if (source >= 0) {
          return new NoPath.TwoSources(source, position);
        }
        source = position;
      }
      if (graph.out(position) == 0) {
        if (sink >= 0) {
          return new NoPath.TwoSinks(sink, position);
        }
        sink = position;
      }
    }
    return null;
  }
}
