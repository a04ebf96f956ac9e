package dev.heddle.analysis;

import dev.heddle.relation.Watch;
import java.util.BitSet;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/**
 * Hops where not everybody hears itself and pairs are too many to list, so that {@link StepCount}
 * does not answer: depths are tried one after the other as far as a bound of work allows, and what
 * they leave open gets a bound from above by a position at which walks may wait, or by Wielandt's.
 */
final class LargeSteps {

  /** The most words that are joined: some seconds. */
  private static final long MOST_JOINED = 1L << 33;

  /** The most depths: what takes longer is bounded. */
  private static final int MOST_DEPTHS = 64;

  /** The most pairs that are looked at for a period. */
  private static final long MOST_PAIRS = 1L << 28;

  private final LayerGraph graph;
  private final Walker walker;
  private final int n;

  private LargeSteps(LayerGraph graph, Walker walker) {
    this.graph = graph;
    this.walker = walker;
    this.n = graph.n;
  }

  /** The hops, where each position reaches each at some depth. */
  static Hops of(LayerGraph graph, Walker walker) {
    return of(graph, walker, MOST_JOINED);
  }

  /** The same with a bound of work. */
  static Hops of(LayerGraph graph, Walker walker, long mostJoined) {
    return new LargeSteps(graph, walker).bounded(mostJoined);
  }

  private Hops bounded(long mostJoined) {
    long each = 1;
    for (int layer = 0; layer < graph.layers; layer++) {
      each = Math.max(each, Strip.cost(graph.keys(layer)));
    }
    long depths = mostJoined / HopCount.product(each, (n + 63L) / 64, 1);
    int tried = (int) Math.min(MOST_DEPTHS, depths);
    BitSet full = fullAt(tried);
    if (!full.isEmpty()) {
      return new Hops.Exactly(full.nextSetBit(0));
    }
    int lower = Math.max(2, tried + 1);
    OptionalInt upper = waiting();
    return new Hops.Between(lower, upper.isPresent() ? upper : primitive());
  }

  /** The depths, of the first few, at which all have heard of all. */
  private BitSet fullAt(int depths) {
    BitSet full = new BitSet();
    full.set(1, depths + 1);
    for (int from = 0; from < n && !full.isEmpty(); from += Strip.KEYS) {
      Strip strip =
          new Strip(graph, IntStream.range(from, Math.min(n, from + Strip.KEYS)).toArray());
      for (int depth = 1; depth < full.length(); depth++) {
        strip.step();
        if (!strip.isFull()) {
          full.clear(depth);
        }
      }
    }
    return full;
  }

  /**
   * A bound by a position that hears itself in every layer: all can go there, wait as long as is
   * needed, and go on to any, whatever the depth is. From the layers that the longest way there
   * takes and the longest way on, all depths are full.
   */
  private OptionalInt waiting() {
    int centre = 0;
    while (centre < n && !waits(centre)) {
      centre++;
    }
    if (centre == n) {
      return OptionalInt.empty();
    }
    int place = centre;
    int[] everywhere =
        IntStream.range(0, graph.layers).map(layer -> graph.state(place, layer)).toArray();
    int on = 0;
    int[] distances = walker.distances(Walker.Way.LISTEN, everywhere);
    for (int key = 0; key < n; key++) {
      int distance = distances[graph.state(key, graph.layers - 1)];
      if (distance == Walker.UNREACHED) {
        return OptionalInt.empty();
      }
      on = Math.max(on, distance);
    }
    int there = 0;
    for (int distance : walker.distances(Walker.Way.SPREAD, everywhere)) {
      if (distance == Walker.UNREACHED) {
        // From some layer on it has no way there.
        return OptionalInt.empty();
      }
      there = Math.max(there, distance);
    }
    return OptionalInt.of(there + on);
  }

  private boolean waits(int position) {
    for (int layer = 0; layer < graph.layers; layer++) {
      PieceTable table = graph.keys(layer);
      boolean hears = false;
      for (int piece = table.starts[position]; piece < table.starts[position + 1]; piece++) {
        hears |=
            table.first[piece] <= position
                && position <= table.last[piece]
                && (position - table.first[piece]) % table.step[piece] == 0;
      }
      if (!hears) {
        return false;
      }
    }
    return true;
  }

  /**
   * No power of a primitive matrix is needed beyond (n − 1)² + 1 (Wielandt, 1950). One layer in
   * which each reaches each is primitive if its period is 1: the greatest common divisor of what
   * the ways to a position differ by.
   */
  private OptionalInt primitive() {
    long most = (n - 1L) * (n - 1L) + 1;
    if (graph.layers > 1 || most > Integer.MAX_VALUE) {
      return OptionalInt.empty();
    }
    int[] distances = walker.distances(Walker.Way.LISTEN, 0);
    PieceTable table = graph.keys(0);
    int period = 0;
    long pairs = 0;
    Watch.goOn("looking for a period");
    for (int query = 0; query < n && pairs < MOST_PAIRS; query++) {
      int from = query == 0 ? 0 : distances[query];
      for (int piece = table.starts[query]; piece < table.starts[query + 1]; piece++) {
        for (int key = table.first[piece]; key <= table.last[piece]; key += table.step[piece]) {
          int other = key == 0 ? 0 : distances[key];
          period = StepCount.gcd(period, Math.abs(from + 1 - other));
          if (period == 1) {
            return OptionalInt.of((int) most);
          }
        }
        pairs += table.count(piece);
      }
    }
    return OptionalInt.empty();
  }
}
