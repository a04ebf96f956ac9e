package dev.heddle.analysis;

import dev.heddle.relation.Watch;
import java.util.Arrays;

/**
 * Shortest walks from a set of states to all states of a {@link LayerGraph}, of one step at least:
 * breadth first. Each state is taken once and each shared progression once, so that a search costs
 * pieces and not pairs. Not for several threads.
 */
final class Walker {

  /** Which way walks go. */
  enum Way {
    /** From a query to the keys that it has, down through the layers. */
    LISTEN,
    /** From a key to the queries that have it, up through the layers. */
    SPREAD
  }

  /** A state that no walk leads to. */
  static final int UNREACHED = -1;

  private final LayerGraph graph;
  private final int[] distances;
  private final int[] previous;
  private final int[] queue;

  /** The least position from here on that was not reached yet, by layer; n + 1 of each. */
  private final int[] next;

  private final long[][] taken;
  private int reached;

  Walker(LayerGraph graph) {
    this.graph = graph;
    this.distances = new int[graph.states()];
    this.previous = new int[graph.states()];
    this.queue = new int[graph.states()];
    this.next = new int[graph.states() + graph.layers];
    this.taken = new long[graph.layers][];
  }

  /**
   * The number of steps to each state, or {@link #UNREACHED}. The array is overwritten by the next
   * search.
   */
  int[] distances(Way way, int... from) {
    Watch.goOn("a search through the layers");
    Arrays.fill(distances, UNREACHED);
    for (int layer = 0; layer < graph.layers; layer++) {
      PieceTable table = way == Way.LISTEN ? graph.keys(layer) : graph.queries(layer);
      taken[layer] = new long[(table.sharedCount + 63) / 64];
      for (int position = 0; position <= graph.n; position++) {
        next[layer * (graph.n + 1) + position] = position;
      }
    }
    reached = 0;
    for (int state : from) {
      expand(way, state, 0, -1 - state);
    }
    for (int head = 0; head < reached; head++) {
      expand(way, queue[head], distances[queue[head]], queue[head]);
    }
    return distances;
  }

  /** How many states the last search reached. */
  int reached() {
    return reached;
  }

  /**
   * The state before this one on a shortest walk of the last search; −1 − s where that is a state s
   * from which the search set out.
   */
  int previous(int state) {
    return previous[state];
  }

  /** The reached states, nearest first: {@code index} is less than {@link #reached}. */
  int reached(int index) {
    return queue[index];
  }

  private void expand(Way way, int state, int distance, int origin) {
    int at = state / graph.n;
    int position = state - at * graph.n;
    int through = way == Way.LISTEN ? at : graph.above(at);
    int to = way == Way.LISTEN ? graph.below(at) : through;
    PieceTable table = way == Way.LISTEN ? graph.keys(through) : graph.queries(through);
    for (int piece = table.starts[position]; piece < table.starts[position + 1]; piece++) {
      int number = table.shared[piece];
      if (number >= 0) {
        if ((taken[through][number >> 6] >> number & 1) != 0) {
          continue;
        }
        taken[through][number >> 6] |= 1L << number;
      }
      int last = table.last[piece];
      if (table.step[piece] == 1) {
        for (int key = find(to, table.first[piece]); key <= last; key = find(to, key + 1)) {
          reach(to, key, distance + 1, origin);
        }
      } else {
        for (int key = table.first[piece]; key <= last; key += table.step[piece]) {
          if (distances[to * graph.n + key] == UNREACHED) {
            reach(to, key, distance + 1, origin);
          }
        }
      }
    }
  }

  private void reach(int layer, int position, int distance, int origin) {
    int state = layer * graph.n + position;
    distances[state] = distance;
    previous[state] = origin;
    queue[reached++] = state;
    next[layer * (graph.n + 1) + position] = position + 1;
  }

  /** The least position that was not reached, from this one on; n if there is none. */
  private int find(int layer, int position) {
    int base = layer * (graph.n + 1);
    int at = position;
    while (next[base + at] != at) {
      next[base + at] = next[base + next[base + at]];
      at = next[base + at];
    }
    return at;
  }
}
