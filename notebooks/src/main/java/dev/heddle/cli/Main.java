package dev.heddle.cli;

import dev.heddle.diagnostic.HeddleException;
import java.io.PrintWriter;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CancellationException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * The command line, as far as it is Java: the launcher {@code ./heddle} keeps the commands that set
 * things up, and passes all others on.
 *
 * <p>Exit status: 0 done; 1 the answer is no; 2 the input was wrong; 70 a fault of ours; 130
 * interrupted.
 */
@Command(
    name = "heddle",
    synopsisSubcommandLabel = "COMMAND",
    description = "Sparse attention patterns: a language, and a runtime that executes it.",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    sortOptions = false,
    footerHeading = "%nCommands that set up what they need:%n",
    footer = {
      "  quickstart  Run the first notebook through the real Jupyter kernel.",
      "  lab         Open JupyterLab on the kernel \"Java (Heddle)\".",
      "  run         Execute notebooks.",
      "  shell       JShell with everything imported; or run JShell scripts.",
      "  test        The whole test suite."
    })
final class Main implements Runnable {

  /** All commands, as the help lists them. */
  static final List<Class<?>> COMMANDS =
      List.of(
          CompileCommand.class,
          DrawCommand.class,
          WhyCommand.class,
          CheckCommand.class,
          StudyCommand.class,
          SearchCommand.class,
          ProveCommand.class,
          ExplainCommand.class,
          AttendCommand.class,
          ApproximateCommand.class,
          BenchCommand.class,
          ExperimentCommand.class,
          RecogniseCommand.class,
          FmtCommand.class,
          ZooCommand.class,
          SchemaCommand.class,
          CompletionCommand.class,
          DoctorCommand.class);

  static final int WRONG_INPUT = 2;
  static final int OUR_FAULT = 70;
  static final int INTERRUPTED = 130;

  private static final int MOST_FRAMES = 40;

  @CommandLine.Spec
  @SuppressWarnings("NullAway.Init")
  private CommandLine.Model.CommandSpec spec;

  public static void main(String[] arguments) {
    System.exit(commandLine(arguments).execute(arguments));
  }

  /** The command line with all commands. */
  static CommandLine commandLine() {
    return commandLine(COMMANDS);
  }

  /**
   * The command line with as many commands as these arguments want: the one that they name, or all.
   *
   * <p>To look at a command's options is to load the classes that it mentions. So a command that
   * needs no tensors loads none of DJL's, and starts sooner by as much.
   */
  static CommandLine commandLine(String... arguments) {
    return commandLine(
        COMMANDS.stream()
            .filter(command -> arguments.length > 0 && name(command).equals(arguments[0]))
            .findFirst()
            .<List<Class<?>>>map(List::of)
            .orElse(COMMANDS));
  }

  /** What a command is called by. */
  static String name(Class<?> command) {
    return command.getAnnotation(Command.class).name();
  }

  private static CommandLine commandLine(List<Class<?>> commands) {
    CommandLine commandLine = new CommandLine(new Main());
    commands.forEach(commandLine::addSubcommand);
    // A pattern is taken as it is: `@name` is no file of arguments.
    commandLine.setExpandAtFiles(false);
    commandLine.setParameterExceptionHandler(Main::wrongUsage);
    commandLine.setExecutionExceptionHandler(Main::failed);
    commandLine.setExecutionStrategy(Main::execute);
    return commandLine;
  }

  /** Without a command there is nothing to do but to say what there is. */
  @Override
  public void run() {
    spec.commandLine().usage(spec.commandLine().getOut());
  }

  private static int wrongUsage(ParameterException e, String[] arguments) {
    PrintWriter err = e.getCommandLine().getErr();
    boolean noSuchCommand =
        e instanceof UnmatchedArgumentException unmatched
            && e.getCommandLine().getParent() == null
            && !unmatched.isUnknownOption();
    err.println(
        noSuchCommand
            ? "error[unknown-command]: there is no command `" + arguments[0] + "`"
            : "error[usage]: " + firstLine(e));
    err.println("  = help: " + help(e, noSuchCommand));
    err.flush();
    return WRONG_INPUT;
  }

  private static String help(ParameterException e, boolean noSuchCommand) {
    List<String> near =
        e instanceof UnmatchedArgumentException unmatched ? unmatched.getSuggestions() : List.of();
    if (noSuchCommand && !near.isEmpty()) {
      return "did you mean `" + near.getFirst() + "`?";
    }
    return "`"
        + e.getCommandLine().getCommandSpec().qualifiedName()
        + " --help` shows what there is";
  }

  private static int failed(Exception e, CommandLine commandLine, CommandLine.ParseResult parsed) {
    PrintWriter err = commandLine.getErr();
    if (e instanceof HeddleException) {
      err.println(String.valueOf(e.getMessage()).strip());
      err.flush();
      return WRONG_INPUT;
    }
    if (e instanceof Usage usage) {
      err.println(usage.drawn());
      err.flush();
      return WRONG_INPUT;
    }
    if (e instanceof CancellationException) {
      err.println("error[interrupted]: " + e.getMessage());
      err.flush();
      return INTERRUPTED;
    }
    return fault(e, err);
  }

  /** Runs a command, and looks after what neither it nor the library does. */
  private static int execute(CommandLine.ParseResult parsed) {
    CommandLine commandLine = parsed.commandSpec().commandLine();
    int status;
    try {
      status = new CommandLine.RunLast().execute(parsed);
    } catch (OutOfMemoryError | StackOverflowError | LinkageError | AssertionError e) {
      return fault(e, commandLine.getErr());
    }
    // A full disk or a closed pipe is no exception to a writer or a stream: it has to be asked.
    if (commandLine.getOut().checkError() || System.out.checkError()) {
      PrintWriter err = commandLine.getErr();
      err.println(new Usage("cannot-write", "stdout cannot be written", "").drawn());
      err.flush();
      return WRONG_INPUT;
    }
    return status;
  }

  private static int fault(Throwable failure, PrintWriter err) {
    err.println("error[internal]: a fault of ours: " + failure);
    err.println("  = help: please report it with this command and the lines below");
    // A stack that has overflowed says the same a thousand times.
    Arrays.stream(failure.getStackTrace())
        .limit(MOST_FRAMES)
        .forEach(at -> err.println("\tat " + at));
    for (Throwable cause = failure.getCause(); cause != null; cause = cause.getCause()) {
      err.println("caused by " + cause);
      Arrays.stream(cause.getStackTrace())
          .limit(MOST_FRAMES)
          .forEach(at -> err.println("\tat " + at));
    }
    err.flush();
    return OUR_FAULT;
  }

  private static String firstLine(Exception e) {
    return String.valueOf(e.getMessage()).lines().findFirst().orElse(e.toString());
  }
}
