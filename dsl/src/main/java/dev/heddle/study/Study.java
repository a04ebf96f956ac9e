package dev.heddle.study;

import dev.heddle.analysis.Answer;
import dev.heddle.analysis.Hops;
import dev.heddle.analysis.Universality;
import dev.heddle.pattern.Bindings;
import dev.heddle.pattern.Growth;
import dev.heddle.pattern.SparsityPattern;
import dev.heddle.relation.Effort;
import dev.heddle.relation.Relation;
import dev.heddle.relation.Watch;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/**
 * How the answer changes with the length: whether a pattern stays universal, and how its hops and
 * its edges grow.
 *
 * <pre>{@code
 * Study.of(SparsityPattern.parse("window(7) + stride(√n)"), 64, 256, 1024, 4096)
 * }</pre>
 *
 * @param pattern what was studied
 * @param points one for each length, the shortest first
 * @param edges the power law of the edges of the fullest layer; empty with fewer than two lengths
 * @param hops the power law of the hops, where they are exact at two lengths at least
 * @param growth how the edges grow by the text, whatever was counted
 */
public record Study(
    SparsityPattern pattern,
    List<Point> points,
    Optional<Fit> edges,
    Optional<Fit> hops,
    Optional<Growth> growth) {

  /** Lengths for a study that was given none. */
  private static final int[] LENGTHS = {16, 32, 64, 128, 256, 512, 1024};

  public Study {
    points = List.copyOf(points);
  }

  /**
   * One length.
   *
   * @param n the length
   * @param edges the edges of each layer, its heads united
   * @param universality the conditions, with what proves them
   */
  public record Point(int n, List<Long> edges, Universality universality) {

    public Point {
      edges = List.copyOf(edges);
    }

    /** The edges of the fullest layer. */
    public long most() {
      return edges.stream().mapToLong(Long::longValue).max().orElseThrow();
    }

    /** The hops, if they are known exactly. */
    public OptionalInt hops() {
      return universality.hops() instanceof Hops.Exactly(int number)
          ? OptionalInt.of(number)
          : OptionalInt.empty();
    }
  }

  /**
   * Studies a pattern.
   *
   * @param lengths in any order; without any, the powers of two from 16 to 1024
   * @throws dev.heddle.diagnostic.HeddleException if the pattern has no meaning at one of them
   * @throws java.util.concurrent.CancellationException if the thread is interrupted
   */
  public static Study of(SparsityPattern pattern, int... lengths) {
    return of(pattern, Bindings.none(), lengths);
  }

  /** The same with values for inputs, which must fit all lengths. */
  public static Study of(SparsityPattern pattern, Bindings bindings, int... lengths) {
    int[] ascending =
        IntStream.of(lengths.length == 0 ? LENGTHS : lengths).sorted().distinct().toArray();
    List<Point> points = new ArrayList<>();
    for (int n : ascending) {
      Watch.tell("the study", "n = " + n, points.size(), ascending.length);
      List<Relation> layers = pattern.layersAt(n, bindings);
      points.add(Effort.interruptibly("the study", () -> point(n, layers)));
    }
    List<Point> counted = points.stream().filter(point -> point.most() > 0).toList();
    List<Point> heard = points.stream().filter(point -> point.hops().isPresent()).toList();
    return new Study(
        pattern,
        points,
        Fit.of(lengths(counted), counted.stream().mapToDouble(Point::most).toArray()),
        Fit.of(lengths(heard), heard.stream().mapToDouble(p -> p.hops().getAsInt()).toArray()),
        pattern.growth());
  }

  private static Point point(int n, List<Relation> layers) {
    return new Point(n, layers.stream().map(Relation::edges).toList(), Universality.of(layers));
  }

  private static double[] lengths(List<Point> points) {
    return points.stream().mapToDouble(Point::n).toArray();
  }

  /** Yes or no where the answer is the same at all lengths, unknown where it changes or is so. */
  public Answer answer() {
    List<Answer> answers =
        points.stream().map(point -> point.universality().answer()).distinct().toList();
    return answers.size() == 1 ? answers.getFirst() : Answer.UNKNOWN;
  }

  /** What the lengths say together. */
  public String verdict() {
    List<Answer> answers = points.stream().map(point -> point.universality().answer()).toList();
    if (answers.stream().distinct().count() == 1) {
      return switch (answers.getFirst()) {
        case YES -> "universal at all of these lengths";
        case NO -> "at none of these lengths shown to be universal: a condition fails";
        case UNKNOWN -> "a condition could not be decided at any of these lengths";
      };
    }
    StringBuilder out = new StringBuilder("the answer changes: ");
    for (int at = 0; at < answers.size(); at++) {
      if (at == 0 || answers.get(at) != answers.get(at - 1)) {
        out.append(at == 0 ? "" : ", ")
            .append(
                switch (answers.get(at)) {
                  case YES -> "universal";
                  case NO -> "not shown to be universal";
                  case UNKNOWN -> "unknown";
                })
            .append(" from n = ")
            .append(points.get(at).n());
      }
    }
    return out.toString();
  }

  /** How the hops grow, in words. */
  public String hopsGrowth() {
    List<Integer> known =
        points.stream().filter(p -> p.hops().isPresent()).map(p -> p.hops().getAsInt()).toList();
    if (known.isEmpty()) {
      return "no length at which they are exact";
    }
    if (known.stream().distinct().count() == 1) {
      return known.getFirst() + " at each of these lengths";
    }
    return "about " + hops.orElseThrow();
  }

  /** A table of the lengths, and what they say together. */
  @Override
  public String toString() {
    StringBuilder out = new StringBuilder(pattern.formatted()).append('\n');
    out.append(line("n", "edges", "edges/n", "hops", "universal", "fails"));
    for (Point point : points) {
      Universality found = point.universality();
      out.append(
          line(
              "%,d".formatted(point.n()),
              "%,d".formatted(point.most()),
              String.format(Locale.ROOT, "%.2f", (double) point.most() / point.n()),
              switch (found.hops()) {
                case Hops.Exactly(int number) -> "%,d".formatted(number);
                case Hops.Never _ -> "never";
                case Hops.Between between ->
                    between.lower()
                        + ".."
                        + (between.upper().isPresent() ? between.upper().getAsInt() : "?");
              },
              found.answer().name().toLowerCase(Locale.ROOT),
              String.join(
                  " ", found.failed().stream().map(Universality.Condition::text).toList())));
    }
    return out.append(verdict())
        .append("\nedges ")
        .append(edges.map(fit -> "about " + fit).orElse("counted at one length"))
        .append(growth.map(symbolic -> "; by the text " + symbolic).orElse(""))
        .append("\nhops ")
        .append(hopsGrowth())
        .toString();
  }

  private static String line(String... cells) {
    return "%10s %14s %10s %10s %10s  %s".formatted((Object[]) cells).stripTrailing() + "\n";
  }
}
