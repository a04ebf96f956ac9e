package dev.heddle.analysis;

import dev.heddle.relation.Row;
import dev.heddle.relation.Watch;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Gives as many positions as possible a successor of their own (Hopcroft and Karp, 1973). A path
 * does so for all but one; where that is impossible, some positions have too few successors (Hall's
 * theorem).
 */
final class Matching {

  /** The most steps that are looked at. */
  private static final long MOST_WORK = 1L << 30;

  private final SeenBy graph;
  private final int n;
  private final int[] successor;
  private final int[] predecessor;
  private final int[] level;
  private final int[] at;
  private long work;

  private Matching(SeenBy graph) {
    this.graph = graph;
    this.n = graph.n;
    this.successor = new int[n];
    this.predecessor = new int[n];
    this.level = new int[n];
    this.at = new int[n];
    Arrays.fill(successor, -1);
    Arrays.fill(predecessor, -1);
  }

  static @Nullable NoPath crowded(SeenBy graph) {
    Matching matching = new Matching(graph);
    int size = matching.match();
    return size >= graph.n - 1 || matching.work > MOST_WORK ? null : matching.crowd();
  }

  private int match() {
    int size = 0;
    for (int position = 0; position < n; position++) {
      for (int x = graph.starts[position]; x < graph.starts[position + 1]; x++) {
        if (predecessor[graph.to[x]] < 0) {
          pair(position, graph.to[x]);
          size++;
          break;
        }
      }
    }
    while (size < n && work <= MOST_WORK && layers()) {
      System.arraycopy(graph.starts, 0, at, 0, n);
      int before = size;
      for (int position = 0; position < n; position++) {
        if (successor[position] < 0 && augment(position)) {
          size++;
        }
      }
      if (size == before) {
        break;
      }
    }
    return size;
  }

  private void pair(int position, int next) {
    successor[position] = next;
    predecessor[next] = position;
  }

  /** How far each position is from one without a successor; whether a free successor is found. */
  private boolean layers() {
    Watch.goOn("the search of a proof");
    Arrays.fill(level, -1);
    int[] queue = new int[n];
    int end = 0;
    for (int position = 0; position < n; position++) {
      if (successor[position] < 0) {
        level[position] = 0;
        queue[end++] = position;
      }
    }
    boolean isFree = false;
    for (int head = 0; head < end; head++) {
      int position = queue[head];
      for (int x = graph.starts[position]; x < graph.starts[position + 1]; x++) {
        work++;
        int other = predecessor[graph.to[x]];
        if (other < 0) {
          isFree = true;
        } else if (level[other] < 0) {
          level[other] = level[position] + 1;
          queue[end++] = other;
        }
      }
    }
    return isFree;
  }

  /** Finds a successor for a position, moving others; without recursion. */
  private boolean augment(int root) {
    int[] path = new int[16];
    int depth = 0;
    path[0] = root;
    while (depth >= 0) {
      int position = path[depth];
      if (at[position] == graph.starts[position + 1]) {
        level[position] = -1;
        depth--;
        if (depth >= 0) {
          at[path[depth]]++;
        }
        continue;
      }
      work++;
      int next = graph.to[at[position]];
      int other = predecessor[next];
      if (other < 0) {
        // All along the path everyone takes what it stopped at.
        for (int up = depth; up >= 0; up--) {
          pair(path[up], graph.to[at[path[up]]]);
        }
        return true;
      }
      if (level[other] == level[position] + 1) {
        if (++depth == path.length) {
          path = Arrays.copyOf(path, 2 * depth);
        }
        path[depth] = other;
      } else {
        at[position]++;
      }
    }
    return false;
  }

  /** The positions that compete for successors with those that have none. */
  private NoPath crowd() {
    layers();
    int[] crowd = IntStream.range(0, n).filter(position -> level[position] >= 0).toArray();
    boolean[] isNext = new boolean[n];
    for (int position : crowd) {
      for (int x = graph.starts[position]; x < graph.starts[position + 1]; x++) {
        isNext[graph.to[x]] = true;
      }
    }
    return new NoPath.Crowded(
        Row.ofAscending(Arrays.stream(crowd).asLongStream().toArray()),
        Row.ofAscending(IntStream.range(0, n).filter(one -> isNext[one]).asLongStream().toArray()));
  }
}
