package dev.heddle.relation;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Positions with equal values.
 *
 * @param groupOf the number of each position's group
 * @param members the positions of each group
 */
@SuppressWarnings("ArrayRecordComponent") // never compared, never shown
record Groups(int[] groupOf, List<Row> members) {

  static Groups of(long[] values) {
    Map<Long, Integer> numbers = new HashMap<>();
    int[] groupOf = new int[values.length];
    for (int at = 0; at < values.length; at++) {
      groupOf[at] = numbers.computeIfAbsent(values[at], _ -> numbers.size());
    }
    int[] sizes = new int[numbers.size()];
    for (int group : groupOf) {
      sizes[group]++;
    }
    long[][] members = new long[sizes.length][];
    Arrays.setAll(members, group -> new long[sizes[group]]);
    int[] filled = new int[sizes.length];
    for (int at = 0; at < values.length; at++) {
      members[groupOf[at]][filled[groupOf[at]]++] = at;
    }
    return new Groups(groupOf, Arrays.stream(members).map(Row::ofAscending).toList());
  }
}
