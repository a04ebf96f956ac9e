package dev.heddle.pattern;

import dev.heddle.diagnostic.HeddleException;
import dev.heddle.diagnostic.Origin;
import dev.heddle.diagnostic.Problem;
import dev.heddle.relation.Progression;
import dev.heddle.relation.Relation;
import dev.heddle.relation.Row;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What the source of a mask looks things up in, and how it says so. */
final class MaskTables {

  /** The most bytes that one part of a pattern may be looked up in. */
  static final long MOST_BYTES = 1 << 26;

  /** A set of more pieces than these is shorter as a table. */
  private static final int MOST_PIECES = 6;

  /** A set whose members lie further apart than this is no table. */
  private static final long LONGEST_TABLE = 1 << 24;

  private final List<MaskSource.Table> tables = new ArrayList<>();

  List<MaskSource.Table> all() {
    return List.copyOf(tables);
  }

  /** The name of a table of these numbers: one for all that are equal. */
  private String named(String prefix, MaskSource.Type type, long[] values) {
    for (MaskSource.Table table : tables) {
      if (table.type() == type && Arrays.equals(table.values(), values)) {
        return table.name();
      }
    }
    String name = prefix;
    for (int number = 2; isTaken(name); number++) {
      name = prefix + "_" + number;
    }
    tables.add(new MaskSource.Table(name, type, values));
    return name;
  }

  private boolean isTaken(String name) {
    return tables.stream().anyMatch(table -> table.name().equals(name));
  }

  private static MaskSource.Type fitting(long[] values) {
    boolean isNarrow = Arrays.stream(values).allMatch(value -> value == (int) value);
    return isNarrow ? MaskSource.Type.int32 : MaskSource.Type.int64;
  }

  // ---- sequences

  /** An element of a sequence that is bound under a name. */
  MaskNumber element(String name, long[] values, String index) {
    String table = named("seq_" + name, fitting(values), values);
    return MaskNumber.atom(
        table + "[" + index + "]",
        (double) Arrays.stream(values).min().orElse(0),
        (double) Arrays.stream(values).max().orElse(0));
  }

  // ---- sets

  /**
   * Whether a number between two bounds is a member of a set; nothing where that takes too large a
   * table.
   */
  Optional<MaskText> within(String number, Row set, long least, long most) {
    Row members = set.intersect(Row.interval(least, most));
    if (members.count() == most - least + 1) {
      return Optional.of(MaskText.FULL);
    }
    List<Progression> pieces = members.pieces();
    if (pieces.size() <= MOST_PIECES) {
      return Optional.of(
          MaskText.or(pieces.stream().map(piece -> within(number, piece, least, most)).toList()));
    }
    if (most - least >= LONGEST_TABLE) {
      return Optional.empty();
    }
    long[] marks = new long[(int) (most - least + 1)];
    for (Progression piece : pieces) {
      for (long at = 0; at < piece.count(); at++) {
        marks[(int) (piece.start() + at * piece.step() - least)] = 1;
      }
    }
    String from = least == 0 ? "" : (least < 0 ? " + " : " - ") + Math.abs(least);
    return Optional.of(
        MaskText.atom(named("marks", MaskSource.Type.bool, marks) + "[" + number + from + "]"));
  }

  private static MaskText within(String number, Progression piece, long least, long most) {
    if (piece.count() == 1) {
      return MaskText.comparison(number + " == " + piece.start());
    }
    List<MaskText> all = new ArrayList<>();
    if (piece.start() - piece.step() >= least) {
      all.add(MaskText.comparison(number + " >= " + piece.start()));
    }
    if (piece.last() + piece.step() <= most) {
      all.add(MaskText.comparison(number + " <= " + piece.last()));
    }
    if (piece.step() > 1) {
      String of = number.contains(" ") ? "(" + number + ")" : number;
      long rest = Math.floorMod(piece.start(), piece.step());
      all.add(MaskText.comparison(of + " % " + piece.step() + " == " + rest));
    }
    return MaskText.and(all);
  }

  // ---- pairs

  /**
   * Pairs that nothing shorter says.
   *
   * @throws HeddleException if they take more than {@link #MOST_BYTES}
   */
  MaskText pairs(Relation relation, MaskPlace place, Origin origin) {
    int rows = place.positions();
    int width = Math.ceilDiv(rows, Byte.SIZE);
    long bits = (long) rows * width;
    long edges = relation.edges();
    long listed = (rows + 2 + edges) * Integer.BYTES;
    if (Math.min(bits, listed) > MOST_BYTES) {
      throw HeddleException.of(
          new Problem.TooLarge(
              "as Python source this part is a table, which",
              String.format(Locale.ROOT, "%,d bytes", Math.min(bits, listed)),
              String.format(Locale.ROOT, "%,d bytes", MOST_BYTES),
              "`blockmask` holds its blocks, and `csr` its pairs"),
          origin);
    }
    return bits <= listed ? marked(relation, place, width) : listed(relation, place, (int) edges);
  }

  private MaskText listed(Relation relation, MaskPlace place, int edges) {
    int rows = place.positions();
    long[] starts = new long[rows + 1];
    // One more, as a search may look behind the last.
    long[] keys = new long[edges + 1];
    int longest = 0;
    for (int query = 0; query < rows; query++) {
      int at = (int) starts[query];
      int[] row = relation.row(query).keys();
      for (int index = 0; index < row.length; index++) {
        keys[at + index] = row[index];
      }
      starts[query + 1] = (long) at + row.length;
      longest = Math.max(longest, row.length);
    }
    if (longest == 0) {
      return MaskText.NONE;
    }
    String begin = named("starts", MaskSource.Type.int32, starts);
    String list = named("keys", MaskSource.Type.int32, keys);
    int halvings = Integer.SIZE - Integer.numberOfLeadingZeros(longest);
    return call("_listed", begin, list, Integer.toString(halvings), place.i(), place.j());
  }

  private MaskText marked(Relation relation, MaskPlace place, int width) {
    int rows = place.positions();
    long[] bits = new long[rows * width];
    for (int query = 0; query < rows; query++) {
      for (int key : relation.row(query).keys()) {
        bits[query * width + key / Byte.SIZE] |= 1L << key % Byte.SIZE;
      }
    }
    String name = named("bits", MaskSource.Type.uint8, bits);
    return call("_marked", name, Integer.toString(width), place.i(), place.j());
  }

  private static MaskText call(String function, String... arguments) {
    return MaskText.atom(function + "(" + String.join(", ", arguments) + ")");
  }
}
