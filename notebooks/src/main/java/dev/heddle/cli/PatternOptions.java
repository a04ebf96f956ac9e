package dev.heddle.cli;

import dev.heddle.diagnostic.Diagnostic;
import dev.heddle.diagnostic.HeddleException;
import dev.heddle.diagnostic.Problem;
import dev.heddle.diagnostic.Source;
import dev.heddle.pattern.SparsityPattern;
import dev.heddle.relation.Relation;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** A pattern and the length at which it is taken: what many commands begin with. */
final class PatternOptions {

  @Parameters(
      paramLabel = "PATTERN",
      description = "A pattern text, such as 'window(3) + global(1)'; - reads it from stdin.")
  private String text = "";

  @Option(names = "--n", required = true, paramLabel = "N", description = "The length.")
  private long n;

  @Option(
      names = "--m",
      paramLabel = "M",
      description = "The number of queries: the last M positions. As many as keys, if not given.")
  private @Nullable Long m;

  SparsityPattern pattern() {
    return SparsityPattern.parse(text.equals("-") ? stdin() : Source.typed(text));
  }

  Relation relation(SparsityPattern pattern) {
    Relation square = pattern.at(length(n));
    return m == null ? square : square.last(length(m));
  }

  private static int length(long length) {
    if (length < 1 || length > Integer.MAX_VALUE) {
      throw HeddleException.of(new Problem.BadLength(length), null);
    }
    return (int) length;
  }

  private static Source stdin() {
    try {
      return new Source("stdin", new String(System.in.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new Usage("cannot-read", "stdin cannot be read: " + e.getMessage(), "");
    }
  }

  /** Warnings go to stderr, so that stdout holds the answer only. */
  static void warn(List<Diagnostic> warnings, PrintWriter err) {
    warnings.forEach(warning -> err.println(warning.drawn()));
    err.flush();
  }
}
