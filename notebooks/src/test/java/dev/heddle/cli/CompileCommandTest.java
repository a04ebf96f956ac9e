package dev.heddle.cli;

import static dev.heddle.cli.Result.call;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.heddle.files.NpyFiles;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code compile} and {@code draw}, from arguments to files. */
class CompileCommandTest {

  @TempDir Path folder;

  // ---- facts

  @Test
  void jsonHasTheFacts() {
    Result result = call("compile", "causal−self ∩ window( 4 )", "--n", "20", "--m", "6", "--json");
    assertEquals(0, result.status(), result.err());
    JsonObject json = JsonParser.parseString(result.out()).getAsJsonObject();
    assertEquals("causal - (self & window(4))", json.get("pattern").getAsString());
    assertEquals(20, json.get("n").getAsInt());
    assertEquals(6, json.get("m").getAsInt());
    // Rows 14 to 19 have 14 to 19 keys before the query.
    assertEquals(99, json.get("edges").getAsLong());
    assertEquals(99 / 120.0, json.get("density").getAsDouble());
    assertEquals(14, json.get("min_row").getAsInt());
    assertEquals(19, json.get("max_row").getAsInt());
    assertEquals(0, json.get("empty_rows").getAsLong());
    assertEquals("n^2", json.get("growth").getAsString());
    List<String> codes =
        json.getAsJsonArray("warnings").asList().stream()
            .map(warning -> warning.getAsJsonObject().get("code").getAsString())
            .toList();
    assertEquals(List.of("mixed-operators", "even-window"), codes);
    assertTrue(result.err().contains("warning[even-window]"), result.err());
  }

  @Test
  void withoutAFormItPrintsASummary() {
    Result result = call("compile", "causal - self", "--n", "4");
    assertEquals(
        """
        pattern     causal - self
        n           4
        m           4
        edges       6
        density     0.375000
        min_row     0
        max_row     3
        empty_rows  1
        growth      n^2
        """,
        result.out());
    assertTrue(result.err().contains("warning[empty-rows]: query 0 has no key"), result.err());
  }

  @Test
  void aMinusReadsFromStdin() {
    InputStream usual = System.in;
    try {
      System.setIn(new ByteArrayInputStream("stride(√n) # √\n".getBytes(StandardCharsets.UTF_8)));
      assertTrue(call("compile", "-", "--n", "9").out().contains("edges       27"));
      System.setIn(new ByteArrayInputStream("windw(1)".getBytes(StandardCharsets.UTF_8)));
      assertTrue(call("compile", "-", "--n", "9").err().contains("--> stdin:1:1"));
    } finally {
      System.setIn(usual);
    }
  }

  // ---- files

  @Test
  void npzHoldsTheArraysWithTheirTypes() throws Exception {
    Path file = folder.resolve("a.npz");
    try (NDManager manager = NDManager.newBaseManager()) {
      NDList csr = npz(file, "csr", manager);
      check(csr, "crow_indices", DataType.INT64, new Shape(4));
      check(csr, "col_indices", DataType.INT32, new Shape(9));
      assertArrayEquals(new long[] {0, 2, 5, 9}, csr.get("crow_indices").toLongArray());
      assertArrayEquals(new int[] {0, 1, 0, 1, 2, 0, 1, 2, 3}, csr.get("col_indices").toIntArray());

      NDList gather = npz(file, "gather", manager);
      check(gather, "index", DataType.INT32, new Shape(3, 4));
      check(gather, "valid", DataType.BOOLEAN, new Shape(3, 4));
      assertArrayEquals(
          new int[] {0, 1, 0, 0, 0, 1, 2, 0, 0, 1, 2, 3}, gather.get("index").toIntArray());

      boolean[] mask = npz(file, "mask", manager).get("mask").toBooleanArray();
      float[] bias = npz(file, "bias", manager).get("bias").toFloatArray();
      for (int at = 0; at < 15; at++) {
        boolean allowed = at % 5 < 2 + at / 5;
        assertEquals(allowed, mask[at]);
        assertEquals(allowed ? 0 : Float.NEGATIVE_INFINITY, bias[at]);
      }
    }
    try (Stream<Path> left = Files.list(folder)) {
      assertEquals(List.of(file), left.toList(), "no half file stays behind");
    }
  }

  private static NDList npz(Path file, String form, NDManager manager) throws Exception {
    Result result =
        call("compile", "causal - self", "--n=5", "--m=3", "--to", form, "-o", file.toString());
    assertEquals(0, result.status(), result.err());
    assertTrue(result.out().endsWith("file        " + file + System.lineSeparator()), result.out());
    try (InputStream in = Files.newInputStream(file)) {
      return NDList.decode(manager, in);
    }
  }

  private static void check(NDList arrays, String name, DataType type, Shape shape) {
    NDArray array = arrays.get(name);
    assertEquals(type, array.getDataType());
    assertEquals(shape, array.getShape());
  }

  @Test
  void safetensorsHoldsTheArraysWithTheirTypes() throws Exception {
    Path file = folder.resolve("a.safetensors");
    Result result = call("compile", "causal", "--n", "3", "--to", "csr", "-o", file.toString());
    assertEquals(0, result.status(), result.err());
    ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
    byte[] header = new byte[(int) bytes.getLong()];
    assertEquals(0, header.length % 8);
    bytes.get(header);
    assertEquals(
        JsonParser.parseString(
            """
            {"crow_indices": {"dtype": "I64", "shape": [4], "data_offsets": [0, 32]},
             "col_indices": {"dtype": "I32", "shape": [6], "data_offsets": [32, 56]}}
            """),
        JsonParser.parseString(new String(header, StandardCharsets.UTF_8)));
    long[] crow = new long[4];
    bytes.asLongBuffer().get(crow);
    assertArrayEquals(new long[] {0, 1, 3, 6}, crow);
    int[] col = new int[6];
    bytes.position(bytes.position() + 32).asIntBuffer().get(col);
    assertArrayEquals(new int[] {0, 0, 1, 0, 1, 2}, col);
    assertEquals(24, bytes.remaining());
  }

  @Test
  void theSameArraysGiveTheSameFile() throws Exception {
    Path first = folder.resolve("1.npz");
    Path second = folder.resolve("2.npz");
    for (Path file : List.of(first, second)) {
      call("compile", "stride(3)", "--n", "70", "--to", "mask", "-o", file.toString());
    }
    assertEquals(-1, Files.mismatch(first, second));
  }

  @Test
  void arraysLongerThanABufferAreWhole() throws Exception {
    Path file = folder.resolve("long.npz");
    call("compile", "window(3)", "--n", "50000", "--to=csr", "-o", file.toString());
    try (NDManager manager = NDManager.newBaseManager();
        InputStream in = Files.newInputStream(file)) {
      int[] col = NDList.decode(manager, in).get("col_indices").toIntArray();
      assertEquals(149_998, col.length);
      assertArrayEquals(
          new int[] {49_997, 49_998, 49_999, 49_998, 49_999},
          Arrays.copyOfRange(col, 149_993, 149_998));
    }
  }

  /** What takes too much says how much, and what takes less. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "window(3) | 1000000 | mask | 1,000,000,000,000 bytes (931.3 GiB) | `csr` takes 20,000,000 bytes",
        "window(3) | 1000000 | bias | 4,000,000,000,000 bytes (3.6 TiB) | `csr` takes 20,000,000 bytes",
        "window(3) + global(1) | 1000000 | gather | 5,000,000,000,000 bytes | `csr` takes 27,999,984 bytes",
        "full | 300000 | csr | 360,002,400,008 bytes (335.3 GiB) | `blockmask` takes 43,973,440 bytes",
        "full | 300000 | bsr | bytes | `blockmask` takes 43,973,440 bytes"
      })
  void aRefusalNamesTheBytesAndAFormThatFits(
      String pattern, String n, String form, String bytes, String instead) {
    Path file = folder.resolve("x.npz");
    Result result = call("compile", pattern, "--n", n, "--to", form, "-o", file.toString());
    assertEquals(2, result.status(), result.err());
    assertTrue(result.err().startsWith("error[too-large]: "), result.err());
    assertTrue(result.err().contains(bytes), result.err());
    assertTrue(result.err().contains("= help: " + instead), result.err());
    assertFalse(Files.exists(file));
  }

  @Test
  void aFailureLeavesWhatWasThere() throws Exception {
    Path file = Files.writeString(folder.resolve("old.npz"), "old");
    Result result =
        call("compile", "full", "--n", "1000000", "--to", "mask", "-o", file.toString());
    assertEquals(2, result.status());
    assertTrue(result.err().startsWith("error[too-large]: a mask of 1000000"), result.err());
    assertEquals("old", Files.readString(file));
  }

  @Test
  void formsOfBlocksHaveTheirShapes() throws Exception {
    Path file = folder.resolve("b.npz");
    try (NDManager manager = NDManager.newBaseManager()) {
      NDList bsr = written(file, manager, "compile", "causal", "--n=5", "--to=bsr", "--block=2");
      check(bsr, "crow_indices", DataType.INT64, new Shape(4));
      check(bsr, "col_indices", DataType.INT32, new Shape(6));
      check(bsr, "blocks", DataType.BOOLEAN, new Shape(6, 2, 2));
      assertArrayEquals(new int[] {0, 0, 1, 0, 1, 2}, bsr.get("col_indices").toIntArray());

      NDList blocks =
          written(file, manager, "compile", "causal", "--n=5", "--to=blockmask", "--block=2");
      check(blocks, "kv_num_blocks", DataType.INT32, new Shape(1, 1, 3));
      check(blocks, "kv_indices", DataType.INT32, new Shape(1, 1, 3, 3));
      check(blocks, "full_kv_num_blocks", DataType.INT32, new Shape(1, 1, 3));
      check(blocks, "full_kv_indices", DataType.INT32, new Shape(1, 1, 3, 3));
      assertArrayEquals(new int[] {0, 1, 0}, blocks.get("full_kv_num_blocks").toIntArray());

      NDList flash = written(file, manager, "compile", "causal", "--n=5", "--to=flashmask");
      check(flash, "startend_row_indices", DataType.INT32, new Shape(1, 1, 5, 1));
      check(flash, "causal", DataType.BOOLEAN, new Shape());
      assertArrayEquals(new boolean[] {true}, flash.get("causal").toBooleanArray());
    }
  }

  private static NDList written(Path file, NDManager manager, String... arguments)
      throws Exception {
    String[] all = Arrays.copyOf(arguments, arguments.length + 2);
    all[arguments.length] = "-o";
    all[arguments.length + 1] = file.toString();
    Result result = call(all);
    assertEquals(0, result.status(), result.err());
    try (InputStream in = Files.newInputStream(file)) {
      return NDList.decode(manager, in);
    }
  }

  // ---- Python source; PythonExchangeIT runs it

  @Test
  void pythonIsAModuleOfSource() throws Exception {
    Path file = folder.resolve("mask.py");
    Result result =
        call(
            "compile",
            "causal & window(65) + keys(2)",
            "--n=500",
            "--m=300",
            "--to=python",
            "--block=64",
            "-o",
            file.toString());
    assertEquals(0, result.status(), result.err());
    String text = Files.readString(file);
    assertTrue(
        text.startsWith(
            """
            # (causal & window(65)) + keys(2)
            # at n = 500, of the last 300 queries: 10500 pairs. Made by\
            """),
        text);
    assertTrue(
        text.contains(
            """
                def mask_mod(b, h, q_idx, kv_idx):
                    \"""Whether query q_idx may attend to key kv_idx.\"""
                    i, j = q_idx + 200, kv_idx
                    return (
                        ((j <= i) & ((i - j).abs() <= 32))
                        | (j <= 1)
                    )

                return mask_mod
            """),
        text);
    assertTrue(text.contains("\nQUERIES = 300\nKEYS = 500\nBLOCK = 64\n"), text);
    assertFalse(text.contains("_listed"), "nothing is looked up, so nothing to do it by");
  }

  @Test
  void whatNoModuleOfSourceCanBeIsRefused() throws Exception {
    Result.assertRefused(
        "compile causal --n 8 --to python -o " + folder.resolve("mask.npz"),
        "error[unknown-format]: `"
            + folder.resolve("mask.npz")
            + "` does not end as a file of a Python");
    Path file = folder.resolve("mask.py");
    Result.assertRefused(
        "compile random(900)&causal --n 100000 --to python -o " + file,
        "error[too-large]: as Python source this part is a table, which takes");
    Path ids = npy("ids.npy", List.of(2, 4), 0, 0, 1, 1, 0, 0, 0, 1);
    Result.assertRefused(
        "compile zoo:document --n 4 --to python --bind document_ids=" + ids + " -o " + file,
        "error[bad-binding]: a batch of 2 is bound, and a module has the mask of one");
    assertFalse(Files.exists(file));
  }

  // ---- bindings

  private Path npy(String name, List<Integer> shape, int... values) throws Exception {
    Path file = folder.resolve(name);
    return Files.write(file, NpyFiles.of("<i4", false, shape, values));
  }

  @Test
  void aBatchHasALeadingAxisWhereShapesAgree() throws Exception {
    Path ids = npy("ids.npy", List.of(2, 4), 0, 0, 1, 1, 0, 0, 0, 1);
    Path file = folder.resolve("b.npz");
    String bind = "document_ids=" + ids;
    try (NDManager manager = NDManager.newBaseManager()) {
      String[] line = {"compile", "zoo:document", "--n=4", "--bind", bind, "--to=mask"};
      NDList mask = written(file, manager, line);
      check(mask, "mask", DataType.BOOLEAN, new Shape(2, 4, 4));
      // 8 pairs in the first element, 10 in the second: their rows differ in length.
      line[5] = "--to=csr";
      NDList csr = written(file, manager, line);
      check(csr, "crow_indices.0", DataType.INT64, new Shape(5));
      check(csr, "col_indices.0", DataType.INT32, new Shape(8));
      check(csr, "col_indices.1", DataType.INT32, new Shape(10));
      line[5] = "--to=blockmask";
      check(written(file, manager, line), "kv_indices", DataType.INT32, new Shape(2, 1, 1, 1));
      // Rows of 2 keys in the first element, and of 3 in the second.
      line[5] = "--to=gather";
      check(written(file, manager, line), "index", DataType.INT32, new Shape(2, 4, 3));
      line[5] = "--to=flashmask";
      NDList flash = written(file, manager, line);
      check(flash, "startend_row_indices", DataType.INT32, new Shape(2, 1, 4, 2));
      check(flash, "causal", DataType.BOOLEAN, new Shape());
      // One block in each element, whatever its documents.
      line[5] = "--to=bsr";
      check(written(file, manager, line), "blocks", DataType.BOOLEAN, new Shape(2, 1, 128, 128));
    }
    Result result = call("compile", "zoo:document", "--n=4", "--bind", bind, "--json");
    JsonObject json = JsonParser.parseString(result.out()).getAsJsonObject();
    assertEquals(18, json.get("edges").getAsLong());
    assertEquals(
        10, json.getAsJsonArray("batch").get(1).getAsJsonObject().get("edges").getAsLong());
  }

  @Test
  void inputsAreBoundByTheirKind() throws Exception {
    Path graph = npy("g.npy", List.of(2, 2), 0, 3, 3, 1);
    String text = "input graph g\ninput number k\ngraph(g) + window(before: k)";
    Result result =
        call("compile", text, "--n", "4", "--bind", "g=" + graph, "--bind", "k=1", "--json");
    assertEquals(0, result.status(), result.err());
    assertEquals(
        9, JsonParser.parseString(result.out()).getAsJsonObject().get("edges").getAsLong());
    Path ids = npy("s.npy", List.of(3), 5, 6, 5);
    assertTrue(
        call("compile", "zoo:document", "--n", "3", "--bind", "document_ids=" + ids)
            .out()
            .contains("edges       5"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"g.txt", "g.csv", "g.edges"})
  void inputsAreBoundFromTexts(String name) throws Exception {
    String comma = name.endsWith(".csv") ? "," : " ";
    Path graph =
        Files.writeString(
            folder.resolve(name), "# query key\n\n0%s3\n3%s1 # back\n".formatted(comma, comma));
    String text = "input graph g\ngraph(g) + self";
    Result result = call("compile", text, "--n", "4", "--bind", "g=" + graph, "--json");
    assertEquals(0, result.status(), result.err());
    assertEquals(
        6, JsonParser.parseString(result.out()).getAsJsonObject().get("edges").getAsLong());
    assertTrue(call("why", text, "0", "3", "--n=4", "--bind", "g=" + graph).out().contains("in"));
    Path ids = Files.writeString(folder.resolve("ids.txt"), "5 6 5\n");
    assertTrue(
        call("compile", "zoo:document", "--n", "3", "--bind", "document_ids=" + ids)
            .out()
            .contains("edges       5"));
  }

  @Test
  void whatIsWrongInATextIsToldWithItsLine() throws Exception {
    Path graph = Files.writeString(folder.resolve("g.txt"), "0 1\n1 x\n");
    String text = "input graph g\ninput number k\ngraph(g) + window(before: k)";
    Result result = call("compile", text, "--n", "4", "--bind", "g=" + graph, "--bind", "k=1");
    assertEquals(2, result.status());
    assertEquals(
        "error[cannot-read]: `" + graph + "` cannot be read: line 2: `x` is no integer\n",
        result.err());
    Files.writeString(graph, "0 1\n1 9\n");
    Result far = call("compile", text, "--n", "4", "--bind", "g=" + graph, "--bind", "k=1");
    assertEquals(2, far.status());
    assertTrue(far.err().startsWith("error[bad-binding]"), far.err());
    Result number = call("compile", text, "--n", "4", "--bind", "k=" + graph);
    assertEquals(2, number.status());
    assertTrue(number.err().startsWith("error[bad-binding]"), number.err());
  }

  static Stream<Arguments> badBindings() {
    return Stream.of(
        Arguments.of("document_ids", "error[usage]: `--bind document_ids` binds nothing"),
        Arguments.of("other=3", "error[bad-binding]: "),
        Arguments.of("document_ids=x", "error[bad-binding]: "),
        Arguments.of("document_ids=3", "error[bad-binding]: "),
        Arguments.of("document_ids=3x", "error[bad-binding]: "),
        Arguments.of("document_ids=/no.txt", "error[cannot-read]: `/no.txt` cannot be read: there"),
        Arguments.of("document_ids=/", "error[cannot-read]: `/` cannot be read: "),
        Arguments.of(
            "document_ids=/no.npy", "error[cannot-read]: `/no.npy` cannot be read: there"));
  }

  @ParameterizedTest
  @MethodSource("badBindings")
  void badBindingsAreTold(String bind, String error) {
    Result result = call("compile", "zoo:document", "--n", "4", "--bind", bind);
    assertEquals(2, result.status());
    assertTrue(result.err().startsWith(error), result.err());
  }

  // ---- definitions and schedules

  @Test
  void definitionsOfAFileAreCalled() throws Exception {
    Path file = folder.resolve("p.heddle");
    Files.writeString(file, "let near(w = 3) = window(w)\nlet two = heads(self, causal)\n");
    assertTrue(call("compile", file + ":near", "--n", "4").out().contains("edges       10\n"));
    assertTrue(call("compile", file + ":near(w: 1)", "--n", "4").out().contains("edges       4\n"));
    Result bare = call("compile", file.toString(), "--n", "4");
    assertEquals(2, bare.status());
    assertTrue(bare.err().contains("p.heddle:near`"), bare.err());
    assertEquals(2, call("compile", file + ":far", "--n", "4").status());
    Result missing = call("compile", "/no.heddle:a", "--n", "4");
    assertEquals(2, missing.status());
    assertTrue(missing.err().startsWith("error[cannot-read]: `/no.heddle`"), missing.err());
    assertTrue(call("compile", "zoo:bigbird(w: 5)", "--n", "64").out().contains("n           64"));
  }

  @Test
  void aScheduleHasAnEntryForEachOfItsPatterns() throws Exception {
    String schedule = "layers(heads(self, causal), window(3))";
    Result result = call("compile", schedule, "--n", "4", "--json");
    assertEquals(0, result.status(), result.err());
    JsonObject json = JsonParser.parseString(result.out()).getAsJsonObject();
    List<Long> edges =
        json.getAsJsonArray("entries").asList().stream()
            .map(entry -> entry.getAsJsonObject().get("edges").getAsLong())
            .toList();
    assertEquals(List.of(4L, 10L, 10L), edges);
    assertEquals(schedule, json.get("pattern").getAsString());
    List<String> patterns =
        json.getAsJsonArray("entries").asList().stream()
            .map(entry -> entry.getAsJsonObject().get("pattern").getAsString())
            .toList();
    assertEquals(List.of("self", "causal", "window(3)"), patterns);
    assertEquals(24, json.get("edges").getAsLong());
    Path file = folder.resolve("s.npz");
    String[] to = {"compile", schedule, "--n=4", "--to=csr", "-o", file.toString()};
    Result refused = call(to);
    assertEquals(2, refused.status());
    assertTrue(refused.err().contains("`--layer L` and `--head H`"), refused.err());
    String[] cover = {"draw", schedule, "--n=4", "--layer=1", "--cover"};
    assertTrue(call("draw", schedule, "--n=4", "--cover").err().contains("`--layer L`"));
    assertEquals(0, call(cover).status());
    assertTrue(call("draw", schedule, "--n=4").out().contains("layer.head above each"));
    assertEquals(0, call("draw", schedule, "--n=4", "--layer=1").status());
    assertTrue(
        call("compile", schedule, "--n=4", "--layer=2", "--head=1")
            .out()
            .contains("edges       10"));
    assertEquals(2, call("compile", schedule, "--n=4", "--layer=-1").status());
    assertEquals(0, call("compile", schedule, "--n=4", "--layer=2147483647").status());
  }

  @Test
  void whatIsTooLongOnStdinIsRefused() {
    InputStream usual = System.in;
    try {
      System.setIn(
          new ByteArrayInputStream(" ".repeat((1 << 20) + 1).getBytes(StandardCharsets.UTF_8)));
      Result result = call("compile", "-", "--n", "9");
      assertEquals(2, result.status());
      assertTrue(result.err().startsWith("error[text-too-long]: "), result.err());
      System.setIn(new ByteArrayInputStream(new byte[] {(byte) 0xff}));
      assertTrue(call("compile", "-", "--n", "9").err().startsWith("error[cannot-read]: "));
    } finally {
      System.setIn(usual);
    }
  }

  // ---- pictures

  @Test
  void aPictureIsAloneOnStdout() {
    Result result = call("draw", "causal - self", "--n", "4");
    assertEquals(0, result.status());
    assertFalse(result.out().contains("warning"), result.out());
    assertTrue(result.err().startsWith("warning[empty-rows]"), result.err());
    Result json = call("draw", "causal - self", "--n", "4", "--json");
    assertTrue(
        JsonParser.parseString(json.out())
            .getAsJsonObject()
            .get("picture")
            .getAsString()
            .contains("██"));
  }

  @Test
  void drawShowsCovers() throws Exception {
    String headline = "window(3) + stride(√n) + global(1)";
    Result sketch = call("draw", headline, "--n", "64", "--sketch");
    assertTrue(sketch.out().contains("residue"), sketch.out());
    Result whole = call("draw", headline, "--n", "64", "--cover");
    assertTrue(whole.out().contains("for 748 edges, 100% of dense"), whole.out());
    assertTrue(whole.err().contains("--sketch"), whole.err());
    assertTrue(call("draw", "full", "--n", "8", "--cover").out().contains("D dense"));
    assertEquals(2, call("draw", headline, "--n", "64", "--cover", "--sketch").status());
    Result refused = call("draw", "full", "--n", "100000", "--cover");
    assertEquals(2, refused.status());
    assertTrue(refused.err().contains("error[too-large]"), refused.err());
  }

  @Test
  void drawIsCharactersOrAFile() throws Exception {
    Result characters = call("draw", "self", "--n", "3");
    assertEquals(0, characters.status());
    assertTrue(characters.out().contains("██· ·"), characters.out());
    Path svg = folder.resolve("p.svg");
    assertEquals(0, call("draw", "self", "--n", "3", "-o", svg.toString()).status());
    assertTrue(Files.readString(svg).startsWith("<svg "));
    Path png = folder.resolve("p.png");
    assertEquals(0, call("draw", "self", "--n", "300", "-o", png.toString()).status());
    assertEquals((byte) 'P', Files.readAllBytes(png)[1]);
  }

  // ---- what cannot be done

  static Stream<Arguments> mistakes() {
    return Stream.of(
        Arguments.of("compile windw(3) --n 4", "error[unknown-name]: there is no pattern named"),
        Arguments.of("compile self", "error[usage]: Missing required option: '--n"),
        Arguments.of("compile self --n x", "error[usage]: "),
        Arguments.of("compile self --n 0", "error[bad-length]: there is no length 0"),
        Arguments.of("compile self --n 2147483648", "error[bad-length]: "),
        Arguments.of(
            "compile self --n 4 --m 5",
            "error[bad-length]: --m asks for 5 queries, and there are 4"),
        Arguments.of("compile self --n 4 --m 0", "error[bad-length]: there is no length 0"),
        Arguments.of("compile self --n 4 --to csr", "error[usage]: --to wants to know where"),
        Arguments.of("compile self --n 4 -o x.npz", "error[usage]: -o wants to know what"),
        Arguments.of("compile self --n 4 --to cs -o x.npz", "error[usage]: "),
        Arguments.of("compile self --n 4 --to csr -o x.txt", "error[unknown-format]: `x.txt`"),
        Arguments.of(
            "compile self --n 4 --to csr -o /no/x.npz",
            "error[cannot-write]: `/no/x.npz` cannot be written: its folder does not exist"),
        Arguments.of(
            "compile self --n 4 --block 2 --to csr -o x.npz", "error[usage]: --block is for"),
        Arguments.of("compile self --n 4 --to bsr --block 0 -o x.npz", "error[too-small]: "),
        // The name is looked at before a mask that would not fit.
        Arguments.of("compile full --n 2000000000 --to mask -o x.txt", "error[unknown-format]: "),
        Arguments.of("compile full --n 2000000000 --to mask -o /no/x.npz", "error[cannot-write]: "),
        Arguments.of("draw self --n 4 -o x.txt", "error[unknown-format]: "),
        Arguments.of("draw self --n 4 -o /no/x.svg", "error[cannot-write]: "));
  }

  @ParameterizedTest
  @MethodSource("mistakes")
  void mistakesAreToldAsErrors(String line, String error) {
    Result result = call(line.split(" "));
    assertEquals(2, result.status());
    assertEquals("", result.out());
    assertTrue(result.err().toLowerCase(Locale.ROOT).startsWith("error["), result.err());
    assertTrue(result.err().startsWith(error), result.err());
  }
}
