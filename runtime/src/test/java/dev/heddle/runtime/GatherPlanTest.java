package dev.heddle.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.heddle.pattern.SparsityPattern;
import dev.heddle.relation.Relation;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GatherPlanTest {

  @ParameterizedTest
  @CsvSource({
    "window(3) + stride(√n) + global(1), 300",
    "causal, 500",
    "none, 5",
    "full, 1",
    "causal - self, 65",
    "global(3) - self, 700"
  })
  void everyPairIsComputedOnce(String text, int n) {
    Relation relation = SparsityPattern.parse(text).at(n);
    GatherPlan plan = GatherPlan.of(relation);
    int[][] times = new int[n][n];
    for (int tile = 0; tile < plan.tiles().length; tile += GatherPlan.NUMBERS_PER_TILE) {
      count(plan, tile, times);
    }
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        assertEquals(relation.contains(i, j) ? 1 : 0, times[i][j], "(" + i + ", " + j + ")");
      }
    }
    assertTrue(plan.index().length <= 2 * relation.edges(), plan.summary());
  }

  private static void count(GatherPlan plan, int tile, int[][] times) {
    int first = (int) plan.tiles()[tile];
    int rows = (int) plan.tiles()[tile + 1];
    int width = (int) plan.tiles()[tile + 2];
    int entry = (int) plan.tiles()[tile + 3];
    for (int row = 0; row < rows; row++) {
      int query = plan.queries()[first + row];
      for (int slot = entry + row * width; slot < entry + (row + 1) * width; slot++) {
        times[query][plan.index()[slot]] += plan.valid()[slot] ? 1 : 0;
        assertTrue(
            plan.valid()[slot] || plan.index()[slot] == plan.index()[slot - 1],
            "padding repeats a key that the query sees");
      }
    }
  }
}
