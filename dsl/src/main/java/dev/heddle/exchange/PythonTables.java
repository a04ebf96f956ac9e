package dev.heddle.exchange;

import dev.heddle.pattern.MaskSource;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.stream.Collectors;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;

/** The tables of a Python file: short ones to be read, long ones compressed, as text. */
final class PythonTables {

  /** A table of more numbers than these is nobody's reading. */
  private static final int MOST_READ = 24;

  private static final int LINE = 96;

  private final List<String> lines = new ArrayList<>(List.of("_TABLES = {"));

  void add(MaskSource.Table table) {
    add(table.name(), table.type(), table.values(), List.of(table.values().length));
  }

  void add(String name, int[] values, Integer... shape) {
    long[] wide = Arrays.stream(values).asLongStream().toArray();
    add(name, MaskSource.Type.int32, wide, List.of(shape));
  }

  private void add(String name, MaskSource.Type type, long[] values, List<Integer> shape) {
    String shaped =
        shape.stream().map(String::valueOf).collect(Collectors.joining(", ", "(", ",)"));
    lines.add("    \"%s\": (".formatted(name));
    lines.add("        torch.%s,".formatted(type.name()));
    lines.add("        %s,".formatted(shape.size() == 1 ? shaped : shaped.replace(",)", ")")));
    if (values.length <= MOST_READ) {
      lines.add("        %s,".formatted(Arrays.toString(values)));
    } else {
      String text = Base64.getEncoder().encodeToString(compressed(bytes(type, values)));
      for (int at = 0; at < text.length(); at += LINE) {
        lines.add(
            "        \"%s\"".formatted(text.substring(at, Math.min(at + LINE, text.length()))));
      }
      lines.add("        ,");
    }
    lines.add("    ),");
  }

  /** The tables as an assignment of Python. */
  List<String> lines() {
    List<String> all = new ArrayList<>(lines);
    all.add("}");
    return all;
  }

  private static byte[] bytes(MaskSource.Type type, long[] values) {
    int each =
        switch (type) {
          case bool, uint8 -> Byte.BYTES;
          case int32 -> Integer.BYTES;
          case int64 -> Long.BYTES;
        };
    ByteBuffer bytes = ByteBuffer.allocate(values.length * each).order(ByteOrder.LITTLE_ENDIAN);
    for (long value : values) {
      switch (type) {
        case bool, uint8 -> bytes.put((byte) value);
        case int32 -> bytes.putInt((int) value);
        case int64 -> bytes.putLong(value);
      }
    }
    return bytes.array();
  }

  private static byte[] compressed(byte[] bytes) {
    ByteArrayOutputStream compressed = new ByteArrayOutputStream();
    Deflater deflater = new Deflater(Deflater.BEST_COMPRESSION);
    try (DeflaterOutputStream out = new DeflaterOutputStream(compressed, deflater)) {
      out.write(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      deflater.end();
    }
    return compressed.toByteArray();
  }
}
