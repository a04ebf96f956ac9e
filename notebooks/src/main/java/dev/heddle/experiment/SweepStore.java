package dev.heddle.experiment;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.heddle.files.SafeFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** The folder of a sweep. */
final class SweepStore {

  static final String FAILED = "failed.json";

  private final Path folder;

  SweepStore(Path folder) {
    this.folder = folder;
  }

  Path folder(Sweep.Cell cell) {
    return folder.resolve("cells").resolve(cell.name());
  }

  /** What came of a cell, if it is done. */
  Optional<Sweep.Outcome> outcome(Sweep.Cell cell) throws IOException {
    Path own = folder(cell);
    Path failed = own.resolve(FAILED);
    if (Files.exists(failed)) {
      return Optional.of(RunFolder.read(failed, Sweep.Outcome.Failed.class));
    }
    Optional<RunResult> result = new RunFolder(own).result();
    if (result.isPresent() && !result.get().experiment().equals(cell.experiment())) {
      throw new IOException(own + " holds another experiment");
    }
    return result.map(Sweep.Outcome.Trained::new);
  }

  /** Writes the report, its plots and its table. */
  void write(Report report) throws IOException {
    text("report.md", report.markdown());
    text("table.csv", report.csv());
    for (Map.Entry<String, String> plot : report.plots().entrySet()) {
      text(plot.getKey(), plot.getValue());
    }
  }

  private void text(String name, String text) throws IOException {
    SafeFile.write(folder.resolve(name), out -> out.write(text.getBytes(UTF_8)));
  }
}
