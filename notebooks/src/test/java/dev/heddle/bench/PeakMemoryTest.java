package dev.heddle.bench;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import org.junit.jupiter.api.Test;

class PeakMemoryTest {

  private static final int FLOATS = 1 << 24;

  @Test
  void seesWhatIsTakenAndGivenBackAgain() {
    try (NDManager manager = NDManager.newBaseManager()) {
      Long growth =
          PeakMemory.growth(
              () -> {
                try (NDArray ones = manager.ones(new Shape(FLOATS));
                    NDArray twos = ones.add(ones)) {
                  twos.getShape();
                }
              },
              5);
      assumeTrue(growth != null, "this system does not tell");
      long taken = 2L * FLOATS * Float.BYTES;
      assertTrue(growth > 0.8 * taken && growth < 1.5 * taken, growth + " of " + taken);
    }
  }
}
