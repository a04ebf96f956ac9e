package dev.heddle.cli;

import dev.heddle.pattern.Definitions;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Parameters;

/** {@code heddle completion}. */
@Command(
    name = "completion",
    description =
        "Prints a script by which a shell completes commands, options, forms and zoo names. In bash:"
            + " source <(heddle completion bash); in zsh the same with zsh.",
    mixinStandardHelpOptions = true,
    sortOptions = false)
final class CompletionCommand implements Callable<Integer> {

  /** The shells that can run the script: zsh does by its own bashcompinit. */
  enum Shell {
    bash,
    zsh
  }

  /**
   * After picocli's script. Bash cuts words at colons, so `zoo:big` comes as three; the names are
   * completed by what follows the last.
   */
  private static final String ZOO =
      """

      # The names of the built-in library, after `zoo:`.
      _heddle_or_zoo() {
        local line=${COMP_LINE:0:$COMP_POINT} names each prefix=zoo:
        local word=${line##*[[:space:]\\'\\"]}
        case $word in
          zoo:*)
            names=(NAMES)
            # Where colons cut words, what stands before one is no part of the answer.
            case $COMP_WORDBREAKS in *:*) prefix= ;; esac
            COMPREPLY=()
            for each in "${names[@]}"; do
              case $each in "${word#zoo:}"*) COMPREPLY+=("$prefix$each") ;; esac
            done
            ;;
          *) _complete_heddle ;;
        esac
      }
      complete -F _heddle_or_zoo -o default heddle
      """;

  @CommandLine.Spec
  @SuppressWarnings("NullAway.Init")
  private CommandSpec spec;

  @Parameters(paramLabel = "bash|zsh", description = "The shell.")
  @SuppressWarnings("NullAway.Init")
  private Shell shell;

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    out.print(script(shell));
    out.flush();
    return 0;
  }

  /** Nearly the same for both shells: what picocli writes asks which it is. */
  static String script(Shell shell) {
    CommandLine all = Main.commandLine();
    // The launcher's own commands, which Java does not see.
    for (String command : new String[] {"quickstart", "lab", "shell", "test"}) {
      all.addSubcommand(command, own());
    }
    all.addSubcommand(
        "run",
        own().addOption(taking("DIR", "-o", "--output")).addOption(taking("SECONDS", "--timeout")));
    String names = String.join(" ", Definitions.zoo().names());
    return "# Completion of heddle, for "
        + shell
        + ".\n"
        + AutoComplete.bash("heddle", all)
        + ZOO.replace("NAMES", names);
  }

  private static CommandSpec own() {
    return CommandSpec.create()
        .addOption(OptionSpec.builder("-h", "--help").usageHelp(true).build());
  }

  private static OptionSpec taking(String label, String... names) {
    return OptionSpec.builder(names).paramLabel(label).arity("1").type(String.class).build();
  }
}
