package dev.heddle.cli;

import com.google.gson.GsonBuilder;
import dev.heddle.diagnostic.Diagnostic;
import dev.heddle.files.ArrayFile;
import dev.heddle.pattern.SparsityPattern;
import dev.heddle.relation.Relation;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code heddle compile}. */
@Command(
    name = "compile",
    description = "Takes a pattern at a length: prints its facts, or writes its tensors to a file.",
    mixinStandardHelpOptions = true,
    sortOptions = false)
final class CompileCommand implements Callable<Integer> {

  @CommandLine.Spec
  @SuppressWarnings("NullAway.Init")
  private CommandLine.Model.CommandSpec spec;

  @Mixin private PatternOptions pattern = new PatternOptions();

  @Option(
      names = "--to",
      paramLabel = "FORM",
      description = "What to write: ${COMPLETION-CANDIDATES}.")
  private @Nullable Form form;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FILE",
      description = "Where to: a file that ends in .npz or .safetensors.")
  private @Nullable Path output;

  @Option(names = "--json", description = "Print one JSON object and nothing else on stdout.")
  private boolean json;

  @Override
  public Integer call() {
    if ((form == null) != (output == null)) {
      throw new Usage(
          "usage",
          form == null ? "-o wants to know what to write" : "--to wants to know where to write",
          "give both `--to FORM` and `-o FILE`");
    }
    SparsityPattern parsed = pattern.pattern();
    Relation relation = pattern.relation(parsed);
    List<Diagnostic> warnings = new ArrayList<>(parsed.warnings());
    warnings.addAll(relation.warnings());
    PatternOptions.warn(warnings, spec.commandLine().getErr());
    if (form != null && output != null) {
      write(output, form, relation);
    }
    Map<String, @Nullable Object> facts = facts(parsed, relation, warnings);
    PrintWriter out = spec.commandLine().getOut();
    out.print(json ? json(facts) : text(facts));
    out.flush();
    return 0;
  }

  private static void write(Path file, Form form, Relation relation) {
    if (!ArrayFile.hasFormat(file)) {
      throw new Usage(
          "unknown-format",
          "`" + file + "` has an ending that stands for no format",
          "end it in .npz or .safetensors");
    }
    try {
      ArrayFile.write(file, form.arrays(relation));
    } catch (IOException e) {
      throw Usage.cannotWrite(file, e);
    }
  }

  private Map<String, @Nullable Object> facts(
      SparsityPattern parsed, Relation relation, List<Diagnostic> warnings) {
    Map<String, @Nullable Object> facts = new LinkedHashMap<>();
    facts.put("pattern", parsed.formatted());
    facts.put("n", relation.keys());
    facts.put("m", relation.queries());
    facts.put("edges", relation.edges());
    facts.put("density", relation.density());
    facts.put("min_row", relation.minRow());
    facts.put("max_row", relation.maxRow());
    facts.put("empty_rows", relation.emptyRows());
    // How the edges grow with n is not worked out yet.
    facts.put("growth", null);
    facts.put("warnings", warnings.stream().map(CompileCommand::warning).toList());
    if (output != null) {
      facts.put("file", output.toString());
    }
    return facts;
  }

  private static Map<String, String> warning(Diagnostic warning) {
    Map<String, String> fields = new LinkedHashMap<>();
    fields.put("code", warning.code());
    fields.put("sentence", warning.sentence());
    fields.put("help", warning.help());
    return fields;
  }

  private static String json(Map<String, @Nullable Object> facts) {
    return new GsonBuilder()
            .serializeNulls()
            .disableHtmlEscaping()
            .setPrettyPrinting()
            .create()
            .toJson(facts)
        + System.lineSeparator();
  }

  private static String text(Map<String, @Nullable Object> facts) {
    StringBuilder out = new StringBuilder();
    facts.forEach(
        (name, fact) -> {
          if (fact != null && !name.equals("warnings")) {
            String value =
                fact instanceof Double share
                    ? String.format(Locale.ROOT, "%.6f", share)
                    : fact.toString();
            out.append(String.format(Locale.ROOT, "%-11s %s%n", name, value));
          }
        });
    return out.toString();
  }
}
