package dev.heddle.study;

import dev.heddle.analysis.Answer;
import dev.heddle.analysis.Hops;
import dev.heddle.analysis.Universality;
import dev.heddle.diagnostic.HeddleException;
import dev.heddle.diagnostic.Problem;
import dev.heddle.pattern.Trend;
import dev.heddle.relation.Effort;
import dev.heddle.relation.Relation;
import dev.heddle.relation.Watch;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One {@link Search}: which members are examined, and which need not be. */
final class FamilySearch {

  private static final long MOST_POINTS = 1L << 22;
  private static final int MOST_EXAMINED = 20_000;

  /**
   * A parameter.
   *
   * @param values its values, in the order in which the pattern grows if it does
   */
  private record Axis(String name, List<Integer> values, boolean isMonotone) {}

  /** What is known of a combination of values. */
  private static final class Point {

    /** Negative where the values make no pattern, such as a stride of 0. */
    private long edges = -1;

    private @Nullable Universality universality;

    boolean isMember() {
      return edges >= 0;
    }
  }

  private final Family family;
  private final int n;
  private final Search.Limits limits;
  private final List<Axis> axes = new ArrayList<>();
  private final Map<List<Integer>, Point> known = new HashMap<>();
  private final Map<List<Integer>, Search.Member> kept = new LinkedHashMap<>();
  private long points;
  private int examined;

  FamilySearch(Family family, int n, Search.Limits limits, Map<String, List<Integer>> ranges) {
    this.family = family;
    this.n = n;
    this.limits = limits;
    for (String name : family.parameters()) {
      List<Integer> values =
          ranges.getOrDefault(name, Search.usual(n)).stream().sorted().distinct().toList();
      Trend trend = family.pattern().trend(name);
      axes.add(
          new Axis(
              name, trend == Trend.SHRINKS ? values.reversed() : values, trend != Trend.UNKNOWN));
    }
    // What is monotone comes last, so that what follows may be judged as a whole.
    axes.sort(Comparator.comparing(Axis::isMonotone));
  }

  Search search() {
    points = 1;
    for (Axis axis : axes) {
      points *= axis.values().size();
      if (points > MOST_POINTS) {
        throw tooMuch("a search through more than " + MOST_POINTS + " combinations", MOST_POINTS);
      }
    }
    return Effort.interruptibly(
        "the search",
        () -> {
          if (points > 0) {
            choose(List.of());
          }
          return new Search(family, n, front(), points, examined);
        });
  }

  private static HeddleException tooMuch(String what, long most) {
    return HeddleException.of(
        new Problem.TooMuchWork(what, "%,d".formatted(most), "give fewer values to the parameters"),
        null);
  }

  // ---- which members

  /** Goes through the values of the next parameter. */
  private void choose(List<Integer> chosen) {
    int depth = chosen.size();
    if (depth == axes.size()) {
      keep(chosen);
      return;
    }
    List<Axis> left = axes.subList(depth, axes.size());
    if (left.getFirst().isMonotone()) {
      List<Integer> least = new ArrayList<>(chosen);
      List<Integer> most = new ArrayList<>(chosen);
      left.forEach(axis -> least.add(axis.values().getFirst()));
      left.forEach(axis -> most.add(axis.values().getLast()));
      if (isHopeless(least, most)) {
        return;
      }
      if (left.size() == 1) {
        between(chosen, 0, left.getFirst().values().size() - 1);
        return;
      }
    }
    for (int value : left.getFirst().values()) {
      choose(with(chosen, value));
    }
  }

  private static List<Integer> with(List<Integer> chosen, int value) {
    List<Integer> all = new ArrayList<>(chosen);
    all.add(value);
    return all;
  }

  /** The members along the last parameter, whose values from low to high are in question. */
  private void between(List<Integer> chosen, int low, int high) {
    if (low > high) {
      return;
    }
    List<Integer> small = with(chosen, axes.getLast().values().get(low));
    List<Integer> large = with(chosen, axes.getLast().values().get(high));
    if (isHopeless(small, large)) {
      return;
    }
    keep(small);
    if (low == high || gainsNothing(small, large)) {
      return;
    }
    keep(large);
    int middle = (low + high) >>> 1;
    between(chosen, low + 1, middle);
    between(chosen, middle + 1, high - 1);
  }

  /**
   * Whether nothing between two members, of which the one is part of the other, is wanted: all have
   * as many edges as the one at least, and as many hops as the other.
   */
  private boolean isHopeless(List<Integer> small, List<Integer> large) {
    Point least = point(small);
    if (least.isMember() && least.edges > limits.edges()) {
      return true;
    }
    Universality most = universality(large);
    if (most == null) {
      return false;
    }
    int hops =
        switch (most.hops()) {
          case Hops.Exactly(int number) -> number;
          case Hops.Never _ -> Integer.MAX_VALUE;
          case Hops.Between between -> between.lower();
        };
    return most.answer() == Answer.NO
        || hops > limits.hops()
        || (least.isMember()
            && kept.values().stream()
                .anyMatch(member -> member.edges() <= least.edges && member.hops() <= hops));
  }

  /** Whether a larger member, and so all between the two, have more edges for as many hops. */
  private boolean gainsNothing(List<Integer> small, List<Integer> large) {
    Search.Member one = kept.get(small);
    Universality other = one == null ? null : universality(large);
    return one != null
        && other != null
        && other.hops() instanceof Hops.Exactly(int number)
        && number == one.hops();
  }

  private void keep(List<Integer> values) {
    Point point = point(values);
    if (!point.isMember() || point.edges > limits.edges() || kept.containsKey(values)) {
      return;
    }
    Universality found = universality(values);
    if (found != null
        && found.answer() == Answer.YES
        && found.hops() instanceof Hops.Exactly(int hops)
        && hops <= limits.hops()) {
      Map<String, Integer> named = named(values);
      kept.put(values, new Search.Member(named, family.member(named), point.edges, hops, found));
    }
  }

  /** Those than which none has as few edges and as few hops; of equals the first. */
  private List<Search.Member> front() {
    List<Search.Member> all = new ArrayList<>(kept.values());
    all.sort(Comparator.comparingLong(Search.Member::edges).thenComparingInt(Search.Member::hops));
    List<Search.Member> front = new ArrayList<>();
    for (Search.Member member : all) {
      if (front.isEmpty() || member.hops() < front.getLast().hops()) {
        front.add(member);
      }
    }
    return front;
  }

  // ---- what is known of them

  private Map<String, Integer> named(List<Integer> values) {
    Map<String, Integer> named = new LinkedHashMap<>();
    for (String name : family.parameters()) {
      for (int at = 0; at < axes.size(); at++) {
        if (axes.get(at).name().equals(name)) {
          named.put(name, values.get(at));
        }
      }
    }
    return named;
  }

  private Point point(List<Integer> values) {
    Point point = known.get(values);
    if (point == null) {
      Watch.tell(
          "the search",
          "%,d of at most %,d members looked at, %,d of them examined"
              .formatted(known.size(), points, examined),
          known.size(),
          points);
      point = new Point();
      known.put(values, point);
      try {
        point.edges =
            family.layersAt(n, named(values)).stream()
                .mapToLong(Relation::edges)
                .max()
                .orElseThrow();
      } catch (HeddleException e) {
        // Values without a meaning, such as a stride of 0, make no member.
        point.edges = -1;
      }
    }
    return point;
  }

  private @Nullable Universality universality(List<Integer> values) {
    Point point = point(values);
    if (point.isMember() && point.universality == null) {
      if (++examined > MOST_EXAMINED) {
        throw tooMuch(
            "a search that examines more than " + MOST_EXAMINED + " members", MOST_EXAMINED);
      }
      point.universality = Universality.of(family.layersAt(n, named(values)));
    }
    return point.universality;
  }
}
