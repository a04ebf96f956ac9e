package dev.heddle.diagnostic;

/** A stretch of a source, in code points: from {@code start} up to, not including, {@code end}. */
public record Span(int start, int end) {

  public Span {
    if (start < 0 || end < start) {
      throw new IllegalArgumentException("no span runs from " + start + " to " + end);
    }
  }

  /** The least span that covers this one and another. */
  public Span to(Span other) {
    return new Span(Math.min(start, other.start), Math.max(end, other.end));
  }
}
