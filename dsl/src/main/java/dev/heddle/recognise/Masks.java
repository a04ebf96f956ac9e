package dev.heddle.recognise;

import dev.heddle.relation.Relation;
import dev.heddle.relation.Rhythm;
import dev.heddle.relation.Row;
import dev.heddle.relation.Rule;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Masks as relations. */
public final class Masks {

  private Masks() {}

  /**
   * A mask of m queries by n keys, true where a query may attend.
   *
   * @param mask shape [m][n], 1 ≤ m ≤ n: the queries are the last m positions
   * @throws IllegalArgumentException if the rows are of several lengths, or fewer than 1 or longer
   *     than m
   */
  public static Relation of(boolean[][] mask) {
    int m = mask.length;
    int n = m == 0 ? 0 : mask[0].length;
    List<Row> rows = new ArrayList<>();
    for (boolean[] row : mask) {
      if (row.length != n) {
        throw new IllegalArgumentException("rows of " + n + " and " + row.length + " keys");
      }
      rows.add(row(row, 0, n));
    }
    return ofRows(rows, n);
  }

  /**
   * A mask whose rows stand one after the other.
   *
   * @param allowed true where a query may attend
   * @param from where the first row begins
   * @throws IllegalArgumentException unless 1 ≤ m ≤ n
   */
  public static Relation of(boolean[] allowed, int from, int m, int n) {
    List<Row> rows = new ArrayList<>();
    for (int query = 0; query < m; query++) {
      rows.add(row(allowed, from + query * n, n));
    }
    return ofRows(rows, n);
  }

  /**
   * A mask from its rows.
   *
   * @param rows the keys of each query, all in [0, n)
   * @throws IllegalArgumentException if there are more rows than keys, or none
   */
  public static Relation ofRows(List<Row> rows, int n) {
    int m = rows.size();
    if (m < 1 || m > n) {
      throw new IllegalArgumentException(
          "a mask has 1 to as many queries as keys, not %d × %d".formatted(m, n));
    }
    return Relation.ruled(n, new Given(List.copyOf(rows), n)).last(m);
  }

  private static Row row(boolean[] allowed, int from, int n) {
    long[] keys = new long[n];
    int count = 0;
    for (int key = 0; key < n; key++) {
      if (allowed[from + key]) {
        keys[count++] = key;
      }
    }
    return Row.ofAscending(Arrays.copyOf(keys, count));
  }

  /** Rows of the last positions; those before have none. */
  private record Given(List<Row> rows, int n) implements Rule {

    @Override
    public Row keysOf(int query) {
      int index = query - (n - rows.size());
      return index < 0 ? Row.empty() : rows.get(index);
    }

    @Override
    public Row queriesOf(int key) {
      int first = n - rows.size();
      long[] queries = new long[rows.size()];
      int count = 0;
      for (int index = 0; index < rows.size(); index++) {
        if (rows.get(index).contains(key)) {
          queries[count++] = (long) first + index;
        }
      }
      return Row.ofAscending(Arrays.copyOf(queries, count));
    }

    @Override
    public boolean holds(int query, int key) {
      return keysOf(query).contains(key);
    }

    @Override
    public @Nullable Rhythm rhythm(boolean isSwapped) {
      return null;
    }
  }
}
