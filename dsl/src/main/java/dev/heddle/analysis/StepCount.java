package dev.heddle.analysis;

import dev.heddle.relation.Row;
import dev.heddle.relation.Watch;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Counts hops where not everybody hears itself, so that what was once heard may be lost again: Sᵗ
 * is then what walks of exactly t steps reach.
 *
 * <p>Let C be a strongly connected set of states of which walks do not end, and which no walk
 * leaves unless it ends. A walk within C goes through the classes of C one after the other, as many
 * as the period of C. So Sᵗ comes to be everything, beyond the first p depths, at those depths at
 * which no position's walks end, and what each class of each C hears is everything.
 */
final class StepCount {

  private static final long MOST_EDGES = 1L << 24;
  private static final long MOST_JOINED = 1L << 33;

  /** Queries at which a missed pair is looked for. */
  private static final int MOST_TRIED = 4_096;

  private static final String COUNTING = "counting exact steps";

  private final LayerGraph graph;
  private final int n;
  private final int layers;
  private int[] starts = new int[0];
  private int[] targets = new int[0];
  private final long mostJoined;

  private StepCount(LayerGraph graph, long mostJoined) {
    this.graph = graph;
    this.mostJoined = mostJoined;
    this.n = graph.n;
    this.layers = graph.layers;
  }

  /** Whether the pairs can be listed. */
  static boolean isSmall(LayerGraph graph) {
    long edges = 0;
    for (int layer = 0; layer < graph.layers; layer++) {
      edges += graph.keys(layer).edges();
    }
    return edges <= MOST_EDGES;
  }

  static Hops of(LayerGraph graph) {
    return of(graph, MOST_JOINED);
  }

  /** The same with a bound of work, in words that are joined. */
  static Hops of(LayerGraph graph, long mostJoined) {
    return new StepCount(graph, mostJoined).count();
  }

  private Hops count() {
    list();
    Watch.goOn(COUNTING);
    boolean[] isDead = dead();
    Watch.goOn(COUNTING);
    List<int[]> closed = closed(components(isDead), isDead);
    List<Obstacle.Missed> missed = new ArrayList<>();
    boolean[] comes = new boolean[layers];
    boolean ever = false;
    for (int layer = 0; layer < layers; layer++) {
      Watch.goOn(COUNTING);
      Obstacle.Missed one =
          firstDead(isDead, layer) >= 0 ? silent(isDead, layer) : turning(closed, layer);
      comes[layer] = one == null && firstDead(isDead, layer) < 0;
      ever |= comes[layer];
      if (one != null) {
        missed.add(one);
      }
    }
    return missed.size() == layers
        ? new Hops.Never(new Obstacle.OutOfStep(missed))
        : counted(comes, ever);
  }

  // ---- the graph, key by key

  private void list() {
    long edges = 0;
    for (int layer = 0; layer < layers; layer++) {
      edges += graph.keys(layer).edges();
    }
    starts = new int[graph.states() + 1];
    targets = new int[(int) edges];
    int end = 0;
    for (int layer = 0; layer < layers; layer++) {
      PieceTable table = graph.keys(layer);
      int below = graph.below(layer) * n;
      for (int query = 0; query < n; query++) {
        for (int piece = table.starts[query]; piece < table.starts[query + 1]; piece++) {
          for (int key = table.first[piece]; key <= table.last[piece]; key += table.step[piece]) {
            targets[end++] = below + key;
          }
        }
        starts[graph.state(query, layer) + 1] = end;
      }
    }
  }

  /** States from which all walks end. */
  private boolean[] dead() {
    int states = graph.states();
    int[] left = new int[states];
    int[] into = new int[states + 1];
    for (int state = 0; state < states; state++) {
      left[state] = starts[state + 1] - starts[state];
    }
    for (int target : targets) {
      into[target + 1]++;
    }
    for (int state = 0; state < states; state++) {
      into[state + 1] += into[state];
    }
    int[] sources = new int[targets.length];
    int[] filled = Arrays.copyOf(into, states);
    for (int state = 0; state < states; state++) {
      for (int at = starts[state]; at < starts[state + 1]; at++) {
        sources[filled[targets[at]]++] = state;
      }
    }
    boolean[] isDead = new boolean[states];
    int[] queue = new int[states];
    int end = 0;
    for (int state = 0; state < states; state++) {
      if (left[state] == 0) {
        isDead[state] = true;
        queue[end++] = state;
      }
    }
    for (int head = 0; head < end; head++) {
      for (int at = into[queue[head]]; at < into[queue[head] + 1]; at++) {
        if (--left[sources[at]] == 0) {
          isDead[sources[at]] = true;
          queue[end++] = sources[at];
        }
      }
    }
    return isDead;
  }

  /** Tarjan's strongly connected components, without recursion; numbers from 0. */
  private int[] components(boolean[] isDead) {
    int states = graph.states();
    int[] component = new int[states];
    Arrays.fill(component, -1);
    int[] index = new int[states];
    int[] low = new int[states];
    int[] at = new int[states];
    int[] path = new int[states];
    int[] open = new int[states];
    int opened = 0;
    int found = 0;
    int seen = 0;
    for (int root = 0; root < states; root++) {
      if (index[root] != 0 || isDead[root]) {
        continue;
      }
      int depth = 0;
      path[0] = root;
      index[root] = low[root] = ++seen;
      at[root] = starts[root];
      open[opened++] = root;
      while (depth >= 0) {
        int state = path[depth];
        if (at[state] < starts[state + 1]) {
          int target = targets[at[state]++];
          if (isDead[target]) {
            continue;
          }
          if (index[target] == 0) {
            index[target] = low[target] = ++seen;
            at[target] = starts[target];
            open[opened++] = target;
            path[++depth] = target;
          } else if (component[target] < 0) {
            low[state] = Math.min(low[state], index[target]);
          }
          continue;
        }
        if (low[state] == index[state]) {
          int member;
          do {
            member = open[--opened];
            component[member] = found;
          } while (member != state);
          found++;
        }
        if (--depth >= 0) {
          low[path[depth]] = Math.min(low[path[depth]], low[state]);
        }
      }
    }
    return component;
  }

  /** The states of each component that no walk leaves which does not end. */
  private List<int[]> closed(int[] component, boolean[] isDead) {
    int count = Arrays.stream(component).max().orElse(-1) + 1;
    boolean[] isOpen = new boolean[count];
    int[] sizes = new int[count];
    for (int state = 0; state < component.length; state++) {
      if (isDead[state]) {
        continue;
      }
      sizes[component[state]]++;
      for (int at = starts[state]; at < starts[state + 1]; at++) {
        isOpen[component[state]] |=
            !isDead[targets[at]] && component[targets[at]] != component[state];
      }
    }
    int[][] members = new int[count][];
    for (int state = 0; state < component.length; state++) {
      if (!isDead[state] && !isOpen[component[state]]) {
        int number = component[state];
        if (members[number] == null) {
          members[number] = new int[sizes[number]];
        }
        members[number][members[number].length - sizes[number]--] = state;
      }
    }
    return Arrays.stream(members).filter(one -> one != null).toList();
  }

  /**
   * The class of each member of a closed component, along its walks, and behind them the period:
   * how many classes there are.
   */
  private int[] labels(int[] members) {
    int[] label = new int[graph.states()];
    Arrays.fill(label, -1);
    int[] queue = new int[members.length];
    queue[0] = members[0];
    label[members[0]] = 0;
    int end = 1;
    int period = 0;
    for (int head = 0; head < end; head++) {
      int state = queue[head];
      for (int at = starts[state]; at < starts[state + 1]; at++) {
        int target = targets[at];
        if (Arrays.binarySearch(members, target) < 0) {
          continue;
        }
        if (label[target] < 0) {
          label[target] = label[state] + 1;
          queue[end++] = target;
        } else {
          period = gcd(period, Math.abs(label[state] + 1 - label[target]));
        }
      }
    }
    int[] labels = new int[members.length + 1];
    for (int index = 0; index < members.length; index++) {
      labels[index] = label[members[index]] % period;
    }
    labels[members.length] = period;
    return labels;
  }

  static int gcd(int a, int b) {
    return b == 0 ? a : gcd(b, a % b);
  }

  private int firstDead(boolean[] isDead, int layer) {
    for (int position = 0; position < n; position++) {
      if (isDead[graph.state(position, layer)]) {
        return position;
      }
    }
    return -1;
  }

  // ---- the number

  /**
   * The number, or bounds of it.
   *
   * @param comes whether Sᵗ comes to be everything at depths of each layer, beyond the first
   */
  private Hops counted(boolean[] comes, boolean ever) {
    boolean[] isFullAtFirst = new boolean[layers];
    Arrays.fill(isFullAtFirst, true);
    int[] depths = new int[layers];
    long cost = 0;
    for (int layer = 0; layer < layers; layer++) {
      cost = Math.max(cost, Strip.cost(graph.keys(layer)));
    }
    long joined = 0;
    int lower = 2;
    for (int from = 0; from < n; from += Strip.KEYS) {
      int[] keys = IntStream.range(from, Math.min(n, from + Strip.KEYS)).toArray();
      Strip strip = new Strip(graph, keys);
      int[] found = new int[layers];
      int first = 0;
      while (strip.depth() < layers || isOpen(comes, found)) {
        joined += cost * ((keys.length + 63) / 64);
        if (joined > mostJoined) {
          // Where these keys were full once, at a depth of some layer, nothing is known of the
          // depths behind it: only those before are out of the question.
          int least = Math.max(lower, first > 0 ? first : strip.depth() + 1);
          return new Hops.Between(least, ever ? greatest(comes) : OptionalInt.empty());
        }
        strip.step();
        int layer = (strip.depth() - 1) % layers;
        first = first == 0 && strip.isFull() ? strip.depth() : first;
        if (strip.depth() <= layers) {
          isFullAtFirst[layer] &= strip.isFull();
        } else if (found[layer] == 0 && strip.isFull()) {
          found[layer] = strip.depth();
        }
      }
      lower = Math.max(lower, first);
      for (int layer = 0; layer < layers; layer++) {
        depths[layer] = Math.max(depths[layer], found[layer]);
      }
    }
    int best = Integer.MAX_VALUE;
    for (int layer = 0; layer < layers; layer++) {
      if (isFullAtFirst[layer]) {
        best = Math.min(best, layer + 1);
      } else if (comes[layer]) {
        best = Math.min(best, depths[layer]);
      }
    }
    return best == Integer.MAX_VALUE
        ? new Hops.Between(lower, OptionalInt.empty())
        : new Hops.Exactly(best);
  }

  private static boolean isOpen(boolean[] comes, int[] found) {
    for (int layer = 0; layer < comes.length; layer++) {
      if (comes[layer] && found[layer] == 0) {
        return true;
      }
    }
    return false;
  }

  /**
   * A bound from above, where all is heard at depths of some layer from some round on. A round is a
   * matrix of who is reached through all p layers, and its powers repeat themselves from the (n −
   * 1)² + 1st at the latest (Wielandt, 1950, for primitive ones, and Schwarz, 1970, for all): what
   * holds of all powers from some on, holds from there on.
   */
  private OptionalInt greatest(boolean[] comes) {
    long rounds = (n - 1L) * (n - 1L) + 1;
    long least = Long.MAX_VALUE;
    for (int layer = 0; layer < layers; layer++) {
      if (comes[layer]) {
        // A pattern alone is a power itself; of several, a part of a round comes first.
        least = Math.min(least, layers == 1 ? rounds : layer + 1 + layers * rounds);
      }
    }
    return least <= Integer.MAX_VALUE ? OptionalInt.of((int) least) : OptionalInt.empty();
  }

  // ---- why not

  /**
   * A position that hears of nothing p layers down, and a pair that is missed at the first depth;
   * null if none was found among the first positions.
   */
  private Obstacle.@Nullable Missed silent(boolean[] isDead, int layer) {
    int silent = 0;
    // Of the dead ones, one from which no walk gets round to its layer again.
    while (!isDead[graph.state(silent, layer)]
        || image(new int[] {silent}, layer, layers).length > 0) {
      silent++;
    }
    for (int query = 0; query < Math.min(n, MOST_TRIED); query++) {
      int key = firstMissing(image(new int[] {query}, layer, layer + 1));
      if (key < n) {
        return new Obstacle.Missed.Silent(silent, query, key);
      }
    }
    return null;
  }

  /** The first position that is not among these; n if all are. */
  private static int firstMissing(int[] ascending) {
    int key = 0;
    while (key < ascending.length && ascending[key] == key) {
      key++;
    }
    return key;
  }

  /** Classes that turn into each other, the first of which misses a key; null if none does. */
  private Obstacle.@Nullable Missed turning(List<int[]> closed, int layer) {
    for (int[] members : closed) {
      int[] labels = labels(members);
      int period = labels[members.length];
      // The classes of this layer, one for each p labels, in the order of walks.
      List<List<Integer>> classes = new ArrayList<>();
      int offset = -1;
      for (int index = 0; index < members.length; index++) {
        if (members[index] / n == layer) {
          offset = labels[index] % layers;
        }
      }
      for (int at = offset; at < period; at += layers) {
        classes.add(new ArrayList<>());
      }
      for (int index = 0; index < members.length; index++) {
        if (members[index] / n == layer) {
          classes.get((labels[index] - offset) / layers).add(members[index] % n);
        }
      }
      for (int first = 0; first < classes.size(); first++) {
        int[] positions = classes.get(first).stream().mapToInt(Integer::intValue).toArray();
        int key = firstMissing(image(positions, layer, layer + 1));
        if (key < n) {
          List<Row> rounds = new ArrayList<>();
          for (int at = 0; at < classes.size(); at++) {
            rounds.add(
                Row.ofAscending(
                    classes.get((first + at) % classes.size()).stream()
                        .mapToLong(Integer::longValue)
                        .sorted()
                        .toArray()));
          }
          return new Obstacle.Missed.Turning(rounds, key);
        }
      }
    }
    return null;
  }

  /** What positions at a layer hear of, so many steps down; ascending. */
  private int[] image(int[] positions, int layer, int steps) {
    Watch.goOn(COUNTING);
    int[] from = positions;
    int at = layer;
    for (int step = 0; step < steps; step++) {
      boolean[] heard = new boolean[n];
      for (int position : from) {
        int state = graph.state(position, at);
        for (int edge = starts[state]; edge < starts[state + 1]; edge++) {
          heard[targets[edge] % n] = true;
        }
      }
      from = IntStream.range(0, n).filter(key -> heard[key]).toArray();
      at = graph.below(at);
    }
    return from;
  }
}
