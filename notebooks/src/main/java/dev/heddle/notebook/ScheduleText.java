package dev.heddle.notebook;

import dev.heddle.relation.Relation;
import java.util.List;

/**
 * Draws the patterns of a schedule in characters: a band for each layer, and as many bands as its
 * heads take where they are more than fit on a line.
 */
final class ScheduleText {

  private static final int COLUMNS = 96;
  private static final int NARROWEST = 8;
  private static final int WIDEST = 32;
  private static final int GAP = 2;

  /** All layers together have so many lines, however many they are. */
  private static final int LINES = 400;

  private ScheduleText() {}

  static String of(List<List<Relation>> layers, SchedulePicture.Corner corner) {
    int heads = layers.stream().mapToInt(List::size).max().orElseThrow();
    int side = Math.clamp(COLUMNS / heads - GAP, NARROWEST, WIDEST);
    int band = Math.max(1, (COLUMNS + GAP) / (side + GAP));
    List<List<Shares>> shares =
        layers.stream()
            .map(layer -> layer.stream().map(each -> coarse(Shares.of(each, side))).toList())
            .toList();
    Tones tones = Tones.of(shares.stream().flatMap(List::stream).toList());
    StringBuilder out = new StringBuilder();
    int lines = 0;
    for (int layer = 0; layer < layers.size(); layer++) {
      List<Relation> all = layers.get(layer);
      for (int from = 0; from < all.size(); from += band) {
        int to = Math.min(from + band, all.size());
        if (lines > LINES) {
          return out.append("and ")
              .append(layers.size() - layer)
              .append(" layers more, which a picture in a file shows")
              .toString();
        }
        List<List<String>> cells =
            shares.get(layer).subList(from, to).stream().map(each -> lines(each, tones)).toList();
        lines += band(corner.layer() + layer, corner.head() + from, side, cells, out);
      }
    }
    return out.append(scale(shares.getFirst().getFirst())).toString();
  }

  /**
   * Patterns side by side, under the numbers of layer and head; returns how many lines these are.
   */
  private static int band(
      int layer, int head, int side, List<List<String>> cells, StringBuilder out) {
    StringBuilder title = new StringBuilder();
    for (int at = 0; at < cells.size(); at++) {
      String name = at == 0 ? layer + "." + head : "." + (head + at);
      title.append(name).append(" ".repeat(Math.max(1, side + GAP - name.length())));
    }
    out.append(title.toString().stripTrailing()).append('\n');
    int height = cells.getFirst().size();
    for (int line = 0; line < height; line++) {
      StringBuilder text = new StringBuilder();
      for (List<String> cell : cells) {
        String part = cell.get(line);
        text.append(part).append(" ".repeat(side + GAP - part.length()));
      }
      out.append(text.toString().stripTrailing()).append('\n');
    }
    return height + 1;
  }

  private static List<String> lines(Shares shares, Tones tones) {
    String drawn = isPairs(shares) ? PatternText.halves(shares) : PatternText.shades(shares, tones);
    return drawn.lines().toList();
  }

  private static boolean isPairs(Shares shares) {
    return shares.blockKeys() == 1 && shares.blockQueries() == 1;
  }

  /** A character is twice as high as it is wide; of single pairs it shows two. */
  private static Shares coarse(Shares shares) {
    boolean isSquare = shares.blockQueries() == shares.blockKeys();
    return isPairs(shares) || !isSquare ? shares : shares.coarser(2, 1);
  }

  private static String scale(Shares shares) {
    return "layer.head above each"
        + (isPairs(shares)
            ? ""
            : "; a character is %s × %s pairs, the darker the more are allowed"
                .formatted(Words.number(shares.blockQueries()), Words.number(shares.blockKeys())));
  }
}
