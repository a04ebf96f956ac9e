package dev.heddle.cli;

import static java.util.stream.Collectors.joining;

import dev.heddle.analysis.Answer;
import dev.heddle.analysis.HamiltonianPath;
import dev.heddle.analysis.Hops;
import dev.heddle.analysis.ReceptiveField;
import dev.heddle.analysis.Universality;
import dev.heddle.diagnostic.Diagnostic;
import dev.heddle.notebook.Picture;
import dev.heddle.pattern.Bindings;
import dev.heddle.pattern.Definitions;
import dev.heddle.pattern.Expected;
import dev.heddle.pattern.Growth;
import dev.heddle.pattern.SparsityPattern;
import dev.heddle.relation.Relation;
import dev.heddle.relation.Row;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code heddle check}. */
@Command(
    name = "check",
    description = {
      "Checks a pattern at a length: self-loops, a path through all positions, hops, growth.",
      "With FILE.heddle in place of PATTERN, checks what the file expects of its definitions."
    },
    mixinStandardHelpOptions = true,
    sortOptions = false)
final class CheckCommand implements Callable<Integer> {

  private static final int ANSWER_IS_NO = 1;

  /** A receptive field is shown for no more layers. */
  private static final int DEPTH = 24;

  @CommandLine.Spec
  @SuppressWarnings("NullAway.Init")
  private CommandLine.Model.CommandSpec spec;

  @Mixin private PatternOptions pattern = new PatternOptions();

  @Option(names = "--n", paramLabel = "N", description = "The length; a file needs none.")
  private @Nullable Long n;

  /** What can be required. */
  enum Requirement {
    universal
  }

  @Option(
      names = "--require",
      paramLabel = "WHAT",
      description = "Exit with 1 unless the pattern is shown to be so: ${COMPLETION-CANDIDATES}.")
  private @Nullable Requirement requirement;

  @Option(
      names = "--path",
      paramLabel = "FILE",
      description =
          "An order of all positions that may be a Hamiltonian path: numbers in a text, or integers"
              + " [n] in an .npy file.")
  private @Nullable String path;

  @Option(
      names = "--pair",
      paramLabel = "I,J",
      description = "Also how query I first hears of key J: the layers, and a way.")
  private @Nullable String pair;

  @Option(
      names = "--field",
      paramLabel = "I",
      description = "Also what query I has heard of after each layer.")
  private @Nullable Integer field;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FILE",
      description = "A picture of the path, or with --field of the receptive field: .svg or .png.")
  private @Nullable Path output;

  @Option(names = "--json", description = "Print one JSON object and nothing else on stdout.")
  private boolean json;

  @Override
  public Integer call() {
    if (PatternArgument.isFile(pattern.text())) {
      return checkFile(pattern.text());
    }
    if (n == null) {
      throw new Usage("usage", "a pattern is checked at a length", "give one: `--n 1024`");
    }
    return checkPattern(LengthOptions.length(n));
  }

  // ---- a file

  private int checkFile(String file) {
    if (n != null
        || requirement != null
        || path != null
        || pair != null
        || field != null
        || output != null) {
      throw new Usage(
          "usage",
          "--n and --require are for a pattern, as --path, --pair, --field and -o are, and the"
              + " expectations of a file say their own",
          "name a definition: `" + file + ":NAME`");
    }
    Definitions definitions = PatternArgument.definitions(file);
    List<Expected> results = definitions.check(pattern.fileBindings(definitions));
    long failed = results.stream().filter(result -> !result.holds()).count();
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      Map<String, @Nullable Object> fields = new LinkedHashMap<>();
      fields.put("file", file);
      fields.put("expects", results.stream().map(CheckCommand::fields).toList());
      fields.put("failed", failed);
      out.print(Json.of(fields));
    } else {
      results.forEach(result -> print(result, out));
      out.println(
          results.isEmpty()
              ? "nothing is expected in " + file
              : "%d of %d hold".formatted(results.size() - failed, results.size()));
    }
    out.flush();
    return failed == 0 ? 0 : ANSWER_IS_NO;
  }

  private static Map<String, @Nullable Object> fields(Expected result) {
    Map<String, @Nullable Object> fields = new LinkedHashMap<>();
    fields.put("text", result.text());
    fields.put("lengths", result.lengths());
    fields.put("holds", result.holds());
    fields.put("failures", Json.diagnostics(result.failures()));
    return fields;
  }

  private static void print(Expected result, PrintWriter out) {
    out.println((result.holds() ? "holds  " : "fails  ") + result.text());
    // One of many lengths shows it.
    result.failures().stream().limit(1).map(Diagnostic::drawn).forEach(out::println);
    if (result.failures().size() > 1) {
      out.println(
          "and at %d more of %d lengths".formatted(result.failures().size() - 1, result.lengths()));
    }
  }

  // ---- a pattern

  private int checkPattern(int length) {
    if (output != null) {
      PictureFile.check(output, true);
    }
    SparsityPattern parsed = pattern.pattern();
    Bindings bindings = pattern.oneBinding(parsed);
    List<PatternOptions.Entry> entries = pattern.entries(parsed);
    List<Relation> layers = PatternOptions.layers(entries, length, bindings);
    int[] order = path == null ? null : order(path, layers);
    Universality found = order == null ? Universality.of(layers) : Universality.of(layers, order);
    SparsityPattern whole = entries.size() == 1 ? entries.getFirst().pattern() : parsed;
    String growth = whole.growth().map(Growth::toString).orElse(null);
    Map<String, @Nullable Object> fields = new LinkedHashMap<>();
    fields.put("pattern", parsed.formatted());
    fields.put("n", length);
    fields.putAll(CheckReport.of(found));
    fields.put("edges", layers.stream().map(Relation::edges).toList());
    fields.put("growth", growth);
    StringBuilder text = new StringBuilder(parsed.formatted() + " at n = " + length + "\n" + found);
    text.append("\nedges       ")
        .append(layers.stream().map(layer -> "%,d".formatted(layer.edges())).collect(joining(", ")))
        .append(growth == null ? "" : ", growing as " + growth);
    if (order != null) {
      given(order, layers, fields, text);
    }
    if (pair != null) {
      pair(pair, layers, fields, text);
    }
    ReceptiveField heard = field == null ? null : field(field, layers, found, fields, text);
    if (output != null) {
      PictureFile.save(
          heard == null ? Picture.path(layers, found.path()) : Picture.of(heard, length), output);
      fields.put("file", output.toString());
      text.append("\n").append(output);
    }
    PatternOptions.warn(parsed.warnings(), spec.commandLine().getErr());
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      out.print(Json.of(fields));
    } else {
      out.println(text);
    }
    out.flush();
    return requirement == null || found.answer() == Answer.YES ? 0 : ANSWER_IS_NO;
  }

  private static int[] order(String file, List<Relation> layers) {
    int[] order = PathFile.read(file);
    try {
      HamiltonianPath.gap(layers, order);
    } catch (IllegalArgumentException e) {
      throw PathFile.bad("is none of these positions: " + e.getMessage());
    }
    return order;
  }

  private static void given(
      int[] order,
      List<Relation> layers,
      Map<String, @Nullable Object> fields,
      StringBuilder text) {
    OptionalInt gap = HamiltonianPath.gap(layers, order);
    fields.put("given_path", gap.isEmpty());
    if (gap.isPresent()) {
      int place = gap.getAsInt();
      fields.put("given_path_gap", List.of(order[place], order[place + 1]));
      text.append(
          "\ngiven path  no: position %d, which comes after %d, does not attend to it in any layer"
              .formatted(order[place + 1], order[place]));
    }
  }

  private static void pair(
      String pair,
      List<Relation> layers,
      Map<String, @Nullable Object> fields,
      StringBuilder text) {
    String[] ends = pair.split(",", -1);
    int query;
    int key;
    try {
      query = Integer.parseInt(ends[0].strip());
      key = Integer.parseInt(ends[ends.length - 1].strip());
    } catch (NumberFormatException e) {
      throw new Usage("usage", "`--pair " + pair + "` names no pair", "write `--pair 5,0`");
    }
    if (ends.length != 2) {
      throw new Usage("usage", "`--pair " + pair + "` names no pair", "write `--pair 5,0`");
    }
    fields.put("pair", told(query, key, ReceptiveField.route(layers, query, key), text));
  }

  /** How a query hears of a key, as fields and in words. */
  static Map<String, @Nullable Object> told(
      int query, int key, ReceptiveField.Route route, StringBuilder text) {
    Map<String, @Nullable Object> one = new LinkedHashMap<>();
    one.put("query", query);
    one.put("key", key);
    one.put("status", null);
    one.put("hops", null);
    one.put("route", null);
    text.append("\npair        ");
    switch (route) {
      case ReceptiveField.Route.Way way -> {
        one.put("status", "exact");
        one.put("hops", way.hops());
        one.put("route", way.positions());
        text.append("%d hears of %d after %d: %s".formatted(query, key, way.hops(), way));
      }
      case ReceptiveField.Route.Never never -> {
        one.put("status", "never");
        text.append("%d never hears of %d: %s".formatted(query, key, never));
      }
      case ReceptiveField.Route.TooLarge tooLarge -> {
        one.put("status", "unknown");
        text.append("unknown whether %d hears of %d: %s".formatted(query, key, tooLarge));
      }
    }
    return one;
  }

  private static ReceptiveField field(
      int query,
      List<Relation> layers,
      Universality found,
      Map<String, @Nullable Object> fields,
      StringBuilder text) {
    int depth =
        switch (found.hops()) {
          case Hops.Exactly(int number) -> number;
          case Hops.Never _ -> layers.size() + DEPTH;
          case Hops.Between between -> between.lower();
        };
    ReceptiveField heard = ReceptiveField.of(layers, query, Math.min(depth, DEPTH));
    List<Long> sizes = heard.byLayers().stream().map(Row::count).toList();
    Map<String, @Nullable Object> one = new LinkedHashMap<>();
    one.put("query", query);
    one.put("sizes", sizes);
    one.put("by_layers", heard.byLayers().stream().map(CheckReport::members).toList());
    fields.put("field", one);
    text.append("\nfield       position ").append(query).append(" has heard of ");
    text.append(sizes.stream().map(String::valueOf).collect(joining(", "))).append(" positions");
    return heard;
  }
}
