package dev.heddle.diagnostic;

import java.util.Objects;

/**
 * A text and the name under which errors speak of it: a file's name, or {@code pattern} for a text
 * typed in place.
 *
 * <p>Positions in a source count Unicode code points from 0; lines and columns count from 1.
 */
public record Source(String name, String text) {

  /** The name of a source that is no file. */
  public static final String TYPED = "pattern";

  public Source {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(text, "text");
  }

  /** A text typed in place, in a notebook cell or on a command line. */
  public static Source typed(String text) {
    return new Source(TYPED, text);
  }

  /** The piece of text under a span. */
  public String under(Span span) {
    return text.substring(
        text.offsetByCodePoints(0, span.start()), text.offsetByCodePoints(0, span.end()));
  }
}
