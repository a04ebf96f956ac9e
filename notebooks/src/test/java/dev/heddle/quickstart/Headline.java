package dev.heddle.quickstart;

/** {@code window(3) + stride(√n) + global(1)}, by its definition and by counting. */
final class Headline {

  private Headline() {}

  static boolean allows(int i, int j, int n) {
    int s = (int) Math.floor(Math.sqrt(n));
    return Math.abs(i - j) <= 1 || (i - j) % s == 0 || i < 1 || j < 1;
  }

  static int rowLength(int i, int n) {
    int length = 0;
    for (int j = 0; j < n; j++) {
      length += allows(i, j, n) ? 1 : 0;
    }
    return length;
  }

  /** By the definition, in n² steps. */
  static long edges(int n) {
    long edges = 0;
    for (int i = 0; i < n; i++) {
      edges += rowLength(i, n);
    }
    return edges;
  }

  /**
   * By counting each row's multiples of the stride, and then what is not among them; for strides of
   * 3 and more.
   */
  static long countedEdges(int n) {
    int s = (int) Math.floor(Math.sqrt(n));
    long edges = n;
    for (int i = 1; i < n; i++) {
      int multiples = i / s + (n - 1 - i) / s + 1;
      int neighbours = i + 1 < n ? 2 : 1;
      int first = i % s == 0 || i == 1 ? 0 : 1;
      edges += multiples + neighbours + first;
    }
    return edges;
  }
}
