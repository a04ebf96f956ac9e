package dev.heddle.notebook;

import dev.heddle.cover.Cover;
import java.util.ArrayList;
import java.util.List;

/** Draws the tiles of a cover, each in the colour of its family. */
final class CoverDrawing {

  private static final int LEGEND_LINE = 18;

  /** Boxes with a side of fewer pixels are not outlined. */
  private static final double LEAST_BOX = 3;

  /** An image by itself is larger than one in a page by this. */
  private static final int ENLARGED = 2;

  // The image's palette: three colours, then the tones of each family.
  private static final int NOTHING = 0;
  private static final int GRID = 1;
  private static final int INK = 2;
  private static final int FAMILIES = 3;

  private final Cover cover;
  private final CoverCells cells;
  private final Tones tones;

  /** Pixels by cell, right and down. */
  private final int across;

  private final int down;

  CoverDrawing(Cover cover) {
    this.cover = cover;
    int blockKeys = Math.ceilDiv(cover.keys(), PatternDrawing.SIDE);
    int blockQueries = Math.min(blockKeys, Math.ceilDiv(cover.queries(), PatternDrawing.LOWEST));
    this.cells = CoverCells.of(cover, blockQueries, blockKeys);
    this.tones = cells.tones();
    this.across = Math.clamp(PatternDrawing.SIDE / cells.columns(), 1, PatternDrawing.LARGEST_CELL);
    int fewRows = Math.min(PatternDrawing.LOWEST / cells.rows(), PatternDrawing.LARGEST_CELL);
    this.down = hasSquares() ? across : Math.max(across, fewRows);
  }

  private boolean hasSquares() {
    return cover.keys() <= PatternDrawing.SQUARES;
  }

  Svg svg(List<String> caption) {
    int top = 20 + 20 * caption.size() + 44;
    int width = across * cells.columns();
    int height = down * cells.rows();
    List<String> families = cover.families();
    int below = 22 + LEGEND_LINE * (families.size() + 2);
    int left = PatternDrawing.LEFT;
    Svg svg =
        new Svg(
            Math.max(left + width + PatternDrawing.RIGHT, PatternDrawing.LEAST_WIDTH),
            top + height + below);
    PatternDrawing.withTitle(svg, caption);
    PatternDrawing.axes(
        svg,
        top,
        new PatternDrawing.Side(cover.queries(), (double) down / cells.blockQueries()),
        new PatternDrawing.Side(cover.keys(), (double) across / cells.blockKeys()));
    svg.open("g", "transform", "translate(" + left + " " + top + ")");
    if (hasSquares()) {
      squares(svg, width, height);
    } else {
      PatternDrawing.image(svg, width, height, Png.of(cells.columns(), pixels(1, 1), palette()));
    }
    outlines(svg);
    PatternDrawing.frame(svg, width, height);
    svg.close();
    int y = top + height + 24;
    for (String family : families) {
      legend(svg, family, y);
      y += LEGEND_LINE;
    }
    words(svg, y);
    return svg;
  }

  // ---- squares

  /** Runs of one colour in units of a pair, by family counting and masked. */
  private void squares(Svg svg, int width, int height) {
    svg.rect(0, 0, width, height, Tones.colour(0));
    for (int family = 0; family < Hue.ALL.size(); family++) {
      Hue hue = Hue.ALL.get(family);
      runs(svg, family, hue.family() + " masked", hue.css(0), false);
      runs(svg, family, hue.family() + " counts", hue.css(Hue.TONES - 1), true);
    }
    PatternDrawing.grid(svg, width, height, across, down);
  }

  private void runs(Svg svg, int family, String name, String fill, boolean counts) {
    List<int[]> found = new ArrayList<>();
    for (int row = 0; row < cells.rows(); row++) {
      for (int from = 0; from < cells.columns(); from++) {
        int to = from;
        while (to < cells.columns()
            && cells.family(row, to) == family
            && cells.share(row, to) > 0 == counts) {
          to++;
        }
        if (to > from) {
          found.add(new int[] {from, row, to - from});
          from = to;
        }
      }
    }
    if (found.isEmpty()) {
      return;
    }
    svg.open("g", "class", name, "fill", fill, "transform", "scale(" + across + ")");
    for (int[] run : found) {
      svg.add("rect", "x", run[0], "y", run[1], "width", run[2], "height", 1);
    }
    svg.close();
  }

  // ---- outlines

  private List<CoverBoxes.Box> boxes(int timesRight, int timesDown) {
    return CoverBoxes.of(
        cover,
        (int) Math.ceil(LEAST_BOX * cells.blockQueries() / timesDown),
        (int) Math.ceil(LEAST_BOX * cells.blockKeys() / timesRight));
  }

  /** A path for each family, and one for the tiles that stand out. */
  private void outlines(Svg svg) {
    double perKey = (double) across / cells.blockKeys();
    double perQuery = (double) down / cells.blockQueries();
    StringBuilder chosen = new StringBuilder();
    StringBuilder[] plain = new StringBuilder[Hue.ALL.size()];
    for (CoverBoxes.Box box : boxes(across, down)) {
      StringBuilder path = chosen;
      if (!box.isChosen()) {
        if (plain[box.family()] == null) {
          plain[box.family()] = new StringBuilder();
        }
        path = plain[box.family()];
      }
      String width = Svg.rounded(box.width() * perKey);
      path.append("M").append(Svg.rounded(box.column() * perKey));
      path.append(" ").append(Svg.rounded(box.row() * perQuery));
      path.append("h").append(width).append("v").append(Svg.rounded(box.height() * perQuery));
      path.append("h-").append(width).append("z");
    }
    svg.open("g", "class", "outlines", "fill", "none");
    for (int family = 0; family < plain.length; family++) {
      if (plain[family] != null) {
        String colour = Hue.ALL.get(family).css(Hue.TONES - 1);
        svg.add("path", "d", plain[family], "stroke", colour, "stroke-width", 1);
      }
    }
    if (!chosen.isEmpty()) {
      svg.add("path", "d", chosen, "stroke", Svg.TEXT, "stroke-width", 1.5);
    }
    svg.close();
  }

  // ---- legend

  private void legend(Svg svg, String family, int y) {
    Hue hue = Hue.ALL.get(Hue.of(family));
    int left = PatternDrawing.LEFT;
    svg.rect(left, y - 10, 12, 12, hue.css(Hue.TONES - 1));
    svg.rect(left + 12, y - 10, 12, 12, hue.css(0));
    CoverBoxes.Group group = CoverBoxes.group(cover, family);
    svg.text(left + 32, y, "start", Svg.TEXT, 12, Svg.SANS, family);
    String size =
        "%s %s of %s%s × %s: %s of %s scores count"
            .formatted(
                Words.number(group.tiles()),
                group.tiles() == 1 ? "tile" : "tiles",
                group.areAlike() ? "" : "up to ",
                Words.number(group.rows()),
                Words.number(group.slots()),
                Words.number(group.pairs()),
                Words.number(group.scores()));
    svg.text(left + 90, y, "start", Svg.MUTED, PatternDrawing.SMALL, Svg.SANS, size);
  }

  private void words(Svg svg, int y) {
    boolean pairs = cells.blockKeys() == 1 && cells.blockQueries() == 1;
    String what =
        pairs
            ? "dark: the pair counts; light: it is computed and masked; blank: never computed"
            : "a pixel is %s × %s pairs, the darker the more of them count"
                .formatted(Words.number(cells.blockQueries()), Words.number(cells.blockKeys()));
    int left = PatternDrawing.LEFT;
    svg.text(left, y, "start", Svg.MUTED, PatternDrawing.SMALL, Svg.SANS, what);
    svg.text(
        left,
        y + LEGEND_LINE - 2,
        "start",
        Svg.MUTED,
        PatternDrawing.SMALL,
        Svg.SANS,
        "outlined in black: one tile of each family that has several");
  }

  // ---- image

  byte[] png() {
    int right = ENLARGED * across;
    int below = ENLARGED * down;
    int width = right * cells.columns();
    byte[] pixels = pixels(right, below);
    for (CoverBoxes.Box box : boxes(right, below)) {
      outline(pixels, width, box, (double) right / cells.blockKeys(), below);
    }
    return Png.of(width, pixels, palette());
  }

  private void outline(byte[] pixels, int width, CoverBoxes.Box box, double perKey, int below) {
    double perQuery = (double) below / cells.blockQueries();
    int left = (int) (box.column() * perKey);
    int right = (int) ((box.column() + box.width()) * perKey) - 1;
    int top = (int) (box.row() * perQuery);
    int bottom = (int) ((box.row() + box.height()) * perQuery) - 1;
    byte colour = (byte) (box.isChosen() ? INK : index(box.family(), Hue.TONES - 1));
    for (int x = left; x <= right; x++) {
      pixels[top * width + x] = colour;
      pixels[bottom * width + x] = colour;
    }
    for (int y = top; y <= bottom; y++) {
      pixels[y * width + left] = colour;
      pixels[y * width + right] = colour;
    }
  }

  private byte[] pixels(int timesRight, int timesDown) {
    int width = timesRight * cells.columns();
    byte[] pixels = new byte[width * timesDown * cells.rows()];
    boolean hasGrid = timesRight >= 6 && timesDown >= 6;
    for (int row = 0; row < cells.rows(); row++) {
      for (int column = 0; column < cells.columns(); column++) {
        int family = cells.family(row, column);
        byte colour =
            (byte)
                (family < 0 ? NOTHING : index(family, Hue.tone(cells.share(row, column), tones)));
        for (int y = 0; y < timesDown; y++) {
          int base = (row * timesDown + y) * width + column * timesRight;
          for (int x = 0; x < timesRight; x++) {
            pixels[base + x] = hasGrid && (x == 0 || y == 0) ? (byte) GRID : colour;
          }
        }
      }
    }
    return pixels;
  }

  private static int index(int family, int tone) {
    return FAMILIES + family * Hue.TONES + tone;
  }

  private static int[] palette() {
    int[] colours = new int[FAMILIES + Hue.ALL.size() * Hue.TONES];
    colours[NOTHING] = Tones.palette()[0];
    colours[GRID] = 0xFFFFFF;
    colours[INK] = 0x1F2933;
    for (int family = 0; family < Hue.ALL.size(); family++) {
      for (int tone = 0; tone < Hue.TONES; tone++) {
        colours[index(family, tone)] = Hue.ALL.get(family).colour(tone);
      }
    }
    return colours;
  }
}
