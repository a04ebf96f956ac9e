package dev.heddle.cli;

import dev.heddle.diagnostic.Source;
import dev.heddle.pattern.Definitions;
import dev.heddle.pattern.SparsityPattern;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Objects;

/**
 * What stands for a pattern on the command line: a text, {@code -} for the text on stdin, {@code
 * FILE.heddle:NAME}, or {@code zoo:NAME}, either with arguments.
 */
final class PatternArgument {

  /** Far more than a text may have. */
  private static final int MOST_BYTES = 1 << 20;

  private static final String ENDING = ".heddle";
  private static final String ZOO = "zoo:";

  private PatternArgument() {}

  static SparsityPattern pattern(String text) {
    if (text.equals("-")) {
      return SparsityPattern.parse(stdin());
    }
    if (text.startsWith(ZOO)) {
      return Definitions.zoo().pattern(text.substring(ZOO.length()));
    }
    if (isFile(text)) {
      Definitions definitions = definitions(text);
      throw new Usage(
          "usage",
          "`" + text + "` is a file of definitions, and a pattern is wanted",
          definitions.names().isEmpty()
              ? "it defines none"
              : "name one: `" + text + ":" + definitions.names().getFirst() + "`");
    }
    int colon = text.indexOf(ENDING + ":");
    if (colon > 0 && isFile(text.substring(0, colon + ENDING.length()))) {
      int end = colon + ENDING.length();
      return definitions(text.substring(0, end)).pattern(text.substring(end + 1));
    }
    return SparsityPattern.parse(Source.typed(text));
  }

  /** Whether a text is the name of a definition file, by its ending. */
  static boolean isFile(String text) {
    return text.endsWith(ENDING) && text.indexOf('\n') < 0;
  }

  /** Reads a definition file. */
  static Definitions definitions(String file) {
    Path path = path(file);
    try {
      return Definitions.read(path);
    } catch (UncheckedIOException e) {
      throw Usage.cannotRead(path, Objects.requireNonNull(e.getCause()));
    }
  }

  static Path path(String file) {
    try {
      return Path.of(file);
    } catch (InvalidPathException e) {
      throw new Usage("cannot-read", "`" + file + "` is no name of a file", "");
    }
  }

  private static Source stdin() {
    try {
      return new Source("stdin", text(System.in, "what stands on stdin"));
    } catch (CharacterCodingException e) {
      throw new Usage("cannot-read", "stdin cannot be read: it is not text in UTF-8", "");
    } catch (IOException e) {
      throw new Usage("cannot-read", "stdin cannot be read: " + e.getMessage(), "");
    }
  }

  /**
   * Reads a text to its end, if that is not too far.
   *
   * @param what what it is, for the error
   */
  static String text(InputStream in, String what) throws IOException {
    byte[] bytes = in.readNBytes(MOST_BYTES + 1);
    if (bytes.length > MOST_BYTES) {
      throw new Usage("text-too-long", what + " is longer than 1 MiB, and no pattern is", "");
    }
    return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
  }
}
