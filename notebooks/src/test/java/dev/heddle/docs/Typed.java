package dev.heddle.docs;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.heddle.notebook.Notebook;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** What a page says is typed, and what is then printed. */
final class Typed {

  private static final Path ROOT = Notebook.home();

  private Typed() {}

  /** The blocks of a language that have what they print below them: group 1, and group 2. */
  static List<MatchResult> shown(String page, String language) throws IOException {
    return Pattern.compile("(?ms)^```" + language + "\\n(.*?)^```\\n```\\n(.*?)^```$")
        .matcher(Files.readString(ROOT.resolve(page)))
        .results()
        .toList();
  }

  /** What a command prints, errors too, in a folder where {@code heddle} is on the path. */
  static String run(Path folder, int minutes, String... command) throws Exception {
    Path printed = folder.resolve("printed");
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(printed.toFile());
    builder.environment().merge("PATH", ROOT.toString(), (path, root) -> root + ":" + path);
    builder.environment().remove("JAVA_TOOL_OPTIONS");
    Process process = builder.start();
    assertTrue(process.waitFor(minutes, TimeUnit.MINUTES), String.join(" ", command));
    return Files.readString(printed);
  }
}
