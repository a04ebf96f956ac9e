package dev.heddle.relation;

/**
 * The rows of a relation, one after the other, each as progressions of keys that may overlap: what
 * the parts of a union contribute, unjoined. Their union is the row. For walking over many rows
 * without an object for each; not for several threads.
 */
public final class Pieces {

  private final Filling filling;
  private final int shift;

  Pieces(Filling filling, int shift) {
    this.filling = filling;
    this.shift = shift;
  }

  /** Goes to a query, from 0 to m − 1, and returns the number of its pieces. */
  public int at(int query) {
    return filling.pieces(query + shift);
  }

  /** The first key of a piece. */
  public long first(int piece) {
    return filling.first(piece);
  }

  /** The distance of two keys of a piece; 1 where there is one key only. */
  public long step(int piece) {
    return filling.step(piece);
  }

  /** No key of a piece is beyond this; it need not be a key. */
  public long last(int piece) {
    return filling.last(piece);
  }
}
