package dev.heddle.experiment;

import dev.heddle.training.NotFiniteException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Patterns that are compared: each at each depth, length and seed, on one task.
 *
 * <p>Its folder has {@code sweep.json}, a folder of {@link Experiment#run} for each cell, and a
 * report. What is done is not done again, and what was begun is taken up: a sweep may be run in
 * pieces. Cells come seed by seed, so that a part of a sweep already compares all patterns.
 *
 * @param name what reports call it
 * @param columns the patterns
 * @param task what is learned; its length is one of {@code lengths}
 * @param lengths the lengths
 * @param depths the numbers of attention layers
 * @param seeds what is drawn from
 * @param settings all else
 */
public record Sweep(
    String name,
    List<Column> columns,
    TaskChoice task,
    List<Integer> lengths,
    List<Integer> depths,
    List<Long> seeds,
    TrainingSettings settings) {

  /** Stands in a pattern for the number of the seed, so that each has its own random pattern. */
  public static final String SEED = "{seed}";

  /**
   * A pattern.
   *
   * @param label what reports call it
   * @param pattern its text, or {@code zoo:NAME}
   */
  public record Column(String label, String pattern) {}

  /**
   * A cell.
   *
   * @param name of its folder
   */
  public record Cell(
      String name, Column column, int n, int depth, long seed, Experiment experiment) {}

  public Sweep {
    columns = List.copyOf(columns);
    lengths = List.copyOf(lengths);
    depths = List.copyOf(depths);
    seeds = List.copyOf(seeds);
    if (columns.isEmpty() || lengths.isEmpty() || depths.isEmpty() || seeds.isEmpty()) {
      throw new IllegalArgumentException("a sweep has a pattern, a length, a depth and a seed");
    }
  }

  /** The same with other seeds. */
  public Sweep seeds(List<Long> others) {
    return new Sweep(name, columns, task, lengths, depths, others, settings);
  }

  /** The same with other depths. */
  public Sweep depths(List<Integer> others) {
    return new Sweep(name, columns, task, lengths, others, seeds, settings);
  }

  /** The same at other lengths. */
  public Sweep lengths(List<Integer> others) {
    return new Sweep(name, columns, task, others, depths, seeds, settings);
  }

  /** The same with other patterns. */
  public Sweep columns(List<Column> others) {
    return new Sweep(name, others, task, lengths, depths, seeds, settings);
  }

  /** The same with a pattern more. */
  public Sweep plus(Column own) {
    List<Column> more = new ArrayList<>(columns);
    more.add(own);
    return columns(more);
  }

  /** The same with other settings; the depths stay. */
  public Sweep settings(TrainingSettings others) {
    return new Sweep(name, columns, task, lengths, depths, seeds, others);
  }

  /** All cells, in the order in which they are run. */
  public List<Cell> cells() {
    List<Cell> cells = new ArrayList<>();
    Set<String> names = new HashSet<>();
    for (long seed : seeds) {
      for (int n : lengths) {
        for (int depth : depths) {
          for (Column column : columns) {
            String cell = "%s-n%d-layers%d-seed%d".formatted(slug(column.label()), n, depth, seed);
            if (!names.add(cell)) {
              throw new IllegalArgumentException(
                  "two cells of the sweep would be called "
                      + cell
                      + ": label patterns differently");
            }
            Experiment experiment =
                new Experiment(
                    column.label(),
                    column.pattern().replace(SEED, Long.toString(seed)),
                    task.n(n),
                    settings.layers(depth),
                    seed);
            cells.add(new Cell(cell, column, n, depth, seed, experiment));
          }
        }
      }
    }
    return cells;
  }

  private static String slug(String label) {
    String slug = label.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-");
    String bare = slug.replaceAll("^-|-$", "");
    // Two labels of signs only are told apart by their hash.
    return bare.isEmpty() || bare.length() > 60
        ? "pattern-" + Integer.toHexString(label.hashCode())
        : bare;
  }

  /** Whoever looks on. */
  public interface Listener {

    /** A cell begins; in other processes several at a time. */
    default void begins(Cell cell, int done, int all) {}

    /** A cell that runs in this process has made a step. */
    default void at(Cell cell, RunState state) {}

    /** A cell is done. */
    default void done(Cell cell, Outcome outcome, int done, int all) {}
  }

  /** What came out of a cell. */
  public sealed interface Outcome {

    /** It was trained to the end. */
    record Trained(RunResult result) implements Outcome {}

    /** It came to what is no number. */
    record Failed(long step, String tensor) implements Outcome {}
  }

  /**
   * Runs all cells that are not done, one after the other in this process, and writes a report.
   *
   * @throws IOException if the folder cannot be written, or holds another sweep
   * @throws InterruptedException if the thread is interrupted; all is kept
   */
  public Report run(Path folder, Listener listener) throws IOException, InterruptedException {
    open(folder);
    List<Cell> cells = cells();
    SweepStore store = new SweepStore(folder);
    int done = 0;
    for (Cell cell : cells) {
      if (store.outcome(cell).isEmpty()) {
        listener.begins(cell, done, cells.size());
        runCell(store.folder(cell), state -> listener.at(cell, state), cell.experiment());
        done++;
        listener.done(cell, store.outcome(cell).orElseThrow(), done, cells.size());
        store.write(report(folder));
      } else {
        done++;
      }
    }
    return written(folder);
  }

  /**
   * The same in several processes at a time.
   *
   * @param processes how many at most
   * @param threads how many threads each may compute with
   * @param bytes how much memory all together may take, as far as that can be reckoned
   */
  public Report run(Path folder, Listener listener, int processes, int threads, long bytes)
      throws IOException, InterruptedException {
    open(folder);
    new SweepProcesses(this, folder, listener, threads).run(processes, bytes);
    return written(folder);
  }

  /** The report, and its files. */
  private Report written(Path folder) throws IOException {
    Report report = report(folder);
    new SweepStore(folder).write(report);
    return report;
  }

  /** Runs the experiment of a cell's folder; what is left of it is small. */
  static void runCell(Path folder, RunListener listener, Experiment experiment)
      throws IOException, InterruptedException {
    try {
      experiment.run(folder, listener);
    } catch (NotFiniteException e) {
      RunFolder.write(folder.resolve(SweepStore.FAILED), new Outcome.Failed(e.step(), e.tensor()));
    }
    Files.deleteIfExists(new RunFolder(folder).checkpoint());
  }

  /**
   * Runs the cell of a folder that another process has prepared.
   *
   * @throws IOException if it holds no experiment
   */
  public static void runCell(Path folder, RunListener listener)
      throws IOException, InterruptedException {
    runCell(folder, listener, new RunFolder(folder).experiment());
  }

  /** What is done of the sweep so far, compared. */
  public Report report(Path folder) throws IOException {
    return Report.of(this, new SweepStore(folder));
  }

  /** The file by which a folder is a sweep's. */
  public static Path file(Path folder) {
    return folder.resolve("sweep.json");
  }

  /**
   * The sweep of a folder.
   *
   * @throws IOException if there is none
   */
  public static Sweep read(Path folder) throws IOException {
    return RunFolder.read(file(folder), Sweep.class);
  }

  private void open(Path folder) throws IOException {
    Path file = file(folder);
    if (!Files.exists(file)) {
      // What cannot be made leaves nothing behind: a sweep that is kept would only fail again.
      for (int n : lengths) {
        LearningTask _ = task.n(n).task();
      }
      Files.createDirectories(folder);
      RunFolder.write(file, this);
    } else if (!read(folder).equals(this)) {
      throw new IOException(folder + " holds another sweep; choose another folder");
    }
  }
}
