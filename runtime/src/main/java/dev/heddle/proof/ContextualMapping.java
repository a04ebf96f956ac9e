package dev.heddle.proof;

import dev.heddle.relation.Watch;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What a mapping from points of a grid to one id a token does: it is contextual when the ids of one
 * point are distinct (property 1), and no id of one point is an id of another (property 2).
 *
 * @param points the number of points
 * @param ids the number of ids: n for each point
 * @param distinct the number of different ones
 * @param collision two that are equal, if there are: of different points where that can be
 */
public record ContextualMapping(
    long points, long ids, long distinct, Optional<Collision> collision) {

  /** Two tokens that have the same id; of one point, or of two. */
  public record Collision(
      Matrix firstInput, int firstToken, Matrix secondInput, int secondToken, Rational id) {

    @Override
    public String toString() {
      return firstInput.equals(secondInput)
          ? "in the input %s tokens %d and %d have the same id %s"
              .formatted(firstInput, firstToken, secondToken, id)
          : "token %d of the input %s and token %d of the input %s have the same id %s"
              .formatted(firstToken, firstInput, secondToken, secondInput, id);
    }
  }

  /** Whether both properties hold. */
  public boolean isContextual() {
    return ids == distinct;
  }

  /** Runs all points of a grid through the blocks up to one, and looks at uᵀ of what comes out. */
  static ContextualMapping of(Evaluator evaluator, int blocks, Plan plan) {
    Grid grid = plan.grid();
    String running = Work.running(grid.points(), "points", blocks);
    Work.check(running, grid.points() * plan.cost(blocks));
    Map<Rational, Long> owners = new HashMap<>();
    Optional<Collision> found = Optional.empty();
    Set<Rational> own = new HashSet<>();
    for (long point = 0; point < grid.points(); point++) {
      Watch.tell("the ids of all points", running, point, grid.points());
      List<Rational> ids = plan.ids(evaluator.run(grid.point(point), blocks));
      own.clear();
      for (int token = 0; token < ids.size(); token++) {
        Rational id = ids.get(token);
        long here = point * ids.size() + token;
        Long there = owners.putIfAbsent(id, here);
        boolean isTold =
            found.filter(told -> !told.firstInput().equals(told.secondInput())).isPresent();
        if (there != null && !isTold && (found.isEmpty() || !own.contains(id))) {
          found = Optional.of(collision(grid, there, here, id));
        }
        own.add(id);
      }
    }
    return new ContextualMapping(
        grid.points(), grid.points() * grid.tokens(), owners.size(), found);
  }

  private static Collision collision(Grid grid, long first, long second, Rational id) {
    int n = grid.tokens();
    return new Collision(
        grid.point(first / n), (int) (first % n), grid.point(second / n), (int) (second % n), id);
  }

  @Override
  public String toString() {
    return "%d points, %d ids, %d distinct: %s"
        .formatted(
            points,
            ids,
            distinct,
            collision
                .map(told -> "no contextual mapping, as " + told)
                .orElse("a contextual mapping"));
  }
}
