package dev.heddle.proof;

import static java.util.stream.Collectors.joining;

import dev.heddle.relation.Relation;
import dev.heddle.relation.Watch;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * The Transformer that the proof builds for a target, exactly: hardmax attention with two heads of
 * size one, and one hidden unit with a piecewise linear activation (the class with h = 2, m = 1, r
 * = 1). It is the target at every point of the grid, and constant on the cubes.
 */
public final class Construction implements Proof {

  /** The bits of a double's significand. */
  private static final int SIGNIFICAND = 53;

  private static final String SOFT = "softmax and ReLU";

  private final Plan plan;
  private final Target target;
  private final int[] path;
  private final SparseTransformer transformer;

  Construction(
      List<Relation> layers, int[][][] keys, int[] path, int hops, Grid grid, Target target) {
    this.path = path;
    this.target =
        point -> {
          Matrix output = target.at(point);
          if (output.rows() != grid.dim() || output.columns() != grid.tokens()) {
            throw new IllegalArgumentException(
                "outputs are %d × %d, and the target gives %d × %d"
                    .formatted(grid.dim(), grid.tokens(), output.rows(), output.columns()));
          }
          return output;
        };
    Plan unscaled = new Plan(grid, layers, path, Plan.active(layers, path), hops, BigInteger.ONE);
    Rational greatest = Rational.ZERO;
    for (long point = 0; point < grid.points(); point++) {
      Watch.tell("the greatest output", grid.toString(), point, grid.points());
      for (Rational id : unscaled.ids(this.target.at(grid.point(point)))) {
        greatest = greatest.max(id.absolute());
      }
    }
    this.plan =
        new Plan(grid, layers, path, unscaled.active(), hops, Plan.factor(grid, hops, greatest));
    this.transformer =
        new SparseTransformer(layers, plan.embedding(), new ProofBlocks(plan, this.target));
  }

  @Override
  public Grid grid() {
    return plan.grid();
  }

  /** γ, the order along which ids are shifted. */
  public int[] path() {
    return path.clone();
  }

  /** s, the number of layers after which everybody has heard of everybody. */
  public int hops() {
    return plan.rounds();
  }

  /** c, the factor of the all-max shift. */
  public BigInteger factor() {
    return plan.factor();
  }

  /** What the blocks do, in their order. */
  public List<Stage> stages() {
    return plan.stages();
  }

  /** The weights; blocks are made when they are asked for. */
  public SparseTransformer transformer() {
    return transformer;
  }

  /** The wanted output at a point of the grid. */
  public Matrix target(long point) {
    return target.at(grid().point(point));
  }

  /** What the blocks are made from. */
  Plan plan() {
    return plan;
  }

  /** The number of blocks up to the contextual mapping: what comes after maps values. */
  int contextualBlocks() {
    return plan.contextualStages().getLast().to();
  }

  /** Ids of the tokens of a point after the contextual mapping, by the proof's own formulas. */
  List<Rational> ids(long point) {
    Matrix quantised = grid().point(point).plus(plan.embedding());
    return plan.mixed(plan.shifted(plan.ids(quantised)));
  }

  /**
   * Runs the Transformer: the ids over all of the grid, the outputs at its points (all, or a sample
   * where that is much work, of 64 at least), and 64 inputs off it.
   *
   * @param seed what inputs and samples are drawn by
   * @throws dev.heddle.diagnostic.HeddleException if that is too much work, which is counted before
   *     it begins
   */
  public Verification verify(long seed) {
    return Verification.of(transformer, plan, target, seed);
  }

  /**
   * What the Transformer makes of inputs, d × n each with entries in [0, 1).
   *
   * @throws dev.heddle.diagnostic.HeddleException if that is too much work
   */
  public List<Matrix> outputs(List<Matrix> inputs) {
    int blocks = transformer.blocks().size();
    String running = Work.running(inputs.size(), "inputs", blocks);
    Work.check(running, inputs.size() * plan.cost(blocks));
    Evaluator evaluator = new Evaluator(transformer.kept());
    List<Matrix> outputs = new ArrayList<>();
    for (Matrix input : inputs) {
      Watch.tell("the outputs", running, outputs.size(), inputs.size());
      outputs.add(evaluator.run(input));
    }
    return outputs;
  }

  // ---- softmax and ReLU

  /**
   * A scale from which on softmax is as good as hardmax here: by Assumption 2, with the least gap
   * of two scores on the grid, δ · δ/2, and a share for the other keys that, multiplied through all
   * rounds, moves no id by more than an eighth of δ.
   */
  public double sufficientScale() {
    double delta = grid().delta().toDouble();
    double c = plan.factor().doubleValue();
    double greatest = Plan.greatestShifted(grid()).toDouble() * Math.pow(1 + c, plan.rounds());
    double eta = delta / (8 * c * greatest * Math.pow(1 + c, plan.rounds()));
    return Assumption2.softmaxScale(grid().tokens(), delta * delta / 2, eta);
  }

  /**
   * The Transformer with softmax in place of hardmax and four ReLUs in place of each activation
   * (the class with h = 2, m = 1, r = 4).
   *
   * @param scale t: what the scores are multiplied by
   */
  public SparseTransformer soften(double scale) {
    return Softening.of(transformer, Rational.ofDouble(scale), ramp(scale));
  }

  /**
   * In place of a jump, over what width the ReLUs climb: a power of two's part of δ, the shorter
   * the greater the scale, but no shorter than double precision can carry. The slopes of a step
   * cancel behind it, and what rounding leaves of them is multiplied by the greatest id.
   */
  private Rational ramp(double scale) {
    Rational delta = grid().delta();
    double id = greatestId();
    // Multiples of δ are doubles where δ is, and then it is enough that ids in units of the ramp
    // are.
    double most =
        delta.fitsDouble()
            ? Math.scalb(delta.toDouble() / id, SIGNIFICAND - 1)
            : Math.scalb(1.0, SIGNIFICAND)
                * Math.pow(delta.toDouble(), 2)
                / (16 * id * id * grid().tokens() * grid().points());
    double halvings = Math.ceil(2 + log2(Math.max(1, scale)));
    return delta.times(
        Rational.of(1, 2).power((int) Math.max(2, Math.min(halvings, Math.floor(log2(most))))));
  }

  private static double log2(double x) {
    return Math.log(x) / Math.log(2);
  }

  /** No id is greater. */
  private double greatestId() {
    return Plan.greatestShifted(grid()).toDouble()
        * Math.pow(1 + plan.factor().doubleValue(), plan.rounds());
  }

  /**
   * How far the softmax, ReLU version in double precision is from the target, by scale.
   *
   * @param scales without any, from a thirty-second of {@link #sufficientScale} to twice it
   */
  public SoftErrors errors(double... scales) {
    double[] all =
        scales.length > 0
            ? scales
            : IntStream.rangeClosed(-5, 1)
                .mapToDouble(power -> Math.ceil(Math.scalb(sufficientScale(), power)))
                .distinct()
                .toArray();
    return errors(all, SoftErrors.INPUTS, 0);
  }

  /**
   * The same with a number of inputs that are drawn by a seed.
   *
   * @param inputs how many inputs off the grid the distance is estimated from, at least 1
   */
  public SoftErrors errors(double[] scales, int inputs, long seed) {
    long runs = Math.min(grid().points(), inputs) + inputs;
    int blocks = transformer.blocks().size();
    String running = Work.running(runs * scales.length, "inputs", blocks);
    // In doubles a step takes less, and the Transformer is the softer one.
    Work.check(running, runs * scales.length * plan.cost(blocks));
    long done = 0;
    double delta = grid().delta().toDouble();
    List<SoftErrors.Row> rows = new ArrayList<>();
    for (double scale : scales) {
      SoftEvaluator evaluator = new SoftEvaluator(soften(scale));
      SplittableRandom random = new SplittableRandom(seed);
      long points = grid().points();
      boolean isAll = points <= inputs;
      double greatest = 0;
      for (long run = 0; run < Math.min(points, inputs); run++) {
        Watch.tell(SOFT, running, done++, runs * scales.length);
        long point = isAll ? run : random.nextLong(points);
        greatest = Math.max(greatest, distance(evaluator, grid().point(point)).greatest());
      }
      double sum = 0;
      int wrong = 0;
      for (int run = 0; run < inputs; run++) {
        Watch.tell(SOFT, running, done++, runs * scales.length);
        Distance distance = distance(evaluator, grid().drawn(random));
        sum += distance.sum();
        wrong += distance.greatest() > delta / 2 ? 1 : 0;
      }
      rows.add(
          new SoftErrors.Row(
              scale,
              Assumption2.softmaxShare(grid().tokens(), delta * delta / 2, scale),
              ramp(scale).toDouble(),
              greatest,
              sum / inputs,
              (double) wrong / inputs));
    }
    return new SoftErrors(rows, inputs);
  }

  /** How far an output is from the target: the sum over entries, and the greatest. */
  private record Distance(double sum, double greatest) {}

  private Distance distance(SoftEvaluator evaluator, Matrix input) {
    double[] wanted = target(grid().cubeOf(input)).toDoubles();
    double[] got = evaluator.run(input.toDoubles());
    double sum = 0;
    double greatest = 0;
    for (int at = 0; at < wanted.length; at++) {
      double difference = Math.abs(got[at] - wanted[at]);
      sum += difference;
      // Not Math.max alone: what is no number is as far as can be.
      greatest = difference <= greatest ? greatest : difference;
    }
    return new Distance(sum, greatest);
  }

  // ---- words

  /** The stages and their blocks. */
  @Override
  public String toString() {
    return """
        the construction at %s
        path             %s, of p = %d pattern%s
        hops             s = %d, so c = %s
        %s
        %-24s %8d blocks"""
        .formatted(
            grid(),
            IntStream.of(path).mapToObj(String::valueOf).collect(joining(" → ")),
            plan.patterns().size(),
            plan.patterns().size() == 1 ? "" : "s",
            hops(),
            factor(),
            stages().stream().map(Stage::toString).collect(joining("\n")),
            "together",
            transformer.blocks().size());
  }
}
