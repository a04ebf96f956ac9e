package dev.heddle.cli;

import dev.heddle.notebook.Plot;
import dev.heddle.pattern.Bindings;
import dev.heddle.pattern.Growth;
import dev.heddle.pattern.SparsityPattern;
import dev.heddle.study.Fit;
import dev.heddle.study.Study;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code heddle study}. */
@Command(
    name = "study",
    description =
        "Shows how the answer changes with the length: whether a pattern stays universal, and how its"
            + " edges and its hops grow.",
    mixinStandardHelpOptions = true,
    sortOptions = false)
final class StudyCommand implements Callable<Integer> {

  @CommandLine.Spec
  @SuppressWarnings("NullAway.Init")
  private CommandLine.Model.CommandSpec spec;

  @Mixin private PatternOptions pattern = new PatternOptions();

  @Option(
      names = "--n",
      arity = "1..*",
      split = ",",
      paramLabel = "N",
      description = "The lengths; the powers of two from 16 to 1024, if not given.")
  private List<Long> lengths = new ArrayList<>();

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FILE.svg",
      description = "A plot of edges and hops against length.")
  private @Nullable Path output;

  @Option(names = "--json", description = "Print one JSON object and nothing else on stdout.")
  private boolean json;

  @Override
  public Integer call() {
    if (output != null) {
      PictureFile.check(output, false);
    }
    int[] all = lengths.stream().mapToInt(LengthOptions::length).toArray();
    SparsityPattern parsed = pattern.pattern();
    SparsityPattern chosen = pattern.chosen(parsed);
    PatternOptions.warn(parsed.warnings(), spec.commandLine().getErr());
    Bindings bindings = pattern.oneBinding(chosen);
    Study study = Patience.over(() -> Study.of(chosen, bindings, all));
    if (output != null) {
      PictureFile.save(Plot.of(study), output);
    }
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      out.print(Json.of(fields(study)));
    } else {
      out.println(study);
      if (output != null) {
        out.println(output);
      }
    }
    out.flush();
    return 0;
  }

  private Map<String, @Nullable Object> fields(Study study) {
    Map<String, @Nullable Object> fields = new LinkedHashMap<>();
    fields.put("pattern", study.pattern().formatted());
    fields.put("growth", study.growth().map(Growth::toString).orElse(null));
    fields.put("verdict", study.verdict());
    fields.put("edges_fit", study.edges().map(StudyCommand::fit).orElse(null));
    fields.put("hops_fit", study.hops().map(StudyCommand::fit).orElse(null));
    fields.put("rows", study.points().stream().map(StudyCommand::row).toList());
    fields.put("file", output == null ? null : output.toString());
    return fields;
  }

  private static Map<String, Object> fit(Fit fit) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("exponent", fit.exponent());
    fields.put("factor", fit.factor());
    fields.put("r2", fit.explained());
    return fields;
  }

  private static Map<String, @Nullable Object> row(Study.Point point) {
    Map<String, @Nullable Object> fields = new LinkedHashMap<>();
    fields.put("n", point.n());
    fields.put("edges", point.edges());
    CheckReport.brief(point.universality(), fields);
    return fields;
  }
}
