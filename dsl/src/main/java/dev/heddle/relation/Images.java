package dev.heddle.relation;

import dev.heddle.diagnostic.HeddleException;
import dev.heddle.diagnostic.Problem;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/** What a set of queries attends to, taken together: the heart of composition. */
final class Images {

  /** The most queries whose rows are joined one by one. */
  static final int MOST_JOINED = 1 << 20;

  /** The most pairs of summands when two sums are composed. */
  private static final int MOST_SUMMANDS = 256;

  /** The most steps of a power. */
  private static final int MOST_STEPS = 1 << 16;

  /** The most pieces of rows that the steps of a power go through. */
  private static final long MOST_STEPPED = 1L << 22;

  /** So many random keys of a few queries are drawn beforehand. */
  private static final int MOST_DRAWN = 4_096;

  /** So many distances are taken one after the other. */
  private static final int FEW_DISTANCES = 64;

  private Images() {}

  /** The keys of all queries in a row, among n. */
  static Row of(Row queries, Rows rows, int n) {
    if (queries.isEmpty()) {
      return queries;
    }
    return switch (rows) {
      case Rows.Nothing _ -> Row.empty();
      case Rows.Band(int before, int after) -> spread(queries, before, after, n);
      case Rows.Keys(Row positions) -> positions;
      case Rows.Queries(Row positions) ->
          queries.intersect(positions).isEmpty() ? Row.empty() : Rows.all(n);
      case Rows.Cross(Row positions) ->
          queries.intersect(positions).isEmpty() ? positions : Rows.all(n);
      case Rows.Residues(int step) -> residues(queries, step, n);
      case Rows.Blocks(int size) -> blocks(queries, size, n);
      case Rows.Sum sum when onlyAdds(sum) -> {
        Row row = of(queries, sum.first(), n);
        for (Rows.Change change : sum.rest()) {
          row = row.union(of(queries, change.operand(), n));
        }
        yield row;
      }
      case Rows.Composed(Rows first, Rows second) -> of(of(queries, first, n), second, n);
      case Rows.Offsets(Row distances) when distances.count() <= FEW_DISTANCES -> {
        Row row = Row.empty();
        for (Progression piece : distances.pieces()) {
          for (long at = 0; at < piece.count(); at++) {
            row =
                row.union(
                    queries.shifted(piece.start() + at * piece.step()).intersect(Rows.all(n)));
          }
        }
        yield row;
      }
      case Rows.Dilated _,
          Rows.Offsets _,
          Rows.Drawn _,
          Rows.Rings _,
          Rows.Grouped _,
          Rows.Explicit _,
          Rows.Ruled _,
          Rows.Swapped _,
          Rows.Complement _,
          Rows.Sum _,
          Rows.Meet _,
          Rows.Repeated _,
          Rows.Product _,
          Rows.Cut _ ->
          joined(queries, rows, n);
    };
  }

  /** Every query with so many neighbours before and after it. */
  private static Row spread(Row queries, int before, int after, int n) {
    Row row = Row.empty();
    for (Progression piece : queries.pieces()) {
      long width = (long) before + after + 1;
      if (piece.step() <= width) {
        row = row.union(clipped(piece.start() - before, piece.last() + after, n));
      } else if (width <= piece.count()) {
        List<Progression> moved = new ArrayList<>();
        for (long by = -before; by <= after; by++) {
          moved.add(piece.shifted(by));
        }
        row = row.union(Row.ofDisjoint(moved).intersect(Rows.all(n)));
      } else {
        for (long at = 0; at < piece.count(); at++) {
          long query = piece.start() + at * piece.step();
          row = row.union(clipped(query - before, query + after, n));
        }
      }
    }
    return row;
  }

  private static Row clipped(long first, long last, int n) {
    return Row.interval(Math.max(0, first), Math.min(n - 1L, last));
  }

  private static Row residues(Row queries, int step, int n) {
    Row row = Row.empty();
    for (Progression piece : queries.pieces()) {
      long gcd = Progression.gcd(step, piece.step());
      long classes = step / gcd;
      if (piece.count() >= classes) {
        long first = piece.start() % gcd;
        row = row.union(Row.of(new Progression(first, gcd, (n - 1 - first) / gcd + 1)));
      } else {
        for (long at = 0; at < piece.count(); at++) {
          long first = (piece.start() + at * piece.step()) % step;
          row = row.union(Row.of(new Progression(first, step, (n - 1 - first) / step + 1)));
        }
      }
    }
    return row;
  }

  private static Row blocks(Row queries, int size, int n) {
    Row row = Row.empty();
    for (Progression piece : queries.pieces()) {
      if (piece.step() <= size) {
        row =
            row.union(
                clipped(piece.start() / size * size, piece.last() / size * size + size - 1L, n));
      } else {
        for (long at = 0; at < piece.count(); at++) {
          long start = (piece.start() + at * piece.step()) / size * size;
          row = row.union(clipped(start, start + size - 1L, n));
        }
      }
    }
    return row;
  }

  /**
   * The image of the image, so many times. Rows come again sooner or later (Brent's algorithm finds
   * when), and then only the remainder of the steps is left to take.
   */
  static Row steps(Row start, Rows rows, int times, int n) {
    Row row = start;
    Row landmark = start;
    int power = 1;
    int since = 0;
    long stepped = 0;
    for (int left = times; left > 0; ) {
      stepped += rows instanceof Rows.Offsets || isPlain(rows) ? row.pieces().size() : row.count();
      if (times - left > MOST_STEPS || stepped > MOST_STEPPED) {
        throw HeddleException.of(
            new Problem.TooMuchWork(
                "a row of a power with exponent " + (times + 1L),
                MOST_STEPS + " steps, or " + MOST_STEPPED + " rows joined",
                ""),
            null);
      }
      row = of(row, rows, n);
      left--;
      since++;
      if (row.equals(landmark)) {
        left %= since;
      }
      if (since == power) {
        landmark = row;
        power *= 2;
        since = 0;
      }
    }
    return row;
  }

  /** Row by row, as bits where there are many. */
  private static Row joined(Row queries, Rows rows, int n) {
    if (queries.count() <= 8) {
      Row row = Row.empty();
      for (Progression piece : queries.pieces()) {
        for (long at = 0; at < piece.count(); at++) {
          row = row.union(rows.row((int) (piece.start() + at * piece.step()), n));
        }
      }
      return row;
    }
    if (queries.count() > MOST_JOINED || n > Row.MOST_BITS) {
      throw HeddleException.of(
          new Problem.TooMuchWork(
              "a composition that joins " + queries.count() + " rows of " + n + " keys for a row",
              MOST_JOINED + " rows of " + Row.MOST_BITS + " keys",
              "take the pattern at a shorter length"),
          null);
    }
    Effort.spend(n / Long.SIZE);
    BitSet keys = new BitSet(n);
    long seen = 0;
    for (Progression piece : queries.pieces()) {
      for (long at = 0; at < piece.count(); at++) {
        for (Progression part : rows.row((int) (piece.start() + at * piece.step()), n).pieces()) {
          if (part.step() == 1) {
            keys.set((int) part.start(), (int) part.last() + 1);
          } else {
            Effort.spend(part.count());
            for (long key = part.start(); key <= part.last(); key += part.step()) {
              keys.set((int) key);
            }
          }
        }
        if (Long.bitCount(++seen) == 1 && keys.cardinality() == n) {
          return Rows.all(n);
        }
      }
    }
    return Row.of(keys, 0);
  }

  private static boolean onlyAdds(Rows.Sum sum) {
    return sum.rest().stream().allMatch(Rows.Change::adds);
  }

  // ---- relations as a whole

  /** The second relation after the first, in as simple a form as the two allow. */
  static Rows composed(Rows first, Rows second, int n) {
    if (first instanceof Rows.Nothing || second instanceof Rows.Nothing) {
      return new Rows.Nothing();
    }
    if (isSelf(first) || isSelf(second)) {
      return isSelf(first) ? second : first;
    }
    if ((isFull(first, n) && hasSelf(second)) || (isFull(second, n) && hasSelf(first))) {
      return new Rows.Band(n, n);
    }
    if (first instanceof Rows.Band(int before, int after)
        && second instanceof Rows.Band(int before2, int after2)) {
      // Between the two ends there is always a position to step on.
      return new Rows.Band(capped((long) before + before2, n), capped((long) after + after2, n));
    }
    if (first instanceof Rows.Residues(int step)
        && second instanceof Rows.Residues(int step2)
        && lcm(step, step2) <= n) {
      return new Rows.Residues((int) Progression.gcd(step, step2));
    }
    if (first instanceof Rows.Blocks && first.equals(second)) {
      return first;
    }
    List<Rows> left = summands(first);
    List<Rows> right = summands(second);
    if (left.size() + right.size() > 2 && left.size() * right.size() <= MOST_SUMMANDS) {
      List<Rows> all = new ArrayList<>();
      for (Rows one : left) {
        for (Rows other : right) {
          all.add(composed(one, other, n));
        }
      }
      return new Rows.Sum(
          all.getFirst(),
          all.subList(1, all.size()).stream().map(rows -> new Rows.Change(true, rows)).toList());
    }
    if (first instanceof Rows.Keys(Row positions)
        && (isPlain(second) || isDrawnFew(positions, second))) {
      return new Rows.Keys(of(positions, second, n));
    }
    if (second instanceof Rows.Queries(Row positions) && isPlain(first)) {
      return new Rows.Queries(of(positions, first.transposed(n), n));
    }
    if (first instanceof Rows.Queries && hasSelf(second)) {
      return first;
    }
    if (second instanceof Rows.Keys && hasSelf(first)) {
      return second;
    }
    return new Rows.Composed(first, second);
  }

  /** A relation composed with itself, so many times. */
  static Rows repeated(Rows rows, int times, int n) {
    if (times == 1 || rows instanceof Rows.Nothing || isSelf(rows) || isFull(rows, n)) {
      return rows;
    }
    return switch (rows) {
      case Rows.Band(int before, int after) ->
          new Rows.Band(capped((long) before * times, n), capped((long) after * times, n));
      case Rows.Residues(int step) when step <= n -> rows;
      case Rows.Blocks _, Rows.Grouped _ -> rows;
      default -> new Rows.Repeated(rows, times);
    };
  }

  private static int capped(long distance, int n) {
    return (int) Math.min(distance, n);
  }

  private static long lcm(int a, int b) {
    return a / Progression.gcd(a, b) * b;
  }

  private static boolean isSelf(Rows rows) {
    return rows instanceof Rows.Band(int before, int after) && before == 0 && after == 0;
  }

  private static boolean isFull(Rows rows, int n) {
    return rows instanceof Rows.Band(int before, int after) && before >= n - 1 && after >= n - 1;
  }

  /** Whose images cost no more than their pieces. */
  private static boolean isPlain(Rows rows) {
    return rows instanceof Rows.Band
        || rows instanceof Rows.Residues
        || rows instanceof Rows.Keys
        || rows instanceof Rows.Queries
        || rows instanceof Rows.Blocks;
  }

  /** Random keys of so few queries that they may as well be drawn at once, for all queries. */
  private static boolean isDrawnFew(Row queries, Rows rows) {
    return rows instanceof Rows.Drawn(int count, long _, Rows in)
        && (in == null || isPlain(in))
        && queries.count() * count <= MOST_DRAWN;
  }

  private static List<Rows> summands(Rows rows) {
    return switch (rows) {
      case Rows.Cross(Row positions) ->
          List.of(new Rows.Queries(positions), new Rows.Keys(positions));
      case Rows.Sum sum when onlyAdds(sum) -> {
        List<Rows> all = new ArrayList<>(summands(sum.first()));
        sum.rest().forEach(change -> all.addAll(summands(change.operand())));
        yield all;
      }
      default -> List.of(rows);
    };
  }

  /** Whether every query surely attends to its own position. */
  private static boolean hasSelf(Rows rows) {
    return switch (rows) {
      case Rows.Band _, Rows.Residues _, Rows.Dilated _, Rows.Blocks _, Rows.Grouped _ -> true;
      case Rows.Offsets(Row distances) -> distances.contains(0);
      case Rows.Sum sum when onlyAdds(sum) ->
          hasSelf(sum.first()) || sum.rest().stream().anyMatch(c -> hasSelf(c.operand()));
      case Rows.Meet(List<Rows> operands) -> operands.stream().allMatch(Images::hasSelf);
      case Rows.Product(Rows outer, int _, Rows inner, int _) -> hasSelf(outer) && hasSelf(inner);
      case Rows.Cut(Rows operand, int _) -> hasSelf(operand);
      default -> false;
    };
  }
}
