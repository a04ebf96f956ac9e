package dev.heddle.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.heddle.notebook.Notebook;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Our forms, read by the libraries that they are written for, in the Python that {@code
 * HEDDLE_TORCH_PYTHON} names: {@code .ci/torch-root} makes one.
 */
class PythonExchangeIT {

  private static final Path CHECK = Notebook.home().resolve("notebooks/check/exchange.py");
  private static final int MINUTES = 15;

  @TempDir static Path folder;

  private static JsonObject reports = new JsonObject();
  private static List<String> missing = List.of();

  @BeforeAll
  static void runOnce() throws Exception {
    String python = System.getenv("HEDDLE_TORCH_PYTHON");
    if (python == null) {
      System.err.println(
          "SKIPPED: the exports are not read by PyTorch, SciPy, Transformers and JAX, as"
              + " HEDDLE_TORCH_PYTHON names no Python that has them (.ci/torch-root makes one)");
    }
    assumeTrue(python != null, "HEDDLE_TORCH_PYTHON is not set");
    missing = ExchangeCases.write(folder);
    Path printed = folder.resolve("printed");
    Path errors = folder.resolve("errors");
    Process process =
        new ProcessBuilder(python, CHECK.toString(), folder.toString())
            .redirectOutput(printed.toFile())
            .redirectError(errors.toFile())
            .start();
    boolean hasEnded = process.waitFor(MINUTES, TimeUnit.MINUTES);
    if (!hasEnded) {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
    }
    assertTrue(hasEnded, () -> "exchange.py did not end");
    String said = Files.readString(errors);
    assertTrue(process.exitValue() <= 1, said);
    System.err.println(said.lines().filter(line -> line.contains(" cases in ")).toList());
    reports = JsonParser.parseString(Files.readString(printed)).getAsJsonObject();
  }

  private static JsonObject report(String check) {
    return reports.getAsJsonObject(check);
  }

  private static int found(String check, String what) {
    JsonElement number = report(check).getAsJsonObject("found").get(what);
    return number == null ? 0 : number.getAsInt();
  }

  @Test
  void theWholeZooIsThere() {
    assertEquals(List.of(), missing);
  }

  /** Each check sees that the one case is wrong whose mask is another's, and finds no other. */
  @ParameterizedTest
  @CsvSource({
    "csr,             200, 1",
    "bsr,             200, 1",
    "blockmask,       200, 1",
    "swap,            200, 0",
    "compiled,        200, 1",
    "python,          200, 1",
    "python_compiled,   4, 0",
    "torchscript,     200, 1",
    "transformers,    200, 1",
    "flashmask,       200, 1",
    "splash,          100, 1"
  })
  void eachFormIsReadAsItIsMeant(String check, int least, int tampered) {
    List<String> wrong = new ArrayList<>();
    report(check).getAsJsonArray("wrong").forEach(each -> wrong.add(each.getAsString()));
    assertEquals(
        tampered,
        wrong.stream().filter(each -> each.contains(ExchangeCases.TAMPERED)).count(),
        wrong.toString());
    assertEquals(tampered, wrong.size(), wrong.toString());
    int cases = report(check).get("cases").getAsInt();
    assertTrue(cases >= least, cases + " cases");
  }

  @Test
  void everyKindOfBlockOccurs() {
    for (String kind : List.of("empty", "partial", "full")) {
      assertTrue(found("blockmask", kind) > 500, report("blockmask")::toString);
    }
  }

  @Test
  void swappedBlocksAreSeen() {
    assertTrue(found("swap", "True") > 100, report("swap")::toString);
  }

  @Test
  void whatFlashMaskCannotSayIsRefusedWhereItFirstCannot() {
    assertTrue(found("flashmask", "said") > 50, report("flashmask")::toString);
    assertTrue(found("flashmask", "refused") > 50, report("flashmask")::toString);
  }
}
