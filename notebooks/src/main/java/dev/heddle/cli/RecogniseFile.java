package dev.heddle.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.heddle.diagnostic.HeddleException;
import dev.heddle.diagnostic.Source;
import dev.heddle.files.SafeFile;
import dev.heddle.pattern.SparsityPattern;
import dev.heddle.relation.Relation;
import dev.heddle.syntax.Formatter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;

/** The definition file that {@code recognise -o} writes. */
final class RecogniseFile {

  private RecogniseFile() {}

  static void write(Path file, String definitions) throws IOException {
    SafeFile.write(file, out -> out.write(definitions.getBytes(UTF_8)));
  }

  /** A pattern, where it came from, and for a mask how many edges it is to have. */
  static String of(RecogniseReport report) {
    return switch (report) {
      case RecogniseReport.Settings(String from, var converted) ->
          definition(
              converted.pattern(), converted.convention() + ": " + from, "Holds at any length.");
      case RecogniseReport.Mask mask -> {
        SparsityPattern pattern = mask.found().pattern();
        long differ = mask.found().missing() + mask.found().extra();
        String size = String.format(Locale.ROOT, "%,d queries of %,d keys", mask.m(), mask.n());
        String text =
            definition(
                pattern,
                "Recognised from " + mask.from() + ", " + size + ".",
                differ == 0
                    ? "All pairs agree."
                    : String.format(Locale.ROOT, "Not exact: %,d pairs differ.", differ));
        yield text + expectation(pattern, mask.n());
      }
    };
  }

  private static String definition(SparsityPattern pattern, String first, String second) {
    String text = pattern.formatted();
    // Statements that the expression needs stand before it.
    int expression = text.lastIndexOf("; ") + 1;
    String statements = text.substring(0, expression).replace("; ", "\n").replace(";", "\n");
    return Formatter.format(
        Source.typed(
            (statements.isEmpty() ? "" : statements + "\n")
                + "## "
                + line(first)
                + "\n## "
                + second
                + "\nlet pattern = "
                + text.substring(expression).strip()
                + "\n"));
  }

  /** What came from a file name stays in one line of a comment. */
  private static String line(String words) {
    return words.replaceAll("\\p{Cc}", " ");
  }

  /** What the pattern of a mask is to keep to; nothing where it has inputs, or takes too long. */
  private static String expectation(SparsityPattern pattern, int n) {
    if (!pattern.inputs().isEmpty()) {
      return "";
    }
    try {
      long most = pattern.layersAt(n).stream().mapToLong(Relation::edges).max().orElse(0);
      return "\nexpect edges(pattern) == " + most + " for n in {" + n + "}\n";
    } catch (HeddleException tooMuch) {
      return "";
    }
  }
}
