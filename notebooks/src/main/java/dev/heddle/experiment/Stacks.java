package dev.heddle.experiment;

/** Which stacks of layers a network has. */
enum Stacks {
  /** Each position may attend to all. */
  ENCODER(true, false),
  /** Each position may attend to those that are not ahead. */
  DECODER(false, true),
  /** An encoder of the source, and a decoder of the target. */
  BOTH(true, true);

  private final boolean hasEncoder;
  private final boolean hasDecoder;

  Stacks(boolean hasEncoder, boolean hasDecoder) {
    this.hasEncoder = hasEncoder;
    this.hasDecoder = hasDecoder;
  }

  boolean hasEncoder() {
    return hasEncoder;
  }

  boolean hasDecoder() {
    return hasDecoder;
  }
}
