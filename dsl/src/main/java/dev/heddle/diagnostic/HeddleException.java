package dev.heddle.diagnostic;

import static java.util.stream.Collectors.joining;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A text, a length or a request that cannot be carried out, through a fault of the one who asked.
 *
 * <p>The message is the drawn errors, carets and all: a notebook kernel shows nothing of an
 * exception but its class and its message.
 */
public final class HeddleException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final transient List<Diagnostic> diagnostics;

  public HeddleException(List<Diagnostic> diagnostics) {
    // The message starts on a line of its own, so that the carets line up whatever is put before
    // it.
    super("\n" + diagnostics.stream().map(Diagnostic::drawn).collect(joining("\n\n")) + "\n");
    this.diagnostics = List.copyOf(diagnostics);
    setStackTrace(withoutOurs(getStackTrace()));
  }

  /** The fault lies with the caller: the trace begins with the caller's own code, not with ours. */
  private static StackTraceElement[] withoutOurs(StackTraceElement[] trace) {
    return Arrays.stream(trace)
        .dropWhile(frame -> frame.getClassName().startsWith("dev.heddle."))
        .toArray(StackTraceElement[]::new);
  }

  /** One error, at the place where it was written if there is one. */
  public static HeddleException of(Problem problem, @Nullable Origin origin) {
    return new HeddleException(List.of(Diagnostic.of(problem, origin)));
  }

  /** The same errors, with a place for those that have none. */
  public HeddleException at(Origin origin) {
    return new HeddleException(
        diagnostics.stream()
            .map(
                diagnostic ->
                    diagnostic.origin() != null
                        ? diagnostic
                        : new Diagnostic(
                            diagnostic.severity(),
                            diagnostic.code(),
                            diagnostic.sentence(),
                            diagnostic.help(),
                            origin))
            .toList());
  }

  /** The errors that were found together, in the order of the text. */
  public List<Diagnostic> diagnostics() {
    return diagnostics;
  }
}
