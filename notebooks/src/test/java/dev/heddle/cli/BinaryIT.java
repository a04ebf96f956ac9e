package dev.heddle.cli;

import static java.util.stream.Collectors.joining;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.heddle.files.ArrayFile;
import dev.heddle.notebook.Notebook;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Commands as processes of their own: streams, files, signals, and what they load. */
@DisabledOnOs(OS.WINDOWS)
class BinaryIT {

  private static final Path ROOT = Notebook.home();
  private static final String HEDDLE = ROOT.resolve("heddle").toString();

  /** A file that takes long enough to write to be caught at it. */
  private static final String BIG = "compile 'random(40, seed: 1)' --n 8000 --to mask -o big.npz";

  @TempDir Path folder;

  private record Done(int status, String out, String err) {}

  /** A line of bash, in which $H is the launcher. */
  private Done bash(String line, Map<String, String> env) throws Exception {
    Process process = start(line, env);
    assertTrue(process.waitFor(4, TimeUnit.MINUTES), line);
    return new Done(
        process.exitValue(),
        Files.readString(folder.resolve("out"), StandardCharsets.UTF_8),
        Files.readString(folder.resolve("err"), StandardCharsets.UTF_8));
  }

  private Done bash(String line) throws Exception {
    return bash(line, Map.of());
  }

  private Process start(String line, Map<String, String> env) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder("bash", "-c", line)
            .directory(folder.toFile())
            .redirectOutput(folder.resolve("out").toFile())
            .redirectError(folder.resolve("err").toFile());
    builder.environment().remove("JAVA_TOOL_OPTIONS");
    builder.environment().putAll(Map.of("H", HEDDLE, "HEDDLE_NO_BUILD", "1"));
    builder.environment().putAll(env);
    return builder.start();
  }

  // ---- streams, arguments and files

  @Test
  void aPatternComesFromStdin() throws Exception {
    Done done = bash("echo 'window(3)' | \"$H\" compile - --n 64 --json");
    assertEquals(0, done.status, done.err);
    assertTrue(done.out.contains("\"edges\": 190"), done.out);
    assertEquals("", done.err);
  }

  @Test
  void whatIsRecognisedComesFromFilesAndStdin() throws Exception {
    bash("\"$H\" compile 'blocks(4)' --n 32 --to mask -o m.npz");
    Done mask = bash("\"$H\" recognise m.npz:mask");
    assertEquals("blocks(4)\n", mask.out, mask.err);
    assertEquals(0, mask.status);
    Done settings = bash("echo 'window_size=(4, 0)' | \"$H\" recognise - -o w.heddle");
    assertEquals("window(before: 4)\n", settings.out, settings.err);
    assertEquals(0, bash("\"$H\" check w.heddle").status);
    Done near =
        bash(
            "for ((i = 0; i < 48; i++)); do for ((j = 0; j < 48; j++)); do"
                + " (((i * i * 7 + j * j * 13 + i * j * 5) % 11 < 4)) && echo $i $j; done; done"
                + " > e.txt; \"$H\" recognise e.txt --n 48");
    assertEquals(1, near.status, near.out);
    assertTrue(near.out.contains("not exact"), near.out);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "compile 'window(3)' | 2 | error[usage]",
        "compile 'windw(3)' --n 8 | 2 | error[unknown-name]",
        "compile no.heddle:x --n 8 | 2 | error[cannot-read]",
        "compile 'window(3)' --n 8 --to csr -o no/where.npz | 2 | error[cannot-write]",
        "compile 'window(3)' --n 8 --to csr -o here | 2 | error[unknown-format]",
        "compile 'window(3)' --n 8 --to csr -o /dev/null/x.npz | 2 | error[cannot-write]",
        "draw 'window(3)' --n 8 -o /proc/x.svg | 2 | error[cannot-write]",
        "compile 'window(3)' --n 8 > /dev/full | 2 | error[cannot-write]",
        "check none --n 8 --require universal | 1 | ''",
        "cmpile | 2 | error[unknown-command]",
        "schema nothing | 2 | error[unknown-command]",
        "recognise no.npy | 2 | error[cannot-read]",
        "recognise --convention 'windw=3' | 2 | error[unknown-convention]",
        "recognise - < /dev/null | 2 | error[unknown-convention]"
      })
  void whatIsWrongIsSaidInTheStatusAndOnStderr(String line, int status, String error)
      throws Exception {
    Done done = bash("\"$H\" " + line);
    assertEquals(status, done.status, done.err);
    assertTrue(done.err.startsWith(error), done.err);
    if (status == 2) {
      assertEquals("", done.out);
    }
  }

  private static final String FULL =
      """
      mount -t tmpfs -o size=64k none full || exit 9
      cd full
      echo old >x.npz
      "$H" compile 'random(40, seed: 1)' --n 20000 --to csr -o x.npz
      echo $?
      cat x.npz
      ls -A
      """;

  /** A device that is always full, and a disk that becomes it: there the old file stays. */
  @Test
  @EnabledOnOs(OS.LINUX)
  void aFullDiskIsTold() throws Exception {
    Done device =
        bash("ln -s /dev/full x.npz && exec \"$H\" compile self --n 64 --to csr -o x.npz");
    assertEquals(2, device.status, device.err);
    assertTrue(device.err.startsWith("error[cannot-write]: `x.npz` cannot be"), device.err);
    assertTrue(device.err.contains("No space left"), device.err);
    Files.delete(folder.resolve("x.npz"));

    Files.createDirectory(folder.resolve("full"));
    Files.writeString(folder.resolve("full.sh"), FULL);
    Done disk = bash("unshare -rm bash ./full.sh");
    assumeTrue(disk.status == 0, "no small disk can be mounted here: " + disk.err);
    assertEquals("2\nold\nx.npz\n", disk.out, disk.err);
    assertTrue(disk.err.startsWith("error[cannot-write]: `x.npz` cannot be"), disk.err);
    assertTrue(disk.err.contains("No space left"), disk.err);
  }

  @ParameterizedTest
  @ValueSource(strings = {"INT", "KILL"})
  @EnabledOnOs(OS.LINUX)
  void anEndInTheMiddleLeavesTheOldFile(String signal) throws Exception {
    int status = 0;
    // One that was quicker than the signal is done, and tells nothing: another try.
    for (int turn = 0; turn < 20 && status == 0; turn++) {
      status = caughtWriting(signal);
    }
    assertEquals(signal.equals("INT") ? 130 : 137, status);
    assertEquals("old", Files.readString(folder.resolve("big.npz")));
    // Who is asked to end leaves nothing half; who is killed leaves what nobody takes for a file.
    assertEquals(signal.equals("INT") ? 3 : 4, files());
  }

  /**
   * The long commands of the theory: in the engine's linear algebra, in exact numbers, in walks.
   */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "approximate --study --k 2 --regime zeros --n 3000 -o out.svg",
        "study 'self + expander(4)' --n 100000,200000,400000,800000 -o out.svg",
        "search 'random(r) + expander(e) + self' --n 20000 --edges 2000000",
        "prove 'window(3)' --n 5 --delta 1/6 -o out.npz"
      })
  @EnabledOnOs(OS.LINUX)
  void anInterruptionEndsLongCommands(String line) throws Exception {
    Process process = start("exec \"$H\" " + line, Map.of());
    long end = System.nanoTime() + TimeUnit.MINUTES.toNanos(1);
    // It says how far it is, and so has begun.
    while (process.isAlive() && Files.size(folder.resolve("err")) == 0 && System.nanoTime() < end) {
      Thread.sleep(10);
    }
    new ProcessBuilder("kill", "-INT", String.valueOf(process.pid())).start().waitFor();
    boolean isOver = process.waitFor(1, TimeUnit.MINUTES);
    process.destroyForcibly();
    assertTrue(isOver, line + " goes on");
    assertEquals(130, process.exitValue(), Files.readString(folder.resolve("err")));
    assertEquals("", Files.readString(folder.resolve("out")));
    assertEquals(2, files(), "a file is left");
  }

  private int caughtWriting(String signal) throws Exception {
    clear();
    Files.writeString(folder.resolve("big.npz"), "old");
    // Of its own group and with bash's own handling, so that it is no background job without INT.
    Process process = start("exec \"$H\" " + BIG, Map.of());
    long end = System.nanoTime() + TimeUnit.MINUTES.toNanos(1);
    while (process.isAlive() && files() < 4 && System.nanoTime() < end) {
      Thread.sleep(1);
    }
    new ProcessBuilder("kill", "-" + signal, String.valueOf(process.pid())).start().waitFor();
    assertTrue(process.waitFor(1, TimeUnit.MINUTES));
    return process.exitValue();
  }

  private void clear() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }
  }

  /** How many there are: the old one, what it printed twice, and a fourth while it writes. */
  private long files() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.count();
    }
  }

  @Test
  void twoAtOnceLeaveOneWholeFile() throws Exception {
    Done done = bash("\"$H\" " + BIG + " & one=$!; \"$H\" " + BIG + " && wait $one");
    assertEquals(0, done.status, done.err);
    byte[] both = Files.readAllBytes(folder.resolve("big.npz"));
    assertEquals(0, bash("\"$H\" " + BIG).status);
    assertArrayEquals(Files.readAllBytes(folder.resolve("big.npz")), both);
    assertEquals(
        List.of(8000, 8000),
        ArrayFile.read(folder.resolve("big.npz"), List.of("mask")).getFirst().shape());
    assertEquals(3, files());
  }

  // ---- starting soon

  private static List<String> java(Path log, String... arguments) throws IOException {
    Path target = ROOT.resolve("notebooks/target");
    String classPath;
    try (Stream<Path> jars = Files.list(target.resolve("lib"))) {
      classPath =
          Stream.concat(Stream.of(target.resolve("heddle-notebooks.jar")), jars)
              .map(Path::toString)
              .collect(joining(":"));
    }
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-Xlog:class+load:file=" + log);
    command.addAll(List.of("-Dstdout.encoding=UTF-8", "-cp", classPath));
    command.addAll(List.of(arguments));
    return command;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "dev.heddle.cli.Rehearsal",
        "dev.heddle.cli.Main compile window(3) --n 64 --json",
        "dev.heddle.cli.Main draw heads(window(3),global(1)) --n 64",
        "dev.heddle.cli.Main check zoo:star --n 16",
        "dev.heddle.cli.Main why window(3) 4 5 --n 16",
        "dev.heddle.cli.Main recognise --convention sliding_window=4096",
        "dev.heddle.cli.Main schema",
        "dev.heddle.cli.Main zoo"
      })
  void whatNeedsNoTensorsLoadsNoEngine(String line) throws Exception {
    Path log = folder.resolve("classes");
    Process process =
        new ProcessBuilder(java(log, line.split(" ", -1)))
            .redirectOutput(folder.resolve("out").toFile())
            .redirectError(folder.resolve("err").toFile())
            .start();
    assertTrue(process.waitFor(2, TimeUnit.MINUTES));
    assertEquals(0, process.exitValue(), Files.readString(folder.resolve("err")));
    try (Stream<String> lines = Files.lines(log)) {
      assertEquals(List.of(), lines.filter(each -> each.contains(" ai.djl.")).toList());
    }
    assertTrue(Files.readString(log).contains(" dev.heddle."));
  }

  @Test
  void theStartCacheIsMadeOnceAndNeverInTheWay() throws Exception {
    Path state = Files.createDirectory(folder.resolve("state"));
    String natives = System.getenv().getOrDefault("HEDDLE_NATIVES", "");
    Files.writeString(state.resolve("built"), "jdk\n25\n" + natives + "\n");
    String jdk = System.getProperty("java.home");
    Map<String, String> env =
        Map.of("HEDDLE_STATE", state.toString(), "HEDDLE_NO_BUILD", "0", "HEDDLE_JAVA_HOME", jdk);
    String line = "\"$H\" compile 'window(3) + stride(√n)' --n 64 --json";
    Done plain = bash(line, Map.of("HEDDLE_STATE", state.toString(), "HEDDLE_START_CACHE", "0"));
    assertEquals(0, plain.status, plain.err);

    // Two at once make it at once.
    Done first = bash(line + " > a & one=$!; " + line + " > b && wait $one", env);
    assertEquals(0, first.status, first.err);
    assertEquals(plain.out, Files.readString(folder.resolve("a")));
    assertEquals(plain.out, Files.readString(folder.resolve("b")));
    Path cache = state.resolve("start.aot");
    assertTrue(Files.size(cache) > 1_000_000, "no cache was made");
    FileTime made = Files.getLastModifiedTime(cache);
    assertEquals(plain, bash(line, env));
    assertEquals(made, Files.getLastModifiedTime(cache), "made again");

    byte[] whole = Files.readAllBytes(cache);
    byte[] flipped = whole.clone();
    for (int at = whole.length / 4; at < whole.length / 4 + 10_000; at++) {
      flipped[at] ^= 0x55;
    }
    for (byte[] broken : List.of(new byte[0], "junk".getBytes(StandardCharsets.UTF_8), flipped)) {
      Files.write(cache, broken);
      assertEquals(plain, bash(line, env));
    }
    Files.delete(cache);
    Files.createDirectory(cache);
    assertEquals(plain, bash(line, env));
    Files.delete(cache);
    assertEquals(plain, bash(line, env));
    assertNotEquals(0, Files.size(cache), "it was not made anew");
    try (Stream<Path> left = Files.list(state)) {
      assertEquals(3, left.count(), "something was left behind");
    }

    // With a cache there is one process before Java: find, which looks for changes.
    Path bin = Files.createDirectory(folder.resolve("bin"));
    Path find = bin.resolve("find");
    Files.writeString(find, "#!/bin/sh\necho find >>\"$0.log\"\nexec /usr/bin/find \"$@\"\n");
    assertTrue(find.toFile().setExecutable(true));
    assertEquals(plain, bash("PATH=\"$PWD/bin\" exec /bin/bash " + line, env));
    assertEquals("find\n", Files.readString(bin.resolve("find.log")));
  }

  // ---- completion

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "heddle comp | compile completion",
        "heddle compile --j | --json",
        "heddle compile x --to c | csr",
        "heddle compile zoo:bigb | bigbird",
        "heddle compile 'zoo:bigb | bigbird",
        "heddle quick | quickstart",
        "heddle run --time | --timeout",
        "heddle completion z | zsh"
      })
  void bashCompletes(String line, String answer) throws Exception {
    String script =
        """
        source <("$H" completion bash)
        COMP_LINE=$1 COMP_POINT=${#1}
        set -f; words=${1//:/ : }; COMP_WORDS=(${words//[\\'\\"]/})
        COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
        complete -p heddle >/dev/null || exit 3
        _heddle_or_zoo
        echo $(printf '%s\\n' "${COMPREPLY[@]}" | sort -u)
        """;
    Files.writeString(folder.resolve("complete.bash"), script);
    Done done = bash("bash ./complete.bash \"$LINE\"", Map.of("LINE", line));
    assertEquals(0, done.status, done.err);
    List<String> words = List.of(done.out.strip().split(" ", -1));
    assertFalse(words.isEmpty());
    assertTrue(words.containsAll(List.of(answer.split(" ", -1))), done.out);
  }

  /** A real zsh on a terminal of its own: a line is typed, tab is pressed, and the line is told. */
  private static final String PRESS =
      """
      zmodload zsh/zpty || exit 3
      "$H" completion zsh >completion.zsh || exit 4
      zpty shell zsh -f -i
      zpty -w shell 'source ./typed.zsh'
      for line in "$@"; do
        for (( i = 0; i < 1200; i++ )); do [[ -e ready ]] && break; sleep 0.05; done
        zpty -n -w shell "$line"$'\\t\\x18\\x12\\x15'
        for (( i = 0; i < 1200; i++ )); do [[ -e said ]] && break; sleep 0.05; done
        cat said && rm said
      done
      zpty -d shell
      """;

  private static final String TYPED =
      """
      PS1=
      source ./completion.zsh
      said() { print -r -- $BUFFER >said.part; mv said.part said }
      zle -N said
      bindkey "^X^R" said
      bindkey "^I" complete-word
      : >ready
      """;

  @Test
  void zshCompletes() throws Exception {
    boolean isThere = bash("command -v zsh").status == 0;
    // Continuous integration has to have it; elsewhere the test needs one to say anything.
    assertTrue(isThere || System.getenv("CI") == null, "there is no zsh on PATH");
    assumeTrue(isThere, "there is no zsh on PATH: its completion is not tested");
    Files.writeString(folder.resolve("press.zsh"), PRESS);
    Files.writeString(folder.resolve("typed.zsh"), TYPED);
    Done done =
        bash(
            "zsh -f ./press.zsh 'heddle compil' 'heddle compile --js' 'heddle compile x --to cs'"
                + " 'heddle compile zoo:bigbird_b' \"heddle compile 'zoo:bigbird_b\" 'heddle quick'"
                + " 'heddle run --time' 'heddle completion z'");
    assertEquals(0, done.status, done.err);
    assertEquals(
        List.of(
            "heddle compile",
            "heddle compile --json",
            "heddle compile x --to csr",
            "heddle compile zoo:bigbird_blocks",
            "heddle compile 'zoo:bigbird_blocks'",
            "heddle quickstart",
            "heddle run --timeout",
            "heddle completion zsh"),
        done.out.lines().map(String::strip).toList());
  }
}
