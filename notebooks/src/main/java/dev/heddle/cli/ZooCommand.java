package dev.heddle.cli;

import dev.heddle.diagnostic.HeddleException;
import dev.heddle.pattern.Definitions;
import dev.heddle.pattern.SparsityPattern;
import dev.heddle.relation.Relation;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code heddle zoo}. */
@Command(
    name = "zoo",
    description = "Lists the built-in library; or shows an entry with its text, source and facts.",
    mixinStandardHelpOptions = true,
    sortOptions = false)
final class ZooCommand implements Callable<Integer> {

  /** The length at which facts are given. */
  private static final int LENGTH = 1024;

  private static final String SOURCE = "Source: ";

  @CommandLine.Spec
  @SuppressWarnings("NullAway.Init")
  private CommandLine.Model.CommandSpec spec;

  @Parameters(arity = "0..1", paramLabel = "NAME", description = "An entry of the library.")
  private @Nullable String name;

  @Option(names = "--json", description = "Print one JSON object and nothing else on stdout.")
  private boolean json;

  @Override
  public Integer call() {
    Definitions zoo = Definitions.zoo();
    PrintWriter out = spec.commandLine().getOut();
    if (name == null) {
      list(zoo, out);
    } else {
      show(zoo, name, out);
    }
    out.flush();
    return 0;
  }

  private void list(Definitions zoo, PrintWriter out) {
    if (json) {
      List<Map<String, String>> entries = new ArrayList<>();
      for (String entry : zoo.names()) {
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("name", entry);
        fields.put("signature", zoo.signature(entry));
        fields.put("summary", summary(zoo, entry));
        entries.add(fields);
      }
      out.print(Json.of(Map.of("entries", entries)));
      return;
    }
    int width = zoo.names().stream().mapToInt(String::length).max().orElse(0);
    for (String entry : zoo.names()) {
      out.println((entry + " ".repeat(width - entry.length() + 2) + summary(zoo, entry)).strip());
    }
  }

  private static String summary(Definitions zoo, String entry) {
    return zoo.documentation(entry).lines().findFirst().orElse("").strip();
  }

  private void show(Definitions zoo, String entry, PrintWriter out) {
    String documentation = zoo.documentation(entry).strip();
    Map<String, @Nullable Object> fields = new LinkedHashMap<>();
    fields.put("name", entry);
    fields.put("signature", zoo.signature(entry));
    fields.put("text", zoo.text(entry));
    fields.put("documentation", documentation);
    fields.put(
        "source",
        documentation
            .lines()
            .map(String::strip)
            .filter(line -> line.startsWith(SOURCE))
            .map(line -> line.substring(SOURCE.length()))
            .findFirst()
            .orElse(null));
    Map<String, @Nullable Object> facts = null;
    String missing = "";
    try {
      facts = facts(zoo.pattern(entry));
    } catch (HeddleException e) {
      // It wants an input, or has no meaning at that length: that is said in place of the facts.
      missing = e.diagnostics().getFirst().sentence();
    }
    fields.put("facts", facts);
    if (json) {
      fields.put("no_facts", missing.isEmpty() ? null : missing);
      out.print(Json.of(fields));
      return;
    }
    out.println(zoo.text(entry));
    out.println();
    out.println(documentation);
    out.println();
    out.println("call it as " + zoo.signature(entry));
    out.print(
        facts == null
            ? String.format(Locale.ROOT, "no facts at n = %d: %s%n", LENGTH, missing)
            : Summary.text(facts));
  }

  private static Map<String, @Nullable Object> facts(SparsityPattern pattern) {
    List<Relation> relations = new ArrayList<>();
    for (int layer = 0; layer < pattern.layers(); layer++) {
      for (int head = 0; head < pattern.heads(layer); head++) {
        relations.add(pattern.entry(layer, head).at(LENGTH));
      }
    }
    Map<String, @Nullable Object> facts =
        Summary.of(pattern, relations, Summary.warnings(relations));
    if (relations.size() > 1) {
      facts.put("patterns", relations.size());
    }
    return facts;
  }
}
