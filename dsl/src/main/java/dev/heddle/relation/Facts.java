package dev.heddle.relation;

import java.util.List;

/**
 * The numbers of a relation.
 *
 * @param edges the number of pairs
 * @param minRow the number of keys of the shortest row
 * @param maxRow the number of keys of the longest row
 * @param emptyRows the number of queries without a key
 * @param firstEmpty the first of these, at most ten
 */
record Facts(long edges, int minRow, int maxRow, long emptyRows, List<Integer> firstEmpty) {}
