package dev.heddle.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.heddle.pattern.SparsityPattern;
import dev.heddle.relation.Watch;
import dev.heddle.study.Family;
import dev.heddle.study.Search;
import dev.heddle.study.Study;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Long work is shown on stderr, and short work is not. */
class PatienceTest {

  private long now;

  private String shown(Runnable work) {
    PrintStream before = System.err;
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    System.setErr(new PrintStream(bytes, true, UTF_8));
    try {
      work.run();
    } finally {
      System.setErr(before);
    }
    return bytes.toString(UTF_8);
  }

  @Test
  void nothingIsShownOfWhatTakesNoTime() {
    Patience patience = new Patience(() -> now);
    assertEquals(
        "",
        shown(
            () -> {
              patience.at("the study", "n = 16", 0, 2);
              now += Patience.NANOSECONDS - 1;
              patience.at("the study", "n = 32", 1, 2);
              patience.close();
              // Whoever waited for it to take long comes too late.
              patience.show();
            }));
  }

  @Test
  void whatTakesLongerIsShownWithItsNameAndItsEnd() {
    Patience patience = new Patience(() -> now);
    String shown =
        shown(
            () -> {
              now += Patience.NANOSECONDS;
              patience.at("the ids", "64 points", 0, 64);
              patience.at("the outputs", "in blocks", 63, 64);
              patience.close();
            });
    assertTrue(shown.contains("the ids  ░░░░░░░░░░░░░░░░░░░░  0 of 20  64 points"), shown);
    assertTrue(shown.contains("the outputs  "), shown);
    assertTrue(shown.lines().toList().getLast().contains("20 of 20  done"), shown);
  }

  /** A first step that takes long: the latest word is shown by the clock and not by a step. */
  @Test
  void aSilentStepIsShownAsWell() {
    Patience patience = new Patience(() -> now);
    String shown =
        shown(
            () -> {
              patience.at("factoring the scores", "4,096 × 4,096", 0, 1);
              patience.show();
            });
    assertTrue(shown.contains("factoring the scores  "), shown);
    assertTrue(shown.contains("4,096 × 4,096"), shown);
    patience.close();
  }

  /** Each of the long commands of the theory tells what it does. */
  @Test
  void studiesAndSearchesTellHowFarTheyAre() {
    List<String> told = new ArrayList<>();
    Watch watch = (what, doing, done, steps) -> told.add(what + ", " + doing);
    Watch.over(watch, () -> Study.of(SparsityPattern.parse("window(3)"), 16, 32));
    assertEquals(List.of("the study, n = 16", "the study, n = 32"), told);
    told.clear();
    Search search =
        Watch.over(
            watch,
            () ->
                Search.of(
                    Family.parse("window(w) + global(g)"),
                    16,
                    new Search.Limits(256, 16),
                    Map.of("w", List.of(1, 3, 5), "g", List.of(0, 1))));
    assertEquals(6, search.points());
    assertEquals(
        "the search, 0 of at most 6 members looked at, 0 of them examined", told.getFirst());
  }
}
