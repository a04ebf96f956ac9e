package dev.heddle.experiment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.heddle.notebook.LiveShots;
import dev.heddle.training.TransformerSize;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LiveTrainingTest {

  @TempDir private Path folder;
  private long now;

  @Test
  void curvesGrow() throws Exception {
    Experiment experiment =
        Experiment.of(
            "window(3)",
            TaskChoice.copying(8, 4, 50, 10),
            TrainingSettings.of(TransformerSize.of(1, 2, 8), 4, 40, 2, 0.01),
            0);
    LiveShots shots = new LiveShots();
    LiveTraining live = new LiveTraining(shots.picture(), () -> now += 100_000_000);
    experiment.run(folder, live);
    // Forty steps of a tenth of a second: a picture each half, and the last.
    assertEquals(9, shots.words().size(), shots.words().toString());
    assertTrue(shots.words().getFirst().startsWith("window(3): 1 of 40 steps, loss "));
    String last = shots.words().getLast();
    assertTrue(last.contains("40 of 40 steps") && last.contains("accuracy"), last);
    List<String> drawn = shots.html();
    assertTrue(drawn.getLast().length() > drawn.getFirst().length());
    assertTrue(drawn.getLast().contains("<pre>window(3): 40 of 40"), drawn.getLast());
  }

  @Test
  void aSweepIsACurveEach() throws Exception {
    LiveShots shots = new LiveShots();
    Sweep sweep =
        new Sweep(
            "Two",
            List.of(new Sweep.Column("a", "full"), new Sweep.Column("b", "self")),
            TaskChoice.copying(8, 4, 50, 10),
            List.of(8),
            List.of(1),
            List.of(0L),
            TrainingSettings.of(TransformerSize.of(1, 2, 8), 4, 4, 1, 0.01));
    sweep.run(folder, new LiveTraining(shots.picture(), () -> now += 600_000_000));
    assertEquals(8, shots.words().size());
    assertTrue(
        shots.words().getLast().startsWith("run 2 of 2: b, 1 layer: 4 of 4 steps"),
        shots.words().getLast());
    assertTrue(shots.text().getLast().contains("a, 1 layer"), shots.text().getLast());
  }
}
