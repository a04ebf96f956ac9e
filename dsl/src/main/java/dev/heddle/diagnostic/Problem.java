package dev.heddle.diagnostic;

import java.util.List;

/**
 * Everything that can be wrong, or merely doubtful, with a text or with a pattern at a length. A
 * problem holds facts; the words for them are all in {@link Wording}, so that they keep one voice.
 */
public sealed interface Problem {

  // ---- reading

  /** A character that no token begins with. */
  record UnknownCharacter(int codePoint) implements Problem {}

  /** {@code //}, which other languages use for integer division or for a comment. */
  record Slashes() implements Problem {}

  /**
   * A token that the grammar does not allow there. {@code found} is empty at the end of the text.
   */
  record Unexpected(String found, List<String> expected) implements Problem {}

  /** A text without an expression. */
  record NoPattern() implements Problem {}

  record TextTooLong(long codePoints, int limit) implements Problem {}

  record NestingTooDeep(int limit) implements Problem {}

  /** A number whose digits say more than a double can hold. */
  record NumberTooLarge(String digits) implements Problem {}

  // ---- meaning

  /** {@code kind} is what was looked for: a pattern or a number. */
  record UnknownName(String kind, String name, List<String> near) implements Problem {}

  /** {@code name = value} in a call. */
  record EqualsInCall(String name, String value) implements Problem {}

  /** Something other than a name before the colon of a named argument. */
  record BadLabel(String text) implements Problem {}

  /** A pattern or function that wants arguments and was given none, or the other way round. */
  record WrongArguments(String name, String complaint, List<String> signatures)
      implements Problem {}

  /**
   * {@code wanted} and {@code found} are names of types; {@code by} is the operator or parameter
   * that wants it.
   */
  record WrongType(String by, String wanted, String found) implements Problem {}

  /** A sign for patterns, such as ∪, between numbers, or the other way round. */
  record WrongSign(String sign, String of, String instead) implements Problem {}

  // ---- meaning at a length

  record BadLength(long n) implements Problem {}

  /** A query or key outside 0 ≤ index &lt; length. */
  record BadIndex(String what, long index, long length) implements Problem {}

  /** An argument below the least value that makes sense. */
  record TooSmall(String name, String value, int least, String where) implements Problem {}

  record DivisionByZero(String where) implements Problem {}

  /** An argument of a function outside its domain. */
  record OutOfDomain(String function, String argument, String where) implements Problem {}

  /** A number that is NaN, infinite, or, where an integer is wanted, beyond ±2⁵³. */
  record NotANumber(String value, String where) implements Problem {}

  // ---- lowering

  /** A form that does not fit. {@code instead} names a form that would, or is empty. */
  record TooLarge(String form, String bytes, String available, String instead) implements Problem {}

  // ---- warnings

  /** {@code &} beside + or - without parentheses. */
  record MixedMeet(String reading) implements Problem {}

  /** A literal even width, and what stands around it: {@code window(} and {@code )}. */
  record EvenWidth(String before, long width, String after) implements Problem {}

  /** Queries without a key: the first of them and their number. */
  record EmptyRows(List<Integer> first, long number, int queries) implements Problem {}
}
