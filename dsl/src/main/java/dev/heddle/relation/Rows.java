package dev.heddle.relation;

import java.util.List;

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

  /**
   * The first {@code count} keys for every query, every key for the first {@code count} queries.
   */
  record Cross(int count) implements Rows {}

  /** Keys at most {@code half} steps away from the query. */
  record Dilated(int half, int step) implements Rows {}

  /** The first {@code count} keys for every query. */
  record Keys(int count) implements Rows {}

  /** Every key for the first {@code count} queries. */
  record Queries(int count) implements Rows {}

  /** Keys in the query's block of {@code size} positions. */
  record Blocks(int size) implements Rows {}

  /** Every key that the operand does not have. */
  record Complement(Rows operand) implements Rows {}

  /** Unions and differences, from the left. */
  record Sum(Rows first, List<Change> rest) implements Rows {}

  /** The operand's keys join or leave. */
  record Change(boolean adds, Rows operand) {}

  /** The keys that all operands have. */
  record Meet(List<Rows> operands) implements Rows {}

  /** The row of a query, among n keys. */
  default Row row(int query, int n) {
    return switch (this) {
      case Nothing() -> Row.empty();
      case Band(int before, int after) ->
          Row.of(
              Progression.interval(
                  Math.max(0, query - before), (int) Math.min(n - 1L, (long) query + after)));
      case Residues(int step) -> {
        int first = query % step;
        yield Row.of(new Progression(first, step, (n - 1 - first) / step + 1));
      }
      case Cross(int count) -> first(query < count ? n : Math.min(count, n));
      case Dilated(int half, int step) -> {
        int before = Math.min(half, query / step);
        int after = Math.min(half, (n - 1 - query) / step);
        yield Row.of(new Progression(query - before * step, step, before + after + 1));
      }
      case Keys(int count) -> first(Math.min(count, n));
      case Queries(int count) -> first(query < count ? n : 0);
      case Blocks(int size) -> {
        int start = query / size * size;
        yield Row.of(Progression.interval(start, (int) Math.min(n - 1L, start + size - 1L)));
      }
      case Complement(Rows operand) ->
          Row.of(Progression.interval(0, n - 1)).minus(operand.row(query, n));
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
    };
  }

  /** Whether a query may attend to a key, by arithmetic alone. */
  default boolean contains(int query, int key) {
    return switch (this) {
      case Nothing() -> false;
      case Band(int before, int after) ->
          key >= (long) query - before && key <= (long) query + after;
      case Residues(int step) -> (query - key) % step == 0;
      case Cross(int count) -> query < count || key < count;
      case Dilated(int half, int step) ->
          (query - key) % step == 0 && Math.abs((long) query - key) <= (long) half * step;
      case Keys(int count) -> key < count;
      case Queries(int count) -> query < count;
      case Blocks(int size) -> query / size == key / size;
      case Complement(Rows operand) -> !operand.contains(query, key);
      case Sum(Rows first, List<Change> rest) -> {
        // The last change that has the key decides.
        for (Change change : rest.reversed()) {
          if (change.operand().contains(query, key)) {
            yield change.adds();
          }
        }
        yield first.contains(query, key);
      }
      case Meet(List<Rows> operands) -> {
        for (Rows operand : operands) {
          if (!operand.contains(query, key)) {
            yield false;
          }
        }
        yield true;
      }
    };
  }

  /** The first {@code count} keys. */
  private static Row first(int count) {
    return count == 0 ? Row.empty() : Row.of(Progression.interval(0, count - 1));
  }

  /** The rows with queries and keys exchanged: every form has its counterpart. */
  default Rows transposed() {
    return switch (this) {
      case Nothing _, Residues _, Cross _, Dilated _, Blocks _ -> this;
      case Band(int before, int after) -> new Band(after, before);
      case Keys(int count) -> new Queries(count);
      case Queries(int count) -> new Keys(count);
      case Complement(Rows operand) -> new Complement(operand.transposed());
      case Sum(Rows first, List<Change> rest) ->
          new Sum(
              first.transposed(),
              rest.stream()
                  .map(change -> new Change(change.adds(), change.operand().transposed()))
                  .toList());
      case Meet(List<Rows> operands) -> new Meet(operands.stream().map(Rows::transposed).toList());
    };
  }
}
