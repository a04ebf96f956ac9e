package dev.heddle.cli;

import dev.heddle.notebook.Picture;
import dev.heddle.pattern.SparsityPattern;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code heddle draw}. */
@Command(
    name = "draw",
    description = "Draws a pattern at a length: in characters, or as a picture in a file.",
    mixinStandardHelpOptions = true,
    sortOptions = false)
final class DrawCommand implements Callable<Integer> {

  @CommandLine.Spec
  @SuppressWarnings("NullAway.Init")
  private CommandLine.Model.CommandSpec spec;

  @Mixin private PatternOptions pattern = new PatternOptions();

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FILE",
      description = "A file that ends in .svg or .png.")
  private @Nullable Path output;

  @Override
  public Integer call() {
    SparsityPattern parsed = pattern.pattern();
    Picture picture = Picture.of(pattern.relation(parsed));
    PatternOptions.warn(parsed.warnings(), spec.commandLine().getErr());
    PrintWriter out = spec.commandLine().getOut();
    if (output == null) {
      out.println(picture.text().stripTrailing());
    } else {
      save(picture, output);
      out.println(output);
    }
    out.flush();
    return 0;
  }

  private static void save(Picture picture, Path file) {
    try {
      picture.save(file);
    } catch (IllegalArgumentException e) {
      throw new Usage("unknown-format", String.valueOf(e.getMessage()), "");
    } catch (IOException e) {
      throw Usage.cannotWrite(file, e);
    }
  }
}
