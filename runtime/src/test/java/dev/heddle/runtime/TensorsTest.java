package dev.heddle.runtime;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import dev.heddle.diagnostic.HeddleException;
import dev.heddle.pattern.SparsityPattern;
import dev.heddle.relation.Relation;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class TensorsTest {

  private final NDManager manager = NDManager.newBaseManager();

  @AfterEach
  void close() {
    manager.close();
  }

  @ParameterizedTest
  @CsvSource({
    "window(3) + stride(√n) + global(1), 20, 20",
    "causal, 9, 4",
    "none, 5, 5",
    "full, 1, 1",
    "causal - self, 6, 6"
  })
  void everyFormIsTheRelation(String text, int n, int m) {
    Relation relation = SparsityPattern.parse(text).at(n).last(m);
    boolean[] mask =
        checked(Tensors.mask(relation, manager), DataType.BOOLEAN, m, n).toBooleanArray();
    float[] bias = checked(Tensors.bias(relation, manager), DataType.FLOAT32, m, n).toFloatArray();
    CsrTensors csr = Tensors.csr(relation, manager);
    long[] crow = checked(csr.crowIndices(), DataType.INT64, m + 1).toLongArray();
    int[] col = checked(csr.colIndices(), DataType.INT32, (int) relation.edges()).toIntArray();
    GatherTensors gather = Tensors.gather(relation, manager);
    int width = relation.maxRow();
    int[] index = checked(gather.index(), DataType.INT32, m, width).toIntArray();
    boolean[] valid = checked(gather.valid(), DataType.BOOLEAN, m, width).toBooleanArray();

    for (int i = 0; i < m; i++) {
      long edge = crow[i];
      int slot = i * width;
      for (int j = 0; j < n; j++) {
        boolean allowed = relation.contains(i, j);
        assertEquals(allowed, mask[i * n + j], text);
        assertEquals(allowed ? 0 : Float.NEGATIVE_INFINITY, bias[i * n + j], text);
        if (allowed) {
          assertEquals(j, col[(int) edge++], text);
          assertTrue(valid[slot], text);
          assertEquals(j, index[slot++], text);
        }
      }
      assertEquals(crow[i + 1], edge, text);
      for (; slot < (i + 1) * width; slot++) {
        assertEquals(0, index[slot], text);
        assertEquals(false, valid[slot], text);
      }
    }
  }

  private static NDArray checked(NDArray array, DataType type, int... shape) {
    long[] wide = Arrays.stream(shape).asLongStream().toArray();
    assertEquals(type, array.getDataType());
    assertEquals(new Shape(wide), array.getShape());
    return array;
  }

  @Test
  void everythingBelongsToTheManager() {
    Relation relation = SparsityPattern.parse("window(3)").at(8);
    NDArray bias;
    GatherTensors gather;
    try (NDManager sub = manager.newSubManager()) {
      bias = Tensors.bias(relation, sub, DataType.FLOAT64);
      gather = Tensors.gather(relation, sub);
      assertEquals(sub.getDevice(), bias.getDevice());
    }
    assertTrue(bias.isReleased());
    assertTrue(gather.index().isReleased());
    assertTrue(gather.valid().isReleased());
  }

  /**
   * The engine ends the JVM on some types; this test would not come back if one of them got
   * through.
   */
  @ParameterizedTest
  @EnumSource(DataType.class)
  void aBiasIsOfAFloatingTypeOrRefused(DataType type) {
    Relation relation = SparsityPattern.parse("causal").at(3);
    Set<DataType> possible = EnumSet.of(DataType.FLOAT16, DataType.FLOAT32, DataType.FLOAT64);
    if (!possible.contains(type)) {
      IllegalArgumentException e =
          assertThrows(IllegalArgumentException.class, () -> Tensors.bias(relation, manager, type));
      assertTrue(String.valueOf(e.getMessage()).contains(type.toString()), e.getMessage());
      return;
    }
    NDArray bias = Tensors.bias(relation, manager, type);
    assertEquals(type, bias.getDataType());
    float inf = Float.NEGATIVE_INFINITY;
    assertArrayEquals(
        new float[] {0, inf, inf, 0, 0, inf, 0, 0, 0},
        bias.toType(DataType.FLOAT32, true).toFloatArray());
  }

  @Test
  void aMaskThatDoesNotFitIsRefusedBeforeItIsBuilt() {
    Relation relation = SparsityPattern.parse("window(3)").at(1_000_000);
    HeddleException e = assertThrows(HeddleException.class, () -> Tensors.mask(relation, manager));
    String message = String.valueOf(e.getMessage());
    assertTrue(message.contains("error[too-large]: a mask of 1000000 × 1000000 takes"), message);
    assertTrue(message.contains("1,000,000,000,000 bytes"), message);
    assertTrue(message.contains("`csr` takes 20,000,000 bytes"), message);
  }

  /** One byte more than DJL's buffer takes is refused in words, not by the buffer. */
  @Test
  void aBiasLongerThanABufferIsRefused() {
    Relation relation = SparsityPattern.parse("self").at(23_171);
    HeddleException e = assertThrows(HeddleException.class, () -> Tensors.bias(relation, manager));
    assertTrue(String.valueOf(e.getMessage()).contains("error[too-large]"), e.getMessage());
  }

  @Test
  void memoryOfTheDeviceIsKnown() {
    long free = DeviceMemory.free(manager.getDevice()).bytes();
    assertTrue(free > 64L << 20, "free: " + free);
  }
}
