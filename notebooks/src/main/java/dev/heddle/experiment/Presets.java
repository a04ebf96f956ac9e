package dev.heddle.experiment;

import dev.heddle.training.TransformerSize;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Sweeps that are ready to run, each in three sizes: as large as the paper's, as far as that is
 * known; scaled down, for an hour or some on two cores; and quick, for a few minutes.
 */
public final class Presets {

  private static final int HEADS = 4;

  private Presets() {}

  /** How large. */
  public enum Scale {
    /** As the paper has it, as far as that is known; days on a CPU. */
    PAPER,
    /** About an hour on two cores, for one seed or more. */
    SCALED,
    /** A few minutes. */
    QUICK
  }

  /** The names of the tasks. */
  public static List<String> tasks() {
    return List.of("copying", "lm", "translation", "classification");
  }

  /**
   * A sweep.
   *
   * @throws IllegalArgumentException if there is no such task
   */
  public static Sweep of(String task, Scale scale) {
    return switch (task) {
      case "copying" -> copying(scale);
      case "lm" -> languageModelling(scale);
      case "translation" -> translation(scale);
      case "classification" -> classification(scale);
      default ->
          throw new IllegalArgumentException(
              "there is no task `" + task + "`; there are " + String.join(", ", tasks()));
    };
  }

  /** What a preset is, in a line. */
  public static String words(String task, Scale scale) {
    Sweep sweep = of(task, scale);
    TrainingSettings settings = sweep.settings();
    return "%d patterns, %s layers, n = %d, width %d, %,d steps of %d, %d %s"
        .formatted(
            sweep.columns().size(),
            sweep.depths().size() == 1
                ? sweep.depths().getFirst().toString()
                : sweep.depths().getFirst() + " to " + sweep.depths().getLast(),
            sweep.task().n(),
            settings.size().width(),
            settings.steps(),
            settings.batch(),
            sweep.seeds().size(),
            sweep.seeds().size() == 1 ? "seed" : "seeds");
  }

  private static Sweep.Column column(String label, String pattern) {
    return new Sweep.Column(label, pattern);
  }

  /**
   * Another draw for each head and layer, each query with itself and a tenth of the keys in all,
   * and another for each seed.
   */
  static Sweep.Column random(int layers) {
    List<String> entries = new ArrayList<>();
    for (int layer = 0; layer < layers; layer++) {
      int first = 100 * layer;
      List<String> heads =
          IntStream.range(0, HEADS)
              .mapToObj(
                  head ->
                      "self + random(max(1, ceil(n / 10) - 1), seed: %d + 1000 * %s, in: !self)"
                          .formatted(first + head, Sweep.SEED))
              .toList();
      entries.add("heads(" + String.join(", ", heads) + ")");
    }
    return column("RANDOM", "layers(" + String.join(", ", entries) + ")");
  }

  /** The columns of the copying table, l = √n: bidirectional, in the order of the paper's table. */
  static List<Sweep.Column> table() {
    return List.of(
        column("STRIDED union", "zoo:strided_union"),
        column("STRIDED heads", "zoo:strided_heads"),
        column("STRIDED layers", "zoo:strided"),
        column("FIXED union", "zoo:fixed_union"),
        column("FIXED heads", "zoo:fixed_heads"),
        column("FIXED layers", "zoo:fixed"),
        column("STAR", "zoo:star(l: floor(√n))"),
        random(4));
  }

  private static TransformerSize block(int width) {
    return new TransformerSize(
        4, HEADS, width, width / HEADS, 2 * width, TransformerSize.FeedForwards.LAST_LAYER);
  }

  private static Sweep copying(Scale scale) {
    List<Integer> depths = List.of(1, 2, 3, 4);
    return switch (scale) {
      case PAPER ->
          sweep(
              "Copying",
              table(),
              TaskChoice.copying(256, 128, 100_000, 10_000),
              depths,
              List.of(0L),
              TrainingSettings.of(block(256), 1_024, 500_000, 3_000, 1e-4));
      case SCALED ->
          sweep(
              "Copying, scaled down",
              table(),
              TaskChoice.copying(64, 32, 100_000, 256),
              depths,
              List.of(0L, 1L, 2L),
              TrainingSettings.of(block(64), 32, 500, 50, 2e-3));
      case QUICK ->
          sweep(
              "Copying, quick",
              table(),
              TaskChoice.copying(16, 8, 100_000, 128),
              List.of(1, 2),
              List.of(0L),
              TrainingSettings.of(block(32), 16, 200, 20, 4e-3));
    };
  }

  private static Sweep sweep(
      String name,
      List<Sweep.Column> columns,
      TaskChoice task,
      List<Integer> depths,
      List<Long> seeds,
      TrainingSettings settings) {
    return new Sweep(
        name, columns, task, List.of(task.n()), depths, seeds, settings.layers(depths.getLast()));
  }

  /** The patterns at several segment lengths l, and dense attention. */
  private static List<Sweep.Column> levels(int... lengths) {
    List<Sweep.Column> columns = new ArrayList<>();
    for (int l : lengths) {
      String end = ", l = " + l;
      columns.add(column("STRIDED union" + end, "zoo:strided_union(l: " + l + ")"));
      columns.add(column("STRIDED heads" + end, "zoo:strided_heads(l: " + l + ")"));
      columns.add(column("STRIDED layers" + end, "zoo:strided(l: " + l + ")"));
      columns.add(column("FIXED union" + end, "zoo:fixed_union(l: " + l + ")"));
      columns.add(column("FIXED heads" + end, "zoo:fixed_heads(l: " + l + ")"));
      columns.add(column("FIXED layers" + end, "zoo:fixed(l: " + l + ")"));
      columns.add(column("STAR" + end, "zoo:star(l: " + l + ")"));
      columns.add(
          column(
              "RANDOM" + end,
              "self + random(%d, seed: %s, in: !self)".formatted(2 * l, Sweep.SEED)));
    }
    columns.add(column("dense", "full"));
    return columns;
  }

  private static Sweep languageModelling(Scale scale) {
    String within = "java.base/java/";
    return switch (scale) {
      case PAPER ->
          sweep(
              "Language modelling",
              levels(4, 8, 16, 32, 64),
              TaskChoice.languageModelling(256, 2_000, within, 1L << 26),
              List.of(12),
              List.of(0L),
              TrainingSettings.of(
                  new TransformerSize(
                      12, 8, 256, 64, 1_024, TransformerSize.FeedForwards.EACH_LAYER),
                  4_096,
                  240_000,
                  10_000,
                  1e-3));
      case SCALED ->
          sweep(
              "Language modelling, scaled down",
              levels(4, 8, 16),
              TaskChoice.languageModelling(64, 256, within, 1L << 23),
              List.of(2),
              List.of(0L),
              TrainingSettings.of(TransformerSize.of(2, HEADS, 64), 16, 1_500, 150, 3e-3));
      case QUICK ->
          sweep(
              "Language modelling, quick",
              levels(2, 4, 8),
              TaskChoice.languageModelling(32, 64, within + "util/", 1L << 21),
              List.of(2),
              List.of(0L),
              TrainingSettings.of(TransformerSize.of(2, HEADS, 32), 8, 150, 15, 3e-3));
    };
  }

  private static Sweep translation(Scale scale) {
    return switch (scale) {
      case PAPER ->
          sweep(
              "Translation",
              levels(8, 16, 32),
              TaskChoice.translation(256, 256, 1_000_000, 2_000),
              List.of(6),
              List.of(0L),
              TrainingSettings.of(
                  new TransformerSize(
                      6, 8, 512, 64, 2_048, TransformerSize.FeedForwards.EACH_LAYER),
                  2_048,
                  250_000,
                  10_000,
                  1e-3));
      case SCALED ->
          sweep(
              "Translation, scaled down",
              levels(8),
              TaskChoice.translation(32, 32, 200_000, 256),
              List.of(2, 4),
              List.of(0L),
              TrainingSettings.of(TransformerSize.of(4, HEADS, 64), 32, 2_000, 200, 2e-3));
      case QUICK ->
          sweep(
              "Translation, quick",
              levels(4),
              TaskChoice.translation(16, 8, 100_000, 64),
              List.of(2),
              List.of(0L),
              TrainingSettings.of(TransformerSize.of(2, HEADS, 32), 16, 200, 20, 4e-3));
    };
  }

  private static Sweep classification(Scale scale) {
    return switch (scale) {
      case PAPER ->
          sweep(
              "Classification",
              levels(8, 16, 32),
              TaskChoice.classification(128, 300_000, 5_000),
              List.of(12),
              List.of(0L, 1L, 2L),
              TrainingSettings.of(TransformerSize.of(12, 12, 768), 32, 30_000, 3_000, 1e-4));
      case SCALED ->
          sweep(
              "Classification, scaled down",
              levels(4, 8),
              TaskChoice.classification(32, 50_000, 512),
              List.of(2),
              List.of(0L),
              TrainingSettings.of(TransformerSize.of(2, HEADS, 64), 32, 2_000, 200, 2e-3));
      case QUICK ->
          sweep(
              "Classification, quick",
              levels(4),
              TaskChoice.classification(16, 5_000, 64),
              List.of(2),
              List.of(0L),
              TrainingSettings.of(TransformerSize.of(2, HEADS, 32), 16, 200, 20, 4e-3));
    };
  }
}
