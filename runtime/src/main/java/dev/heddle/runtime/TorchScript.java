package dev.heddle.runtime;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * Writes TorchScript archives: a zip of source text and two small pickles, which the engine loads,
 * and PyTorch too.
 *
 * <p>DJL's arrays have no fused attention and no masked softmax with a gradient; a script has every
 * operator of the engine.
 */
final class TorchScript {

  private static final String CLASS =
      """
      class Program(Module):
        __parameters__ = []
        __buffers__ = []
        training : bool
        _is_full_backward_hook : Optional[bool]
      """;

  private TorchScript() {}

  /**
   * The archive of a module without parameters.
   *
   * @param forward the text of the method {@code forward}, indented by two blanks
   */
  static byte[] archive(String forward) {
    try {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
        entry(zip, "code/__torch__.py", (CLASS + forward).getBytes(StandardCharsets.UTF_8));
        entry(zip, "data.pkl", module());
        entry(zip, "constants.pkl", new byte[] {(byte) 0x80, 2, ')', '.'});
        entry(zip, "version", "3\n".getBytes(StandardCharsets.UTF_8));
      }
      return bytes.toByteArray();
    } catch (IOException e) {
      throw new UncheckedIOException("an archive in memory cannot fail to be written", e);
    }
  }

  private static void entry(ZipOutputStream zip, String name, byte[] content) throws IOException {
    zip.putNextEntry(new ZipEntry("program/" + name));
    zip.write(content);
    zip.closeEntry();
  }

  /**
   * The pickle (protocol 2) of an object of class {@code __torch__.Program} with its two
   * attributes.
   */
  private static byte[] module() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(bytes);
    out.write(new byte[] {(byte) 0x80, 2});
    out.writeBytes("c__torch__\nProgram\n");
    out.write(new byte[] {'q', 0, ')', (byte) 0x81, '}', 'q', 1, '('});
    attribute(out, "training", 2);
    out.write(0x88); // True
    attribute(out, "_is_full_backward_hook", 3);
    out.write('N');
    out.write(new byte[] {'u', 'b', 'q', 4, '.'});
    return bytes.toByteArray();
  }

  private static void attribute(DataOutputStream out, String name, int memo) throws IOException {
    out.write('X');
    out.writeInt(Integer.reverseBytes(name.length()));
    out.writeBytes(name);
    out.write(new byte[] {'q', (byte) memo});
  }
}
