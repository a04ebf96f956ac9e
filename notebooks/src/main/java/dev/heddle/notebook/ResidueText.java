package dev.heddle.notebook;

import dev.heddle.recognise.Recognition;
import dev.heddle.relation.Relation;

/** What a text lacks of a mask and has too much, in characters. */
final class ResidueText {

  /** Beyond, a character for each pair is too many. */
  private static final int MOST = 64;

  private ResidueText() {}

  static String of(Recognition.Near near) {
    Relation missing = near.missing();
    Relation extra = near.extra();
    int m = missing.queries();
    int n = missing.keys();
    if (m > MOST || n > MOST) {
      return PatternText.of(Shares.of(missing.union(extra))).stripTrailing();
    }
    Relation has = near.pattern().at(n).last(m);
    StringBuilder out = new StringBuilder();
    for (int i = 0; i < m; i++) {
      StringBuilder line = new StringBuilder();
      for (int j = 0; j < n; j++) {
        line.append(
            missing.contains(i, j)
                ? '-'
                : extra.contains(i, j) ? '+' : has.contains(i, j) ? '█' : '·');
      }
      out.append(line).append('\n');
    }
    return out + "- is missing in the text, + is too much, █ is in both";
  }
}
