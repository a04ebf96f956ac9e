package dev.heddle.recognise;

import java.util.List;

/**
 * Transformers' BigBird: blocks in a window of three, the first and the last global, and random.
 */
final class BigBirdModel {

  static final List<String> NAMES = List.of("block_size", "num_random_blocks", "attention_type");

  private BigBirdModel() {}

  static Converted call(Keys keys) {
    String text = text(keys);
    keys.refuseRest(NAMES);
    return keys.converted("Transformers' BigBird", text);
  }

  static String text(Keys keys) {
    String type =
        keys.oneOf("attention_type", "block_sparse", List.of("block_sparse", "original_full"));
    int block = keys.number("block_size", 64, 1);
    int random = keys.number("num_random_blocks", 3, 0);
    if (type.equals("original_full")) {
      return "full";
    }
    keys.notSaid(
        "num_random_blocks",
        "random blocks are not those of the library: it draws them anew for each head, from its own"
            + " generator",
        "a mask that was saved keeps them: `recognise MASK.npy`");
    keys.notSaid(
        "block_size",
        "Transformers attends to all keys at lengths up to " + (5L + 2L * random) * block,
        "");
    return "import zoo; bigbird_blocks(b: " + block + ", w: 3, r: " + random + ")";
  }
}
