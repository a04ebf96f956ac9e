package dev.heddle.cover;

import org.jspecify.annotations.Nullable;

/**
 * Queries and keys that meet in one small dense attention, and which of their pairs count there.
 *
 * @param queries positions, so from n − m on
 * @param mask null where all pairs count
 */
record Tile(Slots queries, Slots keys, @Nullable TileMask mask) {

  /** A tile with its mask, which goes where all pairs count. */
  static Tile of(Slots queries, Slots keys, TileMask mask) {
    return new Tile(queries, keys, mask.isFull() ? null : mask);
  }

  long area() {
    return (long) queries.count * keys.count;
  }

  boolean isLike(Tile other) {
    return mask == null
        ? other.mask == null
            && queries.count == other.queries.count
            && keys.count == other.keys.count
        : other.mask != null && mask.isLike(other.mask);
  }
}
