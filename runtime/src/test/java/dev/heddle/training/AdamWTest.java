package dev.heddle.training;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AdamWTest {

  /**
   * Five steps of torch.optim.AdamW (PyTorch 2.6, float64; β = 0.9, 0.95, ε = 10⁻⁶, decay 0.1 of p
   * and none of b, rate 0.1/(t + 1)) on t/2 · Σp² + Σ(pb)³/10, whose gradients are worked out here
   * by hand.
   */
  @Test
  void theStepsAreThoseOfPyTorch() {
    double[][] expected = {
      {0.8900000813214078, -1.8800000371876677, 0.3950001192360013, 2.870000050403597},
      {0.1500000626529221, -0.8499999550877395},
      {0.836397713609563, -1.821793256173667, 0.3431739793300671, 2.8082114326929815},
      {0.10009575306307797, -0.8994729813811603},
      {0.8011732228497407, -1.7835284280536425, 0.3088416374066662, 2.7677462551825744},
      {0.06690523117244562, -0.9324891541491358},
      {0.77495868051603, -1.7550252482915745, 0.28318201218057054, 2.737584210504238},
      {0.04207824020026207, -0.9573201276805751},
      {0.7540629206130441, -1.7322890502221968, 0.2626895895291079, 2.713479747190646},
      {0.02227319048005467, -0.9772443638049523}
    };
    try (NDManager manager = NDManager.newBaseManager();
        Recording _ = Recording.off()) {
      NDArray p = manager.create(new double[] {1, -2, 0.5, 3}, new Shape(2, 2));
      NDArray b = manager.create(new double[] {0.25, -0.75});
      Map<String, NDArray> parameters = new LinkedHashMap<>();
      parameters.put("p", p);
      parameters.put("b", b);
      AdamW adam = new AdamW(new AdamW.Rule(0.9, 0.95, 1e-6, 0.1), parameters, manager);
      for (int t = 1; t <= 5; t++) {
        double[] x = p.toDoubleArray();
        double[] y = b.toDoubleArray();
        double[] byP = new double[4];
        double[] byB = new double[2];
        for (int row = 0; row < 2; row++) {
          double product = x[2 * row] * y[0] + x[2 * row + 1] * y[1];
          for (int column = 0; column < 2; column++) {
            int at = 2 * row + column;
            byP[at] = t * x[at] + 0.3 * product * product * y[column];
            byB[column] += 0.3 * product * product * x[at];
          }
        }
        int held = manager.getManagedArrays().size();
        try (NDManager own = manager.newSubManager()) {
          adam.move("p", p, own.create(byP, new Shape(2, 2)), 0.1 / t, t);
          adam.move("b", b, own.create(byB), 0.1 / t, t);
        }
        assertEquals(held, manager.getManagedArrays().size());
        assertArrayEquals(expected[2 * t - 2], p.toDoubleArray(), 1e-12, "p at step " + t);
        assertArrayEquals(expected[2 * t - 1], b.toDoubleArray(), 1e-12, "b at step " + t);
      }
    }
  }

  @Test
  void ratesRiseAndFall() {
    LearningRate linear = new LearningRate(2, 4, 12, LearningRate.Decay.LINEAR, 0);
    double[] expected = {0.5, 1, 1.5, 2, 1.75, 1.5, 1.25, 1, 0.75, 0.5, 0.25, 0, 0};
    for (int step = 1; step <= expected.length; step++) {
      assertEquals(expected[step - 1], linear.at(step), 1e-15, "step " + step);
    }
    LearningRate cosine = new LearningRate(2, 4, 12, LearningRate.Decay.COSINE, 0.1);
    assertEquals(1, cosine.at(2), 1e-15);
    assertEquals(2, cosine.at(4), 1e-15);
    assertEquals(1.1, cosine.at(8), 1e-15);
    assertEquals(0.2, cosine.at(12), 1e-15);
    assertEquals(0.2 + 0.9 * (1 + Math.sqrt(0.5)), cosine.at(6), 1e-12);
    assertEquals(3e-4, LearningRate.constant(3e-4).at(1_000_000), 0);
    assertEquals(2, new LearningRate(2, 0, 5, LearningRate.Decay.NONE, 0).at(4), 0);
    for (double wrong : new double[] {0, -1, Double.NaN, Double.POSITIVE_INFINITY}) {
      assertThrows(IllegalArgumentException.class, () -> LearningRate.constant(wrong));
    }
    assertThrows(
        IllegalArgumentException.class,
        () -> new LearningRate(1, 5, 4, LearningRate.Decay.LINEAR, 0));
  }
}
