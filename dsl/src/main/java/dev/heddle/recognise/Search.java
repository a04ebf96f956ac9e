package dev.heddle.recognise;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The roads to a text, from the plainest: a union of primitives; the same within what a mask keeps
 * to (below the diagonal, in a window, in blocks), where pairs outside do not matter; what is left
 * of a union when a shape is taken away; the complement; a product of two smaller masks, for which
 * the same search runs; a sum of such products.
 */
final class Search {

  /** A text of this length is not worth a search for a shorter one by the longer roads. */
  private static final int SHORT = 22;

  private static final int TOP_NODES = 400;
  private static final int FACTOR_NODES = 60;
  private static final int MOST_LEVELS = 3;
  private static final int MOST_BLOCK_PATTERNS = 6;
  private static final int MOST_TAKEN_AWAY = 8;
  private static final int MOST_SIZES = 128;

  private final Budget budget;
  private final Map<Task, Optional<Found>> factors = new HashMap<>();

  Search(Budget budget) {
    this.budget = budget;
  }

  /** The shortest text that is found, if there is one. */
  Optional<Found> of(Task task) {
    return solve(task, 0, Integer.MAX_VALUE);
  }

  /** The best so far. */
  private static final class Best {

    private Optional<Found> found = Optional.empty();
    private int cost;

    Best(int below) {
      this.cost = below;
    }

    void offer(Task task, Optional<Found> other) {
      if (other.isPresent() && other.get().cost() < cost && task.isMetBy(other.get().bits())) {
        found = other;
        cost = other.get().cost();
      }
    }
  }

  private Optional<Found> factor(Task task, int level) {
    Optional<Found> known = factors.get(task);
    if (known == null) {
      known = solve(task, level, Integer.MAX_VALUE);
      factors.put(task, known);
    }
    return known;
  }

  private Optional<Found> solve(Task task, int level, int below) {
    Best best = new Best(below);
    int nodes = level == 0 ? TOP_NODES : FACTOR_NODES;
    Bits allowed = task.forbidden().not();
    Shapes shapes = new Shapes(allowed);
    best.offer(task, Cover.of(task, shapes, List.of(), below, nodes, level > 0, budget));
    if (best.cost <= SHORT || level > MOST_LEVELS || !budget.spend(2L * task.required().size())) {
      return best.found;
    }
    within(task, level, best, nodes);
    if (best.cost <= SHORT) {
      return best.found;
    }
    if (level < MOST_LEVELS) {
      products(task, level, best);
    }
    takenAway(task, best, nodes, level);
    if (level <= 1) {
      complement(task, level, best, nodes);
    }
    if (level < 2 && best.cost > 40) {
      sums(task, level, best);
      blocksAmongOthers(task, shapes, level, best, nodes);
    }
    return best.found;
  }

  // ---- within a shape, and without one

  /** Keeps to a shape that has all that is required; pairs outside of it do not matter then. */
  private void within(Task task, int level, Best best, int nodes) {
    for (Found shape : around(task, level)) {
      if (!task.forbidden().isIn(shape.bits())) {
        Task inside = new Task(task.required(), task.forbidden().and(shape.bits()));
        int below = best.cost - shape.cost() - " & ".length();
        if (below > 0 && !budget.isSpent()) {
          Optional<Found> found =
              Cover.of(
                  inside,
                  new Shapes(inside.forbidden().not()),
                  List.of(),
                  below,
                  nodes,
                  level > 0,
                  budget);
          if (found.isEmpty() && shape.text().equals("causal") && level < MOST_LEVELS) {
            Best inner = new Best(below);
            products(inside, level, inner);
            takenAway(inside, inner, nodes, MOST_LEVELS);
            found = inner.found;
          }
          best.offer(task, found.map(it -> it.and(shape)));
        }
      }
    }
  }

  /** The smallest shapes of each kind that have all that is required. */
  private static List<Found> around(Task task, int level) {
    Bits required = task.required();
    int n = task.n();
    List<Found> shapes = new ArrayList<>();
    int before = -n;
    int after = -n;
    int step = 0;
    for (int i = 0; i < n; i++) {
      for (int j = required.next(i, 0); j >= 0; j = required.next(i, j + 1)) {
        before = Math.max(before, i - j);
        after = Math.max(after, j - i);
        step = gcd(step, Math.abs(i - j));
      }
    }
    if (after <= 0) {
      shapes.add(Found.atom("causal", Shapes.band(n, n - 1, 0)));
    } else if (before <= 0) {
      shapes.add(new Found("causal'", Found.Binding.UNARY, Shapes.band(n, 0, n - 1)));
    }
    if (level > 1) {
      return shapes;
    }
    if (Math.max(before, after) < n - 1 && before >= 0 && after >= 0) {
      int far = Math.max(before, after);
      shapes.add(
          before == after || (after > 0 && before > 0 && before * 2 > after && after * 2 > before)
              ? Found.atom("window(" + (2 * far + 1) + ")", Shapes.band(n, far, far))
              : after == 0
                  ? Found.atom("window(before: " + before + ")", Shapes.band(n, before, 0))
                  : before == 0
                      ? Found.atom("window(after: " + after + ")", Shapes.band(n, 0, after))
                      : Found.atom(
                          "window(before: " + before + ", after: " + after + ")",
                          Shapes.band(n, before, after)));
    }
    if (step > 1) {
      int s = step;
      shapes.add(
          Found.atom("stride(" + step + ")", Shapes.toeplitz(n, distance -> distance % s == 0)));
    }
    for (int b = 2; b < n; b++) {
      if (isInBlocks(required, b)) {
        Bits bits = new Bits(n);
        for (int i = 0; i < n; i++) {
          bits.setRange(i, i / b * b, i / b * b + b - 1);
        }
        shapes.add(Found.atom("blocks(" + b + ")", bits));
        break;
      }
    }
    lines(shapes, required, false);
    lines(shapes, required.transpose(), true);
    return shapes;
  }

  private static void lines(List<Found> shapes, Bits required, boolean areKeys) {
    int n = required.n();
    BitSet used = new BitSet(n);
    for (int i = 0; i < n; i++) {
      used.set(i, !required.isRowEmpty(i));
    }
    if (used.cardinality() < n && !used.isEmpty()) {
      Bits bits = new Bits(n);
      for (int i = used.nextSetBit(0); i >= 0; i = used.nextSetBit(i + 1)) {
        bits.setRange(i, 0, n - 1);
      }
      shapes.add(
          Found.atom(
              (areKeys ? "keys(" : "queries(") + SetText.positions(used) + ")",
              areKeys ? bits.transpose() : bits));
    }
  }

  private static boolean isInBlocks(Bits required, int b) {
    for (int i = 0; i < required.n(); i++) {
      int first = i / b * b;
      int j = required.next(i, 0);
      if ((j >= 0 && j < first) || required.next(i, first + b) >= 0) {
        return false;
      }
    }
    return true;
  }

  private static int gcd(int a, int b) {
    return b == 0 ? a : gcd(b, a % b);
  }

  /** A shape none of whose pairs is required, taken away from a union that may have them. */
  private void takenAway(Task task, Best best, int nodes, int level) {
    if (level > 1 && level < MOST_LEVELS) {
      return;
    }
    List<Found> holes = new ArrayList<>();
    Bits free = task.required().not();
    Shapes shapes = new Shapes(free);
    holes.addAll(shapes.always());
    holes.addAll(shapes.forWhat(task.forbidden(), true));
    holes.removeIf(hole -> hole.cost() > 24 || !hole.bits().meets(task.forbidden()));
    if (holes.size() > MOST_TAKEN_AWAY) {
      holes.sort(
          (a, b) ->
              Double.compare(
                  (double) b.bits().common(task.forbidden()) / b.cost(),
                  (double) a.bits().common(task.forbidden()) / a.cost()));
      holes = holes.subList(0, MOST_TAKEN_AWAY);
    }
    for (Found hole : holes) {
      int below = best.cost - hole.cost() - " - ".length();
      if (below > 0 && !budget.isSpent()) {
        Task whole = new Task(task.required(), task.forbidden().minus(hole.bits()));
        best.offer(
            task,
            Cover.of(
                    whole,
                    new Shapes(whole.forbidden().not()),
                    List.of(),
                    below,
                    FACTOR_NODES,
                    nodes < TOP_NODES,
                    budget)
                .map(it -> it.minus(hole)));
      }
    }
  }

  private void complement(Task task, int level, Best best, int nodes) {
    if (task.forbidden().isEmpty() || best.cost <= SHORT) {
      return;
    }
    Task other = new Task(task.forbidden(), task.required());
    Best inner = new Best(best.cost - 1);
    Shapes shapes = new Shapes(other.forbidden().not());
    inner.offer(other, Cover.of(other, shapes, List.of(), best.cost - 1, nodes, level > 0, budget));
    if (inner.found.isEmpty()) {
      products(other, level + 1, inner);
    }
    best.offer(task, inner.found.map(Found::not));
  }

  // ---- products

  private List<Integer> sizes(int n) {
    List<Integer> sizes = new ArrayList<>();
    int root = (int) Math.sqrt(n);
    for (int b = 2; 2 * b <= n + b - 1 && b < n; b++) {
      if (n <= 2 * MOST_SIZES || n % b == 0 || Integer.bitCount(b) == 1 || Math.abs(b - root) < 2) {
        sizes.add(b);
      }
    }
    return sizes;
  }

  private void products(Task task, int level, Best best) {
    for (int b : sizes(task.n())) {
      if (!budget.spend((long) task.required().size() * 4)) {
        return;
      }
      product(task, b, level, best);
    }
  }

  /** Blocks of b × b that are all alike, or empty. */
  private void product(Task task, int b, int level, Best best) {
    Bits outer = task.required().blocks(b);
    Bits inner = task.required().folded(b, outer);
    Bits least = outer.times(inner, task.n());
    if (least.meets(task.forbidden())) {
      return;
    }
    int a = outer.n();
    Bits spoiled = new Bits(a);
    for (int i = 0; i < a; i++) {
      for (int j = 0; j < a; j++) {
        if (!outer.get(i, j) && meetsBlock(task.forbidden(), b, i, j, inner)) {
          spoiled.set(i, j);
        }
      }
    }
    Optional<Found> blocks = factor(new Task(outer, spoiled), level + 1);
    if (blocks.isEmpty() || blocks.get().cost() + 8 >= best.cost) {
      return;
    }
    Bits forbidden = task.forbidden().folded(b, blocks.get().bits());
    Optional<Found> within = factor(new Task(inner, forbidden), level + 1);
    best.offer(task, within.map(it -> blocks.get().times(it, task.n())));
  }

  private static boolean meetsBlock(Bits forbidden, int b, int i, int j, Bits inner) {
    int n = forbidden.n();
    for (int r = 0; r < b && i * b + r < n; r++) {
      for (int k = inner.next(r, 0); k >= 0; k = inner.next(r, k + 1)) {
        if (j * b + k < n && forbidden.get(i * b + r, j * b + k)) {
          return true;
        }
      }
    }
    return false;
  }

  /** Blocks of a few different kinds: a product for each kind. */
  private void sums(Task task, int level, Best best) {
    int n = task.n();
    for (int b : sizes(n)) {
      if (n % b != 0 || !budget.spend((long) task.required().size() * 4)) {
        continue;
      }
      Map<Bits, Bits> kinds = new HashMap<>();
      List<Bits> order = new ArrayList<>();
      int a = n / b;
      for (int at = 0; at < a * a && kinds.size() <= MOST_BLOCK_PATTERNS; at++) {
        Bits block = task.required().block(b, at / a, at % a);
        if (!block.isEmpty()) {
          if (!kinds.containsKey(block)) {
            kinds.put(block, new Bits(a));
            order.add(block);
          }
          kinds.get(block).set(at / a, at % a);
        }
      }
      if (kinds.size() > 1 && kinds.size() <= MOST_BLOCK_PATTERNS) {
        best.offer(task, sum(task, b, kinds, order, level));
      }
    }
  }

  private Optional<Found> sum(
      Task task, int b, Map<Bits, Bits> kinds, List<Bits> order, int level) {
    Optional<Found> sum = Optional.empty();
    int a = task.n() / b;
    for (Bits kind : order) {
      Bits exactly = kinds.getOrDefault(kind, new Bits(a));
      Bits may = new Bits(a);
      for (Map.Entry<Bits, Bits> other : kinds.entrySet()) {
        if (kind.isIn(other.getKey())) {
          may = may.or(other.getValue());
        }
      }
      Optional<Found> outer = factor(new Task(exactly, may.not()), level + 1);
      Optional<Found> inner = factor(Task.exactly(kind), level + 1);
      if (outer.isEmpty() || inner.isEmpty()) {
        return Optional.empty();
      }
      Found product = outer.get().times(inner.get(), task.n());
      sum = Optional.of(sum.isPresent() ? sum.get().or(product) : product);
    }
    return sum;
  }

  /** A union of which one part is a product with full blocks, or repeats in each block. */
  private void blocksAmongOthers(Task task, Shapes shapes, int level, Best best, int nodes) {
    List<Found> products = new ArrayList<>();
    for (int b : sizes(task.n())) {
      if (task.n() % b != 0 || !budget.spend((long) task.required().size() * 4)) {
        continue;
      }
      Bits able = task.forbidden().blocks(b).not();
      Bits wanted = task.required().blocks(b).and(able);
      if (!wanted.isEmpty()) {
        factor(new Task(wanted, able.not()), level + 1)
            .filter(outer -> outer.cost() < 40 && !outer.text().equals("self"))
            .ifPresent(
                outer -> products.add(outer.times(Found.atom("full", Bits.full(b)), task.n())));
      }
      Bits every = Bits.full(task.n() / b);
      Bits inside = task.forbidden().folded(b, every).not();
      Bits used = task.required().folded(b, every).and(inside);
      if (!used.isEmpty()) {
        factor(new Task(used, inside.not()), level + 1)
            .filter(inner -> inner.cost() < 40 && !inner.text().equals("self"))
            .ifPresent(inner -> products.add(Found.atom("full", every).times(inner, task.n())));
      }
    }
    products.removeIf(product -> product.bits().meets(task.forbidden()));
    if (!products.isEmpty()) {
      best.offer(task, Cover.of(task, shapes, products, best.cost, nodes / 2, level > 0, budget));
    }
  }
}
