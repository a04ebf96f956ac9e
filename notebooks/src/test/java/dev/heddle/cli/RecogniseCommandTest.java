package dev.heddle.cli;

import static dev.heddle.cli.Result.call;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import dev.heddle.files.ArrayFile;
import dev.heddle.files.Elements;
import dev.heddle.files.NamedArray;
import dev.heddle.files.NpyFiles;
import dev.heddle.pattern.SparsityPattern;
import dev.heddle.relation.Relation;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** {@code recognise}: masks in every form that is read, settings, and what is refused. */
class RecogniseCommandTest {

  private static final int N = 12;

  /** Smaller masks than this are some text exactly, however wild. */
  private static final int WILD = 48;

  @TempDir Path folder;

  /** A pattern's mask, row by row. */
  private static int[] mask(String text, int n) {
    Relation relation = SparsityPattern.parse(text).at(n);
    return IntStream.range(0, n * n).map(at -> relation.contains(at / n, at % n) ? 1 : 0).toArray();
  }

  private Path file(String name, byte[] bytes) throws IOException {
    return Files.write(folder.resolve(name), bytes);
  }

  private Path npy(String name, String type, List<Integer> shape, int... values)
      throws IOException {
    return file(name, NpyFiles.of(type, false, shape, values));
  }

  private Path npz(String name, NamedArray... arrays) throws IOException {
    Path file = folder.resolve(name);
    ArrayFile.write(file, List.of(arrays));
    return file;
  }

  private static NamedArray ints(String name, List<Integer> shape, int... values) {
    return new NamedArray(name, shape, new Elements.Ints(values));
  }

  private static NamedArray bools(String name, List<Integer> shape, int... values) {
    boolean[] truths = new boolean[values.length];
    for (int at = 0; at < values.length; at++) {
      truths[at] = values[at] != 0;
    }
    return new NamedArray(name, shape, new Elements.Bools(truths));
  }

  private static void exact(String text, Object... arguments) {
    Result result = call(words(arguments));
    assertEquals("", result.err());
    assertEquals(0, result.status());
    assertEquals(
        SparsityPattern.parse(text), SparsityPattern.parse(result.out().strip()), result.out());
  }

  private static String[] words(Object... arguments) {
    List<String> words = new ArrayList<>(List.of("recognise"));
    Stream.of(arguments).map(String::valueOf).forEach(words::add);
    return words.toArray(String[]::new);
  }

  private static void refused(String code, String part, Object... arguments) {
    Result result = call(words(arguments));
    assertEquals(2, result.status(), result.out() + result.err());
    assertEquals("", result.out());
    assertTrue(result.err().startsWith("error[" + code + "]: "), result.err());
    assertTrue(result.err().contains(part), result.err());
  }

  // ---- masks

  @ParameterizedTest
  @CsvSource({"|b1", "|i1", "|u1", "<i4", "<i8", "<u2", "<f4", "<f8"})
  void masksOfEveryType(String type) throws IOException {
    exact("blocks(4)", npy("mask.npy", type, List.of(N, N), mask("blocks(4)", N)));
  }

  @Test
  void aBiasIsAMask() throws IOException {
    int[] mask = mask("stride(5)", N);
    double[] bias = IntStream.of(mask).mapToDouble(m -> m == 1 ? 0 : -1 / 0.0).toArray();
    exact(
        "stride(5)", npz("b.npz", new NamedArray("x", List.of(N, N), new Elements.Doubles(bias))));
    float[] finite = new float[mask.length];
    for (int at = 0; at < mask.length; at++) {
      finite[at] = mask[at] == 1 ? 0 : -Float.MAX_VALUE;
    }
    Path file =
        npz("f.safetensors", new NamedArray("bias", List.of(N, N), new Elements.Floats(finite)));
    Result result = call("recognise", file.toString());
    assertEquals("stride(5)", result.out().strip());
    assertTrue(result.err().contains("is taken for -inf"), result.err());
    // A bias by its name may allow all.
    exact(
        "full",
        npz("all.npz", new NamedArray("bias", List.of(2, 2), new Elements.Floats(new float[4]))));
    exact(
        "none",
        npz("no.npz", new NamedArray("mask", List.of(2, 2), new Elements.Floats(new float[4]))));
  }

  @Test
  void theLastQueriesAndTheInvertedMask() throws IOException {
    int[] last = IntStream.of(mask("causal", N)).skip(8 * N).toArray();
    exact("causal", npy("last.npy", "|b1", List.of(4, N), last));
    int[] left = IntStream.of(mask("causal", N)).map(m -> 1 - m).toArray();
    exact("causal", npy("left.npy", "|u1", List.of(N, N), left), "--inverted");
  }

  @Test
  void headsAndLayersBecomeASchedule() throws IOException {
    int[] all =
        Stream.of("causal", "blocks(3)", "causal", "blocks(3)", "self", "self", "self", "self")
            .flatMapToInt(text -> IntStream.of(mask(text, N)))
            .toArray();
    Path file = npy("all.npy", "|b1", List.of(2, 4, N, N), all);
    exact("layers(heads(causal, blocks(3)), self)", file);
    Result json = call("recognise", file.toString(), "--json");
    assertEquals(8, json.json().getAsJsonArray("entries").size());
    assertEquals(2, json.json().get("layers").getAsInt());
    assertEquals(4, json.json().get("heads").getAsInt());
    exact(
        "heads(causal, blocks(3))",
        npy("one.npy", "|b1", List.of(2, N, N), IntStream.of(all).limit(2L * N * N).toArray()));
  }

  @Test
  void arraysOfAFileByName() throws IOException {
    NamedArray causal = bools("a", List.of(N, N), mask("causal", N));
    NamedArray block = ints("b", List.of(N, N), mask("blocks(4)", N));
    for (String name : List.of("two.npz", "two.safetensors")) {
      Path file = npz(name, causal, block);
      exact("causal", file + ":a");
      exact("blocks(4)", file + ":b");
      refused("cannot-read", "which is the mask is not said: a, b", file);
      refused("cannot-read", "it has no array `c`, but a, b", file + ":c");
    }
    exact("causal", npz("mask.npz", block, causal.named("mask")));
  }

  @Test
  void whatHeddleWritesIsReadBack() {
    for (String form : List.of("mask", "bias", "csr")) {
      String file = folder.resolve(form + ".npz").toString();
      assertEquals(0, call("compile", "blocks(4)", "--n", "12", "--to", form, "-o", file).status());
      exact("blocks(4)", file);
    }
    String file = folder.resolve("blocks.npz").toString();
    call("compile", "blocks(4)", "--n", "12", "--to", "blockmask", "--block", "4", "-o", file);
    exact("blocks(4)", file, "--block", 4);
  }

  // ---- indices

  private byte[] scipy(String format, int rows, int columns, int[] starts, int[] keys, int[] data)
      throws IOException {
    var bytes = new java.io.ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      put(zip, "indices", NpyFiles.of("<i4", false, List.of(keys.length), keys));
      put(zip, "indptr", NpyFiles.of("<i4", false, List.of(starts.length), starts));
      byte[] word = NpyFiles.of("|u1", false, List.of(3), 0, 0, 0);
      byte[] letters = format.getBytes(StandardCharsets.US_ASCII);
      String header = new String(word, 0, word.length - 3, StandardCharsets.ISO_8859_1);
      put(
          zip,
          "format",
          (header.replace("|u1", "|S3").replace("(3,)", "()  ")
                  + new String(letters, StandardCharsets.ISO_8859_1))
              .getBytes(StandardCharsets.ISO_8859_1));
      put(zip, "shape", NpyFiles.of("<i8", false, List.of(2), rows, columns));
      put(zip, "data", NpyFiles.of("|b1", false, List.of(data.length), data));
    }
    return bytes.toByteArray();
  }

  private static void put(ZipOutputStream zip, String name, byte[] bytes) throws IOException {
    zip.putNextEntry(new ZipEntry(name + ".npy"));
    zip.write(bytes);
    zip.closeEntry();
  }

  @Test
  void scipysIndex() throws IOException {
    int[] starts = {0, 2, 3, 4};
    int[] keys = {1, 0, 1, 2};
    // The pair (0, 1) is an explicit zero.
    exact("self", file("s.npz", scipy("csr", 3, 3, starts, keys, new int[] {0, 1, 1, 1})));
    refused(
        "cannot-read",
        "SciPy's format csc",
        file("c.npz", scipy("csc", 3, 3, starts, keys, new int[4])));
    refused(
        "cannot-read",
        "row 0 has the key 1, and there are",
        file("k.npz", scipy("csr", 1, 1, new int[] {0, 1}, new int[] {1}, new int[1])));
    refused(
        "cannot-read",
        "`indptr` and its `shape`",
        file("p.npz", scipy("csr", 2, 3, starts, keys, new int[4])));
  }

  @Test
  void edges() throws IOException {
    Path text = Files.writeString(folder.resolve("edges.txt"), "0 0\n1, 1\n2 2 # a loop\n");
    exact("self", text, "--n", 3);
    Result noted = call("recognise", text.toString());
    assertEquals("self", noted.out().strip());
    assertTrue(noted.err().startsWith("warning[mask]: n is taken to be 3"), noted.err());
    exact("self", npy("e.npy", "<i8", List.of(3, 2), 0, 0, 2, 2, 1, 1), "--n", 3);
    refused("cannot-read", "position 2, and n is 2", text, "--n", 2);
    Path far = Files.writeString(folder.resolve("far.txt"), "0 2000000000\n");
    refused("cannot-read", "more than 1,048,576 positions", far);
    refused("cannot-read", "more than 1,048,576 positions", text, "--n", 2_000_000_000);
    int[] starts = {0, 1, 1};
    NamedArray rows = ints("crow_indices", List.of(3), starts);
    NamedArray columns = ints("col_indices", List.of(1), 2_000_000_000);
    refused("cannot-read", "more than 1,048,576 positions", npz("far.npz", rows, columns));
    refused("cannot-read", "line 1", Files.writeString(folder.resolve("x.txt"), "a b\n"));
  }

  // ---- block masks

  /** The lists of a block mask of blocks of 2, by what each block is: 0 none, 1 partial, 2 full. */
  private static NamedArray[] lists(int[][] kinds) {
    int rows = kinds.length;
    int columns = kinds[0].length;
    int[][] counts = new int[3][rows];
    int[][] indices = new int[3][rows * columns];
    for (int row = 0; row < rows; row++) {
      for (int column = 0; column < columns; column++) {
        int kind = kinds[row][column];
        indices[kind][row * columns + counts[kind][row]++] = column;
      }
    }
    return new NamedArray[] {
      ints("kv_num_blocks", List.of(1, 1, rows), counts[1]),
      ints("kv_indices", List.of(1, 1, rows, columns), indices[1]),
      ints("full_kv_num_blocks", List.of(1, 1, rows), counts[2]),
      ints("full_kv_indices", List.of(1, 1, rows, columns), indices[2])
    };
  }

  private static NamedArray[] and(NamedArray[] arrays, NamedArray... more) {
    return Stream.concat(Stream.of(arrays), Stream.of(more)).toArray(NamedArray[]::new);
  }

  @Test
  void blockMasksAsTheKernelReadsThem() throws IOException {
    NamedArray size = ints("BLOCK_SIZE", List.of(2), 2, 2);
    int[][] causal = {{1, 0, 0}, {2, 1, 0}, {2, 2, 1}};
    NamedArray mask = bools("mask", List.of(1, 1, 6, 6), mask("causal", 6));
    exact("causal", npz("c.npz", and(lists(causal), size, mask)));
    // Full and empty blocks alone say all.
    int[][] diagonal = {{2, 0, 0}, {0, 2, 0}, {0, 0, 2}};
    exact("blocks(2)", npz("d.npz", and(lists(diagonal), size)));
    refused("cannot-read", "save `mask` beside", npz("p.npz", and(lists(causal), size)));
    // What lies outside of the lists is not there, whatever the mask says.
    NamedArray all = bools("mask", List.of(6, 6), mask("full", 6));
    Result differs = call("recognise", npz("f.npz", and(lists(diagonal), size, all)).toString());
    assertEquals("blocks(2)", differs.out().strip());
    assertTrue(differs.err().contains("the lists say (0, 2) is out"), differs.err());
    Result standard = call("recognise", npz("s.npz", lists(new int[][] {{2}})).toString());
    assertTrue(standard.err().contains("128 × 128"), standard.err());
    assertEquals("full", standard.out().strip());
  }

  @Test
  void blockMasksThatAreNone() throws IOException {
    NamedArray size = ints("BLOCK_SIZE", List.of(1), 2);
    NamedArray[] good = lists(new int[][] {{2, 0}, {0, 2}});
    NamedArray[] far = good.clone();
    far[3] = ints("full_kv_indices", List.of(1, 1, 2, 2), 7, 0, 1, 0);
    refused("cannot-read", "has the block 7", npz("a.npz", and(far, size)));
    NamedArray[] many = good.clone();
    many[2] = ints("full_kv_num_blocks", List.of(1, 1, 2), 3, 1);
    refused("cannot-read", "a row has 2 blocks", npz("b.npz", and(many, size)));
    NamedArray[] batch = good.clone();
    batch[0] = ints("kv_num_blocks", List.of(2, 1, 1), 0, 0);
    refused("cannot-read", "[1, heads, blocks of queries]", npz("c.npz", and(batch, size)));
    NamedArray wide = bools("mask", List.of(9, 9), mask("full", 9));
    refused("cannot-read", "the mask is 9 × 9", npz("d.npz", and(good, size, wide)));
    NamedArray none = ints("BLOCK_SIZE", List.of(1), 0);
    refused("cannot-read", "`BLOCK_SIZE`", npz("e.npz", and(good, none)));
  }

  // ---- near

  /** A mask that is no pattern's. */
  private static int[] wild() {
    Random random = new Random(11);
    return IntStream.range(0, WILD * WILD).map(at -> random.nextInt(5) < 2 ? 1 : 0).toArray();
  }

  private Path near() throws IOException {
    return npy("near.npy", "|b1", List.of(WILD, WILD), wild());
  }

  @Test
  void whatDiffersIsShown() throws IOException {
    Path file = near();
    Result json = call("recognise", file.toString(), "--json");
    assertEquals(1, json.status(), json.err());
    JsonObject entry = json.json().getAsJsonArray("entries").get(0).getAsJsonObject();
    assertFalse(json.json().get("exact").getAsBoolean());
    Relation text = SparsityPattern.parse(json.json().get("text").getAsString()).at(WILD);
    int[] mask = wild();
    List<String> missing = new ArrayList<>();
    List<String> extra = new ArrayList<>();
    for (int at = 0; at < WILD * WILD; at++) {
      boolean has = text.contains(at / WILD, at % WILD);
      if (has != (mask[at] == 1)) {
        (has ? extra : missing).add("[" + at / WILD + "," + at % WILD + "]");
      }
    }
    assertEquals(missing.size(), entry.get("missing").getAsInt());
    assertEquals(extra.size(), entry.get("extra").getAsInt());
    assertEquals(
        "[" + String.join(",", missing.stream().limit(10).toList()) + "]",
        entry.get("first_missing").toString());
    assertEquals(
        "[" + String.join(",", extra.stream().limit(10).toList()) + "]",
        entry.get("first_extra").toString());
    Result shown = call("recognise", file.toString());
    assertEquals(1, shown.status());
    List<String> lines = shown.out().lines().toList();
    assertEquals(json.json().get("text").getAsString(), lines.getFirst());
    assertEquals(
        String.format(
            Locale.ROOT,
            "not exact: %,d of 2,304 pairs differ (%.3g %%)",
            missing.size() + extra.size(),
            (missing.size() + extra.size()) / 23.04),
        lines.get(1));
    assertEquals(
        WILD + 1,
        lines.size()
            - lines.indexOf(
                lines.stream()
                    .filter(line -> line.matches("[-+█·]{48}"))
                    .findFirst()
                    .orElseThrow()));
  }

  // ---- definition files

  @Test
  void theDefinitionFileHolds() throws IOException {
    Path file = folder.resolve("found.heddle");
    for (Object[] arguments :
        new Object[][] {
          {npy("mask.npy", "|b1", List.of(N, N), mask("blocks(4)", N))},
          {near()},
          {npy("two.npy", "|b1", List.of(2, 2, 2), 1, 0, 1, 1, 1, 0, 0, 1)},
          {"--convention", "sliding_window=4"},
          {"--convention", "mode='fixed', num_local_blocks=2"},
          {"--convention", "layer_types=['sliding_attention', 'full_attention'], sliding_window=9"},
        }) {
      List<Object> all = new ArrayList<>(List.of(arguments));
      all.addAll(List.of("-o", file));
      Result written = call(words(all.toArray()));
      assertTrue(written.status() < 2, written.err());
      String definitions = Files.readString(file);
      Result check = call("check", file.toString());
      assertEquals(0, check.status(), definitions + check.out() + check.err());
      assertEquals(0, call("fmt", file.toString(), "--check").status(), definitions);
      Result drawn = call("draw", file + ":pattern", "--n", "48", "--layer", "0", "--head", "0");
      assertEquals(0, drawn.status(), definitions + drawn.err());
      assertTrue(definitions.contains("let pattern ="), definitions);
    }
    // One that no longer holds is found.
    call(words(near(), "-o", file));
    Files.writeString(file, Files.readString(file).replace("== ", "== 1"));
    assertEquals(1, call("check", file.toString()).status());
    refused("unknown-format", "ends in .heddle", near(), "-o", folder.resolve("x.npz"));
    refused("cannot-write", "folder", near(), "-o", folder.resolve("no/x.heddle"));
  }

  // ---- settings

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "window_size=(256, 0) | window(before: 256)",
        "window_size=(256, 256), causal=True | window(before: 256)",
        "window_left=3, window_right=1 | window(before: 3, after: 1)",
        "sliding_window=4096 | window(before: 4095)",
        "attention_chunk_size=8 | blocks(8) & causal",
        "kernel_size=7 | import zoo; natten_1d(7)",
        "{\"sliding_window\": 8} | window(before: 7)",
      })
  void conventions(String settings, String text) {
    exact(text, "--convention", settings);
    Result json = call("recognise", "--convention", settings, "--json");
    assertEquals(text, json.json().get("text").getAsString());
  }

  private Path config(String text) throws IOException {
    return Files.writeString(folder.resolve("config.json"), text);
  }

  @Test
  void wholeConfigurations() throws IOException {
    Path file =
        config(
            """
            {
              "architectures": ["MistralForCausalLM"],
              "model_type": "mistral",
              "num_attention_heads": 32,
              "attention_dropout": 0.0,
              "sliding_window": 4096
            }
            """);
    exact("window(before: 4095)", file);
    exact("window(before: 9)", file, "--convention", "sliding_window=10");
    exact("window(17)", file, "--convention", "sliding_window=8", "--convention", "causal=False");
    config("{\"train_batch_size\": 8, \"sparse_attention\": {\"mode\": \"bslongformer\"}}");
    exact("(window(3) + global(1)) * full[16]", file);
    exact(
        "(window(5) + global(1)) * full[16]", file, "--convention", "num_sliding_window_blocks=5");
    config(
        """
        {
          "model_type": "gemma3",
          "text_config": {"model_type": "gemma3_text", "sliding_window": 4, "sliding_window_pattern": 2}
        }
        """);
    Result text = call("recognise", file.toString(), "--convention", "sliding_window=9");
    assertEquals("layers(window(before: 8), causal)\n", text.out(), text.err());
    assertTrue(text.err().contains("text_config"), text.err());
  }

  static List<String[]> wrongConfigurations() {
    return List.of(
        new String[] {"{", "the settings end too soon"},
        new String[] {"{\"model_type\": \"bert\", \"model_type\": \"gpt2\"}", "is set twice"},
        new String[] {"{\"hidden_size\": 8}", "no convention is known that has `hidden_size`"},
        new String[] {"{\"model_type\": \"reformer\"}", "config.json:1:2"},
        new String[] {"{\n \"sparse_attention\": {\n  \"mode\": \"wild\"}}", "config.json:3:3"});
  }

  @ParameterizedTest
  @MethodSource("wrongConfigurations")
  void wrongConfigurationsAreRefused(String text, String part) throws IOException {
    Result result = call("recognise", config(text).toString());
    assertEquals(2, result.status());
    assertEquals("", result.out());
    assertTrue(result.err().startsWith("error["), result.err());
    assertTrue(result.err().contains(part), result.err());
  }

  // ---- what is refused

  @Test
  void masksThatAreNone() throws IOException {
    refused("cannot-read", "there is no such file", folder.resolve("none.npy"));
    refused("cannot-read", "no .npy file", Files.writeString(folder.resolve("t.npy"), "text"));
    refused("cannot-read", "no .npz file", Files.writeString(folder.resolve("t.npz"), "text"));
    refused("cannot-read", "it has 2 at [1, 0]", npy("a.npy", "<i4", List.of(2, 2), 0, 1, 2, 1));
    refused("cannot-read", "it has 3.0 at [0, 1]", npy("b.npy", "<f4", List.of(2, 2), 0, 3, 0, 1));
    refused(
        "cannot-read",
        "all of its elements are 0.0",
        npy("c.npy", "<f4", List.of(2, 2), 0, 0, 0, 0));
    refused(
        "cannot-read", "3 queries of 2 keys", npy("d.npy", "|b1", List.of(3, 2), 1, 1, 1, 1, 1, 1));
    refused("cannot-read", "its shape is [4]", npy("e.npy", "|b1", List.of(4), 1, 1, 1, 1));
    refused("cannot-read", "of type <c8", npy("f.npy", "<c8", List.of(0)));
    refused("cannot-read", "big-endian", npy("g.npy", ">i4", List.of(1, 1), 1));
    refused("cannot-read", "0 queries", npy("h.npy", "|b1", List.of(0, 0)));
    refused(
        "cannot-read",
        "as a bias has",
        npz(
            "i.npz",
            new NamedArray("x", List.of(1, 2), new Elements.Floats(new float[] {1, -1e9f}))));
    refused("unknown-format", "np.save", folder.resolve("mask.pt"));
    refused("unknown-format", "a text already", folder.resolve("mask.heddle"));
    refused("cannot-read", "has one array", npy("j.npy", "|b1", List.of(1, 1), 1) + ":x");
  }

  @Test
  void requestsThatMakeNoSense() throws IOException {
    Path mask = npy("mask.npy", "|b1", List.of(1, 1), 1);
    refused("usage", "nothing to recognise");
    refused("usage", "is a mask", mask, "--convention", "sliding_window=4");
    refused("usage", "for masks", "--convention", "sliding_window=4", "--n", 8);
    refused("usage", "at least 1", mask, "--block", 0);
    refused("bad-length", "", mask, "--n", 0);
    refused("bad-setting", "well formed", "--convention", "sliding window");
    refused("unknown-convention", "`slidng_window`", "--convention", "slidng_window=3");
    refused("bad-setting", "`causel`", "--convention", "sliding_window=3, causel=True");
  }
}
