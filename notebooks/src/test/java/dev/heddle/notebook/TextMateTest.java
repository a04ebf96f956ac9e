package dev.heddle.notebook;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The grammar for editors: its words, and what it makes of lines. */
class TextMateTest {

  private static final Path EDITORS = Notebook.home().resolve("editors");

  /** A rule of the grammar: a name for the whole match, or names for its groups. */
  private record Rule(String name, Pattern match, Map<Integer, String> captures) {}

  private record Found(Rule rule, Matcher at) {}

  private static JsonObject json(String file) throws Exception {
    return JsonParser.parseString(Files.readString(EDITORS.resolve(file))).getAsJsonObject();
  }

  /** All rules, in the order in which they are tried. */
  private static List<Rule> rules() throws Exception {
    JsonObject grammar = json("heddle.tmLanguage.json");
    List<Rule> rules = new ArrayList<>();
    for (JsonElement include : grammar.getAsJsonArray("patterns")) {
      String name = include.getAsJsonObject().get("include").getAsString().substring(1);
      JsonObject entry = grammar.getAsJsonObject("repository").getAsJsonObject(name);
      for (JsonElement pattern : entry.getAsJsonArray("patterns")) {
        rules.add(rule(pattern.getAsJsonObject()));
      }
    }
    return rules;
  }

  private static Rule rule(JsonObject rule) {
    Map<Integer, String> captures = new LinkedHashMap<>();
    if (rule.has("captures")) {
      rule.getAsJsonObject("captures")
          .asMap()
          .forEach(
              (group, names) ->
                  captures.put(
                      Integer.valueOf(group), names.getAsJsonObject().get("name").getAsString()));
    }
    return new Rule(
        rule.has("name") ? rule.get("name").getAsString() : "",
        Pattern.compile(rule.get("match").getAsString()),
        captures);
  }

  /** What an editor does: the rule that matches first wins, and of several the first one. */
  private static List<String> scopes(String line) throws Exception {
    List<Rule> rules = rules();
    List<String> scopes = new ArrayList<>();
    int at = 0;
    while (at < line.length()) {
      Found best = null;
      for (Rule rule : rules) {
        Matcher matcher = rule.match().matcher(line);
        if (matcher.find(at) && (best == null || matcher.start() < best.at().start())) {
          best = new Found(rule, matcher);
        }
      }
      if (best == null) {
        break;
      }
      Matcher match = best.at();
      assertTrue(match.end() > match.start(), "an empty match of " + best.rule());
      if (!best.rule().name().isEmpty()) {
        scopes.add(match.group() + " " + shortened(best.rule().name()));
      }
      best.rule()
          .captures()
          .forEach((group, name) -> scopes.add(match.group(group) + " " + shortened(name)));
      at = match.end();
    }
    return scopes;
  }

  private static String shortened(String scope) {
    assertTrue(scope.endsWith(".heddle"), scope);
    return scope.substring(0, scope.length() - ".heddle".length());
  }

  private static Set<String> words(String scope) throws Exception {
    Rule rule =
        rules().stream().filter(each -> each.name().equals(scope + ".heddle")).findFirst().get();
    Matcher list = Pattern.compile("\\\\b\\(\\?:(.*)\\)\\\\b").matcher(rule.match().pattern());
    assertTrue(list.matches(), rule.toString());
    return new TreeSet<>(Arrays.asList(list.group(1).split("\\|")));
  }

  @Test
  void theWordsAreThoseOfTheLanguage() throws Exception {
    assertEquals(new TreeSet<>(Vocabulary.KEYWORDS), words("keyword.control"));
    assertEquals(new TreeSet<>(Vocabulary.WORD_OPERATORS), words("keyword.operator.word"));
    assertEquals(new TreeSet<>(Vocabulary.PATTERNS), words("support.function.pattern"));
    assertEquals(new TreeSet<>(Vocabulary.NUMBER_FUNCTIONS), words("support.function.number"));
    assertEquals(new TreeSet<>(Vocabulary.ANALYSES), words("support.function.analysis"));
    for (String constant : Vocabulary.CONSTANTS) {
      assertEquals(List.of(constant + " constant.language"), scopes(constant));
    }
    assertEquals(
        Set.of("graph"), common(Vocabulary.PATTERNS, Vocabulary.KEYWORDS), "one word is both");
  }

  private static Set<String> common(Set<String> some, Set<String> others) {
    Set<String> both = new TreeSet<>(some);
    both.retainAll(others);
    return both;
  }

  @Test
  void everyOperatorIsOneToken() throws Exception {
    for (String operator : Vocabulary.OPERATORS) {
      List<String> scopes = scopes(" " + operator + " b");
      assertEquals(1, scopes.size(), operator + ": " + scopes);
      assertTrue(scopes.getFirst().startsWith(operator + " keyword.operator"), scopes.toString());
    }
  }

  @Test
  void linesHaveTheScopesThatTheyShould() throws Exception {
    assertEquals(
        List.of(
            "let keyword.declaration",
            "window entity.name.function",
            "= keyword.operator.assignment",
            "0 constant.numeric",
            ".. keyword.operator.range",
            "3 constant.numeric",
            "# let 1 comment.line.number-sign"),
        scopes("let window = 0..3 # let 1"));
    assertEquals(
        List.of(
            "random support.function.pattern",
            "( punctuation.section.brackets",
            "1_000 constant.numeric",
            ", punctuation.separator",
            "in variable.parameter",
            ": keyword.operator.label",
            ". punctuation.accessor",
            "window entity.name",
            ") punctuation.section.brackets",
            "' keyword.operator",
            "^ keyword.operator",
            "1e6 constant.numeric"),
        scopes("random(1_000, in: z.window)'^1e6"));
    assertEquals(
        List.of(
            "input keyword.declaration",
            "graph keyword.declaration",
            "g variable.other.definition"),
        scopes("input graph g"));
    assertEquals(
        List.of("input keyword.declaration", "x variable.other.definition"), scopes("input x"));
    assertEquals(
        List.of(
            "import keyword.control.import",
            "\"a.heddle\" string.quoted.double",
            "as keyword.control"),
        scopes("import \"a.heddle\" as z"));
    assertEquals(
        List.of(
            "expect keyword.control",
            "edges support.function.analysis",
            "( punctuation.section.brackets",
            ") punctuation.section.brackets",
            "<= keyword.operator.comparison",
            "0.5 constant.numeric",
            "* keyword.operator",
            "√ keyword.operator",
            "n constant.language",
            "mod keyword.operator.word",
            "fib support.function.number",
            "for keyword.control",
            "n constant.language",
            "in keyword.control",
            "1 constant.numeric",
            "..< keyword.operator.range",
            "n constant.language"),
        scopes("expect edges(bigbird) <= 0.5 * √n mod fib for n in 1..<n"));
    assertEquals(List.of("## what comment.line.documentation"), scopes("## what"));
    assertEquals(List.of("// 2 invalid.illegal"), scopes("a // 2"));
    assertEquals(List.of(), scopes("windows nn graph_1 letter x1e6"));
  }

  @Test
  void theFolderIsAnExtension() throws Exception {
    JsonObject contributes = json("package.json").getAsJsonObject("contributes");
    JsonObject language = contributes.getAsJsonArray("languages").get(0).getAsJsonObject();
    JsonObject grammar = contributes.getAsJsonArray("grammars").get(0).getAsJsonObject();
    assertEquals(".heddle", language.getAsJsonArray("extensions").get(0).getAsString());
    assertEquals(language.get("id"), grammar.get("language"));
    assertEquals("source.heddle", grammar.get("scopeName").getAsString());
    JsonObject named = json(grammar.get("path").getAsString());
    assertEquals("source.heddle", named.get("scopeName").getAsString());
    JsonObject configuration = json(language.get("configuration").getAsString());
    assertEquals("#", configuration.getAsJsonObject("comments").get("lineComment").getAsString());
    // The sign of transposition stands alone.
    assertFalse(configuration.get("autoClosingPairs").toString().contains("'"));
    assertTrue("x_1".matches(configuration.get("wordPattern").getAsString()));
  }
}
