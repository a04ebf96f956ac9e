package dev.heddle.analysis;

import dev.heddle.relation.Relation;
import dev.heddle.relation.Row;
import dev.heddle.relation.Watch;
import java.util.ArrayList;
import java.util.List;

/**
 * BigBird's condition (Zaheer et al. 2020): the graph of each layer contains a star, a position
 * that attends to all and that all attend to.
 */
public sealed interface Star {

  /** The first such position. */
  record Centre(int position) implements Star {

    @Override
    public String toString() {
      return "position " + position + " attends to all, and all attend to it";
    }
  }

  /**
   * There is none.
   *
   * @param attendToAll the positions that attend to all positions in every layer
   * @param attendedByAll the positions that all attend to in every layer; no position is in both
   */
  record None(Row attendToAll, Row attendedByAll) implements Star {

    @Override
    public String toString() {
      return "none: %,d positions attend to all and %,d are attended to by all, and none is both"
          .formatted(attendToAll.count(), attendedByAll.count());
    }
  }

  /** At such lengths it is not looked for. */
  record Unknown() implements Star {

    @Override
    public String toString() {
      return "not looked for beyond 67,108,864 positions";
    }
  }

  /** Looks at each row once, up to 2²⁶ positions. */
  static Star of(List<Relation> layers) {
    int n = layers.getFirst().keys();
    if (n > 1 << 26) {
      return new Unknown();
    }
    Row attendedByAll = Row.interval(0, n - 1L);
    boolean[] attendsToAll = new boolean[n];
    java.util.Arrays.fill(attendsToAll, true);
    for (Relation layer : layers) {
      for (int query = 0; query < n; query++) {
        Watch.goOn("looking for a star");
        Row row = layer.row(query);
        attendsToAll[query] &= row.count() == n;
        // What is empty stays so; and a whole row changes nothing.
        if (!attendedByAll.isEmpty() && row.count() < n) {
          attendedByAll = attendedByAll.intersect(row);
        }
      }
    }
    List<Long> centres = new ArrayList<>();
    for (int query = 0; query < n; query++) {
      if (attendsToAll[query]) {
        if (attendedByAll.contains(query)) {
          return new Centre(query);
        }
        centres.add((long) query);
      }
    }
    return new None(
        Row.ofAscending(centres.stream().mapToLong(Long::longValue).toArray()), attendedByAll);
  }
}
