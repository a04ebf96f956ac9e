package dev.heddle.notebook;

import dev.heddle.pattern.SparsityPattern;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;

/** Plots of what patterns cost, in edges and in time. */
public final class Plot {

  /** The lengths of a plot that was given none: the powers of two from 256 to 65536. */
  private static final int[] LENGTHS = IntStream.rangeClosed(8, 16).map(e -> 1 << e).toArray();

  /** More lines of a table are cut. */
  private static final int LINES = 40;

  private static final int NAME = 64;

  private Plot() {}

  /** What was counted or measured at one length. */
  record Point(int n, double value) {

    double density() {
      return value / ((double) n * n);
    }
  }

  /** What one line of a plot goes through. */
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
    return new Picture(
        new PlotDrawing(PlotDrawing.Scale.EDGES, all).svg(),
        null,
        "edges against length",
        table(all),
        "");
  }

  /**
   * Times against lengths, both on logarithmic scales; in characters a table.
   *
   * @param times by what was measured, in milliseconds, one for each length
   * @param lengths ascending
   * @throws IllegalArgumentException if there is nothing to plot, a time is not above 0, or the
   *     numbers of times and lengths differ
   */
  public static Picture milliseconds(Map<String, double[]> times, int... lengths) {
    if (times.isEmpty() || lengths.length == 0) {
      throw new IllegalArgumentException("a plot of times needs a time at least");
    }
    List<Series> all = new ArrayList<>();
    times.forEach((name, values) -> all.add(series(name, values, lengths)));
    StringBuilder table = new StringBuilder(String.format(Locale.ROOT, "%14s", "n"));
    all.forEach(
        one -> table.append(String.format(Locale.ROOT, " %20s", Words.line(one.name(), 20))));
    for (int at = 0; at < lengths.length; at++) {
      table.append('\n').append(String.format(Locale.ROOT, "%14s", Words.number(lengths[at])));
      for (Series one : all) {
        String value = Words.digits(one.points().get(at).value());
        table.append(String.format(Locale.ROOT, " %20s", value));
      }
    }
    return new Picture(
        new PlotDrawing(PlotDrawing.Scale.MILLISECONDS, all).svg(),
        null,
        "milliseconds against length",
        table.toString(),
        "");
  }

  private static Series series(String name, double[] values, int[] lengths) {
    if (values.length != lengths.length) {
      throw new IllegalArgumentException(
          "`%s` has %d times for %d lengths".formatted(name, values.length, lengths.length));
    }
    List<Point> points = new ArrayList<>();
    for (int at = 0; at < lengths.length; at++) {
      if (!(values[at] > 0 && values[at] < Double.POSITIVE_INFINITY)
          || (at > 0 && lengths[at] <= lengths[at - 1])) {
        throw new IllegalArgumentException(
            "lengths ascend and times are above 0, and `%s` has %s at n = %d"
                .formatted(name, values[at], lengths[at]));
      }
      points.add(new Point(lengths[at], values[at]));
    }
    return new Series(name, points);
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
                Words.number((long) point.value()),
                Words.digits(point.value() / point.n()),
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
