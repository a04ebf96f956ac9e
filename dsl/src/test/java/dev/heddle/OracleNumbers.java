package dev.heddle;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.HashMap;
import java.util.Map;

/**
 * What a number expression is at a length, by decimal arithmetic; doubles between the steps.
 *
 * @param given what is bound from outside
 * @param names the positions and variables that have a value here
 */
record OracleNumbers(int n, Given given, Map<String, Long> names) {

  OracleNumbers(int n) {
    this(n, Given.NOTHING, Map.of());
  }

  /** The same with one name more. */
  OracleNumbers with(String name, long value) {
    Map<String, Long> more = new HashMap<>(names);
    more.put(name, value);
    return new OracleNumbers(n, given, more);
  }

  private static final MathContext DIGITS = new MathContext(60);
  private static final BigInteger LARGEST = BigInteger.TWO.pow(53);

  /** Where an integer is wanted: snapped, then floored. */
  long integer(Num number) {
    double value = value(number);
    return isSmall(value) ? (long) value : whole(value).longValueExact();
  }

  double value(Num number) {
    double value =
        switch (number) {
          case Num.Length() -> n;
          case Num.Literal(String digits) -> new BigDecimal(digits.replace("_", "")).doubleValue();
          case Num.Name(String name) ->
              names.containsKey(name) ? names.get(name) : given.number(name);
          case Num.Element(String sequence, Num index) -> element(sequence, integer(index));
          case Num.Negative(Num operand) -> -value(operand);
          case Num.Root(Num operand) -> root(value(operand));
          case Num.Power(Num base, Num exponent) -> power(value(base), value(exponent));
          case Num.Binary(String operator, Num left, Num right) ->
              binary(operator, value(left), value(right));
          case Num.Call(String function, var arguments) ->
              call(function, arguments.stream().mapToDouble(this::value).toArray());
        };
    if (Double.isNaN(value) || Double.isInfinite(value)) {
      throw new Oracle.Undefined(number.text(Style.ASCII) + " is " + value);
    }
    return value;
  }

  private double element(String sequence, long index) {
    int[] elements = given.sequence(sequence, n);
    require(index >= 0 && index < n, "no element " + index);
    return elements[(int) index];
  }

  /** A number as it is compared: snapped. */
  double compared(Num number) {
    double value = value(number);
    return value == Math.rint(value) ? value : snapped(value).doubleValue();
  }

  /** Plainly an integer, so that machine arithmetic is exact. */
  private static boolean isSmall(double value) {
    return value == Math.rint(value) && Math.abs(value) < 1 << 26;
  }

  private static double binary(String operator, double left, double right) {
    if (isSmall(left) && isSmall(right) && right != 0 && !operator.equals("/")) {
      long a = (long) left;
      long b = (long) right;
      return switch (operator) {
        case "+" -> a + b;
        case "-" -> a - b;
        case "*" -> a * b;
        case "div" -> Math.floorDiv(a, b);
        case "mod" -> Math.floorMod(a, b);
        default -> throw new IllegalArgumentException(operator);
      };
    }
    return exact(operator, left, right);
  }

  private static double exact(String operator, double left, double right) {
    BigDecimal a = new BigDecimal(left);
    BigDecimal b = new BigDecimal(right);
    return switch (operator) {
      case "+" -> a.add(b).doubleValue();
      case "-" -> a.subtract(b).doubleValue();
      case "*" -> a.multiply(b).doubleValue();
      case "/" -> {
        require(right != 0, "division by zero");
        yield a.divide(b, DIGITS).doubleValue();
      }
      case "div" -> floorDivide(left, right).doubleValue();
      case "mod" ->
          whole(left).subtract(floorDivide(left, right).multiply(whole(right))).doubleValue();
      default -> throw new IllegalArgumentException(operator);
    };
  }

  private static BigInteger floorDivide(double left, double right) {
    BigInteger divisor = whole(right);
    require(divisor.signum() != 0, "division by zero");
    return new BigDecimal(whole(left))
        .divide(new BigDecimal(divisor), 30, RoundingMode.FLOOR)
        .setScale(0, RoundingMode.FLOOR)
        .toBigInteger();
  }

  private static double root(double x) {
    require(x >= 0, "√ of a negative");
    return new BigDecimal(x).sqrt(DIGITS).doubleValue();
  }

  private static double power(double base, double exponent) {
    boolean small = exponent == Math.rint(exponent) && exponent >= 0 && exponent <= 64;
    return small
        ? new BigDecimal(base).pow((int) exponent, DIGITS).doubleValue()
        : StrictMath.pow(base, exponent);
  }

  private static double call(String function, double[] x) {
    return switch (function) {
      case "log2" -> {
        require(x[0] > 0, "log2 out of domain");
        double log = StrictMath.log(x[0]) / StrictMath.log(2);
        yield StrictMath.pow(2, Math.rint(log)) == x[0] ? Math.rint(log) : log;
      }
      case "floor" -> snapped(x[0]).setScale(0, RoundingMode.FLOOR).doubleValue();
      case "ceil" -> snapped(x[0]).setScale(0, RoundingMode.CEILING).doubleValue();
      case "round" -> snapped(x[0]).setScale(0, RoundingMode.HALF_EVEN).doubleValue();
      case "abs" -> new BigDecimal(x[0]).abs().doubleValue();
      case "min" -> new BigDecimal(x[0]).min(new BigDecimal(x[1])).doubleValue();
      case "max" -> new BigDecimal(x[0]).max(new BigDecimal(x[1])).doubleValue();
      case "gcd" -> whole(x[0]).gcd(whole(x[1])).doubleValue();
      case "fib" -> fibonacci(whole(x[0]));
      default -> throw new IllegalArgumentException(function);
    };
  }

  private static double fibonacci(BigInteger index) {
    require(index.signum() >= 0 && index.bitLength() < 12, "fib out of domain");
    BigInteger[] pair = {BigInteger.ZERO, BigInteger.ONE};
    for (int step = 0; step < index.intValue(); step++) {
      pair = new BigInteger[] {pair[1], pair[0].add(pair[1])};
    }
    require(pair[0].compareTo(LARGEST) <= 0, "fib too large");
    return pair[0].doubleValue();
  }

  private static BigInteger whole(double x) {
    BigInteger whole = snapped(x).setScale(0, RoundingMode.FLOOR).toBigInteger();
    require(whole.abs().compareTo(LARGEST) <= 0, "an integer beyond 2^53");
    return whole;
  }

  private static BigDecimal snapped(double x) {
    BigDecimal exact = new BigDecimal(x);
    BigDecimal whole = exact.setScale(0, RoundingMode.HALF_EVEN);
    BigDecimal tolerance =
        new BigDecimal("1e-6")
            .min(new BigDecimal("1e-9").multiply(exact.abs().max(BigDecimal.ONE)));
    return exact.subtract(whole).abs().compareTo(tolerance) <= 0 ? whole : exact;
  }

  private static void require(boolean defined, String what) {
    if (!defined) {
      throw new Oracle.Undefined(what);
    }
  }
}
