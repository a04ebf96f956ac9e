package dev.heddle.cli;

import static dev.heddle.cli.Result.call;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A pattern that a file defines is to every command what its text is. */
class DefinitionFileTest {

  /** How a command names what it was asked about. */
  private static final String[] NAMES = {"pattern", "matrix", "file", "part"};

  private static final String FILE =
      """
      ## Neighbours and a hub.
      let near(w = 3) = window(w) + global(1)
      let wide = near(w: 5)
      let turns = layers(near, self + stride(4))
      """;

  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "compile DEFINED --n 16 --json | wide | window(5) + global(1)",
        "compile DEFINED --n 16 --to csr --layer 1 --head 0 --json -o FILE | turns"
            + " | layers(window(3) + global(1), self + stride(4))",
        "explain DEFINED --n 256 --json | near(w: 9) | window(9) + global(1)",
        "why DEFINED 3 4 --n 16 --json | near | window(3) + global(1)",
        "check DEFINED --n 16 --json | turns | layers(window(3) + global(1), self + stride(4))",
        "study DEFINED --n 16 32 64 --json | wide | window(5) + global(1)",
        "prove DEFINED --n 3 --json | near | window(3) + global(1)",
        "approximate DEFINED --n 12 --seed 3 --json | near | window(3) + global(1)",
        "approximate DEFINED --n 12,16 --study --regime zeros --json | near | window(3) + global(1)",
        "draw DEFINED --n 12 | wide | window(5) + global(1)"
      })
  void aDefinitionIsItsText(String line, String name, String text) throws IOException {
    Path definitions = Files.writeString(folder.resolve("p.heddle"), FILE);
    Result defined = call(arguments(line, definitions + ":" + name));
    Result typed = call(arguments(line, text));
    assertEquals(typed.status(), defined.status(), defined.err());
    assertTrue(typed.status() < 2, typed.err());
    assertEquals(facts(typed), facts(defined));
  }

  private String[] arguments(String line, String pattern) {
    return Arrays.stream(line.split(" "))
        .map(
            word ->
                switch (word) {
                  case "DEFINED" -> pattern;
                  case "FILE" -> folder.resolve("out.npz").toString();
                  default -> word;
                })
        .toArray(String[]::new);
  }

  /** What was answered, without the words of the question and what takes its time. */
  private static String facts(Result result) {
    if (!result.out().startsWith("{")) {
      return result.out().substring(result.out().indexOf('\n'));
    }
    JsonObject json = result.json();
    for (String name : NAMES) {
      json.remove(name);
    }
    json.keySet().removeIf(key -> key.endsWith("_ms") || key.endsWith("seconds"));
    if (json.has("studies")) {
      json.getAsJsonArray("studies")
          .forEach(
              study -> {
                study.getAsJsonObject().remove("name");
                study
                    .getAsJsonObject()
                    .getAsJsonArray("rows")
                    .forEach(row -> row.getAsJsonObject().remove("seconds"));
              });
    }
    return json.toString();
  }

  /** A family is a definition with its parameters free. */
  @Test
  void aFamilyIsADefinition() throws IOException {
    Path definitions = Files.writeString(folder.resolve("p.heddle"), FILE);
    String[] rest = {"--n=40", "--range=w=1,3,5", "--json"};
    Result defined = call("search", definitions + ":near", rest[0], rest[1], rest[2]);
    Result typed = call("search", "window(w) + global(1)", rest[0], rest[1], rest[2]);
    assertEquals(0, defined.status(), defined.err());
    assertEquals(0, typed.status(), typed.err());
    JsonObject mine = defined.json().getAsJsonArray("front").get(0).getAsJsonObject();
    JsonObject same = typed.json().getAsJsonArray("front").get(0).getAsJsonObject();
    for (String name : new String[] {"edges", "hops", "path", "values"}) {
      assertEquals(same.get(name), mine.get(name), name);
    }
  }
}
