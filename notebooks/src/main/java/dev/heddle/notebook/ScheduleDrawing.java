package dev.heddle.notebook;

import dev.heddle.relation.Relation;
import java.util.Arrays;
import java.util.List;

/**
 * Draws the patterns of a schedule side by side, all of one size and in one scale of tones, so that
 * they can be compared.
 */
final class ScheduleDrawing {

  /** What all heads share from left to right, and all layers from top to bottom. */
  private static final int WIDTH = 960;

  private static final int HEIGHT = 1_920;
  private static final int SMALLEST = 24;
  private static final int LARGEST = 256;

  private static final int GAP = 12;
  private static final int LEFT = 72;
  private static final int RIGHT = 24;

  /** The palette's lightest tone makes room for the paper between the patterns. */
  private static final int PAPER = 1;

  private static final int PAPER_COLOUR = 0xFFFFFF;

  private final List<List<Shares>> layers;
  private final int heads;
  private final SchedulePicture.Corner corner;
  private final Tones tones;
  private final int across;
  private final int down;

  ScheduleDrawing(List<List<Relation>> relations, SchedulePicture.Corner corner) {
    this.corner = corner;
    this.heads = relations.stream().mapToInt(List::size).max().orElseThrow();
    int side =
        Math.clamp(Math.min(WIDTH / heads, HEIGHT / relations.size()) - GAP, SMALLEST, LARGEST);
    this.layers =
        relations.stream()
            .map(layer -> layer.stream().map(each -> Shares.of(each, side)).toList())
            .toList();
    Shares first = layers.getFirst().getFirst();
    this.tones = Tones.of(layers.stream().flatMap(List::stream).toList());
    this.across = Math.clamp(side / first.columns(), 1, PatternDrawing.LARGEST_CELL);
    boolean isBlocks = first.blockKeys() > 1;
    int lowest = Math.min(PatternDrawing.LOWEST, side) / first.rows();
    this.down = isBlocks ? Math.max(across, Math.min(lowest, PatternDrawing.LARGEST_CELL)) : across;
  }

  /** The number of progressions in all rows of all patterns, by those that were looked at. */
  double work() {
    return layers.stream()
        .flatMap(List::stream)
        .mapToDouble(each -> each.sampled() ? each.work() : 0)
        .sum();
  }

  private int width() {
    return across * layers.getFirst().getFirst().columns();
  }

  private int height() {
    return down * layers.getFirst().getFirst().rows();
  }

  Svg svg(List<String> caption) {
    int top = 20 + 20 * caption.size() + 28;
    int all = LEFT + heads * (width() + GAP) - GAP + RIGHT;
    int bottom = top + layers.size() * (height() + GAP) - GAP;
    Svg svg = new Svg(Math.max(all, PatternDrawing.LEAST_WIDTH), bottom + 36);
    PatternDrawing.withTitle(svg, caption);
    for (int head = 0; head < heads; head++) {
      double middle = LEFT + head * (width() + GAP) + width() / 2.0;
      // Narrow columns bear the number alone.
      String number = String.valueOf(corner.head() + head);
      String label = width() >= 48 ? "head " + number : number;
      label(svg, middle, top - 8, "middle", label);
    }
    for (int layer = 0; layer < layers.size(); layer++) {
      int y = top + layer * (height() + GAP);
      label(svg, LEFT - 10, y + height() / 2.0 + 4, "end", "layer " + (corner.layer() + layer));
      for (int head = 0; head < layers.get(layer).size(); head++) {
        int x = LEFT + head * (width() + GAP);
        svg.open("g", "transform", "translate(" + x + " " + y + ")");
        Shares shares = layers.get(layer).get(head);
        byte[] pixels = new byte[shares.columns() * shares.rows()];
        for (int at = 0; at < pixels.length; at++) {
          pixels[at] =
              (byte) tones.index(shares.share(at / shares.columns(), at % shares.columns()));
        }
        byte[] png = Png.of(shares.columns(), pixels, Tones.palette());
        PatternDrawing.image(svg, width(), height(), png);
        PatternDrawing.frame(svg, width(), height());
        svg.close();
      }
    }
    legend(svg, bottom + 22);
    return svg;
  }

  private static void label(Svg svg, double x, double y, String anchor, String text) {
    svg.text(x, y, anchor, Svg.MUTED, PatternDrawing.SMALL, Svg.SANS, text);
  }

  private void legend(Svg svg, int y) {
    Shares first = layers.getFirst().getFirst();
    boolean isSampled = layers.stream().flatMap(List::stream).anyMatch(Shares::sampled);
    PatternDrawing.legend(svg, y, first, tones, isSampled);
  }

  /** The patterns alone, without words. */
  byte[] png() {
    int gap = Math.min(GAP, 6);
    int width = heads * (width() + gap) - gap;
    int height = layers.size() * (height() + gap) - gap;
    byte[] pixels = new byte[width * height];
    Arrays.fill(pixels, (byte) PAPER);
    for (int layer = 0; layer < layers.size(); layer++) {
      for (int head = 0; head < layers.get(layer).size(); head++) {
        Shares shares = layers.get(layer).get(head);
        for (int y = 0; y < height(); y++) {
          int at = (layer * (height() + gap) + y) * width + head * (width() + gap);
          for (int x = 0; x < width(); x++) {
            int tone = tones.index(shares.share(y / down, x / across));
            pixels[at + x] = (byte) (tone == PAPER ? PAPER + 1 : tone);
          }
        }
      }
    }
    int[] palette = Tones.palette();
    palette[PAPER] = PAPER_COLOUR;
    return Png.of(width, pixels, palette);
  }
}
