package dev.heddle.cover;

/**
 * A simple set of pairs that a family of tiles takes: the keys of query p that are in it, whatever
 * the relation. The regions of a cover come one after the other, and each takes what is left.
 */
sealed interface Region {

  /** Certain keys, for every query: disjoint intervals, ascending, both ends included. */
  record Columns(Slots keys, int[] firsts, int[] lasts) implements Region {}

  /** The keys from p + low to p + high. */
  record Diagonal(int low, int high) implements Region {}

  /** The keys that are p + delta modulo the step, from p + low to p + high. */
  record Residue(int step, int delta, int low, int high) implements Region {}

  /** Takes the region's keys of a query out of a row of a mask. */
  default void clear(TileMask mask, int row, long p) {
    switch (this) {
      case Columns(Slots _, int[] firsts, int[] lasts) -> {
        for (int at = 0; at < firsts.length; at++) {
          mask.mark(row, firsts[at], 1, lasts[at], false);
        }
      }
      case Diagonal(int low, int high) -> mask.mark(row, Math.max(0, p + low), 1, p + high, false);
      case Residue(int step, int delta, int low, int high) ->
          mask.mark(row, firstOf(p, step, delta, low), step, p + high, false);
    }
  }

  /** The least key, not negative, that is p + delta modulo the step and at least p + low. */
  private static long firstOf(long p, int step, int delta, int low) {
    long from = Math.max(0, p + low);
    return from + Math.floorMod(p + delta - from, (long) step);
  }

  /** Whether a key is in the region for a query. */
  default boolean contains(long p, long key) {
    return switch (this) {
      case Columns(Slots keys, int[] _, int[] _) ->
          keys.before(key) < keys.count && keys.at(keys.before(key)) == key;
      case Diagonal(int low, int high) -> key >= p + low && key <= p + high;
      case Residue(int step, int delta, int low, int high) ->
          key >= p + low && key <= p + high && Math.floorMod(key - p - delta, (long) step) == 0;
    };
  }

  /** The first key that a query may have in it, or 0 where any key may be the first. */
  default long low(long p) {
    return switch (this) {
      case Columns _ -> 0;
      case Diagonal(int low, int _) -> Math.max(0, p + low);
      case Residue(int _, int _, int low, int _) -> Math.max(0, p + low);
    };
  }

  /** The last key that a query may have in it, or what is beyond all of them. */
  default long high(long p) {
    return switch (this) {
      case Columns _ -> Integer.MAX_VALUE;
      case Diagonal(int _, int high) -> p + high;
      case Residue(int _, int _, int _, int high) -> p + high;
    };
  }

  /** The family's name in tables. */
  default String family() {
    return switch (this) {
      case Columns _ -> "slab";
      case Diagonal _ -> "slide";
      case Residue _ -> "residue";
    };
  }
}
