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
      case Cross(int count) ->
          count == 0
              ? Row.empty()
              : Row.of(Progression.interval(0, query < count ? n - 1 : Math.min(count, n) - 1));
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
}
