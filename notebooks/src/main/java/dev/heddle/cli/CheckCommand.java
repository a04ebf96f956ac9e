package dev.heddle.cli;

import dev.heddle.diagnostic.Diagnostic;
import dev.heddle.pattern.Bindings;
import dev.heddle.pattern.Definitions;
import dev.heddle.pattern.Expected;
import dev.heddle.pattern.Growth;
import dev.heddle.pattern.SparsityPattern;
import dev.heddle.relation.Relation;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
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
    if (n != null || requirement != null) {
      throw new Usage(
          "usage",
          "--n and --require are for a pattern, and the expectations of a file say their own",
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
    SparsityPattern parsed = pattern.pattern();
    Bindings bindings = pattern.oneBinding(parsed);
    List<PatternOptions.Entry> entries = pattern.entries(parsed);
    List<Relation> layers = layers(entries, length, bindings);
    Map<String, @Nullable Object> fields = new LinkedHashMap<>();
    fields.put("pattern", parsed.formatted());
    fields.put("n", length);
    fields.putAll(Conditions.of(layers));
    fields.put("edges", layers.stream().map(Relation::edges).toList());
    SparsityPattern whole = entries.size() == 1 ? entries.getFirst().pattern() : parsed;
    fields.put("growth", whole.growth().map(Growth::toString).orElse(null));
    PatternOptions.warn(parsed.warnings(), spec.commandLine().getErr());
    PrintWriter out = spec.commandLine().getOut();
    out.print(json ? Json.of(fields) : text(fields));
    out.flush();
    boolean isMet = requirement == null || Boolean.TRUE.equals(fields.get("universal"));
    return isMet ? 0 : ANSWER_IS_NO;
  }

  /** Each layer's pattern: the heads of a layer together. */
  private static List<Relation> layers(
      List<PatternOptions.Entry> entries, int length, Bindings bindings) {
    Map<Integer, Relation> layers = new TreeMap<>();
    for (PatternOptions.Entry entry : entries) {
      layers.merge(entry.layer(), entry.pattern().at(length, bindings), Relation::union);
    }
    return new ArrayList<>(layers.values());
  }

  private static String text(Map<String, @Nullable Object> fields) {
    StringBuilder out = new StringBuilder();
    fields.forEach(
        (name, field) -> {
          // A path through thousands of positions is for programs.
          if (!name.equals("path_witness")) {
            Object shown = field == null ? "unknown" : field;
            if (!shown.equals(List.of()) && !(name.equals("hops") && field == null)) {
              out.append(String.format(Locale.ROOT, "%-18s %s%n", name, shown));
            }
          }
        });
    return out.toString();
  }
}
