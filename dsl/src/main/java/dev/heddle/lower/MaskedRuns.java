package dev.heddle.lower;

import dev.heddle.relation.Progression;
import dev.heddle.relation.Relation;
import dev.heddle.relation.Row;
import java.util.ArrayList;
import java.util.List;

/**
 * The queries that may not attend to a key, as runs of rows, key by key.
 *
 * @param masked queries and keys exchanged, and what is allowed exchanged with what is not
 * @param queries m
 */
record MaskedRuns(Relation masked, int queries) {

  /** More runs than that no index holds, and they are not told apart. */
  private static final int TOO_MANY = 3;

  /** Rows from {@code start} up to {@code end}, one at least. */
  record Run(int start, int end) {}

  static MaskedRuns of(Relation relation) {
    return new MaskedRuns(relation.square().transpose().complement(), relation.queries());
  }

  /** The first row that is not above the diagonal, which ends at the last query and key. */
  int diagonal(int key) {
    return Math.max(0, key - skipped());
  }

  private int skipped() {
    return masked.keys() - queries;
  }

  /** The runs of a key: all of them, or the first three. */
  List<Run> of(int key) {
    Row row = masked.row(key);
    List<Run> runs = new ArrayList<>(2);
    if (isOfIntervals(row)) {
      for (Progression piece : row.pieces()) {
        long start = piece.start();
        add(start, start + piece.count(), runs);
      }
    } else {
      // Interleaved pieces may well make up a run.
      for (int query : row.keys()) {
        add(query, query + 1L, runs);
      }
    }
    return runs;
  }

  private static boolean isOfIntervals(Row row) {
    for (Progression piece : row.pieces()) {
      if (piece.step() > 1) {
        return false;
      }
    }
    return true;
  }

  /** Adds positions to the runs, ascending, less what lies before the first query. */
  private void add(long from, long to, List<Run> runs) {
    int start = (int) Math.max(0, from - skipped());
    int end = (int) Math.max(0, to - skipped());
    if (start >= end || runs.size() == TOO_MANY) {
      return;
    }
    if (!runs.isEmpty() && runs.getLast().end() == start) {
      runs.set(runs.size() - 1, new Run(runs.getLast().start(), end));
    } else {
      runs.add(new Run(start, end));
    }
  }
}
