package dev.heddle.quickstart;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The project as a user has it, and calls of its launcher. */
final class Checkout {

  private static final int MINUTES = 10;

  private Checkout() {}

  /** What a call printed and how it ended. */
  record Result(int status, String printed) {}

  static Path root() {
    for (Path folder = Path.of("").toAbsolutePath(); folder != null; folder = folder.getParent()) {
      if (Files.exists(folder.resolve("heddle"))) {
        return folder;
      }
    }
    throw new IllegalStateException("this test runs inside of the project");
  }

  static Result heddle(String... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(root().resolve("heddle").toString()));
    command.addAll(List.of(arguments));
    return call(Map.of(), command);
  }

  static Result call(Map<String, String> environment, List<String> command)
      throws IOException, InterruptedException {
    Path log = Files.createTempFile("heddle", ".log");
    try {
      ProcessBuilder builder = new ProcessBuilder(command);
      builder.redirectErrorStream(true).redirectOutput(log.toFile());
      builder.environment().putAll(environment);
      Process process = builder.start();
      process.getOutputStream().close();
      if (!process.waitFor(MINUTES, TimeUnit.MINUTES)) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
        throw new AssertionError(command + " did not end:\n" + Files.readString(log));
      }
      return new Result(process.exitValue(), Files.readString(log));
    } finally {
      Files.delete(log);
    }
  }
}
