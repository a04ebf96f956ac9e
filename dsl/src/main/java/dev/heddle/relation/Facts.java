package dev.heddle.relation;

import java.util.ArrayList;
import java.util.List;

/**
 * What one pass over all rows finds.
 *
 * @param edges the number of pairs
 * @param minRow the number of keys of the shortest row
 * @param maxRow the number of keys of the longest row
 * @param emptyRows the number of queries without a key
 * @param firstEmpty the first of these, at most ten
 */
record Facts(long edges, int minRow, int maxRow, long emptyRows, List<Integer> firstEmpty) {

  private static final int SHOWN = 10;

  static Facts of(Relation relation) {
    long edges = 0;
    int min = Integer.MAX_VALUE;
    int max = 0;
    long empty = 0;
    List<Integer> first = new ArrayList<>();
    for (int query = 0; query < relation.queries(); query++) {
      int size = relation.row(query).size();
      edges += size;
      min = Math.min(min, size);
      max = Math.max(max, size);
      if (size == 0) {
        empty++;
        if (first.size() < SHOWN) {
          first.add(query);
        }
      }
    }
    return new Facts(edges, min, max, empty, List.copyOf(first));
  }
}
