package dev.heddle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.heddle.diagnostic.Diagnostic;
import dev.heddle.diagnostic.HeddleException;
import dev.heddle.diagnostic.Origin;
import dev.heddle.diagnostic.Source;
import dev.heddle.pattern.Definitions;
import dev.heddle.pattern.SparsityPattern;
import dev.heddle.relation.Relation;
import dev.heddle.syntax.Formatter;
import dev.heddle.syntax.Parser;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Whatever the text: it is a pattern, or an error says where and why. {@code -Dheddle.fuzz=N} tries
 * more.
 */
class FuzzTest {

  private static final int INPUTS = Integer.getInteger("heddle.fuzz", 20_000);

  /** No limit of speed, but of hanging. */
  private static final long PATIENCE_NANOS = 20_000_000_000L;

  /** What is being read, since when. */
  private record Work(String text, long since) {}

  @Test
  void randomTextsAreReadOrRefused() throws InterruptedException {
    long seed = RandomTerms.seed();
    AtomicReference<Work> work = new AtomicReference<>(new Work("", System.nanoTime()));
    AtomicReference<@Nullable Throwable> fault = new AtomicReference<>();
    Thread reader =
        new Thread(
            () -> {
              RandomTexts texts = new RandomTexts(new Random(seed));
              for (int at = 0; at < INPUTS; at++) {
                work.set(new Work(texts.next(), System.nanoTime()));
                check(work.get().text());
              }
            });
    reader.setDaemon(true);
    reader.setUncaughtExceptionHandler((thread, e) -> fault.set(e));
    reader.start();
    while (reader.isAlive()) {
      reader.join(100);
      Work now = work.get();
      assertTrue(
          System.nanoTime() - now.since() < PATIENCE_NANOS || !reader.isAlive(),
          () -> "still busy with " + quoted(now.text()) + RandomTerms.repeat(seed));
    }
    Throwable thrown = fault.get();
    if (thrown != null) {
      throw new AssertionError(quoted(work.get().text()) + RandomTerms.repeat(seed), thrown);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "\n",
        "\0",
        "\uFEFF",
        "\uD800",
        "\uDC00\uD800",
        "self\uD83D",
        "\uDE42 + self",
        "# \uD800",
        "self\u2028+ full",
        "\u2029",
        "\u0085",
        "\u200B",
        "#",
        "//",
        "/",
        ";",
        ",",
        "(",
        ")",
        "^",
        "√",
        "!",
        "-",
        "1e",
        "1_",
        "_",
        "1__0",
        "n n",
        "0x10",
        "1e-999",
        "１",
        "ｎ",
        "window(\n",
        "window(3\r",
        "window(3,",
        "window(before:",
        "window(before=",
        "2^",
        "2^(",
        "self +\r\n\r\n# x",
        "e\u0301",
        "self \uFE0F",
        "\uD83D\uDC69\u200D\uD83D\uDC67",
      })
  void oddTextsAreReadOrRefused(String text) {
    check(text);
  }

  // ---- the one way in

  private static void check(String text) {
    SparsityPattern pattern;
    try {
      pattern = SparsityPattern.parse(text);
    } catch (HeddleException e) {
      checkRefusal(e, text);
      return;
    }
    String printed = pattern.formatted();
    SparsityPattern again = SparsityPattern.parse(printed);
    assertEquals(pattern, again);
    assertEquals(pattern.hashCode(), again.hashCode());
    assertEquals(printed, again.formatted());
    assertEquals(pattern.fingerprint(), again.fingerprint());
    pattern.warnings().forEach(warning -> checkDiagnostic(warning, text));
    for (int n : new int[] {1, 2, 7}) {
      try {
        SparsityPattern entry = pattern.entry(0, 0);
        Relation relation = entry.at(n);
        for (int query = 0; query < n; query++) {
          for (int key = 0; key < n; key++) {
            assertEquals(relation.row(query).contains(key), relation.contains(query, key));
          }
        }
        assertTrue(relation.edges() <= (long) n * n && relation.maxRow() <= n);
        assertEquals(relation.edges(), again.entry(0, 0).at(n).edges());
      } catch (HeddleException e) {
        checkRefusal(e, text);
      }
    }
  }

  private static void checkFile(String text) {
    Source source = new Source("fuzz.heddle", text);
    try {
      String formatted = Formatter.format(source);
      assertEquals(formatted, Formatter.format(new Source("fuzz.heddle", formatted)));
      assertEquals(
          Parser.parseDefinitions(source).script(),
          Parser.parseDefinitions(new Source("fuzz.heddle", formatted)).script());
      Definitions file = Definitions.parse(source);
      for (String name : file.names()) {
        file.pattern(name).at(5);
      }
    } catch (HeddleException e) {
      assertFalse(e.diagnostics().isEmpty());
    }
  }

  @Test
  void randomFilesAreReadOrRefusedAndFormatted() {
    long seed = RandomTerms.seed();
    Random random = new Random(seed);
    for (int at = 0; at < INPUTS / 10; at++) {
      String text = new RandomSentences(random).file();
      try {
        checkFile(text);
      } catch (RuntimeException | Error e) {
        throw new AssertionError(quoted(text) + RandomTerms.repeat(seed), e);
      }
    }
  }

  private static void checkRefusal(HeddleException refusal, String text) {
    assertFalse(refusal.diagnostics().isEmpty());
    refusal.diagnostics().forEach(diagnostic -> checkDiagnostic(diagnostic, text));
  }

  private static void checkDiagnostic(Diagnostic diagnostic, String text) {
    assertTrue(diagnostic.code().matches("[a-z]+(-[a-z]+)*"), diagnostic.code());
    assertFalse(diagnostic.sentence().isBlank());
    assertEquals(1, diagnostic.sentence().lines().count(), diagnostic.sentence());
    assertTrue(diagnostic.help().lines().count() <= 1, diagnostic.help());
    Origin origin = diagnostic.origin();
    assertTrue(origin != null, "no origin");
    String source = origin.source().text();
    assertTrue(origin.span().end() <= source.codePointCount(0, source.length()), "outside");
    assertTrue(source.equals(text) || origin.source().name().equals("zoo"), "another text");
    String drawn = diagnostic.drawn();
    assertTrue(drawn.contains("^"), drawn);
    assertTrue(drawn.codePoints().allMatch(c -> c == '\n' || !Character.isISOControl(c)), drawn);
  }

  private static String quoted(String text) {
    StringBuilder quoted = new StringBuilder("\"");
    text.chars()
        .forEach(
            c ->
                quoted.append(
                    c >= ' ' && c < 127 && c != '"' && c != '\\'
                        ? Character.toString(c)
                        : "\\u%04x".formatted(c)));
    return quoted.append('"').toString();
  }
}
