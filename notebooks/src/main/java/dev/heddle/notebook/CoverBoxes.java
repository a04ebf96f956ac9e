package dev.heddle.notebook;

import dev.heddle.cover.Cover;
import dev.heddle.cover.CoverTile;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The outlines of a cover's tiles. A tile whose queries or keys lie apart is as many boxes as it
 * has runs of neighbours.
 */
final class CoverBoxes {

  /** More boxes are no outlines but a grey. */
  private static final int MOST = 1 << 15;

  /**
   * A rectangle of neighbours in a tile, in pairs.
   *
   * @param row the first query, counted from 0
   * @param isChosen whether it is of the one tile of its family that stands out
   */
  record Box(int family, int row, int column, int height, int width, boolean isChosen) {}

  /**
   * The tiles of one family.
   *
   * @param rows the most queries of a tile
   * @param slots the most keys of a tile
   * @param areAlike whether all tiles are of that size
   */
  record Group(long tiles, int rows, int slots, boolean areAlike, long scores, long pairs) {}

  private CoverBoxes() {}

  /** All boxes that are at least so large, the chosen ones last; none if they are too many. */
  static List<Box> of(Cover cover, int leastHeight, int leastWidth) {
    Map<String, List<CoverTile>> byFamily = new HashMap<>();
    for (CoverTile tile : cover.tiles()) {
      byFamily.computeIfAbsent(tile.family(), _ -> new ArrayList<>()).add(tile);
    }
    List<Box> plain = new ArrayList<>();
    List<Box> chosen = new ArrayList<>();
    for (Map.Entry<String, List<CoverTile>> entry : byFamily.entrySet()) {
      List<CoverTile> tiles = entry.getValue();
      int family = Hue.of(entry.getKey());
      for (int at = 0; at < tiles.size(); at++) {
        boolean isChosen = at == tiles.size() / 2 && tiles.size() > 1;
        add(cover, tiles.get(at), family, isChosen, isChosen ? chosen : plain);
        if (plain.size() + chosen.size() > 4 * MOST) {
          return List.of();
        }
      }
    }
    plain.addAll(chosen);
    plain.removeIf(box -> box.height() < leastHeight || box.width() < leastWidth);
    return plain.size() > MOST ? List.of() : plain;
  }

  private static void add(
      Cover cover, CoverTile tile, int family, boolean isChosen, List<Box> target) {
    int shift = cover.keys() - cover.queries();
    List<int[]> rows = runs(tile.queries());
    List<int[]> columns = runs(tile.keys());
    for (int[] row : rows) {
      for (int[] column : columns) {
        target.add(new Box(family, row[0] - shift, column[0], row[1], column[1], isChosen));
      }
    }
  }

  /** Where neighbours begin, and how many they are. */
  private static List<int[]> runs(int[] positions) {
    List<int[]> runs = new ArrayList<>();
    int from = 0;
    for (int at = 1; at <= positions.length; at++) {
      if (at == positions.length || positions[at] != positions[at - 1] + 1) {
        runs.add(new int[] {positions[from], at - from});
        from = at;
      }
    }
    return runs;
  }

  /** The tiles of a family, counted. */
  static Group group(Cover cover, String family) {
    List<CoverTile> tiles =
        cover.tiles().stream().filter(tile -> tile.family().equals(family)).toList();
    int rows = 0;
    int slots = 0;
    long scores = 0;
    long pairs = 0;
    for (CoverTile tile : tiles) {
      rows = Math.max(rows, tile.queries().length);
      slots = Math.max(slots, tile.keys().length);
      scores += tile.scores();
      pairs += tile.pairs();
    }
    boolean areAlike = scores == tiles.size() * (long) rows * slots;
    return new Group(tiles.size(), rows, slots, areAlike, scores, pairs);
  }
}
