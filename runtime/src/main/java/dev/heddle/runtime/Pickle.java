package dev.heddle.runtime;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** Writes a pickle of protocol 2: a program for a small stack machine that builds an object. */
final class Pickle {

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final DataOutputStream out = new DataOutputStream(bytes);

  Pickle() throws IOException {
    out.write(new byte[] {(byte) 0x80, 2});
  }

  /** Ends the program: its result is what lies on the stack. */
  byte[] toByteArray() throws IOException {
    out.write('.');
    return bytes.toByteArray();
  }

  /** What Python calls {@code module.name}. */
  Pickle global(String module, String name) throws IOException {
    out.writeBytes("c" + module + "\n" + name + "\n");
    return this;
  }

  /** Where the elements of the next tuple, list or fields begin. */
  Pickle mark() throws IOException {
    out.write('(');
    return this;
  }

  /** A tuple of what lies above the last mark. */
  Pickle tuple() throws IOException {
    out.write('t');
    return this;
  }

  Pickle emptyTuple() throws IOException {
    out.write(')');
    return this;
  }

  Pickle emptyDict() throws IOException {
    out.write('}');
    return this;
  }

  Pickle emptyList() throws IOException {
    out.write(']');
    return this;
  }

  /** Puts what lies above the last mark into the list below it. */
  Pickle append() throws IOException {
    out.write('e');
    return this;
  }

  /** Puts the names and values above the last mark into the dictionary below it. */
  Pickle setItems() throws IOException {
    out.write('u');
    return this;
  }

  /** An object of the class and the tuple on the stack. */
  Pickle newObject() throws IOException {
    out.write(0x81);
    return this;
  }

  /** Gives the dictionary on the stack to the object below it. */
  Pickle build() throws IOException {
    out.write('b');
    return this;
  }

  /** Calls the function below the tuple on the stack. */
  Pickle reduce() throws IOException {
    out.write('R');
    return this;
  }

  /** What the tuple on the stack stands for outside of the pickle. */
  Pickle persistent() throws IOException {
    out.write('Q');
    return this;
  }

  Pickle text(String text) throws IOException {
    byte[] utf = text.getBytes(StandardCharsets.UTF_8);
    out.write('X');
    out.writeInt(Integer.reverseBytes(utf.length));
    out.write(utf);
    return this;
  }

  Pickle truth(boolean value) throws IOException {
    out.write(value ? 0x88 : 0x89);
    return this;
  }

  Pickle none() throws IOException {
    out.write('N');
    return this;
  }

  Pickle whole(long value) throws IOException {
    if (value == (int) value) {
      out.write('J');
      out.writeInt(Integer.reverseBytes((int) value));
    } else {
      out.write(new byte[] {(byte) 0x8a, Long.BYTES});
      out.writeLong(Long.reverseBytes(value));
    }
    return this;
  }

  Pickle real(double value) throws IOException {
    out.write('G');
    out.writeDouble(value);
    return this;
  }
}
