package dev.heddle.notebook;

import dev.heddle.cover.Cover;
import java.util.stream.Collectors;

/** Draws a cover in letters: at most 64 columns by 32 lines. */
final class CoverText {

  private static final int COLUMNS = 64;
  private static final int LINES = 32;
  private static final char NOTHING = '·';

  private CoverText() {}

  static String of(Cover cover) {
    int blockKeys = Math.ceilDiv(cover.keys(), COLUMNS);
    int blockQueries = Math.max(blockKeys, Math.ceilDiv(cover.queries(), LINES));
    CoverCells cells = CoverCells.of(cover, blockQueries, blockKeys);
    StringBuilder out = new StringBuilder();
    for (int row = 0; row < cells.rows(); row++) {
      for (int column = 0; column < cells.columns(); column++) {
        out.append(letter(cells, row, column));
      }
      out.append('\n');
    }
    String letters =
        cover.families().stream()
            .map(family -> Hue.ALL.get(Hue.of(family)).letter() + " " + family)
            .collect(Collectors.joining(", "));
    return out.append(letters)
        .append("; a small letter is computed and masked, ")
        .append(NOTHING)
        .append(" is not computed")
        .toString();
  }

  private static char letter(CoverCells cells, int row, int column) {
    int family = cells.family(row, column);
    if (family < 0) {
      return NOTHING;
    }
    char letter = Hue.ALL.get(family).letter();
    return cells.share(row, column) > 0 ? letter : Character.toLowerCase(letter);
  }
}
