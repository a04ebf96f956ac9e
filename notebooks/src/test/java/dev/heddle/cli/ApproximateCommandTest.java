package dev.heddle.cli;

import static dev.heddle.cli.Result.call;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import com.google.gson.JsonObject;
import dev.heddle.pattern.SparsityPattern;
import dev.heddle.relation.Relation;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ApproximateCommandTest {

  @TempDir Path folder;

  private final NDManager manager = NDManager.newBaseManager();

  @AfterEach
  void close() {
    manager.close();
  }

  /** What is written satisfies the theorem: computed again from x, w_q and w_k alone. */
  @Test
  void whatIsWrittenIsLikeThePattern() throws Exception {
    Path file = folder.resolve("a.npz");
    Result result =
        call(
            "approximate",
            "window(3)",
            "--n",
            "12",
            "--gamma",
            "2",
            "--eps2",
            "0.2",
            "--seed",
            "3",
            "--json",
            "-o",
            file.toString());
    assertEquals(0, result.status(), result.err() + result.out());
    JsonObject json = result.json();
    assertTrue(json.get("holds").getAsBoolean());
    assertEquals(json.get("dim").getAsInt(), json.get("least_dim").getAsInt());
    assertEquals(2 * json.get("query_dim").getAsInt(), json.get("dim").getAsInt());
    assertTrue(json.get("dim").getAsInt() < json.get("sharper_bound_dim").getAsInt());
    Relation relation = SparsityPattern.parse("window(3)").at(12);
    try (InputStream in = Files.newInputStream(file)) {
      NDList arrays = NDList.decode(manager, in);
      NDArray x = arrays.get("x");
      NDArray scores = x.matMul(arrays.get("w_q")).matMul(x.matMul(arrays.get("w_k")).transpose());
      double[] weights = arrays.get("weights").toDoubleArray();
      long[] rows = arrays.get("crow_indices").toLongArray();
      int[] columns = arrays.get("col_indices").toIntArray();
      assertEquals(relation.edges(), weights.length);
      double[] m = scores.exp().toDoubleArray();
      for (int row = 0; row < 12; row++) {
        for (int first = (int) rows[row]; first < rows[row + 1]; first++) {
          assertTrue(relation.contains(row, columns[first]));
          double one = m[row * 12 + columns[first]];
          for (int second = (int) rows[row]; second < rows[row + 1]; second++) {
            double ratio = one / m[row * 12 + columns[second]];
            assertTrue(ratio <= 2 * weights[first] / weights[second], "row " + row);
          }
          for (int key = 0; key < 12; key++) {
            boolean isLess = m[row * 12 + key] < 0.2 * one;
            assertTrue(relation.contains(row, key) || isLess, "row " + row);
          }
        }
      }
    }
  }

  @Test
  void aWidthThatIsTooSmallIsAnAnswer() {
    Result result = call("approximate", "window(3)", "--n", "32", "--dim", "8", "--json");
    assertEquals(1, result.status(), result.err());
    assertFalse(result.json().get("holds").getAsBoolean());
    assertTrue(result.json().get("least_dim").isJsonNull());
    assertEquals(20, result.json().get("draws").getAsInt());
    Result wide = call("approximate", "self", "--n", "16", "--dim", "200", "--regime", "zeros");
    assertEquals(0, wide.status(), wide.err());
    assertTrue(wide.out().contains("holds"), wide.out());
  }

  @Test
  void aFileIsAMatrix() throws Exception {
    Path file = folder.resolve("matrix.npy");
    Files.write(file, npy("<f4", "(3, 3)", new float[] {0, 1, 3, 0, 0, 2, 1, 0, 0}));
    JsonObject json = call("approximate", file.toString(), "--json").json();
    assertEquals(3, json.get("n").getAsInt());
    assertEquals(2, json.get("k").getAsInt());
    assertEquals(3, json.get("gamma").getAsDouble());
    assertTrue(json.get("holds").getAsBoolean());
    for (String[] wrong :
        new String[][] {{"--gamma", "2"}, {"--k", "1"}, {"--n", "3"}, {"--study"}}) {
      String[] line = new String[2 + wrong.length];
      line[0] = "approximate";
      line[1] = file.toString();
      System.arraycopy(wrong, 0, line, 2, wrong.length);
      assertEquals(2, call(line).status(), String.join(" ", wrong));
    }
    Files.write(file, npy("<f4", "(3,)", new float[] {0, 1, 3}));
    Result flat = call("approximate", file.toString());
    assertEquals(2, flat.status());
    assertTrue(flat.err().startsWith("error[bad-array]: "), flat.err());
    Files.write(file, npy("<f4", "(1, 1)", new float[] {-1}));
    Result negative = call("approximate", file.toString());
    assertEquals(2, negative.status());
    assertTrue(negative.err().contains("not negative"), negative.err());
  }

  private static byte[] npy(String type, String shape, float[] elements) {
    String header = "{'descr': '%s', 'fortran_order': False, 'shape': %s, }".formatted(type, shape);
    String padded = header + " ".repeat(63 - (10 + header.length()) % 64) + "\n";
    var bytes =
        ByteBuffer.allocate(10 + padded.length() + 4 * elements.length)
            .order(ByteOrder.LITTLE_ENDIAN);
    bytes.put(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0});
    bytes.putShort((short) padded.length());
    bytes.put(padded.getBytes(StandardCharsets.US_ASCII));
    for (float element : elements) {
      bytes.putFloat(element);
    }
    return bytes.array();
  }

  @Test
  void aStudyIsATableAPlotAndArrays() throws Exception {
    Path plot = folder.resolve("study.svg");
    Result result =
        call(
            "approximate",
            "--study",
            "--n",
            "16,32",
            "--k",
            "1,2",
            "--json",
            "-o",
            plot.toString());
    assertEquals(0, result.status(), result.err());
    var studies = result.json().getAsJsonArray("studies");
    assertEquals(4, studies.size());
    for (var study : studies) {
      for (var row : study.getAsJsonObject().getAsJsonArray("rows")) {
        JsonObject line = row.getAsJsonObject();
        assertTrue(line.get("least_dim").getAsInt() > 0);
        assertTrue(line.get("least_dim").getAsInt() <= line.get("bound_dim").getAsInt());
      }
    }
    assertTrue(Files.readString(plot).contains("k = 2, zeros"));
    Path arrays = folder.resolve("study.npz");
    Result table =
        call(
            "approximate",
            "window(3)",
            "--study",
            "--n",
            "16,32",
            "--regime",
            "zeros",
            "-o",
            arrays.toString());
    assertEquals(0, table.status(), table.err());
    assertTrue(table.out().contains("window(3), zeros"), table.out());
    try (InputStream in = Files.newInputStream(arrays)) {
      NDList columns = NDList.decode(manager, in);
      assertEquals(32, columns.get("n").toLongArray()[1]);
      assertEquals(1, columns.get("zeros_only").toLongArray()[1]);
      assertTrue(columns.get("least_dim").toLongArray()[1] > 0);
    }
  }

  /** What is wrong is told before anything runs, and names what is wrong. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--study --n 8 --k 0 | error[usage]: --k is 0, and",
        "--study --n 64,8 --k 5 | error[usage]: --k is 5, and so many permutations of 8 that",
        "--study --n 8 --gamma 0.5 | error[usage]: --gamma is 0.5, and",
        "self --n 8 --gamma 0 | error[usage]: --gamma is 0.0, and",
        "self --n 8 --dim 0 | error[usage]: an input has two halves",
        "self --n 8 --regime none | error[usage]: Invalid value for option '--regime'"
      })
  void mistakesAreToldBeforeAnythingRuns(String line, String error) {
    Result.assertRefused("approximate " + line, error);
  }

  @Test
  void anElementThatIsNoWeightIsShown() throws Exception {
    Path file = folder.resolve("nan.npy");
    Files.write(file, npy("<f4", "(2, 2)", new float[] {1, 0, Float.NaN, 1}));
    Result result = call("approximate", file.toString());
    assertEquals(2, result.status());
    assertTrue(
        result.err().contains("nan.npy` has NaN in row 1, column 0, and attention is not negative"),
        result.err());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "approximate",
        "approximate self",
        "approximate self --n 8,9",
        "approximate self --n 8 --dim 7",
        "approximate self --n 8 --draws 0",
        "approximate self --n 8 --eps2 1",
        "approximate self --n 8 --eps1 0",
        "approximate self --n 8 --gamma 0.5",
        "approximate self --n 8 --k 1,2",
        "approximate window(3) --n 8 --k 2",
        "approximate self --n 8 --threads 0",
        "approximate self --n 8 --dim 2147483646",
        "approximate self --n 8 -o x.txt",
        "approximate --study --dim 8",
        "approximate --study --n 8 --k 9",
        "approximate missing.npy",
        "approximate slf --n 8",
        "approximate zoo:sparse_strided --n 16"
      })
  void whatIsWrongIsSaid(String line) {
    Result result = call(line.split(" ", -1));
    assertEquals(2, result.status(), line + ": " + result.out() + result.err());
    assertTrue(result.err().startsWith("error["), result.err());
    assertEquals("", result.out());
  }

  @ParameterizedTest
  @CsvSource({"svd", "rows"})
  void factoringsAreChosen(String factoring) {
    Result result =
        call("approximate", "self", "--n", "24", "--regime", "zeros", "--factoring", factoring);
    assertEquals(0, result.status(), result.err());
  }
}
