package dev.heddle;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import dev.heddle.diagnostic.Diagnostic;
import dev.heddle.diagnostic.HeddleException;
import dev.heddle.diagnostic.Problem;
import dev.heddle.diagnostic.Source;
import dev.heddle.pattern.SparsityPattern;
import dev.heddle.relation.Relation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Texts that are wrong or doubtful, in {@code errors/NAME.heddle}, and what is said about them, in
 * {@code errors/NAME.err}.
 *
 * <p>A first line {@code # at n = 64} compiles the text at that length; {@code # 2000 times} stands
 * for so many copies of what follows it. {@code -Dheddle.overwrite=true} writes all answers anew.
 */
class GoldenErrorsTest {

  private static final Path FOLDER =
      Path.of(System.getProperty("basedir", "."), "src", "test", "resources", "errors");
  private static final Pattern LENGTH = Pattern.compile("# at n = (\\d+)\\R.*", Pattern.DOTALL);
  private static final Pattern COPIES = Pattern.compile("# (\\d+) times\\n(.*)\\n", Pattern.DOTALL);

  /** Problems of a length, an index or a budget: no text is to blame for them. */
  private static final Set<String> NO_TEXT =
      Set.of(
          "BadLength",
          "BadQueries",
          "BadIndex",
          "TooLarge",
          "BadBinding",
          "NoSuchDefinition",
          "NotAsExpected",
          "NotAFlashMask",
          "UnevenBatch",
          "BadSetting",
          "UnknownConvention",
          "NotSaid",
          "UnreadSettings",
          "Because");

  @TestFactory
  Stream<DynamicTest> answers() throws IOException {
    return files(".heddle").stream().map(file -> DynamicTest.dynamicTest(file, () -> check(file)));
  }

  @Test
  void everyAnswerHasItsText() throws IOException {
    Set<String> orphans = new TreeSet<>(files(".err"));
    files(".heddle").forEach(file -> orphans.remove(file.replace(".heddle", ".err")));
    assertEquals(Set.of(), orphans, "answers without a text");
  }

  @Test
  void everyProblemThatATextCanCauseHasAnAnswer() throws IOException {
    Set<String> codes = new TreeSet<>();
    for (String file : files(".err")) {
      Matcher head =
          Pattern.compile("^(?:error|warning)\\[(.+?)]", Pattern.MULTILINE)
              .matcher(Files.readString(FOLDER.resolve(file), UTF_8));
      head.results().forEach(found -> codes.add(found.group(1)));
    }
    Set<String> missing = new TreeSet<>();
    for (Problem problem : Problems.all()) {
      if (!NO_TEXT.contains(problem.getClass().getSimpleName())
          && !codes.contains(Diagnostic.of(problem, null).code())) {
        missing.add(problem.getClass().getSimpleName());
      }
    }
    assertEquals(Set.of(), missing);
  }

  /** The error that the language's definition shows, letter by letter. */
  @Test
  void theExampleOfTheDefinition() {
    String text = "windw(3) + stride(√n) + global(1)";
    assertEquals(
        """
        error[unknown-name]: there is no pattern named `windw`
          --> quickstart.heddle:1:1
           |
         1 | windw(3) + stride(√n) + global(1)
           | ^^^^^
           = help: did you mean `window`?
        """,
        answer(new Source("quickstart.heddle", text), 1));
  }

  /** A kernel shows nothing but the message: it starts on a line of its own. */
  @Test
  void theMessageOfTheExceptionIsTheAnswer() {
    try {
      SparsityPattern.parse("windw(3)");
      fail("there is no `windw`");
    } catch (HeddleException e) {
      assertEquals("\n" + drawn(e.diagnostics()), e.getMessage());
      assertTrue(drawn(e.diagnostics()).contains("\n  --> pattern:1:1\n"));
    }
  }

  private static void check(String file) throws IOException {
    String text = Files.readString(FOLDER.resolve(file), UTF_8);
    Matcher length = LENGTH.matcher(text);
    Matcher copies = COPIES.matcher(text);
    String whole =
        copies.matches() ? copies.group(2).repeat(Integer.parseInt(copies.group(1))) : text;
    String actual =
        answer(new Source(file, whole), length.matches() ? Integer.parseInt(length.group(1)) : 1);
    Path answer = FOLDER.resolve(file.replace(".heddle", ".err"));
    boolean missing = !Files.exists(answer);
    if (missing || Boolean.getBoolean("heddle.overwrite")) {
      Files.writeString(answer, actual, UTF_8);
    }
    assertTrue(!missing, () -> "there was no " + answer + "; it is written now: read it");
    assertEquals(Files.readString(answer, UTF_8), actual);
  }

  /** All that is said about a text: its errors, or else its warnings. */
  private static String answer(Source source, int n) {
    try {
      SparsityPattern pattern = SparsityPattern.parse(source);
      Relation relation = pattern.at(n);
      List<Diagnostic> warnings = new ArrayList<>(pattern.warnings());
      warnings.addAll(relation.warnings());
      return drawn(warnings);
    } catch (HeddleException e) {
      return drawn(e.diagnostics());
    }
  }

  private static String drawn(List<Diagnostic> diagnostics) {
    assertTrue(!diagnostics.isEmpty(), "nothing is said about it");
    return diagnostics.stream().map(Diagnostic::drawn).collect(Collectors.joining("\n\n")) + "\n";
  }

  private static List<String> files(String ending) throws IOException {
    try (Stream<Path> files = Files.list(FOLDER)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(ending))
          .sorted()
          .toList();
    }
  }

  /** One of every kind of problem. */
  private static final class Problems {

    static List<Problem> all() {
      return Arrays.stream(Problem.class.getPermittedSubclasses()).map(Problems::example).toList();
    }

    private static Problem example(Class<?> kind) {
      try {
        var constructor = kind.getDeclaredConstructors()[0];
        Object[] arguments =
            Arrays.stream(constructor.getParameterTypes()).map(Problems::argument).toArray();
        return (Problem) constructor.newInstance(arguments);
      } catch (ReflectiveOperationException e) {
        throw new LinkageError("no example of " + kind, e);
      }
    }

    private static Object argument(Class<?> type) {
      return type.isEnum()
          ? type.getEnumConstants()[0]
          : type == int.class
              ? (Object) 64
              : type == long.class ? (Object) 64L : type == String.class ? "x" : List.of();
    }
  }
}
