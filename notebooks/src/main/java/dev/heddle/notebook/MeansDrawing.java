package dev.heddle.notebook;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.DoubleStream;

/**
 * Draws means of measurements against a number, both on even scales, with how far each mean may be
 * off: a band along lines of many points, a bar at each point of others.
 */
final class MeansDrawing {

  private static final int WIDTH = 640;
  private static final int LEFT = 64;
  private static final int RIGHT = 28;
  private static final int HEIGHT = 300;
  private static final int ROW = 20;
  private static final int NAME = 44;
  private static final int LINES = 6;

  /** Lines of more points have a band, and no circles. */
  private static final int BARS = 12;

  private static final double CIRCLE = 3.5;
  private static final double CAP = 3;

  /** Bars at the same place stand so far apart. */
  private static final double APART = 4;

  private final String title;
  private final String axis;
  private final String across;
  private final List<Plot.Means> lines;
  private final int top;
  private final int height;
  private final double first;
  private final double last;
  private final double lowest;
  private final double highest;
  private final double stepAcross;
  private final double step;

  MeansDrawing(String title, String axis, String across, List<Plot.Means> lines) {
    this.title = title;
    this.axis = axis;
    this.across = across;
    this.lines = lines;
    this.top = 34 + ROW * lines.size() + 30;
    this.height = lines.size() > 8 ? HEIGHT * 3 / 2 : HEIGHT;
    double[] places = places();
    double least = DoubleStream.of(places).min().orElse(0);
    double most = DoubleStream.of(places).max().orElse(0);
    boolean isSingle = !(most > least);
    this.first = isSingle ? least - 0.5 : least;
    this.last = isSingle ? least + 0.5 : most;
    double between = PlotDrawing.round((last - first) / LINES);
    boolean areWhole = DoubleStream.of(places).allMatch(place -> place == Math.rint(place));
    this.stepAcross = areWhole ? Math.max(1, between) : between;
    double under = means().min().orElse(0);
    double over = means().max().orElse(0);
    // Of two measurements an interval may be far longer than all means lie apart.
    double longest = Math.max(2 * (over - under), Math.abs(over) / 4);
    double low = ends(-1, longest).min().orElse(0);
    double high = ends(1, longest).max().orElse(0);
    // What cannot be below 0, or over 100 %, is not drawn so.
    low = under >= 0 ? Math.max(0, low) : low;
    high = axis.equals("%") && over <= 100 ? Math.min(100, high) : high;
    // From 0, unless all would be a strip far above it.
    double from = low > high / 2 ? low : Math.min(0, low);
    this.step = PlotDrawing.round(Math.max((high - from) / LINES, 1e-9 * Math.abs(high)));
    this.lowest = step * Math.floor(from / step);
    this.highest = Math.max(lowest + step, step * Math.ceil(high / step));
  }

  private double[] places() {
    return lines.stream()
        .flatMap(line -> line.points().stream())
        .mapToDouble(Plot.Mean::at)
        .distinct()
        .sorted()
        .toArray();
  }

  private DoubleStream means() {
    return lines.stream().flatMap(line -> line.points().stream()).mapToDouble(Plot.Mean::mean);
  }

  /** The ends of all bars, the lower or the upper ones, of bars that are not longer than that. */
  private DoubleStream ends(int sign, double longest) {
    return lines.stream()
        .flatMap(line -> line.points().stream())
        .mapToDouble(
            point ->
                point.mean()
                    + sign * (Double.isFinite(point.half()) ? Math.min(point.half(), longest) : 0));
  }

  Svg svg() {
    Svg svg = new Svg(WIDTH, top + height + 52);
    svg.text(16, 26, "start", Svg.TEXT, 14, Svg.SANS, title);
    grid(svg);
    for (int index = 0; index < lines.size(); index++) {
      line(svg, index);
    }
    return svg;
  }

  private void grid(Svg svg) {
    int bottom = top + height;
    svg.text(16, top - 14, "start", Svg.MUTED, 12, Svg.SANS, axis);
    long rules = Math.round((highest - lowest) / step);
    for (int rule = 0; rule <= rules; rule++) {
      double value = lowest + rule * step;
      svg.line(LEFT, y(value), WIDTH - RIGHT, y(value), Svg.RULE);
      svg.text(LEFT - 9, y(value) + 4, "end", Svg.MUTED, 11, Svg.SANS, label(value, step));
    }
    for (double rule = Math.ceil(first / stepAcross); rule * stepAcross <= last; rule++) {
      double value = rule * stepAcross;
      svg.line(x(value), top, x(value), bottom, Svg.RULE);
      String label = label(value, stepAcross);
      svg.text(x(value), bottom + 18, "middle", Svg.MUTED, 11, Svg.SANS, label);
    }
    svg.text((LEFT + WIDTH - RIGHT) / 2.0, bottom + 38, "middle", Svg.MUTED, 12, Svg.SANS, across);
  }

  /** Without the last digits of a sum of steps. */
  private static String label(double value, double step) {
    return Words.brief(Math.rint(value / step * 1000) / 1000 * step);
  }

  private void line(Svg svg, int index) {
    Plot.Means line = lines.get(index);
    String colour = PlotDrawing.COLOURS[index % PlotDrawing.COLOURS.length];
    String dashes =
        PlotDrawing.DASHES[index / PlotDrawing.COLOURS.length % PlotDrawing.DASHES.length];
    boolean hasBand = line.points().size() > BARS;
    double aside = hasBand ? 0 : aside(index);
    svg.open("g", "class", "series", "fill", "none", "stroke", colour, "stroke-width", 2);
    if (hasBand) {
      band(svg, line, colour);
    }
    StringBuilder joined = new StringBuilder();
    for (Plot.Mean point : line.points()) {
      String at = Svg.rounded(x(point.at()) + aside) + "," + Svg.rounded(y(point.mean()));
      joined.append(joined.isEmpty() ? "" : " ").append(at);
    }
    svg.add("polyline", "points", joined, "stroke-dasharray", dashes);
    if (!hasBand) {
      for (Plot.Mean point : line.points()) {
        double x = x(point.at()) + aside;
        bar(svg, x, point);
        svg.add("circle", "cx", x, "cy", y(point.mean()), "r", CIRCLE, "fill", "#fff");
      }
    }
    double y = 34 + ROW * (index + 0.5);
    svg.add("path", "d", "M16 " + y + "h28", "stroke-dasharray", dashes).close();
    svg.text(52, y + 4, "start", Svg.TEXT, 12, Svg.MONO, Words.line(line.name(), NAME));
    svg.text(WIDTH - RIGHT, y + 4, "end", Svg.MUTED, 11, Svg.SANS, end(line));
  }

  /** So that bars of several lines at one place can be told apart. */
  private double aside(int index) {
    double[] places = places();
    double least = WIDTH;
    for (int at = 1; at < places.length; at++) {
      least = Math.min(least, x(places[at]) - x(places[at - 1]));
    }
    double apart = Math.min(APART, 0.4 * least / Math.max(1, lines.size()));
    return apart * (index - (lines.size() - 1) / 2.0);
  }

  private void band(Svg svg, Plot.Means line, String colour) {
    List<Plot.Mean> known =
        line.points().stream().filter(point -> Double.isFinite(point.half())).toList();
    if (known.isEmpty()) {
      return;
    }
    List<String> around = new ArrayList<>();
    known.forEach(point -> around.add(corner(point, point.half())));
    known.reversed().forEach(point -> around.add(corner(point, -point.half())));
    svg.add(
        "polygon",
        "class",
        "interval",
        "points",
        String.join(" ", around),
        "fill",
        colour,
        "fill-opacity",
        "0.15",
        "stroke",
        "none");
  }

  private String corner(Plot.Mean point, double above) {
    return Svg.rounded(x(point.at())) + "," + Svg.rounded(y(point.mean() + above));
  }

  private void bar(Svg svg, double x, Plot.Mean point) {
    if (!Double.isFinite(point.half())) {
      return;
    }
    double above = point.mean() + point.half();
    double below = point.mean() - point.half();
    String left = Svg.rounded(x - CAP) + " ";
    String path = "M" + Svg.rounded(x) + " " + Svg.rounded(y(above)) + "V" + Svg.rounded(y(below));
    // What goes on beyond the edge has no end there.
    if (above <= highest) {
      path += "M" + left + Svg.rounded(y(above)) + "h6";
    }
    if (below >= lowest) {
      path += "M" + left + Svg.rounded(y(below)) + "h6";
    }
    svg.add("path", "class", "interval", "d", path, "stroke-width", "1.2");
  }

  private String end(Plot.Means line) {
    if (line.points().isEmpty()) {
      return "not measured";
    }
    Plot.Mean end = line.points().getLast();
    String half = Double.isFinite(end.half()) ? " ± " + Words.brief(end.half()) : "";
    String unit = axis.isEmpty() ? "" : " " + axis;
    return Words.brief(end.mean()) + half + unit + " at " + Words.brief(end.at()) + " " + across;
  }

  private double x(double place) {
    return LEFT + (place - first) / (last - first) * (WIDTH - RIGHT - LEFT);
  }

  /** What lies outside is drawn at the edge. */
  private double y(double value) {
    double within = Math.clamp(value, lowest, highest);
    return top + (highest - within) / (highest - lowest) * height;
  }
}
