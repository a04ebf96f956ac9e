package dev.heddle.proof;

import dev.heddle.analysis.Hops;
import dev.heddle.analysis.SelfLoops;
import dev.heddle.analysis.Universality.Condition;
import dev.heddle.proof.BrokenProof.BrokenStep;
import dev.heddle.proof.Stage.Step;
import dev.heddle.relation.Relation;
import dev.heddle.relation.Watch;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** Builds what the proof builds where a condition fails, and looks where it goes wrong. */
final class Breaking {

  private static final int LISTED = 3;

  private final List<Relation> layers;
  private final int[] path;
  private final int onPath;
  private final Plan plan;
  private final SparseTransformer transformer;
  private final Evaluator evaluator;
  private final Reach reach;

  private Breaking(List<Relation> layers, int[][][] keys, int[] longest, Hops hops, Grid grid) {
    this.layers = layers;
    this.onPath = longest.length;
    this.path =
        IntStream.concat(
                IntStream.of(longest),
                IntStream.range(0, grid.tokens())
                    .filter(token -> IntStream.of(longest).noneMatch(on -> on == token)))
            .toArray();
    this.reach = new Reach(keys);
    // With self-loops nothing new is heard of after n rounds of all patterns.
    int rounds = hops instanceof Hops.Exactly(int number) ? number : grid.tokens() * layers.size();
    this.plan =
        new Plan(
            grid,
            layers,
            path,
            Plan.active(layers, path),
            rounds,
            Plan.factor(grid, rounds, Rational.ZERO));
    this.transformer = new SparseTransformer(layers, plan.embedding(), new ProofBlocks(plan, null));
    this.evaluator = new Evaluator(transformer.kept());
  }

  /**
   * The steps that break.
   *
   * @param longest the longest path that there is
   */
  static BrokenProof of(
      List<Relation> layers,
      int[][][] keys,
      int[] longest,
      SelfLoops selfLoops,
      Hops hops,
      Grid grid) {
    Breaking breaking = new Breaking(layers, keys, longest, hops, grid);
    breaking.checkWork();
    List<BrokenStep> steps = new ArrayList<>();
    if (!selfLoops.holds()) {
      breaking.selfLoops(selfLoops, steps);
    }
    breaking.path(steps);
    if (!hops.isFinite()) {
      steps.add(new BrokenStep(Condition.HOPS, Step.ALL_MAX_SHIFT, breaking.unheard()));
    }
    return new BrokenProof(
        grid,
        steps,
        ContextualMapping.of(
            breaking.evaluator, breaking.transformer.blocks().size(), breaking.plan));
  }

  /** Refuses all of it before any of it, if the ids alone are too much. */
  private void checkWork() {
    int blocks = transformer.blocks().size();
    Work.check(
        Work.running(plan.grid().points(), "points", blocks),
        plan.grid().points() * plan.cost(blocks));
  }

  // ---- self-loops

  private void selfLoops(SelfLoops selfLoops, List<BrokenStep> steps) {
    List<String> shown = new ArrayList<>();
    shown.add("no self-loop has " + listed(selfLoops));
    int at = firstWithoutSelfLoop();
    if (at < 0) {
      shown.add(
          "no shift takes place at these: each token of the path attends, in the pattern that its"
              + " shift uses, to itself and to the one before, and no shift of the proof is harmed");
    } else {
      shown.add(
          ("token %d is shifted along pattern %d, by the greatest less the least id among its keys;"
                  + " it is not among them, so the least is not its own")
              .formatted(path[at], plan.active()[at] + 1));
      shown.addAll(wrongShift(at));
    }
    steps.add(new BrokenStep(Condition.SELF_LOOPS, Step.SELECTIVE_SHIFT, shown));
  }

  private static String listed(SelfLoops selfLoops) {
    List<String> first =
        selfLoops.missing().stream()
            .limit(LISTED)
            .map(one -> "token %d in pattern %d".formatted(one.position(), one.layer() + 1))
            .toList();
    return String.join(", ", first)
        + (selfLoops.number() > LISTED
            ? " and %d more".formatted(selfLoops.number() - LISTED)
            : "");
  }

  private int firstWithoutSelfLoop() {
    for (int at = 1; at < path.length; at++) {
      int layer = plan.active()[at];
      if (layer >= 0 && !layers.get(layer).contains(path[at], path[at])) {
        return at;
      }
    }
    return -1;
  }

  // ---- path

  private void path(List<BrokenStep> steps) {
    if (onPath == path.length) {
      return;
    }
    List<String> shown = new ArrayList<>();
    shown.add(
        "of %d tokens the longest order in which each is attended to by the next has %d: %s"
            .formatted(
                path.length,
                onPath,
                String.join(
                    " → ", IntStream.of(path).limit(onPath).mapToObj(String::valueOf).toList())));
    int at = firstWithoutEdge();
    shown.add(
        ("token %d has to come after token %d, and attends to it in no pattern: its shift takes"
                + " another token's id, or none")
            .formatted(path[at], path[at - 1]));
    shown.addAll(wrongShift(at));
    steps.add(new BrokenStep(Condition.PATH, Step.SELECTIVE_SHIFT, shown));
  }

  private int firstWithoutEdge() {
    for (int at = 1; at < path.length; at++) {
      if (plan.active()[at] < 0) {
        return at;
      }
    }
    throw new IllegalStateException("a path that is none has a place without an edge");
  }

  /** The first point of the grid where the shift of a token is not that of the proof. */
  private List<String> wrongShift(int at) {
    Stage shift = plan.contextualStages().get(1);
    int each = layers.size() * plan.grid().values();
    int before = shift.from() + (at - 1) * each;
    Work.check(
        Work.running(plan.grid().points(), "points", before + each),
        plan.grid().points() * plan.cost(before + each));
    for (long point = 0; point < plan.grid().points(); point++) {
      Watch.tell("a shift that is wrong", "token " + path[at], point, plan.grid().points());
      Matrix input = plan.grid().point(point);
      Matrix state = evaluator.run(input, before);
      List<Rational> ids = plan.ids(state);
      Rational wanted = plan.shiftedId(ids.get(path[at]), ids.get(path[at - 1]));
      Rational got = plan.ids(evaluator.resume(state, before, before + each)).get(path[at]);
      if (!got.equals(wanted)) {
        return List.of(
            "on the input %s its id %s has to become %s, by the id %s of token %d; it becomes %s"
                .formatted(
                    input, ids.get(path[at]), wanted, ids.get(path[at - 1]), path[at - 1], got));
      }
    }
    return List.of("on this grid each shift comes out as that of the proof all the same");
  }

  // ---- hops

  private List<String> unheard() {
    int last = path[path.length - 1];
    List<String> shown = new ArrayList<>();
    for (int at = 0; at < path.length && shown.isEmpty(); at++) {
      int token = path[at];
      if ((reach.ever(token) >> last & 1) == 0) {
        shown.add(
            ("token %d never hears of token %d, whose id tells the input, after any number of"
                    + " layers: of another input with the same tokens in its reach it gives the"
                    + " same id")
                .formatted(token, last));
      }
    }
    for (int token = 0; token < path.length && shown.isEmpty(); token++) {
      for (int key = 0; key < path.length && shown.isEmpty(); key++) {
        if ((reach.ever(token) >> key & 1) == 0) {
          shown.add(
              "token %d never hears of token %d, after any number of layers".formatted(token, key));
        }
      }
    }
    if (shown.isEmpty()) {
      shown.add("each token hears of each at some time, and never all of them at once");
    }
    return shown;
  }
}
