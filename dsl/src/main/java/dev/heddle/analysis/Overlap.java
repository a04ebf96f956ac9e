package dev.heddle.analysis;

/**
 * Whether two layers do, by counting alone: a query hears of a key after two layers as soon as
 * those that it attends to in the second and those that attend to the key in the first have one in
 * common, and they have where together they are more than there are positions.
 */
final class Overlap {

  private Overlap() {}

  static boolean isFullAfterTwo(LayerGraph graph) {
    PieceTable second = graph.keys(graph.layers == 1 ? 0 : 1);
    return fewest(second) + fewest(graph.queries(0)) > graph.n;
  }

  /** The members of the shortest row. */
  private static long fewest(PieceTable table) {
    long fewest = table.n;
    for (int row = 0; row < table.n; row++) {
      long members = 0;
      for (int piece = table.starts[row]; piece < table.starts[row + 1]; piece++) {
        members += table.count(piece);
      }
      fewest = Math.min(fewest, members);
    }
    return fewest;
  }
}
