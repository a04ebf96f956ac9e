package dev.heddle.relation;

/** The watch of a thread. */
final class Watched {

  static final ScopedValue<Watch> CURRENT = ScopedValue.newInstance();

  private Watched() {}
}
