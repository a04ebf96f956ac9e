package dev.heddle.cover;

import org.jspecify.annotations.Nullable;

/**
 * A tile of a cover, as pictures and checks see it: queries and keys that meet in one small dense
 * attention, and which of their pairs count there.
 *
 * <p>Padding, which repeats a key and never counts, is no part of it.
 */
public final class CoverTile {

  private final String family;
  private final Tile tile;
  private final boolean isCausal;

  CoverTile(Part part, Tile tile) {
    this.family = part.family();
    this.tile = tile;
    this.isCausal = part.masking() == Part.Masking.CAUSAL;
  }

  /** What it is: slide, residue, slab, gather or dense. */
  public String family() {
    return family;
  }

  /** The positions of its queries, ascending: the last m of n positions are the queries. */
  public int[] queries() {
    return tile.queries().toArray();
  }

  /** The positions of its keys, ascending. */
  public int[] keys() {
    return tile.keys().toArray();
  }

  /** How many of its pairs are computed, counting or not. */
  public long scores() {
    return tile.area();
  }

  /** How many of its pairs count. */
  public long pairs() {
    @Nullable TileMask mask = tile.mask();
    if (mask != null) {
      return mask.count();
    }
    long rows = tile.queries().count;
    return isCausal ? rows * (rows + 1) / 2 : tile.area();
  }

  /**
   * Whether a pair counts here.
   *
   * @param row the place of the query among the tile's
   * @param slot the place of the key among the tile's
   * @throws IndexOutOfBoundsException if there is no such query or key
   */
  public boolean counts(int row, int slot) {
    if (row < 0 || row >= tile.queries().count || slot < 0 || slot >= tile.keys().count) {
      throw new IndexOutOfBoundsException(
          "a tile of %d × %d has no pair (%d, %d)"
              .formatted(tile.queries().count, tile.keys().count, row, slot));
    }
    @Nullable TileMask mask = tile.mask();
    return mask == null ? !isCausal || slot <= row : mask.get(row, slot);
  }

  /** One line: the family and the size. */
  @Override
  public String toString() {
    return "%s %d × %d".formatted(family, tile.queries().count, tile.keys().count);
  }
}
