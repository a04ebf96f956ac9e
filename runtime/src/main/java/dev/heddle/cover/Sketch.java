package dev.heddle.cover;

import dev.heddle.relation.Relation;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A cover of few positions that looks like one of many, for pictures. Few positions are cheapest
 * under one dense tile, because a call and a tile cost something whatever is in them; here only
 * scores count, and a little for each query and key of a tile.
 */
final class Sketch {

  /** What a query or key of a tile costs, in scores. */
  private static final int SIDE = 4;

  /** What a key costs that has to be fetched. */
  private static final int FETCHED = 6;

  private static final int[] GROUPS = {4, 8, 16};

  private final RowTable table;
  private final int[] grid;
  private final Cost cost;
  private final boolean[] isHeavy;
  private final int[] light;

  private Sketch(Relation relation, Workload work) {
    this.table = RowTable.of(relation);
    this.grid = relation.grid().stream().mapToInt(Integer::intValue).toArray();
    this.cost = new Cost(work);
    long[] sizes = IntStream.range(0, table.queries).mapToLong(table::size).toArray();
    long[] sorted = sizes.clone();
    Arrays.sort(sorted);
    long most = sorted[(int) (sorted.length * 7L / 8)];
    this.isHeavy = new boolean[table.queries];
    for (int query = 0; query < isHeavy.length; query++) {
      isHeavy[query] = sizes[query] > 2 * most;
    }
    this.light = queries(false);
  }

  static Cover of(Relation relation, Workload work) {
    Sketch sketch = new Sketch(relation, work);
    Cover whole = Cover.of(relation, work);
    List<Region> all = Structure.of(sketch.table, sketch.light);
    // The planner's windows are too long for a few positions: groups of neighbours take their
    // place.
    List<Region> far = all.stream().filter(region -> !(region instanceof Region.Diagonal)).toList();
    List<Part> best = whole.parts();
    long least = Long.MAX_VALUE;
    for (List<Region> regions : List.of(far, all, none())) {
      for (List<int[]> groups : sketch.groupings()) {
        List<Part> parts = sketch.parts(regions, groups);
        if (!parts.isEmpty() && area(parts) < area(whole.parts()) && cost(parts) < least) {
          least = cost(parts);
          best = parts;
        }
      }
    }
    return new Cover(sketch.table.queries, sketch.table.keys, best, work);
  }

  private static List<Region> none() {
    return List.of();
  }

  private static long area(List<Part> parts) {
    return parts.stream().mapToLong(Part::area).sum();
  }

  private static long cost(List<Part> parts) {
    long sum = 0;
    for (Part part : parts) {
      for (Tile tile : part.tiles()) {
        int key = tile.keys().isListed() ? FETCHED : SIDE;
        sum += tile.area() + (long) SIDE * tile.queries().count + (long) key * tile.keys().count;
      }
    }
    return sum;
  }

  private int[] queries(boolean heavy) {
    return IntStream.range(0, table.queries)
        .filter(query -> isHeavy[query] == heavy && table.pieces(query) > 0)
        .toArray();
  }

  private List<List<int[]>> groupings() {
    List<List<int[]>> found = new ArrayList<>();
    for (int size : GROUPS) {
      found.add(new Grouping.Consecutive(light, size).all());
    }
    if (grid.length > 1) {
      boolean[] isTaking = new boolean[table.queries];
      for (int query : light) {
        isTaking[query] = true;
      }
      for (int[] sides : Grouping.sides(grid)) {
        found.add(new Grouping.Tiles(isTaking, table.shift(), table.keys, grid, sides).all());
      }
    }
    return found;
  }

  private List<Part> parts(List<Region> regions, List<int[]> groups) {
    List<Part> parts = new ArrayList<>();
    Regions tiles = new Regions(table, isHeavy, cost);
    for (int at = 0; at < regions.size(); at++) {
      Region region = regions.get(at);
      parts.addAll(Parts.of(region.family(), tiles.tiles(region, regions.subList(0, at))));
    }
    parts.addAll(Parts.of("gather", new Leftover(table, regions).tiles(groups)));
    int[] heavy = queries(true);
    parts.addAll(
        Parts.of(
            "slab", new Leftover(table, none()).tiles(new Grouping.Consecutive(heavy, 64).all())));
    return Parts.inOrder(parts);
  }
}
