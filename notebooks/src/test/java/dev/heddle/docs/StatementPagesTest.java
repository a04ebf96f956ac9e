package dev.heddle.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.heddle.notebook.Notebook;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The tables of statements name classes and tests: each of these is one, and none is forgotten. */
class StatementPagesTest {

  /** A class, its method, or a method (with … its beginning) of the class that was named before. */
  private static final Pattern NAME =
      Pattern.compile("`(?=[A-Z.])([A-Z]\\w*)?(?:\\.([a-z]\\w*)(…)?)?`");

  private static final Pattern TYPE = Pattern.compile("\\b(?:class|record|interface|enum) (\\w+)");

  /** The source of each type, by its simple name. */
  private static final Map<String, String> SOURCES = new HashMap<>();

  @BeforeAll
  static void read() throws IOException {
    for (String module : List.of("dsl", "runtime", "notebooks")) {
      try (Stream<Path> files = Files.walk(Notebook.home().resolve(module + "/src"))) {
        for (Path file : files.filter(each -> each.toString().endsWith(".java")).toList()) {
          String source = Files.readString(file);
          TYPE.matcher(source).results().forEach(type -> SOURCES.put(type.group(1), source));
        }
      }
    }
  }

  private static List<String> rows(String page) throws IOException {
    return Files.readAllLines(Notebook.home().resolve("docs/" + page)).stream()
        .filter(line -> line.startsWith("| ") && line.contains("`"))
        .toList();
  }

  @ParameterizedTest
  @ValueSource(strings = {"theory.md", "proof.md", "expressivity.md"})
  void whatIsNamedIsThere(String page) throws IOException {
    List<String> wrong = new ArrayList<>();
    int tests = 0;
    for (String row : rows(page)) {
      String type = "";
      for (MatchResult name : NAME.matcher(row).results().toList()) {
        type = name.group(1) == null ? type : name.group(1);
        String source = SOURCES.getOrDefault(type, "");
        boolean isTest = type.endsWith("Test") || type.endsWith("IT");
        tests += isTest ? 1 : 0;
        String member = name.group(2);
        String declared =
            (isTest ? "void " : "\\b") + member + (name.group(3) == null ? "\\b" : "");
        if (source.isEmpty()
            || (member != null && !Pattern.compile(declared).matcher(source).find())) {
          wrong.add(name.group() + " in: " + row);
        }
      }
    }
    assertEquals(List.of(), wrong);
    assertTrue(tests > 10, page + " names " + tests + " tests");
  }

  /** What stands in the papers, by a word of each statement that the pages have to have. */
  @Test
  void noStatementIsForgotten() throws IOException {
    String theory = Files.readString(Notebook.home().resolve("docs/theory.md"));
    String proof = Files.readString(Notebook.home().resolve("docs/proof.md"));
    String expressivity = Files.readString(Notebook.home().resolve("docs/expressivity.md"));
    Map<String, List<String>> wanted =
        Map.of(
            theory,
            List.of(
                "condition 1",
                "condition 2",
                "condition 3",
                "Sᵗ(k)",
                "Assumption 2",
                "permuted",
                "1 − connections/n²",
                "as heads of each layer, or united",
                "blockwise",
                "O(n) cannot be undercut",
                "experiments of paper A",
                "Turing complete",
                "BigBird's own construction",
                "content"),
            proof,
            List.of(
                "step 1",
                "step 2",
                "step 3",
                "embedding along the path",
                "quantisation",
                "selective shift",
                "all-max shift",
                "contextual mapping",
                "value mapping",
                "number of blocks"),
            expressivity,
            List.of(
                "exp(X W_Q W_Kᵀ Xᵀ)",
                "1 + ε₁",
                "fixed",
                "unbiased",
                "singular value",
                "Las Vegas",
                "ξ²/2−ξ³/3",
                "log n",
                "1/√d′",
                "fails with",
                "running time",
                "NP-hard"));
    wanted.forEach(
        (page, words) ->
            words.forEach(word -> assertTrue(page.contains(word), "no word of " + word)));
  }
}
