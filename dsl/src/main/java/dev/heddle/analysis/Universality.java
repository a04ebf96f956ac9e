package dev.heddle.analysis;

import dev.heddle.relation.Relation;
import dev.heddle.relation.Row;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;

/**
 * The three conditions on the patterns of the layers that together suffice for a sparse Transformer
 * to be a universal approximator (Yun et al. 2020, Assumption 1). They are sufficient: a pattern
 * that fails one may still be universal for another reason.
 */
public final class Universality {

  /** The greatest length at which every order of the positions is tried. */
  private static final int MOST_TRIED = 16;

  private Universality() {}

  /** Whether something is the case, as far as it could be found out. */
  public enum Answer {
    YES,
    NO,
    UNKNOWN
  }

  /** All three conditions; unknown where the second cannot be decided. */
  public static Answer of(List<Relation> layers) {
    if (!selfLoops(layers) || path(layers) == Answer.NO) {
      return Answer.NO;
    }
    return Hops.of(layers).isEmpty() ? Answer.NO : path(layers);
  }

  /** Condition 1: every position attends to itself in every layer. */
  public static boolean selfLoops(List<Relation> layers) {
    for (Relation layer : layers) {
      for (int query = 0; query < layer.keys(); query++) {
        if (!layer.contains(query, query)) {
          return false;
        }
      }
    }
    return true;
  }

  /**
   * Condition 2: an order of the positions in which each is attended to by the next, in some layer.
   * Found where the order of the text is one, forwards or backwards; refuted where the positions
   * fall apart or too many are dead ends; decided by trying all orders up to {@value #MOST_TRIED}
   * positions; and unknown otherwise.
   */
  public static Answer path(List<Relation> layers) {
    Relation all = layers.getFirst();
    for (Relation layer : layers.subList(1, layers.size())) {
      all = all.union(layer);
    }
    int n = all.keys();
    if (follows(all, -1) || follows(all, 1)) {
      return Answer.YES;
    }
    if (n <= MOST_TRIED) {
      return tried(all, n) ? Answer.YES : Answer.NO;
    }
    return isRefuted(all, n) ? Answer.NO : Answer.UNKNOWN;
  }

  private static boolean follows(Relation all, int by) {
    for (int query = Math.max(0, -by); query < all.keys() - Math.max(0, by); query++) {
      if (!all.contains(query, query + by)) {
        return false;
      }
    }
    return true;
  }

  /** Reached sets of positions, and the last of each: Held and Karp's table, as bits. */
  private static boolean tried(Relation all, int n) {
    int[] attendedBy = new int[n];
    for (int query = 0; query < n; query++) {
      for (int key : all.row(query).keys()) {
        attendedBy[key] |= 1 << query;
      }
    }
    int[] ends = new int[1 << n];
    for (int first = 0; first < n; first++) {
      ends[1 << first] = 1 << first;
    }
    for (int set = 1; set < 1 << n; set++) {
      for (int last = 0; last < n; last++) {
        if ((ends[set] >> last & 1) == 1) {
          for (int next = attendedBy[last] & ~set; next != 0; next &= next - 1) {
            int bit = next & -next;
            ends[set | bit] |= bit;
          }
        }
      }
    }
    return ends[(1 << n) - 1] != 0;
  }

  /** Two positions that nobody else attends to, two that attend to nobody else, or two parts. */
  private static boolean isRefuted(Relation all, int n) {
    int[] part = new int[n];
    Arrays.fill(part, -1);
    Relation back = all.transpose();
    int sources = 0;
    int sinks = 0;
    for (int position = 0; position < n; position++) {
      sources += isAlone(all.row(position), position) ? 1 : 0;
      sinks += isAlone(back.row(position), position) ? 1 : 0;
    }
    if (sources > 1 || sinks > 1) {
      return true;
    }
    Deque<Integer> open = new ArrayDeque<>(List.of(0));
    part[0] = 0;
    int seen = 1;
    while (!open.isEmpty()) {
      int position = open.pop();
      for (Relation direction : List.of(all, back)) {
        for (int other : direction.row(position).keys()) {
          if (part[other] < 0) {
            part[other] = 0;
            seen++;
            open.push(other);
          }
        }
      }
    }
    return seen < n;
  }

  private static boolean isAlone(Row row, int position) {
    return row.isEmpty() || (row.count() == 1 && row.contains(position));
  }
}
