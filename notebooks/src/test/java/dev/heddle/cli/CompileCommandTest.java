package dev.heddle.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
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
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

/** {@code compile} and {@code draw}, from arguments to files. */
class CompileCommandTest {

  @TempDir Path folder;

  private record Result(int status, String out, String err) {}

  private static Result call(String... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    CommandLine commandLine = Main.commandLine();
    commandLine.setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
    int status = commandLine.execute(arguments);
    return new Result(status, out.toString(), err.toString());
  }

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
    assertTrue(json.get("growth").isJsonNull());
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

  @Test
  void aFailureLeavesWhatWasThere() throws Exception {
    Path file = Files.writeString(folder.resolve("old.npz"), "old");
    Result result =
        call("compile", "full", "--n", "1000000", "--to", "mask", "-o", file.toString());
    assertEquals(2, result.status());
    assertTrue(result.err().startsWith("error[too-large]: a mask of 1000000"), result.err());
    assertEquals("old", Files.readString(file));
  }

  // ---- pictures

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
        Arguments.of("compile self --n 4 --m 5", "error[bad-length]: there is no length 5"),
        Arguments.of("compile self --n 4 --m 0", "error[bad-length]: there is no length 0"),
        Arguments.of("compile self --n 4 --to csr", "error[usage]: --to wants to know where"),
        Arguments.of("compile self --n 4 -o x.npz", "error[usage]: -o wants to know what"),
        Arguments.of("compile self --n 4 --to cs -o x.npz", "error[usage]: "),
        Arguments.of("compile self --n 4 --to csr -o x.txt", "error[unknown-format]: `x.txt`"),
        Arguments.of(
            "compile self --n 4 --to csr -o /no/x.npz",
            "error[cannot-write]: `/no/x.npz` cannot be written: its folder does not exist"),
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
