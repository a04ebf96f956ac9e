package dev.heddle.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** What docs/command-line.md shows of the shell prints what stands below it. */
@DisabledOnOs(OS.WINDOWS)
class CommandLinePageIT {

  @TempDir Path folder;

  @Test
  void whatIsTypedPrintsWhatStandsBelowIt() throws Exception {
    List<MatchResult> shown = Typed.shown("docs/command-line.md", "sh");
    assertEquals(3, shown.size(), "blocks with what they print");
    for (MatchResult block : shown) {
      assertEquals(block.group(2), Typed.run(folder, 4, "bash", "-c", block.group(1)));
    }
  }
}
