package dev.heddle.analysis;

import static dev.heddle.Interruption.ends;
import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.heddle.pattern.SparsityPattern;
import dev.heddle.relation.Relation;
import dev.heddle.study.Family;
import dev.heddle.study.Search;
import dev.heddle.study.Study;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who interrupts a check, a study or a search gets the thread back, wherever it is. */
class InterruptedAnalysisTest {

  /** Only so that a thread that never ends fails the test: nothing is timed. */
  private static final Duration HANGS = Duration.ofMinutes(2);

  private static List<Relation> layers(String pattern, int n) {
    return SparsityPattern.parse(pattern).layersAt(n);
  }

  /** Interrupts a thread once it is within a method, and waits for its end. */
  private static void endsWithin(String method, Runnable work) throws InterruptedException {
    AtomicReference<Object> end = new AtomicReference<>("nothing");
    Thread thread =
        new Thread(
            () -> {
              try {
                work.run();
                end.set("all was done");
              } catch (CancellationException e) {
                end.set(e);
              }
            });
    thread.start();
    while (thread.isAlive()
        && Arrays.stream(thread.getStackTrace())
            .noneMatch(
                frame ->
                    (frame.getClassName().replaceAll(".*\\.", "") + "." + frame.getMethodName())
                        .equals(method))) {
      Thread.onSpinWait();
    }
    thread.interrupt();
    assertTrue(thread.join(HANGS), method + " goes on");
    assertInstanceOf(CancellationException.class, end.get(), method);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "window(3) + global(1)",
        "self + random(3)",
        "full - self",
        "layers(random(4), expander(2))",
        "window(3) @ random(3)"
      })
  void everyCheckEnds(String pattern) {
    List<Relation> layers = layers(pattern, 200);
    ends(pattern, () -> Universality.of(layers));
    ends(pattern, () -> SelfLoops.of(layers));
    ends(pattern, () -> Star.of(layers));
    ends(pattern, () -> HamiltonianPath.of(layers));
    ends(pattern, () -> ReceptiveField.route(layers, 0, 5));
    ends(pattern, () -> Study.of(SparsityPattern.parse(pattern), 64));
  }

  /** Each of the loops that can take long looks for itself. */
  @Test
  void everyLoopEnds() {
    List<Relation> layers = layers("self + random(3)", 100);
    SeenBy seen = requireNonNull(SeenBy.of(layers));
    LayerGraph graph = requireNonNull(LayerGraph.of(layers, true));
    LayerGraph lossy = requireNonNull(LayerGraph.of(layers("random(5)", 100), false));
    Walker walker = new Walker(lossy);
    ends("a walk", () -> walker.distances(Walker.Way.LISTEN, 0));
    Strip strip = new Strip(graph, IntStream.range(0, 64).toArray());
    ends("a strip", strip::step);
    ends("the search of a path", () -> PathSearch.of(seen));
    ends("the search of a proof", () -> Refutation.of(seen));
    ends("exact steps", () -> StepCount.of(lossy));
    ends("many exact steps", () -> LargeSteps.of(lossy, walker));
    SeenBy crowd = requireNonNull(SeenBy.of(layers("self + global(2)", 100)));
    ends("a matching", () -> Matching.crowded(crowd));
  }

  /** In the middle, where one loop alone has all of the time. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Walker.distances | self + expander(4) | 200000",
        "PathSearch.search | where((i + j) mod 2 == 1 or i mod 7 == 0 and j == i + 2) & !window(3) & random(40) | 20000",
        "Counting.oneByOne | random(60)^3 | 20000"
      })
  void itEndsInTheMiddle(String method, String pattern, int n) throws InterruptedException {
    endsWithin(
        method,
        () -> {
          for (int again = 0; again < 1_000; again++) {
            Study.of(SparsityPattern.parse(pattern), n);
          }
        });
  }

  /** Strips are worked at by threads of the common pool: all of them end, and nothing hangs. */
  @Test
  void whatOthersDoForItEndsAsWell() throws InterruptedException {
    List<Relation> layers = layers("self + random(3) + random(3)'", 2_500);
    assertInstanceOf(Hops.Exactly.class, Hops.of(layers));
    endsWithin(
        "HopCount.strips",
        () -> {
          for (int again = 0; again < 10_000; again++) {
            Hops.of(layers);
          }
        });
  }

  @Test
  void aSearchEnds() {
    Family family = Family.parse("window(w) + global(g)");
    Search.Limits limits = new Search.Limits(1_000_000, 100);
    Map<String, List<Integer>> ranges = Map.of("w", List.of(1, 3, 5), "g", List.of(0, 1));
    ends("a search", () -> Search.of(family, 100, limits, ranges));
    assertFalse(Search.of(family, 100, limits, ranges).front().isEmpty());
  }

  /** A cycle of so many positions turns through as many classes: no time is lost on them. */
  @Test
  void manyClassesAreNoHang() {
    int n = 200_000;
    List<Relation> cycle = layers("offsets({1}) + offsets({%d})".formatted(1 - n), n);
    Hops.Never never = assertInstanceOf(Hops.Never.class, Hops.of(cycle));
    Obstacle.OutOfStep turns = assertInstanceOf(Obstacle.OutOfStep.class, never.obstacle());
    Obstacle.Missed.Turning turning =
        assertInstanceOf(Obstacle.Missed.Turning.class, turns.byDepth().getFirst());
    assertEquals(n, turning.rounds().size());
  }
}
