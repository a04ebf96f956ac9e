package dev.heddle.bench;

import java.util.Locale;

/** What is timed. */
public enum BenchMode {
  /** Attention without gradients. */
  FORWARD,
  /** Attention and its gradients by q, k and v. */
  TRAIN,
  /** The training step of a whole model: two layers, AdamW included. */
  MODEL;

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
