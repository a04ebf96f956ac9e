package dev.heddle.cli;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/**
 * A request on the command line that cannot be carried out, through a fault of the one who asked.
 */
final class Usage extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final String code;
  private final String help;

  /**
   * An error of the command line's own.
   *
   * @param help how to mend it, or empty
   */
  Usage(String code, String sentence, String help) {
    super(sentence);
    this.code = code;
    this.help = help;
  }

  /** A file that cannot be written, and why. */
  static Usage cannotWrite(Path file, IOException e) {
    String reason =
        switch (e) {
          case NoSuchFileException _ -> "its folder does not exist";
          case AccessDeniedException _ -> "that is not allowed";
          case FileSystemException failure when failure.getReason() != null ->
              String.valueOf(failure.getReason());
          default -> String.valueOf(e.getMessage());
        };
    return new Usage("cannot-write", "`" + file + "` cannot be written: " + reason, "");
  }

  String drawn() {
    return "error[" + code + "]: " + getMessage() + (help.isEmpty() ? "" : "\n  = help: " + help);
  }
}
