package dev.heddle.pattern;

import dev.heddle.diagnostic.HeddleException;
import dev.heddle.diagnostic.Origin;
import dev.heddle.diagnostic.Problem;
import dev.heddle.relation.Progression;
import dev.heddle.relation.Row;
import java.util.ArrayList;
import java.util.List;

/** Sets at a length. */
final class Sets {

  /** The most steps of a comprehension. */
  static final int MOST_STEPS = 1 << 20;

  private Sets() {}

  /**
   * The members of a set.
   *
   * @throws HeddleException if one of its numbers has no value, or it takes too many steps
   */
  static Row members(IntegerSet set, Arithmetic at) {
    return switch (set) {
      case IntegerSet.Listed(List<Meaning> members, Origin _) -> {
        List<Row> rows = new ArrayList<>();
        List<Long> singles = new ArrayList<>();
        members.forEach(member -> collect(member, at, singles, rows));
        yield joined(singles, rows);
      }
      case IntegerSet.Range range -> range(range, at);
      case IntegerSet.Comprehension comprehension -> {
        List<Row> rows = new ArrayList<>();
        List<Long> singles = new ArrayList<>();
        new Walk(comprehension, singles, rows).over(0, at);
        yield joined(singles, rows);
      }
      case IntegerSet.Sum(IntegerSet first, List<IntegerSet.Step> rest, Origin _) -> {
        Row row = members(first, at);
        for (IntegerSet.Step step : rest) {
          Row operand = members(step.operand(), at);
          row = step.adds() ? row.union(operand) : row.minus(operand);
        }
        yield row;
      }
      case IntegerSet.Meet(List<IntegerSet> operands, Origin _) -> {
        Row row = members(operands.getFirst(), at);
        for (IntegerSet operand : operands.subList(1, operands.size())) {
          row = row.intersect(members(operand, at));
        }
        yield row;
      }
      case IntegerSet.Variable(Symbol symbol, Origin _) -> at.env().set(symbol);
      case IntegerSet.Let(List<Bound> bounds, IntegerSet body, Origin _) ->
          members(body, at.with(bounds));
    };
  }

  private static void collect(Meaning member, Arithmetic at, List<Long> singles, List<Row> rows) {
    switch (member) {
      case Scalar scalar -> singles.add(at.integer(scalar));
      case IntegerSet set -> rows.add(members(set, at));
      case Sequence _, Graph _, Condition _, Term _, Schedule _ ->
          throw new IllegalStateException("no member of a set: " + member);
    }
  }

  private static Row joined(List<Long> singles, List<Row> rows) {
    Row row = Row.ofAny(singles.stream().mapToLong(Long::longValue).toArray());
    for (Row other : rows) {
      row = row.union(other);
    }
    return row;
  }

  private static Row range(IntegerSet.Range range, Arithmetic at) {
    long from = at.integer(range.from());
    long to = at.integer(range.to()) - (range.closed() ? 0 : 1);
    Scalar stepped = range.step();
    long step = stepped == null ? 1 : at.integer(new Whole("step", stepped, 1));
    return to < from ? Row.empty() : Row.of(new Progression(from, step, (to - from) / step + 1));
  }

  /** The steps of a comprehension, one loop within the other. */
  private static final class Walk {

    private final IntegerSet.Comprehension comprehension;
    private final List<Long> singles;
    private final List<Row> rows;
    private int steps;

    Walk(IntegerSet.Comprehension comprehension, List<Long> singles, List<Row> rows) {
      this.comprehension = comprehension;
      this.singles = singles;
      this.rows = rows;
    }

    void over(int depth, Arithmetic at) {
      if (depth == comprehension.generators().size()) {
        Condition condition = comprehension.condition();
        if (condition == null || Conditions.holds(condition, at)) {
          collect(comprehension.item(), at, singles, rows);
        }
        return;
      }
      IntegerSet.Generator generator = comprehension.generators().get(depth);
      for (Progression piece : members(generator.set(), at).pieces()) {
        for (long index = 0; index < piece.count(); index++) {
          if (++steps > MOST_STEPS) {
            throw HeddleException.of(
                new Problem.TooMuchWork("this comprehension", MOST_STEPS + " steps", ""),
                comprehension.origin());
          }
          double member = (double) (piece.start() + index * piece.step());
          over(depth + 1, at.with(generator.variable(), member));
        }
      }
    }
  }
}
