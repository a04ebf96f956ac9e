package dev.heddle.experiment;

import dev.heddle.notebook.Picture;
import dev.heddle.notebook.Plot;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** Runs of a sweep, compared: a table with intervals over the seeds, and plots. */
public final class Report {

  private final Sweep sweep;
  private final Map<Sweep.Cell, Sweep.Outcome> outcomes;
  private final Measure measure;

  /** Counting takes longer than all else, and many cells share a pattern. */
  private final Map<List<Object>, Double> sparsities = new HashMap<>();

  private Report(Sweep sweep, Map<Sweep.Cell, Sweep.Outcome> outcomes) {
    this.sweep = sweep;
    this.outcomes = outcomes;
    this.measure = sweep.task().measure();
  }

  static Report of(Sweep sweep, SweepStore store) throws IOException {
    Map<Sweep.Cell, Sweep.Outcome> outcomes = new LinkedHashMap<>();
    for (Sweep.Cell cell : sweep.cells()) {
      Optional<Sweep.Outcome> outcome = store.outcome(cell);
      if (outcome.isPresent()) {
        outcomes.put(cell, outcome.get());
      }
    }
    return new Report(sweep, outcomes);
  }

  /** How many cells are done. */
  public int done() {
    return outcomes.size();
  }

  /** Whether all are. */
  public boolean isWhole() {
    return outcomes.size() == sweep.cells().size();
  }

  /** The results of the cells that were trained to the end. */
  public List<RunResult> results() {
    return trained(outcomes.values());
  }

  private static List<RunResult> trained(Collection<Sweep.Outcome> outcomes) {
    return outcomes.stream()
        .filter(Sweep.Outcome.Trained.class::isInstance)
        .map(outcome -> ((Sweep.Outcome.Trained) outcome).result())
        .toList();
  }

  private List<RunResult> of(Sweep.Column column, int n, int depth) {
    return trained(outcomes(column, n, depth));
  }

  /** Of all seeds. */
  private List<Sweep.Outcome> outcomes(Sweep.Column column, int n, int depth) {
    List<Sweep.Outcome> found = new ArrayList<>();
    outcomes.forEach(
        (cell, outcome) -> {
          if (cell.column().equals(column) && cell.n() == n && cell.depth() == depth) {
            found.add(outcome);
          }
        });
    return found;
  }

  private Interval interval(List<RunResult> results) {
    return Interval.of(results.stream().map(measure::of).toList());
  }

  private String entry(Sweep.Column column, int n, int depth) {
    List<Sweep.Outcome> cell = outcomes(column, n, depth);
    List<RunResult> results = trained(cell);
    int failed = cell.size() - results.size();
    String diverged = failed == 0 ? "" : " (" + failed + " diverged)";
    if (results.isEmpty()) {
      return failed == 0 ? "" : "diverged";
    }
    String words =
        interval(results)
            .words(
                1,
                switch (measure) {
                  case ACCURACY -> 2;
                  case PERPLEXITY -> 3;
                });
    return words + diverged;
  }

  /** The table and what it was made with. */
  public String markdown() {
    StringBuilder out = new StringBuilder();
    TrainingSettings settings = sweep.settings();
    out.append("# ").append(sweep.name()).append("\n\n");
    out.append(
        switch (measure) {
          case ACCURACY -> "Accuracy of the tests in percent";
          case PERPLEXITY -> "Perplexity of the tests, a byte";
        });
    out.append(
        sweep.seeds().size() > 1
            ? ", mean and 95 % interval of the mean over " + sweep.seeds().size() + " seeds"
            : ", of one seed");
    out.append(
        isWhole() ? ".\n" : "; " + done() + " of " + sweep.cells().size() + " runs are done.\n");
    for (int n : sweep.lengths()) {
      if (sweep.lengths().size() > 1) {
        out.append("\n## n = ").append(n).append('\n');
      }
      out.append(hasLevels() ? rows(n) : columns(n));
    }
    out.append(
        sweep.task().stacks().hasDecoder()
            ? "\nSparsity: what is left out of the pairs of dense attention, which are n(n + 1)/2 in a"
                + " decoder.\n"
            : "");
    out.append('\n');
    plots().keySet().forEach(file -> out.append("![](").append(file).append(")\n"));
    double seconds = results().stream().mapToDouble(RunResult::seconds).sum();
    out.append(
        String.format(
            Locale.ROOT,
            "\nTask %s, n = %s%s; width %d, %d heads of %d, hidden width %d %s; %,d steps of %d"
                + " examples, rate %s with %,d steps of warm-up, then %s; map %s; seeds %s. %s of"
                + " computing in all.\n\n",
            sweep.task().name(),
            sweep.lengths().size() == 1 ? sweep.lengths().getFirst() : sweep.lengths(),
            sweep.task().symbols() > 0 ? ", " + sweep.task().symbols() + " symbols" : "",
            settings.size().width(),
            settings.size().heads(),
            settings.size().headWidth(),
            settings.size().hidden(),
            switch (settings.size().feedForwards()) {
              case EACH_LAYER -> "after each layer";
              case LAST_LAYER -> "after the last layer";
            },
            settings.steps(),
            settings.batch(),
            settings.rate(),
            settings.warmUp(),
            settings.decay().name().toLowerCase(Locale.ROOT),
            settings.map(),
            sweep.seeds(),
            time(seconds)));
    sweep
        .columns()
        .forEach(
            column ->
                out.append("- ")
                    .append(column.label())
                    .append(": `")
                    .append(column.pattern())
                    .append("`\n"));
    return out.toString();
  }

  /** A column for each pattern. */
  private String columns(int n) {
    StringBuilder out = new StringBuilder("\n| layers |");
    sweep.columns().forEach(column -> out.append(' ').append(column.label()).append(" |"));
    out.append("\n|---|").append("---|".repeat(sweep.columns().size())).append('\n');
    out.append("| *sparsity* |");
    for (Sweep.Column column : sweep.columns()) {
      out.append(' ').append(percent(column, n)).append(" |");
    }
    out.append('\n');
    for (int depth : sweep.depths()) {
      out.append("| ").append(depth).append(" |");
      for (Sweep.Column column : sweep.columns()) {
        out.append(' ').append(entry(column, n, depth)).append(" |");
      }
      out.append('\n');
    }
    return out.toString();
  }

  /** A row for each pattern, where there are many of them: each at several levels of sparsity. */
  private String rows(int n) {
    StringBuilder out = new StringBuilder("\n| pattern | sparsity |");
    sweep
        .depths()
        .forEach(
            depth -> out.append(' ').append(depth).append(depth == 1 ? " layer |" : " layers |"));
    out.append("\n|---|--:|").append("--:|".repeat(sweep.depths().size())).append('\n');
    for (Sweep.Column column : sweep.columns()) {
      out.append("| ").append(column.label()).append(" | ").append(percent(column, n)).append(" |");
      for (int depth : sweep.depths()) {
        out.append(' ').append(entry(column, n, depth)).append(" |");
      }
      out.append('\n');
    }
    return out.toString();
  }

  private String percent(Sweep.Column column, int n) {
    return String.format(
        Locale.ROOT, "%.1f %%", 100 * sparsity(column, n, sweep.depths().getLast()));
  }

  private static String time(double seconds) {
    return seconds < 120
        ? String.format(Locale.ROOT, "%.0f s", seconds)
        : seconds < 7_200
            ? String.format(Locale.ROOT, "%.0f min", seconds / 60)
            : String.format(Locale.ROOT, "%.1f h", seconds / 3_600);
  }

  /** The mean over the seeds, which differ where the pattern does. */
  private double sparsity(Sweep.Column column, int n, int depth) {
    return sweep.cells().stream()
        .filter(cell -> cell.column().equals(column) && cell.n() == n && cell.depth() == depth)
        .map(Sweep.Cell::experiment)
        .mapToDouble(this::sparsity)
        .average()
        .orElse(Double.NaN);
  }

  /** As patterns are counted now, whatever was written down when it was trained. */
  private double sparsity(Experiment experiment) {
    List<Object> key =
        List.of(experiment.pattern(), experiment.task().n(), experiment.settings().size());
    return sparsities.computeIfAbsent(key, _ -> experiment.sparsity());
  }

  /** A row for each run. */
  public String csv() {
    StringBuilder out =
        new StringBuilder(
            "label,n,layers,seed,sparsity,parameters,steps,test_loss,test_accuracy,test_wholes,"
                + "perplexity,bleu,seconds\n");
    for (RunResult result : results()) {
      Experiment experiment = result.experiment();
      out.append(
          String.format(
              Locale.ROOT,
              "\"%s\",%d,%d,%d,%s,%d,%d,%s,%s,%s,%s,%s,%.1f\n",
              experiment.label().replace("\"", "\"\""),
              experiment.task().n(),
              experiment.settings().size().layers(),
              experiment.seed(),
              sparsity(experiment),
              result.parameters(),
              experiment.settings().steps(),
              result.testLoss(),
              result.testAccuracy(),
              result.testWholes(),
              result.perplexity(),
              Objects.toString(result.bleu(), ""),
              result.seconds()));
    }
    return out.toString();
  }

  // ---- plots

  /** SVG drawings by the names of their files. */
  Map<String, String> plots() {
    Map<String, String> plots = new LinkedHashMap<>();
    if (!results().isEmpty()) {
      plots.put("curves.svg", curves().svg());
      if (sweep.depths().size() > 1) {
        plots.put("depths.svg", depths().svg());
      }
      if (hasLevels()) {
        plots.put("sparsity.svg", bySparsity().svg());
      }
    }
    return plots;
  }

  /** What is said of intervals below a plot's title. */
  private String seeds() {
    int seeds = sweep.seeds().size();
    return seeds > 1 ? ", 95 % over " + seeds + " seeds" : "";
  }

  /** How the tests went with the steps, at the greatest length and depth that is done. */
  public Picture curves() {
    int n = sweep.lengths().getLast();
    int depth = deepest(n);
    List<Plot.Means> curves = new ArrayList<>();
    for (Sweep.Column column : sweep.columns()) {
      List<RunResult> results = of(column, n, depth);
      if (!results.isEmpty()) {
        curves.add(new Plot.Means(column.label(), byStep(results)));
      }
    }
    return Plot.means(
        "%s, %d %s, n = %d%s"
            .formatted(sweep.name(), depth, depth == 1 ? "layer" : "layers", n, seeds()),
        measure.unit(),
        "steps",
        curves);
  }

  /** The greatest depth of which anything is done. */
  private int deepest(int n) {
    return sweep.depths().reversed().stream()
        .filter(each -> sweep.columns().stream().anyMatch(c -> !of(c, n, each).isEmpty()))
        .findFirst()
        .orElse(sweep.depths().getLast());
  }

  private List<Plot.Mean> byStep(List<RunResult> results) {
    SortedMap<Long, List<Double>> byStep = new TreeMap<>();
    for (RunResult result : results) {
      for (MetricsLine line : result.lines()) {
        Double score = measure.of(line);
        if (score != null) {
          byStep.computeIfAbsent(line.step(), _ -> new ArrayList<>()).add(score);
        }
      }
    }
    List<Plot.Mean> means = new ArrayList<>();
    byStep.forEach((step, values) -> means.add(Interval.of(values).at(step)));
    return means;
  }

  /** How the tests end at each depth, at the greatest length. */
  public Picture depths() {
    int n = sweep.lengths().getLast();
    List<Plot.Means> curves = new ArrayList<>();
    for (Sweep.Column column : sweep.columns()) {
      List<Plot.Mean> points = new ArrayList<>();
      for (int depth : sweep.depths()) {
        List<RunResult> results = of(column, n, depth);
        if (!results.isEmpty()) {
          points.add(interval(results).at(depth));
        }
      }
      curves.add(new Plot.Means(column.label(), points));
    }
    String title = sweep.name() + ", n = " + n + seeds();
    return Plot.means(title, measure.unit(), "layers", curves);
  }

  /**
   * How the tests end against {@link Experiment#sparsity sparsity}, in percent, at the greatest
   * length and depth: a line for all columns whose labels differ by their l only.
   */
  public Picture bySparsity() {
    int n = sweep.lengths().getLast();
    int depth = deepest(n);
    Map<String, List<Plot.Mean>> lines = new LinkedHashMap<>();
    for (Sweep.Column column : sweep.columns()) {
      List<RunResult> results = of(column, n, depth);
      if (!results.isEmpty()) {
        lines
            .computeIfAbsent(family(column), _ -> new ArrayList<>())
            .add(interval(results).at(100 * sparsity(column, n, depth)));
      }
    }
    List<Plot.Means> curves = new ArrayList<>();
    lines.forEach((family, points) -> curves.add(new Plot.Means(family, points)));
    String title = sweep.name() + ", n = " + n + seeds();
    return Plot.means(title, measure.unit(), "% sparsity", curves);
  }

  /** Whether the patterns are there at several levels of sparsity. */
  private boolean hasLevels() {
    return sweep.columns().stream().anyMatch(column -> !family(column).equals(column.label()));
  }

  private static String family(Sweep.Column column) {
    return column.label().replaceAll(",? l = .*", "");
  }

  @Override
  public String toString() {
    return markdown();
  }
}
