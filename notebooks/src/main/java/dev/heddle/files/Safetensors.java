package dev.heddle.files;

import com.google.gson.Gson;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The {@code .safetensors} format: the length of a JSON header, the header, and the elements of all
 * arrays.
 */
final class Safetensors {

  private static final int ALIGNMENT = 8;

  private Safetensors() {}

  private record Entry(String dtype, List<Integer> shape, List<Long> data_offsets) {}

  static void write(List<NamedArray> arrays, OutputStream out) throws IOException {
    Map<String, Entry> entries = new LinkedHashMap<>();
    long offset = 0;
    for (NamedArray array : arrays) {
      Elements elements = array.elements();
      long end = offset + (long) elements.count() * elements.width();
      entries.put(
          array.name(), new Entry(elements.safetensors(), array.shape(), List.of(offset, end)));
      offset = end;
    }
    byte[] header = new Gson().toJson(entries).getBytes(StandardCharsets.UTF_8);
    int padding = (ALIGNMENT - header.length % ALIGNMENT) % ALIGNMENT;
    ByteBuffer length = ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    out.write(length.putLong(header.length + padding).array());
    out.write(header);
    out.write(" ".repeat(padding).getBytes(StandardCharsets.US_ASCII));
    for (NamedArray array : arrays) {
      ArrayFile.elements(array.elements(), out);
    }
  }
}
