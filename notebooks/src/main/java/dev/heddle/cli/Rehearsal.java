package dev.heddle.cli;

import java.io.PrintWriter;
import java.io.Writer;
import java.util.List;
import picocli.CommandLine;

/**
 * Runs short commands, so that a JVM that watches learns which classes they take: what the launcher
 * makes its cache from. None shows the help of all commands, which would put the engine's classes
 * among them: those of a cache are all there from the start.
 */
final class Rehearsal {

  private static final String PATTERN = "(window(3) + stride(√n) + global(1)) & causal";

  private static final List<List<String>> COMMANDS =
      List.of(
          List.of("compile", PATTERN, "--n", "64", "--json"),
          List.of("compile", "zoo:bigbird", "--n", "64"),
          List.of("compile", "windw(3)", "--n", "64"),
          List.of("draw", PATTERN, "--n", "64"),
          List.of("draw", PATTERN, "--n", "4096", "--json"),
          List.of("why", PATTERN, "5", "3", "--n", "64"),
          List.of("check", PATTERN, "--n", "16", "--json"),
          List.of("study", PATTERN, "--n", "16", "32", "64"),
          List.of("zoo", "star", "--json"),
          List.of("compile", "--help"));

  private Rehearsal() {}

  public static void main(String[] arguments) {
    PrintWriter nowhere = new PrintWriter(Writer.nullWriter());
    for (List<String> command : COMMANDS) {
      String[] words = command.toArray(String[]::new);
      CommandLine commandLine = Main.commandLine(words);
      commandLine.setOut(nowhere).setErr(nowhere).execute(words);
    }
  }
}
