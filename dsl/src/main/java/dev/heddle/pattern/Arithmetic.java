package dev.heddle.pattern;

import dev.heddle.diagnostic.HeddleException;
import dev.heddle.diagnostic.Origin;
import dev.heddle.diagnostic.Problem;
import java.util.Arrays;
import java.util.List;

/**
 * Numbers at a length.
 *
 * <p>The same bits on every machine: transcendental functions come from {@link StrictMath}, whose
 * results are specified to the last digit.
 */
record Arithmetic(long n, boolean isConstant, Env env, Bindings bindings) {

  private static final double LARGEST_INTEGER = 0x1p53;

  /** For numbers that are the same at every length, of which errors name none. */
  static final Arithmetic OF_CONSTANTS = new Arithmetic(1, true, Env.EMPTY, Bindings.none());

  static Arithmetic at(long n, Bindings bindings) {
    return new Arithmetic(n, false, Env.EMPTY, bindings);
  }

  /** The same variables and bindings at another length. */
  Arithmetic takenAt(long length) {
    return length == n ? this : new Arithmetic(length, isConstant, env, bindings);
  }

  Arithmetic with(Env inner) {
    return new Arithmetic(n, isConstant, inner, bindings);
  }

  Arithmetic with(Symbol variable, double value) {
    return with(env.with(variable, value));
  }

  /** With variables for numbers and sets, each worked out here. */
  Arithmetic with(List<Bound> bounds) {
    Env inner = env;
    for (Bound bound : bounds) {
      inner =
          switch (bound.value()) {
            // Later ones may speak of earlier ones.
            case Scalar scalar -> inner.with(bound.symbol(), with(inner).evaluate(scalar));
            case IntegerSet set -> inner.with(bound.symbol(), Sets.members(set, with(inner)));
            case Sequence _, Graph _, Condition _, Term _, Schedule _ ->
                throw new IllegalStateException("no variable stands for " + bound.value());
          };
    }
    return with(inner);
  }

  /** Where this is, for errors: the length, and the pair if there is one. */
  String where() {
    if (isConstant) {
      return "";
    }
    StringBuilder where = new StringBuilder(" at n = ").append(n);
    for (Symbol position : List.of(Symbol.I, Symbol.J)) {
      Env found = env.find(position);
      if (found != null) {
        where.append(", ").append(position.name()).append(" = ").append((long) found.number);
      }
    }
    return where.toString();
  }

  /** The number that a scalar is at this length. */
  double evaluate(Scalar scalar) {
    double value =
        switch (scalar) {
          case Scalar.Literal(double literal, Origin _) -> literal;
          case Scalar.Length _ -> n;
          case Scalar.Negation(Scalar operand, Origin _) -> -evaluate(operand);
          case Scalar.Arithmetic(Scalar first, List<Scalar.Step> rest, Origin _) -> {
            double left = evaluate(first);
            Scalar leftmost = first;
            for (Scalar.Step step : rest) {
              left = apply(step, leftmost, left);
              leftmost = new Scalar.Literal(left, step.origin());
            }
            yield left;
          }
          case Scalar.Power(Scalar base, Scalar exponent, Origin _) ->
              StrictMath.pow(evaluate(base), evaluate(exponent));
          case Scalar.Application application -> apply(application);
          case Scalar.Variable(Symbol symbol, Origin _) -> env.number(symbol);
          case Scalar.Element element -> element(element);
          case Scalar.Given(String name, Origin _) -> bindings.number(name);
          case Scalar.Measured(Measure measure, Schedule schedule, Origin origin) ->
              Measuring.number(measure, schedule, this, origin);
          case Scalar.Let(List<Bound> bounds, Scalar body, Origin _) -> with(bounds).evaluate(body);
        };
    return finite(value, scalar.origin());
  }

  /**
   * The integer that a scalar is where an integer is wanted: snapped to a whole number that it
   * misses by no more than rounding errors do, and floored.
   */
  long integer(Scalar scalar) {
    return integer(evaluate(scalar), scalar.origin());
  }

  /** The integer that an argument is, checked against the least that it may be. */
  long integer(Whole argument) {
    long value = integer(argument.value());
    if (value < argument.least()) {
      throw HeddleException.of(
          new Problem.TooSmall(
              argument.name(),
              Long.toString(value),
              argument.least(),
              argument.value().isConstant() ? "" : where()),
          argument.value().origin());
    }
    return value;
  }

  /** Moves a number onto a whole number within min(1e-6, 1e-9·max(1, |x|)) of it. */
  static double snap(double x) {
    double whole = Math.rint(x);
    return Math.abs(x - whole) <= Math.min(1e-6, 1e-9 * Math.max(1, Math.abs(x))) ? whole : x;
  }

  /** A number as errors show it: whole ones without a fraction. */
  static String show(double value) {
    return value == Math.rint(value) && Math.abs(value) <= LARGEST_INTEGER
        ? Long.toString((long) value)
        : Double.toString(value);
  }

  private double element(Scalar.Element element) {
    long index = integer(element.index());
    long[] sequence = bindings.sequence(element.sequence().name(), n);
    if (index < 0 || index >= n) {
      throw HeddleException.of(
          new Problem.OutsidePosition(
              "`" + element.sequence().name() + "[…]`", Long.toString(index), where()),
          element.index().origin());
    }
    return sequence[(int) index];
  }

  private double apply(Scalar.Step step, Scalar leftmost, double left) {
    Scalar operand = step.operand();
    double right = evaluate(operand);
    double value =
        switch (step.operation()) {
          case ADD -> left + right;
          case SUBTRACT -> left - right;
          case MULTIPLY -> left * right;
          case DIVIDE -> left / nonZero(right, step);
          case DIV, MOD -> {
            long dividend = integer(left, leftmost.origin());
            long divisor = integer(right, operand.origin());
            nonZero((double) divisor, step);
            yield step.operation() == Scalar.Operation.DIV
                ? Math.floorDiv(dividend, divisor)
                : Math.floorMod(dividend, divisor);
          }
        };
    return finite(value, step.origin());
  }

  private double nonZero(double divisor, Scalar.Step step) {
    if (divisor == 0) {
      throw HeddleException.of(new Problem.DivisionByZero(where()), step.origin());
    }
    return divisor;
  }

  private double apply(Scalar.Application application) {
    double[] arguments = application.arguments().stream().mapToDouble(this::evaluate).toArray();
    double x = arguments[0];
    return switch (application.function()) {
      case SQRT -> {
        require(x >= 0, application, x);
        yield StrictMath.sqrt(x);
      }
      case LOG2 -> {
        require(x > 0, application, x);
        yield log2(x);
      }
      case FLOOR -> Math.floor(snap(x));
      case CEIL -> Math.ceil(snap(x));
      case ROUND -> Math.rint(snap(x));
      case ABS -> Math.abs(x);
      case MIN -> Arrays.stream(arguments).min().orElseThrow();
      case MAX -> Arrays.stream(arguments).max().orElseThrow();
      case GCD -> gcd(whole(application, 0, x), whole(application, 1, arguments[1]));
      case FIB -> {
        long k = whole(application, 0, x);
        require(k >= 0, application, (double) k);
        yield fibonacci(k);
      }
    };
  }

  private long whole(Scalar.Application application, int place, double value) {
    return integer(value, application.arguments().get(place).origin());
  }

  private void require(boolean inDomain, Scalar.Application application, double argument) {
    if (!inDomain) {
      throw HeddleException.of(
          new Problem.OutOfDomain(application.function().text(), show(argument), where()),
          application.origin());
    }
  }

  /** Exact for powers of two, whose logarithms are what people ask for. */
  private static double log2(double x) {
    int exponent = Math.getExponent(x);
    return x == Math.scalb(1.0, exponent) ? exponent : StrictMath.log(x) / StrictMath.log(2);
  }

  private static double gcd(long a, long b) {
    while (b != 0) {
      long rest = a % b;
      a = b;
      b = rest;
    }
    return Math.abs(a);
  }

  /** Doubles run out long before the loop gets long: fib(1477) is infinite. */
  private static double fibonacci(long k) {
    double previous = 0;
    double current = 1;
    for (long step = 0; step < Math.min(k, 1_500); step++) {
      double next = previous + current;
      previous = current;
      current = next;
    }
    // Past 2^53 the sum has lost digits, and a rounded Fibonacci number is none.
    return previous > LARGEST_INTEGER ? Double.POSITIVE_INFINITY : previous;
  }

  long integer(double value, Origin origin) {
    double whole = Math.floor(snap(value));
    if (Math.abs(whole) > LARGEST_INTEGER) {
      throw HeddleException.of(new Problem.NotANumber(show(value), where()), origin);
    }
    return (long) whole;
  }

  private double finite(double value, Origin origin) {
    if (!Double.isFinite(value)) {
      String shown =
          Double.isNaN(value) ? "not a number" : value > 0 ? "too large" : "too far below zero";
      throw HeddleException.of(new Problem.NotANumber(shown, where()), origin);
    }
    return value;
  }
}
