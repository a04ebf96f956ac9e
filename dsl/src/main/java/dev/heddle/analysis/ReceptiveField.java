package dev.heddle.analysis;

import dev.heddle.relation.Relation;
import dev.heddle.relation.Row;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * What a query hears of, layer by layer.
 *
 * @param query the position that listens
 * @param byLayers S¹, S², …: what it has heard of after 1, 2, … layers
 */
public record ReceptiveField(int query, List<Row> byLayers) {

  public ReceptiveField {
    byLayers = List.copyOf(byLayers);
  }

  /**
   * The receptive field of a query.
   *
   * @param layers what layer l takes is entry l mod p
   * @param depth the number of layers to look at
   * @throws dev.heddle.diagnostic.HeddleException if there is no such query
   */
  public static ReceptiveField of(List<Relation> layers, int query, int depth) {
    // Whether there is such a query.
    layers.getFirst().contains(query, 0);
    List<Row> fields = new ArrayList<>();
    for (int t = 1; t <= depth; t++) {
      fields.add(
          layers.size() == 1 && t > 1
              ? layers.getFirst().keysOf(fields.getLast())
              : after(layers, query, t));
    }
    return new ReceptiveField(query, fields);
  }

  /**
   * Sᵗ of a query: its keys in layer t, then their keys in the layer below, and so on.
   *
   * @param t the number of layers, at least 1
   */
  public static Row after(List<Relation> layers, int query, int t) {
    Row heard = Row.interval(query, query);
    for (int layer = t - 1; layer >= 0; layer--) {
      heard = layers.get(layer % layers.size()).keysOf(heard);
    }
    return heard;
  }

  /**
   * The way by which a query first hears of a key: the least t for which the key is in Sᵗ of the
   * query, and the positions from one to the other.
   *
   * @throws dev.heddle.diagnostic.HeddleException if there is no such query or key
   */
  public static Route route(List<Relation> layers, int query, int key) {
    layers.getFirst().contains(query, key);
    LayerGraph graph = LayerGraph.of(layers, false);
    if (graph == null) {
      return new Route.TooLarge();
    }
    Walker walker = new Walker(graph);
    int[] from = new int[graph.layers];
    for (int layer = 0; layer < graph.layers; layer++) {
      from[layer] = graph.state(query, layer);
    }
    int[] distances = walker.distances(Walker.Way.LISTEN, from);
    int lowest = graph.layers - 1;
    if (distances[graph.state(key, lowest)] == Walker.UNREACHED) {
      return new Route.Never(
          Row.ofAscending(
              IntStream.range(0, graph.n)
                  .filter(other -> distances[graph.state(other, lowest)] != Walker.UNREACHED)
                  .asLongStream()
                  .toArray()));
    }
    List<Integer> positions = new ArrayList<>();
    int state = graph.state(key, lowest);
    for (; state >= 0; state = walker.previous(state)) {
      positions.addFirst(state % graph.n);
    }
    positions.addFirst((-1 - state) % graph.n);
    return new Route.Way(positions);
  }

  /** How a query hears of a key, or why no way is told. */
  public sealed interface Route {

    /**
     * A shortest way.
     *
     * @param positions the query, what it attends to in the uppermost layer, what that attends to
     *     in the layer below, …, the key
     */
    record Way(List<Integer> positions) implements Route {

      public Way {
        positions = List.copyOf(positions);
      }

      /** The number of layers that it takes. */
      public int hops() {
        return positions.size() - 1;
      }

      @Override
      public String toString() {
        return String.join(" → ", positions.stream().map(String::valueOf).toList());
      }
    }

    /**
     * There is none, however many layers there are.
     *
     * @param heard all that the query hears of at any depth; the key is not in it
     */
    record Never(Row heard) implements Route {

      @Override
      public String toString() {
        return heard.isEmpty()
            ? "it hears of nothing"
            : "all that it ever hears of are %,d positions from %d to %d"
                .formatted(heard.count(), heard.first(), heard.last());
      }
    }

    /** The patterns have more positions or pieces than are searched: there may be a way or not. */
    record TooLarge() implements Route {

      @Override
      public String toString() {
        return "the pattern is too large to search at this length";
      }
    }
  }
}
