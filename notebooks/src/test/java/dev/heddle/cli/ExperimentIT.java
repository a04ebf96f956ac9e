package dev.heddle.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
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

/** Trainings in processes that are really killed. */
@DisabledOnOs(OS.WINDOWS)
class ExperimentIT {

  private static final int LINES = 100;

  @TempDir private Path folder;

  private Process start(String... words) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Notebook.home().resolve("heddle").toString());
    command.add("experiment");
    command.addAll(List.of(words));
    return new ProcessBuilder(command)
        .directory(folder.toFile())
        .redirectOutput(folder.resolve("out").toFile())
        .redirectError(folder.resolve("err").toFile())
        .start();
  }

  private Process training(String output) throws Exception {
    return start(
        "window(3) + stride(√n)",
        "--task",
        "copying",
        "--quick",
        "--steps",
        Integer.toString(4 * LINES),
        "--layers",
        "2",
        "--threads",
        "1",
        "-o",
        output);
  }

  private int ended(Process process) throws Exception {
    assertTrue(process.waitFor(5, TimeUnit.MINUTES), errors());
    return process.exitValue();
  }

  private String errors() throws Exception {
    return Files.readString(folder.resolve("err"));
  }

  /** The lines of metrics, but for the time. */
  private List<String> metrics(String output) throws Exception {
    Path file = folder.resolve(output).resolve("metrics.jsonl");
    if (!Files.exists(file)) {
      return List.of();
    }
    return Files.readString(file)
        .lines()
        .map(line -> line.replaceAll("\"seconds\":[^,]*,", ""))
        .toList();
  }

  private void waitForLines(Process process, String output, int lines) throws Exception {
    while (process.isAlive() && metrics(output).size() < lines) {
      Thread.sleep(5);
    }
    assertTrue(process.isAlive(), "it ended before it could be killed: " + errors());
  }

  @Test
  void whatIsKilledGoesOnToTheSameNumbers() throws Exception {
    assertEquals(0, ended(training("whole")), errors());
    List<String> whole = metrics("whole");
    assertTrue(whole.size() >= LINES, "lines: " + whole.size());

    Process killed = training("killed");
    for (int lines : new int[] {7, 31, 58}) {
      waitForLines(killed, "killed", lines);
      killed.destroyForcibly();
      assertFalse(ended(killed) == 0);
      killed = start("--resume", "killed", "--threads", "1");
    }
    assertEquals(0, ended(killed), errors());
    assertEquals(whole, metrics("killed"));

    Process asked = training("asked");
    waitForLines(asked, "asked", 20);
    asked.destroy();
    assertEquals(143, ended(asked), errors());
    assertTrue(errors().contains("`heddle experiment --resume asked` goes on"), errors());
    assertEquals(0, ended(start("--resume", "asked", "--threads", "1")), errors());
    assertEquals(whole, metrics("asked"));
  }

  /** Runs in processes of their own. */
  @Test
  void sweepsRunInProcesses() throws Exception {
    Process sweep =
        start(
            "full",
            "self",
            "--task",
            "copying",
            "--quick",
            "--steps",
            "6",
            "--seed",
            "0",
            "1",
            "--processes",
            "2",
            "-o",
            "sweep");
    assertEquals(0, ended(sweep), errors());
    assertTrue(errors().contains("4 of 4"), errors());
    String report = Files.readString(folder.resolve("sweep/report.md"));
    assertEquals(report, Files.readString(folder.resolve("out")));
    assertFalse(report.contains("are done"), report);
  }
}
