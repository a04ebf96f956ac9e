package dev.heddle.cover;

/**
 * What a cover is chosen for: which of two covers is the cheaper depends on it a little, and their
 * results do not.
 *
 * @param heads the number of heads, times the size of the batch
 * @param dim the width of a query
 */
public record Workload(int heads, int dim) {

  public Workload {
    if (heads < 1 || dim < 1) {
      throw new IllegalArgumentException("no work has " + heads + " heads of width " + dim);
    }
  }

  /** Eight heads of 64. */
  public static Workload usual() {
    return new Workload(8, 64);
  }
}
