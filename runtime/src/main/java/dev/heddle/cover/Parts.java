package dev.heddle.cover;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Brings tiles of one size together, so that few calls do all of them. */
final class Parts {

  /** A part for each mask pays as long as masks do not change more often than this. */
  private static final int TILES_PER_MASK = 16;

  /** Lists are padded to the longest of a part by at most this share. */
  private static final double PADDING = 0.125;

  private static final int MOST_EXACT = 4;

  private final List<Part> found = new ArrayList<>();

  private Parts() {}

  /** The parts of a family of tiles. */
  static List<Part> of(String family, List<Tile> tiles) {
    Parts parts = new Parts();
    List<Tile> views = new ArrayList<>();
    List<Tile> lists = new ArrayList<>();
    for (Tile tile : tiles) {
      if (tile.keys().isListed() || tile.queries().isListed()) {
        split(tile, lists);
      } else {
        views.add(tile);
      }
    }
    parts.views(family, joined(views));
    parts.lists(family, lists);
    return parts.found;
  }

  // ---- views

  /** Neighbours with the same keys and no mask, as one tile. */
  private static List<Tile> joined(List<Tile> tiles) {
    List<Tile> joined = new ArrayList<>();
    for (Tile tile : tiles) {
      Tile last = joined.isEmpty() ? null : joined.getLast();
      if (last != null
          && last.mask() == null
          && tile.mask() == null
          && isSame(last.keys(), tile.keys())
          && follows(last.queries(), tile.queries())) {
        joined.set(
            joined.size() - 1,
            new Tile(
                Slots.range(last.queries().start, 1, last.queries().count + tile.queries().count),
                last.keys(),
                null));
      } else {
        joined.add(tile);
      }
    }
    return joined;
  }

  private static boolean isSame(Slots a, Slots b) {
    return a.start == b.start && a.step == b.step && a.count == b.count;
  }

  private static boolean follows(Slots before, Slots after) {
    return before.step == 1 && after.step == 1 && before.start + before.count == after.start;
  }

  private void views(String family, List<Tile> tiles) {
    int from = 0;
    while (from < tiles.size()) {
      int to = from + 1;
      while (to < tiles.size() && isRegular(tiles, from, to)) {
        to++;
      }
      run(family, tiles.subList(from, to));
      from = to;
    }
  }

  /** Whether a tile lies from the one before it as the second does from the first. */
  private static boolean isRegular(List<Tile> tiles, int from, int at) {
    Tile first = tiles.get(from);
    Tile before = tiles.get(at - 1);
    Tile next = tiles.get(at);
    if (next.queries().count != first.queries().count
        || next.keys().count != first.keys().count
        || next.queries().step != first.queries().step
        || next.keys().step != first.keys().step) {
      return false;
    }
    int down = next.queries().start - before.queries().start;
    int across = next.keys().start - before.keys().start;
    if (down <= 0 || across < 0) {
      return false;
    }
    Tile second = tiles.get(from + 1);
    return at == from + 1
        || (down == second.queries().start - first.queries().start
            && across == second.keys().start - first.keys().start);
  }

  /** Tiles at regular distances: apart by their masks, if that makes few parts of them. */
  private void run(String family, List<Tile> tiles) {
    List<List<Tile>> alike = new ArrayList<>();
    int from = 0;
    for (int at = 1; at <= tiles.size(); at++) {
      if (at == tiles.size() || !tiles.get(at).isLike(tiles.get(at - 1))) {
        alike.add(tiles.subList(from, at));
        from = at;
      }
    }
    if (alike.size() <= 3 + tiles.size() / TILES_PER_MASK) {
      for (List<Tile> same : alike) {
        add(family, same, masking(same.getFirst().mask()), false, false);
      }
    } else {
      add(family, tiles, Part.Masking.EACH, false, false);
    }
  }

  private static Part.Masking masking(@Nullable TileMask mask) {
    if (mask == null) {
      return Part.Masking.NONE;
    }
    return mask.isCausal() ? Part.Masking.CAUSAL : Part.Masking.SHARED;
  }

  private void add(
      String family, List<Tile> tiles, Part.Masking masking, boolean isListed, boolean isGathered) {
    int slots = tiles.stream().mapToInt(tile -> tile.keys().count).max().orElseThrow();
    found.add(
        new Part(
            named(family, tiles, isGathered),
            List.copyOf(tiles),
            slots,
            masking,
            isListed,
            isGathered));
  }

  /** What is left over need not be fetched: its tiles may be views like those of regions. */
  private static String named(String family, List<Tile> tiles, boolean isGathered) {
    if (!family.equals("gather") || isGathered) {
      return family;
    }
    return tiles.getFirst().keys().step > 1 ? "residue" : "slide";
  }

  // ---- lists

  /** Groups of any size would make a part each: powers of two make few. */
  private static void split(Tile tile, List<Tile> target) {
    int from = 0;
    int count = tile.queries().count;
    while (from < count) {
      int rows = Integer.highestOneBit(Math.min(count - from, 256));
      if (rows == count) {
        target.add(tile);
        return;
      }
      Slots queries = tile.queries().part(from, from + rows);
      TileMask mask = tile.mask();
      target.add(
          mask == null
              ? new Tile(queries, tile.keys(), null)
              : Tile.of(queries, tile.keys(), mask.part(from, from + rows)));
      from += rows;
    }
  }

  private void lists(String family, List<Tile> tiles) {
    Map<Integer, List<Tile>> bySize = new TreeMap<>(Comparator.reverseOrder());
    for (Tile tile : tiles) {
      bySize.computeIfAbsent(tile.queries().count, _ -> new ArrayList<>()).add(tile);
    }
    for (List<Tile> same : bySize.values()) {
      same.sort(Comparator.comparingInt(tile -> tile.keys().count));
      long lengths = same.stream().mapToInt(tile -> tile.keys().count).distinct().count();
      double padding = lengths <= MOST_EXACT ? 0 : PADDING;
      int from = 0;
      for (int at = 1; at <= same.size(); at++) {
        int least = same.get(from).keys().count;
        if (at == same.size() || same.get(at).keys().count > least * (1 + padding) + 4 * padding) {
          list(family, same.subList(from, at));
          from = at;
        }
      }
    }
  }

  private void list(String family, List<Tile> tiles) {
    int least = tiles.getFirst().keys().count;
    boolean isPadded = tiles.getLast().keys().count != least;
    boolean isFull = !isPadded && tiles.stream().allMatch(tile -> tile.mask() == null);
    List<Tile> inOrder = new ArrayList<>(tiles);
    inOrder.sort(Comparator.comparingInt(tile -> tile.queries().start));
    add(
        family,
        inOrder,
        isFull ? Part.Masking.NONE : Part.Masking.EACH,
        !isView(inOrder.stream().map(Tile::queries).toList()),
        !isView(inOrder.stream().map(Tile::keys).toList()));
  }

  /** Whether positions lie at regular distances, so that a view shows them. */
  private static boolean isView(List<Slots> sides) {
    Slots first = sides.getFirst();
    for (int at = 0; at < sides.size(); at++) {
      Slots side = sides.get(at);
      if (side.isListed()
          || side.step != first.step
          || side.count != first.count
          || (at > 0 && side.start - sides.get(at - 1).start != sides.get(1).start - first.start)
          || (at == 1 && side.start < first.start)) {
        return false;
      }
    }
    return true;
  }

  /** Those that touch all queries first, then the others: the first may overwrite. */
  static List<Part> inOrder(List<Part> parts) {
    Part[] sorted = parts.toArray(Part[]::new);
    Arrays.sort(
        sorted, Comparator.comparingLong((Part part) -> -(long) part.tiles().size() * part.rows()));
    return List.of(sorted);
  }
}
