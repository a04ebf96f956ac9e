package dev.heddle.analysis;

import dev.heddle.relation.Relation;
import dev.heddle.relation.Row;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/**
 * Counts hops: first by bounds from a few searches, as for the diameter of a graph (Takes and
 * Kosters, 2013), and only for what these leave open by going through pairs, 64 at a time.
 *
 * <p>With f(m) for the number of layers after which all have heard of m, the hops are the greatest
 * f. Where everybody hears itself in every layer, f(m) is no more than the layers from m to any c,
 * and then on from c to all; and f of any m is a lower bound.
 */
final class HopCount {

  /** The most words that are joined for what bounds leave open: some seconds. */
  private static final long MOST_JOINED = 1L << 34;

  /** The most pieces that searches go through, and the most searches. */
  private static final long MOST_SEARCHED = 1L << 26;

  private static final int MOST_ROUNDS = 400;

  /** So many words are joined in the time in which a search goes through a piece. */
  private static final int WORDS_PER_PIECE = 16;

  /** The most words of a strip, so that its sets fit in memory at any length. */
  private static final int MOST_WORDS = 1 << 25;

  /** What may be spent: by how much the answer is less exact, and never whether it is true. */
  record Limits(long joined, long searched, int rounds) {

    static final Limits USUAL = new Limits(MOST_JOINED, MOST_SEARCHED, MOST_ROUNDS);
  }

  private final LayerGraph graph;
  private final Limits limits;
  private final Walker walker;
  private final int n;

  /** The greatest f so far. */
  private int lower = 1;

  /** Bounds of f from above; where a key is settled, its bound is no more than {@code lower}. */
  private final int[] upper;

  /** Bounds from below of how far a position spreads, and of how far it listens. */
  private final int[] spreads;

  private final int[] listens;
  private final boolean[] wasCentre;
  private long searched;

  private HopCount(LayerGraph graph, Limits limits) {
    this.graph = graph;
    this.limits = limits;
    this.walker = new Walker(graph);
    this.n = graph.n;
    this.upper = new int[n];
    Arrays.fill(upper, Integer.MAX_VALUE);
    this.spreads = new int[n];
    this.listens = new int[n];
    this.wasCentre = new boolean[n];
  }

  static Hops of(List<Relation> layers) {
    return of(layers, Limits.USUAL);
  }

  static Hops of(List<Relation> layers, Limits limits) {
    int open = firstNotFull(layers.getFirst());
    if (open < 0) {
      return new Hops.Exactly(1);
    }
    boolean isReflexive = SelfLoops.of(layers).holds();
    LayerGraph graph = LayerGraph.of(layers, isReflexive);
    if (graph == null) {
      return new Hops.Between(2, OptionalInt.empty());
    }
    return new HopCount(graph, limits).count();
  }

  /** A query that does not have all keys, or −1. */
  private static int firstNotFull(Relation layer) {
    for (int query = 0; query < layer.queries(); query++) {
      if (layer.row(query).count() < layer.keys()) {
        return query;
      }
    }
    return -1;
  }

  private Hops count() {
    if (Overlap.isFullAfterTwo(graph)) {
      // The first layer alone is not full.
      return new Hops.Exactly(2);
    }
    int hub = hub();
    for (int position : new int[] {0, hub}) {
      Obstacle.Unreachable unreachable = unreachable(position);
      if (unreachable != null) {
        return new Hops.Never(unreachable);
      }
    }
    if (!graph.isReflexive) {
      return StepCount.isSmall(graph) ? StepCount.of(graph) : LargeSteps.of(graph, walker);
    }
    OptionalInt banded = Bands.hops(graph);
    if (banded.isPresent()) {
      return new Hops.Exactly(banded.getAsInt());
    }
    centre(hub);
    for (int round = 0; ; round++) {
      int[] unsettled = unsettled();
      if (unsettled.length == 0) {
        return new Hops.Exactly(lower);
      }
      boolean isLast = round >= limits.rounds() || searched > limits.searched();
      // Pairs are gone through once that takes no longer than the searches have taken.
      if (joined(unsettled.length) <= (isLast ? limits.joined() : WORDS_PER_PIECE * searched)) {
        return new Hops.Exactly(Math.max(lower, strips(unsettled)));
      }
      if (isLast) {
        return new Hops.Between(lower, OptionalInt.of(highest(unsettled)));
      }
      if (round % 2 == 0) {
        spread(farthest(unsettled));
        int centre = middle();
        if (centre >= 0) {
          centre(centre);
        }
      } else {
        // Where no position is more central than others, many centres do.
        centre(farthest(unsettled));
      }
    }
  }

  // ---- whether all can be heard of at all

  /** A position that this one never hears of, or that never hears of this one. */
  private Obstacle.@org.jspecify.annotations.Nullable Unreachable unreachable(int position) {
    int[] heard = walker.distances(Walker.Way.LISTEN, inAllLayers(position));
    int key = missing(heard, graph.layers - 1, position);
    if (key >= 0) {
      return new Obstacle.Unreachable(position, key, heard(position));
    }
    int[] hearing =
        walker.distances(Walker.Way.SPREAD, graph.state(position, graph.layers - 1)).clone();
    int query = -1;
    for (int other = n - 1; other >= 0; other--) {
      boolean hears = false;
      for (int layer = 0; layer < graph.layers; layer++) {
        hears |= hearing[graph.state(other, layer)] != Walker.UNREACHED;
      }
      // Someone else, if there is one.
      query = hears || (other == position && query >= 0) ? query : other;
    }
    return query < 0 ? null : new Obstacle.Unreachable(query, position, heard(query));
  }

  /** All that a position hears of at any depth. */
  private Row heard(int position) {
    int[] heard = walker.distances(Walker.Way.LISTEN, inAllLayers(position));
    return Row.ofAscending(
        IntStream.range(0, n)
            .filter(key -> heard[graph.state(key, graph.layers - 1)] != Walker.UNREACHED)
            .asLongStream()
            .toArray());
  }

  /** The first position that is not reached in a layer, another than this one if possible. */
  private int missing(int[] distances, int layer, int position) {
    int own = -1;
    for (int other = 0; other < n; other++) {
      if (distances[graph.state(other, layer)] == Walker.UNREACHED) {
        if (other != position) {
          return other;
        }
        own = other;
      }
    }
    return own;
  }

  private int[] inAllLayers(int position) {
    return IntStream.range(0, graph.layers).map(layer -> graph.state(position, layer)).toArray();
  }

  // ---- bounds

  /** The position with most pairs. */
  private int hub() {
    long[] pairs = new long[n];
    for (int layer = 0; layer < graph.layers; layer++) {
      for (PieceTable table : List.of(graph.keys(layer), graph.queries(layer))) {
        for (int position = 0; position < n; position++) {
          for (int x = table.starts[position]; x < table.starts[position + 1]; x++) {
            pairs[position] += table.count(x);
          }
        }
      }
    }
    int hub = 0;
    for (int position = 1; position < n; position++) {
      hub = pairs[position] > pairs[hub] ? position : hub;
    }
    return hub;
  }

  /** The layers after which all have heard of a key. */
  private int spread(int key) {
    int far = spread(key, graph.layers - 1, true);
    lower = Math.max(lower, far);
    upper[key] = far;
    return far;
  }

  /** How many layers it takes all to hear of a position, above the layer at which it stands. */
  private int spread(int position, int layer, boolean fromTheFirst) {
    int[] distances = search(Walker.Way.SPREAD, graph.state(position, layer));
    int far = 0;
    for (int other = 0; other < n; other++) {
      int near = Integer.MAX_VALUE;
      for (int at = 0; at < graph.layers; at++) {
        int distance = distances[graph.state(other, at)];
        near = distance == Walker.UNREACHED ? near : Math.min(near, distance);
      }
      far = Math.max(far, near);
      if (fromTheFirst) {
        listens[other] = Math.max(listens[other], near);
      }
    }
    return far;
  }

  /** Bounds f of all keys by the way through a position. */
  private void centre(int centre) {
    wasCentre[centre] = true;
    int[] onwards = new int[graph.layers];
    for (int layer = 0; layer < graph.layers; layer++) {
      onwards[layer] = layer == graph.layers - 1 ? spread(centre) : spread(centre, layer, false);
    }
    int[] distances = search(Walker.Way.LISTEN, inAllLayers(centre));
    for (int key = 0; key < n; key++) {
      int distance = distances[graph.state(key, graph.layers - 1)];
      spreads[key] = Math.max(spreads[key], distance);
      for (int wait = 0; wait < graph.layers; wait++) {
        int arrival = distance + wait;
        upper[key] = Math.min(upper[key], arrival + onwards[(arrival - 1) % graph.layers]);
      }
    }
    upper[centre] = onwards[graph.layers - 1];
  }

  private int[] search(Walker.Way way, int... from) {
    searched += graph.pieces();
    return walker.distances(way, from);
  }

  private int[] unsettled() {
    return IntStream.range(0, n).filter(key -> upper[key] > lower).toArray();
  }

  private int highest(int[] keys) {
    return Arrays.stream(keys).map(key -> upper[key]).max().orElseThrow();
  }

  /** The key of which it takes longest to hear, as far as is known. */
  private int farthest(int[] keys) {
    int best = keys[0];
    for (int key : keys) {
      if (upper[key] > upper[best] || (upper[key] == upper[best] && spreads[key] > spreads[best])) {
        best = key;
      }
    }
    return best;
  }

  /** The position that is nearest to all others, as far as is known; −1 if all were. */
  private int middle() {
    int best = -1;
    for (int position = 0; position < n; position++) {
      if (!wasCentre[position] && (best < 0 || distance(position) < distance(best))) {
        best = position;
      }
    }
    return best;
  }

  /** By the longer of both ways, and then by their sum. */
  private long distance(int position) {
    long there = spreads[position];
    long back = listens[position];
    return Math.max(there, back) << 32 | (there + back);
  }

  // ---- all pairs

  /** About how many words are joined for so many keys. */
  private long joined(int keys) {
    long layer = 0;
    for (int at = 0; at < graph.layers; at++) {
      layer = Math.max(layer, Strip.cost(graph.keys(at)));
    }
    int deepest = highest(unsettled());
    return product((keys + 63L) / 64, layer, deepest);
  }

  /** The product of numbers ≥ 0, or the greatest long where that is more. */
  static long product(long a, long b, long c) {
    double about = (double) a * b * c;
    return about < Long.MAX_VALUE / 2.0 ? a * b * c : Long.MAX_VALUE;
  }

  private int strips(int[] keys) {
    int size = Strip.keys(n, MOST_WORDS);
    int strips = (keys.length + size - 1) / size;
    Thread asking = Thread.currentThread();
    return IntStream.range(0, strips)
        .parallel()
        .map(
            number -> {
              int from = number * size;
              int to = Math.min(keys.length, from + size);
              Strip strip = new Strip(graph, Arrays.copyOfRange(keys, from, to), asking);
              do {
                strip.step();
              } while (!strip.isFull());
              return strip.depth();
            })
        .max()
        .orElseThrow();
  }
}
