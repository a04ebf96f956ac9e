package dev.heddle.analysis;

import dev.heddle.relation.Watch;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * Looks for a Hamiltonian path by growing one: at its ends, to the neighbour that has fewest ways
 * out (Warnsdorff), between two of its positions, and, where nothing fits, after turning its end
 * round (Pósa's rotations where steps can be taken back, and exchanges of two stretches where they
 * cannot). It always does the same, and stops after a bounded work.
 */
final class PathSearch {

  /** The most positions that are moved or looked at. */
  private static final long MOST_WORK = 1L << 27;

  /** So many positions in a row that fail begin again from another position. */
  private static final int PATIENCE = 400;

  /** Of so many neighbours the ways out are counted. */
  private static final int LOOKED_AT = 48;

  private final SeenBy graph;
  private final int n;
  private final SplittableRandom random;
  private int[] path;
  private int[] spare;
  private final int[] place;
  private int length;
  private long work;

  private PathSearch(SeenBy graph) {
    this.graph = graph;
    this.n = graph.n;
    this.random = new SplittableRandom(n);
    this.path = new int[n];
    this.spare = new int[n];
    this.place = new int[n];
  }

  /** A path, or null if none was found. */
  static int @Nullable [] of(SeenBy graph) {
    return new PathSearch(graph).search();
  }

  private int @Nullable [] search() {
    for (int turn = 0; work < MOST_WORK; turn++) {
      begin(start(turn));
      int failures = 0;
      while (length < n && failures < PATIENCE && work < MOST_WORK) {
        Watch.goOn("the search of a path");
        if (extendEnd() || extendFront() || insert()) {
          failures = 0;
        } else if (rotate()) {
          failures++;
        } else {
          break;
        }
      }
      if (length == n) {
        return path;
      }
    }
    return null;
  }

  /** First where a path has to begin, if anywhere; then anywhere. */
  private int start(int turn) {
    if (turn > 0) {
      return random.nextInt(n);
    }
    int best = 0;
    for (int position = 0; position < n; position++) {
      best = graph.in(position) < graph.in(best) ? position : best;
    }
    return best;
  }

  private void begin(int position) {
    java.util.Arrays.fill(place, -1);
    path[0] = position;
    place[position] = 0;
    length = 1;
    work += n;
  }

  private boolean extendEnd() {
    int end = path[length - 1];
    int best = best(graph.to, graph.starts[end], graph.starts[end + 1], true);
    if (best < 0) {
      return false;
    }
    path[length] = best;
    place[best] = length++;
    return true;
  }

  private boolean extendFront() {
    int front = path[0];
    int best = best(graph.from, graph.ends[front], graph.ends[front + 1], false);
    if (best < 0) {
      return false;
    }
    insert(0, best);
    return true;
  }

  /** The neighbour that is not on the path and has fewest ways on. */
  private int best(int[] neighbours, int from, int to, boolean forwards) {
    int best = -1;
    int fewest = Integer.MAX_VALUE;
    int looked = 0;
    for (int at = from; at < to && looked < LOOKED_AT; at++) {
      work++;
      int neighbour = neighbours[at];
      if (place[neighbour] >= 0) {
        continue;
      }
      looked++;
      int ways = ways(neighbour, forwards);
      if (ways < fewest || (ways == fewest && random.nextInt(3) == 0)) {
        fewest = ways;
        best = neighbour;
      }
    }
    return best;
  }

  private int ways(int position, boolean forwards) {
    int[] list = forwards ? graph.to : graph.from;
    int from = forwards ? graph.starts[position] : graph.ends[position];
    int to = forwards ? graph.starts[position + 1] : graph.ends[position + 1];
    if (to - from > LOOKED_AT) {
      return to - from;
    }
    int ways = 0;
    for (int at = from; at < to; at++) {
      work++;
      ways += place[list[at]] < 0 ? 1 : 0;
    }
    return ways;
  }

  private void insert(int at, int position) {
    System.arraycopy(path, at, path, at + 1, length - at);
    path[at] = position;
    length++;
    renumber(at);
  }

  private void renumber(int from) {
    for (int at = from; at < length; at++) {
      place[path[at]] = at;
    }
    work += length - from;
  }

  /** Puts a position between two neighbours on the path. */
  private boolean insert() {
    for (int position = 0; position < n; position++) {
      if (place[position] >= 0) {
        continue;
      }
      for (int at = graph.ends[position]; at < graph.ends[position + 1]; at++) {
        work++;
        int before = place[graph.from[at]];
        if (before >= 0 && before + 1 < length && graph.has(position, path[before + 1])) {
          insert(before + 1, position);
          return true;
        }
      }
    }
    work += n;
    return false;
  }

  /** Gives the path another end, or, as often, another beginning. */
  private boolean rotate() {
    int end = path[length - 1];
    int ways = graph.out(end);
    int first = ways == 0 ? 0 : random.nextInt(ways);
    for (int turn = 0; turn < ways; turn++) {
      int at = place[graph.to[graph.starts[end] + (first + turn) % ways]];
      work++;
      if (at < 0 || at >= length - 1) {
        continue;
      }
      if (graph.isSymmetric) {
        if (at < length - 2) {
          if (random.nextBoolean()) {
            reverse(at + 1, length - 1);
          } else {
            // The same for the other end of the path.
            reverse(0, length - 1);
            return true;
          }
          return true;
        }
      } else if (exchange(at)) {
        return true;
      }
    }
    return graph.isSymmetric && length > 1 && turnFront();
  }

  private boolean turnFront() {
    reverse(0, length - 1);
    return true;
  }

  private void reverse(int from, int to) {
    for (int low = from, high = to; low < high; low++, high--) {
      int other = path[low];
      path[low] = path[high];
      path[high] = other;
    }
    renumber(from);
  }

  /**
   * The end leads back to place i, so that i … end is a cycle: it may be entered at another of its
   * positions j, and then ends at j − 1.
   */
  private boolean exchange(int i) {
    int size = length - i;
    int first = random.nextInt(size);
    for (int turn = 0; turn < size; turn++) {
      int j = i + (first + turn) % size;
      work++;
      if (j == i || (i > 0 && !graph.has(path[i - 1], path[j]))) {
        continue;
      }
      System.arraycopy(path, 0, spare, 0, i);
      System.arraycopy(path, j, spare, i, length - j);
      System.arraycopy(path, i, spare, i + length - j, j - i);
      int[] before = path;
      path = spare;
      spare = before;
      renumber(i);
      return true;
    }
    return false;
  }
}
