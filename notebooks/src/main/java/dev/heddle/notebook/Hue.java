package dev.heddle.notebook;

import java.util.List;

/**
 * The colour of a family of tiles, in tones from computed and masked to counting. The colours stay
 * apart in greyscale and for colour-blind eyes, and each family has a letter too.
 *
 * @param dark the colour of a pair that counts, as 0xRRGGBB
 * @param letter what stands for it in characters
 */
record Hue(String family, int dark, char letter) {

  /** The number of tones of a hue. */
  static final int TONES = 40;

  /** What is masked is as light as this, and what counts is darker than the second. */
  private static final double MASKED = 0.22;

  private static final double LEAST = 0.5;

  private static final int PAPER = 0xFFFFFF;

  static final List<Hue> ALL =
      List.of(
          new Hue("slide", 0x1F6FB2, 'S'),
          new Hue("residue", 0xD1731B, 'R'),
          new Hue("slab", 0x0B7F62, 'B'),
          new Hue("gather", 0xA8488F, 'G'),
          new Hue("dense", 0x5B6673, 'D'));

  /** The number of a family among all. */
  static int of(String family) {
    for (int at = 0; at < ALL.size(); at++) {
      if (ALL.get(at).family().equals(family)) {
        return at;
      }
    }
    throw new IllegalArgumentException("no family of tiles is named " + family);
  }

  /** The number of the tone for a share of counting pairs, which is 0 where all are masked. */
  static int tone(double share, Tones tones) {
    return share <= 0 ? 0 : Math.max(1, (int) Math.round(tones.tone(share) * (TONES - 1)));
  }

  /** A tone's colour, as 0xRRGGBB. */
  int colour(int tone) {
    double ink = tone == 0 ? MASKED : LEAST + (1 - LEAST) * (tone - 1) / (TONES - 2);
    int colour = 0;
    for (int shift = 0; shift <= 16; shift += 8) {
      int from = PAPER >> shift & 0xFF;
      int to = dark >> shift & 0xFF;
      colour |= (int) Math.round(from + ink * (to - from)) << shift;
    }
    return colour;
  }

  String css(int tone) {
    return "#%06x".formatted(colour(tone));
  }
}
