package dev.heddle.bench;

import ai.djl.engine.Engine;
import ai.djl.engine.EngineException;
import ai.djl.ndarray.types.DataType;
import ai.djl.pytorch.jni.JniUtils;
import dev.heddle.cover.Cover;
import dev.heddle.diagnostic.Diagnostic;
import dev.heddle.diagnostic.HeddleException;
import dev.heddle.relation.Relation;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The race of our attention against the engine's own, over patterns and lengths.
 *
 * <pre>{@code
 * BenchTable table = Bench.run(BenchOptions.quick().patterns("window(33) + global(1)"));
 * System.out.println(table.markdown());
 * }</pre>
 *
 * <p>What is compared is timed in one run and by turns, A B C A B C, after runs that are not
 * counted. Dense attention does not depend on the pattern: where it takes seconds, it is timed once
 * for a length, and again only beside patterns that take about as long.
 */
public final class Bench {

  /** So many patterns are raced side by side; all of their covers are in memory then. */
  private static final int SIDE_BY_SIDE = 4;

  /** What all engines have done once is loaded, linked and compiled. */
  private static final int WARM_LENGTH = 512;

  /** Planning is code of the JVM's, which compiles what has run some thousand times. */
  private static final int WARM_PLANS = 8;

  private final BenchOptions options;
  private final Consumer<String> progress;
  private final Consumer<BenchTable> after;
  private final Map<String, @Nullable Object> machine;
  private final @Nullable Peer peer;
  private final List<BenchRow> rows = new ArrayList<>();
  private final List<BenchTable.Skipped> skipped = new ArrayList<>();

  private Bench(
      BenchOptions options,
      Consumer<String> progress,
      Consumer<BenchTable> after,
      @Nullable Peer peer) {
    this.options = options;
    this.progress = progress;
    this.after = after;
    this.peer = peer;
    this.machine = Machine.facts(options.arrays().device().toString());
  }

  /** Races in silence. */
  public static BenchTable run(BenchOptions options) {
    return run(options, _ -> {});
  }

  /**
   * Races.
   *
   * @param progress is told a line when something is about to take time, or is done
   */
  public static BenchTable run(BenchOptions options, Consumer<String> progress) {
    return run(options, progress, _ -> {});
  }

  /**
   * Races.
   *
   * @param progress is told a line when something is about to take time, or is done
   * @param after is given the table so far after each mode and length, so that hours of racing are
   *     not lost with the last of them
   */
  public static BenchTable run(
      BenchOptions options, Consumer<String> progress, Consumer<BenchTable> after) {
    Engine.getInstance();
    int threads = JniUtils.getNumThreads();
    if (options.effort().threads() > 0) {
      JniUtils.setNumThreads(options.effort().threads());
    }
    try {
      Peer peer =
          options.python() == null ? null : Peer.find(options.python(), progress).orElse(null);
      Bench bench = new Bench(options, progress, after, peer);
      bench.warmUp();
      for (BenchMode mode : options.modes()) {
        for (int n : options.lengths()) {
          bench.race(mode, n);
          bench.after.accept(bench.table());
        }
      }
      return bench.table();
    } finally {
      JniUtils.setNumThreads(threads);
    }
  }

  /**
   * Everything once at a short length, so that the first length of the table does not pay for what
   * happens once in a process. The very first run loads the program.
   */
  private void warmUp() {
    progress.accept("warming up");
    plan();
    Double first = null;
    for (BenchMode mode : options.modes()) {
      if (mode == BenchMode.MODEL) {
        // Each model makes steps that are not counted.
        continue;
      }
      try (Work work = new Work(options.arrays(), mode, WARM_LENGTH)) {
        Dense dense = Dense.upTo(WARM_LENGTH);
        for (BenchPattern pattern : options.patterns()) {
          try (Runner runner = Runner.of(pattern, WARM_LENGTH, work, options)) {
            runner.start();
            if (first == null) {
              first = runner.firstMs();
            }
            dense.lanes(runner.relation(), false, work, options).forEach(Lane::warmUp);
          } catch (HeddleException | EngineException e) {
            // Said where the pattern is raced.
          }
        }
      }
    }
    if (first != null) {
      machine.put("program_load_ms", first);
    }
  }

  /** Plans all patterns at a few lengths, as a JVM has that has been at work for a while. */
  private void plan() {
    for (BenchPattern pattern : options.patterns()) {
      for (int plan = 0; plan < WARM_PLANS; plan++) {
        try {
          for (Relation relation : pattern.at(WARM_LENGTH << plan % 4)) {
            Cover.of(relation);
          }
        } catch (HeddleException e) {
          // Said where the pattern is raced.
        }
      }
    }
  }

  private BenchTable table() {
    return new BenchTable(machine, sorted(), skipped);
  }

  private void race(BenchMode mode, int n) {
    if (mode == BenchMode.TRAIN && n > options.effort().trainUpTo()) {
      return;
    }
    if (mode == BenchMode.MODEL) {
      models(n);
      return;
    }
    Dense dense = Dense.upTo(options.effort().denseUpTo());
    try (Work work = new Work(options.arrays(), mode, n)) {
      List<BenchPattern> patterns = options.patterns();
      for (int from = 0; from < patterns.size(); from += SIDE_BY_SIDE) {
        int to = Math.min(patterns.size(), from + SIDE_BY_SIDE);
        List<BenchRow> together = race(patterns.subList(from, to), n, mode, work, dense);
        for (BenchRow row : together) {
          add(row);
        }
      }
    }
  }

  private void models(int n) {
    ModelRace race = new ModelRace(options, n);
    List<BenchPattern> patterns = options.patterns();
    for (int from = 0; from < patterns.size(); from += SIDE_BY_SIDE) {
      List<BenchPattern> some =
          patterns.subList(from, Math.min(patterns.size(), from + SIDE_BY_SIDE));
      some.forEach(pattern -> progress.accept("model, n = %,d: %s".formatted(n, pattern.given())));
      race.race(some, (pattern, reason) -> leaveOut(pattern, n, BenchMode.MODEL, reason))
          .forEach(this::add);
    }
  }

  /** Some patterns side by side, and dense attention with them unless its time is known. */
  private List<BenchRow> race(
      List<BenchPattern> patterns, int n, BenchMode mode, Work work, Dense dense) {
    List<Runner> runners = new ArrayList<>();
    try {
      for (BenchPattern pattern : patterns) {
        progress.accept("%s, n = %,d: %s".formatted(mode, n, pattern.given()));
        try {
          runners.add(started(Runner.of(pattern, n, work, options)));
        } catch (HeddleException e) {
          String reason = e.diagnostics().stream().map(Diagnostic::sentence).findFirst().orElse("");
          leaveOut(pattern, n, mode, reason);
        } catch (EngineException e) {
          // Out of native memory, say: the other rows are worth having all the same.
          leaveOut(pattern, n, mode, String.valueOf(e.getMessage()).lines().findFirst().orElse(""));
        }
      }
      if (runners.isEmpty()) {
        return List.of();
      }
      boolean isClose = runners.stream().anyMatch(Runner::isHardlyCheaper);
      List<Lane> lanes =
          new ArrayList<>(dense.lanes(runners.getFirst().relation(), isClose, work, options));
      lanes.forEach(Lane::warmUp);
      runners.forEach(runner -> lanes.addAll(runner.lanes()));
      Lane.race(lanes);
      dense.remember();
      return runners.stream().map(runner -> row(runner, n, mode, dense)).toList();
    } finally {
      runners.forEach(Runner::close);
    }
  }

  private static Runner started(Runner runner) {
    try {
      runner.start();
      return runner;
    } catch (RuntimeException e) {
      runner.close();
      throw e;
    }
  }

  private void leaveOut(BenchPattern pattern, int n, BenchMode mode, String reason) {
    skipped.add(new BenchTable.Skipped(pattern.given(), n, mode, reason));
    progress.accept("  left out: " + reason);
  }

  private BenchRow row(Runner runner, int n, BenchMode mode, Dense dense) {
    return new BenchRow(
        runner.pattern().given(),
        n,
        options.arrays().heads(),
        options.arrays().dim(),
        dtype(options.arrays().type()),
        mode,
        runner.edges(),
        runner.median(),
        dense.fullMs(),
        dense.causalMs(),
        dense.maskedMs(),
        null,
        null,
        null,
        runner.planMs(),
        runner.firstMs(),
        runner.extraBytes(),
        runner.families(),
        runner.runs(),
        runner.note());
  }

  private void add(BenchRow timed) {
    BenchRow row = timed;
    if (peer != null && row.mode() == BenchMode.FORWARD) {
      for (BenchPattern pattern : options.patterns()) {
        if (pattern.given().equals(row.pattern())) {
          row = row.flex(peer.time(pattern, row, options.effort()));
          break;
        }
      }
    }
    rows.add(row);
    Double ratio = row.against(row.denseMs());
    progress.accept(
        String.format(
            Locale.ROOT,
            "  %s: %s ms%s",
            row.pattern(),
            BenchTable.number(row.oursMs()),
            ratio == null ? "" : ", dense " + BenchTable.number(row.denseMs()) + " ms"));
  }

  /** A pattern's rows one below the other. */
  private List<BenchRow> sorted() {
    Map<String, Integer> order = new LinkedHashMap<>();
    options.patterns().forEach(pattern -> order.putIfAbsent(pattern.given(), order.size()));
    return rows.stream()
        .sorted(
            Comparator.comparing(BenchRow::mode)
                .thenComparingInt(row -> order.getOrDefault(row.pattern(), 0))
                .thenComparingInt(BenchRow::n))
        .toList();
  }

  static String dtype(DataType type) {
    return type.name().toLowerCase(Locale.ROOT);
  }
}
