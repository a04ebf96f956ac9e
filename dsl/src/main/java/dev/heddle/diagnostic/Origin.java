package dev.heddle.diagnostic;

/**
 * Where something was written.
 *
 * <p>Where a thing was written is no part of what it is: any two origins are equal, so that trees
 * and terms, which carry them for the sake of errors, compare by meaning alone.
 */
public record Origin(Source source, Span span) {

  /** The text as it was written there. */
  public String text() {
    return source.under(span);
  }

  /** The least origin that covers this one and another of the same source. */
  public Origin to(Origin other) {
    return new Origin(source, span.to(other.span));
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Origin;
  }

  @Override
  public int hashCode() {
    return 0;
  }
}
