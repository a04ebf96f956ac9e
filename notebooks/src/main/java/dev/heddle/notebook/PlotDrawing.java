package dev.heddle.notebook;

import java.util.List;

/**
 * Draws edges or times against length, both on logarithmic scales, where a power of n is a straight
 * line.
 */
final class PlotDrawing {

  private static final String[] COLOURS = {
    "#154d78", "#c4622d", "#3f7f4f", "#8a4f9e", "#a3842c", "#3c8f96"
  };
  private static final String FULL = "#8b96a3";
  private static final String FULL_NAME = "full attention, n²";

  private static final int WIDTH = 640;
  private static final int LEFT = 64;
  private static final int RIGHT = 28;
  private static final int HEIGHT = 300;
  private static final int ROW = 20;
  private static final int NAME = 44;
  private static final int LABEL_GAP = 14;

  /** What goes up. */
  enum Scale {
    EDGES("Edges against length", "edges"),
    MILLISECONDS("Time against length", "ms");

    private final String title;
    private final String unit;

    Scale(String title, String unit) {
      this.title = title;
      this.unit = unit;
    }
  }

  private final Scale scale;
  private final List<Plot.Series> all;
  private final List<Integer> lengths;
  private final int top;
  private final double shortest;
  private final double longest;
  private final int lowest;
  private final int highest;

  PlotDrawing(Scale scale, List<Plot.Series> all) {
    this.scale = scale;
    this.all = all;
    this.lengths = all.getFirst().points().stream().map(Plot.Point::n).toList();
    this.top = 34 + ROW * (all.size() + 1) + 30;
    boolean single = lengths.size() == 1;
    this.shortest = log(lengths.getFirst()) - (single ? 0.5 : 0);
    this.longest = log(lengths.getLast()) + (single ? 0.5 : 0);
    // A length of 1 has one pair at most; its decade needs a height all the same.
    this.highest =
        switch (scale) {
          case EDGES -> Math.max(1, (int) Math.ceil(2 * log(lengths.getLast())));
          case MILLISECONDS -> (int) Math.ceil(log(most(all)));
        };
    double least =
        all.stream()
            .flatMap(series -> series.points().stream())
            .filter(point -> point.value() > 0)
            .mapToDouble(point -> log(point.value()))
            .min()
            .orElse(2 * log(lengths.getFirst()));
    this.lowest = Math.min(highest - 1, (int) Math.floor(least));
  }

  Svg svg() {
    Svg svg = new Svg(WIDTH, top + HEIGHT + 52);
    svg.text(16, 26, "start", Svg.TEXT, 14, Svg.SANS, scale.title);
    grid(svg);
    if (scale == Scale.EDGES) {
      Plot.Series full =
          new Plot.Series(
              FULL_NAME, lengths.stream().map(n -> new Plot.Point(n, (double) n * n)).toList());
      series(svg, full, all.size(), FULL, "5 4");
    }
    for (int index = 0; index < all.size(); index++) {
      series(svg, all.get(index), index, COLOURS[index % COLOURS.length], "none");
    }
    return svg;
  }

  private void grid(Svg svg) {
    int bottom = top + HEIGHT;
    svg.text(LEFT - 9, top - 14, "end", Svg.MUTED, 12, Svg.SANS, scale.unit);
    for (int decade = lowest; decade <= highest; decade++) {
      double y = y(decade);
      svg.line(LEFT, y, WIDTH - RIGHT, y, Svg.RULE);
      svg.text(LEFT - 9, y + 4, "end", Svg.MUTED, 11, Svg.SANS, powerOfTen(decade));
    }
    double free = Double.NEGATIVE_INFINITY;
    for (int n : lengths) {
      double x = x(n);
      svg.line(x, top, x, bottom, Svg.RULE);
      double half = 3.5 * Words.number(n).length();
      if (x - half > free) {
        svg.text(x, bottom + 18, "middle", Svg.MUTED, 11, Svg.SANS, Words.number(n));
        free = x + half + LABEL_GAP;
      }
    }
    svg.text(
        (LEFT + WIDTH - RIGHT) / 2.0, bottom + 38, "middle", Svg.MUTED, 12, Svg.SANS, "length n");
  }

  /** A line, its points, and its row of the legend. */
  private void series(Svg svg, Plot.Series series, int index, String colour, String dashes) {
    List<Plot.Point> points = series.points().stream().filter(point -> point.value() > 0).toList();
    StringBuilder line = new StringBuilder();
    for (Plot.Point point : points) {
      String at = Svg.rounded(x(point.n())) + "," + Svg.rounded(y(log(point.value())));
      line.append(line.isEmpty() ? "" : " ").append(at);
    }
    svg.open("g", "class", "series", "fill", "none", "stroke", colour, "stroke-width", 2);
    svg.add("polyline", "points", line, "stroke-dasharray", dashes);
    boolean measured = index < all.size();
    if (measured) {
      for (Plot.Point point : points) {
        svg.add(
            "circle", "cx", x(point.n()), "cy", y(log(point.value())), "r", 3.5, "fill", "#fff");
      }
    }
    double y = 34 + ROW * (index + 0.5);
    svg.add("path", "d", "M16 " + y + "h28", "stroke-dasharray", dashes).close();
    String name = Words.line(series.name(), NAME);
    svg.text(52, y + 4, "start", Svg.TEXT, 12, measured ? Svg.MONO : Svg.SANS, name);
    Plot.Point last = series.points().getLast();
    String end = amount(last.value()) + " " + scale.unit + " at n = " + Words.number(last.n());
    svg.text(WIDTH - RIGHT, y + 4, "end", Svg.MUTED, 11, Svg.SANS, end);
  }

  private String amount(double value) {
    return switch (scale) {
      case EDGES -> Words.number((long) value);
      case MILLISECONDS -> Words.digits(value);
    };
  }

  private static double most(List<Plot.Series> all) {
    return all.stream()
        .flatMap(series -> series.points().stream())
        .mapToDouble(Plot.Point::value)
        .max()
        .orElse(1);
  }

  private double x(int n) {
    return LEFT + (log(n) - shortest) / (longest - shortest) * (WIDTH - RIGHT - LEFT);
  }

  private double y(double exponent) {
    return top + (highest - exponent) / (highest - lowest) * HEIGHT;
  }

  private static double log(double number) {
    return Math.log10(number);
  }

  private static String powerOfTen(int exponent) {
    String digits = "⁰¹²³⁴⁵⁶⁷⁸⁹";
    StringBuilder power = new StringBuilder(exponent < 0 ? "10⁻" : "10");
    for (char digit : String.valueOf(Math.abs(exponent)).toCharArray()) {
      power.append(digits.charAt(digit - '0'));
    }
    return power.toString();
  }
}
