package dev.heddle.cli;

import dev.heddle.notebook.Picture;
import dev.heddle.pattern.Bindings;
import dev.heddle.pattern.SparsityPattern;
import dev.heddle.relation.Relation;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code heddle draw}. */
@Command(
    name = "draw",
    description =
        "Draws a pattern at a length, a schedule as a grid of its layers and heads, or the tiles by"
            + " which attention runs: in characters, or as a picture in a file.",
    mixinStandardHelpOptions = true,
    sortOptions = false)
final class DrawCommand implements Callable<Integer> {

  /** So many patterns of a schedule still show in one picture. */
  private static final int MOST = 1_024;

  @CommandLine.Spec
  @SuppressWarnings("NullAway.Init")
  private CommandLine.Model.CommandSpec spec;

  @Mixin private PatternOptions pattern = new PatternOptions();

  @Mixin private LengthOptions length = new LengthOptions();

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FILE",
      description = "A file that ends in .svg or .png.")
  private @Nullable Path output;

  @Option(
      names = "--cover",
      description = "Draw the tiles by which attention over the pattern runs, not the pattern.")
  private boolean cover;

  @Option(
      names = "--sketch",
      description = "Draw the kinds of tiles that a long sequence would get, at a short length.")
  private boolean sketch;

  @Option(names = "--json", description = "Print one JSON object and nothing else on stdout.")
  private boolean json;

  @Override
  public Integer call() {
    if (cover && sketch) {
      throw new Usage("usage", "--cover and --sketch are two pictures, and one is drawn", "");
    }
    checkOutput();
    int n = length.n();
    SparsityPattern parsed = pattern.pattern();
    List<PatternOptions.Entry> entries = pattern.entries(parsed);
    // A cover is of one pattern; of a schedule it is said which options choose one.
    boolean isOne = entries.size() == 1 || cover || sketch;
    SparsityPattern one = isOne ? pattern.one(parsed) : parsed;
    Picture picture =
        isOne
            ? picture(length.queries(one.at(n, pattern.oneBinding(one))))
            : schedule(parsed, entries, n);
    PrintWriter err = spec.commandLine().getErr();
    PatternOptions.warn(parsed.warnings(), err);
    if (!picture.notes().isEmpty()) {
      err.println(picture.notes());
      err.flush();
    }
    if (output != null) {
      PictureFile.save(picture, output);
    }
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      Map<String, @Nullable Object> fields = new LinkedHashMap<>();
      fields.put("pattern", one.formatted());
      fields.put("n", n);
      if (!isOne) {
        fields.put("layers", entries.stream().map(PatternOptions.Entry::layer).distinct().count());
        fields.put(
            "heads", entries.stream().mapToInt(PatternOptions.Entry::head).max().orElse(0) + 1);
      }
      fields.put("picture", picture.characters());
      fields.put("file", output == null ? null : output.toString());
      out.print(Json.of(fields));
    } else {
      out.println(output == null ? picture.characters().stripTrailing() : output);
    }
    out.flush();
    return 0;
  }

  /** The heads and layers that the options leave, as a grid. */
  private Picture schedule(SparsityPattern whole, List<PatternOptions.Entry> entries, int n) {
    if (entries.size() > MOST) {
      throw new Usage(
          "bad-schedule",
          "this is a schedule of %d patterns, and a picture shows %d"
              .formatted(entries.size(), MOST),
          "choose a layer with `--layer L` or a head with `--head H`");
    }
    Bindings bindings = pattern.oneBinding(whole);
    Map<Integer, List<Relation>> layers = new TreeMap<>();
    for (PatternOptions.Entry entry : entries) {
      layers
          .computeIfAbsent(entry.layer(), _ -> new ArrayList<>())
          .add(length.queries(entry.pattern().at(n, bindings)));
    }
    PatternOptions.Entry first = entries.getFirst();
    return Picture.schedule(
        whole.text(), List.copyOf(layers.values()), first.layer(), first.head());
  }

  private Picture picture(Relation relation) {
    if (sketch) {
      return Picture.sketch(relation);
    }
    return cover ? Picture.cover(relation) : Picture.of(relation);
  }

  /** What can be said before anything is drawn. */
  private void checkOutput() {
    if (output == null) {
      return;
    }
    PictureFile.check(output, true);
  }
}
