package dev.heddle.runtime;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;

/** Something that a TorchScript module keeps beside its methods. */
sealed interface Attribute {

  /** The name by which methods know it. */
  String name();

  /** The type as the module's text declares it. */
  String type();

  /** A number that is whole. */
  record Whole(String name, long value) implements Attribute {
    @Override
    public String type() {
      return "int";
    }
  }

  /** A number. */
  record Real(String name, double value) implements Attribute {
    @Override
    public String type() {
      return "float";
    }
  }

  /** A number, or none. */
  record Perhaps(String name, @Nullable Double value) implements Attribute {
    @Override
    public String type() {
      return "Optional[float]";
    }
  }

  /** Whole numbers that methods read one by one: they stay where the program runs. */
  record Wholes(String name, long[] values) implements Attribute {
    @Override
    public String type() {
      return "List[int]";
    }
  }

  /** A tensor of one axis, which goes to another device with its module. */
  sealed interface Buffer extends Attribute {

    @Override
    default String type() {
      return "Tensor";
    }

    /** The type of its elements, as PyTorch names what stores them. */
    String storage();

    int count();

    /** The bytes of all elements. */
    long bytes();

    /** Writes the elements, in little-endian order. */
    void write(OutputStream out) throws IOException;
  }

  /** A tensor of whole numbers. */
  record Longs(String name, long[] values) implements Buffer {

    private static final int AT_A_TIME = 1 << 13;

    @Override
    public String storage() {
      return "LongStorage";
    }

    @Override
    public int count() {
      return values.length;
    }

    @Override
    public long bytes() {
      return (long) Long.BYTES * values.length;
    }

    @Override
    public void write(OutputStream out) throws IOException {
      ByteBuffer buffer =
          ByteBuffer.allocate(Long.BYTES * AT_A_TIME).order(ByteOrder.LITTLE_ENDIAN);
      for (long from = 0; from < values.length; from += AT_A_TIME) {
        int count = (int) Math.min(AT_A_TIME, values.length - from);
        buffer.asLongBuffer().put(values, (int) from, count);
        out.write(buffer.array(), 0, Long.BYTES * count);
      }
    }
  }

  /** A tensor of truth values, 1 for true. */
  record Bools(String name, byte[] values) implements Buffer {
    @Override
    public String storage() {
      return "BoolStorage";
    }

    @Override
    public int count() {
      return values.length;
    }

    @Override
    public long bytes() {
      return values.length;
    }

    @Override
    public void write(OutputStream out) throws IOException {
      out.write(values);
    }
  }
}
