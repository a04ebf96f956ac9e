package dev.heddle.cover;

import java.util.List;
import java.util.random.RandomGenerator;

/** Random patterns of windows, strides, blocks, globals, offsets, products and operators. */
final class LongTerms {

  private final RandomGenerator random;

  LongTerms(RandomGenerator random) {
    this.random = random;
  }

  String pattern(int depth) {
    if (depth == 0) {
      return leaf();
    }
    return switch (random.nextInt(7)) {
      case 0, 1 -> "(" + pattern(depth - 1) + " + " + pattern(depth - 1) + ")";
      case 2 -> "(" + pattern(depth - 1) + " - " + pattern(depth - 1) + ")";
      case 3 -> "(" + pattern(depth - 1) + " & " + pattern(depth - 1) + ")";
      case 4 -> "(" + leaf() + " & !" + pattern(depth - 1) + ")";
      case 5 -> {
        int inner = List.of(8, 16, 64, 90).get(random.nextInt(4));
        yield "(" + leaf() + ")[" + (4100 / inner + 1) + "] * (" + leaf() + ")[" + inner + "]";
      }
      default -> leaf();
    };
  }

  private String leaf() {
    int size = 1 << random.nextInt(10);
    int odd = 1 + random.nextInt(size);
    return switch (random.nextInt(12)) {
      case 0 -> "window(" + (2 * (odd / 2) + 1) + ")";
      case 1 -> "window(before: " + odd + ", after: " + random.nextInt(size) + ")";
      case 2, 3 -> "stride(" + (16 + odd) + ")";
      case 4 -> "dilated(" + (2 * random.nextInt(20) + 1) + ", " + odd + ")";
      case 5 -> "blocks(" + odd + ")";
      case 6 -> "global(" + random.nextInt(40) + ")";
      case 7 -> "keys(" + random.nextInt(60) + ")";
      case 8 -> "queries({" + odd + ", " + (odd + 7) + "})";
      case 9 -> "offsets({" + -odd + ", " + random.nextInt(size) + ", " + 3 * odd + "})";
      case 10 -> "(causal & stride(" + (16 + odd) + "))";
      default -> "keys({0..n - 1 step " + (20 + odd) + "})";
    };
  }
}
