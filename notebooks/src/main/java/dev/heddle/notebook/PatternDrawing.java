package dev.heddle.notebook;

import java.util.List;

/**
 * Draws the blocks of a pattern: as squares where they are few, as an image where they are many.
 */
final class PatternDrawing {

  /** Up to so many keys every pair is a square of its own. */
  static final int SQUARES = 128;

  static final int LEFT = 72;
  static final int RIGHT = 40;
  private static final int BELOW = 16;
  static final int SMALL = 11;
  static final int LEAST_WIDTH = 600;

  /** The drawn side of a pattern, and the least height of one with few queries. */
  static final int SIDE = 512;

  static final int LOWEST = 48;
  static final int LARGEST_CELL = 24;

  private final Shares shares;
  private final Tones tones;

  /** Pixels by block, right and down. */
  private final int across;

  private final int down;

  PatternDrawing(Shares shares) {
    this.shares = shares;
    this.tones = Tones.of(shares);
    this.across = Math.clamp(SIDE / shares.columns(), 1, LARGEST_CELL);
    this.down =
        hasSquares() ? across : Math.max(across, Math.min(LOWEST / shares.rows(), LARGEST_CELL));
  }

  private boolean hasSquares() {
    return shares.keys() <= SQUARES;
  }

  /** A sheet with nothing on it but words. */
  static Svg titled(List<String> caption) {
    return withTitle(new Svg(LEAST_WIDTH, 20 + 20 * caption.size()), caption);
  }

  static Svg withTitle(Svg svg, List<String> caption) {
    for (int line = 0; line < caption.size(); line++) {
      boolean name = line == 0 && caption.size() > 1;
      svg.text(
          16,
          26 + 20 * line,
          "start",
          name ? Svg.TEXT : Svg.MUTED,
          name ? 13 : 12,
          name ? Svg.MONO : Svg.SANS,
          caption.get(line));
    }
    return svg;
  }

  Svg svg(List<String> caption) {
    int top = 20 + 20 * caption.size() + 44;
    int width = across * shares.columns();
    int height = down * shares.rows();
    int legend = hasSquares() ? 0 : 34;
    Svg svg =
        new Svg(
            Math.max(LEFT + width + RIGHT, LEAST_WIDTH), top + height + Math.max(BELOW, legend));
    withTitle(svg, caption);
    axes(
        svg,
        top,
        new Side(shares.queries(), (double) down / shares.blockQueries()),
        new Side(shares.keys(), (double) across / shares.blockKeys()));
    svg.open("g", "transform", "translate(" + LEFT + " " + top + ")");
    if (hasSquares()) {
      squares(svg, width, height);
    } else {
      image(svg, width, height);
    }
    frame(svg, width, height);
    svg.close();
    if (!hasSquares()) {
      legend(svg, top + height + 22, shares, tones, shares.sampled());
    }
    return svg;
  }

  private void image(Svg svg, int width, int height) {
    image(svg, width, height, png(1, 1));
  }

  /** An image whose pixels stay squares. */
  static void image(Svg svg, int width, int height, byte[] png) {
    String source = Picture.dataUri("image/png", png);
    String scale = "scale(" + width + " " + height + ")";
    // The style goes down to the image.
    svg.open("g", "style", "image-rendering: pixelated", "transform", scale);
    svg.add("image", "width", 1, "height", 1, "preserveAspectRatio", "none", "href", source);
    svg.close();
  }

  /** Around the pattern, not over its first row and column. */
  static void frame(Svg svg, int width, int height) {
    String path = "M-0.5 -0.5h" + (width + 1) + "v" + (height + 1) + "h-" + (width + 1) + "z";
    svg.add("path", "d", path, "fill", "none", "stroke", Svg.RULE);
  }

  /** Runs of allowed pairs in units of a pair, and a grid in the colour of paper over them. */
  private void squares(Svg svg, int width, int height) {
    svg.rect(0, 0, width, height, Tones.colour(0));
    String fill = Tones.colour(Tones.COLOURS - 1);
    svg.open("g", "class", "allowed", "fill", fill, "transform", "scale(" + across + ")");
    for (int row = 0; row < shares.rows(); row++) {
      for (int from = 0; from < shares.columns(); from++) {
        int to = from;
        while (to < shares.columns() && shares.share(row, to) > 0) {
          to++;
        }
        if (to > from) {
          svg.add("rect", "x", from, "y", row, "width", to - from, "height", 1);
          from = to;
        }
      }
    }
    svg.close();
    grid(svg, width, height, across, down);
  }

  /** Lines in the colour of paper between the squares. */
  static void grid(Svg svg, int width, int height, int across, int down) {
    StringBuilder grid = new StringBuilder();
    for (int x = across; x < width; x += across) {
      grid.append("M").append(x).append(" 0v").append(height);
    }
    for (int y = down; y < height; y += down) {
      grid.append("M0 ").append(y).append("h").append(width);
    }
    svg.add(
        "path", "d", grid, "stroke", "#fff", "stroke-width", across < 8 ? 0.5 : 1, "fill", "none");
  }

  /** So many positions, each of them drawn so many pixels long. */
  record Side(int positions, double pixels) {}

  static void axes(Svg svg, int top, Side queries, Side keys) {
    axes(svg, top, queries, keys, "query i ↓", "key j →");
  }

  static void axes(Svg svg, int top, Side queries, Side keys, String downwards, String rightwards) {
    svg.text(LEFT, top - 28, "start", Svg.MUTED, 12, Svg.SANS, rightwards);
    svg.text(LEFT - 10, top - 10, "end", Svg.MUTED, 12, Svg.SANS, downwards);
    double digit = 7;
    double gap = digit * Words.number(keys.positions()).length() + 14;
    for (int key : Ticks.of(keys.positions(), keys.pixels(), gap)) {
      double x = LEFT + (key + 0.5) * keys.pixels();
      svg.line(x, top - 5, x, top - 1, Svg.MUTED);
      svg.text(x, top - 9, "middle", Svg.MUTED, SMALL, Svg.SANS, Words.number(key));
    }
    for (int query : Ticks.of(queries.positions(), queries.pixels(), 30)) {
      double y = top + (query + 0.5) * queries.pixels();
      svg.line(LEFT - 5, y, LEFT - 1, y, Svg.MUTED);
      svg.text(LEFT - 9, y + 4, "end", Svg.MUTED, SMALL, Svg.SANS, Words.number(query));
    }
  }

  /** What a pixel is, and which tones stand for which shares. */
  static void legend(Svg svg, int y, Shares shares, Tones tones, boolean isSampled) {
    int steps = 12;
    for (int step = 0; step < steps; step++) {
      int index = 1 + step * (Tones.COLOURS - 2) / (steps - 1);
      svg.rect(LEFT + 8 * step, y - 9, 8, 10, Tones.colour(index));
    }
    boolean pairs = shares.blockKeys() == 1 && shares.blockQueries() == 1;
    String sizes =
        "%s to %s of the %s × %s pairs in a pixel%s"
            .formatted(
                Words.digits(tones.least()),
                Words.digits(tones.most()),
                Words.number(shares.blockQueries()),
                Words.number(shares.blockKeys()),
                isSampled ? ", estimated" : "");
    svg.text(
        LEFT + 8 * steps + 10,
        y,
        "start",
        Svg.MUTED,
        SMALL,
        Svg.SANS,
        pairs ? "a pixel is a pair, dark where it is allowed" : sizes);
  }

  byte[] png() {
    return png(across, down);
  }

  private byte[] png(int timesRight, int timesDown) {
    int width = timesRight * shares.columns();
    byte[] pixels = new byte[width * timesDown * shares.rows()];
    for (int at = 0; at < pixels.length; at++) {
      int row = at / width / timesDown;
      int column = at % width / timesRight;
      pixels[at] = (byte) tones.index(shares.share(row, column));
    }
    return Png.of(width, pixels, Tones.palette());
  }
}
