package dev.heddle.cli;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The launcher as a user calls it, on the jars of this build. */
@DisabledOnOs(OS.WINDOWS)
class LauncherIT {
  private static final Path ROOT = findRoot();
  private static final Path LAUNCHER = ROOT.resolve("heddle");

  /** What a call may take on a slow and busy machine. */
  private static final int SECONDS = 240;

  @TempDir static Path folder;

  private static Path script;

  @BeforeAll
  static void writeScript() throws IOException {
    script = folder.resolve("a script");
    Files.writeString(script, "System.out.print(\"√\" + (1 + 1));");
  }

  @ParameterizedTest
  @ValueSource(strings = {"quickstart", "lab", "run", "shell", "test", "doctor"})
  void ownCommandsHaveHelp(String command) throws Exception {
    // An empty state and no JDK: help needs neither.
    Map<String, String> nothing =
        Map.of("HEDDLE_STATE", folder.resolve("none").toString(), "HEDDLE_JAVA_HOME", "/nowhere");
    Result result = heddle(folder, nothing, command, "--help");
    assertEquals(0, result.status, result.err);
    assertTrue(result.out.startsWith("Usage: heddle " + command), result.out);
    assertFalse(Files.exists(folder.resolve("none")));
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void whatIsNoLockIsSaidToBeNone(boolean isFolder) throws Exception {
    Path state = Files.createDirectory(folder.resolve("state " + isFolder));
    Path lock = state.resolve("build.lock");
    if (isFolder) {
      Files.createDirectory(lock);
    } else {
      Files.createFile(lock);
    }
    Map<String, String> env = Map.of("HEDDLE_STATE", state.toString(), "HEDDLE_NO_BUILD", "0");
    Result result = heddle(folder, env, "zoo");
    assertEquals(2, result.status, result.err);
    assertTrue(result.err.contains("error[bad-lock]: "), result.err);
    try (Stream<Path> left = Files.walk(state)) {
      assertEquals(List.of(state, lock), left.toList());
    }
  }

  @Test
  void runsAScriptWithNothingInTheEnvironment() throws Exception {
    Result result =
        call(
            folder,
            Map.of(),
            "env",
            "-i",
            "HEDDLE_NO_BUILD=1",
            LAUNCHER.toString(),
            "shell",
            script.toString());
    assertEquals(new Result(0, "√2", ""), result);
  }

  @Test
  void aRootSignPassesThroughTheCLocale() throws Exception {
    // The shell makes the name, as this JVM may itself run in the C locale.
    String line =
        "cp 'a script' 'a √.jsh' && \"$1\" shell 'a √.jsh' && \"$1\" shell 'no √.jsh'; echo $?";
    Result result =
        call(folder, Map.of("LC_ALL", "C"), "bash", "-c", line, "bash", LAUNCHER.toString());
    assertEquals(0, result.status, result.err);
    assertEquals("√22\n", result.out);
    assertEquals("error[no-such-file]: cannot read the script no √.jsh\n", result.err);
  }

  @Test
  void aRootSignReachesTheJavaCommandLine() throws Exception {
    Result result = heddle(folder, Map.of("LC_ALL", "C"), "no-such-√-command");
    assertEquals(2, result.status, result.err);
    assertTrue(result.err.contains("error["), result.err);
    assertTrue(result.err.contains("√"), result.err);
  }

  @Test
  void runsThroughASymlink() throws Exception {
    Path link = Files.createSymbolicLink(folder.resolve("a link"), LAUNCHER);
    Result result = call(folder, Map.of(), link.toString(), "shell", "a script");
    Files.delete(link);
    assertEquals(new Result(0, "√2", ""), result);
  }

  @Test
  void aFailingScriptStopsAndShowsInTheStatus() throws Exception {
    Files.writeString(
        folder.resolve("fails.jsh"),
        "System.out.print(1);\nint x = List.of(1).get(3);\nSystem.out.print(2);\n");
    Result result = heddle(folder, Map.of(), "shell", "fails.jsh", "a script");
    assertEquals(1, result.status);
    assertEquals("1", result.out);
    assertTrue(result.err.startsWith("error[script]: fails.jsh:2: java.lang."), result.err);
  }

  @Test
  void aScriptMaySetTheStatus() throws Exception {
    Files.writeString(folder.resolve("five.jsh"), "int five = 5;\n/exit five\n");
    assertEquals(new Result(5, "", ""), heddle(folder, Map.of(), "shell", "five.jsh"));
  }

  @Test
  void wrongInputIsSaidInOneSentence() throws Exception {
    assertAll(
        () -> assertError("no-such-file", "shell", "nowhere.jsh"),
        () -> assertError("bad-option", "shell", "--nothing"),
        () -> assertError("no-such-file", "run", "nowhere.ipynb"),
        () -> assertError("no-notebook", "run"),
        () -> assertError("bad-option", "run", "--nothing"),
        () -> assertError("bad-argument", "quickstart", "more"));
  }

  @Test
  void saysWhereItLookedForAJdk() throws Exception {
    Path jdk = folder.resolve("old");
    Path bin = Files.createDirectories(jdk.resolve("bin"));
    executable(bin.resolve("java"), "echo 'openjdk version \"17.0.1\"' >&2");
    Map<String, String> env =
        Map.of(
            "PATH",
            bin + ":/usr/bin:/bin",
            "JAVA_HOME",
            jdk.toString(),
            "HEDDLE_JDK_DIRS",
            "/nowhere/*");
    Result result = heddle(folder, env, "doctor");
    assertEquals(2, result.status);
    String first = result.err.lines().findFirst().orElse("");
    assertTrue(first.startsWith("error[no-jdk]: Heddle needs a JDK 25 or later"), first);
    assertTrue(first.contains("JAVA_HOME (" + jdk + ": Java 17)"), first);
    assertTrue(first.contains("/nowhere/*"), first);
  }

  @Test
  void anOldJavaHomeHidesNoNewerJdk() throws Exception {
    Path jdk = folder.resolve("older");
    Path bin = Files.createDirectories(jdk.resolve("bin"));
    executable(bin.resolve("java"), "echo 'openjdk version \"1.8.0_1\"' >&2");
    Map<String, String> env =
        Map.of(
            "JAVA_HOME", jdk.toString(),
            "HEDDLE_JDK_DIRS", System.getProperty("java.home"));
    assertEquals(0, heddle(folder, env, "shell", "a script").status);
  }

  @Test
  void executesANotebook() throws Exception {
    notebook("good.ipynb", "var x = \\\"√\\\" + 2;\\nx", "System.out.println(x + 1);");
    Result result = heddle(folder, Map.of(), "run", "good.ipynb", "-o", "copies");
    Path copy = folder.toRealPath().resolve("copies/good.ipynb");
    assertEquals(0, result.status, result.err);
    assertEquals(copy.toString(), Path.of(result.out.strip()).toRealPath().toString());
    assertTrue(result.err.contains("[2/2] A heading … "), result.err);
    String text = Files.readString(copy);
    assertTrue(text.contains("√2") && text.contains("√21"), text);
  }

  @Test
  void aFailingCellEndsTheRun() throws Exception {
    notebook(
        "bad.ipynb",
        "var x = 1;",
        "throw new IllegalStateException(\\\"wrong key\\\\n  ^\\\");",
        "x + 41");
    Result result = heddle(folder, Map.of(), "run", "bad.ipynb", "-o", "copies");
    assertEquals(1, result.status, result.err);
    assertTrue(result.err.contains("error[cell-failed]: cell 2 of "), result.err);
    assertTrue(result.err.contains("wrong key\n    ^\n"), result.err);
    assertFalse(result.err.contains("\033"), result.err);
    String copy = Files.readString(folder.resolve("copies/bad.ipynb"));
    assertTrue(copy.contains("wrong key") && !copy.contains("42"), copy);
  }

  @Test
  void aKernelThatDiesEndsTheRun() throws Exception {
    notebook("dies.ipynb", "Runtime.getRuntime().halt(3);");
    Result result = heddle(folder, Map.of(), "run", "dies.ipynb", "-o", "copies");
    assertEquals(1, result.status, result.err);
    assertTrue(result.err.contains("error[kernel-died]: the kernel died in cell 1"), result.err);
  }

  @Test
  void aFileThatIsNoNotebookIsWrongInput() throws Exception {
    Files.writeString(folder.resolve("broken.ipynb"), "{");
    assertError("bad-notebook", "run", "broken.ipynb");
  }

  /** A checkout of the launcher alone, with a Python that installs from nowhere. */
  @Test
  void anInterruptedSetUpMendsItself() throws Exception {
    Path checkout = folder.resolve("a checkout");
    Files.createDirectories(checkout.resolve("notebooks/setup"));
    for (String file :
        List.of(
            "heddle",
            "notebooks/requirements.txt",
            "notebooks/requirements-kernel.txt",
            "notebooks/setup/jupyter.sh",
            "notebooks/setup/kernelspec.py")) {
      Path copy = checkout.resolve(file);
      Files.copy(ROOT.resolve(file), copy);
    }
    // Stands for the notebook runner: says that set-up is over.
    Files.writeString(checkout.resolve("notebooks/setup/run_notebooks.py"), "print('ran')\n");
    Files.writeString(checkout.resolve("a.ipynb"), "{}");
    Path python = folder.resolve("python");
    Path log = folder.resolve("python.log");
    executable(
        python,
        """
        echo "$*" >>'%1$s'
        case "$1 $2" in
          '-m venv') mkdir -p "$3/bin" && cp "$0" "$3/bin/python" ;;
          '-m pip')
            [ "$INSTALL" != die ] || { kill -9 $(readlink "$STATE_LINK" | cut -d: -f1); exit 1; }
            [ "$INSTALL" != fail ] || { echo 'no such package'; exit 1; }
            jar=$(dirname "$0")/../share/jupyter/kernels/java
            mkdir -p "$jar" && touch "$jar/jjava.jar" ;;
          *) exec python3 "$@" ;;
        esac
        """
            .formatted(log));
    Map<String, String> env =
        Map.of(
            "HEDDLE_PYTHON_BIN", python.toString(),
            "HEDDLE_STATE", checkout.resolve(".heddle").toString(),
            "HEDDLE_KERNEL", "jjava",
            "STATE_LINK", checkout.resolve(".heddle/setup.lock").toString());
    String[] command = {checkout.resolve("heddle").toString(), "run", "a.ipynb"};

    Result killed = call(checkout, with(env, "INSTALL", "die"), command);
    assertEquals(137, killed.status, killed.err);
    Result failed = call(checkout, with(env, "INSTALL", "fail"), command);
    assertEquals(2, failed.status, failed.err);
    assertTrue(failed.err.contains("  | no such package\nerror[setup-failed]"), failed.err);
    Result mended = call(checkout, with(env, "INSTALL", "well"), command);
    assertEquals(0, mended.status, mended.err);
    assertEquals("ran\n", mended.out);
    assertTrue(Files.readString(kernelSpec(checkout)).contains("Java (Heddle)"));

    Files.delete(log);
    Result again = call(checkout, with(env, "INSTALL", "fail"), command);
    assertEquals(new Result(0, "ran\n", ""), again);
    assertEquals(1, Files.readAllLines(log).size(), "no Python but the runner's");

    Path moved = Files.move(checkout, folder.resolve("moved"));
    Map<String, String> there =
        with(with(env, "INSTALL", "well"), "HEDDLE_STATE", moved.resolve(".heddle").toString());
    Result elsewhere = call(moved, there, moved.resolve("heddle").toString(), "run", "a.ipynb");
    assertEquals(0, elsewhere.status, elsewhere.err);
    String spec = Files.readString(kernelSpec(moved));
    assertTrue(spec.contains("/moved/") && !spec.contains("/a checkout/"), spec);
  }

  private static Path kernelSpec(Path checkout) {
    return checkout.resolve(".heddle/venv/share/jupyter/kernels/heddle/kernel.json");
  }

  private static Map<String, String> with(Map<String, String> env, String name, String value) {
    Map<String, String> more = new HashMap<>(env);
    more.put(name, value);
    return more;
  }

  private static void executable(Path file, String body) throws IOException {
    Files.writeString(file, "#!/bin/sh\n" + body + "\n");
    assertTrue(file.toFile().setExecutable(true));
  }

  /** Writes a notebook of these code cells, given as the inside of JSON strings. */
  private static void notebook(String name, String... cells) throws IOException {
    List<String> json = new ArrayList<>();
    json.add(
        """
        {"cell_type": "markdown", "id": "top", "metadata": {}, "source": "# A heading"}""");
    for (String cell : cells) {
      json.add(
          """
          {"cell_type": "code", "id": "c%d", "metadata": {}, "execution_count": null, "outputs": [],
           "source": "%s"}"""
              .formatted(json.size(), cell));
    }
    Files.writeString(
        folder.resolve(name),
        """
        {"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": [%s]}"""
            .formatted(String.join(",\n", json)));
  }

  private static void assertError(String code, String... command) throws Exception {
    Result result = heddle(folder, Map.of(), command);
    assertEquals(2, result.status, result.err);
    assertTrue(result.err.contains("error[" + code + "]: "), result.err);
  }

  private static Result heddle(Path folder, Map<String, String> env, String... arguments)
      throws Exception {
    return call(
        folder,
        env,
        Stream.concat(Stream.of(LAUNCHER.toString()), Stream.of(arguments)).toArray(String[]::new));
  }

  private static Result call(Path folder, Map<String, String> env, String... command)
      throws Exception {
    Path out = Files.createTempFile(LauncherIT.folder, "out", "");
    Path err = Files.createTempFile(LauncherIT.folder, "err", "");
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
            .redirectOutput(out.toFile())
            .redirectError(err.toFile());
    builder.environment().put("HEDDLE_NO_BUILD", "1");
    // Options meant for Maven's JVM would make ours announce them on stderr.
    builder.environment().remove("JAVA_TOOL_OPTIONS");
    builder.environment().putAll(env);
    Process process = builder.start();
    if (!process.waitFor(SECONDS, TimeUnit.SECONDS)) {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
      throw new AssertionError("no end after " + SECONDS + " s: " + Files.readString(err));
    }
    return new Result(
        process.exitValue(),
        Files.readString(out, StandardCharsets.UTF_8),
        Files.readString(err, StandardCharsets.UTF_8));
  }

  private static Path findRoot() {
    Path at = Path.of("").toAbsolutePath();
    while (!Files.isExecutable(at.resolve("heddle"))) {
      Path parent = at.getParent();
      if (parent == null) {
        throw new IllegalStateException("no launcher above " + Path.of("").toAbsolutePath());
      }
      at = parent;
    }
    return at;
  }

  private record Result(int status, String out, String err) {}
}
