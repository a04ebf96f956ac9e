package dev.heddle.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.heddle.pattern.Definitions;
import dev.heddle.pattern.SparsityPattern;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class BenchCommandTest {

  private static final String WINDOW = "window(17) + global(1)";

  private static final List<String> KEYS =
      List.of(
          "pattern",
          "n",
          "heads",
          "dim",
          "dtype",
          "mode",
          "ours_ms",
          "dense_ms",
          "dense_causal_ms",
          "dense_masked_ms",
          "flex_ms",
          "extra_bytes",
          "cover",
          "plan_ms",
          "first_ms");

  @TempDir private Path folder;

  private static Result bench(String... more) {
    String[] all = new String[more.length + 7];
    String[] small = {"bench", "--heads", "2", "--dim", "8", "--repeats", "1"};
    System.arraycopy(small, 0, all, 0, small.length);
    System.arraycopy(more, 0, all, small.length, more.length);
    return Result.call(all);
  }

  private static JsonObject row(Result result, int index) {
    return result.json().getAsJsonArray("rows").get(index).getAsJsonObject();
  }

  private static void ran(JsonObject row, String key) {
    assertTrue(row.get(key).getAsDouble() > 0, key + " of " + row);
  }

  private static void didNotRun(JsonObject row, String key) {
    assertTrue(row.get(key).isJsonNull(), key + " of " + row);
  }

  @Test
  void theTableIsOneJsonObject() {
    Result result =
        bench("--n", "256", "--mode", "both", "--json", "--pattern", WINDOW, "zoo:sparse_strided");
    assertEquals(0, result.status(), result.err());
    assertEquals(4, result.json().getAsJsonArray("rows").size());
    for (JsonElement element : result.json().getAsJsonArray("rows")) {
      JsonObject row = element.getAsJsonObject();
      for (String key : KEYS) {
        assertTrue(row.has(key), key + " of " + row);
      }
      for (String key :
          List.of("ours_ms", "dense_ms", "dense_causal_ms", "dense_masked_ms", "plan_ms")) {
        ran(row, key);
      }
      didNotRun(row, "flex_ms");
      assertEquals(256, row.get("n").getAsInt());
      assertEquals(2, row.get("heads").getAsInt());
      assertEquals("float32", row.get("dtype").getAsString());
      assertTrue(!row.getAsJsonArray("cover").isEmpty(), row.toString());
    }
    JsonObject first = row(result, 0);
    assertEquals(WINDOW, first.get("pattern").getAsString());
    assertEquals("forward", first.get("mode").getAsString());
    assertEquals(SparsityPattern.parse(WINDOW).at(256).edges(), first.get("edges").getAsLong());
    // Each head has its own pattern, and both are counted.
    SparsityPattern strided = Definitions.zoo().pattern("sparse_strided");
    assertEquals(
        strided.entry(0, 0).at(256).edges() + strided.entry(0, 1).at(256).edges(),
        row(result, 1).get("edges").getAsLong());
    assertEquals("train", row(result, 2).get("mode").getAsString());
    assertTrue(result.json().getAsJsonObject("machine").has("threads"));
  }

  @Test
  void aModelIsRacedAgainstTheSameWithDenseAttention() {
    Result result =
        bench(
            "--n",
            "32",
            "250",
            "--mode",
            "model",
            "--json",
            "--pattern",
            WINDOW,
            "heads(window(3), stride(4))",
            "zoo:sparse_strided",
            "window(3)[√n] * window(3)[√n]");
    assertEquals(0, result.status(), result.err());
    // Neither 32 nor 250 is a square.
    assertEquals(6, result.json().getAsJsonArray("rows").size());
    assertEquals(2, result.json().getAsJsonArray("skipped").size());
    for (JsonElement element : result.json().getAsJsonArray("rows")) {
      JsonObject row = element.getAsJsonObject();
      assertEquals("model", row.get("mode").getAsString());
      for (String key : List.of("ours_ms", "dense_ms", "dense_causal_ms", "first_ms")) {
        ran(row, key);
      }
      didNotRun(row, "dense_masked_ms");
      assertEquals(
          row.get("dense_ms").getAsDouble() / row.get("ours_ms").getAsDouble(),
          row.get("dense_ratio").getAsDouble(),
          1e-9);
    }
    assertEquals(
        SparsityPattern.parse(WINDOW).at(32).edges(), row(result, 0).get("edges").getAsLong());
  }

  @Test
  void whereDenseAttentionIsTooLongOnlyWhatIsCheapRuns() {
    Result result =
        bench(
            "--n",
            "4096",
            "--dense-up-to",
            "256",
            "--mode",
            "forward",
            "--json",
            "--pattern",
            "full",
            "self");
    assertEquals(0, result.status(), result.err());
    JsonObject full = row(result, 0);
    didNotRun(full, "ours_ms");
    didNotRun(full, "dense_ms");
    assertTrue(full.get("note").getAsString().contains("256"), full.toString());
    JsonObject self = row(result, 1);
    ran(self, "ours_ms");
    didNotRun(self, "dense_ms");
  }

  @Test
  void whatHasNoMeaningAtALengthIsLeftOut() {
    Result result =
        bench(
            "--n",
            "250",
            "256",
            "--mode",
            "forward",
            "--json",
            "--pattern",
            "window(3)[√n] * window(3)[√n]");
    assertEquals(0, result.status(), result.err());
    assertEquals(1, result.json().getAsJsonArray("rows").size());
    assertEquals(256, row(result, 0).get("n").getAsInt());
    JsonObject skipped = result.json().getAsJsonArray("skipped").get(0).getAsJsonObject();
    assertEquals(250, skipped.get("n").getAsInt());
    assertFalse(skipped.get("reason").getAsString().isEmpty());
    assertTrue(result.err().contains("left out"), result.err());
  }

  @Test
  void unboundSequencesAreDocuments() {
    Result result =
        bench("--n", "2048", "--mode", "forward", "--json", "--pattern", "zoo:document");
    assertEquals(0, result.status(), result.err());
    long edges = row(result, 0).get("edges").getAsLong();
    // Documents of one length of 512 would have 2048 · 512 edges.
    assertTrue(edges > 2048 * 256 && edges < 2048 * 768, "edges: " + edges);
  }

  @Test
  void writesTheTableAndThePlots() throws Exception {
    Path table = folder.resolve("bench.md");
    Path plot = folder.resolve("bench.svg");
    Result result =
        bench(
            "--n",
            "128",
            "256",
            "--pattern",
            WINDOW,
            "causal",
            "--markdown",
            table.toString(),
            "--svg",
            plot.toString());
    assertEquals(0, result.status(), result.err());
    String markdown = Files.readString(table);
    assertEquals(markdown, result.out());
    long rows = markdown.lines().filter(line -> line.startsWith("| `")).count();
    assertEquals(8, rows, markdown);
    long columns =
        markdown
            .lines()
            .filter(line -> line.startsWith("|"))
            .findFirst()
            .orElseThrow()
            .split("\\|", -1)
            .length;
    assertTrue(
        markdown
            .lines()
            .filter(line -> line.startsWith("|"))
            .allMatch(line -> line.split("\\|", -1).length == columns),
        markdown);
    assertTrue(markdown.contains("| `" + WINDOW + "` | 256 |"), markdown);
    assertTrue(markdown.contains("## Forward and backward, 2 heads of 8, float32"), markdown);
    for (Path file : List.of(plot, folder.resolve("bench-train.svg"))) {
      String svg = Files.readString(file);
      DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(file.toFile());
      assertTrue(svg.contains(WINDOW) && svg.contains("dense attention"), svg);
      assertEquals(4, svg.split("<polyline points=\"[0-9]", -1).length - 1, svg);
      assertFalse(svg.contains("NaN"), svg);
    }
  }

  @Test
  @EnabledOnOs({OS.LINUX, OS.MAC})
  void flexAttentionRunsInAnotherProcess() throws IOException {
    Path python = folder.resolve("python");
    // Answers as the script does, if it is asked as the script is.
    Files.writeString(
        python,
        """
        #!/bin/sh
        [ "$1" = -c ] && exit 0
        [ -s "$2" ] && [ "$3 $4 $5 $6 $7 $8" = "--heads 2 --dim 8 --dtype float32" ] || exit 3
        echo '{"flex_ms": 12.5, "dense_ms": 3.5, "build_ms": 7.0}'
        """);
    assertTrue(python.toFile().setExecutable(true));
    Result result =
        bench("--n", "256", "--json", "--peer", "--python", python.toString(), "--pattern", WINDOW);
    assertEquals(0, result.status(), result.err());
    JsonObject forward = row(result, 0);
    assertEquals(12.5, forward.get("flex_ms").getAsDouble(), result.err());
    assertEquals(3.5, forward.get("flex_dense_ms").getAsDouble());
    assertEquals(
        12.5 / forward.get("ours_ms").getAsDouble(), forward.get("flex_ratio").getAsDouble(), 1e-9);
    didNotRun(row(result, 1), "flex_ms");
  }

  @Test
  void withoutTorchThereIsAWarningAndNoFigure() {
    Result result =
        bench(
            "--n",
            "256",
            "--mode",
            "forward",
            "--json",
            "--peer",
            "--python",
            folder.resolve("none").toString(),
            "--pattern",
            WINDOW);
    assertEquals(0, result.status(), result.err());
    didNotRun(row(result, 0), "flex_ms");
    assertTrue(result.err().contains("warning: ") && result.err().contains("pip install torch"));
  }

  @Test
  void wrongInputIsSaidAtOnce() {
    for (String[] wrong :
        new String[][] {
          {"--n", "0"},
          {"--heads", "0"},
          {"--mode", "sideways"},
          {"--dtype", "int8"},
          {"--mode", "model", "--dtype", "float64"},
          {"--device", "abacus"},
          {"--layer", "0"},
          {"--bind", "x=1"},
          {"--pattern", "windw(3)"},
          {"--pattern", "zoo:sparse_strided_layers"},
          {"--svg", "plot.gif"},
          {"--markdown", "no/such/folder/x.md"}
        }) {
      String[] all = new String[wrong.length + 1];
      all[0] = "bench";
      System.arraycopy(wrong, 0, all, 1, wrong.length);
      Result result = Result.call(all);
      assertEquals(2, result.status(), String.join(" ", all));
      assertTrue(result.err().startsWith("error["), result.err());
      assertEquals("", result.out());
    }
  }
}
