package dev.heddle.artifacts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.heddle.notebook.Notebook;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The script for JBang, by JBang itself, from a local repository and without a network. */
@DisabledOnOs(OS.WINDOWS)
class JBangIT {

  /** By this JBang says that its answer is a command, for the shell that called it to run. */
  private static final int TO_BE_RUN = 255;

  @TempDir Path folder;

  private record Done(int status, String out, String err) {}

  private Done run(List<String> command, LocalRepository repository) throws Exception {
    Path out = folder.resolve("out");
    Path err = folder.resolve("err");
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectOutput(out.toFile())
            .redirectError(err.toFile());
    builder.environment().remove("JAVA_TOOL_OPTIONS");
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    builder.environment().put("JBANG_DIR", folder.resolve("jbang").toString());
    builder.environment().put("JBANG_REPO", repository.folder().toString());
    builder.environment().put("JBANG_NO_VERSION_CHECK", "true");
    builder.environment().put("JBANG_RUNTIME_SHELL", "bash");
    Process process = builder.start();
    assertTrue(process.waitFor(4, TimeUnit.MINUTES), command.toString());
    return new Done(process.exitValue(), Files.readString(out), Files.readString(err));
  }

  @Test
  void theScriptRunsFromTheLocalRepository() throws Exception {
    try (LocalRepository repository = new LocalRepository(folder.resolve("repository"))) {
      theScriptRunsFrom(repository);
    }
  }

  private void theScriptRunsFrom(LocalRepository repository) throws Exception {
    List<String> jbang = new ArrayList<>();
    jbang.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    jbang.add("-Duser.home=" + folder);
    jbang.addAll(List.of("-cp", System.getProperty("java.class.path"), "dev.jbang.Main"));
    jbang.addAll(List.of("run", "--offline", "--verbose"));
    jbang.add(Notebook.home().resolve("examples/Attention.java").toString());
    jbang.addAll(List.of("causal & window(65)", "512"));
    Done told = run(jbang, repository);
    assertEquals(TO_BE_RUN, told.status, told.err);
    Done done = run(List.of("bash", "-c", told.out), repository);
    assertEquals(0, done.status, done.err);
    assertTrue(done.out.contains("causal & window(65) at n = 512: 16368 edges"), done.out);
    assertTrue(done.out.contains("attention of shape (1, 8, 512, 64)"), done.out);
  }
}
