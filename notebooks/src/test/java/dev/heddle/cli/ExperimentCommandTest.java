package dev.heddle.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExperimentCommandTest {

  private static final List<String> SMALL =
      List.of("--quick", "--steps", "8", "--batch", "4", "--layers", "1");

  @TempDir private Path folder;

  private static Result experiment(List<String> first, String... more) {
    return Result.call(
        Stream.of(List.of("experiment"), first, SMALL, List.of(more))
            .flatMap(List::stream)
            .toArray(String[]::new));
  }

  @Test
  void onePatternOnOneTask() throws Exception {
    Path own = folder.resolve("own");
    Result result =
        experiment(
            List.of("window(3) + stride(√n)"), "--task", "copying", "-o", own.toString(), "--json");
    assertEquals(0, result.status(), result.err());
    JsonObject json = result.json();
    assertEquals(1, json.get("runs").getAsInt());
    JsonObject row = json.getAsJsonArray("rows").get(0).getAsJsonObject();
    assertEquals("window(3) + stride(√n)", row.get("pattern").getAsString());
    assertEquals("copying", row.get("task").getAsString());
    assertEquals(8, row.get("steps").getAsInt());
    assertTrue(row.get("test_loss").getAsDouble() > 0);
    assertTrue(Files.exists(own.resolve("metrics.jsonl")));
    // A second time only where that is wanted; and then it is done.
    Result again =
        experiment(List.of("window(3) + stride(√n)"), "--task", "copying", "-o", own.toString());
    assertEquals(2, again.status());
    assertTrue(again.err().startsWith("error[exists]"), again.err());
    Result resumed = Result.call("experiment", "--resume", own.toString(), "--json");
    assertEquals(0, resumed.status(), resumed.err());
    assertEquals(json, resumed.json());
    Result otherwise =
        experiment(List.of("full"), "--task", "copying", "-o", own.toString(), "--resume");
    assertEquals(2, otherwise.status());
    assertTrue(otherwise.err().startsWith("error[wrong-folder]"), otherwise.err());
  }

  @Test
  void patternsAndSeedsAreCompared() throws Exception {
    Path own = folder.resolve("sweep");
    Result result =
        experiment(
            List.of("window(3)", "zoo:star", "self + random(2, seed: {seed})"),
            "--task",
            "translation",
            "--seed",
            "0",
            "1",
            "-o",
            own.toString());
    assertEquals(0, result.status(), result.err());
    assertEquals(Files.readString(own.resolve("report.md")), result.out());
    assertTrue(result.out().contains("| layers | window(3) | zoo:star |"), result.out());
    assertTrue(result.err().contains("6 of 6  "), result.err());
    Result report = Result.call("experiment", "--report", own.toString(), "--json");
    assertEquals(6, report.json().getAsJsonArray("rows").size());
    assertEquals(6, report.json().get("done").getAsInt());
  }

  /** A decoder takes of it what is not ahead. */
  @Test
  void aPatternOfAFileIsADecoders() throws Exception {
    Path file = folder.resolve("own.heddle");
    Files.writeString(file, "let near(w = 3) = window(w)\n");
    Result result =
        experiment(
            List.of(file + ":near(w: 5)"),
            "--task",
            "translation",
            "-o",
            folder.resolve("own").toString());
    assertEquals(0, result.status(), result.err());
  }

  @Test
  void aTaskComparesItsUsualPatternsAndOnesOwn() {
    Result result =
        experiment(
            List.of("copying"),
            "--with",
            "window(5) + global(1)",
            "-o",
            folder.resolve("table").toString(),
            "--json");
    assertEquals(0, result.status(), result.err());
    JsonObject json = result.json();
    assertEquals(9, json.get("runs").getAsInt());
    assertEquals(9, json.get("done").getAsInt());
  }

  @Test
  void textAndPairsAreRead() throws Exception {
    Path text = folder.resolve("text");
    Files.createDirectories(text);
    for (int file = 0; file < 40; file++) {
      Files.writeString(text.resolve("f" + file + ".txt"), ("line of " + file + "\n").repeat(20));
    }
    Result result =
        experiment(
            List.of("window(5)"),
            "--task",
            "lm",
            "--data",
            text.toString(),
            "-o",
            folder.resolve("lm").toString(),
            "--json");
    assertEquals(0, result.status(), result.err());
    double perplexity =
        result
            .json()
            .getAsJsonArray("rows")
            .get(0)
            .getAsJsonObject()
            .get("perplexity")
            .getAsDouble();
    assertTrue(perplexity > 1 && perplexity < 1_000, "perplexity " + perplexity);
    Files.writeString(folder.resolve("train.tsv"), "sentence\tlabel\ngood\t1\nbad\t0\n");
    Files.writeString(folder.resolve("dev.tsv"), "sentence\tlabel\nfine\t1\n");
    Result pairs =
        experiment(
            List.of("window(5)"),
            "--task",
            "classification",
            "--data",
            folder.toString(),
            "-o",
            folder.resolve("pairs").toString());
    assertEquals(0, pairs.status(), pairs.err());
    assertTrue(pairs.out().contains("test_accuracy"), pairs.out());
    StringBuilder sentences = new StringBuilder();
    for (int number = 0; number < 60; number++) {
      sentences.append("Go ").append(number).append("\tVa ").append(number).append("\tby me\n");
    }
    Path file = Files.writeString(folder.resolve("fra.txt"), sentences);
    Result translated =
        experiment(
            List.of("window(5)"),
            "--task",
            "translation",
            "--data",
            file.toString(),
            "-o",
            folder.resolve("fr").toString(),
            "--json");
    assertEquals(0, translated.status(), translated.err());
    JsonObject row = translated.json().getAsJsonArray("rows").get(0).getAsJsonObject();
    assertTrue(row.get("bleu").getAsDouble() >= 0, row.toString());
  }

  @Test
  void thePresetsAreListed() {
    Result result = Result.call("experiment", "--list");
    assertEquals(0, result.status());
    assertEquals(12, result.out().lines().count());
    assertTrue(result.out().contains("copying         paper   8 patterns, 1 to 4 layers, n = 256"));
    assertEquals(
        12, Result.call("experiment", "--list", "--json").json().getAsJsonArray("presets").size());
  }

  @Test
  void whatDivergesIsNoAnswer() {
    Result result =
        Result.call(
            "experiment",
            "full",
            "--task",
            "copying",
            "--quick",
            "--rate",
            "1e300",
            "-o",
            folder.resolve("wild").toString());
    assertEquals(1, result.status(), result.err());
    assertTrue(result.err().contains("error[not-finite]: at step "), result.err());
    assertFalse(result.err().contains("fault of ours"));
  }

  /** Asked for again, it is refused for the same reason, and not because it is there already. */
  @Test
  void whatIsRefusedLeavesNothingBehind() {
    Path missing = folder.resolve("missing");
    String[][] refused = {
      {"copying", "--quick", "--n", "7"},
      {"lm", "--quick", "--data", missing.toString()},
      {"full", "--task", "copying", "--quick", "--n", "7"},
      {"full", "--task", "lm", "--quick", "--data", missing.toString()}
    };
    for (String[] wrong : refused) {
      Path own = folder.resolve("own");
      List<String> all = new ArrayList<>(List.of("experiment"));
      all.addAll(List.of(wrong));
      all.addAll(List.of("-o", own.toString()));
      Result first = Result.call(all.toArray(String[]::new));
      assertEquals(2, first.status(), all + first.err());
      assertTrue(Files.notExists(own), String.join(" ", all));
      assertEquals(first, Result.call(all.toArray(String[]::new)), String.join(" ", all));
    }
  }

  @Test
  void wrongInputIsSaidAtOnce() {
    for (String[] wrong :
        new String[][] {
          {},
          {"window(3)"},
          {"cooking"},
          {"window(3)", "--task", "cooking"},
          {"windw(3)", "--task", "copying"},
          {"zoo:document", "--task", "copying"},
          {"copying", "--preset", "huge"},
          {"copying", "--quick", "--preset", "paper"},
          {"copying", "--steps", "0"},
          {"copying", "--layers", "0"},
          {"copying", "--n", "7"},
          {"copying", "--rate", "-1"},
          {"copying", "--map", "hardest"},
          {"copying", "--data", "x"},
          {"copying", "--seed", "0", "0"},
          {"copying", "--threads", "0"},
          {"lm", "--data", "no/such/folder", "-o", "no/such"},
          {"--resume"},
          {"--resume", "no/such/folder"},
          {"--report", "no/such/folder"}
        }) {
      String[] all = new String[wrong.length + 1];
      all[0] = "experiment";
      System.arraycopy(wrong, 0, all, 1, wrong.length);
      Result result = Result.call(all);
      assertEquals(2, result.status(), String.join(" ", all) + result.err());
      assertTrue(result.err().contains("error["), String.join(" ", all) + result.err());
      assertEquals("", result.out());
    }
  }
}
