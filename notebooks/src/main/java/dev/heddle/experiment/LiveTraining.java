package dev.heddle.experiment;

import dev.heddle.notebook.LivePicture;
import dev.heddle.notebook.Picture;
import dev.heddle.notebook.Plot;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.LongSupplier;

/**
 * Curves that grow while networks learn: in a notebook one picture that changes, elsewhere a line
 * now and then.
 *
 * <pre>{@code
 * own.run(Path.of("own"), LiveTraining.here());
 * }</pre>
 *
 * <p>For one experiment, or for a sweep, each of whose runs is a curve. Shown is the accuracy of
 * the tests in percent, or their perplexity where bytes of text are told.
 */
public final class LiveTraining implements RunListener, Sweep.Listener {

  /** A notebook is not drawn more often than that. */
  private static final long NANOSECONDS = 500_000_000;

  /** Nor are lines printed more often than that. */
  private static final long LINES = 10_000_000_000L;

  private final LivePicture live;
  private final LongSupplier clock;
  private final Map<String, SortedMap<Integer, Double>> curves = new LinkedHashMap<>();
  private long shown;
  private String before = "";

  LiveTraining(LivePicture live, LongSupplier clock) {
    this.live = live;
    this.clock = clock;
    this.shown = clock.getAsLong() - LINES;
  }

  /** In the cell that runs. */
  public static LiveTraining here() {
    return new LiveTraining(LivePicture.open(), System::nanoTime);
  }

  @Override
  public void at(RunState state) {
    at(state, state.experiment().label());
  }

  @Override
  public void begins(Sweep.Cell cell, int done, int all) {
    before = "run %d of %d: ".formatted(done + 1, all);
  }

  @Override
  public void at(Sweep.Cell cell, RunState state) {
    String depth = cell.depth() == 1 ? ", 1 layer" : ", " + cell.depth() + " layers";
    String seed = cell.seed() == 0 ? "" : ", seed " + cell.seed();
    at(state, cell.column().label() + depth + seed);
  }

  private void at(RunState state, String curve) {
    long now = clock.getAsLong();
    boolean isLast = state.step() == state.experiment().settings().steps();
    if (!isLast && now - shown < (live.isShown() ? NANOSECONDS : LINES)) {
      return;
    }
    shown = now;
    TaskChoice task = state.experiment().task();
    SortedMap<Integer, Double> points = new TreeMap<>();
    for (MetricsLine line : state.lines()) {
      Double score = task.measure().of(line);
      if (score != null) {
        points.put(Math.toIntExact(line.step()), score);
      }
    }
    curves.put(curve, points);
    live.show(
        picture(task),
        "%s%s: %,d of %,d steps, %s"
            .formatted(
                before, curve, state.step(), state.experiment().settings().steps(), state.words()));
  }

  private Picture picture(TaskChoice task) {
    List<Plot.Curve> drawn = new ArrayList<>();
    curves.forEach((name, points) -> drawn.add(new Plot.Curve(name, points, false)));
    return Plot.plain(task.name(), task.measure().unit(), "steps", drawn);
  }
}
