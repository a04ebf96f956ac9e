package dev.heddle.recognise;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/** Sets of integers as the language writes them, in runs and steps. */
final class SetText {

  private SetText() {}

  /** As the argument of `keys`, `queries` and `global`: the first k positions are `k`. */
  static String positions(BitSet set) {
    if (!set.isEmpty() && set.length() == set.cardinality()) {
      return Integer.toString(set.length());
    }
    return of(set, 0);
  }

  /** A set whose member k stands for k − shift. */
  static String of(BitSet set, int shift) {
    List<String> parts = new ArrayList<>();
    int[] members = set.stream().toArray();
    boolean isOneRun = false;
    for (int at = 0; at < members.length; ) {
      int count = run(members, at);
      int step = count > 1 ? members[at + 1] - members[at] : 1;
      if (count < (step == 1 ? 3 : 4)) {
        count = 1;
        parts.add(Integer.toString(members[at] - shift));
      } else {
        isOneRun = count == members.length;
        String range = (members[at] - shift) + ".." + (members[at + count - 1] - shift);
        parts.add(step == 1 ? range : range + " step " + step);
      }
      at += count;
    }
    String all = String.join(", ", parts);
    return isOneRun ? all : "{" + all + "}";
  }

  /** How many members from one on have the same distance to the next. */
  private static int run(int[] members, int from) {
    int to = from + 1;
    while (to < members.length
        && members[to] - members[to - 1] == members[from + 1] - members[from]) {
      to++;
    }
    return to - from;
  }
}
