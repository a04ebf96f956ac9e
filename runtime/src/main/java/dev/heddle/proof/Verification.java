package dev.heddle.proof;

import dev.heddle.relation.Watch;
import java.util.SplittableRandom;

/**
 * What came out when the evaluator, which knows weights only, ran a construction.
 *
 * @param ids the contextual mapping, over all of the grid
 * @param points the number of points
 * @param checked how many of them were run to the end: all, or a sample where that is too much work
 * @param equal at how many of them the output is the target, exactly
 * @param inputs how many inputs off the grid were run, drawn evenly
 * @param asTheirCube at how many of them the output is that of the corner of their cube, exactly
 */
public record Verification(
    ContextualMapping ids, long points, long checked, long equal, long inputs, long asTheirCube) {

  /** How many inputs off the grid, and how many points at least. */
  private static final int INPUTS = 64;

  /** Beyond so many steps a sample of the points is run to the end. */
  private static final long MOST_STEPS = 1L << 24;

  /**
   * Runs a Transformer.
   *
   * @param plan what it was made from: how ids are read, and what the work is
   * @param seed what inputs and samples are drawn by
   */
  static Verification of(SparseTransformer transformer, Plan plan, Target target, long seed) {
    Grid grid = plan.grid();
    int blocks = transformer.blocks().size();
    int contextual = plan.contextualStages().getLast().to();
    long points = grid.points();
    long each = plan.cost(blocks);
    boolean isAll = points <= Math.max(INPUTS, MOST_STEPS / each);
    long checked = isAll ? points : Math.max(INPUTS, MOST_STEPS / each);
    String running =
        "%s, %d and %d others through all %d"
            .formatted(Work.running(points, "points", contextual), checked, INPUTS, blocks);
    Work.check(running, points * plan.cost(contextual) + (checked + INPUTS) * each);
    Evaluator evaluator = new Evaluator(transformer.kept());
    ContextualMapping ids = ContextualMapping.of(evaluator, contextual, plan);
    SplittableRandom random = new SplittableRandom(seed);
    long equal = 0;
    for (long run = 0; run < checked; run++) {
      Watch.tell("the outputs", running, run, checked + INPUTS);
      long point = isAll ? run : random.nextLong(points);
      equal += evaluator.run(grid.point(point)).equals(target.at(grid.point(point))) ? 1 : 0;
    }
    long asTheirCube = 0;
    for (int run = 0; run < INPUTS; run++) {
      Watch.tell("the outputs", running, checked + run, checked + INPUTS);
      Matrix input = grid.drawn(random);
      Matrix corner = grid.point(grid.cubeOf(input));
      asTheirCube += evaluator.run(input).equals(target.at(corner)) ? 1 : 0;
    }
    return new Verification(ids, points, checked, equal, INPUTS, asTheirCube);
  }

  /** Whether everything is as it has to be. */
  public boolean holds() {
    return ids.isContextual() && equal == checked && asTheirCube == inputs;
  }

  @Override
  public String toString() {
    return """
        ids              %s
        on the grid      equal to the target at %d of %d points%s
        off the grid     as the corner of their cube: %d of %d inputs"""
        .formatted(
            ids,
            equal,
            checked,
            checked < points ? ", a sample of %d".formatted(points) : "",
            asTheirCube,
            inputs);
  }
}
