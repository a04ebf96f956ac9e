package dev.heddle.bench;

import java.util.Locale;

/** What is timed. */
public enum BenchMode {
  /** Attention without gradients. */
  FORWARD,
  /** Attention and its gradients by q, k and v. */
  TRAIN;

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
