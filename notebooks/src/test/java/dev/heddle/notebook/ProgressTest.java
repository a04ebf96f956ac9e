package dev.heddle.notebook;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ProgressTest {

  private final List<String> shown = new ArrayList<>();
  private long now;

  private Progress progress(int steps) {
    return new Progress("work", steps, (words, _) -> shown.add(words), () -> now);
  }

  @Test
  void eachStepIsShownAndTheEnd() {
    try (Progress progress = progress(2)) {
      progress.step("first");
      now += 3_000_000_000L;
      progress.step("second");
    }
    assertEquals(
        List.of(
            "work  ░░░░░░░░░░░░░░░░░░░░  0 of 2  first  (0 s)",
            "work  ██████████░░░░░░░░░░  1 of 2  second  (3 s)",
            "work  ████████████████████  2 of 2  done  (3 s)"),
        shown);
  }

  @Test
  void fastStepsAreNotAllShown() {
    try (Progress progress = progress(1000)) {
      for (int step = 0; step < 1000; step++) {
        progress.step("step " + step);
      }
    }
    assertEquals(2, shown.size(), shown.toString());
  }

  @Test
  void workThatStopsEarlyIsNotDone() {
    Progress progress = progress(3);
    progress.step("first");
    progress.close();
    progress.close();
    assertEquals(2, shown.size());
    assertTrue(shown.getLast().contains("1 of 3  ended"), shown.getLast());
    assertThrows(IllegalArgumentException.class, () -> progress(0));
  }

  @Test
  void aTerminalGetsFewLines() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    Board lines = Progress.lines(new PrintStream(bytes, true, UTF_8), 100);
    for (int step = 0; step < 100; step++) {
      lines.show("step " + step, false);
    }
    lines.show("done", true);
    List<String> printed = bytes.toString(UTF_8).lines().toList();
    assertEquals(21, printed.size(), printed.toString());
    assertEquals("done", printed.getLast());
  }

  @Test
  void outsideOfAKernelThereIsNoBoard() {
    assertEquals(null, Notebook.board());
  }
}
