package dev.heddle.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.heddle.files.ArrayFile;
import dev.heddle.notebook.Notebook;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Every file in examples/, run as its first lines say. */
@DisabledOnOs(OS.WINDOWS)
class ExamplesIT {

  private static final Path ROOT = Notebook.home();

  @TempDir Path folder;

  private String run(String line) throws Exception {
    Path out = folder.resolve("out");
    Path err = folder.resolve("err");
    ProcessBuilder builder =
        new ProcessBuilder("bash", "-c", line)
            .directory(ROOT.toFile())
            .redirectOutput(out.toFile())
            .redirectError(err.toFile());
    builder.environment().put("OUT", folder.resolve("masks").toString());
    builder
        .environment()
        .put("JAVA", Path.of(System.getProperty("java.home"), "bin/java").toString());
    Process process = builder.start();
    assertTrue(process.waitFor(4, TimeUnit.MINUTES), line);
    assertEquals(0, process.exitValue(), Files.readString(err));
    return Files.readString(out);
  }

  @Test
  void allOfThemAreRunHere() throws Exception {
    try (Stream<Path> files = Files.list(ROOT.resolve("examples"))) {
      assertEquals(
          List.of(
              "Attention.java",
              "README.md",
              "export.jsh",
              "patterns.heddle",
              "search.jsh",
              "train.jsh"),
          files.map(file -> String.valueOf(file.getFileName())).sorted().toList());
    }
  }

  @Test
  void theDefinitionsHoldWhatTheyExpectAndAreFormatted() throws Exception {
    assertTrue(run("./heddle check examples/patterns.heddle").contains("4 of 4 hold"));
    assertEquals("", run("./heddle fmt --check examples/patterns.heddle"));
    run("./heddle draw examples/patterns.heddle:decoder --n 256");
    run("./heddle compile 'examples/patterns.heddle:reader(w: 33)' --n 4096");
  }

  @Test
  void trainingLearns() throws Exception {
    assertTrue(run("./heddle shell examples/train.jsh").contains("learned on"));
  }

  @Test
  void theSearchFindsMembers() throws Exception {
    assertTrue(run("./heddle shell examples/search.jsh").contains("members were examined"));
  }

  @Test
  void theExportWritesWhatItSays() throws Exception {
    String printed = run("./heddle shell examples/export.jsh");
    Path masks = folder.resolve("masks");
    assertTrue(printed.endsWith("written to " + masks + "\n"), printed);
    for (String ending : List.of("npz", "safetensors")) {
      assertEquals(
          List.of(257),
          ArrayFile.read(masks.resolve("bigbird-256." + ending), List.of("crow_indices"))
              .getFirst()
              .shape());
    }
  }

  /** As JBang runs it, but with the class path of the build for what it would fetch. */
  @Test
  void theScriptRunsInOneFile() throws Exception {
    String printed =
        run(
            "\"$JAVA\" --enable-native-access=ALL-UNNAMED -Dai.djl.offline=true"
                + " -cp 'notebooks/target/heddle-notebooks.jar:notebooks/target/lib/*'"
                + " examples/Attention.java 'causal & window(65)' 512");
    assertTrue(printed.contains("attention of shape (1, 8, 512, 64)"), printed);
  }
}
