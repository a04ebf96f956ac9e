package dev.heddle.cover;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A way to bring queries together, so that those of a group have many keys in common. A few groups
 * can be had without making all of them, to see whether it would pay.
 */
sealed interface Grouping {

  /** About how many groups there are. */
  double count();

  /** Some of the groups, spread over all. */
  List<int[]> sample(int count);

  /** All groups. */
  List<int[]> all();

  /** Groups as they are listed. */
  record Listed(List<int[]> groups) implements Grouping {
    @Override
    public double count() {
      return groups.size();
    }

    @Override
    public List<int[]> sample(int count) {
      List<int[]> some = new ArrayList<>();
      int taken = Math.min(count, groups.size());
      for (int at = 0; at < taken; at++) {
        some.add(groups.get((int) ((at + 0.5) * groups.size() / taken)));
      }
      return some;
    }

    @Override
    public List<int[]> all() {
      return groups;
    }
  }

  /**
   * So many consecutive queries each, from a multiple of the size on: so begin the blocks of most
   * patterns.
   *
   * @param rows the queries, ascending
   */
  record Consecutive(int[] rows, int size) implements Grouping {
    @Override
    public double count() {
      return Math.ceil(rows.length / (double) size);
    }

    @Override
    public List<int[]> sample(int count) {
      List<int[]> some = new ArrayList<>();
      int taken = (int) Math.min(count, count());
      for (int at = 0; at < taken; at++) {
        int from = (int) ((at + 0.5) * rows.length / taken);
        int block = rows[from] / size;
        while (from > 0 && rows[from - 1] / size == block) {
          from--;
        }
        some.add(group(from));
      }
      return some;
    }

    @Override
    public List<int[]> all() {
      List<int[]> groups = new ArrayList<>();
      for (int from = 0; from < rows.length; ) {
        int[] group = group(from);
        groups.add(group);
        from += group.length;
      }
      return groups;
    }

    private int[] group(int from) {
      int to = from + 1;
      while (to < rows.length && rows[to] / size == rows[from] / size) {
        to++;
      }
      return Arrays.copyOfRange(rows, from, to);
    }
  }

  /**
   * The points of a grid that lie together.
   *
   * @param isTaking whether a query takes part
   * @param shift the position of query 0
   * @param n the number of positions
   * @param grid the lengths of the axes, the outer one first
   * @param sides the lengths of a tile
   */
  record Tiles(boolean[] isTaking, int shift, int n, int[] grid, int[] sides) implements Grouping {
    @Override
    public double count() {
      double volume = 1;
      for (int side : sides) {
        volume *= side;
      }
      return Math.ceil((n - shift) / volume);
    }

    @Override
    public List<int[]> sample(int count) {
      List<int[]> some = new ArrayList<>();
      for (int at = 0; at < count; at++) {
        long rest = shift + (long) ((at + 0.5) * (n - shift) / count);
        int[] origin = new int[sides.length];
        for (int axis = sides.length - 1; axis >= 0; axis--) {
          int coordinate = (int) (axis == 0 ? rest : rest % grid[axis]);
          rest /= grid[axis];
          origin[axis] = coordinate / sides[axis] * sides[axis];
        }
        int[] group = tile(origin);
        if (group.length > 0) {
          some.add(group);
        }
      }
      return some;
    }

    @Override
    public List<int[]> all() {
      List<int[]> groups = new ArrayList<>();
      all(new int[sides.length], 0, groups);
      return groups;
    }

    private void all(int[] origin, int axis, List<int[]> groups) {
      if (axis == sides.length) {
        int[] group = tile(origin);
        if (group.length > 0) {
          groups.add(group);
        }
        return;
      }
      for (int start = 0; start < grid[axis]; start += sides[axis]) {
        origin[axis] = start;
        all(origin, axis + 1, groups);
      }
      origin[axis] = 0;
    }

    private int[] tile(int[] origin) {
      int volume = 1;
      for (int side : sides) {
        volume *= side;
      }
      int[] found = new int[volume];
      int size = tile(origin, 0, 0, found, 0);
      return Arrays.copyOf(found, size);
    }

    private int tile(int[] origin, int axis, long before, int[] found, int from) {
      int size = from;
      for (int step = 0; step < sides[axis] && origin[axis] + step < grid[axis]; step++) {
        long position = before * grid[axis] + origin[axis] + step;
        if (axis < sides.length - 1) {
          size = tile(origin, axis + 1, position, found, size);
        } else if (position >= shift && position < n && isTaking[(int) position - shift]) {
          found[size++] = (int) position - shift;
        }
      }
      return size;
    }
  }

  /** Queries with the same keys; none if there are hardly any such. */
  static List<int[]> alike(RowTable table, int[] rows) {
    if (!isAnyAlike(table, rows)) {
      return List.of();
    }
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

  /** Whether neighbours, or any two of a sample, have the same keys. */
  private static boolean isAnyAlike(RowTable table, int[] rows) {
    int samples = Math.min(64, rows.length);
    long[] hashes = new long[samples];
    for (int at = 0; at < samples; at++) {
      int row = (int) ((at + 0.4) * rows.length / samples);
      hashes[at] = table.hash(rows[row]);
      if (row + 1 < rows.length && hashes[at] == table.hash(rows[row + 1])) {
        return true;
      }
    }
    return Arrays.stream(hashes).distinct().count() < samples;
  }

  /** The sides of the tiles that a grid may be cut into: volumes of 16 to 128. */
  static List<int[]> sides(int[] grid) {
    List<int[]> found = new ArrayList<>();
    sides(grid, new int[grid.length], 0, 1, found);
    return found.size() > 24 ? found.subList(0, 24) : found;
  }

  private static void sides(int[] grid, int[] sides, int axis, int volume, List<int[]> found) {
    if (axis == sides.length) {
      if (volume >= 16) {
        found.add(sides.clone());
      }
      return;
    }
    for (int side = 2; side <= 32; side *= 2) {
      if (side < 2L * grid[axis] && volume * side <= 128) {
        sides[axis] = Math.min(side, grid[axis]);
        sides(grid, sides, axis + 1, volume * side, found);
      }
    }
  }
}
