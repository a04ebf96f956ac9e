package dev.heddle.experiment;

import java.io.File;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Runs the cells of a sweep in processes of their own: DJL has one collector of gradients for all
 * threads of a process. Whoever is interrupted ends the processes, which keep their checkpoints.
 */
final class SweepProcesses {

  private static final String MAIN = "dev.heddle.cli.Main";

  /** What a JVM and the engine take before there is a network. */
  private static final long EMPTY = 650L << 20;

  private static final int WAIT_SECONDS = 60;

  private final Sweep sweep;
  private final Path folder;
  private final Sweep.Listener listener;
  private final int threads;

  SweepProcesses(Sweep sweep, Path folder, Sweep.Listener listener, int threads) {
    this.sweep = sweep;
    this.folder = folder;
    this.listener = listener;
    this.threads = threads;
  }

  /** How many numbers are kept of each score of a tile, where scores are kept (measured). */
  private static final int OF_A_SCORE = 16;

  /**
   * How much memory a cell takes, roughly and rather too much: four numbers a parameter, and what a
   * step keeps of each position for the gradient, three times over; with dropout or another map
   * than softmax also its scores, as if all pairs were in tiles; and what a test takes, of many
   * examples but of one layer, as not all that a step gives back serves for it.
   */
  static long bytes(Experiment experiment) {
    TrainingSettings settings = experiment.settings();
    long d = settings.size().width();
    long all = (long) settings.size().heads() * settings.size().headWidth();
    long attention = 4 * d * all;
    long feedForward = 2 * d * settings.size().hidden();
    long attended = 6 * d + 6 * all;
    long fed = 3L * settings.size().hidden();
    // Of an encoder-decoder: two layers of each, and a cross-attention.
    boolean isTwo = experiment.task().stacks() == Stacks.BOTH;
    long layer = isTwo ? 3 * attention + 2 * feedForward : attention + feedForward;
    long position = settings.size().layers() * (isTwo ? 3 * attended + 2 * fed : attended + fed);
    long outputs = 3L * Math.max(256, experiment.task().symbols());
    long kept = (long) settings.batch() * experiment.task().n() * (position + outputs);
    double n = experiment.task().n();
    boolean keepsScores = settings.dropout() > 0 || !settings.map().equals("softmax");
    double heads = (double) settings.size().layers() * settings.size().heads() * (isTwo ? 2 : 1);
    double scores = keepsScores ? 4.0 * OF_A_SCORE * settings.batch() * heads * n * n : 0;
    double tested = Math.min(TrainingRun.TESTED_AT_A_TIME, experiment.task().tests());
    double test = 4 * tested * n * (attended + fed + outputs);
    return EMPTY + 16L * settings.size().layers() * layer + (long) (12.0 * kept + scores + test);
  }

  void run(int processes, long bytes) throws IOException, InterruptedException {
    SweepStore store = new SweepStore(folder);
    List<Sweep.Cell> cells = sweep.cells();
    Deque<Sweep.Cell> waiting = new ArrayDeque<>();
    for (Sweep.Cell cell : cells) {
      if (store.outcome(cell).isEmpty()) {
        waiting.add(cell);
      }
    }
    int done = cells.size() - waiting.size();
    Map<Sweep.Cell, Process> running = new LinkedHashMap<>();
    try {
      while (!waiting.isEmpty() || !running.isEmpty()) {
        long used = running.keySet().stream().mapToLong(cell -> bytes(cell.experiment())).sum();
        Sweep.Cell next = waiting.peek();
        boolean fits =
            next != null
                && running.size() < processes
                && (running.isEmpty() || used + bytes(next.experiment()) <= bytes);
        if (next != null && fits) {
          waiting.remove();
          listener.begins(next, done, cells.size());
          running.put(next, start(store.folder(next), next.experiment()));
          continue;
        }
        done = ended(store, running, done, cells.size());
        Thread.sleep(100);
      }
    } finally {
      end(running);
    }
  }

  private int ended(SweepStore store, Map<Sweep.Cell, Process> running, int before, int all)
      throws IOException {
    int done = before;
    for (Iterator<Map.Entry<Sweep.Cell, Process>> each = running.entrySet().iterator();
        each.hasNext(); ) {
      Map.Entry<Sweep.Cell, Process> one = each.next();
      if (one.getValue().isAlive()) {
        continue;
      }
      each.remove();
      Optional<Sweep.Outcome> outcome = store.outcome(one.getKey());
      if (outcome.isEmpty()) {
        throw new IOException(
            "the process of %s ended with status %d; %s says more"
                .formatted(
                    one.getKey().name(),
                    one.getValue().exitValue(),
                    store.folder(one.getKey()).resolve("log.txt")));
      }
      done++;
      listener.done(one.getKey(), outcome.get(), done, all);
      store.write(sweep.report(folder));
    }
    return done;
  }

  private Process start(Path cell, Experiment experiment) throws IOException {
    new RunFolder(cell).open(experiment);
    List<String> command = new ArrayList<>();
    command.add(
        Path.of(System.getProperty("java.home", "")).resolve("bin").resolve("java").toString());
    command.addAll(
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
            .filter(
                argument ->
                    argument.startsWith("-D") || argument.startsWith("--enable-native-access"))
            .toList());
    command.addAll(List.of("-cp", System.getProperty("java.class.path", ""), MAIN));
    command.addAll(List.of("experiment", "--cell", cell.toString()));
    command.addAll(List.of("--threads", Integer.toString(threads)));
    File log = cell.resolve("log.txt").toFile();
    return new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log).start();
  }

  private static void end(Map<Sweep.Cell, Process> running) throws InterruptedException {
    running.values().forEach(Process::destroy);
    for (Process process : running.values()) {
      if (!process.waitFor(WAIT_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    }
  }
}
