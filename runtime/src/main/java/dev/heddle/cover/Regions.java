package dev.heddle.cover;

import dev.heddle.lower.MemoryBudget;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/** The tiles of regions. */
final class Regions {

  /** Queries of a tile against columns; what is not masked is joined afterwards. */
  private static final int COLUMN_ROWS = 256;

  /** Classes up to so many queries are one tile. */
  private static final int WHOLE_CLASS = 512;

  private final RowTable table;
  private final boolean[] isTaken;
  private final Cost cost;

  /**
   * Creates tiles.
   *
   * @param isTaken the queries that have tiles of their own, and no part in these
   */
  Regions(RowTable table, boolean[] isTaken, Cost cost) {
    this.table = table;
    this.isTaken = isTaken;
    this.cost = cost;
  }

  // ---- costs

  double cost(Region region) {
    double m = table.queries;
    return switch (region) {
      case Region.Columns(Slots keys, int[] _, int[] _) ->
          Cost.CALL
              + cost.tiles(m / COLUMN_ROWS, COLUMN_ROWS, keys.count)
              + (keys.isListed() ? cost.fetch(keys.count) : 0)
              + cost.merge(m);
      case Region.Diagonal(int low, int high) ->
          3 * Cost.CALL + slide(m, blockOf(high - low), high - low) + cost.merge(m);
      case Region.Residue residue -> {
        double rows = m / residue.step();
        double reach = reach(residue);
        if (isWhole(residue)) {
          yield 2 * Cost.CALL
              + cost.tiles(residue.step(), rows, table.keys / (double) residue.step())
              + cost.merge(m);
        }
        double block = blockOf(reach);
        double calls = Math.min(residue.step(), rows / block);
        yield (2 + calls) * Cost.CALL + slide(m, block, reach) + cost.merge(m);
      }
    };
  }

  /** About how many scores the tiles of a region have. */
  double scores(Region region) {
    double m = table.queries;
    return switch (region) {
      case Region.Columns(Slots keys, int[] _, int[] _) -> m * keys.count;
      case Region.Diagonal(int low, int high) ->
          m * (blockOf((double) high - low) + (double) high - low);
      case Region.Residue residue ->
          isWhole(residue)
              ? m * table.keys / residue.step()
              : m * (blockOf(reach(residue)) + reach(residue));
    };
  }

  private double slide(double m, double block, double reach) {
    return cost.tiles(m / block, block, block + reach) + cost.masked(m * (block + reach));
  }

  /** The block for which a window of some reach costs least. */
  private int blockOf(double reach) {
    int best = 16;
    for (int block = 16; block <= 512; block *= 2) {
      if (slide(table.queries, block, reach) < slide(table.queries, best, reach)) {
        best = block;
      }
    }
    return best;
  }

  /** How many steps a query reaches from the first of its keys to the last. */
  private double reach(Region.Residue residue) {
    double low = Math.max(residue.low(), -table.keys);
    double high = Math.min(residue.high(), table.keys);
    return (high - low) / residue.step();
  }

  private boolean isWhole(Region.Residue residue) {
    double rows = table.keys / (double) residue.step();
    double reach = reach(residue);
    return (rows <= WHOLE_CLASS && reach > rows / 4)
        || (rows <= 8 * WHOLE_CLASS && reach > 0.8 * rows);
  }

  // ---- tiles

  /** The tiles of a region, of what the regions before it leave. */
  List<Tile> tiles(Region region, List<Region> before) {
    List<Slots[]> sides =
        switch (region) {
          case Region.Columns columns -> columns(columns);
          case Region.Diagonal diagonal -> diagonal(diagonal);
          case Region.Residue residue -> isWhole(residue) ? classes(residue) : windows(residue);
        };
    long scores = 0;
    for (Slots[] side : sides) {
      scores += (long) side[0].count * side[1].count;
    }
    MemoryBudget.ofHeap()
        .require(
            String.format(Locale.ROOT, "the masks of a cover of %,d scores", scores),
            scores / Byte.SIZE,
            1,
            0,
            () -> "");
    Tile[] tiles = new Tile[sides.size()];
    int chunk = Math.max(1, sides.size() / 16);
    IntStream.range(0, Math.ceilDiv(sides.size(), chunk))
        .parallel()
        .forEach(
            number -> {
              int to = Math.min(sides.size(), (number + 1) * chunk);
              for (int at = number * chunk; at < to; at++) {
                tiles[at] = tile(sides.get(at)[0], sides.get(at)[1], region, before);
              }
            });
    List<Tile> found = new ArrayList<>();
    for (Tile tile : tiles) {
      if (tile.mask() == null || tile.mask().count() > 0) {
        found.add(tile);
      }
    }
    return found;
  }

  private Tile tile(Slots queries, Slots keys, Region region, List<Region> before) {
    TileMask mask = new TileMask(queries.count, keys);
    for (int row = 0; row < queries.count; row++) {
      int position = queries.at(row);
      int query = position - table.shift();
      if (!isTaken[query]) {
        table.mark(query, mask, row, region.low(position), region.high(position));
        for (Region earlier : before) {
          earlier.clear(mask, row, position);
        }
      }
    }
    return Tile.of(queries, keys, mask);
  }

  private List<Slots[]> columns(Region.Columns columns) {
    List<Slots[]> sides = new ArrayList<>();
    for (int from = table.shift(); from < table.keys; from += COLUMN_ROWS) {
      int count = Math.min(COLUMN_ROWS, table.keys - from);
      sides.add(new Slots[] {Slots.range(from, 1, count), columns.keys()});
    }
    return sides;
  }

  private List<Slots[]> diagonal(Region.Diagonal diagonal) {
    int block = blockOf((double) diagonal.high() - diagonal.low());
    List<Slots[]> sides = new ArrayList<>();
    for (int from = table.shift(); from < table.keys; from += block) {
      int count = Math.min(block, table.keys - from);
      long low = Math.max(0, from + (long) diagonal.low());
      long high = Math.min(table.keys - 1L, from + count - 1L + diagonal.high());
      if (low <= high) {
        sides.add(
            new Slots[] {
              Slots.range(from, 1, count), Slots.range((int) low, 1, (int) (high - low + 1))
            });
      }
    }
    return sides;
  }

  /** One tile for each remainder. */
  private List<Slots[]> classes(Region.Residue residue) {
    int step = residue.step();
    List<Slots[]> sides = new ArrayList<>();
    for (int remainder = 0; remainder < Math.min(step, table.keys); remainder++) {
      int key = (remainder + residue.delta()) % step;
      Slots queries = progression(remainder, step, table.shift(), table.keys - 1L);
      Slots keys = progression(key, step, 0, table.keys - 1L);
      if (queries.count > 0 && keys.count > 0) {
        sides.add(new Slots[] {queries, keys});
      }
    }
    return sides;
  }

  /** Windows within each class: blocks of all classes in turn, or all blocks of each class. */
  private List<Slots[]> windows(Region.Residue residue) {
    int step = residue.step();
    int block = blockOf(reach(residue));
    long span = (long) block * step;
    List<Slots[]> sides = new ArrayList<>();
    // Blocks of all classes are a call each; a class has one for its blocks and one at each end.
    if (3L * step > table.queries / span) {
      for (long from = table.shift(); from < table.keys; from += span) {
        for (int remainder = 0; remainder < step; remainder++) {
          window(residue, from, from + span - 1, remainder, sides);
        }
      }
    } else {
      for (int remainder = 0; remainder < step; remainder++) {
        for (long from = table.shift(); from < table.keys; from += span) {
          window(residue, from, from + span - 1, remainder, sides);
        }
      }
    }
    return sides;
  }

  /** The queries and keys of one class, of the queries in some stretch. */
  private void window(Region.Residue residue, long from, long to, int turn, List<Slots[]> sides) {
    int step = residue.step();
    // The classes in the order of their first query here, which makes them one view.
    int remainder = (int) ((from + turn) % step);
    Slots queries = progression(remainder, step, from, Math.min(to, table.keys - 1L));
    if (queries.count == 0) {
      return;
    }
    long first = queries.start;
    long last = queries.at(queries.count - 1);
    Slots keys =
        progression(
            (remainder + residue.delta()) % step,
            step,
            Math.max(0, first + residue.low()),
            Math.min(table.keys - 1L, last + residue.high()));
    if (keys.count > 0) {
      sides.add(new Slots[] {queries, keys});
    }
  }

  /** The positions of a remainder from one to another. */
  private static Slots progression(int remainder, int step, long from, long to) {
    long first = from + Math.floorMod(remainder - from, (long) step);
    return first > to
        ? Slots.range((int) Math.min(first, Integer.MAX_VALUE), 1, 0)
        : Slots.range((int) first, step, (int) ((to - first) / step + 1));
  }
}
