package dev.heddle.pattern;

import dev.heddle.diagnostic.HeddleException;
import dev.heddle.diagnostic.Origin;
import dev.heddle.diagnostic.Problem;
import dev.heddle.relation.Effort;
import dev.heddle.relation.Progression;
import dev.heddle.relation.Row;
import dev.heddle.syntax.Tree.Comparator;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The positions for which a condition holds, one of the two positions being known.
 *
 * <p>A comparison that has the unknown on one side only is read backwards: from the numbers that
 * that side may be to the unknowns that make it so, through {@code + - * div mod abs min max}. So a
 * row of {@code abs(i - j) <= 3 and j mod 4 == 0} costs a few pieces. What cannot be read so is
 * tried position by position.
 */
final class Solver {

  /** The most positions that are tried one by one for a row. */
  static final int MOST_TRIED = 1 << 24;

  /** The most values of a part of a sum that are tried one after the other. */
  private static final int MOST_VALUES = 64;

  /** Up to here integers in doubles are exact, with room for a sum. */
  private static final double EXACT = 0x1p51;

  private final Arithmetic at;
  private final Symbol unknown;
  private final Tries tries;

  /** Whether all variables but the known position are the same for all rows. */
  private final boolean shares;

  Solver(Arithmetic at, Symbol unknown, Tries tries) {
    this(at, unknown, tries, true);
  }

  private Solver(Arithmetic at, Symbol unknown, Tries tries, boolean shares) {
    this.at = at;
    this.unknown = unknown;
    this.tries = tries;
    this.shares = shares;
  }

  /** The positions of a domain for which the condition holds; only these are looked at. */
  Row solve(Condition condition, Row domain) {
    if (domain.isEmpty()) {
      return domain;
    }
    return switch (condition) {
      case Condition.All(List<Condition> operands, Origin _) -> {
        Row row = domain;
        for (Condition operand : operands) {
          row = solve(operand, row);
        }
        yield row;
      }
      case Condition.Any(List<Condition> operands, Origin _) -> {
        Row row = Row.empty();
        for (Condition operand : operands) {
          row = row.union(solve(operand, domain.minus(row)));
        }
        yield row;
      }
      case Condition.Not(Condition operand, Origin _) -> domain.minus(solve(operand, domain));
      case Condition.Let(List<Bound> bounds, Condition body, Origin _)
          when bounds.stream().noneMatch(bound -> mentions(bound.value())) ->
          new Solver(at.with(bounds), unknown, tries, false).solve(body, domain);
      case Condition.Comparison(Scalar left, Comparator comparator, Scalar right, Origin _) -> {
        Row row = null;
        if (!mentions(left) && !mentions(right)) {
          row = Conditions.holds(condition, withFirst(domain)) ? domain : Row.empty();
        } else if (!mentions(right)) {
          row = compared(left, comparator, right, domain);
        } else if (!mentions(left)) {
          row = compared(right, mirrored(comparator), left, domain);
        }
        yield row == null ? tried(condition, domain) : row;
      }
      case Condition.Member(Scalar value, IntegerSet set, Origin _) -> {
        if (mentions(set)) {
          yield tried(condition, domain);
        }
        if (!mentions(value)) {
          yield Conditions.holds(condition, withFirst(domain)) ? domain : Row.empty();
        }
        double reach = reach(value);
        Row row =
            reach > EXACT
                ? null
                : inverse(
                    value, Sets.members(set, withFirst(domain)).intersect(within(reach)), domain);
        yield row == null ? tried(condition, domain) : row;
      }
      case Condition.Let _, Condition.PatternComparison _, Condition.Property _ ->
          tried(condition, domain);
    };
  }

  /** For what does not depend on the unknown; an error names the first position that reached it. */
  private Arithmetic withFirst(Row domain) {
    return at.with(unknown, (double) domain.first());
  }

  /** Key by key; what another row has tried already, and would be the same here, is not again. */
  private Row tried(Condition condition, Row domain) {
    Tries.Shared shared = shares ? tries.shared(condition, at, unknown) : null;
    if (shared != null && shared.isWorth(domain.count(), at.n())) {
      Row all = shared.row(() -> each(condition, Row.interval(0, at.n() - 1)));
      if (all != null) {
        return all.intersect(domain);
      }
    }
    return each(condition, domain);
  }

  private Row each(Condition condition, Row domain) {
    if (domain.count() > MOST_TRIED) {
      throw HeddleException.of(
          new Problem.TooMuchWork(
              "a row of this condition, which is tried key by key at n = " + at.n(),
              MOST_TRIED + " keys",
              "a comparison with `j` on one side only is not tried but solved"),
          condition.origin());
    }
    tries.count(domain.count());
    Effort.spend(Effort.A_TRY * domain.count());
    Env env = at.env().with(unknown, 0);
    Arithmetic pair = at.with(env);
    long[] found = new long[(int) domain.count()];
    int count = 0;
    for (Progression piece : domain.pieces()) {
      for (long index = 0; index < piece.count(); index++) {
        env.number = piece.start() + index * piece.step();
        if (Conditions.holds(condition, pair)) {
          found[count++] = (long) env.number;
        }
      }
    }
    return Row.ofAny(java.util.Arrays.copyOf(found, count));
  }

  private static Comparator mirrored(Comparator comparator) {
    return switch (comparator) {
      case LESS -> Comparator.MORE;
      case AT_MOST -> Comparator.AT_LEAST;
      case MORE -> Comparator.LESS;
      case AT_LEAST -> Comparator.AT_MOST;
      case SAME, DIFFERENT, IN -> comparator;
    };
  }

  private @Nullable Row compared(
      Scalar expression, Comparator comparator, Scalar bound, Row domain) {
    double reach = reach(expression);
    if (reach > EXACT) {
      return null;
    }
    double value = Arithmetic.snap(withFirst(domain).evaluate(bound));
    Row all = within(reach);
    double lowest = all.first();
    double highest = all.last();
    Row target =
        switch (comparator) {
          case LESS -> numbers(lowest, Math.min(highest, Math.ceil(value) - 1));
          case AT_MOST -> numbers(lowest, Math.min(highest, Math.floor(value)));
          case MORE -> numbers(Math.max(lowest, Math.floor(value) + 1), highest);
          case AT_LEAST -> numbers(Math.max(lowest, Math.ceil(value)), highest);
          case SAME ->
              value == Math.rint(value) ? numbers(value, value).intersect(all) : Row.empty();
          case DIFFERENT -> value == Math.rint(value) ? all.minus(numbers(value, value)) : all;
          case IN -> throw new IllegalStateException("`in` compares no numbers");
        };
    return inverse(expression, target, domain);
  }

  private static Row numbers(double first, double last) {
    // A bound beyond all that can be reached leaves nothing.
    return first > last || Math.abs(first) > 0x1p60 || Math.abs(last) > 0x1p60
        ? Row.empty()
        : Row.interval((long) first, (long) last);
  }

  private static Row within(double reach) {
    return Row.interval(-(long) reach - 1, (long) reach + 1);
  }

  // ---- reading backwards

  /** The unknowns of the domain that take an integer expression into a set; null if unreadable. */
  private @Nullable Row inverse(Scalar expression, Row target, Row domain) {
    return switch (expression) {
      case Scalar.Variable(Symbol symbol, Origin _) ->
          symbol.equals(unknown) ? target.intersect(domain) : null;
      case Scalar.Negation(Scalar operand, Origin _) -> inverse(operand, mirrored(target), domain);
      case Scalar.Arithmetic(Scalar first, List<Scalar.Step> rest, Origin origin) -> {
        Scalar.Step last = rest.getLast();
        Scalar before =
            rest.size() == 1
                ? first
                : new Scalar.Arithmetic(first, rest.subList(0, rest.size() - 1), origin);
        if (mentions(before) && mentions(last.operand())) {
          yield split(before, last, target, domain);
        }
        yield mentions(before)
            ? left(before, last, target, domain)
            : right(before, last, target, domain);
      }
      case Scalar.Application application -> applied(application, target, domain);
      case Scalar.Literal _,
          Scalar.Length _,
          Scalar.Power _,
          Scalar.Element _,
          Scalar.Given _,
          Scalar.Measured _,
          Scalar.Let _ ->
          null;
    };
  }

  /**
   * {@code f + g}, both of the unknown: as {@code c + g} for each value c of f, or the other way
   * round, where these are few, as in {@code j div 16 * 4 + j mod 4}.
   */
  private @Nullable Row split(Scalar before, Scalar.Step step, Row target, Row domain) {
    if (step.operation() != Scalar.Operation.ADD && step.operation() != Scalar.Operation.SUBTRACT) {
      return null;
    }
    boolean adds = step.operation() == Scalar.Operation.ADD;
    Row values = values(before, domain);
    Row others = values(step.operand(), domain);
    boolean isFirst = values.count() <= others.count();
    Row few = isFirst ? values : others;
    if (few.isEmpty() || few.count() > MOST_VALUES) {
      return null;
    }
    Row result = Row.empty();
    for (long value = few.first(); value <= few.last(); value++) {
      Row one = Row.interval(value, value);
      Row part = inverse(isFirst ? before : step.operand(), one, domain);
      if (part == null) {
        return null;
      }
      if (part.isEmpty()) {
        continue;
      }
      Row rest;
      if (!isFirst) {
        rest = inverse(before, target.shifted(adds ? -value : value), part);
      } else {
        Row wanted = adds ? target.shifted(-value) : mirrored(target).shifted(value);
        rest = inverse(step.operand(), wanted, part);
      }
      if (rest == null) {
        return null;
      }
      result = result.union(rest);
    }
    return result;
  }

  /** An interval that holds all values of an expression, or the empty row where none is known. */
  private Row values(Scalar scalar, Row domain) {
    if (scalar instanceof Scalar.Variable) {
      return Row.interval(0, at.n() - 1);
    }
    if (!(scalar instanceof Scalar.Arithmetic(Scalar first, List<Scalar.Step> rest, Origin _))
        || !mentions(first)) {
      return within(Math.min(reach(scalar), EXACT));
    }
    Row values = values(first, domain);
    for (Scalar.Step step : rest) {
      double constant = mentions(step.operand()) ? Double.NaN : constant(step.operand(), domain);
      boolean isPositive = constant >= 1;
      long c = isPositive ? (long) constant : 0;
      if (isPositive && step.operation() == Scalar.Operation.MOD) {
        values = values.first() >= 0 && values.last() < c ? values : Row.interval(0, c - 1);
      } else if (isPositive && step.operation() == Scalar.Operation.DIV) {
        values = Row.interval(Math.floorDiv(values.first(), c), Math.floorDiv(values.last(), c));
      } else if (isPositive && step.operation() == Scalar.Operation.MULTIPLY) {
        // Those in between as well: this is an interval.
        values = Row.interval(values.first() * c, values.last() * c);
      } else {
        return within(Math.min(reach(scalar), EXACT));
      }
    }
    return values;
  }

  /** {@code f + c}. */
  private @Nullable Row left(Scalar inner, Scalar.Step step, Row target, Row domain) {
    double constant = constant(step.operand(), domain);
    if (Double.isNaN(constant)) {
      return null;
    }
    long c = (long) constant;
    return switch (step.operation()) {
      case ADD -> inverse(inner, target.shifted(-c), domain);
      case SUBTRACT -> inverse(inner, target.shifted(c), domain);
      case MULTIPLY -> {
        Row quotients = quotients(target, c, inner);
        yield quotients == null ? null : inverse(inner, quotients, domain);
      }
      case DIV -> {
        Row multiples = c < 1 ? null : multiples(target, c);
        yield multiples == null ? null : inverse(inner, multiples, domain);
      }
      case MOD -> {
        Row alike = c < 1 ? null : alike(target, c, reach(inner));
        yield alike == null ? null : inverse(inner, alike, domain);
      }
      case DIVIDE -> null;
    };
  }

  /** {@code c + f}. */
  private @Nullable Row right(Scalar before, Scalar.Step step, Row target, Row domain) {
    double constant = constant(before, domain);
    if (Double.isNaN(constant)) {
      return null;
    }
    long c = (long) constant;
    Scalar inner = step.operand();
    return switch (step.operation()) {
      case ADD -> inverse(inner, target.shifted(-c), domain);
      case SUBTRACT -> inverse(inner, mirrored(target).shifted(c), domain);
      case MULTIPLY -> {
        Row quotients = quotients(target, c, inner);
        yield quotients == null ? null : inverse(inner, quotients, domain);
      }
      case DIVIDE, DIV, MOD -> null;
    };
  }

  private @Nullable Row applied(Scalar.Application application, Row target, Row domain) {
    List<Scalar> arguments = application.arguments();
    Scalar first = arguments.getFirst();
    return switch (application.function()) {
      // What is an integer already.
      case FLOOR, CEIL, ROUND -> inverse(first, target, domain);
      case ABS -> {
        Row positive = target.intersect(Row.interval(0, 1L << 53));
        yield inverse(first, positive.union(mirrored(positive)), domain);
      }
      case MIN, MAX -> {
        if (arguments.size() != 2 || mentions(first) == mentions(arguments.get(1))) {
          yield null;
        }
        Scalar inner = mentions(first) ? first : arguments.get(1);
        double constant = constant(mentions(first) ? arguments.get(1) : first, domain);
        if (Double.isNaN(constant)) {
          yield null;
        }
        long c = (long) constant;
        boolean isMin = application.function() == NumberFunction.MIN;
        long far = (long) reach(inner) + 1;
        Row free = isMin ? Row.interval(-far, c - 1) : Row.interval(c + 1, far);
        Row beyond = isMin ? Row.interval(c, far) : Row.interval(-far, c);
        Row inside = target.intersect(free);
        yield inverse(inner, target.contains(c) ? inside.union(beyond) : inside, domain);
      }
      case SQRT, LOG2, GCD, FIB -> null;
    };
  }

  private static Row mirrored(Row row) {
    List<Progression> pieces = new ArrayList<>();
    for (Progression piece : row.pieces()) {
      pieces.add(new Progression(-piece.last(), piece.step(), piece.count()));
    }
    return joined(pieces);
  }

  /** A row of pieces without a member in common; where these are many, it may be kept as bits. */
  private static Row joined(List<Progression> pieces) {
    Row result = Row.empty();
    for (int from = 0; from < pieces.size(); from += Row.MOST_PIECES) {
      int to = Math.min(pieces.size(), from + Row.MOST_PIECES);
      result = result.union(Row.ofDisjoint(pieces.subList(from, to)));
    }
    return result;
  }

  /** The integers x with c·x in the target. */
  private @Nullable Row quotients(Row target, long c, Scalar inner) {
    if (c == 0) {
      return target.contains(0) ? within(reach(inner)) : Row.empty();
    }
    Row positive = c < 0 ? mirrored(target) : target;
    long size = Math.abs(c);
    if (positive.isEmpty()) {
      return positive;
    }
    long first = Math.ceilDiv(positive.first(), size);
    long last = Math.floorDiv(positive.last(), size);
    if (first > last) {
      return Row.empty();
    }
    Row hits = positive.intersect(Row.of(new Progression(first * size, size, last - first + 1)));
    List<Progression> result = new ArrayList<>();
    for (Progression piece : hits.pieces()) {
      result.add(
          new Progression(
              piece.start() / size, piece.count() == 1 ? 1 : piece.step() / size, piece.count()));
    }
    return joined(result);
  }

  /** The integers x with x div c in the target. */
  private static @Nullable Row multiples(Row target, long c) {
    List<Progression> result = new ArrayList<>();
    for (Progression piece : target.pieces()) {
      if (piece.step() == 1) {
        result.add(new Progression(piece.start() * c, 1, piece.count() * c));
        continue;
      }
      if (Math.min(c, piece.count()) > Row.MOST_PIECES) {
        return null;
      }
      if (c <= piece.count()) {
        for (long remainder = 0; remainder < c; remainder++) {
          result.add(
              new Progression(piece.start() * c + remainder, piece.step() * c, piece.count()));
        }
      } else {
        for (long index = 0; index < piece.count(); index++) {
          long start = (piece.start() + index * piece.step()) * c;
          result.add(new Progression(start, 1, c));
        }
      }
    }
    return joined(result);
  }

  /** The integers x, up to a distance from 0, with x mod c in the target. */
  private static @Nullable Row alike(Row target, long c, double reach) {
    Row remainders = target.intersect(Row.interval(0, c - 1));
    long blocks = (long) reach / c + 1;
    if (remainders.count() == c) {
      return within(reach);
    }
    if (Math.min(remainders.count(), 2 * blocks * remainders.pieces().size()) > Row.MOST_PIECES) {
      return null;
    }
    List<Progression> result = new ArrayList<>();
    if (remainders.count() <= 2 * blocks * remainders.pieces().size()) {
      for (Progression piece : remainders.pieces()) {
        for (long index = 0; index < piece.count(); index++) {
          long start = piece.start() + index * piece.step() - blocks * c;
          result.add(new Progression(start, c, 2 * blocks + 1));
        }
      }
    } else {
      for (long block = -blocks; block <= blocks; block++) {
        result.addAll(remainders.shifted(block * c).pieces());
      }
    }
    return joined(result);
  }

  // ---- bounds

  /** A number that does not depend on the unknown, if it is a small integer; NaN otherwise. */
  private double constant(Scalar scalar, Row domain) {
    double value = withFirst(domain).evaluate(scalar);
    return value == Math.rint(value) && Math.abs(value) < 0x1p31 ? value : Double.NaN;
  }

  /**
   * The greatest size that an expression of the unknown may have, if it is made of integers only,
   * and infinity otherwise.
   */
  private double reach(Scalar scalar) {
    if (!mentions(scalar)) {
      double value = at.with(unknown, 0).evaluate(scalar);
      return value == Math.rint(value) ? Math.abs(value) : Double.POSITIVE_INFINITY;
    }
    return switch (scalar) {
      case Scalar.Variable _ -> at.n();
      case Scalar.Negation(Scalar operand, Origin _) -> reach(operand);
      case Scalar.Arithmetic(Scalar first, List<Scalar.Step> rest, Origin _) -> {
        double reach = reach(first);
        for (Scalar.Step step : rest) {
          double operand = reach(step.operand());
          reach =
              switch (step.operation()) {
                case ADD, SUBTRACT -> reach + operand;
                case MULTIPLY -> reach * operand;
                case DIVIDE -> Double.POSITIVE_INFINITY;
                case DIV -> reach + operand;
                case MOD -> Math.max(reach, operand);
              };
          if (!(reach <= EXACT)) {
            yield Double.POSITIVE_INFINITY;
          }
        }
        yield reach;
      }
      case Scalar.Application application -> {
        double reach = 0;
        for (Scalar argument : application.arguments()) {
          reach = Math.max(reach, reach(argument));
        }
        yield switch (application.function()) {
          case FLOOR, CEIL, ROUND, ABS, MIN, MAX -> reach;
          case SQRT, LOG2, GCD, FIB -> Double.POSITIVE_INFINITY;
        };
      }
      case Scalar.Literal _,
          Scalar.Length _,
          Scalar.Power _,
          Scalar.Element _,
          Scalar.Given _,
          Scalar.Measured _,
          Scalar.Let _ ->
          Double.POSITIVE_INFINITY;
    };
  }

  private boolean mentions(Meaning meaning) {
    return Mentions.of(meaning, unknown);
  }
}
