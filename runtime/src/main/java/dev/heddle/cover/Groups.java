package dev.heddle.cover;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Ways to bring queries together, so that those of a group have many keys in common. */
final class Groups {

  /** Volumes of tiles of a grid. */
  private static final int LEAST_TILE = 16;

  private static final int MOST_TILE = 128;
  private static final int MOST_TILINGS = 24;

  private Groups() {}

  /** So many consecutive queries each; rows ascending. */
  static List<int[]> consecutive(int[] rows, int size) {
    List<int[]> groups = new ArrayList<>();
    for (int from = 0; from < rows.length; ) {
      // Groups begin at multiples of their size: so do the blocks of most patterns.
      int end = (rows[from] / size + 1) * size;
      int to = from + 1;
      while (to < rows.length && rows[to] < end) {
        to++;
      }
      groups.add(Arrays.copyOfRange(rows, from, to));
      from = to;
    }
    return groups;
  }

  /** Queries with the same keys; none if there are hardly any such. */
  static List<int[]> alike(RowTable table, int[] rows) {
    Map<Long, Integer> numbers = new HashMap<>();
    int[] group = new int[rows.length];
    int[] sizes = new int[rows.length / 4 + 1];
    for (int at = 0; at < rows.length; at++) {
      int number = numbers.computeIfAbsent(table.hash(rows[at]), _ -> numbers.size());
      if (number >= sizes.length) {
        return List.of();
      }
      group[at] = number;
      sizes[number]++;
    }
    int[][] members = new int[numbers.size()][];
    for (int number = 0; number < members.length; number++) {
      members[number] = new int[sizes[number]];
    }
    int[] next = new int[members.length];
    for (int at = 0; at < rows.length; at++) {
      members[group[at]][next[group[at]]++] = rows[at];
    }
    return List.of(members);
  }

  /** The sides of the tiles that a grid may be cut into. */
  static List<int[]> sides(List<Integer> grid) {
    List<int[]> found = new ArrayList<>();
    sides(grid, new int[grid.size()], 0, 1, found);
    return found.size() > MOST_TILINGS ? found.subList(0, MOST_TILINGS) : found;
  }

  private static void sides(
      List<Integer> grid, int[] sides, int axis, int volume, List<int[]> found) {
    if (axis == sides.length) {
      if (volume >= LEAST_TILE) {
        found.add(sides.clone());
      }
      return;
    }
    for (int side = 2; side <= 32; side *= 2) {
      if (side < 2L * grid.get(axis) && volume * side <= MOST_TILE) {
        sides[axis] = Math.min(side, grid.get(axis));
        sides(grid, sides, axis + 1, volume * side, found);
      }
    }
  }

  /** The queries of each tile of a grid; rows ascending. */
  static List<int[]> tiles(int[] rows, int shift, List<Integer> grid, int[] sides) {
    Map<Long, List<Integer>> tiles = new HashMap<>();
    List<List<Integer>> inOrder = new ArrayList<>();
    for (int row : rows) {
      long rest = row + (long) shift;
      long tile = 0;
      long scale = 1;
      for (int axis = sides.length - 1; axis >= 0; axis--) {
        int length = grid.get(axis);
        long coordinate = axis == 0 ? rest : rest % length;
        rest /= length;
        tile += coordinate / sides[axis] * scale;
        scale *= length / sides[axis] + 1L;
      }
      tiles
          .computeIfAbsent(
              tile,
              _ -> {
                List<Integer> members = new ArrayList<>();
                inOrder.add(members);
                return members;
              })
          .add(row);
    }
    return inOrder.stream()
        .map(members -> members.stream().mapToInt(Integer::intValue).toArray())
        .toList();
  }
}
