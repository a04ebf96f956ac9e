package dev.heddle.files;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What is done when the process is asked to end (Ctrl-C, SIGTERM): first, whoever works saves what
 * it wants to keep; only then, files that are not written to their ends are deleted. Two hooks of
 * the JVM's would run at once, and the second would take away what the first is writing.
 */
public final class Ending {

  private static final Set<Runnable> LAST_WISHES = ConcurrentHashMap.newKeySet();
  private static final Set<Path> BEGUN = ConcurrentHashMap.newKeySet();

  static {
    try {
      Runtime.getRuntime().addShutdownHook(new Thread(Ending::end, "heddle-ending"));
    } catch (IllegalStateException e) {
      // It ends already: what is asked for now may be done in what time is left.
    }
  }

  private Ending() {}

  /** Asks for something to be done first. It must come to an end by itself. */
  public static void first(Runnable wish) {
    LAST_WISHES.add(wish);
  }

  /** Asks for it no more. */
  public static void forget(Runnable wish) {
    LAST_WISHES.remove(wish);
  }

  static void begun(Path part) {
    BEGUN.add(part);
  }

  static void over(Path part) {
    BEGUN.remove(part);
  }

  static void end() {
    LAST_WISHES.forEach(Runnable::run);
    for (Path part : BEGUN) {
      try {
        Files.deleteIfExists(part);
      } catch (IOException e) {
        // Nobody is left to be told.
      }
    }
  }
}
