package dev.heddle.cli;

import dev.heddle.files.TransformerFile;
import dev.heddle.files.TransformerFile.Rounding;
import dev.heddle.pattern.Bindings;
import dev.heddle.pattern.SparsityPattern;
import dev.heddle.proof.BrokenProof;
import dev.heddle.proof.Construction;
import dev.heddle.proof.ContextualMapping;
import dev.heddle.proof.Grid;
import dev.heddle.proof.Matrix;
import dev.heddle.proof.Proof;
import dev.heddle.proof.SoftErrors;
import dev.heddle.proof.Stage;
import dev.heddle.proof.Target;
import dev.heddle.proof.Verification;
import dev.heddle.relation.Relation;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code heddle prove}. */
@Command(
    name = "prove",
    description = {
      "Builds the sparse Transformer with which Yun et al. (2020) prove universality, for a function"
          + " on a small grid; runs it exactly, and checks it everywhere.",
      "Where the pattern fails a condition, shows the step of the proof that breaks, and exits with"
          + " 1."
    },
    mixinStandardHelpOptions = true,
    sortOptions = false)
final class ProveCommand implements Callable<Integer> {

  private static final int ANSWER_IS_NO = 1;

  @CommandLine.Spec
  @SuppressWarnings("NullAway.Init")
  private CommandLine.Model.CommandSpec spec;

  @Mixin private PatternOptions pattern = new PatternOptions();

  @Option(names = "--n", required = true, paramLabel = "N", description = "The length; 3 to 5.")
  private long n;

  @Option(names = "--dim", paramLabel = "D", description = "Coordinates of a token; 1.")
  private int dim = 1;

  @Option(
      names = "--delta",
      paramLabel = "1/K",
      description = "The step of the grid: 1/2, if not given.")
  private String delta = "1/2";

  @Option(
      names = "--target",
      paramLabel = "WHAT",
      description = "random, reverse, sort or copy; random, if not given.")
  private String target = "random";

  @Option(
      names = "--path",
      split = ",",
      paramLabel = "P",
      description = "The order of the positions, such as 2,0,1; searched for, if not given.")
  private int @Nullable [] path;

  @Option(names = "--seed", paramLabel = "S", description = "What is drawn at random; 0.")
  private long seed;

  @Option(
      names = "--scales",
      arity = "0..*",
      paramLabel = "T",
      description =
          "Also build the softmax and ReLU version, and measure its error at these scales; without"
              + " any, around the scale that is enough.")
  private double @Nullable [] scales;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FILE",
      description =
          "Write all weights, with the points of the grid and what comes out: .npz or .safetensors.")
  private @Nullable Path output;

  @Option(
      names = "--rounded",
      description =
          "Write numbers that no float64 is as the nearest one; inputs are then the middles of the"
              + " cubes.")
  private boolean isRounded;

  @Option(names = "--json", description = "Print one JSON object and nothing else on stdout.")
  private boolean json;

  @Override
  public Integer call() {
    if (output != null) {
      OutputFile.checkArrays(output);
      OutputFile.check(output);
    }
    Grid grid = grid();
    Target wanted =
        Target.named(target, grid, seed)
            .orElseThrow(
                () ->
                    new Usage(
                        "usage",
                        "there is no target `" + target + "`",
                        "there are " + String.join(", ", Target.NAMES)));
    checkScales();
    SparsityPattern parsed = pattern.pattern();
    PatternOptions.warn(parsed.warnings(), spec.commandLine().getErr());
    Bindings bindings = pattern.oneBinding(parsed);
    List<Relation> layers = PatternOptions.layers(pattern.entries(parsed), grid.tokens(), bindings);
    Map<String, @Nullable Object> fields = new LinkedHashMap<>();
    fields.put("pattern", parsed.formatted());
    fields.put("n", grid.tokens());
    fields.put("dim", dim);
    fields.put("levels", grid.levels());
    fields.put("target", target);
    fields.put("seed", seed);
    StringBuilder text = new StringBuilder(parsed.formatted()).append('\n');
    boolean holds =
        Patience.over(
            () ->
                switch (proof(layers, grid, wanted)) {
                  case Construction construction -> built(construction, fields, text);
                  case BrokenProof broken -> broken(broken, fields, text);
                });
    PrintWriter out = spec.commandLine().getOut();
    out.print(json ? Json.of(fields) : text);
    out.flush();
    return holds ? 0 : ANSWER_IS_NO;
  }

  // ---- what was asked for

  private void checkScales() {
    for (double scale : scales == null ? new double[0] : scales) {
      if (!(scale > 0) || Double.isInfinite(scale)) {
        throw new Usage("usage", "--scales has " + scale + ", and scales are above zero", "");
      }
    }
  }

  private Grid grid() {
    int length = LengthOptions.length(n);
    if (length < 2 || dim < 1) {
      throw new Usage(
          "usage", "the proof takes 2 tokens and 1 coordinate at least", "give `--n 3 --dim 1`");
    }
    if (!delta.matches("1/[1-9][0-9]{0,5}") || delta.equals("1/1")) {
      throw new Usage(
          "usage",
          "--delta is `" + delta + "`, and it is one over a whole number from 2 on",
          "give `--delta 1/2`");
    }
    return new Grid(length, dim, Integer.parseInt(delta.substring(2)));
  }

  private Proof proof(List<Relation> layers, Grid grid, Target wanted) {
    if (path == null) {
      return Proof.of(layers, grid, wanted);
    }
    try {
      return Proof.of(layers, path, grid, wanted);
    } catch (IllegalArgumentException e) {
      throw new Usage("bad-path", "--path: " + e.getMessage(), "leave it out to have one found");
    }
  }

  // ---- what came out

  private boolean built(
      Construction construction, Map<String, @Nullable Object> fields, StringBuilder text) {
    Verification verification = construction.verify(seed);
    fields.put("goes_through", true);
    fields.put("path", Arrays.stream(construction.path()).boxed().toList());
    fields.put("hops", construction.hops());
    fields.put("factor", construction.factor());
    fields.put("stages", construction.stages().stream().map(ProveCommand::fields).toList());
    fields.put("blocks", construction.transformer().blocks().size());
    fields.put("ids", fields(verification.ids()));
    fields.put("points_checked", verification.checked());
    fields.put("points_equal", verification.equal());
    fields.put("inputs_off_grid", verification.inputs());
    fields.put("inputs_as_their_cube", verification.asTheirCube());
    fields.put("holds", verification.holds());
    text.append(construction).append('\n').append(verification).append('\n');
    if (scales != null) {
      SoftErrors errors = construction.errors(scales);
      fields.put("errors", errors.rows().stream().map(ProveCommand::fields).toList());
      text.append("\nwith softmax and ReLU in double precision\n").append(errors).append('\n');
    }
    if (output != null) {
      write(construction, output);
      fields.put("file", output.toString());
      text.append("weights in       ").append(output).append('\n');
    }
    return verification.holds();
  }

  private void write(Construction construction, Path file) {
    Grid grid = construction.grid();
    // A point that is rounded may fall into the cube beside its own: then its cube's middle stands
    // for it.
    List<Matrix> inputs =
        LongStream.range(0, grid.points())
            .mapToObj(grid.delta().fitsDouble() ? grid::point : grid::middle)
            .toList();
    try {
      TransformerFile.write(
          file,
          construction.transformer(),
          inputs,
          construction.outputs(inputs),
          isRounded ? Rounding.NEAREST : Rounding.NONE);
    } catch (IllegalArgumentException e) {
      throw new Usage(
          "not-exact",
          String.valueOf(e.getMessage()),
          "--rounded writes the nearest; a δ of 1/2 or 1/4 with few tokens needs no rounding");
    } catch (IOException e) {
      throw Usage.cannotWrite(file, e);
    }
  }

  private static boolean broken(
      BrokenProof broken, Map<String, @Nullable Object> fields, StringBuilder text) {
    fields.put("goes_through", false);
    fields.put(
        "broken",
        broken.steps().stream()
            .map(
                step ->
                    Map.of(
                        "condition", step.condition().text(),
                        "step", step.step().words(),
                        "shown", step.shown()))
            .toList());
    fields.put("ids", fields(broken.attempt()));
    text.append(broken).append('\n');
    return false;
  }

  private static Map<String, @Nullable Object> fields(Stage stage) {
    Map<String, @Nullable Object> fields = new LinkedHashMap<>();
    fields.put("step", stage.step().words());
    fields.put("blocks", stage.count());
    fields.put("counted", stage.step().formula());
    return fields;
  }

  private static Map<String, @Nullable Object> fields(ContextualMapping ids) {
    Map<String, @Nullable Object> fields = new LinkedHashMap<>();
    fields.put("points", ids.points());
    fields.put("ids", ids.ids());
    fields.put("distinct", ids.distinct());
    fields.put("contextual", ids.isContextual());
    fields.put(
        "collision", ids.collision().map(ContextualMapping.Collision::toString).orElse(null));
    return fields;
  }

  private static Map<String, @Nullable Object> fields(SoftErrors.Row row) {
    Map<String, @Nullable Object> fields = new LinkedHashMap<>();
    fields.put("scale", row.scale());
    fields.put("eta", row.share());
    fields.put("ramp", row.ramp());
    fields.put("on_grid", row.onGrid());
    fields.put("d1", row.distance());
    fields.put("wrong", row.wrong());
    return fields;
  }
}
