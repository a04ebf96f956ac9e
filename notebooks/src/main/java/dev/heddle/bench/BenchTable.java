package dev.heddle.bench;

import static java.util.stream.Collectors.joining;

import dev.heddle.notebook.Picture;
import dev.heddle.notebook.Plot;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What a race has shown.
 *
 * @param machine what it ran on
 * @param rows by mode, pattern and length
 * @param skipped what was left out, and why
 */
public record BenchTable(
    Map<String, @Nullable Object> machine, List<BenchRow> rows, List<Skipped> skipped) {

  private static final String HEAD =
      """
      | pattern | n | ours ms | dense ms | × | causal ms | masked ms | Flex ms | × | plan ms | first ms | extra MB | cover |
      |---|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|---|
      """;

  /** A pattern that could not be raced at a length. */
  public record Skipped(String pattern, int n, BenchMode mode, String reason) {}

  public BenchTable {
    rows = List.copyOf(rows);
    skipped = List.copyOf(skipped);
  }

  /** All of it under the names that {@code bench --json} gives. */
  public Map<String, @Nullable Object> fields() {
    Map<String, @Nullable Object> fields = new LinkedHashMap<>();
    fields.put("machine", machine);
    fields.put("rows", rows.stream().map(BenchRow::fields).toList());
    fields.put(
        "skipped",
        skipped.stream()
            .map(
                one ->
                    Map.of(
                        "pattern",
                        one.pattern(),
                        "n",
                        one.n(),
                        "mode",
                        one.mode().toString(),
                        "reason",
                        one.reason()))
            .toList());
    return fields;
  }

  /** The machine, and a table for each mode. */
  public String markdown() {
    StringBuilder out = new StringBuilder();
    out.append(
        machine.entrySet().stream()
            .filter(fact -> fact.getValue() != null)
            .map(fact -> fact.getKey() + ": " + plain(fact.getValue()))
            .collect(joining("; ")));
    out.append('\n');
    for (BenchMode mode : BenchMode.values()) {
      List<BenchRow> own = rows.stream().filter(row -> row.mode() == mode).toList();
      if (own.isEmpty()) {
        continue;
      }
      BenchRow first = own.getFirst();
      out.append(
          String.format(
              Locale.ROOT,
              "%n## %s, %d heads of %d, %s%n%n",
              title(mode),
              first.heads(),
              first.dim(),
              first.dtype()));
      out.append(HEAD);
      own.forEach(row -> out.append(line(row)));
    }
    if (!skipped.isEmpty()) {
      out.append("\nLeft out:\n\n");
      for (Skipped one : skipped) {
        out.append(
            String.format(
                Locale.ROOT,
                "- `%s`, %s, at n = %,d: %s%n",
                one.pattern(),
                one.mode(),
                one.n(),
                one.reason()));
      }
    }
    return out.toString();
  }

  private static String title(BenchMode mode) {
    return switch (mode) {
      case FORWARD -> "Forward";
      case TRAIN -> "Forward and backward";
      case MODEL -> "Training step of a model of " + ModelRace.LAYERS + " layers";
    };
  }

  private static String plain(@Nullable Object fact) {
    return fact instanceof Double number ? number(number) : String.valueOf(fact);
  }

  private static String line(BenchRow row) {
    Long bytes = row.extraBytes();
    return "| "
        + String.join(
            " | ",
            "`" + row.pattern().replace("|", "\\|").replaceAll("\\s+", " ").strip() + "`",
            String.format(Locale.ROOT, "%,d", row.n()),
            number(row.oursMs()),
            number(row.denseMs()),
            number(row.against(row.denseMs())),
            number(row.denseCausalMs()),
            number(row.denseMaskedMs()),
            number(row.flexMs()),
            number(row.against(row.flexMs())),
            number(row.planMs()),
            number(row.firstMs()),
            number(bytes == null ? null : bytes / 1e6),
            String.join(" + ", row.cover()) + (row.note() == null ? "" : "; " + row.note()))
        + " |\n";
  }

  /** A number to three digits, never in powers of ten; a dash for none. */
  static String number(@Nullable Double number) {
    if (number == null) {
      return "–";
    }
    BigDecimal rounded = BigDecimal.valueOf(number).round(new MathContext(3));
    return rounded.abs().compareTo(BigDecimal.valueOf(1_000)) >= 0
        ? String.format(Locale.ROOT, "%,d", Math.round(number))
        : rounded.stripTrailingZeros().toPlainString();
  }

  /**
   * Time against length, both on logarithmic scales: a line for each pattern, and dense attention
   * beside them.
   */
  public Picture picture(BenchMode mode) {
    Map<String, SortedMap<Integer, Double>> lines = new LinkedHashMap<>();
    for (BenchRow row : rows) {
      if (row.mode() == mode) {
        SortedMap<Integer, Double> line =
            lines.computeIfAbsent(row.pattern(), _ -> new TreeMap<>());
        if (row.oursMs() != null) {
          line.put(row.n(), row.oursMs());
        }
      }
    }
    List<Plot.Curve> curves = new ArrayList<>();
    curves.add(dense("dense attention", mode, BenchRow::denseMs));
    curves.add(dense("dense attention, causal", mode, BenchRow::denseCausalMs));
    lines.forEach((name, points) -> curves.add(new Plot.Curve(name, points, false)));
    return Plot.curves(title(mode) + ": time against length", "ms", curves);
  }

  private Plot.Curve dense(String name, BenchMode mode, Function<BenchRow, @Nullable Double> time) {
    SortedMap<Integer, Double> points = new TreeMap<>();
    for (BenchRow row : rows) {
      Double ms = time.apply(row);
      if (row.mode() == mode && ms != null) {
        points.put(row.n(), ms);
      }
    }
    return new Plot.Curve(name, points, true);
  }
}
