package dev.heddle.cli;

import dev.heddle.files.MaskFile;
import dev.heddle.files.SavedMasks;
import dev.heddle.files.SettingsText;
import dev.heddle.notebook.Progress;
import dev.heddle.recognise.Conventions;
import dev.heddle.recognise.Converted;
import dev.heddle.recognise.ScheduleRecognition;
import dev.heddle.recognise.Settings;
import dev.heddle.recognise.Settings.Setting;
import dev.heddle.recognise.Settings.Value;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code heddle recognise}. */
@Command(
    name = "recognise",
    description = {
      "Finds the pattern text that a mask is, or the nearest with what differs; or the one that"
          + " another library's settings are.",
      "A mask is an array of booleans, of 0 and 1, or a bias of 0 and -inf, [m, n], [heads, m, n] or"
          + " [layers, heads, m, n]; a CSR index; FlexAttention's block mask; or a list of edges.",
      "Exit status 1 if the text is near the mask and not exact."
    },
    mixinStandardHelpOptions = true,
    sortOptions = false)
final class RecogniseCommand implements Callable<Integer> {

  private static final int ANSWER_IS_NO = 1;

  private static final String DEFINITIONS = ".heddle";

  @CommandLine.Spec
  @SuppressWarnings("NullAway.Init")
  private CommandLine.Model.CommandSpec spec;

  @Parameters(
      arity = "0..1",
      paramLabel = "FILE",
      description =
          "A mask in .npy, .npz, .safetensors (FILE:NAME is one of its arrays), or a text with two"
              + " integers a line; or settings in .json. - reads settings from stdin.")
  private @Nullable String file;

  @Option(
      names = "--convention",
      paramLabel = "SETTINGS",
      description =
          "Settings as a call has them, such as 'window_size=(256, 0)' or 'sliding_window=4096';"
              + " beside a .json they are taken instead of its own.")
  private List<String> conventions = new ArrayList<>();

  @Option(
      names = "--n",
      paramLabel = "N",
      description = "The number of keys, for edges and indices, which do not say it.")
  private @Nullable Long n;

  @Option(
      names = "--block",
      paramLabel = "B",
      description = "The side of a block of a block mask, where BLOCK_SIZE is not saved.")
  private @Nullable Integer block;

  @Option(
      names = "--inverted",
      description = "True is a key that is left out, as in PyTorch's nn.MultiheadAttention.")
  private boolean inverted;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FILE.heddle",
      description = "Write a definition file with the text as `pattern`.")
  private @Nullable Path output;

  @Option(names = "--json", description = "Print one JSON object and nothing else on stdout.")
  private boolean json;

  @Override
  public Integer call() {
    checkOutput();
    if (block != null && block < 1) {
      throw new Usage("usage", "--block is " + block + ", and at least 1", "");
    }
    if (file == null && conventions.isEmpty()) {
      throw new Usage(
          "usage",
          "there is nothing to recognise",
          "a file, such as `mask.npy` or `config.json`, or `--convention 'sliding_window=4096'`");
    }
    if (file == null || file.equals("-") || ends(file, ".json")) {
      return settings();
    }
    if (!conventions.isEmpty()) {
      throw new Usage("usage", "--convention is for settings, and `" + file + "` is a mask", "");
    }
    return mask(file);
  }

  private void checkOutput() {
    if (output == null) {
      return;
    }
    if (!ends(output.toString(), DEFINITIONS)) {
      throw OutputFile.noFormat(output, "a definition file ends in .heddle");
    }
    OutputFile.check(output);
  }

  private static boolean ends(String name, String ending) {
    return name.toLowerCase(Locale.ROOT).endsWith(ending);
  }

  // ---- settings

  private int settings() {
    if (n != null || block != null || inverted) {
      throw new Usage("usage", "--n, --block and --inverted are for masks, not for settings", "");
    }
    Settings all = new Settings(List.of());
    List<String> from = new ArrayList<>();
    if (file != null) {
      all = all.with(file.equals("-") ? stdin() : read(PatternArgument.path(file)));
      from.add(file.equals("-") ? "stdin" : file);
    }
    for (String convention : conventions) {
      all = joined(all, SettingsText.parse(convention));
      from.add(convention);
    }
    Converted converted = Conventions.of(all);
    PatternOptions.warn(converted.warnings(), spec.commandLine().getErr());
    RecogniseReport.Settings report =
        new RecogniseReport.Settings(String.join(", ", from), converted);
    write(RecogniseFile.of(report));
    print(json ? Json.of(report.fields(output)) : converted.text() + System.lineSeparator());
    return 0;
  }

  /** Settings are taken instead of those of a file, and of the part of it that is read. */
  private static Settings joined(Settings all, Settings others) {
    List<Setting> joined = new ArrayList<>();
    for (Setting each : all.all()) {
      boolean isRead = List.of("sparse_attention", "text_config").contains(each.name());
      joined.add(
          isRead && each.value() instanceof Value.Group(Settings group)
              ? new Setting(each.name(), new Value.Group(group.with(others)), each.origin())
              : each);
    }
    return new Settings(joined).with(others);
  }

  private static Settings stdin() {
    try {
      return SettingsText.parse(PatternArgument.text(System.in, "what stands on stdin"));
    } catch (CharacterCodingException e) {
      throw new Usage("cannot-read", "stdin cannot be read: it is not text in UTF-8", "");
    } catch (IOException e) {
      throw new Usage("cannot-read", "stdin cannot be read: " + e.getMessage(), "");
    }
  }

  private static Settings read(Path path) {
    try {
      return SettingsText.read(path);
    } catch (IOException e) {
      throw Usage.cannotRead(path, e);
    }
  }

  // ---- masks

  private int mask(String name) {
    int colon = name.lastIndexOf(':');
    boolean isNamed =
        colon > 0
            && Stream.of(".npy", ".npz", ".safetensors")
                .anyMatch(ending -> ends(name.substring(0, colon), ending));
    Path path = PatternArgument.path(isNamed ? name.substring(0, colon) : name);
    for (String foreign : List.of(".pt", ".pth", ".pkl", ".heddle")) {
      if (ends(path.toString(), foreign)) {
        throw OutputFile.noFormat(
            path,
            foreign.equals(DEFINITIONS)
                ? "it is a text already"
                : "save the mask by NumPy: `np.save(\"mask.npy\", mask.numpy())`");
      }
    }
    MaskFile.Reading reading =
        new MaskFile.Reading(
            isNamed ? name.substring(colon + 1) : null,
            n == null ? null : LengthOptions.length(n),
            block,
            inverted);
    SavedMasks masks;
    try {
      masks = MaskFile.read(path, reading);
    } catch (IOException e) {
      throw Usage.cannotRead(path, e);
    }
    PrintWriter err = spec.commandLine().getErr();
    masks.doubts().forEach(doubt -> err.println("warning[mask]: " + doubt));
    err.flush();
    RecogniseReport.Mask report = new RecogniseReport.Mask(name, masks, recognised(masks));
    write(RecogniseFile.of(report));
    print(json ? Json.of(report.fields(output)) : report.text());
    return report.found().isExact() ? 0 : ANSWER_IS_NO;
  }

  /** One mask is soon recognised; of many it is shown how far they are. */
  private static ScheduleRecognition recognised(SavedMasks masks) {
    int all = masks.layers().size() * masks.layers().getFirst().size();
    if (all == 1) {
      return ScheduleRecognition.of(masks.layers());
    }
    try (Progress progress = Progress.of("recognising", all)) {
      return ScheduleRecognition.of(
          masks.layers(), (layer, head) -> progress.step("layer " + layer + ", head " + head));
    }
  }

  private void write(String definitions) {
    if (output == null) {
      return;
    }
    try {
      RecogniseFile.write(output, definitions);
    } catch (IOException e) {
      throw Usage.cannotWrite(output, e);
    }
  }

  private void print(String answer) {
    PrintWriter out = spec.commandLine().getOut();
    out.print(answer);
    out.flush();
  }
}
