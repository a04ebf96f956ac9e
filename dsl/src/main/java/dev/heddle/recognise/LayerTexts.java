package dev.heddle.recognise;

import java.util.ArrayList;
import java.util.List;

/** A schedule's text from those of its layers. */
final class LayerTexts {

  /** As many equal neighbours are written as a comprehension. */
  private static final int MANY = 6;

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

  /** A list that begins as it ends has the rest as its period (Knuth, Morris and Pratt). */
  private static <T> int period(List<T> all) {
    int[] border = new int[all.size() + 1];
    border[0] = -1;
    for (int end = 0; end < all.size(); end++) {
      int length = border[end];
      while (length >= 0 && !all.get(length).equals(all.get(end))) {
        length = border[length];
      }
      border[end + 1] = length + 1;
    }
    return all.size() - border[all.size()];
  }
}
