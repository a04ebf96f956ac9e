package dev.heddle.cli;

import dev.heddle.cover.Cover;
import dev.heddle.cover.Workload;
import dev.heddle.pattern.SparsityPattern;
import dev.heddle.relation.Relation;
import java.io.PrintWriter;
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

/** {@code heddle explain}. */
@Command(
    name = "explain",
    description =
        "Shows how attention over a pattern would run: the dense tiles that cover it exactly, and"
            + " what they cost, beside dense attention.",
    mixinStandardHelpOptions = true,
    sortOptions = false)
final class ExplainCommand implements Callable<Integer> {

  private static final double NANOS_IN_A_MILLI = 1e6;

  @CommandLine.Spec
  @SuppressWarnings("NullAway.Init")
  private CommandLine.Model.CommandSpec spec;

  @Mixin private PatternOptions pattern = new PatternOptions();

  @Mixin private LengthOptions length = new LengthOptions();

  @Option(
      names = "--heads",
      paramLabel = "HEADS",
      description = "The number of heads, times the batch; 8, if not given.")
  private int heads = Workload.usual().heads();

  @Option(
      names = "--dim",
      paramLabel = "DIM",
      description = "The width of a query; 64, if not given.")
  private int dim = Workload.usual().dim();

  @Option(names = "--json", description = "Print one JSON object and nothing else on stdout.")
  private boolean json;

  @Override
  public Integer call() {
    positive("--heads", heads);
    positive("--dim", dim);
    int n = length.n();
    SparsityPattern parsed = pattern.pattern();
    SparsityPattern one = pattern.one(parsed);
    Relation relation = length.queries(one.at(n, pattern.oneBinding(one)));
    PatternOptions.warn(parsed.warnings(), spec.commandLine().getErr());
    Cover cover = Cover.of(relation, new Workload(heads, dim));
    PrintWriter out = spec.commandLine().getOut();
    out.print(json ? Json.of(fields(one, relation.edges(), cover)) : cover.explain());
    out.flush();
    return 0;
  }

  private static void positive(String option, int number) {
    if (number < 1) {
      throw new Usage("usage", option + " is " + number + ", and there is one at least", "");
    }
  }

  private Map<String, @Nullable Object> fields(SparsityPattern one, long edges, Cover cover) {
    List<Cover.Line> lines = cover.lines();
    double all = cover.nanoseconds();
    List<Map<String, Object>> parts = new ArrayList<>();
    for (Cover.Line line : lines) {
      parts.add(part(line, all));
    }
    Map<String, @Nullable Object> fields = new LinkedHashMap<>();
    fields.put("pattern", one.formatted());
    fields.put("n", cover.keys());
    fields.put("m", cover.queries());
    fields.put("heads", heads);
    fields.put("dim", dim);
    fields.put("edges", edges);
    fields.put("scores", lines.stream().mapToLong(Cover.Line::scores).sum());
    fields.put("reckoned_ms", all / NANOS_IN_A_MILLI);
    fields.put("dense_ms", cover.denseNanoseconds() / NANOS_IN_A_MILLI);
    fields.put("parts", parts);
    return fields;
  }

  private static Map<String, Object> part(Cover.Line line, double all) {
    String[] size = line.size().split(" × ", -1);
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("family", line.family());
    fields.put("calls", line.calls());
    fields.put("tiles", line.tiles());
    fields.put("rows", Integer.parseInt(size[0]));
    fields.put("keys", Integer.parseInt(size[1]));
    fields.put("mask", line.mask());
    fields.put("edges", line.edges());
    fields.put("scores", line.scores());
    fields.put("multiply_adds", line.multiplyAdds());
    fields.put("bytes", line.bytes());
    fields.put("share", line.nanoseconds() / all);
    return fields;
  }
}
