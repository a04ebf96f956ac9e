package dev.heddle.analysis;

import dev.heddle.relation.Relation;
import dev.heddle.relation.Watch;
import java.util.ArrayList;
import java.util.List;

/**
 * Condition 1 of Assumption 1: every position attends to itself in every layer.
 *
 * @param positions the number n of positions
 * @param number how many (layer, position)s lack it
 * @param missing the first of these, at most ten
 */
public record SelfLoops(int positions, long number, List<Missing> missing) {

  private static final int SHOWN = 10;

  public SelfLoops {
    missing = List.copyOf(missing);
  }

  /** A position that does not attend to itself in a layer; both count from 0. */
  public record Missing(int layer, int position) {}

  /** Looks at each position of each layer once. */
  public static SelfLoops of(List<Relation> layers) {
    List<Missing> missing = new ArrayList<>();
    long number = 0;
    for (int layer = 0; layer < layers.size(); layer++) {
      Relation relation = layers.get(layer);
      for (int position = 0; position < relation.keys(); position++) {
        Watch.goOn("looking for self-loops");
        if (!relation.contains(position, position)) {
          number++;
          if (missing.size() < SHOWN) {
            missing.add(new Missing(layer, position));
          }
        }
      }
    }
    return new SelfLoops(layers.getFirst().keys(), number, missing);
  }

  public boolean holds() {
    return number == 0;
  }

  /** One sentence. */
  @Override
  public String toString() {
    if (holds()) {
      return "every position attends to itself in every layer";
    }
    StringBuilder out = new StringBuilder();
    for (Missing one : missing) {
      out.append(out.isEmpty() ? "" : ", ")
          .append(one.position())
          .append(" in layer ")
          .append(one.layer());
    }
    return "%,d without a self-loop: position %s%s"
        .formatted(number, out, number > missing.size() ? " …" : "");
  }
}
