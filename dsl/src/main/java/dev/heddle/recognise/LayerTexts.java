package dev.heddle.recognise;

import java.util.ArrayList;
import java.util.List;

/** A schedule's text from those of its layers. */
final class LayerTexts {

  /** As many equal neighbours are written as a comprehension. */
  private static final int MANY = 8;

  private LayerTexts() {}

  /**
   * All layers in order, of which there is one at least. Entries are cycled through, so that the
   * shortest period says them all.
   */
  static String layers(List<String> all) {
    List<String> period = shortest(all);
    if (period.size() == 1) {
      return period.getFirst();
    }
    List<String> entries = new ArrayList<>();
    for (int from = 0; from < period.size(); ) {
      int to = from;
      while (to < period.size() && period.get(to).equals(period.get(from))) {
        to++;
      }
      if (to - from >= MANY) {
        entries.add(period.get(from) + " for l in " + from + "..<" + to);
      } else {
        entries.addAll(period.subList(from, to));
      }
      from = to;
    }
    return "layers(" + String.join(", ", entries) + ")";
  }

  /** The shortest list that gives this one when it is cycled through. */
  static <T> List<T> shortest(List<T> all) {
    return all.subList(0, period(all));
  }

  private static <T> int period(List<T> all) {
    for (int period = 1; period < all.size(); period++) {
      boolean holds = true;
      for (int at = period; at < all.size() && holds; at++) {
        holds = all.get(at).equals(all.get(at - period));
      }
      if (holds) {
        return period;
      }
    }
    return all.size();
  }
}
