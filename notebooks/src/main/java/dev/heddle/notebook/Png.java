package dev.heddle.notebook;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;
import java.util.zip.DeflaterOutputStream;

/**
 * Writes PNG images with a palette.
 *
 * <p>The format is small enough to write by hand, and AWT is better left asleep: in a kernel it
 * takes time to load, needs native libraries that slim machines lack, and on macOS shows an icon.
 */
final class Png {

  private static final byte[] SIGNATURE = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n'};

  private static final int BITS = 8;
  private static final int PALETTE = 3;

  private Png() {}

  /**
   * An image.
   *
   * @param width the number of pixels in a row
   * @param pixels indices into the palette, row after row
   * @param palette at most 256 colours, as 0xRRGGBB
   */
  static byte[] of(int width, byte[] pixels, int[] palette) {
    int height = pixels.length / width;
    ByteArrayOutputStream image = new ByteArrayOutputStream();
    image.writeBytes(SIGNATURE);
    chunk(
        image,
        "IHDR",
        ByteBuffer.allocate(13)
            .putInt(width)
            .putInt(height)
            .put((byte) BITS)
            .put((byte) PALETTE)
            .array());
    ByteBuffer colours = ByteBuffer.allocate(3 * palette.length);
    for (int colour : palette) {
      colours.put((byte) (colour >> 16)).put((byte) (colour >> 8)).put((byte) colour);
    }
    chunk(image, "PLTE", colours.array());
    chunk(image, "IDAT", packed(width, pixels));
    chunk(image, "IEND", new byte[0]);
    return image.toByteArray();
  }

  private static byte[] packed(int width, byte[] pixels) {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (DeflaterOutputStream deflater = new DeflaterOutputStream(packed)) {
      for (int at = 0; at < pixels.length; at += width) {
        // Every row begins with the number of its filter: none.
        deflater.write(0);
        deflater.write(pixels, at, width);
      }
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    return packed.toByteArray();
  }

  private static void chunk(ByteArrayOutputStream image, String type, byte[] content) {
    byte[] name = type.getBytes(StandardCharsets.US_ASCII);
    CRC32 sum = new CRC32();
    sum.update(name);
    sum.update(content);
    try (DataOutputStream data = new DataOutputStream(image)) {
      data.writeInt(content.length);
      data.write(name);
      data.write(content);
      data.writeInt((int) sum.getValue());
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
  }
}
