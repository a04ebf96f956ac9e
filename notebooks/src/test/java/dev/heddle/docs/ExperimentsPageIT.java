package dev.heddle.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.heddle.notebook.Notebook;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The examples of docs/experiments.md. */
@DisabledOnOs(OS.WINDOWS)
class ExperimentsPageIT {

  private static final Path ROOT = Notebook.home();

  @TempDir Path folder;

  private static List<String> blocks(String language) throws IOException {
    return Pattern.compile("(?ms)^```(\\w*)\\n(.*?)^```$")
        .matcher(Files.readString(ROOT.resolve("docs/experiments.md")))
        .results()
        .filter(block -> block.group(1).equals(language))
        .map(block -> block.group(2))
        .toList();
  }

  private String run(String command) throws Exception {
    Process process =
        new ProcessBuilder("bash", "-c", command)
            .directory(folder.toFile())
            .redirectOutput(folder.resolve("out").toFile())
            .redirectError(folder.resolve("err").toFile())
            .start();
    assertTrue(process.waitFor(5, TimeUnit.MINUTES), command);
    assertEquals(0, process.exitValue(), command + Files.readString(folder.resolve("err")));
    return Files.readString(folder.resolve("out"));
  }

  @Test
  void theCommandsWork() throws Exception {
    List<String> commands =
        blocks("").stream()
            .flatMap(String::lines)
            .filter(line -> line.startsWith("./heddle "))
            .toList();
    assertEquals(5, commands.size(), commands.toString());
    for (String command : commands) {
      run(ROOT + command.substring(1));
    }
    for (String file : List.of("metrics.jsonl", "metrics.csv", "result.json", "settings.json")) {
      assertTrue(Files.size(folder.resolve("own").resolve(file)) > 0, file);
    }
    assertTrue(Files.readString(folder.resolve("compared/report.md")).contains(" ± "));
    String table = Files.readString(folder.resolve("table/report.md"));
    assertTrue(table.contains("| RANDOM | window(5) + global(1) |"), table);
  }

  @Test
  void theCodePrintsWhatStandsBelowIt() throws Exception {
    Path script = Files.writeString(folder.resolve("page.jsh"), String.join("\n", blocks("java")));
    String printed = run(ROOT.resolve("heddle") + " shell " + script);
    List<String> below =
        blocks("").stream().filter(block -> !block.startsWith("./heddle")).toList();
    assertEquals(String.join("", below), printed);
  }
}
