package dev.heddle.cli;

import ai.djl.Device;
import dev.heddle.experiment.DataException;
import dev.heddle.experiment.Experiment;
import dev.heddle.experiment.Presets;
import dev.heddle.experiment.Report;
import dev.heddle.experiment.RunListener;
import dev.heddle.experiment.RunResult;
import dev.heddle.experiment.RunState;
import dev.heddle.experiment.Sweep;
import dev.heddle.experiment.TaskChoice;
import dev.heddle.experiment.TrainingSettings;
import dev.heddle.pattern.SparsityPattern;
import dev.heddle.runtime.EngineThreads;
import dev.heddle.training.NotFiniteException;
import java.io.IOException;
import java.io.PrintWriter;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code heddle experiment}. */
@Command(
    name = "experiment",
    description = {
      "Trains sparse Transformers, and compares patterns.",
      "NAME is a task, copying, lm, translation or classification: its usual patterns are compared."
          + " PATTERN with --task trains patterns of your own; several, or several seeds, layers or"
          + " lengths, are compared. What is interrupted or killed goes on with --resume, to the"
          + " same numbers."
    },
    mixinStandardHelpOptions = true,
    sortOptions = false)
final class ExperimentCommand implements Callable<Integer> {

  private static final int INTERRUPTED = 130;
  private static final int ANSWER_IS_NO = 1;

  @CommandLine.Spec
  @SuppressWarnings("NullAway.Init")
  private CommandLine.Model.CommandSpec spec;

  @Parameters(
      arity = "0..*",
      paramLabel = "NAME|PATTERN",
      description = "A task; or, with --task, patterns, as `heddle compile` takes them.")
  private List<String> texts = new ArrayList<>();

  @Option(
      names = "--task",
      paramLabel = "TASK",
      description = "copying, lm, translation or classification, for patterns of your own.")
  private @Nullable String task;

  @Option(
      names = "--with",
      paramLabel = "PATTERN",
      description = "A pattern that is compared beside a task's usual ones; may be repeated.")
  private List<String> more = new ArrayList<>();

  @Option(
      names = "--preset",
      paramLabel = "paper|scaled|quick",
      description =
          "How large; scaled, if not given. `--list` shows what that is. Other options change it.")
  private @Nullable String preset;

  @Option(names = "--quick", description = "As --preset quick: a few minutes.")
  private boolean quick;

  @Option(names = "--list", description = "Show the presets.")
  private boolean list;

  @Option(names = "--n", arity = "1..*", paramLabel = "N", description = "The lengths.")
  private List<Integer> lengths = new ArrayList<>();

  @Option(
      names = "--layers",
      arity = "1..*",
      paramLabel = "L",
      description = "The numbers of attention layers.")
  private List<Integer> depths = new ArrayList<>();

  @Option(names = "--seed", arity = "1..*", paramLabel = "S", description = "The seeds; 0.")
  private List<Long> seeds = new ArrayList<>();

  @Option(names = "--steps", paramLabel = "T", description = "The number of steps.")
  private @Nullable Integer steps;

  @Option(names = "--batch", paramLabel = "B", description = "The examples of a step.")
  private @Nullable Integer batch;

  @Option(names = "--rate", paramLabel = "R", description = "The highest rate of learning.")
  private @Nullable Double rate;

  @Option(
      names = "--map",
      paramLabel = "MAP",
      description = "softmax, hardmax, sparsemax or entmax:A; softmax, if not given.")
  private @Nullable String map;

  @Option(
      names = "--data",
      paramLabel = "PATH",
      description =
          "For lm, a text file, or a folder or zip of such, WikiText's among them, or"
              + " djl:wikitext-2; the JDK's sources, if not given. For translation, lines `sentence"
              + " TAB translation` of a file, folder or zip, or djl:tatoeba-en-fr; made-up"
              + " sentences, if not given. For classification, a folder of GLUE's .tsv files;"
              + " made-up pairs, if not given.")
  private @Nullable String data;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "DIR",
      description = "Where to; a new folder below `experiments`, if not given.")
  private @Nullable Path output;

  @Option(
      names = "--resume",
      arity = "0..1",
      fallbackValue = "",
      paramLabel = "DIR",
      description = "Go on with what was begun in DIR, or in the folder of -o.")
  private @Nullable Path resumed;

  @Option(
      names = "--report",
      paramLabel = "DIR",
      description = "Only print the report of what is done in DIR.")
  private @Nullable Path reported;

  @Option(
      names = "--processes",
      paramLabel = "P",
      description = "How many runs at a time, each in a process of its own; 1.")
  private int processes = 1;

  @Option(
      names = "--memory",
      paramLabel = "GIB",
      description =
          "How much memory these may take; three quarters of the machine's, if not given.")
  private @Nullable Double memory;

  @Option(names = "--cell", hidden = true)
  private @Nullable Path cell;

  @Mixin private EngineOptions engine = new EngineOptions();

  @Option(names = "--json", description = "Print one JSON object and nothing else on stdout.")
  private boolean json;

  @Override
  public Integer call() {
    if (list) {
      return listed();
    }
    if (reported != null) {
      return printed(sweep(reported), reported);
    }
    engine.check();
    try (Interruption _ = Interruption.ofThisThread()) {
      return attended(spec.commandLine().getErr());
    }
  }

  /** Says what stopped it before the machine may halt, which waits for the interruption's end. */
  private int attended(PrintWriter err) {
    try {
      return engine.run(this::run);
    } catch (Stopped e) {
      err.println(e.getMessage());
      err.flush();
      return INTERRUPTED;
    } catch (NotFiniteException e) {
      err.println("error[not-finite]: " + e.getMessage());
      err.flush();
      return ANSWER_IS_NO;
    }
  }

  /** The thread was interrupted, and what goes on where. */
  private static final class Stopped extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Stopped(InterruptedException e, Path folder) {
      super(
          (e.getMessage() == null ? "interrupted" : e.getMessage())
              + "; `heddle experiment --resume "
              + folder
              + "` goes on");
    }
  }

  private int run(Device device) {
    if (cell != null) {
      return ofSweep(cell);
    }
    Path folder = output;
    if (resumed != null) {
      boolean isBare = resumed.toString().isEmpty();
      if (isBare && output == null) {
        throw new Usage("usage", "--resume wants a folder, or one that -o names", "");
      }
      folder = isBare ? output : resumed;
      if (texts.isEmpty() && folder != null) {
        return goesOn(folder, device);
      }
    }
    Sweep sweep = chosen();
    List<Sweep.Cell> cells = cells(sweep);
    boolean isOne = cells.size() == 1;
    Path own = folder == null ? usual(sweep, cells) : folder;
    if (resumed == null && isBegun(own)) {
      throw new Usage(
          "exists",
          "`" + own + "` holds an experiment already",
          "go on with it by --resume, or choose another folder with -o");
    }
    return isOne ? one(cells.getFirst().experiment(), own, device) : all(sweep, own);
  }

  private static List<Sweep.Cell> cells(Sweep sweep) {
    try {
      List<Sweep.Cell> cells = sweep.cells();
      for (Sweep.Cell each : cells) {
        each.experiment().sparsity();
      }
      return cells;
    } catch (IllegalArgumentException e) {
      throw new Usage("usage", String.valueOf(e.getMessage()), "");
    }
  }

  private static boolean isBegun(Path folder) {
    return Files.exists(Sweep.file(folder)) || Files.exists(Experiment.file(folder));
  }

  private static Path usual(Sweep sweep, List<Sweep.Cell> cells) {
    String name = sweep.task().name();
    String hash = String.format(Locale.ROOT, "%08x", sweep.hashCode());
    return Path.of("experiments", cells.size() == 1 ? name + "-run-" + hash : name + "-" + hash);
  }

  // ---- what is wanted

  private Presets.Scale scale() {
    if (quick && preset != null) {
      throw new Usage("usage", "--quick is a preset, and --preset another", "");
    }
    String name = quick ? "quick" : preset == null ? "scaled" : preset;
    for (Presets.Scale scale : Presets.Scale.values()) {
      if (scale.name().toLowerCase(Locale.ROOT).equals(name)) {
        return scale;
      }
    }
    throw new Usage("usage", "--preset is paper, scaled or quick, not `" + name + "`", "");
  }

  private Sweep chosen() {
    if (texts.isEmpty()) {
      throw new Usage(
          "usage",
          "an experiment wants a task, or a pattern with --task",
          "`heddle experiment --list` shows the tasks");
    }
    Sweep sweep;
    if (task == null) {
      String name = texts.getFirst();
      if (texts.size() > 1 || !Presets.tasks().contains(name)) {
        throw new Usage(
            "usage",
            "`" + name + "` is no task, and a pattern wants one",
            "name the task: `--task copying`");
      }
      sweep = Presets.of(name, scale());
    } else {
      if (!Presets.tasks().contains(task)) {
        throw new Usage(
            "usage",
            "there is no task `" + task + "`",
            "there are " + String.join(", ", Presets.tasks()));
      }
      Sweep usual = Presets.of(task, scale());
      sweep = usual.columns(columns(texts)).depths(List.of(usual.depths().getLast()));
    }
    if (!more.isEmpty()) {
      for (Sweep.Column column : columns(more)) {
        sweep = sweep.plus(column);
      }
    }
    return changed(sweep);
  }

  private List<Sweep.Column> columns(List<String> patterns) {
    List<Sweep.Column> columns = new ArrayList<>();
    for (String text : patterns) {
      String own = text.equals("-") ? PatternArgument.pattern(text).text() : text;
      SparsityPattern parsed = PatternArgument.pattern(own.replace(Sweep.SEED, "0"));
      PatternOptions.warn(parsed.warnings(), spec.commandLine().getErr());
      columns.add(new Sweep.Column(own.strip().replaceAll("\\s+", " "), own));
    }
    return columns;
  }

  private Sweep changed(Sweep sweep) {
    try {
      TrainingSettings settings = sweep.settings();
      settings = steps == null ? settings : settings.steps(steps);
      settings = batch == null ? settings : settings.batch(batch);
      settings = rate == null ? settings : settings.rate(rate);
      settings = map == null ? settings : settings.map(map);
      TaskChoice choice = sweep.task();
      if (data != null) {
        if (choice.name().equals("copying")) {
          throw new Usage("usage", "--data is for lm, translation and classification", "");
        }
        choice = choice.data(data);
      }
      return new Sweep(
          sweep.name(),
          sweep.columns(),
          choice,
          lengths.isEmpty() ? sweep.lengths() : lengths,
          depths.isEmpty() ? sweep.depths() : depths,
          seeds.isEmpty() ? sweep.seeds() : seeds,
          settings);
    } catch (IllegalArgumentException e) {
      throw new Usage("usage", String.valueOf(e.getMessage()), "");
    }
  }

  // ---- what is done

  private int goesOn(Path folder, Device device) {
    if (Files.exists(Sweep.file(folder))) {
      return all(sweep(folder), folder);
    }
    try {
      return one(Experiment.read(folder), folder, device);
    } catch (IOException e) {
      throw Usage.cannotRead(folder, e);
    }
  }

  private static Sweep sweep(Path folder) {
    try {
      return Sweep.read(folder);
    } catch (IOException e) {
      throw Usage.cannotRead(Sweep.file(folder), e);
    }
  }

  /** In a process of its own, which says nothing but of failure. */
  private int ofSweep(Path folder) {
    try {
      Sweep.runCell(folder, RunListener.NONE);
      return 0;
    } catch (InterruptedException e) {
      throw new Stopped(e, folder);
    } catch (IOException e) {
      throw Usage.cannotWrite(folder, e);
    }
  }

  private int one(Experiment experiment, Path folder, Device device) {
    try (TrainingBar bar = new TrainingBar(spec.commandLine().getErr())) {
      RunResult result =
          experiment.run(
              folder,
              state ->
                  bar.show(
                      experiment.task().name(),
                      state.step(),
                      experiment.settings().steps(),
                      state.words()),
              device);
      return printed(List.of(result), 1, folder, result(result, folder));
    } catch (InterruptedException e) {
      throw new Stopped(e, folder);
    } catch (IllegalArgumentException e) {
      throw new Usage("usage", String.valueOf(e.getMessage()), "");
    } catch (IOException e) {
      throw wrongFolder(folder, e);
    }
  }

  private static Usage wrongFolder(Path folder, IOException e) {
    if (e instanceof DataException) {
      return new Usage("cannot-read", String.valueOf(e.getMessage()), "");
    }
    String why = String.valueOf(e.getMessage());
    return why.contains("another") || why.contains("does not fit")
        ? new Usage("wrong-folder", why, "choose another folder with -o")
        : Usage.cannotWrite(folder, e);
  }

  private int all(Sweep sweep, Path folder) {
    try (TrainingBar bar = new TrainingBar(spec.commandLine().getErr())) {
      Sweep.Listener listener = listener(bar);
      if (processes > 1) {
        int threads = Math.max(1, EngineThreads.count() / processes);
        long bytes = memory == null ? threeQuarters() : (long) (memory * (double) (1L << 30));
        sweep.run(folder, listener, processes, threads, bytes);
      } else {
        sweep.run(folder, listener);
      }
    } catch (InterruptedException e) {
      throw new Stopped(e, folder);
    } catch (IllegalArgumentException e) {
      throw new Usage("usage", String.valueOf(e.getMessage()), "");
    } catch (IOException e) {
      throw wrongFolder(folder, e);
    }
    return printed(sweep, folder);
  }

  private static long threeQuarters() {
    return ManagementFactory.getOperatingSystemMXBean()
            instanceof com.sun.management.OperatingSystemMXBean system
        ? system.getTotalMemorySize() / 4 * 3
        : Long.MAX_VALUE;
  }

  private Sweep.Listener listener(TrainingBar bar) {
    return new Sweep.Listener() {
      private int done;
      private int all;

      @Override
      public void begins(Sweep.Cell next, int doneBefore, int allOfThem) {
        this.done = doneBefore;
        this.all = allOfThem;
      }

      @Override
      public void at(Sweep.Cell now, RunState state) {
        bar.show(
            "run %d of %d, %s".formatted(done + 1, all, now.name()),
            state.step(),
            now.experiment().settings().steps(),
            state.words());
      }

      @Override
      public void done(Sweep.Cell now, Sweep.Outcome outcome, int doneAfter, int allOfThem) {
        bar.line("%d of %d  %s  %s".formatted(doneAfter, allOfThem, now.name(), outcome(outcome)));
      }
    };
  }

  private static String outcome(Sweep.Outcome outcome) {
    return switch (outcome) {
      case Sweep.Outcome.Trained(RunResult result) ->
          String.format(
              Locale.ROOT,
              "loss %.4f, accuracy %.2f %%, %.0f s",
              result.testLoss(),
              100 * result.testAccuracy(),
              result.seconds());
      case Sweep.Outcome.Failed(long step, String tensor) ->
          "diverged at step " + step + ": " + tensor + " is not finite";
    };
  }

  // ---- what is printed

  private int printed(Sweep sweep, Path folder) {
    Report report;
    try {
      report = sweep.report(folder);
    } catch (IOException e) {
      throw Usage.cannotRead(folder, e);
    }
    return printed(report.results(), sweep.cells().size(), folder, report.markdown());
  }

  private int printed(List<RunResult> results, int runs, Path folder, String text) {
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      Map<String, @Nullable Object> fields = new LinkedHashMap<>();
      fields.put("folder", folder.toString());
      fields.put("runs", runs);
      fields.put("done", results.size());
      fields.put("rows", results.stream().map(ExperimentCommand::row).toList());
      out.print(Json.of(fields));
    } else {
      out.print(text);
    }
    out.flush();
    return 0;
  }

  private static String result(RunResult result, Path folder) {
    StringBuilder text = new StringBuilder();
    row(result).forEach((name, value) -> text.append("%-14s %s%n".formatted(name, value)));
    return text + "folder         " + folder + System.lineSeparator();
  }

  private static Map<String, Object> row(RunResult result) {
    Experiment experiment = result.experiment();
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("task", experiment.task().name());
    fields.put("label", experiment.label());
    fields.put("pattern", experiment.pattern());
    fields.put("n", experiment.task().n());
    fields.put("layers", experiment.settings().size().layers());
    fields.put("seed", experiment.seed());
    fields.put("sparsity", result.sparsity());
    fields.put("parameters", result.parameters());
    fields.put("steps", experiment.settings().steps());
    fields.put("seconds", result.seconds());
    fields.put("test_loss", result.testLoss());
    fields.put("test_accuracy", result.testAccuracy());
    fields.put("test_wholes", result.testWholes());
    fields.put("perplexity", result.perplexity());
    if (result.bleu() != null) {
      fields.put("bleu", result.bleu());
    }
    return fields;
  }

  private int listed() {
    PrintWriter out = spec.commandLine().getOut();
    List<Map<String, Object>> presets = new ArrayList<>();
    for (String name : Presets.tasks()) {
      for (Presets.Scale scale : Presets.Scale.values()) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("task", name);
        fields.put("preset", scale.name().toLowerCase(Locale.ROOT));
        fields.put("what", Presets.words(name, scale));
        presets.add(fields);
      }
    }
    if (json) {
      out.print(Json.of(Map.of("presets", presets)));
    } else {
      presets.forEach(
          fields ->
              out.printf(
                  "%-15s %-7s %s%n", fields.get("task"), fields.get("preset"), fields.get("what")));
    }
    out.flush();
    return 0;
  }
}
