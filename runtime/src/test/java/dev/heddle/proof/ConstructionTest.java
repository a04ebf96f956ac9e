package dev.heddle.proof;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.heddle.diagnostic.HeddleException;
import dev.heddle.pattern.SparsityPattern;
import dev.heddle.proof.Stage.Step;
import dev.heddle.relation.Relation;
import dev.heddle.relation.Watch;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The Transformer of the proof, run by an evaluator that knows nothing of it. */
class ConstructionTest {

  static Construction construction(String text, Grid grid, Target target) {
    return assertInstanceOf(
        Construction.class, Proof.of(SparsityPattern.parse(text), grid, target), text);
  }

  /**
   * Patterns with one path and with another, forwards, backwards and neither; one layer to three.
   */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "full                                          | 3 | 1 | 2",
        "full                                          | 2 | 2 | 3",
        "window(3)                                     | 3 | 1 | 3",
        "window(3)                                     | 4 | 1 | 2",
        "window(3)                                     | 5 | 1 | 2",
        "window(3) + global(1)                         | 3 | 2 | 2",
        "window(3) + global({n-1})                     | 4 | 1 | 2",
        "window(before: 1) + offsets({n-1})            | 4 | 1 | 2",
        "window(after: 1) + offsets({1-n})             | 4 | 1 | 2",
        "self + offsets({2, -3})                       | 5 | 1 | 2",
        "layers(window(before: 1), window(after: 1))   | 3 | 1 | 3",
        "layers(window(after: 1), window(before: 1))   | 3 | 1 | 2",
        "layers(self, self + offsets({1}), self + offsets({-1})) | 3 | 1 | 2",
        "layers(blocks(2), window(3))                  | 4 | 1 | 2",
        // The all-max shift has to wait for the first pattern: from the second on it spreads less.
        "layers(self + queries(1), self + keys(1) + offsets({-1})) | 3 | 1 | 3"
      })
  void isItsTargetEverywhere(String text, int n, int d, int levels) {
    Grid grid = new Grid(n, d, levels);
    Construction construction = construction(text, grid, Target.random(grid, 7));
    Verification verification = construction.verify(3);
    assertTrue(verification.holds(), verification.toString());
    assertEquals(grid.points(), verification.checked());
    assertEquals(n * grid.points(), verification.ids().distinct());
    assertEquals(64, verification.inputs());
  }

  @ParameterizedTest
  @ValueSource(strings = {"random", "reverse", "sort", "copy"})
  void takesEachTarget(String name) {
    Grid grid = new Grid(3, 2, 2);
    Target target = Target.named(name, grid, 5).orElseThrow();
    assertTrue(construction("window(3)", grid, target).verify(0).holds());
  }

  @Test
  void namedTargetsAreWhatTheirNamesSay() {
    Grid grid = new Grid(3, 2, 3);
    Matrix point =
        Matrix.of(
            2, 3, (row, token) -> Rational.of(new int[][] {{1, 0, 1}, {2, 1, 0}}[row][token], 3));
    assertEquals("[1/3 0 1/3; 2/3 1/3 0]", point.toString());
    assertEquals("[1/3 0 1/3; 0 1/3 2/3]", Target.reverse().at(point).toString());
    assertEquals("[0 1/3 1/3; 1/3 0 2/3]", Target.sort().at(point).toString());
    assertEquals(point, Target.copy().at(point));
    assertEquals(Target.random(grid, 1).at(point), Target.random(grid, 1).at(point));
    assertEquals(List.of("random", "reverse", "sort", "copy"), Target.NAMES);
    assertTrue(Target.named("what", grid, 0).isEmpty());
  }

  /** Outputs far off the grid, negative and greater than any id on it, are not taken for ids. */
  @Test
  void outputsMayBeAnything() {
    Grid grid = new Grid(3, 1, 2);
    Target far =
        Target.ofDoubles(in -> new double[][] {{-1e4 - in[1][0]}, {2.5e3 + in[0][0]}, {0.1}});
    Verification verification = construction("window(3)", grid, far).verify(1);
    assertTrue(verification.holds(), verification.toString());
    // Outputs that would be the ids of the last point, if ids were chosen without a look at them.
    Matrix last = grid.point(grid.points() - 1);
    Matrix ids = Matrix.row(construction("window(3)", grid, Target.copy()).ids(grid.points() - 1));
    Target taken = point -> point.equals(last) ? last : ids;
    verification = construction("window(3)", grid, taken).verify(1);
    assertTrue(verification.holds(), verification.toString());
    Target wrong = point -> Matrix.zero(2, 3);
    assertThrows(
        IllegalArgumentException.class,
        () -> Proof.of(SparsityPattern.parse("window(3)"), grid, wrong));
  }

  // ---- what the proof says of each stage

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "window(3) + global(1)                                   | 4 | 1 | 2 | 2",
        "window(3)                                               | 4 | 1 | 2 | 3",
        "layers(self, self + offsets({1}), self + offsets({-1})) | 3 | 2 | 2 | 6",
        "layers(self + queries(1), self + keys(1) + offsets({-1})) | 3 | 1 | 3 | 2"
      })
  void blocksAreAsManyAsTheProofCounts(String text, int n, int d, int levels, int s) {
    Grid grid = new Grid(n, d, levels);
    Construction construction = construction(text, grid, Target.copy());
    assertEquals(s, construction.hops());
    int p = construction.transformer().patterns().size();
    int values = (int) Math.pow(levels, d);
    int points = (int) Math.pow(levels, d * n);
    // c is no greater than what the proof is remembered to take: s·n·δ^(−nd−1).
    assertTrue(construction.factor().longValueExact() <= (long) s * n * levels * points, text);
    int before = d * n * levels + p * (n - 1) * values;
    List<Integer> counts =
        List.of(d * n * levels, p * (n - 1) * values, (p - before % p) % p, s, n * points);
    assertEquals(counts, construction.stages().stream().map(Stage::count).toList());
    assertEquals(
        counts.stream().mapToInt(Integer::intValue).sum(),
        construction.transformer().blocks().size());
    assertEquals(
        0, construction.stages().get(3).from() % p, "the first of the shifts is in pattern 1");
  }

  /** Two heads of size one, one hidden unit: the class that the proof names. */
  @Test
  void blocksAreOfTheClass() {
    Grid grid = new Grid(3, 2, 2);
    Construction construction = construction("window(3)", grid, Target.reverse());
    for (TransformerBlock block : construction.transformer().blocks()) {
      assertEquals(2, block.attention().heads().size());
      assertEquals(1, block.attention().heads().getFirst().query().rows());
      assertEquals(1, block.feedForward().first().rows());
      boolean isUsed = !block.attention().out().isZero() || !block.feedForward().second().isZero();
      assertTrue(isUsed || construction.transformer().patterns().size() > 1);
    }
    for (TransformerBlock block : construction.soften(64).blocks()) {
      assertEquals(2, block.attention().heads().size());
      assertEquals(4, block.feedForward().first().rows());
      assertEquals(Activation.RELU, block.feedForward().activation());
    }
  }

  /** The embedding puts tokens into cubes of their own: the first of the path highest. */
  @Test
  void theEmbeddingFollowsThePath() {
    Grid grid = new Grid(4, 1, 2);
    Construction construction =
        construction("window(after: 1) + offsets({1-n})", grid, Target.copy());
    int[] path = construction.path();
    Matrix embedding = construction.transformer().embedding();
    assertEquals(Rational.of(3), embedding.get(0, path[0]));
    for (int at = 1; at < 4; at++) {
      assertEquals(Rational.of(at - 1), embedding.get(0, path[at]));
      assertTrue(construction.transformer().patterns().getFirst().contains(path[at], path[at - 1]));
    }
  }

  /** An input anywhere in a cube leaves the first stage as the cube's corner. */
  @Test
  void quantisationLeavesCorners() {
    Grid grid = new Grid(3, 2, 3);
    Construction construction = construction("window(3)", grid, Target.copy());
    Evaluator evaluator = new Evaluator(construction.transformer());
    Stage quantisation = construction.stages().getFirst();
    assertEquals(Step.QUANTISATION, quantisation.step());
    for (long point = 0; point < grid.points(); point += 17) {
      Matrix corner = grid.point(point);
      Matrix inside = corner.plus(Matrix.of(2, 3, (r, k) -> Rational.of(r + 2 * k, 18)));
      assertEquals(point, grid.cubeOf(inside));
      assertEquals(
          corner.plus(construction.transformer().embedding()),
          evaluator.run(inside, quantisation.to()));
    }
  }

  /**
   * After the shifts ids are those of the recursion, ascending along the path, and the last token's
   * tells the whole input.
   */
  @Test
  void theLastIdAfterTheShiftTellsTheInput() {
    Grid grid = new Grid(3, 1, 3);
    Construction construction =
        construction("layers(window(before: 1), window(after: 1))", grid, Target.copy());
    Evaluator evaluator = new Evaluator(construction.transformer());
    int[] path = construction.path();
    int shifted = construction.stages().get(1).to();
    List<Rational> seen = new ArrayList<>();
    for (long point = 0; point < grid.points(); point++) {
      // uᵀ is 1 where d is 1.
      List<Rational> start =
          IntStream.range(0, 3)
              .mapToObj(
                  grid.point(point).plus(construction.transformer().embedding()).columnList()::get)
              .map(List::getFirst)
              .toList();
      Matrix after = evaluator.run(grid.point(point), shifted);
      Rational before = start.get(path[0]);
      assertEquals(before, after.get(0, path[0]));
      for (int at = 1; at < 3; at++) {
        Rational own = start.get(path[at]);
        Rational wanted = own.plus(Rational.of(3).times(before.minus(own)));
        assertEquals(wanted, after.get(0, path[at]));
        assertTrue(wanted.compareTo(before) > 0);
        before = wanted;
      }
      seen.add(before);
    }
    assertEquals(27, seen.stream().distinct().count());
  }

  /** After the shift to the greatest, ids of different inputs lie in intervals of their own. */
  @Test
  void theAllMaxShiftKeepsInputsApart() {
    for (String text : List.of("window(3)", "window(3) + global(1)")) {
      Grid grid = new Grid(4, 1, 2);
      Construction construction = construction(text, grid, Target.copy());
      Evaluator evaluator = new Evaluator(construction.transformer());
      List<Rational[]> intervals = new ArrayList<>();
      for (long point = 0; point < grid.points(); point++) {
        Matrix after = evaluator.run(grid.point(point), construction.contextualBlocks());
        List<Rational> ids = after.columnList().stream().map(List::getFirst).toList();
        assertEquals(construction.ids(point), ids);
        List<Rational> sorted = ids.stream().sorted().toList();
        intervals.add(new Rational[] {sorted.getFirst(), sorted.getLast()});
      }
      intervals.sort((one, other) -> one[0].compareTo(other[0]));
      for (int at = 1; at < intervals.size(); at++) {
        assertTrue(intervals.get(at - 1)[1].compareTo(intervals.get(at)[0]) < 0, text);
      }
    }
  }

  /**
   * Without quantisation all is well on the grid, and nowhere off it: so inputs are drawn there.
   */
  @Test
  void whatIsWrongOffTheGridIsSeen() {
    Grid grid = new Grid(3, 1, 2);
    Target target = Target.random(grid, 7);
    Construction construction = construction("window(3)", grid, target);
    List<TransformerBlock> blocks = new ArrayList<>(construction.transformer().blocks());
    for (int at = 0; at < construction.stages().getFirst().to(); at++) {
      FeedForward moving = blocks.get(at).feedForward();
      FeedForward idle =
          new FeedForward(
              moving.first(),
              moving.firstBias(),
              moving.activation(),
              moving.second().times(Rational.ZERO),
              moving.secondBias());
      blocks.set(at, new TransformerBlock(blocks.get(at).attention(), idle));
    }
    SparseTransformer broken =
        new SparseTransformer(
            construction.transformer().patterns(), construction.transformer().embedding(), blocks);
    Verification verification = Verification.of(broken, construction.plan(), target, 3);
    assertTrue(verification.ids().isContextual());
    assertEquals(8, verification.equal());
    assertEquals(64, verification.inputs());
    assertEquals(0, verification.asTheirCube());
    assertFalse(verification.holds());
  }

  // ---- paths and bounds

  @Test
  void aPathMayBeGiven() {
    Grid grid = new Grid(4, 1, 2);
    List<Relation> layers = List.of(SparsityPattern.parse("full").at(4));
    int[] path = {2, 0, 3, 1};
    Construction construction =
        assertInstanceOf(Construction.class, Proof.of(layers, path, grid, Target.random(grid, 1)));
    assertEquals(Arrays.toString(path), Arrays.toString(construction.path()));
    assertTrue(construction.verify(0).holds());
    List<Relation> window = List.of(SparsityPattern.parse("window(3)").at(4));
    for (int[] wrong : new int[][] {path, {0, 1, 2}, {0, 1, 2, 2}, {0, 1, 2, 4}}) {
      assertThrows(
          IllegalArgumentException.class, () -> Proof.of(window, wrong, grid, Target.copy()));
    }
  }

  @Test
  void sizesBeyondTheBoundAreRefusedWithTheirNumber() {
    HeddleException refused = assertThrows(HeddleException.class, () -> new Grid(8, 2, 4));
    assertTrue(
        String.valueOf(refused.getMessage()).contains("4^(2·8) points"), refused.getMessage());
    assertThrows(HeddleException.class, () -> new Grid(17, 1, 2));
    assertThrows(IllegalArgumentException.class, () -> new Grid(1, 1, 2));
    assertThrows(IllegalArgumentException.class, () -> new Grid(3, 1, 1));
    assertThrows(IllegalArgumentException.class, () -> new Grid(3, 0, 2));
  }

  @Test
  void outputsOfTheMiddlesAreThoseOfTheCorners() {
    Grid grid = new Grid(3, 1, 3);
    Construction construction = construction("window(3)", grid, Target.random(grid, 2));
    List<Matrix> middles = LongStream.range(0, 27).mapToObj(grid::middle).toList();
    assertEquals("[1/6 1/6 1/6]", middles.getFirst().toString());
    assertEquals(
        LongStream.range(0, 27).mapToObj(construction::target).toList(),
        construction.outputs(middles));
  }

  /** What would take hours is refused before it begins. */
  @Test
  void workBeyondTheBoundIsRefusedWithItsNumber() {
    Grid grid = new Grid(8, 1, 4);
    Construction construction = construction("window(3)", grid, Target.copy());
    HeddleException refused = assertThrows(HeddleException.class, () -> construction.verify(0));
    // 67 blocks of 8 tokens; two heads look at the window's 22 pairs in 28 + 7 of them.
    long contextual = 65_536L * (67 * 8 + 35 * 2 * 22);
    // What maps values does not attend, and is most of it: 64 points and 64 other inputs go
    // through.
    long all = 128L * ((67 + 8 * 65_536L) * 8 + 35 * 2 * 22);
    String words = String.valueOf(refused.getMessage());
    assertTrue(words.contains("running 65536 points through 67 blocks"), words);
    assertTrue(words.contains("64 and 64 others through all 524355"), words);
    assertTrue(words.contains("%,d steps, is beyond".formatted(contextual + all)), words);
    assertThrows(HeddleException.class, construction::errors);
    List<Matrix> inputs = LongStream.range(0, 100).mapToObj(grid::point).toList();
    assertThrows(HeddleException.class, () -> construction.outputs(inputs));
  }

  /** The same where a condition fails: the attempt is counted before it is made. */
  @Test
  void anAttemptBeyondTheBoundIsRefusedToo() {
    Grid grid = new Grid(16, 1, 2);
    SparsityPattern star = SparsityPattern.parse("self + global(1)");
    HeddleException refused =
        assertThrows(HeddleException.class, () -> Proof.of(star, grid, Target.copy()));
    String words = String.valueOf(refused.getMessage());
    assertTrue(words.contains("running 65536 points through 64 blocks"), words);
  }

  /** Whoever watches is told what runs, from its beginning to its end. */
  @Test
  void itIsToldHowFarItIs() {
    Grid grid = new Grid(4, 1, 2);
    List<String> told = new ArrayList<>();
    Watch.over(
        (what, doing, done, steps) -> told.add(what + " " + done + " of " + steps),
        () -> construction("window(3)", grid, Target.copy()).verify(1));
    assertTrue(told.contains("the ids of all points 0 of 16"), told.toString());
    assertTrue(told.contains("the ids of all points 15 of 16"), told.toString());
    assertTrue(told.contains("the outputs 79 of 80"), told.toString());
    Thread.currentThread().interrupt();
    assertThrows(CancellationException.class, () -> construction("window(3)", grid, Target.copy()));
    assertTrue(Thread.interrupted());
  }

  /** At whichever step an interruption comes, none of the later ones is begun. */
  @Test
  void anInterruptionEndsItEverywhere() {
    Grid grid = new Grid(3, 1, 2);
    List<Relation> star = List.of(SparsityPattern.parse("full - self").at(3));
    Runnable all =
        () -> {
          Construction built = construction("window(3)", grid, Target.copy());
          built.verify(1);
          built.errors(new double[] {40}, 2, 1);
          built.outputs(List.of(grid.point(1)));
          Proof.of(star, grid, Target.copy());
        };
    List<String> whole = told(all, Integer.MAX_VALUE);
    assertEquals(5, whole.stream().distinct().count(), whole.toString());
    for (int last = 0; last < whole.size(); last++) {
      int end = last;
      List<String> told = new ArrayList<>();
      assertThrows(CancellationException.class, () -> told.addAll(told(all, end)));
      assertTrue(Thread.interrupted());
    }
    // One input may go through half a million blocks: each block is a place to stop at.
    Construction built = construction("window(3)", grid, Target.copy());
    Evaluator exact = new Evaluator(built.transformer());
    SoftEvaluator soft = new SoftEvaluator(built.soften(40));
    Thread.currentThread().interrupt();
    assertThrows(CancellationException.class, () -> exact.run(grid.point(1), 1));
    assertThrows(CancellationException.class, () -> soft.run(new double[3]));
    assertThrows(CancellationException.class, () -> new SoftEvaluator(built.soften(40)));
    assertTrue(Thread.interrupted());
  }

  /** What is told until an interruption comes at a step; nothing may be told behind it. */
  private static List<String> told(Runnable work, int last) {
    List<String> told = new ArrayList<>();
    Watch.over(
        (what, doing, done, steps) -> {
          assertTrue(told.size() <= last, what + " began after the interruption");
          told.add(what);
          if (told.size() == last + 1) {
            Thread.currentThread().interrupt();
          }
        },
        () -> {
          work.run();
          return told;
        });
    return told;
  }

  /** One block of the values that does nothing is one point that is wrong, and it is counted. */
  @Test
  void whatIsWrongOnTheGridIsSeen() {
    Grid grid = new Grid(3, 1, 2);
    Target target = Target.random(grid, 7);
    Construction construction = construction("window(3)", grid, target);
    List<TransformerBlock> blocks = new ArrayList<>(construction.transformer().blocks());
    FeedForward last = blocks.getLast().feedForward();
    blocks.set(
        blocks.size() - 1,
        new TransformerBlock(
            blocks.getLast().attention(),
            new FeedForward(
                last.first(),
                last.firstBias(),
                last.activation(),
                last.second().times(Rational.ZERO),
                last.secondBias())));
    SparseTransformer broken =
        new SparseTransformer(
            construction.transformer().patterns(), construction.transformer().embedding(), blocks);
    Verification verification = Verification.of(broken, construction.plan(), target, 3);
    assertTrue(verification.ids().isContextual());
    assertEquals(7, verification.equal());
    assertFalse(verification.holds());
  }

  /** Each of the three that a verification looks at counts alone. */
  @Test
  void oneFailureIsEnough() {
    Grid grid = new Grid(3, 1, 2);
    ContextualMapping good = construction("window(3)", grid, Target.copy()).verify(1).ids();
    ContextualMapping bad =
        assertInstanceOf(
                BrokenProof.class, Proof.of(SparsityPattern.parse("causal"), grid, Target.copy()))
            .attempt();
    assertTrue(good.isContextual());
    assertFalse(bad.isContextual());
    assertTrue(new Verification(good, 8, 8, 8, 64, 64).holds());
    assertFalse(new Verification(bad, 8, 8, 8, 64, 64).holds(), "ids that collide");
    assertFalse(new Verification(good, 8, 8, 7, 64, 64).holds(), "a point that is wrong");
    assertFalse(new Verification(good, 8, 8, 8, 64, 63).holds(), "an input off the grid");
  }

  /** Two tokens of one input with the same id, and tokens of two inputs: both are seen. */
  @Test
  void idsThatCollideAreSeen() {
    Grid grid = new Grid(3, 1, 2);
    Construction construction = construction("window(3)", grid, Target.copy());
    int contextual = construction.contextualBlocks();
    // Without any block, ids are those of the embedding: distinct within each input, and those of
    // other inputs.
    ContextualMapping across =
        ContextualMapping.of(new Evaluator(construction.transformer()), 0, construction.plan());
    assertFalse(across.isContextual());
    ContextualMapping.Collision seen = across.collision().orElseThrow();
    assertFalse(seen.firstInput().equals(seen.secondInput()));
    // Where the embedding is none, all tokens of the first point have the id 0.
    SparseTransformer flat =
        new SparseTransformer(
            construction.transformer().patterns(),
            Matrix.zero(1, 3),
            construction.transformer().blocks());
    ContextualMapping within = ContextualMapping.of(new Evaluator(flat), 0, construction.plan());
    assertFalse(within.isContextual());
    assertEquals(2, within.distinct());
    assertTrue(
        ContextualMapping.of(
                new Evaluator(construction.transformer()), contextual, construction.plan())
            .isContextual());
  }

  @Test
  void wordsSayWhatWasBuilt() {
    Grid grid = new Grid(3, 1, 2);
    Construction construction = construction("window(3)", grid, Target.copy());
    String words = construction.toString();
    assertTrue(words.contains("path             0 → 1 → 2"), words);
    assertTrue(words.contains("sparse selective shift          4 blocks"), words);
    assertTrue(construction.verify(0).toString().contains("8 of 8 points"));
    assertFalse(construction.transformer().toString().isEmpty());
  }
}
