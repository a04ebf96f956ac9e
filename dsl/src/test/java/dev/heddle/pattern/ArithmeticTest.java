package dev.heddle.pattern;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.heddle.diagnostic.HeddleException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What numbers are where an integer is wanted: seen in how far a window reaches back. */
class ArithmeticTest {

  /** Long enough that no window in these tests is cut off. */
  private static final int ENOUGH = 1_000_000;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "√n | 10 | 3",
        "√n | 9 | 3",
        "√n | 8 | 2",
        "sqrt(n) | 16 | 4",
        "√(n/2) | 18 | 3",
        "log2(8) | 1 | 3",
        "log2(n) | 1024 | 10",
        "log2(n) | 1000 | 9",
        "log2(n) | 1 | 0",
        "log2(536870912) | 1 | 29",
        "n^(1/3) | 27 | 3",
        "n^(1/3) | 1000 | 10",
        "n^0.5 | 49 | 7",
        "n^(1/3) | 26 | 2",
        "2^10 | 1 | 1024",
        "2^0 | 1 | 1",
        "2^(-1) | 1 | 0",
        "0^0 | 1 | 1",
        "7 / 2 | 1 | 3",
        "0.1 * 3 * 10 | 1 | 3",
        "(0.1 + 0.2) * 10 | 1 | 3",
        "n / 3 * 3 | 7 | 7",
        "1e6 | 1 | 1000000",
        "1_000 | 1 | 1000",
        "0.5 + 0.5 | 1 | 1",
        "1.5e2 | 1 | 150",
        "2.9 | 1 | 2",
        "1E+2 | 1 | 100",
        "25e-1 | 1 | 2",
      })
  void numbersAreSnappedAndFloored(String number, int n, long expected) {
    check(number, n, expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "7 div 2 | 3",
        "10 + -7 div 2 | 6",
        "10 + 7 div -2 | 6",
        "-7 div -2 | 3",
        "7 mod 3 | 1",
        "-7 mod 3 | 2",
        "10 + 7 mod -3 | 8",
        "10 + -7 mod -3 | 9",
        "7.9 div 2.9 | 3",
        "7.9 mod 4.9 | 3",
        "6 div 3 | 2",
        "0 div 5 | 0",
        "-1 mod 5 | 4",
        "10 - 3 - 2 | 5",
        "100 / 10 / 5 | 2",
        "100 div 7 mod 5 | 4",
        "2 + 3 * 4 | 14",
        "2 * -3 + 9 | 3",
        "9 - -3 | 12",
        "10 + -2^2 | 6",
        "2^3^2 | 512",
        "(2^3)^2 | 64",
        "√2^4 | 4",
        "√16^2 | 16",
        "(√16)^2 | 16",
        "10 + -√16 | 6",
        "2^2 * 3 | 12",
        "√16 * 2 | 8",
        "0.3 div 0.1 * 7 + 1 mod 3 | -1",
      })
  void operatorsRoundTowardsMinusInfinityAndBindAsStated(String number, long expected) {
    if (expected < 0) {
      assertThrows(HeddleException.class, () -> check(number, 1, expected));
    } else {
      check(number, 1, expected);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "round(0.5) | 0",
        "round(1.5) | 2",
        "round(2.5) | 2",
        "round(3.5) | 4",
        "round(2.4) | 2",
        "10 + round(-0.5) | 10",
        "10 + round(-1.5) | 8",
        "10 + round(-2.5) | 8",
        "floor(2.7) | 2",
        "10 + floor(-2.1) | 7",
        "ceil(2.1) | 3",
        "10 + ceil(-2.9) | 8",
        "ceil(2.0000000001) | 2",
        "floor(2.9999999999) | 3",
        "ceil(2.00001) | 3",
        "round(2.5000000001) | 3",
        "abs(-3.5) * 2 | 7",
        "abs(4) | 4",
        "min(3, 2, 5) | 2",
        "max(3, 2, 5) | 5",
        "min(7) | 7",
        "max(1.5, 1.4) * 2 | 3",
        "gcd(12, 18) | 6",
        "gcd(0, 5) | 5",
        "gcd(-12, 18) | 6",
        "gcd(0, 0) | 0",
        "gcd(12.9, 18.9) | 6",
        "fib(0) | 0",
        "fib(1) | 1",
        "fib(2) | 1",
        "fib(3) | 2",
        "fib(10) | 55",
        "fib(24) | 46368",
        "fib(10.9) | 55",
        "fib(78) div fib(77) | 1",
        "fib(78) mod 1000 | 464",
        "floor(x: 3.9) | 3",
        "gcd(b: 12, a: 8) | 4",
        "sqrt(x: 16) | 4",
        "log2(1) | 0",
        "2 * log2(0.5) + 5 | 3",
      })
  void functions(String number, long expected) {
    check(number, 1, expected);
  }

  /** Snapping reaches min(1e-6, 1e-9 · max(1, |x|)) from an integer, and no further. */
  @Test
  void snappingHasAnEdge() {
    assertEquals(3, Arithmetic.snap(3));
    assertEquals(3, Arithmetic.snap(3 - 2.9e-9));
    assertEquals(3, Arithmetic.snap(3 + 2.9e-9));
    assertEquals(3 - 3.1e-9, Arithmetic.snap(3 - 3.1e-9));
    assertEquals(3 + 3.1e-9, Arithmetic.snap(3 + 3.1e-9));
    assertEquals(0, Arithmetic.snap(0.9e-9));
    assertEquals(1.1e-9, Arithmetic.snap(1.1e-9));
    assertEquals(-1.1e-9, Arithmetic.snap(-1.1e-9));
    assertEquals(-3, Arithmetic.snap(-3 + 2.9e-9));
    assertEquals(1_000_000, Arithmetic.snap(1_000_000 - 0.9e-6));
    assertEquals(1_000_000 - 1.1e-6, Arithmetic.snap(1_000_000 - 1.1e-6));
    assertEquals(1_000, Arithmetic.snap(1_000 + 0.9e-6));
    assertEquals(1_000 + 1.1e-6, Arithmetic.snap(1_000 + 1.1e-6));
    assertEquals(1e12, Arithmetic.snap(1e12 + 0x1p-21));
    assertEquals(1e9 + 0x1p-19, Arithmetic.snap(1e9 + 0x1p-19));
    assertEquals(2.5, Arithmetic.snap(2.5));
  }

  @Test
  void integersGoUpToTwoToTheFiftyThird() {
    assertEquals(ENOUGH, reach("2^53", ENOUGH - 1) + 1, "clipped to the row");
    for (String number :
        List.of("2^53 + 2", "1e16", "2^60", "10 - 2^54", "-2^54 mod 5", "gcd(2^54, 2)")) {
      assertThrows(HeddleException.class, () -> reach(number, 1), number);
    }
    assertEquals(1, reach("2^60 / 2^60", 10));
  }

  /** The same number, whether it is known when the text is read or only at a length. */
  private static void check(String number, int n, long expected) {
    assertEquals(expected, integer(number, n), number + " at n = " + n);
    if (!number.contains("n") || number.contains("min")) {
      assertEquals(expected, reach(number, ENOUGH + 1), number);
    }
  }

  private static int reach(String number, int query) {
    return SparsityPattern.parse("window(before: " + number + ")").at(query + 1).row(query).size()
        - 1;
  }

  /** By way of a sum with a part that depends on n, so that nothing is worked out beforehand. */
  private static long integer(String number, int n) {
    var late = SparsityPattern.parse("window(before: (" + number + ") + " + ENOUGH + " - n)");
    int length = Math.max(n, 1);
    int wide = late.at(length).last(1).row(0).size();
    if (wide < length) {
      throw new AssertionError("a window that should cover the row covers " + wide);
    }
    Term term = SparsityPattern.parse("window(before: " + number + ")").schedule().only();
    if (term instanceof Term.Reach reach) {
      return Arithmetic.at(n, Bindings.none()).integer(reach.before());
    }
    throw new AssertionError("no reach: " + term);
  }
}
