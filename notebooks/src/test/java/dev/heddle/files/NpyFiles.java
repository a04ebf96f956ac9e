package dev.heddle.files;

import static java.util.stream.Collectors.joining;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The bytes of .npy files, for tests: written by the format's description, not by our writer. */
public final class NpyFiles {

  private NpyFiles() {}

  /** An array of small integers in one of the types. */
  public static byte[] of(String descr, boolean fortran, List<Integer> shape, int... values) {
    String axes = shape.stream().map(String::valueOf).collect(joining(", "));
    String header =
        "{'descr': '%s', 'fortran_order': %s, 'shape': (%s), }"
            .formatted(descr, fortran ? "True" : "False", axes + (shape.size() == 1 ? "," : ""));
    header += " ".repeat(63 - (10 + header.length()) % 64) + "\n";
    int width = descr.charAt(2) - '0';
    ByteBuffer bytes =
        ByteBuffer.allocate(10 + header.length() + width * values.length)
            .order(descr.startsWith(">") ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
    bytes.put(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0});
    bytes.put((byte) header.length()).put((byte) (header.length() >> 8));
    bytes.put(header.getBytes(StandardCharsets.US_ASCII));
    for (int value : values) {
      switch (descr.substring(1)) {
        case "b1", "i1", "u1" -> bytes.put((byte) value);
        case "i2", "u2" -> bytes.putShort((short) value);
        case "i4", "u4" -> bytes.putInt(value);
        case "i8", "u8" -> bytes.putLong(value);
        case "f4" -> bytes.putFloat(value);
        case "f8" -> bytes.putDouble(value);
        default -> throw new IllegalArgumentException(descr);
      }
    }
    return bytes.array();
  }
}
