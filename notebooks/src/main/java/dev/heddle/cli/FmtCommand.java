package dev.heddle.cli;

import dev.heddle.diagnostic.Source;
import dev.heddle.files.SafeFile;
import dev.heddle.syntax.Formatter;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code heddle fmt}. */
@Command(
    name = "fmt",
    description = "Formats definition files in place; with an error in any of them, none.",
    mixinStandardHelpOptions = true,
    sortOptions = false)
final class FmtCommand implements Callable<Integer> {

  @CommandLine.Spec
  @SuppressWarnings("NullAway.Init")
  private CommandLine.Model.CommandSpec spec;

  @Parameters(arity = "1..*", paramLabel = "FILE", description = "A definition file.")
  private List<Path> files = new ArrayList<>();

  @Option(
      names = "--check",
      description =
          "Change nothing: list the files that would change, and exit with 1 if any would.")
  private boolean check;

  @Option(names = "--json", description = "Print one JSON object and nothing else on stdout.")
  private boolean json;

  @Override
  public Integer call() {
    Map<Path, String> changed = new LinkedHashMap<>();
    for (Path file : files) {
      String text = read(file);
      String formatted = Formatter.format(new Source(file.toString(), text));
      if (!formatted.equals(text)) {
        changed.put(file, formatted);
      }
    }
    if (!check) {
      changed.forEach(FmtCommand::write);
    }
    PrintWriter out = spec.commandLine().getOut();
    List<String> names = changed.keySet().stream().map(Path::toString).toList();
    if (json) {
      out.print(Json.of(Map.of("changed", names)));
    } else {
      names.forEach(out::println);
    }
    out.flush();
    return check && !changed.isEmpty() ? 1 : 0;
  }

  private static String read(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      return PatternArgument.text(in, "`" + file + "`");
    } catch (IOException e) {
      throw Usage.cannotRead(file, e);
    }
  }

  private static void write(Path file, String text) {
    try {
      SafeFile.write(file, out -> out.write(text.getBytes(StandardCharsets.UTF_8)));
    } catch (IOException e) {
      throw Usage.cannotWrite(file, e);
    }
  }
}
