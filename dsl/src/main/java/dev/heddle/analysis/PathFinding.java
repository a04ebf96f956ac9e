package dev.heddle.analysis;

import dev.heddle.relation.Relation;
import dev.heddle.relation.Watch;
import java.util.List;
import java.util.function.IntUnaryOperator;

/** Finds a Hamiltonian path, or a proof that there is none. */
final class PathFinding {

  /** Up to so many positions all orders are tried. */
  static final int MOST_TRIED = 16;

  /** Beyond so many positions not even an order is written down. */
  private static final int MOST_POSITIONS = 1 << 26;

  private PathFinding() {}

  static HamiltonianPath of(List<Relation> layers) {
    int n = layers.getFirst().keys();
    if (n > MOST_POSITIONS) {
      return new HamiltonianPath.Unknown("no orders of more than 67,108,864 positions are tried");
    }
    for (Orders.Order order : Orders.of(layers)) {
      if (isPath(layers, order.position(), n)) {
        int[] positions = new int[n];
        java.util.Arrays.setAll(positions, order.position());
        return new HamiltonianPath.Yes(Witness.of(positions), order.kind());
      }
    }
    SeenBy graph = SeenBy.of(layers);
    if (graph == null) {
      return new HamiltonianPath.Unknown(
          "no order of a common kind is one, and there are too many pairs to search");
    }
    NoPath proof = Refutation.of(graph);
    if (proof != null) {
      return new HamiltonianPath.No(proof);
    }
    if (n <= MOST_TRIED) {
      int[] tried = AllOrders.path(graph);
      return tried == null
          ? new HamiltonianPath.No(new NoPath.Exhausted(n))
          : found(graph, tried, "found by trying all orders");
    }
    int[] searched = PathSearch.of(graph);
    return searched == null
        ? new HamiltonianPath.Unknown(
            "no order of a common kind is one, a bounded search found none, and no proof was found"
                + " that there is none")
        : found(graph, searched, "found by a search");
  }

  private static HamiltonianPath found(SeenBy graph, int[] order, String kind) {
    for (int place = 1; place < order.length; place++) {
      if (!graph.has(order[place - 1], order[place])) {
        throw new IllegalStateException("no step from place " + (place - 1));
      }
    }
    return new HamiltonianPath.Yes(Witness.of(order), kind);
  }

  private static boolean isPath(List<Relation> layers, IntUnaryOperator order, int n) {
    int before = order.applyAsInt(0);
    for (int place = 1; place < n; place++) {
      Watch.goOn("trying an order");
      int position = order.applyAsInt(place);
      boolean attends = false;
      for (int layer = 0; layer < layers.size() && !attends; layer++) {
        attends = layers.get(layer).contains(position, before);
      }
      if (!attends) {
        return false;
      }
      before = position;
    }
    return true;
  }
}
