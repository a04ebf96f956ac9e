package dev.heddle.runtime;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.Random;

/**
 * Turns bytes into attention inputs by a fixed random projection: real text as data, without a
 * trained model.
 *
 * <p>Each of the 256 bytes has a vector for each role (query, key, value) and head, drawn from a
 * normal distribution by {@link Random}, whose sequence is specified: the numbers are the same on
 * every machine. Positions do not enter.
 *
 * @param heads the number of heads
 * @param width the length of each vector
 * @param seed what the vectors are drawn from
 */
public record ByteEmbedding(int heads, int width, long seed) {

  /** What is attended with. */
  public enum Role {
    QUERY(0),
    KEY(1),
    VALUE(2);

    /** What sets the random sequences of the roles apart. */
    private final int salt;

    Role(int salt) {
      this.salt = salt;
    }
  }

  public ByteEmbedding {
    if (heads < 1 || width < 1) {
      throw new IllegalArgumentException(
          "there is no embedding of %d heads of width %d".formatted(heads, width));
    }
  }

  /**
   * The vectors of the bytes of a text.
   *
   * @return FLOAT32 [1, heads, text.length, width]
   */
  public NDArray embed(Role role, byte[] text, NDManager manager) {
    float[] table = table(role);
    float[] vectors = new float[heads * text.length * width];
    for (int head = 0; head < heads; head++) {
      for (int position = 0; position < text.length; position++) {
        int from = (head * 256 + (text[position] & 0xFF)) * width;
        System.arraycopy(table, from, vectors, (head * text.length + position) * width, width);
      }
    }
    return manager.create(vectors, new Shape(1, heads, text.length, width));
  }

  /** [heads, 256, width], standard normal; each role has its own sequence. */
  private float[] table(Role role) {
    Random random = new Random(3 * seed + role.salt);
    float[] table = new float[heads * 256 * width];
    for (int at = 0; at < table.length; at++) {
      table[at] = (float) random.nextGaussian();
    }
    return table;
  }
}
