package dev.heddle.cli;

import static dev.heddle.cli.Result.call;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.heddle.analysis.ReceptiveField;
import dev.heddle.files.NpyFiles;
import dev.heddle.pattern.Definitions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The commands that answer questions: why, check, fmt and zoo. */
class CheckCommandsTest {

  @TempDir Path folder;

  // ---- why

  @Test
  void whyUnderlinesWhatDecides() {
    Result result = call("why", "window(3) + global(1)", "5", "0", "--n", "9");
    assertEquals(0, result.status(), result.err());
    assertTrue(result.out().contains("window(3) + global(1)\n"), result.out());
    assertTrue(result.out().contains("            ^^^^^^^^^"), result.out());
    JsonObject json = call("why", "window(3)", "5", "0", "--n", "9", "--json").json();
    assertFalse(json.get("allowed").getAsBoolean());
    assertFalse(json.get("sentence").getAsString().isEmpty());
    JsonObject head =
        call("why", "heads(self, full)", "5", "0", "--n=9", "--head=1", "--json").json();
    assertTrue(head.get("allowed").getAsBoolean());
  }

  // ---- check PATTERN

  @Test
  void aUniversalPatternIsShownToBeOne() {
    Result result =
        call("check", "window(3) + global(1)", "--n", "32", "--require", "universal", "--json");
    assertEquals(0, result.status(), result.err());
    JsonObject json = result.json();
    assertTrue(json.get("self_loops").getAsBoolean());
    assertEquals("yes", json.get("path").getAsString());
    assertEquals(
        IntStream.range(0, 32).boxed().toList(), ints(json.getAsJsonArray("path_witness")));
    assertEquals(2, json.get("hops").getAsInt());
    assertEquals("exact", json.get("hops_status").getAsString());
    assertTrue(json.get("universal").getAsBoolean());
    assertEquals(0, json.getAsJsonArray("failed").size());
    assertEquals("n", json.get("growth").getAsString());
    // 32 + 2·31 in the window, and 30 more each way.
    assertEquals(List.of(154), ints(json.getAsJsonArray("edges")));
  }

  private static List<Integer> ints(JsonArray array) {
    return array.asList().stream().map(one -> one.getAsInt()).toList();
  }

  @Test
  void whatFailsIsShown() {
    Result result = call("check", "causal - self", "--n", "32", "--require", "universal", "--json");
    assertEquals(1, result.status());
    JsonObject json = result.json();
    assertFalse(json.get("self_loops").getAsBoolean());
    JsonArray missing = json.getAsJsonArray("missing_self_loops");
    assertEquals(10, missing.size());
    assertEquals(List.of(0, 9), ints(missing.get(9).getAsJsonArray()));
    assertTrue(json.get("hops").isJsonNull());
    assertEquals("never", json.get("hops_status").getAsString());
    assertEquals(List.of(0, 1), ints(json.getAsJsonArray("unreachable")));
    assertFalse(json.get("universal").getAsBoolean());
    assertEquals("[\"self_loops\",\"hops\"]", json.getAsJsonArray("failed").toString());
    assertEquals(0, call("check", "causal - self", "--n", "32").status());
    assertEquals(1, call("check", "blocks(4)", "--n", "32", "--require=universal").status());
  }

  @Test
  void layersAreCountedWithTheirHeadsTogether() {
    JsonObject json =
        call("check", "layers(heads(self, window(3)), full)", "--n", "8", "--json").json();
    assertEquals(List.of(22, 64), ints(json.getAsJsonArray("edges")));
    assertEquals(2, json.get("hops").getAsInt());
    JsonObject one =
        call("check", "layers(heads(self, window(3)), full)", "--n=8", "--layer=1", "--json")
            .json();
    assertEquals(List.of(64), ints(one.getAsJsonArray("edges")));
  }

  @Test
  void longPatternsAreDecidedToo() {
    JsonObject json = call("check", "window(3) + global(1)", "--n", "10001", "--json").json();
    assertEquals("exact", json.get("hops_status").getAsString());
    assertEquals(2, json.get("hops").getAsInt());
    assertEquals(0, json.get("star").getAsInt());
    assertTrue(json.get("universal").getAsBoolean());
    assertFalse(json.has("path_witness"));
  }

  /** More pairs than can be searched: what is known are bounds, and that is said. */
  @Test
  void whatIsNotCountedIsBounded() {
    // 67 hops by the arithmetic of windows; 64 depths are tried.
    JsonObject json = call("check", "window(721) - self", "--n", "24000", "--json").json();
    assertEquals("bounded", json.get("hops_status").getAsString());
    assertTrue(json.get("hops").isJsonNull());
    assertEquals(65, json.get("hops_lower").getAsInt());
    assertEquals(23_999 * 23_999 + 1, json.get("hops_upper").getAsInt());
    // One position that hears itself, at which walks may wait.
    String waits = "window(721) - where(i == j and j != 9000)";
    json = call("check", waits, "--n", "24000", "--json").json();
    assertEquals(64, json.get("hops_lower").getAsInt());
    assertEquals(2 * 42, json.get("hops_upper").getAsInt());
  }

  /** More pairs than can be listed: that rows meet is seen by counting. */
  @Test
  void whatIsNotListedIsCounted() {
    JsonObject json = call("check", "full - self", "--n", "6000", "--json").json();
    assertEquals("exact", json.get("hops_status").getAsString());
    assertEquals(2, json.get("hops").getAsInt());
  }

  @Test
  void proofsAreToldInWordsAndInNumbers() {
    JsonObject json = call("check", "self + global(1)", "--n", "64", "--json").json();
    assertEquals("no", json.get("path").getAsString());
    JsonObject proof = json.getAsJsonObject("path_proof");
    assertEquals("scattered", proof.get("kind").getAsString());
    assertEquals(List.of(0), ints(proof.getAsJsonArray("removed")));
    assertEquals(3, proof.getAsJsonArray("apart").size());
    assertEquals("[\"path\"]", json.getAsJsonArray("failed").toString());
    String text = call("check", "self + global(1)", "--n", "64").out();
    assertTrue(text.contains("no: without position 0 the others fall into 3 parts"), text);
    assertTrue(text.contains("not shown to be universal"), text);
    JsonObject causal = call("check", "causal", "--n", "9", "--json").json();
    assertEquals(List.of(0, 1), ints(causal.getAsJsonArray("unreachable")));
    assertEquals(
        "position 0 never hears of position 1: all that it hears of is position 0",
        causal.get("hops_reason").getAsString());
  }

  @Test
  void anOrderMayBeGiven() throws Exception {
    Path good = Files.writeString(folder.resolve("good.txt"), "2 1 0, 3\n");
    JsonObject json =
        call("check", "self + offsets({1, -3})", "--n=4", "--path", good.toString(), "--json")
            .json();
    assertTrue(json.get("given_path").getAsBoolean());
    assertEquals("the order that was given", json.get("path_kind").getAsString());
    assertEquals(List.of(2, 1, 0, 3), ints(json.getAsJsonArray("path_witness")));
    Path bad = Files.writeString(folder.resolve("bad.txt"), "0 1 2 3");
    Result result = call("check", "self + offsets({1, -3})", "--n=4", "--path", bad.toString());
    assertTrue(
        result.out().contains("given path  no: position 1, which comes after 0, does not attend"),
        result.out());
    Path array = folder.resolve("order.npy");
    Files.write(array, NpyFiles.of("<i8", false, List.of(4), 2, 1, 0, 3));
    JsonObject read =
        call("check", "self + offsets({1, -3})", "--n=4", "--path", array.toString(), "--json")
            .json();
    assertTrue(read.get("given_path").getAsBoolean());
    Path twice = Files.writeString(folder.resolve("twice.txt"), "0 1 1 3");
    Result refused = call("check", "full", "--n=4", "--path", twice.toString());
    assertEquals(2, refused.status());
    assertTrue(refused.err().startsWith("error[bad-path]: "), refused.err());
  }

  @Test
  void pairsAndFieldsAreShown() throws Exception {
    JsonObject json =
        call("check", "window(3)", "--n=9", "--pair=1,5", "--field=4", "--json").json();
    JsonObject pair = json.getAsJsonObject("pair");
    assertEquals(4, pair.get("hops").getAsInt());
    assertEquals(List.of(1, 2, 3, 4, 5), ints(pair.getAsJsonArray("route")));
    assertEquals("exact", pair.get("status").getAsString());
    pair = call("check", "causal", "--n=9", "--pair=1,5", "--json").json().getAsJsonObject("pair");
    assertEquals("never", pair.get("status").getAsString());
    assertTrue(pair.get("hops").isJsonNull() && pair.get("route").isJsonNull());
    Result never = call("check", "causal", "--n=9", "--pair=1,5");
    assertTrue(
        never
            .out()
            .contains("1 never hears of 5: all that it ever hears of are 2 positions from 0 to 1"),
        never.out());
    assertEquals(
        List.of(3, 5, 7, 9, 9, 9, 9, 9),
        ints(json.getAsJsonObject("field").getAsJsonArray("sizes")));
    Path picture = folder.resolve("field.svg");
    Result drawn = call("check", "window(3)", "--n=9", "--field=4", "-o", picture.toString());
    assertEquals(0, drawn.status(), drawn.err());
    assertTrue(Files.readString(picture).contains("what position 4 hears of"));
    Path path = folder.resolve("path.png");
    assertEquals(0, call("check", "window(3)", "--n=9", "-o", path.toString()).status());
    assertTrue(Files.size(path) > 100);
  }

  /** Beyond 33 million states nothing is searched: that is another answer than never. */
  @Test
  void aPairThatIsNotLookedForIsUnknown() {
    StringBuilder text = new StringBuilder();
    Map<String, ?> pair = CheckCommand.told(7, 2, new ReceptiveField.Route.TooLarge(), text);
    assertEquals("unknown", pair.get("status"));
    assertNull(pair.get("hops"));
    assertNull(pair.get("route"));
    assertTrue(text.toString().contains("unknown whether 7 hears of 2: "), text.toString());
  }

  // ---- study

  @Test
  void aStudyShowsHowTheAnswerChanges() throws Exception {
    Path plot = folder.resolve("study.svg");
    Result result =
        call("study", "window(3)", "--n", "16", "64", "256", "--json", "-o", plot.toString());
    assertEquals(0, result.status(), result.err());
    JsonObject json = result.json();
    assertEquals("universal at all of these lengths", json.get("verdict").getAsString());
    assertEquals("n", json.get("growth").getAsString());
    assertEquals(1, json.getAsJsonObject("hops_fit").get("exponent").getAsDouble(), 0.05);
    assertEquals(1, json.getAsJsonObject("edges_fit").get("exponent").getAsDouble(), 0.05);
    JsonObject last = json.getAsJsonArray("rows").get(2).getAsJsonObject();
    assertEquals(256, last.get("n").getAsInt());
    assertEquals(List.of(766), ints(last.getAsJsonArray("edges")));
    assertEquals(255, last.get("hops").getAsInt());
    assertTrue(last.get("universal").getAsBoolean());
    assertTrue(Files.readString(plot).contains("hops as"));
    String text = call("study", "blocks(32)", "--n", "32", "64").out();
    assertEquals(text, call("study", "blocks(32)", "--n", "32,64").out());
    assertTrue(text.contains("not shown to be universal from n = 64"), text);
  }

  // ---- search

  @Test
  void aSearchFindsTheCheapest() {
    Result result =
        call(
            "search",
            "window(w) + global(g)",
            "--n=40",
            "--edges=900",
            "--hops=40",
            "--range",
            "w=1,3,5",
            "--range=g=0..2",
            "--json");
    assertEquals(0, result.status(), result.err());
    JsonArray front = result.json().getAsJsonArray("front");
    assertEquals(2, front.size());
    JsonObject first = front.get(0).getAsJsonObject();
    assertEquals("window(3) + global(0)", first.get("pattern").getAsString());
    assertEquals(118, first.get("edges").getAsInt());
    assertEquals(39, first.get("hops").getAsInt());
    assertEquals("yes", first.get("path").getAsString());
    JsonObject second = front.get(1).getAsJsonObject();
    assertEquals(2, second.get("hops").getAsInt());
    assertEquals(1, second.getAsJsonObject("values").get("g").getAsInt());
    Result zoo = call("search", "zoo:longformer", "--n=32", "--range=w=1..5", "--range=g=0..1");
    assertEquals(0, zoo.status(), zoo.err());
    assertTrue(zoo.out().contains("longformer(w: 2, g: 1)"), zoo.out());
    assertEquals(1, call("search", "blocks(b)", "--n=32", "--hops=2", "--range=b=1..4").status());
  }

  /** In these the path is neither the text's order nor the reverse. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "self + offsets({2, -3})",
        "self + stride(2) + global(1)",
        "offsets({3}) + full * self[2]"
      })
  void aPathIsOne(String pattern) {
    int found = 0;
    for (int n = 4; n <= 9; n++) {
      JsonObject json = call("check", pattern, "--n", String.valueOf(n), "--json").json();
      if (json.get("path").getAsString().equals("yes")) {
        List<Integer> path = ints(json.getAsJsonArray("path_witness"));
        assertEquals(n, path.stream().distinct().count(), path.toString());
        found++;
        for (int at = 1; at < n; at++) {
          JsonObject why =
              call("why", pattern, "" + path.get(at), "" + path.get(at - 1), "--n=" + n, "--json")
                  .json();
          assertTrue(why.get("allowed").getAsBoolean(), pattern + " at " + n + ": " + path);
        }
      }
    }
    assertTrue(found > 0, pattern);
  }

  // ---- check FILE

  @Test
  void theExpectationsOfAFileAreChecked() throws Exception {
    Path file = folder.resolve("e.heddle");
    Files.writeString(file, "let near = window(3)\nexpect edges(near) <= 3 * n for n in {8, 64}\n");
    Result good = call("check", file.toString());
    assertEquals(0, good.status(), good.err());
    assertTrue(good.out().startsWith("holds  expect edges(near) <= 3 * n"), good.out());
    assertTrue(good.out().endsWith("1 of 1 hold" + System.lineSeparator()), good.out());
    Files.writeString(
        file, "let near = window(3)\nexpect edges(near) < 30 for n in {8, 64, 128}\n");
    Result bad = call("check", file.toString());
    assertEquals(1, bad.status());
    assertTrue(bad.out().contains("error[not-as-expected]"), bad.out());
    assertTrue(bad.out().contains("^"), bad.out());
    assertTrue(bad.out().contains("and at 1 more of 3 lengths"), bad.out());
    Result json = call("check", file.toString(), "--json");
    assertEquals(1, json.status());
    assertEquals(1, json.json().get("failed").getAsInt());
    JsonObject expect = json.json().getAsJsonArray("expects").get(0).getAsJsonObject();
    assertFalse(expect.get("holds").getAsBoolean());
    assertEquals(2, expect.getAsJsonArray("failures").size());
  }

  // ---- fmt

  private static final String UGLY = "let   near=window( 3 )   # near\n\n\n\nlet far = full−near";

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void filesAreFormattedInPlace() throws Exception {
    Path file = Files.writeString(folder.resolve("f.heddle"), UGLY);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-rw----"));
    Result check = call("fmt", "--check", file.toString());
    assertEquals(1, check.status(), check.err());
    assertEquals(file + System.lineSeparator(), check.out());
    assertEquals(UGLY, Files.readString(file));
    assertEquals(0, call("fmt", file.toString()).status());
    assertTrue(
        Files.readString(file).startsWith("let near = window(3)  # near\n"),
        Files.readString(file));
    assertEquals("rw-rw----", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
    Result again = call("fmt", "--check", "--json", file.toString());
    assertEquals(0, again.status());
    assertEquals(0, again.json().getAsJsonArray("changed").size());
  }

  @Test
  void anErrorInAFileLeavesAllAsTheyAre() throws Exception {
    Path good = Files.writeString(folder.resolve("good.heddle"), UGLY);
    Path bad = Files.writeString(folder.resolve("bad.heddle"), "let near = (");
    Result result = call("fmt", good.toString(), bad.toString());
    assertEquals(2, result.status());
    assertTrue(result.err().contains("bad.heddle:1:"), result.err());
    assertEquals(UGLY, Files.readString(good));
  }

  // ---- zoo

  @Test
  void theZooIsListed() {
    Result result = call("zoo");
    assertEquals(0, result.status(), result.err());
    assertEquals(Definitions.zoo().names().size(), result.out().lines().count());
    assertTrue(result.out().lines().anyMatch(line -> line.matches("bigbird +\\S.*")), result.out());
    JsonArray entries = call("zoo", "--json").json().getAsJsonArray("entries");
    assertEquals(Definitions.zoo().names().size(), entries.size());
  }

  @Test
  void anEntryHasItsTextAndFacts() {
    Result result = call("zoo", "bigbird");
    assertEquals(0, result.status(), result.err());
    assertTrue(result.out().contains("let bigbird("), result.out());
    assertTrue(result.out().contains("Source: "), result.out());
    assertTrue(result.out().contains("edges "), result.out());
    JsonObject json = call("zoo", "bigbird", "--json").json();
    assertEquals(1024, json.getAsJsonObject("facts").get("n").getAsInt());
    assertFalse(json.get("source").getAsString().isEmpty());
    JsonObject bound = call("zoo", "document", "--json").json();
    assertTrue(bound.get("facts").isJsonNull());
    assertTrue(bound.get("no_facts").getAsString().contains("document_ids"));
  }

  @Test
  void namesThatAreNearAreSuggested() {
    String help = "  = help: did you mean ";
    assertTrue(call("zoo", "bigbrid").err().contains(help + "`bigbird`?"));
    Result natten = call("zoo", "natten");
    assertEquals(2, natten.status());
    assertTrue(
        natten.err().contains(help + "`natten_1d`, `natten_2d` or `natten_3d`?"), natten.err());
  }

  @Test
  void everyEntryCanBeShown() {
    for (String name : Definitions.zoo().names()) {
      Result result = call("zoo", name, "--json");
      assertEquals(0, result.status(), name + result.err());
      assertTrue(result.json().has("facts"), name);
    }
  }

  // ---- what cannot be done

  static Stream<Arguments> mistakes() {
    return Stream.of(
        Arguments.of("why self 4 0 --n 4", "error[bad-index]: there is no query 4"),
        Arguments.of("why self 0 9 --n 4", "error[bad-index]: there is no key 9"),
        Arguments.of("why self x 0 --n 4", "error[usage]: "),
        Arguments.of("why self 0 --n 4", "error[usage]: "),
        Arguments.of("why heads(self,full) 0 0 --n 4", "error[bad-schedule]: "),
        Arguments.of("check self", "error[usage]: a pattern is checked at a length"),
        Arguments.of("check self --n 0", "error[bad-length]: "),
        Arguments.of("check self --n 4 --require beauty", "error[usage]: "),
        Arguments.of("check self --n 4 --path /no.txt", "error[cannot-read]: "),
        Arguments.of("check self --n 4 --pair 1", "error[usage]: `--pair 1` names no pair"),
        Arguments.of("check self --n 4 --pair 1,9", "error[bad-index]: there is no key 9"),
        Arguments.of("check self --n 4 --field 4", "error[bad-index]: there is no query 4"),
        Arguments.of("check self --n 4 -o x.gif", "error[unknown-format]: "),
        Arguments.of("study self --n 0", "error[bad-length]: "),
        Arguments.of("study self --n 4 -o x.png", "error[unknown-format]: "),
        Arguments.of("study windw(3) --n 4", "error[unknown-name]: "),
        Arguments.of("search window(w)", "error[usage]: "),
        Arguments.of("search window(w) --n 8 --edges -1", "error[usage]: --edges is -1, and"),
        Arguments.of("search window(w) --n 8 --hops -1", "error[usage]: --hops is -1, and"),
        Arguments.of(
            "search window(w) --n 8 --range w=1..99999999",
            "error[usage]: `--range w=1..99999999` gives more than 65,536 values"),
        Arguments.of("search window(w) --n 8 --range v=1..2", "error[usage]: `v` is no parameter"),
        Arguments.of("search window(w) --n 8 --range w=x", "error[usage]: `--range w=x` gives no"),
        Arguments.of(
            "search windw(w) --n 8", "error[unknown-name]: there is no pattern named `windw`"),
        Arguments.of("search zoo:longformer --n 8", "error[usage]: no parameter of `longformer("),
        Arguments.of("check /no.heddle", "error[cannot-read]: `/no.heddle` cannot be read"),
        Arguments.of("check /no.heddle --n 4", "error[usage]: --n and --require"),
        Arguments.of("check /no.heddle -o x.svg", "error[usage]: --n and --require"),
        Arguments.of("fmt", "error[usage]: "),
        Arguments.of("fmt /no.heddle", "error[cannot-read]: "),
        Arguments.of("zoo bigbrid", "error[unknown-name]: there is no definition named"));
  }

  @ParameterizedTest
  @MethodSource("mistakes")
  void mistakesAreToldAsErrors(String line, String error) {
    Result.assertRefused(line, error);
  }
}
