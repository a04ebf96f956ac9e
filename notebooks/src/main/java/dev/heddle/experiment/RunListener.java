package dev.heddle.experiment;

/** Whoever looks on while a network learns. */
@FunctionalInterface
public interface RunListener {

  /** Nobody. */
  RunListener NONE = _ -> {};

  /** After each step, on the thread that trains; it had better be quick. */
  void at(RunState state);
}
