package dev.heddle.files;

import dev.heddle.lower.MemoryBudget;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;

/**
 * Integers from a text file, with blanks, tabs or a comma between them: what {@code
 * numpy.savetxt(…, fmt="%d")}, a spreadsheet or a list of a graph's edges gives. What follows a
 * {@code #} in a line is a comment, and lines without integers count for nothing.
 */
public final class IntegerText {

  private static final int BUFFER = 1 << 16;

  private static final int END = -1;

  /** The longest thing that is read as one: far more than a number has. */
  private static final int LONGEST = 40;

  /** What some programs put before a text in UTF-8. */
  private static final int[] MARK = {0xef, 0xbb, 0xbf};

  private final String name;
  private final InputStream in;
  private final int columns;

  private long[] values = new long[1 << 10];
  private int count;
  private int line = 1;
  private int next;

  private IntegerText(String name, InputStream in, int columns) {
    this.name = name;
    this.in = in;
    this.columns = columns;
  }

  /**
   * The edges of a graph: two integers a line, a query and a key, counted from 0.
   *
   * @return shape [edges][2]
   * @throws IOException if it cannot be read, or holds another thing; the message says in which
   *     line, and what
   * @throws dev.heddle.diagnostic.HeddleException if it does not fit in memory
   */
  public static int[][] edges(Path file) throws IOException {
    long[] values = read(file, 2);
    int[][] edges = new int[values.length / 2][];
    for (int edge = 0; edge < edges.length; edge++) {
      edges[edge] = new int[] {(int) values[2 * edge], (int) values[2 * edge + 1]};
    }
    return edges;
  }

  /**
   * All integers in their order, however many stand in a line.
   *
   * @throws IOException as {@link #edges}
   * @throws dev.heddle.diagnostic.HeddleException as {@link #edges}
   */
  public static long[] sequence(Path file) throws IOException {
    return read(file, 0);
  }

  private static long[] read(Path file, int columns) throws IOException {
    try (InputStream in = new BufferedInputStream(Files.newInputStream(file), BUFFER)) {
      return new IntegerText(String.valueOf(file.getFileName()), in, columns).all();
    }
  }

  private long[] all() throws IOException {
    next = in.read();
    if (next == MARK[0]) {
      for (int expected : MARK) {
        if (next != expected) {
          throw wrong("it is no text");
        }
        next = in.read();
      }
    }
    while (next != END) {
      row();
      if (next == '\n') {
        line++;
        next = in.read();
      }
    }
    return Arrays.copyOf(values, count);
  }

  private void row() throws IOException {
    int before = count;
    boolean isOwed = false;
    while (next != END && next != '\n') {
      if (next == '#') {
        while (next != END && next != '\n') {
          next = in.read();
        }
      } else if (next == ',') {
        if (isOwed || count == before) {
          throw wrong("no integer stands before a comma");
        }
        isOwed = true;
        next = in.read();
      } else if (isBlank(next)) {
        next = in.read();
      } else {
        add(integer());
        isOwed = false;
      }
    }
    if (isOwed) {
      throw wrong("no integer stands after a comma");
    }
    int found = count - before;
    if (columns != 0 && found != 0 && found != columns) {
      throw wrong(
          found == 1
              ? "one integer, and an edge has two"
              : found + " integers, and an edge has two");
    }
  }

  private long integer() throws IOException {
    StringBuilder word = new StringBuilder();
    while (next != END && next != '\n' && next != '#' && next != ',' && !isBlank(next)) {
      if (word.length() == LONGEST) {
        throw wrong("`" + word + "…` is no integer");
      }
      // A sign of several bytes is no digit, whichever it is.
      word.append(next < ' ' || next > '~' ? '?' : (char) next);
      next = in.read();
    }
    long value;
    try {
      value = Long.parseLong(word.toString());
    } catch (NumberFormatException e) {
      throw wrong("`" + word + "` is no integer");
    }
    if (columns != 0 && value != (int) value) {
      throw wrong(value + " is no position: they have 32 bits");
    }
    if (columns != 0 && value < 0) {
      throw wrong(value + " is no position: they count from 0");
    }
    return value;
  }

  private void add(long value) {
    if (count == values.length) {
      long more = 2L * count;
      MemoryBudget.ofHeap().require("the text in " + name, more, Long.BYTES, 0, () -> "");
      values = Arrays.copyOf(values, (int) more);
    }
    values[count++] = value;
  }

  private static boolean isBlank(int sign) {
    return sign == ' ' || sign == '\t' || sign == '\r';
  }

  private IOException wrong(String complaint) {
    return new IOException(String.format(Locale.ROOT, "line %d: %s", line, complaint));
  }
}
