package dev.heddle.cli;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.ndarray.types.DataType;
import dev.heddle.bench.Bench;
import dev.heddle.bench.BenchMode;
import dev.heddle.bench.BenchOptions;
import dev.heddle.bench.BenchPattern;
import dev.heddle.bench.BenchTable;
import dev.heddle.files.SafeFile;
import dev.heddle.pattern.Bindings;
import dev.heddle.pattern.SparsityPattern;
import dev.heddle.syntax.Statement;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
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

/** {@code heddle bench}. */
@Command(
    name = "bench",
    description =
        "Races our attention against the engine's own, side by side in one run: a table of medians.",
    mixinStandardHelpOptions = true,
    sortOptions = false)
final class BenchCommand implements Callable<Integer> {

  private static final String BOTH = "both";

  @CommandLine.Spec
  @SuppressWarnings("NullAway.Init")
  private CommandLine.Model.CommandSpec spec;

  @Option(
      names = "--n",
      arity = "1..*",
      paramLabel = "N",
      description = "The lengths; from 1024 to 131072, if not given, and 1024 and 2048 of models.")
  private List<Long> lengths = new ArrayList<>();

  @Option(
      names = "--pattern",
      arity = "1..*",
      paramLabel = "PATTERN",
      description =
          "The patterns; fifteen usual ones, if not given. Of a schedule of heads, each head has"
              + " its own.")
  private List<String> texts = new ArrayList<>();

  @Mixin private BindOptions binds = new BindOptions();

  @Option(names = "--layer", paramLabel = "L", description = "The layer of a schedule, from 0.")
  private @Nullable Integer layer;

  @Option(
      names = "--head",
      paramLabel = "H",
      description = "The head of a layer, from 0, for all heads.")
  private @Nullable Integer head;

  @Option(
      names = "--mode",
      paramLabel = "forward|train|both|model",
      description =
          "Forward, forward and backward, or both; both, if not given. model is the training step of"
              + " a model of two layers beside the same with dense attention, at 1024 and 2048.")
  private String mode = BOTH;

  @Option(names = "--heads", paramLabel = "H", description = "The number of heads; 8.")
  private int heads = 8;

  @Option(names = "--dim", paramLabel = "D", description = "The width of a head; 64.")
  private int dim = 64;

  @Option(
      names = "--dtype",
      paramLabel = "TYPE",
      description = "float16, float32 or float64; float32, if not given.")
  private String dtype = "float32";

  @Option(
      names = "--repeats",
      paramLabel = "R",
      description = "How often each takes its turn; 5. What takes seconds has fewer turns.")
  private @Nullable Integer repeats;

  @Option(
      names = "--dense-up-to",
      paramLabel = "N",
      description =
          "The length up to which dense attention runs; 16384. At 131072 it takes minutes. A cover"
              + " that is hardly cheaper runs up to 16384 at most.")
  private @Nullable Integer denseUpTo;

  @Option(
      names = "--train-up-to",
      paramLabel = "N",
      description = "The length up to which training steps are timed; 16384.")
  private @Nullable Integer trainUpTo;

  @Option(
      names = "--threads",
      paramLabel = "T",
      description = "How many threads the engine takes; as many as it likes, if not given.")
  private @Nullable Integer threads;

  @Option(names = "--device", paramLabel = "cpu|gpu", description = "Where; cpu, if not given.")
  private String device = "cpu";

  @Option(
      names = "--peer",
      description = "FlexAttention too, up to n = 16384, where there is a Python with torch.")
  private boolean peer;

  @Option(
      names = "--python",
      paramLabel = "PYTHON",
      description = "The Python that has torch; python3, if not given.")
  private String python = "python3";

  @Option(names = "--quick", description = "Two short lengths and few turns: a minute or two.")
  private boolean quick;

  @Option(
      names = "--markdown",
      paramLabel = "FILE",
      description = "Write the table to a file as Markdown, after each length anew.")
  private @Nullable Path markdown;

  @Option(
      names = "--svg",
      paramLabel = "FILE",
      description =
          "Draw time against length, both scales logarithmic. With both modes, the training steps"
              + " go to a second file, whose name has -train before its ending.")
  private @Nullable Path svg;

  @Option(names = "--json", description = "Print one JSON object and nothing else on stdout.")
  private boolean json;

  @Override
  public Integer call() {
    PrintWriter err = spec.commandLine().getErr();
    BenchOptions options = options();
    check(markdown);
    if (svg != null) {
      for (BenchMode one : options.modes()) {
        check(drawing(svg, one, options.modes()));
      }
    }
    BenchTable table =
        Bench.run(
            options,
            line -> {
              err.println(line);
              err.flush();
            },
            this::write);
    PrintWriter out = spec.commandLine().getOut();
    out.print(json ? Json.of(table.fields()) : table.markdown());
    out.flush();
    return 0;
  }

  private void write(BenchTable table) {
    if (markdown != null) {
      write(markdown, table.markdown());
    }
    if (svg != null) {
      List<BenchMode> modes = modes();
      for (BenchMode one : modes) {
        if (table.rows().stream().anyMatch(row -> row.mode() == one)) {
          write(drawing(svg, one, modes), table.picture(one).svg());
        }
      }
    }
  }

  private BenchOptions options() {
    BenchOptions usual =
        modes().contains(BenchMode.MODEL)
            ? BenchOptions.models()
            : quick ? BenchOptions.quick() : BenchOptions.standard();
    if (quick && modes().contains(BenchMode.MODEL)) {
      usual = usual.lengths(List.of(1_024)).effort(BenchOptions.quick().effort());
    }
    BenchOptions.Effort effort = usual.effort();
    usual =
        usual
            .modes(modes())
            .arrays(
                new BenchOptions.Arrays(
                    positive("--heads", heads), positive("--dim", dim), type(), device()))
            .effort(
                new BenchOptions.Effort(
                    repeats == null ? effort.repeats() : positive("--repeats", repeats),
                    denseUpTo == null ? effort.denseUpTo() : denseUpTo,
                    trainUpTo == null ? effort.trainUpTo() : trainUpTo,
                    threads == null ? 0 : positive("--threads", threads)));
    if (!lengths.isEmpty()) {
      usual = usual.lengths(lengths.stream().map(LengthOptions::length).toList());
    }
    if (!texts.isEmpty()) {
      usual = usual.patterns(patterns());
    } else if (layer != null || head != null) {
      throw new Usage("usage", "--layer and --head are for a `--pattern`", "");
    } else if (!binds.isEmpty()) {
      throw new Usage("usage", "--bind is for a `--pattern`", "");
    }
    return peer ? usual.peer(python) : usual;
  }

  private List<BenchPattern> patterns() {
    Map<String, SparsityPattern> parsed = new LinkedHashMap<>();
    Map<String, Statement.Kind> inputs = new LinkedHashMap<>();
    for (String text : texts) {
      SparsityPattern pattern = PatternArgument.pattern(text);
      PatternOptions.warn(pattern.warnings(), spec.commandLine().getErr());
      parsed.put(text, pattern);
      inputs.putAll(pattern.inputKinds());
    }
    Bindings bindings = binds.bindings(inputs);
    if (bindings.batch() > 0) {
      throw new Usage("bad-binding", "a batch is bound, and this command takes one element", "");
    }
    List<BenchPattern> patterns = new ArrayList<>();
    parsed.forEach((text, pattern) -> patterns.add(one(text, pattern, bindings)));
    return patterns;
  }

  /** One layer of a pattern, with all of its heads or the one that is wanted. */
  private BenchPattern one(String text, SparsityPattern pattern, Bindings bindings) {
    if (layer == null && pattern.layers() > 1) {
      throw new Usage(
          "bad-schedule",
          "`" + text + "` has " + pattern.layers() + " layers, and one is wanted",
          "choose it with `--layer L`");
    }
    int l = layer == null ? 0 : notNegative("--layer", layer);
    return head == null
        ? BenchPattern.of(text, pattern, l, bindings)
        : new BenchPattern(text, List.of(pattern.entry(l, notNegative("--head", head))), bindings);
  }

  private List<BenchMode> modes() {
    return switch (mode) {
      case "forward" -> List.of(BenchMode.FORWARD);
      case "train" -> List.of(BenchMode.TRAIN);
      case BOTH -> List.of(BenchMode.FORWARD, BenchMode.TRAIN);
      case "model" -> {
        if (!dtype.equals("float32")) {
          throw new Usage("usage", "models learn in float32, not `" + dtype + "`", "");
        }
        yield List.of(BenchMode.MODEL);
      }
      default -> throw none("--mode", mode, "forward, train, both or model");
    };
  }

  private DataType type() {
    return switch (dtype) {
      case "float16" -> DataType.FLOAT16;
      case "float32" -> DataType.FLOAT32;
      case "float64" -> DataType.FLOAT64;
      default -> throw none("--dtype", dtype, "float16, float32 or float64");
    };
  }

  private Device device() {
    return switch (device) {
      case "cpu" -> Device.cpu();
      case "gpu" -> {
        if (Engine.getInstance().getGpuCount() == 0) {
          throw new Usage("no-device", "the engine finds no GPU", "`heddle doctor` says more");
        }
        yield Device.gpu();
      }
      default -> throw none("--device", device, "cpu or gpu");
    };
  }

  private static Usage none(String option, String value, String known) {
    return new Usage("usage", option + " is " + known + ", not `" + value + "`", "");
  }

  private static int positive(String option, int number) {
    if (number < 1) {
      throw new Usage("usage", option + " is at least 1, not " + number, "");
    }
    return number;
  }

  private static int notNegative(String option, int number) {
    if (number < 0) {
      throw new Usage("usage", option + " is " + number + ", and they count from 0", "");
    }
    return number;
  }

  /** Where the plot of a mode goes. */
  private static Path drawing(Path file, BenchMode mode, List<BenchMode> all) {
    String name = String.valueOf(file.getFileName());
    if (!name.toLowerCase(Locale.ROOT).endsWith(".svg")) {
      throw new Usage(
          "unknown-format", "`" + file + "` does not end as a plot does", "end it in .svg");
    }
    return mode == all.getFirst()
        ? file
        : file.resolveSibling(name.substring(0, name.length() - 4) + "-" + mode + ".svg");
  }

  private static void check(@Nullable Path file) {
    if (file != null) {
      OutputFile.check(file);
    }
  }

  private static void write(Path file, String text) {
    try {
      SafeFile.write(file, out -> out.write(text.getBytes(StandardCharsets.UTF_8)));
    } catch (IOException e) {
      throw Usage.cannotWrite(file, e);
    }
  }
}
