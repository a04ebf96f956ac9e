package dev.heddle.expressive;

import static dev.heddle.Interruption.ends;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.heddle.pattern.SparsityPattern;
import dev.heddle.relation.Watch;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Who interrupts the search of an input gets the thread back, wherever it is. */
class InterruptedSearchTest {

  /** Only so that a thread that never ends fails the test: nothing is timed. */
  private static final Duration HANGS = Duration.ofMinutes(2);

  private static final Precision PRECISION = Precision.of(1, 0.1);

  /** Each of the loops that can take long looks for itself. */
  @ParameterizedTest
  @EnumSource(Factoring.class)
  void everyLoopEnds(Factoring factoring) {
    TargetMatrix target = TargetMatrix.permutations(40, 2, 2, 1);
    Scores scores = Scores.of(target, PRECISION);
    Factors factors = Factors.of(scores, factoring);
    double[] z = Gaussians.matrix(factors.rank(), 30, 1);
    ends("drawing", () -> Gaussians.matrix(20, 30, 1));
    ends("projecting", () -> factors.project(z, 30));
    try (Draw draw = new Draw(scores, factors, 30, 1)) {
      ends("looking at a draw", () -> draw.holds(30, PRECISION));
    }
    InputSearch search = InputSearch.of(target, PRECISION, factoring);
    Approximation found = search.at(40, 1, 1);
    ends("the ratios", () -> Approximation.of(target, PRECISION, found.input(), 1));
    ends("the ratios of all parameters", () -> ratios(target, found));
    ends("the matrix", found::attention);
    ends("a search", () -> InputSearch.of(target, PRECISION, factoring));
    ends("draws", () -> search.at(40, 1, 5));
    ends("widths", () -> search.leastDim(1, 5));
    ends("the exact input", search::exact);
    ends("a study", () -> DimensionStudy.row(target, PRECISION, factoring, 2, 1));
  }

  private static RatioCheck ratios(TargetMatrix target, Approximation found) {
    return RatioCheck.of(
        target,
        PRECISION,
        found.input(),
        found.parameters().queryWeights(),
        found.parameters().keyWeights());
  }

  @Test
  void factoringEnds() {
    Scores scores = Scores.of(TargetMatrix.permutations(40, 2, 2, 1), PRECISION);
    ends("the decomposition", () -> Factors.of(scores, Factoring.SVD));
  }

  /** At whichever step it comes, none of the later ones is begun. */
  @Test
  void noStepBeginsAfterIt() {
    TargetMatrix target = TargetMatrix.permutations(32, 2, 2, 1);
    List<String> all = new ArrayList<>();
    Watch.over((what, doing, done, steps) -> all.add(doing), () -> searched(target));
    assertTrue(all.size() > 10, all.toString());
    for (int last = 0; last < all.size(); last++) {
      int end = last;
      List<String> told = new ArrayList<>();
      Watch interrupting =
          (what, doing, done, steps) -> {
            told.add(doing);
            if (told.size() == end + 1) {
              Thread.currentThread().interrupt();
            }
          };
      assertThrows(
          CancellationException.class, () -> Watch.over(interrupting, () -> searched(target)));
      assertTrue(Thread.interrupted());
      assertEquals(all.subList(0, last + 1), told);
    }
  }

  private static Approximation searched(TargetMatrix target) {
    InputSearch search = InputSearch.of(target, PRECISION);
    return search.at(search.leastDim(1, 3).orElseThrow(), 1, 20);
  }

  /** What the engine computes goes on alone, and is waited for no longer. */
  @Test
  void theEnginesWorkIsNotWaitedFor() throws InterruptedException {
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch given = new CountDownLatch(1);
    AtomicReference<Object> end = new AtomicReference<>("nothing");
    AtomicReference<Thread> aside = new AtomicReference<>();
    Thread thread =
        new Thread(
            () -> {
              try {
                end.set(
                    Aside.done(
                        "the work",
                        1e12,
                        () -> {
                          aside.set(Thread.currentThread());
                          begun.countDown();
                          return waited(given);
                        }));
              } catch (CancellationException e) {
                end.set(e);
              }
            });
    thread.start();
    begun.await();
    thread.interrupt();
    assertTrue(thread.join(HANGS), "the engine is waited for");
    assertEquals(
        "the work was interrupted",
        assertInstanceOf(CancellationException.class, end.get()).getMessage());
    assertTrue(aside.get().isAlive() && aside.get().isDaemon());
    given.countDown();
    assertTrue(aside.get().join(HANGS));
  }

  private static String waited(CountDownLatch latch) {
    try {
      latch.await();
      return "done";
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void whatIsDoneAsideGivesItsResultAndItsFailure() {
    assertEquals("done", Aside.done("work", 1e12, () -> "done"));
    assertEquals(Aside.NAME, Aside.done("work", 1e12, () -> Thread.currentThread().getName()));
    assertEquals(
        Thread.currentThread().getName(),
        Aside.done("work", 1e3, () -> Thread.currentThread().getName()));
    Supplying failing =
        () -> {
          throw new IllegalArgumentException("no");
        };
    assertThrows(IllegalArgumentException.class, () -> Aside.done("work", 1e12, failing::supply));
    Supplying full =
        () -> {
          throw new OutOfMemoryError("no");
        };
    assertThrows(OutOfMemoryError.class, () -> Aside.done("work", 1e12, full::supply));
  }

  private interface Supplying {
    String supply();
  }

  /** A decomposition and a product that are long enough to be done aside come to the same. */
  @Test
  void asideTheNumbersAreTheSame() {
    TargetMatrix target = TargetMatrix.of(SparsityPattern.parse("window(5)").at(300));
    InputSearch search = InputSearch.of(target, PRECISION);
    assertTrue(search.exact().holds());
    double[][] once = search.at(200, 3, 1).input();
    assertTrue(
        java.util.Arrays.deepEquals(once, InputSearch.of(target, PRECISION).at(200, 3, 1).input()));
  }
}
