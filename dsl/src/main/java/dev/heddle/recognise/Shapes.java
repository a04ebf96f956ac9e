package dev.heddle.recognise;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.function.IntPredicate;

/**
 * The largest primitives that have none but allowed pairs: of windows the widest, of strides the
 * densest, of blocks the largest.
 */
final class Shapes {

  /** Of so few keys every mask is to be said, pair by pair if need be. */
  private static final int FEW_KEYS = 8;

  private final Bits allowed;
  private final int n;

  /** Whether the diagonal at distance d − (n − 1) is allowed, from end to end. */
  private final BitSet diagonals;

  private final BitSet keys;
  private final BitSet queries;
  private final BitSet globals;
  private final List<Found> fixed;

  Shapes(Bits allowed) {
    this.allowed = allowed;
    this.n = allowed.n();
    this.diagonals = diagonals(allowed);
    this.queries = fullRows(allowed);
    this.keys = fullRows(allowed.transpose());
    this.globals = (BitSet) keys.clone();
    globals.and(queries);
    this.fixed = fixed();
  }

  /** Those that don't depend on what is still to be had. */
  List<Found> always() {
    return fixed;
  }

  /** Those made for pairs that are still to be had: sets of distances, keys and queries. */
  List<Found> forWhat(Bits wanted, boolean isFactor) {
    List<Found> shapes = new ArrayList<>();
    Bits turned = wanted.transpose();
    BitSet distances = new BitSet();
    for (int i = 0; i < n; i++) {
      for (int j = wanted.next(i, 0); j >= 0; j = wanted.next(i, j + 1)) {
        if (diagonals.get(j - i + n - 1)) {
          distances.set(j - i + n - 1);
        }
      }
    }
    if (!distances.isEmpty()) {
      shapes.add(
          Found.atom(
              "offsets(" + SetText.of(distances, n - 1) + ")",
              toeplitz(n, d -> distances.get(d + n - 1))));
    }
    BitSet columns = nonEmptyRows(turned);
    BitSet rows = nonEmptyRows(wanted);
    addLines(shapes, "keys", keys, columns);
    addLines(shapes, "queries", queries, rows);
    BitSet either = (BitSet) columns.clone();
    either.or(rows);
    BitSet wantedGlobals = new BitSet();
    for (int p = globals.nextSetBit(0); p >= 0; p = globals.nextSetBit(p + 1)) {
      if (either.get(p)) {
        wantedGlobals.set(p);
      }
    }
    addLines(shapes, "global", globals, wantedGlobals);
    addRectangles(shapes, wanted, turned, isFactor || n <= FEW_KEYS ? 1 : 3);
    return shapes;
  }

  // ---- what is allowed

  private static BitSet diagonals(Bits allowed) {
    int n = allowed.n();
    BitSet diagonals = new BitSet(2 * n - 1);
    for (int d = 1 - n; d < n; d++) {
      boolean isFull = true;
      for (int i = Math.max(0, -d); i < Math.min(n, n - d) && isFull; i++) {
        isFull = allowed.get(i, i + d);
      }
      diagonals.set(d + n - 1, isFull);
    }
    return diagonals;
  }

  private static BitSet fullRows(Bits bits) {
    int n = bits.n();
    Bits full = new Bits(n);
    full.setRange(0, 0, n - 1);
    BitSet rows = new BitSet(n);
    for (int i = 0; i < n; i++) {
      rows.set(i, bits.rowHolds(i, full, 0));
    }
    return rows;
  }

  private static BitSet nonEmptyRows(Bits bits) {
    BitSet rows = new BitSet(bits.n());
    for (int i = 0; i < bits.n(); i++) {
      rows.set(i, !bits.isRowEmpty(i));
    }
    return rows;
  }

  // ---- primitives

  private List<Found> fixed() {
    List<Found> shapes = new ArrayList<>();
    if (queries.cardinality() == n) {
      shapes.add(Found.atom("full", Bits.full(n)));
      return shapes;
    }
    if (isAllowed(0)) {
      addBands(shapes);
      addStrides(shapes);
      addDilated(shapes);
      addBlocks(shapes);
    }
    return shapes;
  }

  private boolean isAllowed(int distance) {
    return Math.abs(distance) >= n || diagonals.get(distance + n - 1);
  }

  private void addBands(List<Found> shapes) {
    int before = 0;
    while (before < n - 1 && isAllowed(-before - 1)) {
      before++;
    }
    int after = 0;
    while (after < n - 1 && isAllowed(after + 1)) {
      after++;
    }
    shapes.add(Found.atom("self", band(n, 0, 0)));
    int both = Math.min(before, after);
    if (both > 0) {
      shapes.add(Found.atom("window(" + (2 * both + 1) + ")", band(n, both, both)));
    }
    if (before == n - 1) {
      shapes.add(Found.atom("causal", band(n, before, 0)));
    } else if (before > 0) {
      shapes.add(Found.atom("window(before: " + before + ")", band(n, before, 0)));
    }
    if (after > 0) {
      shapes.add(Found.atom("window(after: " + after + ")", band(n, 0, after)));
    }
    if (before != after && before > 0 && after > 0) {
      shapes.add(
          Found.atom(
              "window(before: " + before + ", after: " + after + ")", band(n, before, after)));
    }
  }

  private void addStrides(List<Found> shapes) {
    BitSet covered = new BitSet(n);
    for (int step = 2; 2 * step < n; step++) {
      if (covered.get(step)) {
        continue;
      }
      boolean isFull = true;
      for (int d = step; d < n && isFull; d += step) {
        isFull = isAllowed(d) && isAllowed(-d);
      }
      if (isFull) {
        for (int d = step; d < n; d += step) {
          covered.set(d);
        }
        int s = step;
        shapes.add(Found.atom("stride(" + step + ")", toeplitz(n, d -> d % s == 0)));
      }
    }
  }

  private void addDilated(List<Found> shapes) {
    for (int step = 2; 2 * step < n; step++) {
      int reach = 0;
      while ((reach + 1) * step < n
          && isAllowed((reach + 1) * step)
          && isAllowed(-(reach + 1) * step)) {
        reach++;
      }
      if (reach > 1 && (reach + 1) * step < n && !(isAllowed(1) && isAllowed(-1))) {
        int s = step;
        int far = reach * step;
        shapes.add(
            Found.atom(
                "dilated(" + (2 * reach + 1) + ", " + step + ")",
                toeplitz(n, d -> d % s == 0 && Math.abs(d) <= far)));
      }
    }
  }

  private void addBlocks(List<Found> shapes) {
    List<Integer> sizes = new ArrayList<>();
    for (int b = n - 1; b > 1; b--) {
      int size = b;
      if (sizes.stream().anyMatch(larger -> larger % size == 0)) {
        continue;
      }
      boolean isFull = true;
      for (int i = 0; i < n && isFull; i++) {
        int first = i / b * b;
        int gap = firstGap(i, first);
        isFull = gap >= Math.min(n, first + b);
      }
      if (isFull) {
        sizes.add(b);
        Bits bits = new Bits(n);
        for (int i = 0; i < n; i++) {
          bits.setRange(i, i / b * b, i / b * b + b - 1);
        }
        shapes.add(Found.atom("blocks(" + b + ")", bits));
      }
    }
  }

  private int firstGap(int i, int from) {
    int j = from;
    while (j < n && allowed.get(i, j)) {
      j++;
    }
    return j;
  }

  /** The wanted ones, and all that are allowed if that is shorter to say. */
  private void addLines(List<Found> shapes, String name, BitSet able, BitSet wanted) {
    BitSet needed = (BitSet) able.clone();
    needed.and(wanted);
    if (needed.isEmpty()) {
      return;
    }
    shapes.add(lines(name, needed));
    if (!needed.equals(able)) {
      Found all = lines(name, able);
      if (all.cost() <= shapes.get(shapes.size() - 1).cost()) {
        shapes.add(all);
      }
    }
    // A first run of positions apart from the rest, as in `global(2) + keys({7..63 step 8})`.
    int run = needed.nextClearBit(0);
    if (run > 0 && run < needed.cardinality()) {
      BitSet first = new BitSet();
      first.set(0, run);
      shapes.add(lines(name, first));
    }
  }

  private Found lines(String name, BitSet positions) {
    Bits bits = new Bits(n);
    for (int i = 0; i < n; i++) {
      if (!name.equals("keys") && positions.get(i)) {
        bits.setRange(i, 0, n - 1);
      } else if (!name.equals("queries")) {
        for (int j = positions.nextSetBit(0); j >= 0; j = positions.nextSetBit(j + 1)) {
          bits.set(i, j);
        }
      }
    }
    return Found.atom(name + "(" + SetText.positions(positions) + ")", bits);
  }

  // ---- rectangles

  private static final int MOST_RECTANGLES = 8;

  private void addRectangles(List<Found> shapes, Bits wanted, Bits turned, int least) {
    Bits allowedTurned = allowed.transpose();
    List<Found> found = new ArrayList<>();
    addRectangles(found, wanted, allowed, wanted, least);
    addRectangles(found, wanted, allowed, allowed, least);
    List<Found> standing = new ArrayList<>();
    addRectangles(standing, turned, allowedTurned, turned, least);
    addRectangles(standing, turned, allowedTurned, allowedTurned, least);
    shapes.addAll(found);
    for (Found each : standing) {
      // Made of the turned square, so keys and queries change places.
      String text =
          each.text().replace("queries", "?").replace("keys", "queries").replace("?", "keys");
      int and = text.indexOf(" & ");
      shapes.add(
          new Found(
              text.substring(and + 3) + " & " + text.substring(0, and),
              Found.Binding.INTERSECTION,
              each.bits().transpose()));
    }
  }

  /**
   * For rows with something wanted: the keys of a model's row, with all queries that allow them.
   */
  private void addRectangles(
      List<Found> shapes, Bits wanted, Bits able, Bits model, int leastPairs) {
    BitSet done = new BitSet(n);
    int made = 0;
    for (int i = 0; i < n && made < MOST_RECTANGLES; i++) {
      if (done.get(i) || wanted.isRowEmpty(i)) {
        continue;
      }
      BitSet rows = new BitSet(n);
      for (int r = 0; r < n; r++) {
        if (able.rowHolds(r, model, i)) {
          rows.set(r);
        }
      }
      BitSet columns = new BitSet(n);
      for (int j = model.next(i, 0); j >= 0; j = model.next(i, j + 1)) {
        columns.set(j);
      }
      done.or(rows);
      made++;
      if (rows.isEmpty() || columns.isEmpty()) {
        continue;
      }
      Bits bits = new Bits(n);
      for (int r = rows.nextSetBit(0); r >= 0; r = rows.nextSetBit(r + 1)) {
        for (int j = columns.nextSetBit(0); j >= 0; j = columns.nextSetBit(j + 1)) {
          bits.set(r, j);
        }
      }
      if (bits.common(wanted) >= leastPairs) {
        shapes.add(
            new Found(
                "queries(%s) & keys(%s)"
                    .formatted(SetText.positions(rows), SetText.positions(columns)),
                Found.Binding.INTERSECTION,
                bits));
      }
    }
  }

  // ---- bits of primitives

  static Bits band(int n, int before, int after) {
    Bits bits = new Bits(n);
    for (int i = 0; i < n; i++) {
      bits.setRange(i, i - before, (int) Math.min((long) i + after, n - 1));
    }
    return bits;
  }

  static Bits toeplitz(int n, IntPredicate distance) {
    Bits bits = new Bits(n);
    for (int d = 1 - n; d < n; d++) {
      if (distance.test(d)) {
        for (int i = Math.max(0, -d); i < Math.min(n, n - d); i++) {
          bits.set(i, i + d);
        }
      }
    }
    return bits;
  }
}
