package dev.heddle.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.heddle.diagnostic.HeddleException;
import dev.heddle.diagnostic.Source;
import dev.heddle.files.ArrayFile;
import dev.heddle.files.Elements;
import dev.heddle.files.NamedArray;
import dev.heddle.notebook.Notebook;
import dev.heddle.notebook.Picture;
import dev.heddle.pattern.Bindings;
import dev.heddle.pattern.Definitions;
import dev.heddle.pattern.Expected;
import dev.heddle.pattern.SparsityPattern;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class ReadmeIT {

  private static final Path ROOT = Notebook.home();
  private static final String HEADLINE = "window(3) + stride(√n) + global(1)";

  @TempDir Path folder;

  private static List<String> blocks(String language) throws IOException {
    // All fences are matched in turn, so that none that closes is taken for one that opens.
    Pattern fence = Pattern.compile("(?ms)^```(\\w*)\\n(.*?)^```$");
    return fence
        .matcher(Files.readString(ROOT.resolve("README.md")))
        .results()
        .filter(block -> block.group(1).equals(language))
        .map(block -> block.group(2))
        .toList();
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void theCodePrintsWhatStandsBelowIt() throws Exception {
    Path script =
        Files.writeString(folder.resolve("readme.jsh"), String.join("\n", blocks("java")));
    Path printed = folder.resolve("printed");
    Process shell =
        new ProcessBuilder(ROOT.resolve("heddle").toString(), "shell", script.toString())
            .redirectOutput(printed.toFile())
            .redirectError(folder.resolve("errors").toFile())
            .start();
    assertTrue(shell.waitFor(5, TimeUnit.MINUTES));
    assertEquals(0, shell.exitValue(), Files.readString(folder.resolve("errors")));
    assertEquals(blocks("").getFirst(), Files.readString(printed));
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void theCommandsInTheTableWork() throws Exception {
    List<String> lines =
        Pattern.compile(
                "`\\./(heddle (?:compile|draw|doctor|zoo|why|check|explain|attend|fmt|study|search|prove"
                    + "|approximate|recognise)[^`]*)`")
            .matcher(Files.readString(ROOT.resolve("README.md")))
            .results()
            .map(match -> match.group(1))
            .toList();
    assertEquals(17, lines.size(), lines.toString());
    Files.writeString(folder.resolve("mine.heddle"), blocks("heddle").getFirst());
    List<NamedArray> arrays =
        Stream.of("q", "k", "v")
            .map(
                name ->
                    new NamedArray(
                        name, List.of(1, 2, 100, 8), new Elements.Floats(new float[1_600])))
            .toList();
    ArrayFile.write(folder.resolve("qkv.npz"), arrays);
    for (String line : lines) {
      Process process =
          new ProcessBuilder("bash", "-c", "exec \"$0\"/" + line, ROOT.toString())
              .directory(folder.toFile())
              .redirectOutput(folder.resolve("out").toFile())
              .redirectError(folder.resolve("err").toFile())
              .start();
      assertTrue(process.waitFor(5, TimeUnit.MINUTES), line);
      assertEquals(0, process.exitValue(), line + Files.readString(folder.resolve("err")));
    }
    assertTrue(Files.size(folder.resolve("mask.npz")) > 10_000);
    assertTrue(Files.size(folder.resolve("mask.png")) > 500);
    assertTrue(Files.size(folder.resolve("attention.pt")) > 10_000);
    List<NamedArray> results =
        ArrayFile.read(folder.resolve("out.npz"), List.of("out", "logsumexp"));
    assertEquals(List.of(1, 2, 100, 8), results.getFirst().shape());
    assertEquals(List.of(1, 2, 100), results.getLast().shape());
  }

  @Test
  void theDefinitionFileHoldsWhatItExpects() throws Exception {
    Definitions definitions =
        Definitions.parse(new Source("mine.heddle", blocks("heddle").getFirst()));
    List<Expected> results = definitions.check();
    assertEquals(3, results.size());
    assertEquals(List.of(), results.stream().flatMap(each -> each.failures().stream()).toList());
    assertEquals(List.of("sinks", "square"), definitions.names());
    int[] marks = new int[100];
    marks[10] = 1;
    assertEquals(
        List.of(0, 1, 2, 3, 10),
        Arrays.stream(
                definitions
                    .pattern("sinks(w: 5)")
                    .at(100, Bindings.none().with("separator", marks))
                    .row(99)
                    .keys())
            .limit(5)
            .boxed()
            .toList());
  }

  @Test
  void theErrorIsTheOneThatIsThrown() throws Exception {
    String text = HEADLINE.replace("window", "windw");
    HeddleException e = assertThrows(HeddleException.class, () -> SparsityPattern.parse(text));
    assertEquals(blocks("").get(1).strip(), String.valueOf(e.getMessage()).strip());
  }

  @Test
  void thePictureIsTheOneThatIsDrawn() throws Exception {
    String drawn = Picture.of(SparsityPattern.parse(HEADLINE)).svg();
    assertEquals(drawn.strip(), Files.readString(ROOT.resolve("docs/headline.svg")).strip());
  }

  @Test
  void theLinksLeadSomewhere() throws Exception {
    for (String page : List.of("README.md", "CONTRIBUTING.md", "ARCHITECTURE.md", "GRAMMAR.md")) {
      Pattern link = Pattern.compile("\\]\\(([^)#:]+)\\)");
      link.matcher(Files.readString(ROOT.resolve(page)))
          .results()
          .map(target -> target.group(1))
          .forEach(target -> assertTrue(Files.exists(ROOT.resolve(target)), page + ": " + target));
    }
  }
}
