package dev.heddle.cli;

import dev.heddle.pattern.Reason;
import dev.heddle.pattern.SparsityPattern;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code heddle why}. */
@Command(
    name = "why",
    description =
        "Says why a query may attend to a key, or may not: the part of the text that decides.",
    mixinStandardHelpOptions = true,
    sortOptions = false)
final class WhyCommand implements Callable<Integer> {

  @CommandLine.Spec
  @SuppressWarnings("NullAway.Init")
  private CommandLine.Model.CommandSpec spec;

  @Mixin private PatternOptions pattern = new PatternOptions();

  @Parameters(index = "1", paramLabel = "I", description = "The query, from 0.")
  private int query;

  @Parameters(index = "2", paramLabel = "J", description = "The key, from 0.")
  private int key;

  @Option(names = "--n", required = true, paramLabel = "N", description = "The length.")
  private long n;

  @Option(names = "--json", description = "Print one JSON object and nothing else on stdout.")
  private boolean json;

  @Override
  public Integer call() {
    int length = LengthOptions.length(n);
    SparsityPattern parsed = pattern.pattern();
    SparsityPattern one = pattern.one(parsed);
    Reason reason = one.why(query, key, length, pattern.oneBinding(one));
    PatternOptions.warn(parsed.warnings(), spec.commandLine().getErr());
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      Map<String, @Nullable Object> fields = new LinkedHashMap<>();
      fields.put("pattern", one.formatted());
      fields.put("n", length);
      fields.put("query", query);
      fields.put("key", key);
      fields.put("allowed", reason.allowed());
      fields.put("sentence", reason.sentence());
      fields.put("part", reason.origin().text());
      out.print(Json.of(fields));
    } else {
      out.println(reason.drawn());
    }
    out.flush();
    return 0;
  }
}
