package dev.heddle.notebook;

import dev.heddle.pattern.SparsityPattern;
import dev.heddle.study.Fit;
import dev.heddle.study.Study;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;

/** Plots of what patterns cost. */
public final class Plot {

  /** The lengths of a plot that was given none: the powers of two from 256 to 65536. */
  private static final int[] LENGTHS = IntStream.rangeClosed(8, 16).map(e -> 1 << e).toArray();

  /** More lines of a table are cut. */
  private static final int LINES = 40;

  private static final int NAME = 64;

  private Plot() {}

  /** The number of edges of one pattern at one length. */
  record Point(int n, long edges) {

    double density() {
      return edges / ((double) n * n);
    }
  }

  /**
   * A line of a plot.
   *
   * @param name what the legend calls it
   * @param points heights by length; what is not above zero is not drawn
   * @param isReference whether it is drawn in grey, as what the others are compared with
   */
  public record Curve(String name, SortedMap<Integer, Double> points, boolean isReference) {
    public Curve {
      points = Collections.unmodifiableSortedMap(new TreeMap<>(points));
    }
  }

  /**
   * A mean of measurements.
   *
   * @param at what it is drawn against
   * @param mean the mean
   * @param half how far it may be off, to both sides; not a number where that is not known
   */
  public record Mean(double at, double mean, double half) {}

  /**
   * A line of means.
   *
   * @param name what the legend calls it
   * @param points from left to right
   */
  public record Means(String name, List<Mean> points) {
    public Means {
      points = points.stream().sorted(Comparator.comparingDouble(Mean::at)).toList();
    }
  }

  /** The edges of one pattern at all lengths of a plot. */
  record Series(String name, List<Point> points) {}

  /**
   * How the edges of a pattern grow with the length, beside those of full attention; in characters
   * a table.
   *
   * @param lengths the lengths, in any order; without any, the powers of two from 256 to 65536
   * @throws dev.heddle.diagnostic.HeddleException if the pattern has no meaning at one of them
   */
  public static Picture edges(SparsityPattern pattern, int... lengths) {
    return edges(List.of(pattern), lengths);
  }

  /**
   * The same for several patterns on one plot.
   *
   * @throws IllegalArgumentException if there is no pattern
   */
  public static Picture edges(List<SparsityPattern> patterns, int... lengths) {
    if (patterns.isEmpty()) {
      throw new IllegalArgumentException("a plot of edges needs a pattern at least");
    }
    int[] ascending =
        IntStream.of(lengths.length == 0 ? LENGTHS : lengths).sorted().distinct().toArray();
    List<Series> all =
        patterns.stream()
            .map(
                pattern ->
                    new Series(
                        pattern.text(),
                        IntStream.of(ascending)
                            .mapToObj(n -> new Point(n, pattern.at(n).edges()))
                            .toList()))
            .toList();
    return new Picture(drawing(all, ascending), null, "edges against length", table(all), "");
  }

  private static Svg drawing(List<Series> all, int[] ascending) {
    List<Curve> curves = new ArrayList<>();
    SortedMap<Integer, Double> full = new TreeMap<>();
    for (int n : ascending) {
      full.put(n, (double) n * n);
    }
    for (Series series : all) {
      SortedMap<Integer, Double> points = new TreeMap<>();
      series.points().forEach(point -> points.put(point.n(), (double) point.edges()));
      curves.add(new Curve(series.name(), points, false));
    }
    curves.add(new Curve("full attention, n²", full, true));
    return new PlotDrawing("Edges against length", "edges", curves, false).svg();
  }

  /**
   * A study: edges and hops against length, beside the power laws that fit them best; in characters
   * the study's own table.
   */
  public static Picture of(Study study) {
    List<Curve> curves = new ArrayList<>();
    SortedMap<Integer, Double> edges = new TreeMap<>();
    SortedMap<Integer, Double> hops = new TreeMap<>();
    for (Study.Point point : study.points()) {
      edges.put(point.n(), (double) point.most());
      point.hops().ifPresent(number -> hops.put(point.n(), (double) number));
    }
    curves.add(new Curve("edges of the fullest layer", edges, false));
    curves.add(new Curve("hops", hops, false));
    study.edges().ifPresent(fit -> curves.add(law("edges", fit, edges)));
    study.hops().ifPresent(fit -> curves.add(law("hops", fit, hops)));
    String title = Words.line(study.pattern().formatted(), NAME);
    return new Picture(
        new PlotDrawing(title, "", curves, false).svg(), null, title, study.toString(), "");
  }

  private static Curve law(String name, Fit fit, SortedMap<Integer, Double> points) {
    SortedMap<Integer, Double> line = new TreeMap<>();
    points.forEach((n, _) -> line.put(n, fit.factor() * Math.pow(n, fit.exponent())));
    return new Curve(name + " as " + fit, line, true);
  }

  /**
   * Heights against length, both on logarithmic scales; in characters a table.
   *
   * @param axis what the heights are, such as {@code ms}
   */
  public static Picture curves(String title, String axis, List<Curve> curves) {
    return curves(title, axis, curves, false);
  }

  /**
   * The same with plain heights from 0 over the logarithm of the length, where what grows with the
   * logarithm is a straight line.
   */
  public static Picture plain(String title, String axis, List<Curve> curves) {
    return curves(title, axis, curves, true);
  }

  /**
   * The same against another number than the length.
   *
   * @param across what that is, such as {@code steps}
   */
  public static Picture plain(String title, String axis, String across, List<Curve> curves) {
    return picture(title, axis, curves, new PlotDrawing(title, axis, across, curves, true).svg());
  }

  /**
   * Means with how far each may be off, as a band along lines of many points and as a bar at each
   * point of others; both scales are even. Heights begin at 0, unless all lie in the upper half; in
   * characters a table.
   *
   * @param axis what the heights are, such as {@code perplexity}
   * @param across what they are drawn against, such as {@code steps}
   */
  public static Picture means(String title, String axis, String across, List<Means> lines) {
    StringBuilder table = new StringBuilder();
    int left = LINES;
    for (Means line : lines) {
      if (left < 2) {
        table.append('…');
        break;
      }
      table.append(Words.line(line.name(), NAME)).append('\n');
      line.points().stream()
          .limit(left)
          .forEach(
              point ->
                  table.append(
                      String.format(
                          Locale.ROOT,
                          "%14s %20s%s %s\n",
                          Words.brief(point.at()),
                          Words.digits(point.mean()),
                          Double.isFinite(point.half()) ? " ± " + Words.brief(point.half()) : "",
                          axis)));
      left -= 1 + line.points().size();
    }
    Svg drawing = new MeansDrawing(title, axis, across, lines).svg();
    return new Picture(drawing, null, title, table.toString().stripTrailing(), "");
  }

  private static Picture curves(String title, String axis, List<Curve> curves, boolean arePlain) {
    return picture(title, axis, curves, new PlotDrawing(title, axis, curves, arePlain).svg());
  }

  private static Picture picture(String title, String axis, List<Curve> curves, Svg drawing) {
    StringBuilder table = new StringBuilder();
    int left = LINES;
    for (Curve curve : curves) {
      if (left < 2) {
        table.append('…');
        break;
      }
      table.append(Words.line(curve.name(), NAME)).append('\n');
      curve.points().entrySet().stream()
          .limit(left)
          .forEach(
              point ->
                  table.append(
                      String.format(
                          Locale.ROOT,
                          "%14s %20s %s\n",
                          Words.number(point.getKey()),
                          Words.digits(point.getValue()),
                          axis)));
      left -= 1 + curve.points().size();
    }
    return new Picture(drawing, null, title, table.toString().stripTrailing(), "");
  }

  private static String table(List<Series> all) {
    StringBuilder out = new StringBuilder();
    int left = LINES;
    for (Series series : all) {
      if (left < 2) {
        return out.append('…').toString();
      }
      out.append(Words.line(series.name(), NAME)).append('\n');
      out.append(line("n", "edges", "edges/n", "density"));
      for (Point point : series.points().subList(0, Math.min(left, series.points().size()))) {
        out.append(
            line(
                Words.number(point.n()),
                Words.number(point.edges()),
                Words.digits((double) point.edges() / point.n()),
                Words.digits(point.density())));
      }
      left -= 2 + series.points().size();
    }
    return out.toString().stripTrailing();
  }

  private static String line(String n, String edges, String perQuery, String density) {
    return String.format(Locale.ROOT, "%14s %20s %12s %12s\n", n, edges, perQuery, density);
  }
}
