package dev.heddle.recognise;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;

/**
 * The nearest union of primitives for a mask that none fits: shapes that are nearly whole count as
 * whole, and one is taken as long as it mends more than it spoils.
 */
final class Nearest {

  /** A line, diagonal or block counts as whole when so much of it is there. */
  private static final double NEARLY = 0.8;

  private static final int MOST_SHAPES = 5;

  private Nearest() {}

  /** A union of shapes, perhaps below the diagonal; `none` and `full` at worst. */
  static Found of(Task task, Budget budget) {
    Found nearest = Found.atom("none", new Bits(task.n()));
    long least = residue(task, nearest);
    List<Found> tries = new ArrayList<>();
    tries.add(Found.atom("full", Bits.full(task.n())));
    tries.add(union(task, budget));
    Bits lower = Shapes.band(task.n(), task.n() - 1, 0);
    Found causal = Found.atom("causal", lower);
    Task below = new Task(task.required().and(lower), task.forbidden().and(lower));
    tries.add(union(below, budget).and(causal));
    for (Found each : tries) {
      long residue = residue(task, each);
      if (residue < least || (residue == least && each.cost() < nearest.cost())) {
        nearest = each;
        least = residue;
      }
    }
    return nearest;
  }

  private static long residue(Task task, Found found) {
    return task.required().minus(found.bits()).count() + task.forbidden().common(found.bits());
  }

  private static Found union(Task task, Budget budget) {
    int n = task.n();
    Bits filled = filled(task);
    Optional<Found> exact =
        Cover.of(
            new Task(task.required().and(filled), filled.not()),
            new Shapes(filled),
            List.of(),
            Integer.MAX_VALUE,
            40,
            false,
            budget);
    Found union = Found.atom("none", new Bits(n));
    Shapes shapes = new Shapes(filled);
    for (int taken = 0; taken < MOST_SHAPES; taken++) {
      Bits wanted = task.required().minus(union.bits());
      List<Found> choices = new ArrayList<>(shapes.always());
      choices.addAll(shapes.forWhat(wanted.and(filled), false));
      if (!budget.spend((long) wanted.size() * (choices.size() + 1))) {
        break;
      }
      Optional<Found> next = Optional.empty();
      double most = 0;
      for (Found choice : choices) {
        long mends =
            wanted.common(choice.bits())
                - task.forbidden().minus(union.bits()).common(choice.bits());
        // A shape that mends less than its text is long says no more than the pairs themselves.
        double worth = mends < choice.cost() ? 0 : (double) mends / choice.cost();
        if (worth > most) {
          most = worth;
          next = Optional.of(choice);
        }
      }
      if (next.isEmpty()) {
        break;
      }
      union = taken == 0 ? next.get() : union.or(next.get());
    }
    return exact.isPresent() && residue(task, exact.get()) < residue(task, union)
        ? exact.get()
        : union;
  }

  /** The mask with what is nearly whole made whole, and nothing else. */
  private static Bits filled(Task task) {
    int n = task.n();
    Bits filled = new Bits(n);
    Bits required = task.required();
    int[] diagonals = new int[2 * n - 1];
    int[] known = new int[2 * n - 1];
    int[] columns = new int[n];
    int[] knownColumns = new int[n];
    for (int i = 0; i < n; i++) {
      int row = 0;
      int knownRow = 0;
      for (int j = 0; j < n; j++) {
        boolean is = required.get(i, j);
        if (is || task.forbidden().get(i, j)) {
          int yes = is ? 1 : 0;
          row += yes;
          knownRow++;
          columns[j] += yes;
          knownColumns[j]++;
          diagonals[j - i + n - 1] += yes;
          known[j - i + n - 1]++;
        }
      }
      if (row >= NEARLY * knownRow) {
        filled.setRange(i, 0, n - 1);
      }
    }
    BitSet whole = new BitSet();
    for (int j = 0; j < n; j++) {
      whole.set(j, columns[j] >= NEARLY * knownColumns[j]);
    }
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        int d = j - i + n - 1;
        if (whole.get(j) || (known[d] > 0 && diagonals[d] >= NEARLY * known[d])) {
          filled.set(i, j);
        }
      }
    }
    for (int b = 2; b <= n / 2; b++) {
      if (diagonalBlocks(task, b) >= NEARLY) {
        for (int i = 0; i < n; i++) {
          filled.setRange(i, i / b * b, i / b * b + b - 1);
        }
      }
    }
    return filled;
  }

  private static double diagonalBlocks(Task task, int b) {
    long there = 0;
    long all = 0;
    int n = task.n();
    for (int i = 0; i < n; i++) {
      for (int j = i / b * b; j < Math.min(n, i / b * b + b); j++) {
        there += task.required().get(i, j) ? 1 : 0;
        all += task.required().get(i, j) || task.forbidden().get(i, j) ? 1 : 0;
      }
    }
    return all == 0 ? 0 : (double) there / all;
  }
}
