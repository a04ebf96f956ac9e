package dev.heddle.notebook;

/** Draws the blocks of a pattern in characters: at most 64 columns by 32 lines. */
final class PatternText {

  private static final int COLUMNS = 64;
  private static final int LINES = 32;

  /** Few queries are drawn at least so many lines high, if they are so many. */
  private static final int LOWEST = 8;

  private static final String NOTHING = "·";
  private static final String[] SHADES = {"░", "▒", "▓", "█"};
  private static final String[] HALVES = {NOTHING, "▀", "▄", "█"};

  private PatternText() {}

  static String of(Shares shares) {
    if (shares.keys() <= LINES) {
      return squares(shares);
    }
    return shares.keys() <= COLUMNS ? halves(shares) : shaded(shares);
  }

  /** Two characters to a pair, which makes it a square. */
  private static String squares(Shares shares) {
    StringBuilder out = new StringBuilder();
    for (int row = 0; row < shares.rows(); row++) {
      StringBuilder line = new StringBuilder();
      for (int column = 0; column < shares.columns(); column++) {
        line.append(shares.share(row, column) > 0 ? "██" : NOTHING + " ");
      }
      end(out, line);
    }
    return out.toString().stripTrailing();
  }

  /** Two queries to a line. */
  static String halves(Shares shares) {
    StringBuilder out = new StringBuilder();
    for (int row = 0; row < shares.rows(); row += 2) {
      StringBuilder line = new StringBuilder();
      for (int column = 0; column < shares.columns(); column++) {
        boolean upper = shares.share(row, column) > 0;
        boolean lower = row + 1 < shares.rows() && shares.share(row + 1, column) > 0;
        line.append(HALVES[(upper ? 1 : 0) + (lower ? 2 : 0)]);
      }
      end(out, line);
    }
    return out.toString().stripTrailing();
  }

  private static String shaded(Shares shares) {
    int timesKeys = Math.ceilDiv(shares.columns(), COLUMNS);
    // A character is twice as high as it is wide.
    int timesQueries = Math.clamp(Math.ceilDiv(shares.rows(), LOWEST), 1, 2 * timesKeys);
    Shares coarse = shares.coarser(timesQueries, timesKeys);
    return shades(coarse, Tones.of(coarse))
        + "a character is %s × %s pairs, the darker the more are allowed"
            .formatted(Words.number(coarse.blockQueries()), Words.number(coarse.blockKeys()));
  }

  /** A character to a block. */
  static String shades(Shares coarse, Tones tones) {
    StringBuilder out = new StringBuilder();
    for (int row = 0; row < coarse.rows(); row++) {
      StringBuilder line = new StringBuilder();
      for (int column = 0; column < coarse.columns(); column++) {
        double tone = tones.tone(coarse.share(row, column));
        line.append(tone == 0 ? NOTHING : SHADES[(int) Math.min(3, tone * 4)]);
      }
      end(out, line);
    }
    return out.toString();
  }

  private static void end(StringBuilder out, StringBuilder line) {
    out.append(line.toString().stripTrailing()).append('\n');
  }
}
