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

  /** The position {@code i} or {@code j}, spoken of where there is no pair. */
  record PositionOutside(String name) implements Problem {}

  /** A pattern that looks at queries and keys. */
  record ContentDependent(String name) implements Problem {}

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

  /** {@code a < b < c}. */
  record ChainedComparison() implements Problem {}

  /** A name that is there already: a built-in's, or one that was defined or brought in before. */
  record Redefined(String name, String by) implements Problem {}

  /** An import that brings in this name, and so many more, that are there already. */
  record BroughtInTwice(String name, int more) implements Problem {}

  /** A {@code let} that leads back to itself; the names, from one to itself again. */
  record Recursion(List<String> names) implements Problem {}

  /** Something that needs what only bindings or a length can give, where neither is known. */
  record NotConstant(String what) implements Problem {}

  /** Schedules where they make no sense; the sentence and the help. */
  record BadSchedule(String sentence, String help) implements Problem {}

  /** An import that cannot be had, and why. */
  record BadImport(String path, String reason, String help) implements Problem {}

  /** A statement or an expression where the other kind is wanted. */
  record NoSuchDefinition(String name, List<String> near) implements Problem {}

  // ---- bindings

  /** An input without a binding; {@code wanted} is what it takes. */
  record Unbound(String input, String wanted) implements Problem {}

  /** A binding that does not fit its input, and why. */
  record BadBinding(String input, String complaint) implements Problem {}

  // ---- meaning at a length

  /** A member of a set that is no position. */
  record OutsidePosition(String by, String value, String where) implements Problem {}

  /** Two lengths where there can be only one. */
  record TwoLengths(long first, long second, String where) implements Problem {}

  /** A pattern of a length, taken at a greater one. */
  record BeyondLength(long length, long n) implements Problem {}

  /** A product of two patterns that have no length. */
  record NoLength() implements Problem {}

  /** An odd degree of an expander. */
  record OddDegree(String value, String where) implements Problem {}

  /** A range's step, or an exponent, that makes no sense. */
  record TooMuchWork(String what, String limit, String help) implements Problem {}

  record BadLength(long n) implements Problem {}

  /** The last so many positions, of too few. */
  record BadQueries(long queries, long positions) implements Problem {}

  /** A query or key outside 0 ≤ index &lt; length. */
  record BadIndex(String what, long index, long length) implements Problem {}

  /** An argument below the least value that makes sense. */
  record TooSmall(String name, String value, long least, String where) implements Problem {}

  record DivisionByZero(String where) implements Problem {}

  /** An argument of a function outside its domain. */
  record OutOfDomain(String function, String argument, String where) implements Problem {}

  /** A number that is NaN, infinite, or, where an integer is wanted, beyond ±2⁵³. */
  record NotANumber(String value, String where) implements Problem {}

  // ---- lowering

  /** Elements of a batch that have not as many of something, the first of them and another. */
  record UnevenBatch(String what, long first, int element, long other) implements Problem {}

  /** A key whose masked queries are more runs than a FlashMask index holds. */
  record NotAFlashMask(int key) implements Problem {}

  /** A form that does not fit. {@code instead} names a form that would, or is empty. */
  record TooLarge(String form, String bytes, String available, String instead) implements Problem {}

  /** An {@code expect} that does not hold at a length, and what shows it. */
  record NotAsExpected(long n, String shown) implements Problem {}

  // ---- what other libraries' settings say

  /** A setting, or several together, that no pattern can be read from. */
  record BadSetting(String sentence, String help) implements Problem {}

  /** Settings that belong to no convention that is known. */
  record UnknownConvention(String sentence, String help) implements Problem {}

  /** No problem at all: what decides about a pair. */
  record Because(String sentence) implements Problem {}

  /** More errors or warnings than are worth showing. */
  record AndMore(int number, Severity severity) implements Problem {}

  // ---- warnings

  /** {@code &} beside + or - without parentheses. */
  record MixedMeet(String reading) implements Problem {}

  /** A literal even width, and what stands around it: {@code window(} and {@code )}. */
  record EvenWidth(String before, long width, String after) implements Problem {}

  /** What a library does beside the text that its settings became. */
  record NotSaid(String sentence, String help) implements Problem {}

  /** Settings of a configuration that may be about attention, and are not known. */
  record UnreadSettings(List<String> names) implements Problem {}

  /** Queries without a key: the first of them and their number. */
  record EmptyRows(List<Integer> first, long number, int queries) implements Problem {}
}
