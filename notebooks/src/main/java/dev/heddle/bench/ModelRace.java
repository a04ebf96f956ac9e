package dev.heddle.bench;

import ai.djl.engine.EngineException;
import dev.heddle.diagnostic.Diagnostic;
import dev.heddle.diagnostic.HeddleException;
import dev.heddle.experiment.Experiment;
import dev.heddle.experiment.TaskChoice;
import dev.heddle.experiment.TrainingSettings;
import dev.heddle.pattern.SparsityPattern;
import dev.heddle.relation.Relation;
import dev.heddle.training.Examples;
import dev.heddle.training.Learner;
import dev.heddle.training.LearningRate;
import dev.heddle.training.LearningRule;
import dev.heddle.training.TransformerNetwork;
import dev.heddle.training.TransformerSize;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * The training step of a whole model, by turns with that of the same model with dense attention:
 * forward, backward, clipping and AdamW, for one text of n bytes.
 */
final class ModelRace {

  /** Attention layers, each with a feed-forward layer of four times the width. */
  static final int LAYERS = 2;

  private static final int VOCABULARY = 256;

  private final BenchOptions options;
  private final int n;

  ModelRace(BenchOptions options, int n) {
    this.options = options;
    this.n = n;
  }

  /** Whoever is told what cannot be raced. */
  interface Skipped {
    void leaveOut(BenchPattern pattern, String reason);
  }

  /** Some patterns, and dense and dense causal attention, side by side. */
  List<BenchRow> race(List<BenchPattern> patterns, Skipped skipped) {
    List<Model> models = new ArrayList<>();
    try {
      for (BenchPattern pattern : patterns) {
        try {
          models.add(model(pattern));
        } catch (HeddleException e) {
          skipped.leaveOut(
              pattern, e.diagnostics().stream().map(Diagnostic::sentence).findFirst().orElse(""));
        } catch (EngineException e) {
          String reason = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
          skipped.leaveOut(pattern, reason);
        }
      }
      if (models.isEmpty()) {
        return List.of();
      }
      try (Model dense = new Model(null, SparsityPattern.parse("full"), 0);
          Model causal = new Model(null, SparsityPattern.parse("causal"), 0)) {
        List<Lane> lanes = new ArrayList<>(List.of(dense.lane, causal.lane));
        models.forEach(model -> lanes.add(model.lane));
        Lane.race(lanes);
        return models.stream()
            .map(model -> model.row(dense.lane.median(), causal.lane.median()))
            .toList();
      }
    } finally {
      models.forEach(Model::close);
    }
  }

  private Model model(BenchPattern pattern) {
    long edges = pattern.at(n).stream().mapToLong(Relation::edges).sum();
    return new Model(pattern, schedule(pattern), edges);
  }

  /** All heads together as they were given; the only one, or the one that was chosen, else. */
  private SparsityPattern schedule(BenchPattern pattern) {
    if (pattern.heads().size() == 1) {
      return pattern.heads().getFirst();
    }
    TrainingSettings any = TrainingSettings.of(TransformerSize.of(1, 1, 1), 1, 1, 0, 1);
    return Experiment.of(pattern.given(), TaskChoice.copying(n, 2, 1, 1), any, 0).schedule();
  }

  /** A network that learns one text again and again. */
  private final class Model implements AutoCloseable {

    private final @Nullable BenchPattern pattern;
    private final long edges;
    private final Learner learner;
    private final Examples examples;
    private final double firstMs;
    private final Lane lane;

    Model(@Nullable BenchPattern pattern, SparsityPattern schedule, long edges) {
      this.pattern = pattern;
      this.edges = edges;
      BenchOptions.Arrays arrays = options.arrays();
      TransformerNetwork network =
          TransformerNetwork.builder(schedule)
              .size(TransformerSize.of(LAYERS, arrays.heads(), arrays.heads() * arrays.dim()))
              .vocabulary(VOCABULARY)
              .length(n)
              .build();
      Random random = new Random(n);
      examples =
          new Examples(
              1,
              n,
              random.ints(n, 0, VOCABULARY).toArray(),
              random.ints(n, 0, VOCABULARY).toArray());
      LearningRule rule = LearningRule.of(LearningRate.constant(1e-4));
      learner = Learner.of(network, rule, 0, arrays.device());
      lane = new Lane(this::step, options.effort().repeats());
      try {
        long first = Lane.nanoseconds(this::step);
        firstMs = first / 1e6;
        lane.slowness(first);
        lane.warmUp();
      } catch (RuntimeException e) {
        learner.close();
        throw e;
      }
    }

    private void step() {
      learner.step(examples);
    }

    BenchRow row(@Nullable Double denseMs, @Nullable Double causalMs) {
      BenchOptions.Arrays arrays = options.arrays();
      return new BenchRow(
          pattern == null ? "" : pattern.given(),
          n,
          arrays.heads(),
          arrays.dim(),
          Bench.dtype(arrays.type()),
          BenchMode.MODEL,
          edges,
          lane.median(),
          denseMs,
          causalMs,
          null,
          null,
          null,
          null,
          null,
          firstMs,
          null,
          List.of(),
          lane.runs(),
          null);
    }

    @Override
    public void close() {
      learner.close();
    }
  }
}
