package dev.heddle.analysis;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.heddle.pattern.Definitions;
import dev.heddle.pattern.SparsityPattern;
import dev.heddle.relation.Relation;
import dev.heddle.relation.Row;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** After how many layers all have heard of all: against the definition, and the paper's numbers. */
class HopsTest {

  private static final long SEED = Long.getLong("heddle.seed", 20_260_711);

  private static List<Relation> layers(String pattern, int n) {
    return SparsityPattern.parse(pattern).layersAt(n);
  }

  private static void agrees(List<Relation> layers, String what) {
    OptionalInt expected = Brute.hops(layers);
    switch (Hops.of(layers)) {
      case Hops.Exactly(int number) -> assertEquals(expected, OptionalInt.of(number), what);
      case Hops.Never(Obstacle obstacle) -> {
        assertEquals(expected, OptionalInt.empty(), what);
        Proofs.check(obstacle, layers, what);
      }
      case Hops.Between between -> throw new AssertionError(what + ": " + between);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4})
  void everyRelation(int n) {
    for (long bits = 0; bits < 1L << (n * n); bits++) {
      agrees(List.of(Brute.ofBits(n, bits)), n + " positions, bits " + bits);
    }
  }

  @Test
  void everyTwoLayersOfTwoPositions() {
    for (long bits = 0; bits < 1 << 8; bits++) {
      agrees(List.of(Brute.ofBits(2, bits & 15), Brute.ofBits(2, bits >> 4)), "bits " + bits);
    }
  }

  @Test
  void randomLayers() {
    for (int turn = 0; turn < 6_000; turn++) {
      long seed = SEED + turn;
      Random random = new Random(seed);
      int n = 3 + random.nextInt(6);
      double density = 0.1 + 0.4 * random.nextDouble();
      boolean selfLoops = random.nextInt(3) == 0;
      List<Relation> layers = new ArrayList<>();
      for (int layer = 0; layer <= random.nextInt(4); layer++) {
        layers.add(Brute.random(n, density, selfLoops, random));
      }
      agrees(layers, "seed " + seed);
    }
  }

  /** Cycles of coprime lengths, doors between them: the last walks of a length come late. */
  @ParameterizedTest
  @CsvSource({"5, 3, 2", "7, 4, 3", "9, 4, 5"})
  void withoutSelfLoopsOnlyExactStepsCount(int n, int a, int b) {
    int[] from = new int[n + 1];
    int[] to = new int[n + 1];
    for (int at = 0; at < n; at++) {
      from[at] = at;
      to[at] = (at + 1) % n;
    }
    // Wielandt's graph: one chord makes two cycles, of n and n − 1.
    from[n] = n - 1;
    to[n] = 1;
    List<Relation> wielandt = List.of(Relation.edges(n, from, to));
    assertEquals(new Hops.Exactly((n - 1) * (n - 1) + 1), Hops.of(wielandt));
    agrees(wielandt, "n = " + n);
    // Two cycles that take turns never agree.
    Relation turning =
        Relation.edges(
            a + b,
            java.util.stream.IntStream.range(0, a + b).toArray(),
            java.util.stream.IntStream.range(0, a + b)
                .map(at -> at < a ? (at + 1) % a : a + (at - a + 1) % b)
                .toArray());
    agrees(List.of(turning), "cycles of " + a + " and " + b);
  }

  /** The numbers of papers.md A6, for n = 256 and l = 16. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "layers(window(before: 8, after: 8), stride(16)) | 3",
        "layers(stride(16), window(before: 8, after: 8)) | 3",
        "window(before: 8, after: 8) + stride(16) | 3",
        "layers(window(before: 16, after: 16), stride(16)) | 2",
        "layers(blocks(16), self + full * keys({15})[16]) | 2",
        "blocks(16) + full * keys({15})[16] | 2",
        "layers(self + full * keys({15})[16], blocks(16)) | 3",
        "window(3) | 255",
        "self + offsets({2^t for t in 0..log2(n)}) + offsets({-2^t for t in 0..log2(n)}) | 5"
      })
  void theNumbersOfThePaper(String pattern, int hops) {
    assertEquals(new Hops.Exactly(hops), Hops.of(layers(pattern, 256)), pattern);
  }

  @Test
  void theNumbersOfThePaperForTheLibrary() {
    List<Relation> star = Definitions.zoo().pattern("star").layersAt(256);
    assertEquals(new Hops.Exactly(2), Hops.of(star));
    assertEquals(5 * 256 - 4, star.getFirst().edges());
    assertEquals(3 * 256 - 2, layers("window(3)", 256).getFirst().edges());
    List<Relation> blocks = Definitions.zoo().pattern("bigbird_blocks(b: 4)").layersAt(256);
    assertEquals(new Hops.Exactly(2), Hops.of(blocks));
    assertEquals(
        3_842,
        Definitions.zoo().pattern("logsparse_bidirectional").layersAt(256).getFirst().edges());
    assertEquals(
        new Hops.Exactly(5),
        Hops.of(Definitions.zoo().pattern("logsparse_bidirectional").layersAt(256)));
  }

  /** As was computed elsewhere with other draws: 3 layers where 90 % are left out, 4 at 95 %. */
  @Test
  void randomKeysSpreadAsWasComputed() {
    for (int seed = 0; seed < 5; seed++) {
      for (int[] one : new int[][] {{25, 3}, {12, 4}}) {
        String text = "uniform_random(r: %d, seed: %d)".formatted(one[0], seed);
        List<Relation> layers = Definitions.zoo().pattern(text).layersAt(256);
        assertEquals(new Hops.Exactly(one[1]), Hops.of(layers), text);
        agrees(layers, text);
      }
    }
  }

  /** Bounds, strips of pairs and the definition give the same. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "self + random(3)",
        "self + expander(4)",
        "layers(window(3) + random(1), self + stride(17))",
        "layers(self + offsets({-1}), self + offsets({1}), self + stride(9))",
        "self[20] * window(3)[20] + window(3)[20] * self[20]",
        "window(3) + where(j mod 50 == 0 and i mod 7 == 3)",
        "expander(4)",
        "random(5)",
        "layers(random(4), expander(2))"
      })
  void hundredsOfPositions(String pattern) {
    for (int n : new int[] {64, 300}) {
      List<Relation> layers = layers(pattern, n);
      agrees(layers, pattern + " at " + n);
    }
  }

  /** Rows that are intervals and move with their queries, of any widths. */
  @Test
  void randomBands() {
    for (int turn = 0; turn < 1_000; turn++) {
      long seed = SEED + turn;
      Random random = new Random(seed);
      int n = 1 + random.nextInt(12);
      List<Relation> layers = new ArrayList<>();
      for (int layer = 0; layer <= random.nextInt(3); layer++) {
        List<int[]> edges = new ArrayList<>();
        int first = 0;
        int last = 0;
        for (int query = 0; query < n; query++) {
          first = Math.max(first, Math.max(0, query - random.nextInt(4)));
          last = Math.max(last, Math.min(n - 1, query + random.nextInt(4)));
          for (int key = first; key <= last; key++) {
            edges.add(new int[] {query, key});
          }
        }
        layers.add(
            Relation.edges(
                n,
                edges.stream().mapToInt(edge -> edge[0]).toArray(),
                edges.stream().mapToInt(edge -> edge[1]).toArray()));
      }
      agrees(layers, "seed " + seed);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "window(3) | 99999",
        "window(3) + dilated(3, 2) | 50000",
        "window(101) | 2000",
        "window(3) + global(1) | 2",
        "layers(window(3), window(5)) | 66666",
        "window(7) + stride(√n) + global(1) | 2"
      })
  void aHundredThousandPositions(String pattern, int hops) {
    assertEquals(new Hops.Exactly(hops), Hops.of(layers(pattern, 100_000)), pattern);
  }

  @Test
  void whatIsNeverHeardIsShown() {
    List<Relation> causal = layers("causal", 64);
    Hops.Never never = assertInstanceOf(Hops.Never.class, Hops.of(causal));
    Proofs.check(never.obstacle(), causal, "causal");
    assertInstanceOf(Obstacle.Unreachable.class, never.obstacle());
    List<Relation> far = layers("causal", 100_000);
    assertInstanceOf(Hops.Never.class, Hops.of(far));
  }

  /** The definition goes down from the last layer to the first: the order of layers matters. */
  @Test
  void theLowestLayerIsTheFirst() {
    List<Relation> readThenSpread = layers("layers(self + queries(1), self + keys(1))", 16);
    List<Relation> spreadThenRead = layers("layers(self + keys(1), self + queries(1))", 16);
    // Position 0 first hears all; then all hear position 0.
    assertEquals(new Hops.Exactly(2), Hops.of(readThenSpread));
    assertEquals(new Hops.Exactly(3), Hops.of(spreadThenRead));
  }

  @Test
  void receptiveFieldsAndRoutes() {
    for (int turn = 0; turn < 300; turn++) {
      long seed = SEED + turn;
      Random random = new Random(seed);
      int n = 2 + random.nextInt(9);
      List<Relation> layers = new ArrayList<>();
      for (int layer = 0; layer <= random.nextInt(3); layer++) {
        layers.add(Brute.random(n, 0.25, random.nextBoolean(), random));
      }
      int depth = 4 * layers.size() + n;
      List<BitSet[]> fields = Brute.fields(layers, depth);
      int query = random.nextInt(n);
      ReceptiveField field = ReceptiveField.of(layers, query, depth);
      for (int t = 0; t < depth; t++) {
        assertEquals(
            fields.get(t)[query].stream().boxed().toList(),
            java.util.Arrays.stream(field.byLayers().get(t).keys()).boxed().toList(),
            "seed " + seed);
      }
      for (int key = 0; key < n; key++) {
        int least = 0;
        for (int t = n * layers.size() + layers.size(); t > 0; t--) {
          least = t <= depth && fields.get(t - 1)[query].get(key) ? t : least;
        }
        if (ReceptiveField.route(layers, query, key)
            instanceof ReceptiveField.Route.Never(Row heard)) {
          assertEquals(0, least, "seed " + seed);
          provesThatItIsNeverHeard(layers, query, key, heard, "seed " + seed);
          continue;
        }
        ReceptiveField.Route.Way route =
            assertInstanceOf(
                ReceptiveField.Route.Way.class, ReceptiveField.route(layers, query, key));
        List<Integer> way = route.positions();
        if (route.hops() <= depth) {
          assertEquals(least, route.hops(), "seed " + seed);
        }
        assertEquals(query, way.getFirst());
        assertEquals(key, way.getLast());
        for (int step = 0; step + 1 < way.size(); step++) {
          Relation layer = layers.get((way.size() - 2 - step) % layers.size());
          assertTrue(layer.contains(way.get(step), way.get(step + 1)), "seed " + seed);
        }
      }
    }
  }

  /** Whatever is heard at some depth by the definition is in the row, and the key is not. */
  private static void provesThatItIsNeverHeard(
      List<Relation> layers, int query, int key, Row heard, String what) {
    assertFalse(heard.contains(key), what);
    BitSet all = new BitSet();
    for (BitSet[] fields : Brute.fields(layers, 40)) {
      all.or(fields[query]);
    }
    all.stream().forEach(one -> assertTrue(heard.contains(one), what));
  }

  /** That there is no way, and that none can be looked for, are two answers. */
  @Test
  void neverIsNotTooLarge() {
    ReceptiveField.Route never = ReceptiveField.route(layers("causal", 64), 3, 9);
    assertEquals(4, assertInstanceOf(ReceptiveField.Route.Never.class, never).heard().count());
    assertEquals("all that it ever hears of are 4 positions from 0 to 3", never.toString());
    ReceptiveField.Route silent = ReceptiveField.route(layers("none", 4), 3, 1);
    assertEquals("it hears of nothing", silent.toString());
    int tooMany = (int) LayerGraph.MOST_STATES + 1;
    assertEquals(
        new ReceptiveField.Route.TooLarge(),
        ReceptiveField.route(layers("window(3)", tooMany), 0, 5));
  }

  /**
   * Dense rows have a position in common by their numbers alone; so few are missing that it shows.
   */
  @Test
  void denseLayers() {
    for (int turn = 0; turn < 2_000; turn++) {
      long seed = SEED + turn;
      Random random = new Random(seed);
      int n = 3 + random.nextInt(6);
      List<Relation> layers = new ArrayList<>();
      for (int layer = 0; layer <= random.nextInt(3); layer++) {
        layers.add(Brute.random(n, 0.5 + 0.5 * random.nextDouble(), false, random));
      }
      agrees(layers, "seed " + seed);
    }
  }

  /** Their pairs are too many to list, and the number is found without. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "full - self | 5000 | 2",
        "full - self | 100000 | 2",
        "full - window(3) | 100000 | 2",
        "layers(full - self, full - offsets({1})) | 5000 | 2",
        "window(5001) - self | 10000 | 4"
      })
  void whatHearsAllButItselfNeedsNoList(String pattern, int n, int hops) {
    assertEquals(new Hops.Exactly(hops), Hops.of(layers(pattern, n)), pattern);
  }

  /** The window of a tenth of this length, which is small enough for the definition. */
  @Test
  void theSameAtALengthThatIsSmall() {
    agrees(layers("window(501) - self", 1_000), "a window without its middle");
    assertEquals(new Hops.Exactly(4), Hops.of(layers("window(501) - self", 1_000)));
  }

  /** What is found with less work than is needed is true of the number all the same. */
  @Test
  void boundsOfStepsHoldTheNumber() {
    int exact = 0;
    int bounded = 0;
    for (int turn = 0; turn < 3_000; turn++) {
      long seed = SEED + turn;
      Random random = new Random(seed);
      int n = 3 + random.nextInt(5);
      List<Relation> layers = new ArrayList<>();
      for (int layer = 0; layer <= random.nextInt(3); layer++) {
        layers.add(Brute.random(n, 0.15 + 0.4 * random.nextDouble(), false, random));
      }
      OptionalInt hops = Brute.hops(layers);
      LayerGraph graph = requireNonNull(LayerGraph.of(layers, false));
      if (hops.isPresent() && hops.getAsInt() == 1) {
        continue;
      }
      for (int depths = 0; depths < 12; depths++) {
        long work = depths * Strip.cost(graph.keys(random.nextInt(layers.size())));
        String what = "seed " + seed + ", work " + work;
        holds(StepCount.of(graph, work), hops, what);
        // Its bounds are for patterns in which each position reaches each.
        if (!(Hops.of(layers) instanceof Hops.Never(Obstacle.Unreachable _))) {
          Hops large = LargeSteps.of(graph, new Walker(graph), work);
          holds(large, hops, "large, " + what);
          exact += large instanceof Hops.Exactly ? 1 : 0;
          bounded += large instanceof Hops.Between b && b.upper().isPresent() ? 1 : 0;
        }
      }
    }
    assertTrue(exact > 100 && bounded > 100, exact + " and " + bounded);
  }

  /** The same where everybody hears itself: after any number of searches, and of a few pairs. */
  @Test
  void boundsOfHopsHoldTheNumber() {
    int exact = 0;
    int bounded = 0;
    for (int turn = 0; turn < 2_000; turn++) {
      long seed = SEED + turn;
      Random random = new Random(seed);
      int n = 4 + random.nextInt(9);
      List<Relation> layers = new ArrayList<>();
      for (int layer = 0; layer <= random.nextInt(4); layer++) {
        layers.add(Brute.random(n, 0.08 + 0.2 * random.nextDouble(), true, random));
      }
      OptionalInt hops = Brute.hops(layers);
      for (int rounds = 0; rounds < 6; rounds++) {
        HopCount.Limits limits = new HopCount.Limits(-1, 1L << (5 * random.nextInt(4)), rounds);
        Hops found = HopCount.of(layers, limits);
        holds(found, hops, "seed " + seed + ", " + limits);
        exact += found instanceof Hops.Exactly ? 1 : 0;
        if (found instanceof Hops.Between(int _, OptionalInt upper)) {
          assertTrue(upper.isPresent(), "seed " + seed);
          bounded++;
        }
      }
    }
    assertTrue(exact > 1_000 && bounded > 1_000, exact + " and " + bounded);
  }

  private static void holds(Hops found, OptionalInt hops, String what) {
    switch (found) {
      case Hops.Exactly(int number) -> assertEquals(hops, OptionalInt.of(number), what);
      case Hops.Never _ -> assertEquals(hops, OptionalInt.empty(), what);
      case Hops.Between(int lower, OptionalInt upper) -> {
        assertTrue(hops.isEmpty() || hops.getAsInt() >= lower, what + ": " + hops + ", " + found);
        assertTrue(
            upper.isEmpty() || (hops.isPresent() && hops.getAsInt() <= upper.getAsInt()),
            what + ": " + hops + ", " + found);
      }
    }
  }

  /** Costs at millions of positions are beyond a long: they are too many, and no failure. */
  @Test
  void costsBeyondALongAreTheGreatest() {
    assertEquals(24, HopCount.product(2, 3, 4));
    assertEquals(0, HopCount.product(0, Long.MAX_VALUE, 5));
    assertEquals(1L << 60, HopCount.product(1L << 20, 1L << 20, 1L << 20));
    assertEquals(Long.MAX_VALUE, HopCount.product(1L << 18, 1L << 26, 1L << 22));
  }

  @Test
  void whatWouldTakeAllPairsIsBounded() {
    // A torus: no position is more central than others.
    int side = 200;
    int n = side * side;
    int[] from = new int[5 * n];
    int[] to = new int[5 * n];
    for (int position = 0; position < n; position++) {
      int row = position / side;
      int column = position % side;
      int[] neighbours = {
        position,
        (row + 1) % side * side + column,
        (row + side - 1) % side * side + column,
        row * side + (column + 1) % side,
        row * side + (column + side - 1) % side
      };
      for (int at = 0; at < 5; at++) {
        from[5 * position + at] = position;
        to[5 * position + at] = neighbours[at];
      }
    }
    Hops hops = Hops.of(List.of(Relation.edges(n, from, to)));
    Hops.Between between = assertInstanceOf(Hops.Between.class, hops);
    assertEquals(200, between.lower());
    assertTrue(between.upper().getAsInt() >= 200 && between.upper().getAsInt() <= 400);
  }
}
