package dev.heddle.lower;

import dev.heddle.diagnostic.HeddleException;
import dev.heddle.diagnostic.Problem;

/** Lengths in blocks. */
final class Blocks {

  private Blocks() {}

  /** Returns a length that a block can have. */
  static int checked(int block) {
    if (block < 1) {
      throw HeddleException.of(new Problem.TooSmall("block", String.valueOf(block), 1, ""), null);
    }
    return block;
  }

  /** How many blocks cover a length; the last may be cut by the end. */
  static int over(int length, int block) {
    return Math.ceilDiv(length, block);
  }
}
