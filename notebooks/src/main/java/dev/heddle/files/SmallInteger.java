package dev.heddle.files;

import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/** Integers of 8 and 16 bits, which are read as those of 32: masks and indices have them. */
enum SmallInteger {
  INT8("|i1", "I8", 1),
  UINT8("|u1", "U8", 1),
  INT16("<i2", "I16", 2),
  UINT16("<u2", "U16", 2);

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
    int[] values = new int[count];
    ElementType.chunks(
        count,
        width,
        from,
        (at, length, bytes) -> {
          for (int next = at; next < at + length; next++) {
            values[next] =
                switch (this) {
                  case INT8 -> bytes.get();
                  case UINT8 -> Byte.toUnsignedInt(bytes.get());
                  case INT16 -> bytes.getShort();
                  case UINT16 -> Short.toUnsignedInt(bytes.getShort());
                };
          }
        });
    return new Elements.Ints(values);
  }
}
