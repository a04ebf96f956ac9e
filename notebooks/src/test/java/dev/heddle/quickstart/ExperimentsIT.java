package dev.heddle.quickstart;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.heddle.quickstart.ExecutedNotebook.Cell;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The notebook of experiments, through the real kernel, with few steps. */
@DisabledOnOs(OS.WINDOWS)
class ExperimentsIT {

  private static final String NOTEBOOK = "07-experiments.ipynb";
  private static final String IMAGE = "<img alt=\"";

  @TempDir static Path folder;

  private static ExecutedNotebook executed = new ExecutedNotebook(List.of());

  @BeforeAll
  static void runOnce() throws Exception {
    executed = ExecutedNotebook.run(NOTEBOOK, Map.of("HEDDLE_STEPS", "12"), folder);
  }

  @Test
  void committedItHoldsNoOutputs() throws Exception {
    ExecutedNotebook.assertHoldsNoOutputs(NOTEBOOK);
  }

  @Test
  void theTaskIsShown() {
    String printed = executed.with("examples.tokens()").printed();
    assertTrue(printed.contains("8, 8, 8, 8, 8, 8, 8, 8]"), printed);
  }

  @Test
  void oneCurveGrows() {
    Cell run = executed.with("own.run(");
    assertTrue(run.html().contains(IMAGE), run.text());
    assertTrue(run.html().contains("12 of 12 steps"), run.html());
    assertTrue(run.printed().contains("parameters, sparsity"), run.printed());
  }

  @Test
  void theTableHasANinthColumn() {
    assertEquals("18 trainings of 12 steps", executed.with("sweep.cells()").printed().strip());
    Cell table = executed.with("sweep.run(");
    assertTrue(table.html().contains("run 18 of 18"), table.html());
    assertTrue(table.printed().contains("| STAR | RANDOM | mine |"), table.printed());
    assertTrue(executed.with("report.depths()").html().contains(IMAGE));
  }
}
