package dev.heddle.cli;

import static dev.heddle.cli.Result.call;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import dev.heddle.notebook.Notebook;
import dev.heddle.notebook.Plot;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The table of widths and both plots, in docs/expressivity.md, are the command's. */
class WidthsOnThePageTest {

  /** Widths by length, by the name of a row; lengths that were not run have none. */
  private static Map<String, SortedMap<Integer, Double>> table() throws IOException {
    Map<String, SortedMap<Integer, Double>> rows = new LinkedHashMap<>();
    List<String> lines =
        Files.readAllLines(Notebook.home().resolve("docs/expressivity.md")).stream()
            .dropWhile(line -> !line.equals("<!-- study -->"))
            .skip(1)
            .takeWhile(line -> line.startsWith("|"))
            .toList();
    List<String> lengths = cells(lines.getFirst());
    for (String line : lines.subList(2, lines.size())) {
      List<String> cells = cells(line);
      SortedMap<Integer, Double> widths = new TreeMap<>();
      for (int at = 1; at < cells.size(); at++) {
        if (!cells.get(at).isEmpty()) {
          widths.put(
              number(lengths.get(at).substring("n = ".length())), (double) number(cells.get(at)));
        }
      }
      rows.put(cells.getFirst(), widths);
    }
    return rows;
  }

  private static SortedMap<Integer, Double> row(
      Map<String, SortedMap<Integer, Double>> table, String name) {
    return Objects.requireNonNull(table.get(name), "no row " + name);
  }

  private static double width(Map<String, SortedMap<Integer, Double>> table, String name, int n) {
    return Objects.requireNonNull(row(table, name).get(n), "no width of " + name + " at " + n);
  }

  private static List<String> cells(String line) {
    return Arrays.stream(line.substring(1).split("\\|", -1)).map(String::strip).toList();
  }

  private static int number(String text) {
    return Integer.parseInt(text.replace(",", ""));
  }

  /**
   * At the two shortest lengths. Where a decomposition has equal singular values, its vectors are
   * another machine's choice, and with them the draw: then widths are near, and otherwise equal.
   */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "zeros | 1 | svd | zeros alone, k = 1 | 64,128 | 0",
        "zeros | 2 | svd | zeros alone, k = 2 | 64,128 | 0.25",
        "zeros | 4 | svd | zeros alone, k = 4 | 64,128 | 0.25",
        "zeros | 2 | rows | zeros alone, k = 2, rows | 64 | 0",
        "zeros | 4 | rows | zeros alone, k = 4, rows | 64 | 0",
        "weights | 1 | svd | weights and zeros, k = 1 | 64,128 | 0",
        "weights | 2 | svd | weights and zeros, k = 2 | 64 | 0.25",
        "weights | 4 | svd | weights and zeros, k = 4 | 64 | 0.25"
      })
  void widthsAreThoseThatTheCommandPrints(
      String regime, String k, String factoring, String row, String lengths, double tolerance)
      throws IOException {
    Result result =
        call(
            "approximate",
            "--study",
            "--regime",
            regime,
            "--k",
            k,
            "--factoring",
            factoring,
            "--n",
            lengths,
            "--seed",
            "7",
            "--json");
    assertEquals(0, result.status(), result.err());
    Map<String, SortedMap<Integer, Double>> table = table();
    for (var line :
        result.json().getAsJsonArray("studies").get(0).getAsJsonObject().getAsJsonArray("rows")) {
      JsonObject found = line.getAsJsonObject();
      int n = found.get("n").getAsInt();
      double told = width(table, row, n);
      assertEquals(told, found.get("least_dim").getAsInt(), tolerance * told, row + ", n = " + n);
      assertEquals(width(table, "without projection, 2n", n), 2 * n);
      if (regime.equals("weights")) {
        String bound = "suffices, sharper bound, weights and zeros, k = " + k;
        assertEquals(width(table, bound, n), found.get("sharper_bound_dim").getAsDouble());
      }
    }
  }

  /** The plots show what the table says, to the last stroke. */
  @ParameterizedTest
  @ValueSource(strings = {"zeros", "weights"})
  void plotsAreThoseOfTheTable(String regime) throws IOException {
    Map<String, SortedMap<Integer, Double>> table = table();
    String row = regime.equals("zeros") ? "zeros alone, k = " : "weights and zeros, k = ";
    List<Plot.Curve> curves = new ArrayList<>();
    for (int k : new int[] {1, 2, 4}) {
      SortedMap<Integer, Double> widths = row(table, row + k);
      assertEquals(7, widths.size(), row + k);
      assertEquals(64, widths.firstKey());
      assertEquals(4096, widths.lastKey());
      curves.add(new Plot.Curve("k = " + k + ", " + regime, widths, false));
    }
    assertEquals(
        Plot.plain("The least width of an input", "d", curves).svg(),
        Files.readString(Notebook.home().resolve("docs/width-" + regime + ".svg")));
  }

  /** What the page says of the table in words. */
  @Test
  void wordsAreTrueOfTheTable() throws IOException {
    Map<String, SortedMap<Integer, Double>> table = table();
    Map<Integer, Integer> last = Map.of(1, 512, 2, 1024, 4, 2048);
    last.forEach(
        (k, until) ->
            row(table, "weights and zeros, k = " + k)
                .forEach(
                    (n, width) ->
                        assertEquals(n <= until, width > 2 * n, "k = " + k + ", n = " + n)));
    assertEquals(2 * 4096 - 12, width(table, "weights and zeros, k = 4", 4096), "as many but 12");
    for (int k : new int[] {1, 2, 4}) {
      row(table, "zeros alone, k = " + k)
          .forEach(
              (n, width) ->
                  assertTrue(
                      width < 0.13 * width(table, "weights and zeros, k = " + k, n),
                      "about a tenth"));
    }
  }
}
