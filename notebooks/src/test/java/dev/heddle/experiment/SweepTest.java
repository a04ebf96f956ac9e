package dev.heddle.experiment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.heddle.pattern.SparsityPattern;
import dev.heddle.training.TransformerSize;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SweepTest {

  @TempDir private Path folder;

  private static Sweep small() {
    TrainingSettings settings = TrainingSettings.of(TransformerSize.of(1, 2, 8), 4, 6, 2, 0.01);
    return new Sweep(
        "Small",
        List.of(
            new Sweep.Column("window", "window(3)"),
            new Sweep.Column("RANDOM", "self + random(2, seed: 7 + {seed})")),
        TaskChoice.copying(8, 4, 50, 10),
        List.of(8),
        List.of(1, 2),
        List.of(0L, 1L),
        settings);
  }

  private static final Sweep.Listener NOBODY = new Sweep.Listener() {};

  @Test
  void aSweepRunsInPieces() throws Exception {
    Sweep sweep = small();
    assertEquals(
        List.of(
            "window-n8-layers1-seed0",
            "random-n8-layers1-seed0",
            "window-n8-layers2-seed0",
            "random-n8-layers2-seed0"),
        sweep.cells().stream().limit(4).map(Sweep.Cell::name).toList());
    assertEquals("self + random(2, seed: 7 + 1)", sweep.cells().getLast().experiment().pattern());
    Path whole = folder.resolve("whole");
    Report report = sweep.run(whole, NOBODY);
    assertTrue(report.isWhole());
    assertEquals(8, report.results().size());
    // The same in pieces: interrupted in the middle of the third cell, and taken up.
    Path pieces = folder.resolve("pieces");
    List<String> begun = new ArrayList<>();
    Sweep.Listener stops =
        new Sweep.Listener() {
          @Override
          public void at(Sweep.Cell cell, RunState state) {
            if (cell.name().equals("window-n8-layers2-seed0") && state.step() == 4) {
              Thread.currentThread().interrupt();
            }
          }
        };
    assertThrows(InterruptedException.class, () -> sweep.run(pieces, stops));
    assertEquals(2, sweep.report(pieces).done());
    assertTrue(Files.readString(pieces.resolve("report.md")).contains("2 of 8 runs are done"));
    Sweep.Listener counts =
        new Sweep.Listener() {
          @Override
          public void begins(Sweep.Cell cell, int done, int all) {
            begun.add(cell.name());
          }
        };
    Report other = Sweep.read(pieces).run(pieces, counts);
    assertEquals(6, begun.size());
    assertEquals(table(report), table(other));
    assertTrue(
        Files.readString(pieces.resolve("report.md")).contains("95 % interval"), other.markdown());
    // What is done needs no checkpoint.
    assertFalse(
        Files.exists(pieces.resolve("cells/window-n8-layers1-seed0/checkpoint.safetensors")));
    assertEquals(9, Files.readAllLines(pieces.resolve("table.csv")).size());
    for (String plot : List.of("curves.svg", "depths.svg")) {
      String svg = Files.readString(pieces.resolve(plot));
      assertTrue(svg.contains("window") && svg.contains(plot.startsWith("c") ? "steps" : "layers"));
      assertFalse(svg.contains("NaN"), svg);
    }
    IOException e =
        assertThrows(IOException.class, () -> sweep.seeds(List.of(5L)).run(pieces, NOBODY));
    assertTrue(String.valueOf(e.getMessage()).contains("another sweep"));
  }

  /** The rows of the table, without the time. */
  private static List<String> table(Report report) {
    return report.markdown().lines().filter(line -> line.startsWith("|")).toList();
  }

  @Test
  void processesComeToTheSame() throws Exception {
    Sweep sweep = small().seeds(List.of(0L)).depths(List.of(1));
    Report here = sweep.run(folder.resolve("here"), NOBODY);
    List<String> done = new ArrayList<>();
    Sweep.Listener listener =
        new Sweep.Listener() {
          @Override
          public void done(Sweep.Cell cell, Sweep.Outcome outcome, int now, int all) {
            done.add(cell.name() + " " + now + " of " + all);
          }
        };
    Report there = sweep.run(folder.resolve("there"), listener, 2, 1, Long.MAX_VALUE);
    assertEquals(2, done.size(), done.toString());
    assertEquals(
        here.results().stream().map(result -> result.experiment().label()).toList(),
        there.results().stream().map(result -> result.experiment().label()).toList());
    for (int at = 0; at < here.results().size(); at++) {
      // Sums of other lengths where there are more threads: not to the last bit.
      assertEquals(here.results().get(at).testLoss(), there.results().get(at).testLoss(), 1e-4);
    }
  }

  @Test
  void whatDivergesIsSaid() throws Exception {
    TrainingSettings usual = small().settings();
    Sweep wild =
        small()
            .seeds(List.of(0L))
            .depths(List.of(1))
            .settings(
                new TrainingSettings(
                    usual.size(), false, 0, "softmax", 4, 400, 0, 1e30, usual.decay(), 0, 0, 3, 8));
    Report report = wild.run(folder, NOBODY);
    assertTrue(report.isWhole());
    assertEquals(0, report.results().size());
    assertTrue(report.markdown().contains("| 1 | diverged | diverged |"), report.markdown());
  }

  @Test
  void intervalsAreStudents() {
    // By hand: mean 3, variance 2.5, t = 2.776, half 2.776 · √(2.5/5).
    Interval interval = Interval.of(List.of(1.0, 2.0, 3.0, 4.0, 5.0));
    assertEquals(3, interval.mean(), 1e-12);
    assertEquals(2.776 * Math.sqrt(0.5), interval.half(), 1e-12);
    assertEquals("3.00 ± 1.96", interval.words(1, 2));
    assertEquals("250.0", Interval.of(List.of(2.5)).words(100, 1));
    assertEquals(12.706 * 0.5, Interval.of(List.of(0.0, 1.0)).half(), 1e-12);
  }

  @ParameterizedTest
  @ValueSource(strings = {"copying", "lm", "translation", "classification"})
  void presetsAreSweeps(String task) {
    for (Presets.Scale scale : Presets.Scale.values()) {
      Sweep sweep = Presets.of(task, scale);
      Set<String> names = new HashSet<>();
      for (Sweep.Cell cell : sweep.cells()) {
        assertTrue(names.add(cell.name()), cell.name());
        if (scale != Presets.Scale.PAPER || task.equals("copying")) {
          SparsityPattern schedule = cell.experiment().schedule();
          assertTrue(schedule.entry(0, 0).at(cell.n()).edges() > 0);
        }
      }
      assertTrue(Presets.words(task, scale).contains("n = " + sweep.task().n()));
    }
  }

  /**
   * The sparsity levels of the table at n = 256: by counting, 87.6, 93.6, 93.6, 87.9, 93.6, 93.6,
   * and STAR and RANDOM near 87 and 90 percent.
   */
  @Test
  void theColumnsAreAsSparseAsTheTableSays() {
    Sweep paper = Presets.of("copying", Presets.Scale.PAPER);
    double[] expected = {87.61, 93.61, 93.61, 87.89, 93.57, 93.57, 86.4, 89.84};
    List<Sweep.Cell> deepest = paper.cells().stream().filter(cell -> cell.depth() == 4).toList();
    assertEquals(8, deepest.size());
    for (int at = 0; at < 8; at++) {
      Experiment experiment = deepest.get(at).experiment();
      assertEquals(expected[at], 100 * experiment.sparsity(), 0.06, experiment.label());
      assertEquals(500_000, experiment.settings().steps());
    }
    // Each head and layer of RANDOM has its own draw, of 26 keys with the query's own.
    SparsityPattern random = deepest.getLast().experiment().schedule();
    Set<String> rows = new HashSet<>();
    for (int layer = 0; layer < 4; layer++) {
      for (int head = 0; head < 4; head++) {
        int[] keys = random.entry(layer, head).at(256).row(9).keys();
        assertEquals(26, keys.length);
        rows.add(java.util.Arrays.toString(keys));
      }
    }
    assertEquals(16, rows.size());
  }

  /** By brute force: of the pairs that are not ahead, those that the pattern leaves out. */
  @Test
  void aDecodersSparsityIsThatAfterTheCausalCut() {
    TrainingSettings settings = small().settings().layers(2);
    int n = 16;
    for (String pattern :
        List.of("full", "window(3) + stride(4)", "layers(heads(self, keys({15})), !causal)")) {
      Experiment lm =
          Experiment.of(pattern, TaskChoice.languageModelling(n, 1, "", 1), settings, 0);
      long left = 0;
      long cut = 0;
      for (int layer = 0; layer < 2; layer++) {
        for (int head = 0; head < 2; head++) {
          for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
              boolean isLeft = lm.schedule().entry(layer, head).at(n).contains(i, j);
              left += isLeft ? 1 : 0;
              cut += isLeft && j <= i ? 1 : 0;
            }
          }
        }
      }
      assertEquals(1 - cut / (4.0 * n * (n + 1) / 2), lm.sparsity(), 1e-12, pattern);
      Experiment copying = Experiment.of(pattern, TaskChoice.copying(n, 4, 9, 1), settings, 0);
      assertEquals(1 - left / (4.0 * n * n), copying.sparsity(), 1e-12, pattern);
      Experiment both = Experiment.of(pattern, TaskChoice.translation(n, 4, 9, 1), settings, 0);
      double all = 4.0 * n * n + 4.0 * n * (n + 1) / 2;
      assertEquals(1 - (left + cut) / all, both.sparsity(), 1e-12, pattern);
    }
    assertEquals(
        0,
        Experiment.of("causal", TaskChoice.languageModelling(n, 1, "", 1), settings, 0).sparsity(),
        1e-12);
  }

  /** Written down as if trained: three seeds of a pattern at two levels, and of dense attention. */
  private Report levels() throws IOException {
    Sweep sweep =
        new Sweep(
            "Levels",
            List.of(
                new Sweep.Column("STAR, l = 1", "window(3) + global(1)"),
                new Sweep.Column("STAR, l = 3", "window(7) + global(1)"),
                new Sweep.Column("dense", "full")),
            TaskChoice.languageModelling(16, 1, "", 1),
            List.of(16),
            List.of(2),
            List.of(0L, 1L, 2L),
            small().settings());
    SweepStore store = new SweepStore(folder);
    for (Sweep.Cell cell : sweep.cells()) {
      double loss = Math.log(5 + cell.seed() + 0.1 * cell.column().label().length());
      List<MetricsLine> lines = new ArrayList<>();
      for (int step = 1; step <= 20; step++) {
        lines.add(new MetricsLine(step, 1, 1, 1, step, loss + 1.0 / step, 0.1, 0.0));
      }
      RunFolder run = new RunFolder(store.folder(cell));
      run.open(cell.experiment());
      // The sparsity that is written down is an older one's, and not what is drawn.
      run.result(new RunResult(cell.experiment(), 9, 0.123, 1, loss, 0.1, 0, lines, null));
    }
    Report report = sweep.report(folder);
    store.write(report);
    return report;
  }

  @Test
  void plotsShowIntervalsAndTheSparsityThatIsUsed() throws IOException {
    Report report = levels();
    String markdown = report.markdown();
    // window(3) + global(1) below the diagonal at 16: 16 of itself, 15 of 1 back, 14 more of key 0.
    double star = 100 * (1 - (16 + 15 + 14) / 136.0);
    String row = String.format(java.util.Locale.ROOT, "| STAR, l = 1 | %.1f %% | ", star);
    assertTrue(markdown.contains(row), markdown);
    assertTrue(markdown.contains("| dense | 0.0 % | 6.500 ± 2.484 |"), markdown);
    assertTrue(markdown.contains("n(n + 1)/2"), markdown);
    String text = report.bySparsity().text();
    assertTrue(text.contains("% sparsity") || text.contains("± 2.48 perplexity"), text);
    String sparsity = Files.readString(folder.resolve("sparsity.svg"));
    assertEquals(3, sparsity.split("class=\"interval\"", -1).length - 1, sparsity);
    assertTrue(sparsity.contains("% sparsity") && sparsity.contains("95 % over 3 seeds"), sparsity);
    String curves = Files.readString(folder.resolve("curves.svg"));
    assertEquals(3, curves.split("<polygon class=\"interval\"", -1).length - 1, curves);
    assertFalse(Files.readString(folder.resolve("table.csv")).contains("0.123"));
    assertFalse(curves.contains("NaN") || sparsity.contains("NaN"), sparsity);
  }

  @Test
  void memoryIsReckonedToGrow() {
    Experiment cell = small().cells().getFirst().experiment();
    long less = SweepProcesses.bytes(cell);
    Experiment larger = new Experiment("x", "full", cell.task(), cell.settings().batch(400_000), 0);
    assertTrue(less > 650L << 20 && less < 700L << 20, "bytes " + less);
    assertTrue(SweepProcesses.bytes(larger) > 2 * less);
    // Scores are kept where softmax is not fused.
    Experiment sparse =
        new Experiment("x", "full", cell.task(), cell.settings().map("sparsemax").batch(4_000), 0);
    Experiment soft = new Experiment("x", "full", cell.task(), cell.settings().batch(4_000), 0);
    assertTrue(SweepProcesses.bytes(sparse) > SweepProcesses.bytes(soft) + (20L << 20));
  }
}
