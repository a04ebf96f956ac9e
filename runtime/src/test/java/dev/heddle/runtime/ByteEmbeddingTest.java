package dev.heddle.runtime;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.heddle.runtime.ByteEmbedding.Role;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ByteEmbeddingTest {

  private static final byte[] TEXT = {'a', (byte) 0xFF, 'a', 0};

  @Test
  void aByteHasOneVectorForEachRoleAndHead() {
    ByteEmbedding embedding = new ByteEmbedding(2, 3, 7);
    try (NDManager manager = NDManager.newBaseManager()) {
      NDArray keys = embedding.embed(Role.KEY, TEXT, manager);
      assertEquals(new Shape(1, 2, 4, 3), keys.getShape());
      float[] first = keys.get("0,1,0").toFloatArray();
      assertArrayEquals(first, keys.get("0,1,2").toFloatArray());
      assertFalse(Arrays.equals(first, keys.get("0,0,0").toFloatArray()));
      NDArray queries = embedding.embed(Role.QUERY, TEXT, manager);
      assertFalse(Arrays.equals(first, queries.get("0,1,0").toFloatArray()));
    }
  }

  @Test
  void theNumbersAreThoseOfTheSpecifiedGenerator() {
    Random random = new Random(3 * 7 + 2);
    float[] table = new float[2 * 256 * 3];
    for (int at = 0; at < table.length; at++) {
      table[at] = (float) random.nextGaussian();
    }
    try (NDManager manager = NDManager.newBaseManager()) {
      NDArray values = new ByteEmbedding(2, 3, 7).embed(Role.VALUE, TEXT, manager);
      int from = (256 + 0xFF) * 3;
      assertArrayEquals(
          Arrays.copyOfRange(table, from, from + 3), values.get("0,1,1").toFloatArray());
    }
  }

  @Test
  void thereIsNoEmbeddingWithoutHeadsOrWidth() {
    assertThrows(IllegalArgumentException.class, () -> new ByteEmbedding(0, 3, 7));
    assertThrows(IllegalArgumentException.class, () -> new ByteEmbedding(2, 0, 7));
  }
}
