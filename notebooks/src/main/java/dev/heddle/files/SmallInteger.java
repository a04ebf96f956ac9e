package dev.heddle.files;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;

/** Integers of 8 and 16 bits, which are read as those of 32: masks and indices have them. */
enum SmallInteger {
  INT8("|i1", "I8", 1),
  UINT8("|u1", "U8", 1),
  INT16("<i2", "I16", 2),
  UINT16("<u2", "U16", 2);

  private static final int AT_A_TIME = 1 << 13;

  private final String numpy;
  private final String safetensors;
  private final int width;

  SmallInteger(String numpy, String safetensors, int width) {
    this.numpy = numpy;
    this.safetensors = safetensors;
    this.width = width;
  }

  /** The type of a name in either format, or null where it is none of these. */
  static @Nullable SmallInteger of(String name) {
    for (SmallInteger type : values()) {
      if (type.numpy.equals(name) || type.safetensors.equals(name)) {
        return type;
      }
    }
    return null;
  }

  /** The bytes of one element. */
  int width() {
    return width;
  }

  /**
   * Reads so many elements.
   *
   * @throws java.io.EOFException if there are fewer
   */
  Elements read(int count, InputStream from) throws IOException {
    DataInputStream in = new DataInputStream(new BufferedInputStream(from));
    int[] values = new int[count];
    byte[] bytes = new byte[AT_A_TIME * width];
    for (long at = 0; at < count; at += AT_A_TIME) {
      int length = (int) Math.min(AT_A_TIME, count - at);
      in.readFully(bytes, 0, length * width);
      ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
      for (int next = 0; next < length; next++) {
        values[(int) at + next] =
            switch (this) {
              case INT8 -> buffer.get();
              case UINT8 -> Byte.toUnsignedInt(buffer.get());
              case INT16 -> buffer.getShort();
              case UINT16 -> Short.toUnsignedInt(buffer.getShort());
            };
      }
    }
    return new Elements.Ints(values);
  }
}
