package dev.heddle.proof;

import dev.heddle.proof.Stage.Step;
import dev.heddle.relation.Relation;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What the blocks are made from: the order γ of the tokens, the pattern along which each token is
 * shifted, the number of rounds of the all-max shift and its factor.
 *
 * @param path γ: a permutation of the positions
 * @param active for each place of the path from 1 on, the pattern in which that token attends to
 *     the one before it; −1 where there is none, which no proof can use
 * @param rounds s
 * @param factor c, a whole number
 */
record Plan(
    Grid grid, List<Relation> patterns, int[] path, int[] active, int rounds, BigInteger factor) {

  /**
   * For each place of a path, a pattern in which that token attends to the one before and, if there
   * is such a one, to itself; −1 where there is none.
   */
  static int[] active(List<Relation> layers, int[] path) {
    int[] active = new int[path.length];
    Arrays.fill(active, -1);
    for (int at = 1; at < path.length; at++) {
      for (int layer = layers.size() - 1; layer >= 0; layer--) {
        Relation pattern = layers.get(layer);
        boolean isBetter =
            active[at] < 0
                || pattern.contains(path[at], path[at])
                || !layers.get(active[at]).contains(path[at], path[at]);
        if (pattern.contains(path[at], path[at - 1]) && isBetter) {
          active[at] = layer;
        }
      }
    }
    return active;
  }

  /** B = δ⁻ᵈ: how many values a token has, and by what the selective shift multiplies. */
  Rational base() {
    return Rational.of(grid.values());
  }

  /** uᵀ = (1, δ⁻¹, …, δ^(1−d)): as digits of a number, the coordinates of a token are its id. */
  Matrix reading() {
    return Matrix.of(1, grid.dim(), (row, at) -> Rational.of(grid.levels()).power(at));
  }

  /** uᵀ1: by how much an id grows when all coordinates do by one. */
  Rational spread() {
    return spread(grid);
  }

  private static Rational spread(Grid grid) {
    return Rational.of((grid.values() - 1L) / (grid.levels() - 1L));
  }

  /**
   * E: the first token of the path is moved by n − 1, the others by 0, 1, …, n − 2 along it. So ids
   * of different tokens lie in disjoint intervals, ascending along the path, the first token's
   * last.
   */
  Matrix embedding() {
    long[] moved = new long[grid.tokens()];
    for (int at = 0; at < path.length; at++) {
      moved[path[at]] = at == 0 ? path.length - 1L : at - 1L;
    }
    return Matrix.of(grid.dim(), grid.tokens(), (row, token) -> Rational.of(moved[token]));
  }

  /** The least id that the token at a place of the path from 1 on can have before it is shifted. */
  Rational leastId(int place) {
    return spread().times(Rational.of(place - 1L));
  }

  /** The stages, without that of the values. */
  List<Stage> contextualStages() {
    int p = patterns.size();
    List<Stage> stages = new ArrayList<>();
    add(stages, Step.QUANTISATION, (long) grid.dim() * grid.tokens() * grid.levels());
    add(stages, Step.SELECTIVE_SHIFT, (long) p * (grid.tokens() - 1) * grid.values());
    add(stages, Step.WAITING, Math.floorMod(-stages.getLast().to(), p));
    add(stages, Step.ALL_MAX_SHIFT, rounds);
    return stages;
  }

  /** All stages. */
  List<Stage> stages() {
    List<Stage> stages = contextualStages();
    add(stages, Step.VALUE_MAPPING, grid.tokens() * grid.points());
    return stages;
  }

  /**
   * What it takes to run an input through the first blocks, in steps: one for each token of a
   * block, and one for each pair that a head looks at.
   */
  long cost(int blocks) {
    long pairs = 2 * patterns.stream().mapToLong(Relation::edges).max().orElseThrow();
    long cost = (long) blocks * grid.tokens();
    for (Stage stage : contextualStages()) {
      long own = Math.clamp(blocks, stage.from(), stage.to()) - (long) stage.from();
      cost +=
          switch (stage.step()) {
            // Of p blocks in a row all but one do nothing.
            case SELECTIVE_SHIFT -> Math.ceilDiv(own, patterns.size()) * pairs;
            case ALL_MAX_SHIFT -> own * pairs;
            case QUANTISATION, WAITING, VALUE_MAPPING -> 0;
          };
    }
    return cost;
  }

  private static void add(List<Stage> stages, Step step, long count) {
    int from = stages.isEmpty() ? 0 : stages.getLast().to();
    stages.add(new Stage(step, from, Math.toIntExact(count)));
  }

  // ---- ids, by the formulas of the proof

  /** uᵀZ for each token. */
  List<Rational> ids(Matrix z) {
    Matrix ids = reading().times(z);
    return Matrix.of(1, ids.columns(), ids::get).columnList().stream().map(List::getFirst).toList();
  }

  /** The ids after the selective shift: each is moved away from the one before it on the path. */
  List<Rational> shifted(List<Rational> ids) {
    List<Rational> shifted = new ArrayList<>(ids);
    for (int at = 1; at < path.length; at++) {
      shifted.set(path[at], shiftedId(ids.get(path[at]), shifted.get(path[at - 1])));
    }
    return shifted;
  }

  /** l + B (l̃ − l), where l̃ is the id of the token before. */
  Rational shiftedId(Rational own, Rational before) {
    return own.plus(base().times(before.minus(own)));
  }

  /** The ids after the all-max shift. */
  List<Rational> mixed(List<Rational> shifted) {
    List<Rational> ids = shifted;
    for (int round = 0; round < rounds; round++) {
      List<Rational> before = ids;
      Relation pattern = patterns.get(round % patterns.size());
      List<Rational> next = new ArrayList<>();
      for (int token = 0; token < ids.size(); token++) {
        Rational greatest =
            Arrays.stream(pattern.row(token).keys())
                .mapToObj(before::get)
                .max(Rational::compareTo)
                .orElse(Rational.ZERO);
        next.add(before.get(token).plus(Rational.of(factor).times(greatest)));
      }
      ids = next;
    }
    return ids;
  }

  /**
   * The greatest id that the selective shift can give: that of the path's last token, when the
   * first one's is greatest and all others are least.
   */
  static Rational greatestShifted(Grid grid) {
    Rational base = Rational.of(grid.values());
    Rational id =
        spread(grid)
            .times(Rational.of(grid.tokens() - 1L))
            .plus(Rational.of(grid.values() - 1L, grid.levels()));
    for (int at = 1; at < grid.tokens(); at++) {
      Rational own = spread(grid).times(Rational.of(at - 1L));
      id = own.plus(base.times(id.minus(own)));
    }
    return id;
  }

  /**
   * The least whole c that the all-max shift can do with: c &gt; s (M + δ)/δ, where M is the
   * greatest id before it. With it the ids of inputs whose greatest differ lie in disjoint
   * intervals, and the ids of one input differ modulo cδ. It is also greater than what the outputs'
   * ids may be, so that no output is taken for an id.
   *
   * @param outputs the greatest |uᵀy| of an output y
   */
  static BigInteger factor(Grid grid, int rounds, Rational outputs) {
    Rational delta = grid.delta();
    Rational least = Rational.of(rounds).times(greatestShifted(grid).plus(delta)).dividedBy(delta);
    return least.max(outputs.plus(Rational.ONE)).floor().add(BigInteger.ONE);
  }
}
