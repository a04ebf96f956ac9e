package dev.heddle.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/** Runs all benchmarks and writes the medians as a table in Markdown. */
public final class Table {

  /** What is compared with a copy of its bytes. */
  private static final Set<String> WRITTEN = Set.of("fill", "fillParallel", "csr", "rows");

  private Table() {}

  /**
   * Runs the benchmarks.
   *
   * @param arguments the file to write, and the names of the benchmarks if not all are wanted
   */
  public static void main(String[] arguments) throws RunnerException, IOException {
    OptionsBuilder options = new OptionsBuilder();
    options.include(arguments.length > 1 ? arguments[1] : Table.class.getPackageName() + "\\.");
    Collection<RunResult> results = new Runner(options.build()).run();
    String table = table(List.copyOf(results));
    Files.writeString(Path.of(arguments[0]), table);
    System.out.print(table);
  }

  private static String table(List<RunResult> results) {
    List<String> lines = new ArrayList<>();
    lines.add("| what | pattern | n | median |");
    lines.add("|---|---|---|---|");
    double copy = Double.NaN;
    for (RunResult result : results) {
      if (name(result).equals("copy")) {
        copy = median(result);
      }
    }
    for (RunResult result : results) {
      boolean isWritten = WRITTEN.contains(name(result));
      lines.add(
          "| %s | %s | %s | %s%s |"
              .formatted(
                  what(name(result)),
                  pattern(result),
                  length(name(result)),
                  time(median(result)),
                  isWritten && !Double.isNaN(copy)
                      ? String.format(Locale.ROOT, " = %.2f × copy", median(result) / copy)
                      : ""));
    }
    return String.join("\n", lines) + "\n";
  }

  private static String name(RunResult result) {
    String benchmark = result.getParams().getBenchmark();
    return benchmark.substring(benchmark.lastIndexOf('.') + 1);
  }

  private static String length(String name) {
    return switch (name) {
      case "parse" -> "any";
      case "blockMask" -> "131,072";
      default -> "1,048,576";
    };
  }

  private static double median(RunResult result) {
    return result.getPrimaryResult().getStatistics().getPercentile(50);
  }

  private static String what(String name) {
    return switch (name) {
      case "parse" -> "parse and check";
      case "count" -> "take at n; count edges, shortest, longest row";
      case "countDrawn" -> "take at n; count all rows one by one";
      case "row" -> "one row";
      case "blockMask" -> "block mask, blocks of 128";
      case "fill" -> "CSR into arrays that are there, 1 thread";
      case "fillParallel" -> "CSR into arrays that are there, all threads";
      case "rows" -> "CSR's keys by `Row` objects, not counted, 1 thread";
      case "csr" -> "CSR with new arrays, all threads";
      case "copy" -> "copy as many bytes as the CSR's keys";
      default -> name;
    };
  }

  private static String pattern(RunResult result) {
    String given = result.getParams().getParam("pattern");
    String text =
        given != null
            ? given
            : switch (name(result)) {
              case "parse" -> "bigbird(w: 257, g: 8, r: 3)";
              case "blockMask" -> "window(257) + stride(√n) + global(1)";
              default -> "window(257) + global(8) + random(3)";
            };
    return "`" + text + "`";
  }

  private static String time(double nanoseconds) {
    String[] units = {"ns", "µs", "ms", "s"};
    double time = nanoseconds;
    int unit = 0;
    while (time >= 1000 && unit < units.length - 1) {
      time /= 1000;
      unit++;
    }
    return String.format(
        Locale.ROOT, time < 10 ? "%.2f %s" : time < 100 ? "%.1f %s" : "%.0f %s", time, units[unit]);
  }
}
