package dev.heddle.notebook;

import java.util.List;

/**
 * How dark a share of allowed pairs is shown: in a long pattern shares of a thousandth and of three
 * thousandths tell the whole story, so tones go by ratios.
 *
 * @param least the share of the lightest tone
 * @param most the share of the darkest tone
 */
record Tones(double least, double most) {

  /** Shares closer than this ratio do not span the whole scale: noise is not to look like form. */
  private static final double SPREAD = 1.5;

  /** The number of the palette's colours. */
  static final int COLOURS = 256;

  private static final int NOTHING = 0xF1F4F6;
  private static final int LIGHT = 0xC2DAEA;
  private static final int DARK = 0x154D78;

  static Tones of(Shares shares) {
    double least = 1;
    double most = 0;
    for (int row = 0; row < shares.rows(); row++) {
      for (int column = 0; column < shares.columns(); column++) {
        double share = shares.share(row, column);
        most = Math.max(most, share);
        least = share > 0 ? Math.min(least, share) : least;
      }
    }
    return between(least, most);
  }

  /** One scale for several patterns. */
  static Tones of(List<Shares> all) {
    double least = 1;
    double most = 0;
    for (Shares each : all) {
      Tones its = of(each);
      least = its.most > 0 ? Math.min(least, its.least) : least;
      most = Math.max(most, its.most);
    }
    return between(least, most);
  }

  static Tones between(double least, double most) {
    return new Tones(Math.min(least, most / SPREAD), most);
  }

  /** From just above 0 for a share that is barely there to 1 for the largest; 0 for none at all. */
  double tone(double share) {
    return share <= 0
        ? 0
        : Math.clamp(Math.log(share / least) / Math.log(most / least), Math.ulp(1f), 1);
  }

  /** The palette's colour for a share; nothing has one of its own. */
  int index(double share) {
    return (int) Math.ceil(tone(share) * (COLOURS - 1));
  }

  static int[] palette() {
    int[] colours = new int[COLOURS];
    colours[0] = NOTHING;
    for (int index = 1; index < COLOURS; index++) {
      colours[index] = between(LIGHT, (index - 1.0) / (COLOURS - 2));
    }
    return colours;
  }

  /** A palette without a step after nothing, for what is never quite nothing. */
  static int[] even() {
    int[] colours = new int[COLOURS];
    for (int index = 0; index < COLOURS; index++) {
      colours[index] = between(NOTHING, index / (COLOURS - 1.0));
    }
    return colours;
  }

  private static int between(int light, double dark) {
    int colour = 0;
    for (int shift = 0; shift <= 16; shift += 8) {
      int from = light >> shift & 0xFF;
      int to = DARK >> shift & 0xFF;
      colour |= (int) Math.round(from + dark * (to - from)) << shift;
    }
    return colour;
  }

  static String colour(int index) {
    return "#%06x".formatted(palette()[index]);
  }
}
