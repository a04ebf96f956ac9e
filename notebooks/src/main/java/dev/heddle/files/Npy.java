package dev.heddle.files;

import dev.heddle.lower.MemoryBudget;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An array from NumPy's {@code .npy}, row by row: what {@code numpy.save} writes of booleans,
 * integers and floats.
 *
 * @param shape the lengths of its axes; empty for a single number
 * @param numbers its elements
 */
public record Npy(List<Integer> shape, Numbers numbers) {

  private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};

  /** A header of numbers is some hundred bytes long. */
  private static final int LONGEST_HEADER = 1 << 16;

  private static final int CHUNK = 1 << 16;

  private static final Pattern TYPE = Pattern.compile("'descr'\\s*:\\s*'([^']*)'");
  private static final Pattern ORDER = Pattern.compile("'fortran_order'\\s*:\\s*(True|False)");
  private static final Pattern SHAPE = Pattern.compile("'shape'\\s*:\\s*\\(([0-9, ]*)\\)");

  /** Integers, where false is 0 and true is 1, or floats. */
  public sealed interface Numbers {

    record Whole(long[] values) implements Numbers {}

    record Real(double[] values) implements Numbers {}
  }

  public Npy {
    shape = List.copyOf(shape);
  }

  private enum Type {
    BOOL("b1", 1),
    INT8("i1", 1),
    INT16("i2", 2),
    INT32("i4", 4),
    INT64("i8", 8),
    UINT8("u1", 1),
    UINT16("u2", 2),
    UINT32("u4", 4),
    UINT64("u8", 8),
    FLOAT16("f2", 2),
    FLOAT32("f4", 4),
    FLOAT64("f8", 8);

    private final String code;
    private final int width;

    Type(String code, int width) {
      this.code = code;
      this.width = width;
    }

    boolean isReal() {
      return this == FLOAT16 || this == FLOAT32 || this == FLOAT64;
    }

    long whole(ByteBuffer from) throws IOException {
      return switch (this) {
        case BOOL -> from.get() == 0 ? 0 : 1;
        case INT8 -> from.get();
        case INT16 -> from.getShort();
        case INT32 -> from.getInt();
        case INT64 -> from.getLong();
        case UINT8 -> Byte.toUnsignedLong(from.get());
        case UINT16 -> Short.toUnsignedLong(from.getShort());
        case UINT32 -> Integer.toUnsignedLong(from.getInt());
        case UINT64 -> {
          long value = from.getLong();
          if (value < 0) {
            throw new IOException(
                "it has the number "
                    + Long.toUnsignedString(value)
                    + ", and 2^63 - 1 is the greatest that is read");
          }
          yield value;
        }
        case FLOAT16, FLOAT32, FLOAT64 -> throw new IllegalStateException(name());
      };
    }

    double real(ByteBuffer from) {
      return switch (this) {
        case FLOAT16 -> Float.float16ToFloat(from.getShort());
        case FLOAT32 -> from.getFloat();
        case FLOAT64 -> from.getDouble();
        case BOOL, INT8, INT16, INT32, INT64, UINT8, UINT16, UINT32, UINT64 ->
            throw new IllegalStateException(name());
      };
    }
  }

  /**
   * Reads a file.
   *
   * @throws IOException if it cannot be read, or holds another thing than such an array; the
   *     message says which
   * @throws dev.heddle.diagnostic.HeddleException if the array does not fit in memory
   */
  public static Npy read(Path file) throws IOException {
    try (DataInputStream in =
        new DataInputStream(new BufferedInputStream(Files.newInputStream(file), CHUNK))) {
      String header = header(in);
      Type type = type(field(TYPE, header));
      List<Integer> shape = shape(header);
      long most = Files.isRegularFile(file) ? Files.size(file) : Long.MAX_VALUE;
      int count = count(shape, type.width, Long.BYTES, most, "the array in " + file.getFileName());
      Numbers numbers = numbers(in, type, count);
      if (in.read() >= 0) {
        throw new IOException("it is longer than its header says");
      }
      return new Npy(shape, numbers);
    } catch (EOFException e) {
      throw new IOException("it is shorter than its header says", e);
    }
  }

  /**
   * Reads an array with its own type.
   *
   * @param size how many bytes there are, with the header
   * @throws IOException as {@link #read}
   */
  static NamedArray array(String name, InputStream from, long size) throws IOException {
    DataInputStream in = new DataInputStream(new BufferedInputStream(from, CHUNK));
    try {
      String header = header(in);
      String descr = field(TYPE, header);
      List<Integer> shape = shape(header);
      NamedArray array = new NamedArray(name, shape, elements(name, descr, shape, size, in));
      if (in.read() >= 0) {
        throw new IOException("it is longer than its header says");
      }
      return array;
    } catch (EOFException e) {
      throw new IOException("it is shorter than its header says", e);
    }
  }

  private static Elements elements(
      String name, String descr, List<Integer> shape, long size, InputStream in)
      throws IOException {
    SmallInteger small = SmallInteger.of(descr);
    String what = "the array " + name;
    if (small != null) {
      return small.read(count(shape, small.width(), Integer.BYTES, size, what), in);
    }
    ElementType type = ElementType.ofNumpy(descr);
    return type.read(count(shape, type.width(), type.width(), size, what), in);
  }

  /**
   * Reads the one array of a file, with its own type.
   *
   * @throws IOException as {@link #read}
   */
  static NamedArray array(Path file) throws IOException {
    long size = Files.isRegularFile(file) ? Files.size(file) : Long.MAX_VALUE;
    try (InputStream in = Files.newInputStream(file)) {
      return array(String.valueOf(file.getFileName()), in, size);
    }
  }

  /**
   * Reads a word: what {@code numpy.bytes_} and a string of ASCII letters are saved as.
   *
   * @throws IOException if it is none
   */
  static String word(InputStream from) throws IOException {
    DataInputStream in = new DataInputStream(new BufferedInputStream(from, CHUNK));
    String header = header(in);
    Matcher type = Pattern.compile("[|<]([SU])(\\d{1,3})").matcher(field(TYPE, header));
    if (!type.matches()) {
      throw new IOException("it is no word");
    }
    int length = Integer.parseInt(String.valueOf(type.group(2)));
    byte[] bytes = in.readNBytes("U".equals(type.group(1)) ? Integer.BYTES * length : length);
    // Each letter of a U has three bytes of nothing behind it, and either is padded with nothing.
    return new String(bytes, StandardCharsets.US_ASCII).replace("\0", "");
  }

  private static String header(DataInputStream in) throws IOException {
    byte[] start = in.readNBytes(MAGIC.length);
    if (!Arrays.equals(start, MAGIC)) {
      throw new IOException("it is no .npy file");
    }
    int version = in.readUnsignedByte();
    in.readUnsignedByte();
    if (version < 1 || version > 3) {
      throw new IOException("it is of version " + version + ", and 1 to 3 are known");
    }
    byte[] length = new byte[version == 1 ? Short.BYTES : Integer.BYTES];
    in.readFully(length);
    ByteBuffer number = ByteBuffer.wrap(length).order(ByteOrder.LITTLE_ENDIAN);
    long bytes =
        version == 1
            ? Short.toUnsignedLong(number.getShort())
            : Integer.toUnsignedLong(number.getInt());
    if (bytes > LONGEST_HEADER) {
      throw new IOException("its header is longer than any of an array of numbers");
    }
    byte[] text = new byte[(int) bytes];
    in.readFully(text);
    return new String(text, StandardCharsets.UTF_8);
  }

  private static String field(Pattern pattern, String header) throws IOException {
    Matcher matcher = pattern.matcher(header);
    if (!matcher.find()) {
      throw new IOException("its header is not that of an array of numbers");
    }
    return String.valueOf(matcher.group(1));
  }

  private static Type type(String descr) throws IOException {
    for (Type type : Type.values()) {
      if (descr.equals("<" + type.code) || (type.width == 1 && descr.equals("|" + type.code))) {
        return type;
      }
    }
    throw new IOException(
        descr.startsWith(">")
            ? "its numbers are big-endian (" + descr + "): save them little-endian"
            : "its elements are of type "
                + descr
                + ", and it takes bool, integers of 8 to 64 bits, float16, float32 or float64");
  }

  private static List<Integer> shape(String header) throws IOException {
    String text = field(SHAPE, header);
    List<Integer> shape = new ArrayList<>();
    for (String length : text.split(",", -1)) {
      if (!length.isBlank()) {
        try {
          shape.add(Integer.parseInt(length.strip()));
        } catch (NumberFormatException e) {
          throw new IOException("its shape (" + text + ") is too long", e);
        }
      }
    }
    if (field(ORDER, header).equals("True")
        && shape.stream().filter(length -> length != 1).count() > 1) {
      throw new IOException("it is in Fortran order: save `numpy.ascontiguousarray(a)`");
    }
    return shape;
  }

  /**
   * The number of elements.
   *
   * @param width the bytes of one in the file
   * @param kept the bytes of one in memory
   * @param most how many bytes there are
   */
  static int count(List<Integer> shape, int width, int kept, long most, String what)
      throws IOException {
    long count = 1;
    for (int length : shape) {
      try {
        count = Math.multiplyExact(count, length);
      } catch (ArithmeticException e) {
        throw new IOException("its shape " + shape + " is too large", e);
      }
    }
    // A few bytes of header may claim any size.
    if (count > most / width) {
      throw new EOFException();
    }
    MemoryBudget.ofHeap().require(what, count, kept, 0, () -> "");
    return (int) count;
  }

  private static Numbers numbers(DataInputStream in, Type type, int count) throws IOException {
    long[] whole = new long[type.isReal() ? 0 : count];
    double[] real = new double[type.isReal() ? count : 0];
    byte[] bytes = new byte[CHUNK];
    int step = CHUNK / type.width;
    for (long from = 0; from < count; from += step) {
      int size = (int) Math.min(step, count - from);
      in.readFully(bytes, 0, size * type.width);
      ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
      for (int at = 0; at < size; at++) {
        if (type.isReal()) {
          real[(int) from + at] = type.real(buffer);
        } else {
          whole[(int) from + at] = type.whole(buffer);
        }
      }
    }
    return type.isReal() ? new Numbers.Real(real) : new Numbers.Whole(whole);
  }
}
