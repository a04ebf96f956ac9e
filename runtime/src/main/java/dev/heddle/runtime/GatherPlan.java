package dev.heddle.runtime;

import dev.heddle.diagnostic.HeddleException;
import dev.heddle.lower.MemoryBudget;
import dev.heddle.relation.Relation;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * Fetches the keys of each query and attends to them: queries with about as many keys go together,
 * padded to the longest of them. Rows at most double by padding, so the cost is that of the edges,
 * whatever the pattern.
 *
 * @param queries the queries that have a key, in the order of the tiles
 * @param index for each of them its keys, padded to the width of its tile by repeating the last:
 *     whatever padding brings in is then something that the query sees anyway, be it NaN
 * @param valid for each entry of {@code index} whether it is no padding
 * @param tiles for each tile four numbers: its first entry in {@code queries}, its queries, its
 *     width, its first entry in {@code index}
 */
record GatherPlan(int[] queries, int[] index, boolean[] valid, long[] tiles) implements Plan {

  static final int NUMBERS_PER_TILE = 4;

  /** Tiles are cut to about so many keys, which bounds what a forward pass holds at a time. */
  private static final int TILE_KEYS = 1 << 15;

  /**
   * Plans a relation.
   *
   * @throws HeddleException if its index does not fit into this JVM's heap
   */
  static GatherPlan of(Relation relation) {
    List<List<Integer>> byWidth = queriesByWidth(relation);
    long entries = 0;
    for (int exponent = 0; exponent < byWidth.size(); exponent++) {
      entries += byWidth.get(exponent).size() * (1L << exponent);
    }
    MemoryBudget.ofHeap()
        .require(
            String.format(Locale.ROOT, "the gather plan of %,d edges", relation.edges()),
            entries,
            Integer.BYTES + 1,
            0,
            () -> "");
    return new Builder((int) entries, relation).build(byWidth);
  }

  /** The queries whose number of keys is at most 2^e and more than 2^(e − 1), for each e. */
  private static List<List<Integer>> queriesByWidth(Relation relation) {
    List<List<Integer>> byWidth = new ArrayList<>();
    for (int query = 0; query < relation.queries(); query++) {
      int size = relation.row(query).size();
      if (size > 0) {
        int exponent = Integer.SIZE - Integer.numberOfLeadingZeros(size - 1);
        while (byWidth.size() <= exponent) {
          byWidth.add(new ArrayList<>());
        }
        byWidth.get(exponent).add(query);
      }
    }
    return byWidth;
  }

  @Override
  public String summary() {
    long edges = 0;
    for (boolean entry : valid) {
      edges += entry ? 1 : 0;
    }
    return String.format(
        Locale.ROOT,
        "gather: %,d keys for %,d queries in %,d tiles, %,d of them padding",
        index.length,
        queries.length,
        tiles.length / NUMBERS_PER_TILE,
        index.length - edges);
  }

  /** Fills the arrays, tile after tile. */
  private static final class Builder {
    private final Relation relation;
    private final int[] index;
    private final boolean[] valid;
    private final List<Long> tiles = new ArrayList<>();
    private final int[] queries;
    private int nextQuery;
    private int nextEntry;

    Builder(int entries, Relation relation) {
      this.relation = relation;
      this.index = new int[entries];
      this.valid = new boolean[entries];
      this.queries = new int[relation.queries()];
    }

    GatherPlan build(List<List<Integer>> byWidth) {
      for (List<Integer> group : byWidth) {
        int width = group.stream().mapToInt(query -> relation.row(query).size()).max().orElse(1);
        int rows = Math.max(1, TILE_KEYS / width);
        for (int from = 0; from < group.size(); from += rows) {
          tile(group.subList(from, Math.min(group.size(), from + rows)), width);
        }
      }
      return new GatherPlan(
          Arrays.copyOf(queries, nextQuery),
          Arrays.copyOf(index, nextEntry),
          Arrays.copyOf(valid, nextEntry),
          tiles.stream().mapToLong(Long::longValue).toArray());
    }

    private void tile(List<Integer> rows, int width) {
      tiles.addAll(List.of((long) nextQuery, (long) rows.size(), (long) width, (long) nextEntry));
      for (int query : rows) {
        queries[nextQuery++] = query;
        int end = relation.row(query).fill(index, nextEntry);
        Arrays.fill(valid, nextEntry, end, true);
        Arrays.fill(index, end, nextEntry + width, index[end - 1]);
        nextEntry += width;
      }
    }
  }
}
