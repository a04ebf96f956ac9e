package dev.heddle.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.heddle.files.ArrayFile;
import dev.heddle.files.Elements;
import dev.heddle.files.NamedArray;
import dev.heddle.files.NpyFiles;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What {@code --json} prints, beside the schema, which knows every key. */
class JsonSchemaTest {

  private static final SchemaRegistry REGISTRY =
      SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);

  @TempDir static Path folder;

  /** Commands with --json as users give them; FOLDER stands for the test's own. */
  private static final List<String> LINES =
      List.of(
          "compile window(3) --n 64",
          "compile windw(3)+window(4) --n 64",
          "compile window(3)&none --n 64 --m 8",
          "compile zoo:sparse_strided --n 64",
          "compile window(3) --n 64 --to csr -o FOLDER/mask.npz",
          "compile window(3)+global(1) --n 64 --to python -o FOLDER/mask.py",
          "compile FOLDER/some.heddle:marked --n 4 --bind mark=FOLDER/marks.npy",
          "draw window(3) --n 64",
          "draw window(3) --n 64 -o FOLDER/mask.svg",
          "draw zoo:sparse_strided --n 64",
          "why window(3) 5 4 --n 64",
          "why window(3) 5 9 --n 64",
          "check zoo:star --n 16",
          "check causal --n 16",
          "check none --n 8",
          "check keys(2) --n 16",
          "check blocks(4)+keys(1) --n 16 --pair 5,0 --field 3",
          "check global(1) --n 8",
          "check random(3,seed:1) --n 24",
          "check window(3) --n 8 --path FOLDER/path.npy -o FOLDER/path.svg",
          "check FOLDER/some.heddle",
          "study window(7)+stride(√n) --n 16 32 64",
          "study none --n 16 32 -o FOLDER/study.svg",
          "search window(w)+global(g) --n 32 --edges 400 --hops 4",
          "prove window(3) --n 3",
          "prove window(3) --n 3 --scales 100",
          "prove none --n 3",
          "explain causal&window(65) --n 4096",
          "attend window(3) --in FOLDER/qkv.npz -o FOLDER/out.npz",
          "attend window(3) --in FOLDER/qkv.npz -o FOLDER/out.npz --map hardmax",
          "approximate window(3) --n 12",
          "approximate window(3) --n 12 --dim 4",
          "approximate window(3) --study --n 8,16",
          "bench --n 64 --pattern window(3) --heads 1 --dim 8 --repeats 1 --mode forward",
          "bench --n 16 --pattern window(3) --heads 1 --dim 8 --repeats 1 --mode model",
          "experiment window(3) --task copying --quick --steps 2 --batch 2 --layers 1 -o"
              + " FOLDER/experiment",
          "experiment self --task translation --quick --steps 2 --batch 2 --layers 1 --n 6 -o"
              + " FOLDER/translation",
          "experiment --list",
          "recognise FOLDER/window.npy",
          "recognise FOLDER/near.npy -o FOLDER/near.heddle",
          "recognise --convention window_size=(256,0)",
          "recognise --convention num_random_blocks=3",
          "fmt FOLDER/some.heddle",
          "fmt FOLDER/some.heddle --check",
          "zoo",
          "zoo star",
          "zoo exphormer",
          "zoo sparse_strided",
          "doctor");

  @BeforeAll
  static void writeFiles() throws Exception {
    Files.writeString(
        folder.resolve("some.heddle"),
        """
        input mark
        let marked = where(mark[j] == 1)
        let near = window(3)
        expect edges(near) == 3 * n - 2 for n in {8, 9}
        expect edges(near) == 7 for n in {8, 9}
        """);
    List<NamedArray> arrays =
        Stream.of("q", "k", "v")
            .map(
                name ->
                    new NamedArray(name, List.of(1, 2, 8, 4), new Elements.Floats(new float[64])))
            .toList();
    ArrayFile.write(folder.resolve("qkv.npz"), arrays);
    Files.write(
        folder.resolve("marks.npy"),
        NpyFiles.of("<i8", false, List.of(2, 4), 0, 1, 0, 0, 1, 0, 0, 1));
    Files.write(
        folder.resolve("window.npy"),
        NpyFiles.of("|b1", false, List.of(3, 3), 1, 1, 0, 1, 1, 1, 0, 1, 1));
    Files.write(
        folder.resolve("near.npy"),
        NpyFiles.of(
            "|u1",
            false,
            List.of(5, 5),
            1,
            1,
            0,
            0,
            1,
            1,
            1,
            0,
            0,
            0,
            0,
            1,
            0,
            1,
            0,
            1,
            0,
            1,
            1,
            1,
            0,
            0,
            1,
            1,
            0));
    Files.write(
        folder.resolve("path.npy"), NpyFiles.of("<i8", false, List.of(8), 0, 1, 2, 3, 4, 5, 7, 6));
  }

  private static Set<String> commandsWithJson() {
    return Main.commandLine().getSubcommands().entrySet().stream()
        .filter(each -> each.getValue().getCommandSpec().findOption("--json") != null)
        .map(Map.Entry::getKey)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static Schema schema(String command) {
    return REGISTRY.getSchema(Result.call("schema", command).out());
  }

  private static List<String> lines() {
    return LINES;
  }

  @ParameterizedTest
  @MethodSource("lines")
  void whatIsPrintedIsValid(String line) {
    String[] words = (line.replace("FOLDER", folder.toString()) + " --json").split(" ", -1);
    Result result = Result.call(words);
    if (line.contains("windw")) {
      assertEquals(2, result.status());
      return;
    }
    assertTrue(result.status() <= 1, result.err());
    Schema schema = schema(words[0]);
    assertEquals(List.of(), schema.validate(result.out(), InputFormat.JSON), result.out());
    // So that the schema's silence means something: no key and no type may change.
    for (JsonObject wrong : mutants(result.json())) {
      assertFalse(schema.validate(wrong.toString(), InputFormat.JSON).isEmpty(), wrong.toString());
    }
  }

  /** The object with a key too many, with one renamed, and with one of another type. */
  private static List<JsonObject> mutants(JsonObject valid) {
    List<JsonObject> mutants = new ArrayList<>();
    JsonObject more = valid.deepCopy();
    more.add("undocumented", new JsonPrimitive(1));
    mutants.add(more);
    String first = valid.keySet().iterator().next();
    JsonObject renamed = valid.deepCopy();
    renamed.add(first + "s", renamed.remove(first));
    mutants.add(renamed);
    JsonObject other = valid.deepCopy();
    other.add(first, new JsonPrimitive(0.5));
    mutants.add(other);
    return mutants;
  }

  @Test
  void everyCommandWithJsonIsInTheSchemaAndRunHere() {
    Set<String> commands = commandsWithJson();
    assertEquals(
        commands, new TreeSet<>(SchemaCommand.schema().getAsJsonObject("properties").keySet()));
    Set<String> run =
        LINES.stream().map(line -> line.split(" ", -1)[0]).collect(Collectors.toSet());
    assertEquals(commands, new TreeSet<>(run));
  }

  @Test
  void noObjectOfTheSchemaIsOpen() {
    Map<String, JsonElement> open = new TreeMap<>();
    walk("", SchemaCommand.schema(), open);
    assertEquals(Map.of(), open);
  }

  private static void walk(String path, JsonElement at, Map<String, JsonElement> open) {
    if (at.isJsonArray()) {
      at.getAsJsonArray().forEach(each -> walk(path + "/-", each, open));
    } else if (at.isJsonObject()) {
      JsonObject object = at.getAsJsonObject();
      if (object.has("properties") && !object.has("additionalProperties")) {
        open.put(path, at);
      }
      object.entrySet().forEach(each -> walk(path + "/" + each.getKey(), each.getValue(), open));
    }
  }

  @Test
  void allOfItIsOneSchemaToo() {
    Result whole = Result.call("schema");
    assertEquals(0, whole.status());
    JsonObject document = new JsonObject();
    document.add("compile", Result.call("compile", "window(3)", "--n", "9", "--json").json());
    Schema schema = REGISTRY.getSchema(whole.out());
    assertEquals(List.of(), schema.validate(document.toString(), InputFormat.JSON));
    document.add("nothing", new JsonObject());
    assertEquals(1, schema.validate(document.toString(), InputFormat.JSON).size());
  }

  @Test
  void whatHasNoSchemaIsSaid() {
    Result.assertRefused("schema lab", "error[unknown-command]: there is no schema of `lab`");
  }
}
