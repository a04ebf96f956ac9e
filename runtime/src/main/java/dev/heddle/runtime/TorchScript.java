package dev.heddle.runtime;

import static java.util.stream.Collectors.joining;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.util.List;
import java.util.zip.CRC32;
import java.util.zip.CheckedOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * Writes TorchScript archives: a zip of source text, two small pickles and the bytes of tensors,
 * which the engine loads, and PyTorch too.
 *
 * <p>DJL's arrays have no fused attention and no masked softmax with a gradient; a script has every
 * operator of the engine.
 */
final class TorchScript {

  /** The earliest time that a zip can say: the same module gives the same bytes at any time. */
  private static final LocalDateTime NO_TIME = LocalDateTime.of(1980, 1, 1, 0, 0);

  private TorchScript() {}

  /**
   * The archive of a module that keeps nothing.
   *
   * @param methods the text of its methods, indented by two blanks
   */
  static byte[] archive(String methods) {
    return archive(methods, List.of());
  }

  /**
   * The archive of a module.
   *
   * @param methods the text of its methods, indented by two blanks
   * @param attributes what they find in {@code self}
   */
  static byte[] archive(String methods, List<Attribute> attributes) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      entry(zip, "code/__torch__.py", text(methods, attributes));
      entry(zip, "data.pkl", module(attributes));
      int next = 0;
      for (Attribute.Buffer buffer : buffers(attributes)) {
        entry(zip, "data/" + next++, buffer.bytes(), buffer::write);
      }
      entry(zip, "constants.pkl", new Pickle().emptyTuple().toByteArray());
      entry(zip, "version", "3\n".getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException("an archive in memory cannot fail to be written", e);
    }
    return bytes.toByteArray();
  }

  private static List<Attribute.Buffer> buffers(List<Attribute> attributes) {
    return attributes.stream()
        .filter(Attribute.Buffer.class::isInstance)
        .map(Attribute.Buffer.class::cast)
        .toList();
  }

  // ---- the zip

  @FunctionalInterface
  private interface Content {
    void write(OutputStream out) throws IOException;
  }

  private static void entry(ZipOutputStream zip, String name, byte[] content) throws IOException {
    entry(zip, name, content.length, out -> out.write(content));
  }

  /** As it is, not compressed: PyTorch then can map the bytes of a tensor into memory. */
  private static void entry(ZipOutputStream zip, String name, long size, Content content)
      throws IOException {
    CRC32 sum = new CRC32();
    content.write(new CheckedOutputStream(OutputStream.nullOutputStream(), sum));
    ZipEntry entry = new ZipEntry("program/" + name);
    entry.setMethod(ZipEntry.STORED);
    entry.setSize(size);
    entry.setCrc(sum.getValue());
    entry.setTimeLocal(NO_TIME);
    zip.putNextEntry(entry);
    content.write(zip);
    zip.closeEntry();
  }

  // ---- the class

  private static byte[] text(String methods, List<Attribute> attributes) {
    String buffers =
        buffers(attributes).stream().map(one -> '"' + one.name() + "\", ").collect(joining());
    StringBuilder text = new StringBuilder("class Program(Module):\n");
    text.append("  __parameters__ = []\n  __buffers__ = [").append(buffers).append("]\n");
    for (Attribute attribute : attributes) {
      text.append("  ")
          .append(attribute.name())
          .append(" : ")
          .append(attribute.type())
          .append('\n');
    }
    text.append("  training : bool\n  _is_full_backward_hook : Optional[bool]\n").append(methods);
    return text.toString().getBytes(StandardCharsets.UTF_8);
  }

  // ---- its one object

  private static byte[] module(List<Attribute> attributes) throws IOException {
    Pickle pickle = new Pickle().global("__torch__", "Program").emptyTuple().newObject();
    pickle.emptyDict().mark();
    int next = 0;
    for (Attribute attribute : attributes) {
      pickle.text(attribute.name());
      switch (attribute) {
        case Attribute.Whole(_, long value) -> pickle.whole(value);
        case Attribute.Real(_, double value) -> pickle.real(value);
        case Attribute.Perhaps(_, Double value) -> perhaps(pickle, value);
        case Attribute.Wholes(_, long[] values) -> wholes(pickle, values);
        case Attribute.Buffer buffer -> tensor(pickle, buffer, next++);
      }
    }
    pickle.text("training").truth(true).text("_is_full_backward_hook").none();
    return pickle.setItems().build().toByteArray();
  }

  private static void perhaps(Pickle pickle, @Nullable Double value) throws IOException {
    if (value == null) {
      pickle.none();
    } else {
      pickle.real(value);
    }
  }

  private static void wholes(Pickle pickle, long[] values) throws IOException {
    pickle.global("torch.jit._pickle", "build_intlist").mark().emptyList().mark();
    for (long value : values) {
      pickle.whole(value);
    }
    pickle.append().tuple().reduce();
  }

  /** A tensor of one axis whose elements are the archive's file of that number. */
  private static void tensor(Pickle pickle, Attribute.Buffer buffer, int file) throws IOException {
    pickle.global("torch._utils", "_rebuild_tensor_v2").mark();
    pickle.mark().text("storage").global("torch", buffer.storage());
    pickle.text(Integer.toString(file)).text("cpu").whole(buffer.count()).tuple().persistent();
    // Where it begins, its length, the distance of its elements, and that no gradient is wanted.
    pickle.whole(0).mark().whole(buffer.count()).tuple().mark().whole(1).tuple().truth(false);
    pickle.global("collections", "OrderedDict").emptyTuple().reduce();
    pickle.tuple().reduce();
  }
}
