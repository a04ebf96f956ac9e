package dev.heddle.diagnostic;

import org.jspecify.annotations.Nullable;

/**
 * A problem, in words and in its place.
 *
 * @param severity whether it stops the work
 * @param code what kind of problem it is: stable across releases, in kebab-case
 * @param sentence one sentence, without a stop
 * @param help how to mend it, or empty
 * @param origin where it was written, or null where no text is to blame (a length out of range)
 */
public record Diagnostic(
    Severity severity, String code, String sentence, String help, @Nullable Origin origin) {

  /** Puts a problem into words. */
  public static Diagnostic of(Problem problem, @Nullable Origin origin) {
    Wording words = Wording.of(problem);
    return new Diagnostic(
        words.severity(), words.code(), shown(words.sentence()), shown(words.help()), origin);
  }

  /** What a text has of control characters would reach the reader's terminal. */
  private static String shown(String words) {
    return words.replaceAll("\\p{Cc}", "\uFFFD");
  }

  /**
   * The diagnostic as it is shown: code and sentence, the source line with carets under the span,
   * and the help; several lines, without a trailing newline.
   */
  public String drawn() {
    String head = (severity == Severity.ERROR ? "error[" : "warning[") + code + "]: " + sentence;
    String place = origin == null ? "" : "\n" + Excerpt.of(origin);
    String margin = origin == null ? "  " : Excerpt.margin(origin);
    String hint = help.isEmpty() ? "" : "\n" + margin + "= help: " + help;
    return head + place + hint;
  }

  @Override
  public String toString() {
    return drawn();
  }
}
