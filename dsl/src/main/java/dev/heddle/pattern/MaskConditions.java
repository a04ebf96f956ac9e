package dev.heddle.pattern;

import dev.heddle.diagnostic.HeddleException;
import dev.heddle.diagnostic.Origin;
import dev.heddle.pattern.MaskNumber.Binding;
import dev.heddle.relation.Row;
import dev.heddle.syntax.Tree.Comparator;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Conditions as Python source, where they compare whole numbers.
 *
 * <p>Ours are doubles and nearly equal ones count as equal; a kernel's are integers of 32 bits. The
 * two agree where every number is whole, none leaves 32 bits, nothing is divided by what may be
 * zero and no element is asked for that is not there: where that cannot be seen from the ranges of
 * the numbers, the condition is not said here, and the pattern looks its pairs up.
 */
final class MaskConditions {

  /** Nothing is wrong: this condition is to be looked up. It is thrown from deep within. */
  private static final class NotSaid extends RuntimeException {

    private static final long serialVersionUID = 1L;

    NotSaid() {
      super(null, null, false, false);
    }
  }

  private static final double LARGEST = Integer.MAX_VALUE;

  private final Arithmetic at;
  private final Map<Symbol, MaskNumber> variables;
  private final MaskTables tables;

  private MaskConditions(Arithmetic at, Map<Symbol, MaskNumber> variables, MaskTables tables) {
    this.at = at;
    this.variables = variables;
    this.tables = tables;
  }

  /** The condition for the positions of a place, or nothing where it has to be looked up. */
  static Optional<MaskText> of(
      Condition condition, Arithmetic at, MaskPlace place, MaskTables tables) {
    double last = place.positions() - 1;
    Map<Symbol, MaskNumber> variables =
        Map.of(
            Symbol.I, MaskNumber.atom(place.i(), 0, last),
            Symbol.J, MaskNumber.atom(place.j(), 0, last));
    try {
      return Optional.of(new MaskConditions(at, variables, tables).said(condition));
    } catch (NotSaid e) {
      return Optional.empty();
    }
  }

  private boolean isFixed(Meaning meaning) {
    return variables.keySet().stream().noneMatch(variable -> Mentions.of(meaning, variable));
  }

  /** What has a value without i and j; or none, as in what a condition before it keeps away. */
  private <T> T fixed(Function<Arithmetic, T> value) {
    try {
      return value.apply(at);
    } catch (HeddleException e) {
      throw new NotSaid();
    }
  }

  // ---- conditions

  private MaskText said(Condition condition) {
    if (isFixed(condition)) {
      return fixed(here -> Conditions.holds(condition, here)) ? MaskText.FULL : MaskText.NONE;
    }
    return switch (condition) {
      case Condition.Comparison(Scalar left, Comparator comparator, Scalar right, Origin _) ->
          compared(number(left), comparator, number(right));
      case Condition.Member(Scalar value, IntegerSet set, Origin _) -> {
        if (!isFixed(set)) {
          throw new NotSaid();
        }
        yield member(number(value), fixed(here -> Sets.members(set, here)));
      }
      case Condition.All(List<Condition> operands, Origin _) ->
          MaskText.and(operands.stream().map(this::said).toList());
      case Condition.Any(List<Condition> operands, Origin _) ->
          MaskText.or(operands.stream().map(this::said).toList());
      case Condition.Not(Condition operand, Origin _) -> said(operand).not();
      case Condition.Let(List<Bound> bounds, Condition body, Origin _) -> with(bounds).said(body);
      case Condition.PatternComparison _, Condition.Property _ -> throw new NotSaid();
    };
  }

  private MaskText member(MaskNumber value, Row members) {
    return tables
        .within(value.within(Binding.SUM), members, (long) value.least(), (long) value.most())
        .orElseThrow(NotSaid::new);
  }

  private MaskText compared(MaskNumber left, Comparator comparator, MaskNumber right) {
    if (left.isConstant()) {
      return compared(right, mirrored(comparator), left);
    }
    if (!right.isConstant()) {
      return comparison(left, comparator, right.within(Binding.SUM));
    }
    double bound = Arithmetic.snap(right.least());
    if (Math.abs(bound) > LARGEST) {
      throw new NotSaid();
    }
    boolean isWhole = bound == Math.rint(bound);
    String floor = Long.toString((long) Math.floor(bound));
    return switch (comparator) {
      case LESS, AT_MOST -> comparison(left, isWhole ? comparator : Comparator.AT_MOST, floor);
      case MORE, AT_LEAST -> comparison(left, isWhole ? comparator : Comparator.MORE, floor);
      case SAME -> isWhole ? comparison(left, comparator, floor) : MaskText.NONE;
      case DIFFERENT -> isWhole ? comparison(left, comparator, floor) : MaskText.FULL;
      case IN -> throw new IllegalStateException("`in` compares no numbers");
    };
  }

  private static MaskText comparison(MaskNumber left, Comparator comparator, String right) {
    String sign =
        switch (comparator) {
          case LESS -> "<";
          case AT_MOST -> "<=";
          case MORE -> ">";
          case AT_LEAST -> ">=";
          case SAME -> "==";
          case DIFFERENT -> "!=";
          case IN -> throw new IllegalStateException("`in` compares no numbers");
        };
    return MaskText.comparison(left.within(Binding.SUM) + " " + sign + " " + right);
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

  private MaskConditions with(List<Bound> bounds) {
    MaskConditions inner = this;
    for (Bound bound : bounds) {
      inner = inner.with(bound);
    }
    return inner;
  }

  private MaskConditions with(Bound bound) {
    if (isFixed(bound.value())) {
      return new MaskConditions(fixed(here -> here.with(List.of(bound))), variables, tables);
    }
    if (!(bound.value() instanceof Scalar scalar)) {
      throw new NotSaid();
    }
    Map<Symbol, MaskNumber> more = new HashMap<>(variables);
    more.put(bound.symbol(), number(scalar));
    return new MaskConditions(at, more, tables);
  }

  // ---- numbers

  private MaskNumber number(Scalar scalar) {
    if (isFixed(scalar)) {
      return MaskNumber.constant(fixed(here -> here.evaluate(scalar)));
    }
    return switch (scalar) {
      case Scalar.Variable(Symbol symbol, Origin _) ->
          Optional.ofNullable(variables.get(symbol)).orElseThrow(NotSaid::new);
      case Scalar.Negation(Scalar operand, Origin _) -> number(operand).negated();
      case Scalar.Arithmetic(Scalar first, List<Scalar.Step> rest, Origin _) -> {
        MaskNumber sum = number(first);
        for (Scalar.Step step : rest) {
          sum = inRange(applied(whole(sum), step.operation(), whole(number(step.operand()))));
        }
        yield sum;
      }
      case Scalar.Application(NumberFunction function, List<Scalar> arguments, Origin _) ->
          applied(function, arguments.stream().map(each -> whole(number(each))).toList());
      case Scalar.Element(Sequence sequence, Scalar index, Origin _) -> {
        MaskNumber place = whole(number(index));
        long[] values = fixed(here -> here.bindings().sequence(sequence.name(), here.n()));
        if (place.least() < 0 || place.most() >= values.length) {
          throw new NotSaid();
        }
        yield tables.element(sequence.name(), values, place.text());
      }
      case Scalar.Let(List<Bound> bounds, Scalar body, Origin _) -> with(bounds).number(body);
      case Scalar.Literal _, Scalar.Length _, Scalar.Power _, Scalar.Given _, Scalar.Measured _ ->
          throw new NotSaid();
    };
  }

  private static MaskNumber whole(MaskNumber number) {
    if (number.isConstant() && number.least() != Math.rint(number.least())) {
      throw new NotSaid();
    }
    return inRange(number);
  }

  private static MaskNumber inRange(MaskNumber number) {
    if (number.least() < -LARGEST || number.most() > LARGEST) {
      throw new NotSaid();
    }
    return number;
  }

  private static MaskNumber applied(MaskNumber left, Scalar.Operation operation, MaskNumber right) {
    MaskNumber result = applied(operation, left, right);
    return left.isConstant() && right.isConstant() ? MaskNumber.constant(result.least()) : result;
  }

  private static MaskNumber applied(Scalar.Operation operation, MaskNumber left, MaskNumber right) {
    return switch (operation) {
      case ADD -> left.plus(right);
      case SUBTRACT -> left.minus(right);
      case MULTIPLY -> left.times(right);
      case DIV, MOD -> {
        if (!right.isConstant() || right.least() <= 0) {
          throw new NotSaid();
        }
        long divisor = (long) right.least();
        if (operation == Scalar.Operation.DIV) {
          yield left.div(divisor);
        }
        yield left.isConstant()
            ? MaskNumber.constant((double) Math.floorMod((long) left.least(), divisor))
            : left.mod(divisor);
      }
      case DIVIDE -> throw new NotSaid();
    };
  }

  private static MaskNumber applied(NumberFunction function, List<MaskNumber> arguments) {
    return switch (function) {
      case ABS -> arguments.getFirst().abs();
      case MIN -> extreme(arguments, true);
      case MAX -> extreme(arguments, false);
      // Their arguments are whole.
      case FLOOR, CEIL, ROUND -> arguments.getFirst();
      case SQRT, LOG2, GCD, FIB -> throw new NotSaid();
    };
  }

  /** Tensors first: a tensor has a method for a number, and a number has none for a tensor. */
  private static MaskNumber extreme(List<MaskNumber> arguments, boolean isLeast) {
    List<MaskNumber> ordered = new ArrayList<>();
    arguments.stream().filter(each -> !each.isConstant()).forEach(ordered::add);
    arguments.stream().filter(MaskNumber::isConstant).forEach(ordered::add);
    MaskNumber extreme = ordered.getFirst();
    for (MaskNumber other : ordered.subList(1, ordered.size())) {
      extreme = isLeast ? extreme.min(other) : extreme.max(other);
    }
    return extreme;
  }
}
