package dev.heddle.cli;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import jdk.jshell.DeclarationSnippet;
import jdk.jshell.Diag;
import jdk.jshell.EvalException;
import jdk.jshell.JShell;
import jdk.jshell.JShellException;
import jdk.jshell.Snippet;
import jdk.jshell.SnippetEvent;
import jdk.jshell.SourceCodeAnalysis.Completeness;
import jdk.jshell.SourceCodeAnalysis.CompletionInfo;
import jdk.jshell.UnresolvedReferenceException;
import jdk.jshell.execution.DirectExecutionControl;
import jdk.jshell.spi.ExecutionControl;
import jdk.jshell.spi.ExecutionControlProvider;
import jdk.jshell.spi.ExecutionEnv;
import org.jspecify.annotations.Nullable;

/**
 * Runs JShell scripts so that a failure shows in the exit status, which {@code jshell} itself does
 * not do.
 *
 * <p>Scripts share one session, in this very process. The first snippet that does not compile or
 * that throws ends the run. A script is read as JShell reads it, line by line until a snippet is
 * complete; other than there, a line may also begin with what continues the one above, such as
 * {@code .method()} or {@code else}. Values are not echoed. Of JShell's commands there are {@code
 * /exit [integer]}, {@code /open FILE} (looked for beside the script, then in the working folder)
 * and {@code /set}, which has no effect here; any other one is an error rather than silently passed
 * over.
 */
final class ScriptRunner {
  private static final int FAILED = 1;
  private static final int BAD_INPUT = 2;

  /** What JShell's own start-up named DEFAULT holds. */
  private static final String DEFAULT_STARTUP = "import module java.base;";

  private static final Pattern COMMAND = Pattern.compile("\\s*/([a-z]+)\\b *(.*?)\\s*");

  /** The start of a line that can only go on with the statement above it. */
  private static final Pattern CONTINUATION =
      Pattern.compile(
          "\\s*(?:\\.(?!\\d)|(?:else|catch|finally)\\b|[?:*%=&|^,)<>]|/(?![/*a-z])|->)");

  /** A stack frame of a snippet names the snippet's id in place of a file. */
  private static final Pattern SNIPPET_FILE = Pattern.compile("#(.+)");

  private final JShell shell;
  private final PrintStream err;
  private final Map<String, Location> locations = new HashMap<>();
  private final Map<Snippet, Location> unresolved = new LinkedHashMap<>();

  private ScriptRunner(JShell shell, PrintStream err) {
    this.shell = shell;
    this.err = err;
  }

  /** Runs {@code [--startup FILE] SCRIPT...} and ends the process, whatever threads still run. */
  static void main(String[] args) {
    List<String> scripts = new ArrayList<>(List.of(args));
    List<String> startup = List.of();
    if (scripts.size() >= 2 && scripts.getFirst().equals("--startup")) {
      startup = List.of(scripts.get(1));
      scripts = scripts.subList(2, scripts.size());
    }
    int status = run(startup, scripts, System.getProperty("java.class.path", ""), System.err);
    System.out.flush();
    System.err.flush();
    System.exit(status);
  }

  /** Runs the start-up files and the scripts in one session; gives the exit status. */
  static int run(List<String> startup, List<String> scripts, String classPath, PrintStream err) {
    // The execution engine loads through the class loader of this process; only the compiler has to
    // be told where to look.
    try (JShell shell =
        JShell.builder()
            .executionEngine(new Here(), Map.of())
            .compilerOptions("--class-path", classPath)
            .build()) {
      ScriptRunner runner = new ScriptRunner(shell, err);
      runner.evaluate(DEFAULT_STARTUP, new Location("start-up", "", 1));
      for (String script : startup) {
        runner.runFile(script, null);
      }
      for (String script : scripts) {
        runner.runFile(script, null);
      }
      runner.checkResolved();
      return 0;
    } catch (Exit exit) {
      return exit.status;
    }
  }

  private void runFile(String name, @Nullable Path from) {
    String text;
    Path file = Path.of(name);
    try {
      if (name.equals("-")) {
        text = new String(System.in.readAllBytes(), StandardCharsets.UTF_8);
      } else {
        Path beside = from == null ? file : from.resolveSibling(file);
        file = Files.exists(beside) ? beside : file;
        text = Files.readString(file);
      }
    } catch (IOException e) {
      err.printf("error[no-such-file]: cannot read the script %s%n", name);
      throw new Exit(BAD_INPUT);
    }
    if (text.startsWith("#!")) {
      text = "//" + text.substring(2);
    }
    runText(text.replace("\r\n", "\n"), name.equals("-") ? "standard input" : name, file);
  }

  private void runText(String text, String name, Path file) {
    int start = 0;
    while (start < text.length()) {
      int lineEnd = endOfLine(text, start);
      String line = text.substring(start, lineEnd);
      Matcher command = COMMAND.matcher(line.stripTrailing());
      if (line.isBlank()) {
        start = lineEnd;
      } else if (isLineStart(text, start) && command.matches()) {
        runCommand(command.group(1), command.group(2), new Location(name, text, start), file);
        start = lineEnd;
      } else {
        start = runSnippet(text, start, name);
      }
    }
  }

  /** Evaluates the snippet that begins at {@code start}; gives the place after it. */
  private int runSnippet(String text, int start, String name) {
    int end = start;
    CompletionInfo info;
    Completeness completeness;
    do {
      end = endOfLine(text, end);
      info = shell.sourceCodeAnalysis().analyzeCompletion(text.substring(start, end));
      completeness = info.completeness();
    } while (end < text.length() && (isIncomplete(completeness) || isContinued(info, text, end)));
    if (completeness == Completeness.EMPTY) {
      return end;
    }
    // What the parser gives up on goes to the compiler as it stands, for its message.
    String source = completeness.isComplete() ? info.source() : text.substring(start, end);
    int blank = source.length() - source.stripLeading().length();
    evaluate(source.substring(blank), new Location(name, text, start + blank));
    return completeness.isComplete() ? end - info.remaining().length() : end;
  }

  private static boolean isIncomplete(Completeness completeness) {
    return completeness == Completeness.DEFINITELY_INCOMPLETE
        || completeness == Completeness.CONSIDERED_INCOMPLETE;
  }

  private static boolean isContinued(CompletionInfo info, String text, int end) {
    return info.completeness().isComplete()
        && info.remaining().isBlank()
        && CONTINUATION.matcher(text.substring(end, endOfLine(text, end))).lookingAt();
  }

  private void evaluate(String source, Location location) {
    for (SnippetEvent event : shell.eval(source)) {
      Snippet snippet = event.snippet();
      // An event that another snippet caused is of one defined earlier, such as a forward
      // reference.
      boolean direct = event.causeSnippet() == null;
      if (direct) {
        locations.put(snippet.id(), location);
      }
      switch (event.status()) {
        case REJECTED -> rejected(snippet, direct ? location : locationOf(snippet, location));
        case RECOVERABLE_DEFINED, RECOVERABLE_NOT_DEFINED ->
            unresolved.put(snippet, direct ? location : locationOf(snippet, location));
        default -> unresolved.remove(snippet);
      }
      JShellException exception = event.exception();
      if (exception != null) {
        threw(exception, location);
      }
    }
  }

  private Location locationOf(Snippet snippet, Location otherwise) {
    return locations.getOrDefault(snippet.id(), otherwise);
  }

  private void runCommand(String command, String argument, Location location, Path file) {
    switch (command) {
      case "exit" -> throw new Exit(argument.isEmpty() ? 0 : exitStatus(argument, location));
      case "open" -> runFile(argument, file);
      case "set" -> {}
      default -> {
        err.printf(
            "error[script-command]: %s: scripts have no command /%s%n"
                + "  = help: /exit, /open and /set are known here%n",
            location, command);
        throw new Exit(FAILED);
      }
    }
  }

  private int exitStatus(String expression, Location location) {
    evaluate("int $status = " + expression + ";", location);
    return shell
        .variables()
        .filter(variable -> variable.name().equals("$status"))
        .mapToInt(variable -> Integer.parseInt(shell.varValue(variable)))
        .findFirst()
        .orElse(FAILED);
  }

  private void checkResolved() {
    unresolved.forEach(
        (snippet, location) -> {
          err.printf("error[script]: %s: never defined: %s%n", location, missing(snippet));
          err.println(location.quote());
          throw new Exit(FAILED);
        });
  }

  private String missing(Snippet snippet) {
    return snippet instanceof DeclarationSnippet declaration
        ? shell.unresolvedDependencies(declaration).collect(Collectors.joining(", "))
        : "a part of it";
  }

  private void rejected(Snippet snippet, Location location) {
    List<Diag> problems = shell.diagnostics(snippet).filter(Diag::isError).toList();
    if (problems.isEmpty()) {
      err.printf("error[script]: %s: this does not end%n", location);
      err.println(location.quote());
    }
    for (Diag problem : problems) {
      int start = Math.clamp(problem.getStartPosition(), 0, snippet.source().length());
      int end = Math.clamp(problem.getEndPosition(), start, snippet.source().length());
      Location place = location.plus(start);
      // The class that JShell wraps a snippet in has no name to tell.
      String message =
          problem
              .getMessage(Locale.ROOT)
              .strip()
              .replaceFirst("\\n *location: class *$", "")
              .replace("\n", "\n  ");
      err.printf("error[script]: %s: %s%n", place, message);
      err.println(place.quoteWithCarets(end - start));
    }
    throw new Exit(FAILED);
  }

  private void threw(JShellException exception, Location location) {
    Location place = deepest(exception, location);
    err.printf("error[script]: %s: %s%n", place, describe(exception));
    err.println(place.quote());
    printFrames(exception);
    for (Throwable cause = exception.getCause(); cause != null; cause = cause.getCause()) {
      err.println("caused by: " + describe(cause));
      printFrames(cause);
    }
    throw new Exit(FAILED);
  }

  private void printFrames(Throwable exception) {
    for (StackTraceElement frame : exception.getStackTrace()) {
      err.println("  at " + describe(frame));
    }
  }

  /** The innermost line of the scripts on the stack: what the reader can mend. */
  private Location deepest(JShellException exception, Location location) {
    for (StackTraceElement frame : exception.getStackTrace()) {
      Location place = locationOf(frame);
      if (place != null) {
        return place;
      }
    }
    return location;
  }

  private String describe(Throwable exception) {
    if (exception instanceof UnresolvedReferenceException reference) {
      return "not defined: " + missing(reference.getSnippet());
    }
    String name =
        exception instanceof EvalException eval
            ? eval.getExceptionClassName()
            : exception.getClass().getName();
    String message = exception.getMessage();
    return message == null ? name : name + ": " + message;
  }

  private String describe(StackTraceElement frame) {
    Location place = locationOf(frame);
    if (place == null) {
      return frame.toString();
    }
    // The frame of a snippet outside of any method has no name.
    return "%s (%s)".formatted(frame.getMethodName(), place).strip();
  }

  private @Nullable Location locationOf(StackTraceElement frame) {
    String file = frame.getFileName();
    if (file == null) {
      return null;
    }
    Matcher matcher = SNIPPET_FILE.matcher(file);
    Location location = matcher.matches() ? locations.get(matcher.group(1)) : null;
    return location == null ? null : location.plusLines(frame.getLineNumber() - 1);
  }

  /** The place after this line's end, or the text's. */
  private static int endOfLine(String text, int from) {
    int newline = text.indexOf('\n', from);
    return newline < 0 ? text.length() : newline + 1;
  }

  private static boolean isLineStart(String text, int at) {
    return at == 0 || text.charAt(at - 1) == '\n';
  }

  /** A place in a script: what a snippet's own offsets and lines are counted from. */
  private record Location(String name, String text, int offset) {
    int line() {
      return 1
          + (int)
              text.substring(0, Math.min(offset, text.length()))
                  .chars()
                  .filter(c -> c == '\n')
                  .count();
    }

    Location plus(int characters) {
      return new Location(name, text, Math.min(offset + characters, text.length()));
    }

    Location plusLines(int lines) {
      int at = offset;
      for (int i = 0; i < lines; i++) {
        at = endOfLine(text, at);
      }
      return new Location(name, text, at);
    }

    String quote() {
      return "%5d | %s".formatted(line(), lineText());
    }

    String quoteWithCarets(int length) {
      int column = Math.min(offset, text.length()) - lineStart();
      String blank = lineText().substring(0, column).replaceAll("[^\t]", " ");
      int width = Math.clamp(length, 1, Math.max(1, lineText().length() - column));
      return quote() + "\n      | " + blank + "^".repeat(width);
    }

    private int lineStart() {
      return text.lastIndexOf('\n', Math.min(offset, text.length()) - 1) + 1;
    }

    private String lineText() {
      String line = text.substring(lineStart(), endOfLine(text, lineStart()));
      return line.endsWith("\n") ? line.substring(0, line.length() - 1) : line;
    }

    @Override
    public String toString() {
      return name + ":" + line();
    }
  }

  /** Ends the run; the message has been printed. */
  private static final class Exit extends RuntimeException {
    private final int status;

    Exit(int status) {
      super(null, null, false, false);
      this.status = status;
    }
  }

  /** Runs the snippets on the calling thread of this process: no second JVM to wait for. */
  private static final class Here implements ExecutionControlProvider {
    @Override
    public String name() {
      return "here";
    }

    @Override
    public ExecutionControl generate(ExecutionEnv env, Map<String, String> parameters) {
      return new DirectExecutionControl();
    }
  }
}
