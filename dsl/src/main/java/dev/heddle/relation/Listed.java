package dev.heddle.relation;

import java.util.Arrays;

/**
 * Rows that are listed key by key.
 *
 * @param starts length n + 1: the keys of query i stand from {@code starts[i]} up to {@code
 *     starts[i + 1]}
 * @param keys ascending and without repetitions within a row
 */
@SuppressWarnings("ArrayRecordComponent") // never compared, never shown
record Listed(int[] starts, int[] keys) {

  /** From pairs (query, key) in any order, perhaps repeated. */
  static Listed of(int n, int[] queries, int[] keys) {
    long[] pairs = new long[queries.length];
    for (int at = 0; at < pairs.length; at++) {
      pairs[at] = (long) queries[at] << 32 | keys[at];
    }
    Arrays.parallelSort(pairs);
    int[] starts = new int[n + 1];
    int[] sorted = new int[pairs.length];
    int end = 0;
    for (int at = 0; at < pairs.length; at++) {
      if (at == 0 || pairs[at] != pairs[at - 1]) {
        sorted[end++] = (int) pairs[at];
        starts[(int) (pairs[at] >>> 32) + 1]++;
      }
    }
    for (int query = 0; query < n; query++) {
      starts[query + 1] += starts[query];
    }
    return new Listed(starts, Arrays.copyOf(sorted, end));
  }

  Listed transposed() {
    int[] queries = new int[keys.length];
    for (int query = 0; query + 1 < starts.length; query++) {
      Arrays.fill(queries, starts[query], starts[query + 1], query);
    }
    return of(starts.length - 1, keys, queries);
  }

  Row row(int query) {
    long[] row = new long[starts[query + 1] - starts[query]];
    for (int at = 0; at < row.length; at++) {
      row[at] = keys[starts[query] + at];
    }
    return Row.ofAscending(row);
  }

  boolean contains(int query, int key) {
    return Arrays.binarySearch(keys, starts[query], starts[query + 1], key) >= 0;
  }
}
