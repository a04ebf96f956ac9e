package dev.heddle.relation;

import dev.heddle.diagnostic.Diagnostic;
import dev.heddle.diagnostic.HeddleException;
import dev.heddle.diagnostic.Origin;
import dev.heddle.diagnostic.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.IntUnaryOperator;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Which of m queries may attend to which of n keys, m ≤ n: a pattern at a length.
 *
 * <p>With m = n, query i stands at position i. With m &lt; n the queries are the last m positions:
 * query i stands at position n − m + i, as in decoding.
 *
 * <p>Relations are immutable and small: rows are made when they are asked for, and nothing of size
 * n² is ever built.
 */
public final class Relation {

  /** How much of a name {@link #toString} shows. */
  private static final int SHOWN = 100;

  /** Counting goes through all rows: {@link #toString} does it for no more than so many. */
  private static final int COUNTED = 1 << 22;

  private final int queries;
  private final int keys;
  private final Rows rows;
  private final String name;
  private final @Nullable Origin origin;
  private final Lazy<Facts> facts;

  private Relation(int queries, int keys, Rows rows, String name, @Nullable Origin origin) {
    this.origin = origin;
    this.queries = queries;
    this.keys = keys;
    this.rows = rows;
    this.name = name;
    this.facts = new Lazy<>(() -> blamed(() -> Counting.of(rows, keys, keys - queries)));
  }

  // ---- the simple ones

  /** Every key for every query. */
  public static Relation full(int n) {
    return square(n, new Rows.Band(n, n));
  }

  /** No key for any query. */
  public static Relation none(int n) {
    return square(n, new Rows.Nothing());
  }

  /** Keys from {@code before} positions before the query to {@code after} positions after it. */
  public static Relation band(int n, int before, int after) {
    return square(n, new Rows.Band(notNegative(before), notNegative(after)));
  }

  /** Keys whose distance from the query is a multiple of {@code step}. */
  public static Relation stride(int n, int step) {
    return square(n, new Rows.Residues(positive(step)));
  }

  /** Keys whose distance from the query, negative before it, is in a set. */
  public static Relation offsets(int n, Row distances) {
    Row near = distances.intersect(Row.interval(-(n - 1L), n - 1L));
    return square(n, near.isEmpty() ? new Rows.Nothing() : new Rows.Offsets(near));
  }

  /** The keys of a set for every query, and every key for the queries of the set. */
  public static Relation global(int n, Row positions) {
    return square(n, new Rows.Cross(inside(positions, n)));
  }

  /**
   * The first {@code count} keys for every query, and every key for the first {@code count}
   * queries.
   */
  public static Relation global(int n, int count) {
    return global(n, first(n, count));
  }

  /** Keys at most {@code half} steps of length {@code step} before or after the query. */
  public static Relation dilated(int n, int half, int step) {
    return square(n, new Rows.Dilated(notNegative(half), positive(step)));
  }

  /** The keys of a set, for every query. */
  public static Relation keys(int n, Row positions) {
    return square(n, new Rows.Keys(inside(positions, n)));
  }

  /** The first {@code count} keys, for every query. */
  public static Relation keys(int n, int count) {
    return keys(n, first(n, count));
  }

  /** Every key, for the queries of a set. */
  public static Relation queries(int n, Row positions) {
    return square(n, new Rows.Queries(inside(positions, n)));
  }

  /** Every key, for the first {@code count} queries. */
  public static Relation queries(int n, int count) {
    return queries(n, first(n, count));
  }

  /** Keys in the same block of {@code size} positions as the query. */
  public static Relation blocks(int n, int size) {
    return square(n, new Rows.Blocks(positive(size)));
  }

  /**
   * {@code count} distinct random keys for each query, all keys if there are no more: the same for
   * equal arguments, on every machine and in every order.
   */
  public static Relation random(int n, int count, long seed) {
    return square(n, new Rows.Drawn(notNegative(count), seed, null));
  }

  /** {@code count} random keys of each query's row of another relation; all if it has no more. */
  public static Relation random(int count, long seed, Relation in) {
    return square(in.keys, new Rows.Drawn(notNegative(count), seed, in.requireSquare().rows));
  }

  /**
   * The edges of {@code cycles} random Hamiltonian cycles, in both directions: at most twice as
   * many keys for each query; none at n = 1.
   */
  public static Relation expander(int n, int cycles, long seed) {
    List<Ring> rings = new ArrayList<>();
    for (int number = 0; number < notNegative(cycles); number++) {
      rings.add(new Ring(n, seed, number));
    }
    return square(n, new Rows.Rings(List.copyOf(rings)));
  }

  /** Keys whose position has the same value as the query's; n is the number of values. */
  public static Relation same(long[] values) {
    return square(values.length, new Rows.Grouped(Groups.of(values)));
  }

  /**
   * A list of edges: query {@code from[e]} attends to key {@code to[e]}.
   *
   * @throws IllegalArgumentException if an end is no position, or the lists differ in length
   */
  public static Relation edges(int n, int[] from, int[] to) {
    if (from.length != to.length) {
      throw new IllegalArgumentException(from.length + " queries and " + to.length + " keys");
    }
    for (int[] ends : new int[][] {from, to}) {
      for (int end : ends) {
        if (end < 0 || end >= n) {
          throw new IllegalArgumentException("an edge ends at " + end + ", and n is " + n);
        }
      }
    }
    return square(n, new Rows.Explicit(Listed.of(n, from, to)));
  }

  /** The pairs for which a rule holds. */
  public static Relation ruled(int n, Rule rule) {
    return square(n, new Rows.Ruled(rule, false));
  }

  private static Row inside(Row positions, int n) {
    if (!positions.isEmpty() && (positions.first() < 0 || positions.last() >= n)) {
      throw new IllegalArgumentException("not all of " + positions + " are in 0 ≤ p < " + n);
    }
    return positions;
  }

  private static Row first(int n, int count) {
    return Row.interval(0, Math.min(n, notNegative(count)) - 1L);
  }

  private static Relation square(int n, Rows rows) {
    if (n < 1) {
      throw HeddleException.of(new Problem.BadLength(n), null);
    }
    return new Relation(n, n, rows, "", null);
  }

  private static int positive(int length) {
    if (length < 1) {
      throw new IllegalArgumentException("a length is at least 1, not " + length);
    }
    return length;
  }

  private static int notNegative(int distance) {
    if (distance < 0) {
      throw new IllegalArgumentException("no distance is negative, as " + distance + " is");
    }
    return distance;
  }

  // ---- combinations

  /** The pairs of either relation. */
  public Relation union(Relation other) {
    return then(List.of(new Step(true, other)));
  }

  /** The pairs of this relation that the other has not. */
  public Relation minus(Relation other) {
    return then(List.of(new Step(false, other)));
  }

  /** The pairs of both relations. */
  public Relation intersect(Relation other) {
    return intersection(List.of(this, other));
  }

  /** The pairs that this relation has not. */
  public Relation complement() {
    return with(
        rows instanceof Rows.Complement(Rows operand) ? operand : new Rows.Complement(rows));
  }

  /**
   * The relation with queries and keys exchanged.
   *
   * @throws IllegalArgumentException unless there are as many queries as keys
   */
  public Relation transpose() {
    if (queries != keys) {
      throw new IllegalArgumentException(
          "a relation of %d × %d cannot be transposed".formatted(queries, keys));
    }
    return with(rows.transposed(keys));
  }

  /** What two steps reach: (i, j) where this has (i, k) and the other has (k, j) for some k. */
  public Relation compose(Relation other) {
    return with(Images.composed(requireSquare().rows, sameShape(other).requireSquare().rows, keys));
  }

  /** This relation composed with itself: what {@code times} ≥ 1 steps reach. */
  public Relation power(int times) {
    return with(Images.repeated(requireSquare().rows, positive(times), keys));
  }

  /**
   * The Kronecker product: a position p is split into (p div b, p mod b), where b is the inner
   * relation's length, and this relation holds between the quotients and the inner one between the
   * remainders.
   *
   * @param n the length of the result, at most the product of the two lengths
   */
  public Relation times(Relation inner, int n) {
    if (n < 1 || n > (long) keys * inner.keys) {
      throw new IllegalArgumentException(
          "a product of lengths %d and %d has not length %d".formatted(keys, inner.keys, n));
    }
    return square(
        n, new Rows.Product(requireSquare().rows, keys, inner.requireSquare().rows, inner.keys));
  }

  /** The relation among the first n positions. */
  public Relation cut(int n) {
    if (n < 1 || n > keys) {
      throw new IllegalArgumentException("length " + keys + " cannot be cut to " + n);
    }
    return n == keys ? this : square(n, new Rows.Cut(requireSquare().rows, keys));
  }

  /** The relation of which this one has the last m rows: as many queries as keys. */
  public Relation square() {
    return new Relation(keys, keys, rows, name, origin);
  }

  private Relation requireSquare() {
    if (queries != keys) {
      throw new IllegalArgumentException(
          "a relation of %d × %d is not square".formatted(queries, keys));
    }
    return this;
  }

  /** A relation whose pairs join or leave another. */
  public record Step(boolean adds, Relation operand) {}

  /** Unions and differences, one after the other. */
  public Relation then(List<Step> steps) {
    List<Rows.Change> changes =
        steps.stream()
            .map(step -> new Rows.Change(step.adds(), sameShape(step.operand()).rows))
            .toList();
    return with(new Rows.Sum(rows, changes));
  }

  /** The pairs that all of the relations have; there must be one at least. */
  public static Relation intersection(List<Relation> relations) {
    Relation first = relations.getFirst();
    return first.with(
        new Rows.Meet(relations.stream().map(other -> first.sameShape(other).rows).toList()));
  }

  /** The same relation for the last {@code m} positions as queries. */
  public Relation last(int m) {
    if (m < 1 || m > queries) {
      throw HeddleException.of(new Problem.BadQueries(m, queries), null);
    }
    return new Relation(m, keys, rows, name, origin);
  }

  private Relation with(Rows combined) {
    return new Relation(queries, keys, combined, "", null);
  }

  private Relation sameShape(Relation other) {
    if (other.queries != queries || other.keys != keys) {
      throw new IllegalArgumentException(
          "a relation of %d × %d cannot be combined with one of %d × %d"
              .formatted(queries, keys, other.queries, other.keys));
    }
    return other;
  }

  /** The same relation under a name, such as the text of its pattern. */
  public Relation named(String newName) {
    return new Relation(queries, keys, rows, newName, origin);
  }

  /** The same relation under a name, and the place of a text to blame where rows are refused. */
  public Relation named(String newName, Origin text) {
    return new Relation(queries, keys, rows, newName, text);
  }

  private <T> T blamed(Supplier<T> answer) {
    try {
      return answer.get();
    } catch (HeddleException e) {
      throw origin == null ? e : e.at(origin);
    }
  }

  // ---- what is in it

  /** The number m of queries. */
  public int queries() {
    return queries;
  }

  /** The number n of keys: the length at which the pattern was taken. */
  public int keys() {
    return keys;
  }

  /** The text of the pattern that this came from, or empty. */
  public String name() {
    return name;
  }

  /**
   * The keys of a query, from 0 to m − 1.
   *
   * @throws HeddleException if there is no such query
   */
  public Row row(int query) {
    int position = position(query);
    return blamed(() -> rows.row(position, keys));
  }

  /**
   * The keys of all queries of a set together: what they attend to in one step.
   *
   * @throws IllegalArgumentException unless there are as many queries as keys, and all of the set
   *     are among them
   */
  public Row keysOf(Row positions) {
    Row inside = inside(positions, keys);
    return blamed(() -> Images.of(inside, requireSquare().rows, keys));
  }

  /**
   * Writes the number of keys of each query from {@code from} to {@code to} − 1 into an array,
   * beginning at index {@code at}, and returns their sum. No row is made but for conditions,
   * compositions and the like.
   *
   * @throws HeddleException if there is no such query
   */
  public long sizes(int from, int to, long[] target, int at) {
    Filling filling = filling(from, to);
    long sum = 0;
    for (int query = from; query < to; query++) {
      int size = filling.size(keys - queries + query);
      target[at + query - from] = size;
      sum += size;
    }
    return sum;
  }

  /**
   * Writes the keys of the queries from {@code from} to {@code to} − 1 into an array, one row after
   * the other, ascending in each, beginning at index {@code at}; returns the index behind the last.
   *
   * @throws HeddleException if there is no such query
   * @throws IndexOutOfBoundsException if they do not fit
   */
  public int fill(int from, int to, int[] target, int at) {
    Filling filling = filling(from, to);
    int end = at;
    for (int query = from; query < to; query++) {
      end = filling.fill(keys - queries + query, target, end);
    }
    return end;
  }

  /**
   * Writes the keys of the queries from {@code from} to {@code to} − 1, as the other does, and
   * behind which index each row ends, beginning at {@code ends[endsAt]}: each row is looked at
   * once.
   *
   * @throws HeddleException if there is no such query
   * @throws IndexOutOfBoundsException if they do not fit
   */
  public int fill(int from, int to, long[] ends, int endsAt, int[] target, int at) {
    Filling filling = filling(from, to);
    int end = at;
    for (int query = from; query < to; query++) {
      end = filling.fill(keys - queries + query, target, end);
      ends[endsAt + query - from] = end;
    }
    return end;
  }

  /** A walk over the rows in pieces. */
  public Pieces pieces() {
    return new Pieces(new Filling(rows, keys), keys - queries);
  }

  /**
   * The lengths of the factors if this is a product, cut or combined with others or not, the outer
   * one first: positions are then points of a grid. Empty if it is none.
   */
  public List<Integer> grid() {
    return grid(rows, keys);
  }

  /**
   * The random cycles through all positions that this is made of, if it is an expander, joined with
   * others or not: the position at each place, from 0 to n − 1.
   */
  public List<IntUnaryOperator> cycles() {
    return cycles(rows);
  }

  private static List<IntUnaryOperator> cycles(Rows rows) {
    return switch (rows) {
      case Rows.Rings(List<Ring> rings) ->
          rings.stream().<IntUnaryOperator>map(ring -> ring::position).toList();
      case Rows.Sum(Rows first, List<Rows.Change> rest) -> {
        List<IntUnaryOperator> all = new ArrayList<>(cycles(first));
        rest.stream()
            .filter(Rows.Change::adds)
            .forEach(change -> all.addAll(cycles(change.operand())));
        yield all;
      }
      default -> List.of();
    };
  }

  private static List<Integer> grid(Rows rows, int length) {
    return switch (rows) {
      case Rows.Product(Rows outer, int outerLength, Rows inner, int innerLength) -> {
        List<Integer> lengths = new ArrayList<>();
        List<Integer> before = grid(outer, outerLength);
        lengths.addAll(before.isEmpty() ? List.of(outerLength) : before);
        List<Integer> after = grid(inner, innerLength);
        lengths.addAll(after.isEmpty() ? List.of(innerLength) : after);
        yield lengths;
      }
      case Rows.Cut(Rows operand, int longer) -> grid(operand, longer);
      case Rows.Complement(Rows operand) -> grid(operand, length);
      case Rows.Repeated(Rows operand, int _) -> grid(operand, length);
      case Rows.Composed(Rows first, Rows second) -> grid(List.of(first, second), length);
      case Rows.Meet(List<Rows> operands) -> grid(operands, length);
      case Rows.Sum(Rows first, List<Rows.Change> rest) -> {
        List<Rows> operands = new ArrayList<>(List.of(first));
        rest.forEach(change -> operands.add(change.operand()));
        yield grid(operands, length);
      }
      case Rows.Drawn(int _, long _, Rows in) -> in == null ? List.of() : grid(in, length);
      case Rows.Nothing _,
          Rows.Band _,
          Rows.Residues _,
          Rows.Dilated _,
          Rows.Offsets _,
          Rows.Cross _,
          Rows.Keys _,
          Rows.Queries _,
          Rows.Blocks _,
          Rows.Rings _,
          Rows.Grouped _,
          Rows.Explicit _,
          Rows.Ruled _,
          Rows.Swapped _ ->
          List.of();
    };
  }

  private static List<Integer> grid(List<Rows> operands, int length) {
    return operands.stream()
        .map(operand -> grid(operand, length))
        .filter(lengths -> !lengths.isEmpty())
        .findFirst()
        .orElse(List.of());
  }

  private Filling filling(int from, int to) {
    if (from < to) {
      position(from);
      position(to - 1);
    }
    return new Filling(rows, keys);
  }

  /**
   * Whether a query, from 0 to m − 1, may attend to a key, from 0 to n − 1.
   *
   * @throws HeddleException if there is no such query or key
   */
  public boolean contains(int query, int key) {
    if (key < 0 || key >= keys) {
      throw HeddleException.of(new Problem.BadIndex("key", key, keys), null);
    }
    int position = position(query);
    return blamed(() -> rows.contains(position, key, keys));
  }

  private int position(int query) {
    if (query < 0 || query >= queries) {
      throw HeddleException.of(new Problem.BadIndex("query", query, queries), null);
    }
    return keys - queries + query;
  }

  /** The number of pairs. */
  public long edges() {
    return facts.get().edges();
  }

  /** The share of all m·n pairs that are in the relation, from 0 to 1. */
  public double density() {
    return edges() / ((double) queries * keys);
  }

  /** The number of keys of the query that has fewest. */
  public int minRow() {
    return facts.get().minRow();
  }

  /** The number of keys of the query that has most. */
  public int maxRow() {
    return facts.get().maxRow();
  }

  /** The number of queries without a key; attention gives them the zero vector. */
  public long emptyRows() {
    return facts.get().emptyRows();
  }

  /**
   * What is doubtful at this length: queries without a key, the first ten of them and their number.
   */
  public List<Diagnostic> warnings() {
    Facts known = facts.get();
    return known.emptyRows() == 0
        ? List.of()
        : List.of(
            Diagnostic.of(
                new Problem.EmptyRows(known.firstEmpty(), known.emptyRows(), queries), null));
  }

  /**
   * One line: the pattern, the size and, where it does not take long to count, the number of pairs.
   */
  @Override
  public String toString() {
    String head =
        String.format(
            Locale.ROOT, "%s%d × %d", name.isEmpty() ? "" : shortened(name) + ": ", queries, keys);
    return queries > COUNTED
        ? head
        : head
            + String.format(
                Locale.ROOT,
                ", %,d edges, density %.4f, rows of %d to %d keys",
                edges(),
                density(),
                minRow(),
                maxRow());
  }

  /** Names may be as long as texts; lines may not. */
  private static String shortened(String name) {
    String line = name.replaceAll("\\s+", " ");
    return line.length() <= SHOWN ? line : line.substring(0, SHOWN) + "…";
  }
}
