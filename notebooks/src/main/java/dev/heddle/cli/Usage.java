package dev.heddle.cli;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
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
    String reason = e instanceof NoSuchFileException ? "its folder does not exist" : reason(e);
    return new Usage("cannot-write", "`" + file + "` cannot be written: " + reason, "");
  }

  /** A file that cannot be read, and why. */
  static Usage cannotRead(Path file, IOException e) {
    return new Usage("cannot-read", "`" + file + "` cannot be read: " + reason(e), "");
  }

  private static String reason(IOException e) {
    return switch (e) {
      case NoSuchFileException _ -> "there is no such file";
      case AccessDeniedException _ -> "that is not allowed";
      case NotDirectoryException _ -> "its folder is no folder";
      case FileSystemLoopException _ -> "its symbolic links lead in a circle";
      case CharacterCodingException _ -> "it is not text in UTF-8";
      case FileSystemException failure when failure.getReason() != null ->
          String.valueOf(failure.getReason());
      default -> String.valueOf(e.getMessage());
    };
  }

  String drawn() {
    return "error[" + code + "]: " + getMessage() + (help.isEmpty() ? "" : "\n  = help: " + help);
  }
}
