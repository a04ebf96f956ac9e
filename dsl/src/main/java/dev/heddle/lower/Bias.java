package dev.heddle.lower;

import dev.heddle.relation.Progression;
import dev.heddle.relation.Relation;
import java.util.Arrays;
import java.util.Locale;

/**
 * A relation as what is added to the scores before the softmax, row by row.
 *
 * @param queries m
 * @param keys n
 * @param values length m·n; element i·n + j is 0 when query i may attend to key j, and −∞ when not
 */
public record Bias(int queries, int keys, float[] values) {

  /**
   * Builds the bias: 4·m·n bytes.
   *
   * @throws dev.heddle.diagnostic.HeddleException if it does not fit in the budget
   */
  public static Bias of(Relation relation, MemoryBudget budget) {
    int m = relation.queries();
    int n = relation.keys();
    long elements = (long) m * n;
    budget.require(
        String.format(Locale.ROOT, "a bias of %d × %d", m, n),
        elements,
        Float.BYTES,
        0,
        () -> Csr.instead(relation, budget));
    float[] values = new float[(int) elements];
    Arrays.fill(values, Float.NEGATIVE_INFINITY);
    for (int query = 0; query < m; query++) {
      for (Progression piece : relation.row(query).pieces()) {
        int at = query * n + (int) piece.start();
        for (int index = 0; index < piece.count(); index++, at += (int) piece.step()) {
          values[at] = 0;
        }
      }
    }
    return new Bias(m, n, values);
  }
}
