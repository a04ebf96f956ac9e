package dev.heddle.quickstart;

import dev.heddle.quickstart.ExecutedNotebook.Cell;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Recomputes every number that the first notebook shows, without the library, and lists what
 * differs.
 */
final class QuickstartCheck {

  private static final String TEXT = "window(3) + stride(√n) + global(1)";
  private static final Pattern NUMBER = Pattern.compile("-?\\d[\\d,]*(\\.\\d+)?([eE][-+]?\\d+)?");

  private static final Pattern SVG =
      Pattern.compile("src=\"data:image/svg\\+xml;base64,([^\"]+)\"");

  private final List<String> differences = new ArrayList<>();

  private QuickstartCheck() {}

  static List<String> differences(Path executed, Path root) throws IOException {
    QuickstartCheck check = new QuickstartCheck();
    ExecutedNotebook notebook = ExecutedNotebook.read(executed);
    check.picture(notebook.with("var pattern ="));
    check.facts(notebook.with("var relation ="));
    check.error(notebook.with("windw"));
    check.mask(notebook.with("Tensors.mask(small"));
    check.csr(notebook.with("Tensors.csr(small"));
    check.attention(notebook, root);
    check.growth(notebook.with("Plot.edges"));
    check.summary(notebook.with("bytes of text"));
    return check.differences;
  }

  private void same(String what, Object expected, Object shown) {
    if (!Objects.equals(expected, shown)) {
      differences.add(what + " should be " + expected + ", and is shown as " + shown);
    }
  }

  private void near(String what, double expected, double shown, double tolerance) {
    if (!(Math.abs(expected - shown) <= tolerance)) {
      differences.add(what + " should be " + expected + ", and is shown as " + shown);
    }
  }

  // ---- cell by cell

  private void picture(Cell cell) {
    int n = 64;
    List<String> lines = cell.text().lines().toList();
    same("the pattern", TEXT, lines.get(0));
    String facts =
        "at n = 64, %d edges, density %.4f, longest row 64"
            .formatted(Headline.edges(n), Headline.edges(n) / 4096.0);
    same("the facts under the picture", facts, lines.get(1));
    same("the facts in the picture", true, drawn(cell).contains(Headline.edges(n) + " edges"));
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        // Two queries share a line of characters.
        String lit = i % 2 == 0 ? "█▀" : "█▄";
        boolean shown = lit.indexOf(lines.get(2 + i / 2).charAt(j)) >= 0;
        if (shown != Headline.allows(i, j, n)) {
          same("the cell (" + i + ", " + j + ")", !shown, shown);
          return;
        }
      }
    }
  }

  private void facts(Cell cell) {
    int n = 1024;
    List<Double> numbers = numbers(cell.printed());
    same("edges", (double) Headline.edges(n), numbers.get(0));
    near("density", Headline.edges(n) / (1024.0 * 1024), numbers.get(1), 5e-7);
    same("the longest row", (double) Headline.rowLength(0, n), numbers.get(2));
    List<Double> row = new ArrayList<>();
    for (int j = 0; j < n; j++) {
      if (Headline.allows(500, j, n)) {
        row.add((double) j);
      }
    }
    same("row 500", row, numbers.subList(4, numbers.size()));
  }

  private void error(Cell cell) {
    String expected =
        """
        error[unknown-name]: there is no pattern named `windw`
          --> pattern:1:1
           |
         1 | windw(3) + stride(√n) + global(1)
           | ^^^^^
           = help: did you mean `window`?
        """;
    same("that the error is shown whole", true, cell.error().contains(expected));
  }

  private void mask(Cell cell) {
    int n = 9;
    String matrix = cell.printed().substring(cell.printed().indexOf('['));
    List<Double> expected = new ArrayList<>();
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        expected.add(Headline.allows(i, j, n) ? 1.0 : 0.0);
      }
    }
    same("the mask", expected, numbers(matrix));
  }

  private void csr(Cell cell) {
    int n = 9;
    List<Double> crow = new ArrayList<>(List.of(0.0));
    List<Double> col = new ArrayList<>();
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        if (Headline.allows(i, j, n)) {
          col.add((double) j);
        }
      }
      crow.add((double) col.size());
    }
    List<String> lines = cell.printed().lines().filter(line -> !line.isBlank()).toList();
    same("crow_indices", crow, numbers(lines.get(0)));
    same("col_indices", col, numbers(lines.get(1)));
  }

  private void attention(ExecutedNotebook notebook, Path root) throws IOException {
    byte[] text = Arrays.copyOf(Files.readAllBytes(root.resolve("LICENSE")), 1024);
    DoubleAttention truth = new DoubleAttention(text, 4, 32, 1);

    List<Double> shown =
        numbers(notebook.with("SparseAttention.over(relation).attend(q, k, v);").printed());
    same("the shape", List.of(1.0, 4.0, 1024.0, 32.0), shown.subList(0, 4));
    near("the mean square", truth.meanSquare(), shown.get(4), 2e-6);
    // "query 500, head 0", and then four numbers
    for (int x = 0; x < 4; x++) {
      near("out[" + x + "]", truth.out[0][500][x], shown.get(7 + x), 2e-5);
    }

    same(
        "the comparison with dense attention",
        "sparse and dense attention agree within 2e-5: true",
        notebook.with("DenseAttention").printed().strip());

    List<Double> gradient = numbers(notebook.with("newGradientCollector").printed());
    same("the shape of the gradient", List.of(1.0, 4.0, 1024.0, 32.0), gradient.subList(0, 4));
    double length = Math.sqrt(DoubleAttention.squares(truth.slope));
    near("the length of the gradient", length, gradient.get(4), 1e-5 * length);
  }

  private void growth(Cell cell) {
    List<String> rows =
        cell.text().lines().filter(line -> line.matches("\\s*[\\d,]+\\s.*")).toList();
    int n = 256;
    for (String row : rows) {
      List<Double> numbers = numbers(row);
      double edges = Headline.countedEdges(n);
      same("a length in the plot", (double) n, numbers.get(0));
      same("the edges at n = " + n, edges, numbers.get(1));
      near("the edges a query at n = " + n, edges / n, numbers.get(2), edges / n / 100);
      near("the density at n = " + n, edges / n / n, numbers.get(3), edges / n / n / 1000);
      n *= 2;
    }
    same("the last length in the plot", 131_072, n);
    same("that the plot is drawn", true, drawn(cell).contains("65,536"));
  }

  private void summary(Cell cell) {
    String expected =
        TEXT
            + "\nat n = 1024: %d edges, %.1f%% of dense"
                .formatted(Headline.edges(1024), 100 * Headline.edges(1024) / 1048576.0)
            + "\nattention over 1024 bytes of text, equal to dense attention: true";
    same(
        "the summary",
        expected,
        String.join("\n", cell.printed().lines().filter(l -> !l.isBlank()).toList()));
  }

  /**
   * The SVG of the picture that a cell shows; it lies in the page as an image, which no front end
   * strips.
   */
  private static String drawn(Cell cell) {
    Matcher image = SVG.matcher(cell.html());
    return image.find()
        ? new String(Base64.getDecoder().decode(image.group(1)), StandardCharsets.UTF_8)
        : "";
  }

  private static List<Double> numbers(String text) {
    return NUMBER
        .matcher(text)
        .results()
        .map(MatchResult::group)
        .map(digits -> digits.matches("\\d{1,3}(,\\d{3})+") ? digits.replace(",", "") : digits)
        .map(digits -> digits.endsWith(",") ? digits.substring(0, digits.length() - 1) : digits)
        .map(Double::valueOf)
        .toList();
  }
}
