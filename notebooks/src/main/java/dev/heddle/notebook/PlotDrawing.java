package dev.heddle.notebook;

import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;

/**
 * Draws heights against length, both on logarithmic scales, where a power of n is a straight line;
 * or plain heights from 0, where the logarithm of n is.
 */
final class PlotDrawing {

  static final String[] COLOURS = {
    "#154d78", "#c4622d", "#3f7f4f", "#8a4f9e", "#a3842c", "#3c8f96"
  };

  /** When all colours are in use, they begin again with the next of these. */
  static final String[] DASHES = {"none", "8 3", "2 3", "9 3 2 3"};

  /** What heights are drawn against, unless told otherwise. */
  private static final String LENGTH = "length n";

  private static final String REFERENCE = "#8b96a3";
  private static final String[] REFERENCE_DASHES = {"5 4", "1 3"};

  private static final int WIDTH = 640;
  private static final int LEFT = 64;
  private static final int RIGHT = 28;
  private static final int HEIGHT = 300;
  private static final int ROW = 20;
  private static final int NAME = 44;
  private static final int LABEL_GAP = 14;
  private static final int PLAIN_LINES = 6;

  private final String title;
  private final String axis;
  private final String across;
  private final List<Plot.Curve> measured;
  private final List<Plot.Curve> references;
  private final List<Integer> lengths;
  private final int top;
  private final int height;
  private final double shortest;
  private final double longest;
  private final boolean arePlain;

  /** What lies between two lines of the grid: a decade, or so much. */
  private final double step;

  private final double lowest;
  private final double highest;

  PlotDrawing(String title, String axis, List<Plot.Curve> curves, boolean arePlain) {
    this(title, axis, LENGTH, curves, arePlain);
  }

  PlotDrawing(String title, String axis, String across, List<Plot.Curve> curves, boolean arePlain) {
    this.arePlain = arePlain;
    this.across = across;
    this.title = title;
    this.axis = axis;
    this.measured = curves.stream().filter(curve -> !curve.isReference()).toList();
    this.references = curves.stream().filter(Plot.Curve::isReference).toList();
    this.lengths =
        curves.stream()
            .flatMap(curve -> curve.points().keySet().stream())
            .sorted()
            .distinct()
            .toList();
    this.top = 34 + ROW * curves.size() + 30;
    // Many lines need room to part.
    this.height = curves.size() > COLOURS.length + 2 ? HEIGHT * 3 / 2 : HEIGHT;
    boolean single = lengths.size() < 2;
    double first = lengths.isEmpty() ? 0 : Math.log10(lengths.getFirst());
    double last = lengths.isEmpty() ? 0 : Math.log10(lengths.getLast());
    this.shortest = first - (single ? 0.5 : 0);
    this.longest = last + (single ? 0.5 : 0);
    double most = heights(curves).max().orElse(0);
    this.step = arePlain ? round(most / PLAIN_LINES) : 1;
    this.lowest = arePlain ? 0 : Math.floor(heights(curves).min().orElse(0));
    // A single height lies on one decade; that needs some room all the same.
    this.highest = Math.max(lowest + step, step * Math.ceil(most / step));
  }

  /** The next of 1, 2, 5, 10, 20, 50… */
  static double round(double height) {
    double decade = Math.pow(10, Math.floor(Math.log10(Math.max(height, Double.MIN_NORMAL))));
    double times = height / decade;
    return decade * (times <= 1 ? 1 : times <= 2 ? 2 : times <= 5 ? 5 : 10);
  }

  private DoubleStream heights(List<Plot.Curve> curves) {
    return curves.stream()
        .flatMap(curve -> drawn(curve.points()))
        .mapToDouble(point -> scaled(point.getValue()));
  }

  private double scaled(double height) {
    return arePlain ? height : Math.log10(height);
  }

  private static Stream<Map.Entry<Integer, Double>> drawn(SortedMap<Integer, Double> points) {
    return points.entrySet().stream().filter(point -> point.getValue() > 0);
  }

  Svg svg() {
    Svg svg = new Svg(WIDTH, top + height + 52);
    svg.text(16, 26, "start", Svg.TEXT, 14, Svg.SANS, title);
    grid(svg);
    for (int index = 0; index < references.size(); index++) {
      String dashes = REFERENCE_DASHES[index % REFERENCE_DASHES.length];
      curve(svg, references.get(index), measured.size() + index, REFERENCE, dashes);
    }
    for (int index = 0; index < measured.size(); index++) {
      String dashes = DASHES[index / COLOURS.length % DASHES.length];
      curve(svg, measured.get(index), index, COLOURS[index % COLOURS.length], dashes);
    }
    return svg;
  }

  private void grid(Svg svg) {
    int bottom = top + height;
    svg.text(LEFT - 9, top - 14, "end", Svg.MUTED, 12, Svg.SANS, axis);
    long lines = Math.round((highest - lowest) / step);
    for (int line = 0; line <= lines; line++) {
      double height = lowest + line * step;
      double y = y(height);
      svg.line(LEFT, y, WIDTH - RIGHT, y, Svg.RULE);
      String label = arePlain ? Words.brief(height) : powerOfTen((int) height);
      svg.text(LEFT - 9, y + 4, "end", Svg.MUTED, 11, Svg.SANS, label);
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
    svg.text((LEFT + WIDTH - RIGHT) / 2.0, bottom + 38, "middle", Svg.MUTED, 12, Svg.SANS, across);
  }

  /** A line, its points, and its row of the legend. */
  private void curve(Svg svg, Plot.Curve curve, int row, String colour, String dashes) {
    List<Map.Entry<Integer, Double>> points = drawn(curve.points()).toList();
    StringBuilder line = new StringBuilder();
    for (Map.Entry<Integer, Double> point : points) {
      String at = Svg.rounded(x(point.getKey())) + "," + Svg.rounded(y(point));
      line.append(line.isEmpty() ? "" : " ").append(at);
    }
    svg.open("g", "class", "series", "fill", "none", "stroke", colour, "stroke-width", 2);
    svg.add("polyline", "points", line, "stroke-dasharray", dashes);
    if (!curve.isReference()) {
      for (Map.Entry<Integer, Double> point : points) {
        svg.add("circle", "cx", x(point.getKey()), "cy", y(point), "r", 3.5, "fill", "#fff");
      }
    }
    double y = 34 + ROW * (row + 0.5);
    svg.add("path", "d", "M16 " + y + "h28", "stroke-dasharray", dashes).close();
    String name = Words.line(curve.name(), NAME);
    svg.text(52, y + 4, "start", Svg.TEXT, 12, curve.isReference() ? Svg.SANS : Svg.MONO, name);
    String end = "not measured";
    if (!curve.points().isEmpty()) {
      Map.Entry<Integer, Double> last = curve.points().lastEntry();
      String unit = axis.isEmpty() ? "" : " " + axis;
      String number = Words.number(last.getKey());
      String where = across.equals(LENGTH) ? "n = " + number : number + " " + across;
      end = Words.brief(last.getValue()) + unit + " at " + where;
    }
    svg.text(WIDTH - RIGHT, y + 4, "end", Svg.MUTED, 11, Svg.SANS, end);
  }

  private double x(int n) {
    return LEFT + (Math.log10(n) - shortest) / (longest - shortest) * (WIDTH - RIGHT - LEFT);
  }

  private double y(Map.Entry<Integer, Double> point) {
    return y(scaled(point.getValue()));
  }

  private double y(double scaled) {
    return top + (highest - scaled) / (highest - lowest) * height;
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
