package dev.heddle.bench;

import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import dev.heddle.diagnostic.HeddleException;
import dev.heddle.files.ArrayFile;
import dev.heddle.files.Elements;
import dev.heddle.files.NamedArray;
import dev.heddle.lower.Mask;
import dev.heddle.lower.MemoryBudget;
import dev.heddle.relation.Relation;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** FlexAttention, in a Python process for each row. */
final class Peer {

  private static final Path SCRIPT = Path.of("benchmarks", "peer_flex_attention.py");

  /** Beyond, a mask as a file is half a gigabyte and more, and its block mask takes ten. */
  private static final int LONGEST = 16_384;

  private static final int MINUTES = 15;

  private final String python;
  private final Path script;
  private final Consumer<String> progress;

  private Peer(String python, Path script, Consumer<String> progress) {
    this.python = python;
    this.script = script;
    this.progress = progress;
  }

  /** Medians in milliseconds; null where nothing was run. */
  record Times(@Nullable Double flexMs, @Nullable Double denseMs, @Nullable Double buildMs) {
    static final Times NONE = new Times(null, null, null);
  }

  /** The peer, if this Python has what it needs; otherwise a warning says how to get it. */
  static Optional<Peer> find(String python, Consumer<String> progress) {
    Optional<Path> script = script();
    if (script.isEmpty()) {
      progress.accept(
          "warning: there is no " + SCRIPT + " above this folder; FlexAttention is left out");
      return Optional.empty();
    }
    try {
      run(List.of(python, "-c", "import torch, numpy"));
      return Optional.of(new Peer(python, script.get(), progress));
    } catch (IOException e) {
      progress.accept(
          "warning: `"
              + python
              + " -c 'import torch, numpy'` fails, so FlexAttention is left out: "
              + e.getMessage());
      progress.accept(
          "  = help: `python3 -m venv torch && torch/bin/pip install torch numpy`, then add"
              + " `--python torch/bin/python`; its compiler wants a C++ compiler too");
      return Optional.empty();
    }
  }

  private static Optional<Path> script() {
    String home = System.getenv("HEDDLE_HOME");
    Path from = Path.of(home == null ? "" : home).toAbsolutePath();
    for (Path folder = from; folder != null; folder = folder.getParent()) {
      if (Files.isRegularFile(folder.resolve(SCRIPT))) {
        return Optional.of(folder.resolve(SCRIPT));
      }
    }
    return Optional.empty();
  }

  /** The times of a row; where something fails, a warning and none. */
  Times time(BenchPattern pattern, BenchRow row, BenchOptions.Effort effort) {
    if (row.n() > LONGEST) {
      return Times.NONE;
    }
    progress.accept("  FlexAttention, n = %,d: %s".formatted(row.n(), row.pattern()));
    Path file = null;
    try {
      file = Files.createTempFile("heddle-mask", ".npz");
      ArrayFile.write(file, List.of(mask(pattern.at(row.n()))));
      List<String> command =
          new ArrayList<>(
              List.of(
                  python,
                  script.toString(),
                  file.toString(),
                  "--heads",
                  String.valueOf(row.heads()),
                  "--dim",
                  String.valueOf(row.dim()),
                  "--dtype",
                  row.dtype(),
                  "--repeats",
                  String.valueOf(effort.repeats()),
                  "--threads",
                  String.valueOf(effort.threads())));
      return times(run(command));
    } catch (IOException | HeddleException e) {
      String first = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
      progress.accept("warning: FlexAttention is left out here: " + first);
      return Times.NONE;
    } finally {
      delete(file);
    }
  }

  /** Masks as BOOL [heads, n, n], a head for each distinct one. */
  private static NamedArray mask(List<Relation> relations) {
    List<NamedArray> each = new ArrayList<>();
    for (Relation relation : relations) {
      Mask mask = Mask.of(relation, MemoryBudget.ofHeap());
      each.add(
          new NamedArray(
              "mask", List.of(mask.queries(), mask.keys()), new Elements.Bools(mask.allowed())));
    }
    return NamedArray.stacked(each);
  }

  private static Times times(String json) throws IOException {
    try {
      JsonObject times = JsonParser.parseString(json).getAsJsonObject();
      return new Times(
          times.get("flex_ms").getAsDouble(),
          times.get("dense_ms").getAsDouble(),
          times.get("build_ms").getAsDouble());
    } catch (JsonParseException | IllegalStateException | NullPointerException e) {
      throw new IOException("its script answers `" + json.strip() + "`", e);
    }
  }

  /** Runs a command to its end, and gives what it prints. */
  private static String run(List<String> command) throws IOException {
    Path out = Files.createTempFile("heddle-peer", ".out");
    Path err = Files.createTempFile("heddle-peer", ".err");
    try {
      Process process =
          new ProcessBuilder(command)
              .redirectOutput(out.toFile())
              .redirectError(err.toFile())
              .start();
      try {
        process.getOutputStream().close();
        if (!process.waitFor(MINUTES, TimeUnit.MINUTES)) {
          throw new IOException("it took longer than " + MINUTES + " minutes");
        }
        if (process.exitValue() != 0) {
          List<String> lines = text(err).lines().filter(line -> !line.isBlank()).toList();
          throw new IOException(lines.isEmpty() ? "it says nothing" : lines.getLast());
        }
        return text(out);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IOException("interrupted", e);
      } finally {
        process.destroyForcibly();
      }
    } finally {
      delete(out);
      delete(err);
    }
  }

  private static String text(Path file) throws IOException {
    return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
  }

  private static void delete(@Nullable Path file) {
    try {
      if (file != null) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      // It lies in the folder for temporary files.
    }
  }
}
