package dev.heddle.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.heddle.notebook.Notebook;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** What docs/command-line.md shows of the shell prints what stands below it. */
@DisabledOnOs(OS.WINDOWS)
class CommandLinePageIT {

  private static final Path ROOT = Notebook.home();

  private static final Pattern SHOWN =
      Pattern.compile("(?ms)^```sh\\n(.*?)^```\\n```\\n(.*?)^```$");

  @TempDir Path folder;

  @Test
  void whatIsTypedPrintsWhatStandsBelowIt() throws Exception {
    String page = Files.readString(ROOT.resolve("docs/command-line.md"));
    List<MatchResult> shown = SHOWN.matcher(page).results().toList();
    assertEquals(3, shown.size(), "blocks with what they print");
    for (MatchResult block : shown) {
      Path printed = folder.resolve("printed");
      ProcessBuilder builder =
          new ProcessBuilder("bash", "-c", block.group(1))
              .directory(folder.toFile())
              .redirectErrorStream(true)
              .redirectOutput(printed.toFile());
      builder.environment().merge("PATH", ROOT.toString(), (path, root) -> root + ":" + path);
      builder.environment().remove("JAVA_TOOL_OPTIONS");
      Process process = builder.start();
      assertTrue(process.waitFor(4, TimeUnit.MINUTES), block.group(1));
      assertEquals(block.group(2), Files.readString(printed));
    }
  }
}
