package dev.heddle.study;

import dev.heddle.analysis.Universality;
import dev.heddle.diagnostic.HeddleException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * The cheapest universal members of a family of patterns: those than which no other has as few
 * edges and as few hops.
 *
 * <pre>{@code
 * Search.of(Family.parse("window(w) + stride(s) + global(g)"), 256, 6_000, 4)
 * }</pre>
 *
 * <p>Where the text shows that a pattern grows with a parameter, its edges grow and its hops shrink
 * along it. So beyond a member with too many edges all have too many; below one with too many hops
 * all have too many; and between a universal member and a larger one with as many hops all are
 * worse than the first; and so are all between two, if a universal member is known that has no more
 * edges than the smaller and no more hops than the larger. Nothing else is left out.
 *
 * @param family the family
 * @param n the length
 * @param front the best members, those with fewest edges first
 * @param points how many combinations of values there are
 * @param examined of how many of them the conditions were examined
 */
public record Search(Family family, int n, List<Member> front, long points, int examined) {

  public Search {
    front = List.copyOf(front);
  }

  /**
   * A member of a family.
   *
   * @param values what its parameters stand for
   * @param text its text
   * @param edges the edges of its fullest layer, heads united
   * @param hops its hops
   * @param universality what proves that it is universal
   */
  public record Member(
      Map<String, Integer> values, String text, long edges, int hops, Universality universality) {

    public Member {
      values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
    }
  }

  /** What may be asked of members. */
  public record Limits(long edges, int hops) {}

  /**
   * Searches with usual values for all parameters: 0 to 5, powers of two and one more, and √n.
   *
   * @param edges the most edges of a layer
   * @param hops the most hops
   */
  public static Search of(Family family, int n, long edges, int hops) {
    return of(family, n, new Limits(edges, hops), Map.of());
  }

  /**
   * Searches.
   *
   * @param ranges values of parameters; those that are not named here take the usual ones
   * @throws HeddleException if there are more than 4,194,304 combinations, or 20,000 members would
   *     have to be examined
   * @throws java.util.concurrent.CancellationException if the thread is interrupted
   */
  public static Search of(Family family, int n, Limits limits, Map<String, List<Integer>> ranges) {
    return new FamilySearch(family, n, limits, ranges).search();
  }

  /** The values of a parameter that was given none. */
  static List<Integer> usual(int n) {
    TreeSet<Integer> values = new TreeSet<>(List.of(0, 1, 2, 3, 4, 5));
    for (int power = 8; power > 0 && power <= n; power *= 2) {
      values.add(power);
      values.add(power + 1);
    }
    values.add((int) Math.sqrt(n));
    return values.stream().filter(value -> value <= n).toList();
  }

  /** A table of the front. */
  @Override
  public String toString() {
    StringBuilder out = new StringBuilder(family.text()).append(" at n = ").append(n).append('\n');
    if (front.isEmpty()) {
      out.append("no member is shown to be universal within these limits\n");
    } else {
      out.append("%14s %10s  %s\n".formatted("edges", "hops", "member"));
      for (Member member : front) {
        out.append(
            "%14s %10s  %s\n"
                .formatted(
                    "%,d".formatted(member.edges()),
                    "%,d".formatted(member.hops()),
                    member.text()));
      }
    }
    return out.append("%,d of %,d members were examined".formatted(examined, points)).toString();
  }
}
