package dev.heddle.experiment;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.gson.FieldNamingPolicy;
import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonSyntaxException;
import dev.heddle.files.SafeFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The files of an experiment. All are written whole or not at all, but for the lines of metrics,
 * which are appended: a line that was cut off by a kill, or is later than the checkpoint, is
 * dropped when the training is taken up.
 */
final class RunFolder {

  private static final Gson LINES =
      new GsonBuilder()
          .serializeNulls()
          .disableHtmlEscaping()
          .setFieldNamingPolicy(FieldNamingPolicy.LOWER_CASE_WITH_UNDERSCORES)
          .create();
  private static final Gson WHOLE = LINES.newBuilder().setPrettyPrinting().create();

  private final Path folder;

  RunFolder(Path folder) {
    this.folder = folder;
  }

  Path checkpoint() {
    return folder.resolve("checkpoint.safetensors");
  }

  Path settings() {
    return folder.resolve("settings.json");
  }

  private Path metrics() {
    return folder.resolve("metrics.jsonl");
  }

  /**
   * Creates the folder for an experiment, or looks whether it is that experiment's.
   *
   * @throws IOException if it is another's, or cannot be written
   */
  void open(Experiment experiment) throws IOException {
    Files.createDirectories(folder);
    if (Files.exists(settings())) {
      Experiment other = experiment();
      if (!other.equals(experiment)) {
        throw new IOException(
            folder
                + " holds another experiment: "
                + LINES.toJson(other)
                + ", and this is "
                + LINES.toJson(experiment));
      }
    } else {
      write(settings(), experiment);
    }
  }

  /** The experiment that the folder holds. */
  Experiment experiment() throws IOException {
    return read(settings(), Experiment.class);
  }

  /** The result, if the training is done. */
  Optional<RunResult> result() throws IOException {
    Path file = folder.resolve("result.json");
    return Files.exists(file) ? Optional.of(read(file, RunResult.class)) : Optional.empty();
  }

  void result(RunResult result) throws IOException {
    write(folder.resolve("result.json"), result);
  }

  /** Appends a line. */
  void append(MetricsLine line) throws IOException {
    Files.writeString(
        metrics(),
        LINES.toJson(line) + "\n",
        UTF_8,
        StandardOpenOption.CREATE,
        StandardOpenOption.APPEND);
  }

  /** The lines up to a step; all others are taken out of the file. */
  List<MetricsLine> lines(long step) throws IOException {
    List<MetricsLine> lines = new ArrayList<>();
    if (Files.exists(metrics())) {
      for (String text : Files.readString(metrics()).split("\n", -1)) {
        MetricsLine line = parsed(text);
        if (line != null && line.step() <= step) {
          lines.add(line);
        }
      }
    }
    StringBuilder all = new StringBuilder();
    lines.forEach(line -> all.append(LINES.toJson(line)).append('\n'));
    write(metrics(), all.toString());
    return lines;
  }

  private static @Nullable MetricsLine parsed(String text) {
    try {
      return text.isBlank() ? null : LINES.fromJson(text, MetricsLine.class);
    } catch (JsonSyntaxException e) {
      // Cut off.
      return null;
    }
  }

  /** All lines once more, for spreadsheets. */
  void table(List<MetricsLine> lines) throws IOException {
    StringBuilder csv =
        new StringBuilder(
            "step,loss,gradient_norm,rate,seconds,test_loss,test_accuracy,test_wholes\n");
    for (MetricsLine line : lines) {
      csv.append(
          String.format(
              Locale.ROOT,
              "%d,%s,%s,%s,%.3f,%s,%s,%s\n",
              line.step(),
              line.loss(),
              line.gradientNorm(),
              line.rate(),
              line.seconds(),
              Objects.toString(line.testLoss(), ""),
              Objects.toString(line.testAccuracy(), ""),
              Objects.toString(line.testWholes(), "")));
    }
    write(folder.resolve("metrics.csv"), csv.toString());
  }

  static <T> T read(Path file, Class<T> type) throws IOException {
    try {
      T read = WHOLE.fromJson(Files.readString(file), type);
      if (read == null) {
        throw new IOException(file + " is empty");
      }
      return read;
    } catch (JsonSyntaxException e) {
      throw new IOException(file + " is not what this program wrote: " + e.getMessage(), e);
    }
  }

  static void write(Path file, Object value) throws IOException {
    write(file, WHOLE.toJson(value) + "\n");
  }

  static void write(Path file, String text) throws IOException {
    SafeFile.write(file, out -> out.write(text.getBytes(UTF_8)));
  }
}
