package dev.heddle.cover;

import java.util.List;

/**
 * Tiles of one size that run in one call.
 *
 * @param family what they are: slide, residue, slab, gather or dense
 * @param tiles all of {@code rows} queries, and of at most {@code slots} keys
 * @param slots the keys of each tile, counted with padding
 * @param masking how their masks are given
 * @param isListed whether the queries are fetched one by one, or are a view
 * @param isGathered whether the keys are
 */
record Part(
    String family,
    List<Tile> tiles,
    int slots,
    Masking masking,
    boolean isListed,
    boolean isGathered) {

  /** How the masks of a part's tiles are given. */
  enum Masking {
    /** All pairs count. */
    NONE(0),
    /** Those count whose key's slot is not beyond the query's. */
    CAUSAL(1),
    /** All tiles have one mask. */
    SHARED(2),
    /** Each tile has its own. */
    EACH(3);

    /** The program's number for it. */
    final int code;

    Masking(int code) {
      this.code = code;
    }
  }

  int rows() {
    return tiles.getFirst().queries().count;
  }

  /** Pairs whose scores are computed. */
  long area() {
    return (long) tiles.size() * rows() * slots;
  }

  /** Pairs that count. */
  long edges() {
    long sum = 0;
    for (Tile tile : tiles) {
      TileMask mask = tile.mask();
      if (mask != null) {
        sum += mask.count();
      } else {
        sum += masking == Masking.CAUSAL ? triangle(tile) : tile.area();
      }
    }
    return sum;
  }

  private static long triangle(Tile tile) {
    long side = tile.queries().count;
    return side * (side + 1) / 2;
  }

  /** Entries of masks. */
  long maskEntries() {
    return switch (masking) {
      case NONE, CAUSAL -> 0;
      case SHARED -> (long) rows() * slots;
      case EACH -> area();
    };
  }
}
