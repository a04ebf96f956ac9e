package dev.heddle.relation;

import dev.heddle.diagnostic.HeddleException;
import dev.heddle.diagnostic.Problem;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The rows of a square relation of some length, each made when it is asked for.
 *
 * <p>Distances are at most n, and may reach beyond the ends; a row holds only keys in [0, n).
 */
sealed interface Rows {

  /** No key, for any query. */
  record Nothing() implements Rows {}

  /** Keys from query − before to query + after. */
  record Band(int before, int after) implements Rows {}

  /** Keys whose distance from the query is a multiple of the step. */
  record Residues(int step) implements Rows {}

  /** Keys at most {@code half} steps away from the query. */
  record Dilated(int half, int step) implements Rows {}

  /** Keys at certain distances from the query, negative before it. */
  record Offsets(Row distances) implements Rows {}

  /** The keys of a set for every query, every key for the queries of the set. */
  record Cross(Row positions) implements Rows {}

  /** The same keys for every query. */
  record Keys(Row positions) implements Rows {}

  /** Every key for some queries. */
  record Queries(Row positions) implements Rows {}

  /** Keys in the query's block of {@code size} positions. */
  record Blocks(int size) implements Rows {}

  /** {@code count} random keys for every query: of all, or of the operand's row. */
  record Drawn(int count, long seed, @Nullable Rows in) implements Rows {}

  /** The neighbours in random cycles. */
  record Rings(List<Ring> rings) implements Rows {}

  /** Keys whose position has the same value as the query's. */
  record Grouped(Groups groups) implements Rows {}

  /** Keys that are listed one by one. */
  record Explicit(Listed lists) implements Rows {}

  /** Keys for which a condition holds, or, when swapped, for which it holds the other way round. */
  record Ruled(Rule rule, boolean isSwapped) implements Rows {}

  /** The operand with queries and keys exchanged, where only listing all pairs can tell. */
  record Swapped(Rows operand, Lazy<Listed> lists) implements Rows {}

  /** Every key that the operand does not have. */
  record Complement(Rows operand) implements Rows {}

  /** Unions and differences, from the left. */
  record Sum(Rows first, List<Change> rest) implements Rows {}

  /** The operand's keys join or leave. */
  record Change(boolean adds, Rows operand) {}

  /** The keys that all operands have. */
  record Meet(List<Rows> operands) implements Rows {}

  /** The second's keys for the first's keys as queries. */
  record Composed(Rows first, Rows second) implements Rows {}

  /** The operand composed with itself, so many times. */
  record Repeated(Rows operand, int times) implements Rows {}

  /**
   * The outer relation between quotients by {@code innerLength}, and the inner one between
   * remainders.
   */
  record Product(Rows outer, int outerLength, Rows inner, int innerLength) implements Rows {}

  /** The first positions of a relation of some length. */
  record Cut(Rows operand, int length) implements Rows {}

  /** The row of a query, among n keys. */
  default Row row(int query, int n) {
    Row row = made(query, n);
    Effort.spend(Effort.A_ROW + row.pieces().size());
    return row;
  }

  private Row made(int query, int n) {
    return switch (this) {
      case Nothing() -> Row.empty();
      case Band(int before, int after) ->
          Row.interval(Math.max(0, query - before), Math.min(n - 1L, (long) query + after));
      case Residues(int step) -> {
        int first = query % step;
        yield Row.of(new Progression(first, step, (n - 1 - first) / step + 1));
      }
      case Dilated(int half, int step) -> {
        int before = Math.min(half, query / step);
        int after = Math.min(half, (n - 1 - query) / step);
        yield Row.of(new Progression(query - before * step, step, before + after + 1));
      }
      case Offsets(Row distances) ->
          distances.intersect(Row.interval(-query, n - 1L - query)).shifted(query);
      case Cross(Row positions) -> positions.contains(query) ? all(n) : positions;
      case Keys(Row positions) -> positions;
      case Queries(Row positions) -> positions.contains(query) ? all(n) : Row.empty();
      case Blocks(int size) -> {
        int start = query / size * size;
        yield Row.interval(start, Math.min(n - 1L, start + size - 1L));
      }
      case Drawn(int count, long seed, Rows in) ->
          in == null
              ? drawn(count, new Draw(seed, n, query, count), all(n))
              : drawn(count, new Draw(seed, n, query, count), in.row(query, n));
      case Rings(List<Ring> rings) -> {
        long[] neighbours = new long[2 * rings.size()];
        int found = 0;
        for (Ring ring : rings) {
          for (long neighbour : ring.neighbours(query)) {
            neighbours[found++] = neighbour;
          }
        }
        yield Row.ofAny(java.util.Arrays.copyOf(neighbours, found));
      }
      case Grouped(Groups groups) -> groups.members().get(groups.groupOf()[query]);
      case Explicit(Listed lists) -> lists.row(query);
      case Ruled(Rule rule, boolean isSwapped) ->
          isSwapped ? rule.queriesOf(query) : rule.keysOf(query);
      case Swapped(Rows _, Lazy<Listed> lists) -> lists.get().row(query);
      case Complement(Rows operand) -> all(n).minus(operand.row(query, n));
      case Sum(Rows first, List<Change> rest) -> {
        Row row = first.row(query, n);
        for (Change change : rest) {
          Row operand = change.operand().row(query, n);
          row = change.adds() ? row.union(operand) : row.minus(operand);
        }
        yield row;
      }
      case Meet(List<Rows> operands) -> {
        Row row = operands.getFirst().row(query, n);
        for (Rows operand : operands.subList(1, operands.size())) {
          // An empty row stays empty, whatever the others cost.
          row = row.isEmpty() ? row : row.intersect(operand.row(query, n));
        }
        yield row;
      }
      case Composed(Rows first, Rows second) -> Images.of(first.row(query, n), second, n);
      case Repeated(Rows operand, int times) -> {
        yield Images.steps(operand.row(query, n), operand, times - 1, n);
      }
      case Product(Rows outer, int outerLength, Rows inner, int innerLength) ->
          product(
              outer.row(query / innerLength, outerLength),
              inner.row(query % innerLength, innerLength),
              innerLength,
              n);
      case Cut(Rows operand, int length) ->
          operand.row(query, length).intersect(Row.interval(0, n - 1L));
    };
  }

  /** Whether a query may attend to a key, by arithmetic where that is possible. */
  default boolean contains(int query, int key, int n) {
    return switch (this) {
      case Nothing() -> false;
      case Band(int before, int after) ->
          key >= (long) query - before && key <= (long) query + after;
      case Residues(int step) -> (query - key) % step == 0;
      case Dilated(int half, int step) ->
          (query - key) % step == 0 && Math.abs((long) query - key) <= (long) half * step;
      case Offsets(Row distances) -> distances.contains((long) key - query);
      case Cross(Row positions) -> positions.contains(query) || positions.contains(key);
      case Keys(Row positions) -> positions.contains(key);
      case Queries(Row positions) -> positions.contains(query);
      case Blocks(int size) -> query / size == key / size;
      case Grouped(Groups groups) -> groups.groupOf()[query] == groups.groupOf()[key];
      case Explicit(Listed lists) -> lists.contains(query, key);
      case Ruled(Rule rule, boolean isSwapped) ->
          isSwapped ? rule.holds(key, query) : rule.holds(query, key);
      case Swapped(Rows operand, Lazy<Listed> _) -> operand.contains(key, query, n);
      case Drawn _, Rings _, Composed _, Repeated _ -> row(query, n).contains(key);
      case Complement(Rows operand) -> !operand.contains(query, key, n);
      case Sum(Rows first, List<Change> rest) -> {
        // The last change that has the key decides.
        for (Change change : rest.reversed()) {
          if (change.operand().contains(query, key, n)) {
            yield change.adds();
          }
        }
        yield first.contains(query, key, n);
      }
      case Meet(List<Rows> operands) -> {
        for (Rows operand : operands) {
          if (!operand.contains(query, key, n)) {
            yield false;
          }
        }
        yield true;
      }
      case Product(Rows outer, int outerLength, Rows inner, int innerLength) ->
          outer.contains(query / innerLength, key / innerLength, outerLength)
              && inner.contains(query % innerLength, key % innerLength, innerLength);
      case Cut(Rows operand, int length) -> operand.contains(query, key, length);
    };
  }

  /** Every key. */
  static Row all(int n) {
    return Row.interval(0, n - 1L);
  }

  /** Random members of a row: all of them where there are no more than are wanted. */
  private static Row drawn(int count, Draw draw, Row row) {
    long size = row.count();
    if (size <= count) {
      return row;
    }
    Effort.spend(Effort.A_DRAW * Math.min(count, size - count));
    if (count <= size / 2) {
      return Row.ofAscending(members(row, draw.distinct(count, size)));
    }
    // Fewer draws tell which members are left out.
    return row.minus(Row.ofAscending(members(row, draw.distinct((int) (size - count), size))));
  }

  private static long[] members(Row row, long[] indices) {
    long[] members = new long[indices.length];
    for (int at = 0; at < members.length; at++) {
      members[at] = row.get(indices[at]);
    }
    return members;
  }

  /** The keys whose quotient is in one row and whose remainder is in another. */
  private static Row product(Row quotients, Row remainders, int length, int n) {
    if (quotients.isEmpty() || remainders.isEmpty()) {
      return Row.empty();
    }
    List<Progression> pieces = new ArrayList<>();
    boolean allRemainders = remainders.count() == length;
    for (Progression quotient : quotients.pieces()) {
      if (allRemainders && quotient.step() == 1) {
        pieces.add(
            Progression.interval(
                quotient.start() * length, quotient.last() * length + length - 1L));
        continue;
      }
      for (Progression remainder : remainders.pieces()) {
        if (quotient.count() <= remainder.count()) {
          for (long at = 0; at < quotient.count(); at++) {
            pieces.add(remainder.shifted((quotient.start() + at * quotient.step()) * length));
          }
        } else {
          for (long at = 0; at < remainder.count(); at++) {
            pieces.add(
                new Progression(
                    quotient.start() * length + remainder.start() + at * remainder.step(),
                    quotient.step() * length,
                    quotient.count()));
          }
        }
      }
    }
    Row row = Row.ofDisjoint(pieces);
    return row.last() < n ? row : row.intersect(all(n));
  }

  /** The rows with queries and keys exchanged. */
  default Rows transposed(int n) {
    return switch (this) {
      case Nothing _, Residues _, Cross _, Dilated _, Blocks _, Rings _, Grouped _ -> this;
      case Band(int before, int after) -> new Band(after, before);
      case Offsets(Row distances) -> new Offsets(mirrored(distances));
      case Keys(Row positions) -> new Queries(positions);
      case Queries(Row positions) -> new Keys(positions);
      case Drawn _ -> new Swapped(this, new Lazy<>(() -> listed(n).transposed()));
      case Explicit(Listed lists) -> new Explicit(lists.transposed());
      case Ruled(Rule rule, boolean isSwapped) -> new Ruled(rule, !isSwapped);
      case Swapped(Rows operand, Lazy<Listed> _) -> operand;
      case Complement(Rows operand) -> new Complement(operand.transposed(n));
      case Sum(Rows first, List<Change> rest) ->
          new Sum(
              first.transposed(n),
              rest.stream()
                  .map(change -> new Change(change.adds(), change.operand().transposed(n)))
                  .toList());
      case Meet(List<Rows> operands) ->
          new Meet(operands.stream().map(operand -> operand.transposed(n)).toList());
      case Composed(Rows first, Rows second) ->
          new Composed(second.transposed(n), first.transposed(n));
      case Repeated(Rows operand, int times) -> new Repeated(operand.transposed(n), times);
      case Product(Rows outer, int outerLength, Rows inner, int innerLength) ->
          new Product(
              outer.transposed(outerLength),
              outerLength,
              inner.transposed(innerLength),
              innerLength);
      case Cut(Rows operand, int length) -> new Cut(operand.transposed(length), length);
    };
  }

  private static Row mirrored(Row distances) {
    return Row.ofDisjoint(
        distances.pieces().stream()
            .map(piece -> new Progression(-piece.last(), piece.step(), piece.count()))
            .toList());
  }

  /** Every pair, one by one. */
  private Listed listed(int n) {
    long most = 1L << 28;
    long pairs = 0;
    for (int query = 0; query < n; query++) {
      pairs += row(query, n).size();
      if (pairs > most) {
        throw HeddleException.of(
            new Problem.TooMuchWork(
                "the transpose of a random pattern, which lists all of its pairs,",
                most + " pairs",
                "take the pattern at a shorter length"),
            null);
      }
    }
    int[] queries = new int[(int) pairs];
    int[] keys = new int[(int) pairs];
    int at = 0;
    for (int query = 0; query < n; query++) {
      int end = row(query, n).fill(keys, at);
      java.util.Arrays.fill(queries, at, end, query);
      at = end;
    }
    return Listed.of(n, queries, keys);
  }
}
