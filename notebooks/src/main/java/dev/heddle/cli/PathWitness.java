package dev.heddle.cli;

import dev.heddle.relation.Relation;
import java.util.stream.IntStream;

/** An order of all positions in which each is attended to by the next. */
final class PathWitness {

  /** Up to so many positions all orders are tried. */
  private static final int MOST_TRIED = 16;

  private PathWitness() {}

  /** The order, if it is that of the text, forwards or backwards, or can be found by trying. */
  static int[] of(Relation all) {
    int n = all.keys();
    int[] forwards = IntStream.range(0, n).toArray();
    if (isPath(all, forwards)) {
      return forwards;
    }
    int[] backwards = IntStream.range(0, n).map(at -> n - 1 - at).toArray();
    if (isPath(all, backwards)) {
      return backwards;
    }
    return n <= MOST_TRIED ? tried(all, n) : new int[0];
  }

  private static boolean isPath(Relation all, int[] order) {
    for (int at = 1; at < order.length; at++) {
      if (!all.contains(order[at], order[at - 1])) {
        return false;
      }
    }
    return true;
  }

  /** Held and Karp's table: for each set of positions, the last ones of orders of it, as bits. */
  private static int[] tried(Relation all, int n) {
    int[] attendsTo = new int[n];
    for (int query = 0; query < n; query++) {
      for (int key : all.row(query).keys()) {
        attendsTo[query] |= 1 << key;
      }
    }
    int[] lasts = new int[1 << n];
    for (int set = 1; set < 1 << n; set++) {
      for (int rest = set; rest != 0; rest &= rest - 1) {
        int last = Integer.numberOfTrailingZeros(rest);
        int before = set & ~(1 << last);
        if (before == 0 || (lasts[before] & attendsTo[last]) != 0) {
          lasts[set] |= 1 << last;
        }
      }
    }
    int[] order = new int[n];
    int set = (1 << n) - 1;
    int ends = lasts[set];
    for (int at = n - 1; at >= 0; at--) {
      if (ends == 0) {
        return new int[0];
      }
      order[at] = Integer.numberOfTrailingZeros(ends);
      set &= ~(1 << order[at]);
      ends = lasts[set] & attendsTo[order[at]];
    }
    return order;
  }
}
