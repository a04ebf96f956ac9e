package dev.heddle.recognise;

import dev.heddle.recognise.Settings.Value;
import java.util.List;

/** Windows that are said by how far a query sees to its left and to its right. */
final class Bands {

  static final List<String> FLASH = List.of("window_size", "causal");
  static final List<String> XFORMERS = List.of("window_left", "window_right");

  private Bands() {}

  /**
   * FlashAttention's {@code window_size=(left, right)}: i − left ≤ j ≤ i + right, where −1 or None
   * is no bound. {@code causal} makes the right side 0. So do JAX's {@code LocalMask} and PyTorch's
   * {@code varlen_attn}.
   */
  static Converted flash(Keys keys) {
    List<Value> sides = keys.several("window_size");
    if (sides.size() != 2) {
      throw keys.bad(
          "window_size",
          "`window_size` takes two numbers, how far a query sees to each side",
          "FlashAttention's `window_size=(256, 0)`; a causal window of w keys is `sliding_window=w`");
    }
    int left = side(keys, sides.getFirst());
    int right = keys.truth("causal", false) ? 0 : side(keys, sides.getLast());
    keys.refuseRest(FLASH);
    return keys.converted("FlashAttention's window_size", text(left, right));
  }

  /**
   * xFormers' {@code LocalAttentionFromBottomRightMask(window_left, window_right)}: both ends
   * belong to the window.
   */
  static Converted xformers(Keys keys) {
    int left = keys.number("window_left", 0);
    int right = keys.number("window_right", 0);
    keys.refuseRest(XFORMERS);
    return keys.converted("xFormers' local attention", text(left, right));
  }

  private static int side(Keys keys, Value value) {
    return value instanceof Value.Nothing ? -1 : keys.number("window_size", value, -1);
  }

  /** What reaches so far to each side, −1 being no bound. */
  static String text(int left, int right) {
    if (left < 0) {
      return right < 0 ? "full" : right == 0 ? "causal" : "window(before: n, after: " + right + ")";
    }
    if (right < 0) {
      return "window(before: " + left + ", after: n)";
    }
    if (left == right) {
      return left == 0 ? "self" : "window(" + (2L * left + 1) + ")";
    }
    if (right == 0) {
      return "window(before: " + left + ")";
    }
    return left == 0
        ? "window(after: " + right + ")"
        : "window(before: " + left + ", after: " + right + ")";
  }
}
