package dev.heddle.diagnostic;

import static java.util.stream.Collectors.joining;

import java.util.List;
import java.util.Locale;

/**
 * Problems in words: a stable code, one sentence, and where it helps a hint.
 *
 * <p>Sentences are short and concrete, start in lower case and end without a stop; what the user
 * wrote stands in back-quotes; advice goes into the help, not into the sentence.
 */
record Wording(Severity severity, String code, String sentence, String help) {

  /** How much of somebody's text a sentence shows. */
  private static final int SHOWN = 100;

  static Wording of(Problem problem) {
    return switch (problem) {
      case Problem.UnknownCharacter(int codePoint) ->
          error("unknown-character", "the language has no character " + character(codePoint));
      case Problem.Slashes() ->
          error("slashes", "`//` means nothing here")
              .help("integer division is `div`, and a comment begins with `#`");
      case Problem.Unexpected(String found, List<String> expected) ->
          error(
              "syntax",
              "expected "
                  + oneOf(expected)
                  + ", but found "
                  + (found.isEmpty() ? "the end of the text" : shortened(found)));
      case Problem.NoPattern() ->
          error("no-pattern", "there is no pattern here")
              .help("for example `window(3) + global(1)`");
      case Problem.TextTooLong(long length, int limit) ->
          error(
              "text-too-long",
              text("the text has %,d characters, and the limit is %,d", length, limit));
      case Problem.NestingTooDeep(int limit) ->
          error("too-deep", text("the text is nested more than %,d levels deep", limit));
      case Problem.NumberTooLarge(String digits) ->
          error("not-a-number", "`" + shortened(digits) + "` is too large for a number");
      case Problem.UnknownName(String kind, String name, List<String> near) ->
          error("unknown-name", "there is no " + kind + " named `" + shortened(name) + "`")
              .help(
                  near.isEmpty()
                      ? howToBind(kind, name)
                      : "did you mean " + oneOf(quoted(near)) + "?");
      case Problem.PositionOutside(String name) ->
          error("unknown-name", "`" + name + "` is a position inside of `where(…)` only")
              .help(
                  "`where("
                      + name
                      + " < 8)` is a pattern; a definition takes positions as arguments: `let"
                      + " early(p) = p < 8`");
      case Problem.ContentDependent(String name) ->
          error(
                  "unknown-name",
                  "`" + name + "` depends on the content of queries and keys, and is yet to come")
              .help("what depends on content may be bound instead: `input x; same(x)`");
      case Problem.EqualsInCall(String name, String value) ->
          error("equals-in-call", "an argument is named with a colon, not with `=`")
              .help("write `" + shortened(name + ": " + value) + "`");
      case Problem.BadLabel(String text) ->
          error("bad-label", "`" + shortened(text) + "` is no name for an argument");
      case Problem.WrongArguments(String name, String complaint, List<String> signatures) ->
          error("wrong-arguments", "`" + name + "` " + shortened(complaint))
              .help("it is written " + oneOf(quoted(signatures)));
      case Problem.WrongType(String by, String wanted, String found) ->
          error("wrong-type", by + " wants a " + wanted + ", and this is a " + found);
      case Problem.WrongSign(String sign, String of, String instead) ->
          error("wrong-sign", "`" + sign + "` is a sign for " + of).help("write `" + instead + "`");
      case Problem.ChainedComparison() ->
          error("chained-comparison", "comparisons are not chained")
              .help("write `a < b and b < c`");
      case Problem.Redefined(String name, String by) ->
          error("redefined", "`" + shortened(name) + "` is already " + by)
              .help("give it another name");
      case Problem.BroughtInTwice(String name, int more) ->
          error(
                  "redefined",
                  "this brings in `"
                      + shortened(name)
                      + (more == 0 ? "`, already" : "` and other names that are already")
                      + " defined or imported above")
              .help("`import … as other` gives them names of their own: `other.name`");
      case Problem.Recursion(List<String> names) ->
          error("recursion", "a definition cannot lead back to itself: " + arrows(names));
      case Problem.NotConstant(String what) ->
          error("not-constant", what + " must be the same at every length");
      case Problem.BadSchedule(String sentence, String help) ->
          error("bad-schedule", sentence).help(help);
      case Problem.BadImport(String path, String reason, String help) ->
          error("bad-import", "`" + shortened(path) + "` cannot be imported: " + reason).help(help);
      case Problem.NoSuchDefinition(String name, List<String> near) ->
          error("unknown-name", "there is no definition named `" + shortened(name) + "`")
              .help(near.isEmpty() ? "" : "did you mean " + oneOf(quoted(near)) + "?");
      case Problem.Unbound(String input, String wanted) ->
          error("unbound", "nothing is bound to the input `" + shortened(input) + "`")
              .help("it takes " + wanted);
      case Problem.BadBinding(String input, String complaint) ->
          error("bad-binding", "the binding of `" + shortened(input) + "` " + complaint);
      case Problem.OutsidePosition(String by, String value, String where) ->
          error("outside", value + " is no position" + where + ", and " + by + " takes positions");
      case Problem.TwoLengths(long first, long second, String where) ->
          error(
              "two-lengths",
              "this has length " + second + where + ", and what it is joined with has " + first);
      case Problem.BeyondLength(long length, long n) ->
          error("beyond-length", "this pattern has length " + length + ", and is taken at " + n)
              .help("a pattern of length " + length + " can be taken at 1 to " + length);
      case Problem.NoLength() ->
          error("no-length", "one factor of a product must have a length")
              .help("give it one in brackets: `A * B[64]`");
      case Problem.OddDegree(String value, String where) ->
          error("odd-degree", "`d` must be even, and is " + value + where)
              .help("an expander is a union of cycles, and each gives two neighbours");
      case Problem.TooMuchWork(String what, String limit, String help) ->
          error("too-much-work", shortened(what) + " is beyond the bound of " + limit).help(help);
      case Problem.BadLength(long n) ->
          error("bad-length", "there is no length " + n)
              .help("a length is a whole number from 1 to 2147483647");
      case Problem.BadQueries(long queries, long positions) ->
          error(
                  "bad-length",
                  "the last " + queries + " queries are wanted, and there are " + positions)
              .help("queries are the last 1 to " + positions + " positions");
      case Problem.BadIndex(String what, long index, long length) ->
          error(
              "bad-index",
              "there is no " + what + " " + index + ": they count from 0 to " + (length - 1));
      case Problem.TooSmall(String name, String value, long least, String where) ->
          error(
              "too-small",
              "`" + name + "` must be at least " + least + ", and is " + value + where);
      case Problem.DivisionByZero(String where) ->
          error("division-by-zero", "this divides by zero" + where);
      case Problem.OutOfDomain(String function, String argument, String where) ->
          error("out-of-domain", "`" + function + "` has no value for " + argument + where);
      case Problem.NotANumber(String value, String where) ->
          error("not-a-number", "this has no usable value" + where + ": it is " + value)
              .help("integers go up to 2^53");
      case Problem.TooLarge(String form, String bytes, String available, String instead) ->
          error("too-large", form + " takes " + bytes + ", and " + available + " can be had")
              .help(instead);
      case Problem.NotAsExpected(long n, String shown) ->
          error("not-as-expected", "this does not hold at n = " + n + ": " + shown);
      case Problem.UnevenBatch(String what, long first, int element, long other) ->
          error(
                  "uneven-batch",
                  text(
                      "this form has no batches of unequal elements: element 0 has %,d %s, and"
                          + " element %d has %,d",
                      first, what, element, other))
              .help("take the elements one at a time, or as a mask, `gather` or `blockmask`");
      case Problem.NotAFlashMask(int key) ->
          error(
                  "not-a-flashmask",
                  text(
                      "no FlashMask index says which queries may attend to key %d: those that may"
                          + " not are more than two runs",
                      key))
              .help("`blockmask` and `csr` hold any pattern");
      case Problem.BadSetting(String sentence, String help) ->
          error("bad-setting", sentence).help(help);
      case Problem.UnknownConvention(String sentence, String help) ->
          error("unknown-convention", sentence).help(help);
      case Problem.NotSaid(String sentence, String help) ->
          warning("not-said", sentence).help(help);
      case Problem.UnreadSettings(List<String> names) ->
          warning(
                  "unread-settings",
                  (names.size() == 1
                          ? "a setting that may be about attention is not known: "
                          : "settings that may be about attention are not known: ")
                      + shortened(String.join(", ", quoted(names))))
              .help("the text does not heed what they say");
      case Problem.Because(String sentence) -> warning("because", sentence);
      case Problem.AndMore(int number, Severity severity) ->
          new Wording(severity, "and-more", text("%,d more like these begin here", number), "");
      case Problem.MixedMeet(String reading) ->
          warning("mixed-operators", "`&` binds more tightly than `+` and `-`")
              .help(
                  "this was read as `"
                      + shortened(reading)
                      + "`; write the parentheses to make it plain");
      case Problem.EvenWidth(String before, long width, String after) ->
          warning(
                  "even-window",
                  text(
                      "`%s%d%s` covers %d keys: half the width on each side and the query itself",
                      before, width, after, width + 1))
              .help(
                  text(
                      "write `%s%d%s` or `%s%d%s`",
                      before, width + 1, after, before, width - 1, after));
      case Problem.EmptyRows(List<Integer> first, long number, int queries) ->
          warning(
              "empty-rows",
              number == 1
                  ? "query " + first.getFirst() + " has no key, and its attention is zero"
                  : text(
                      "%,d of %,d queries have no key, and their attention is zero: %s%s",
                      number,
                      queries,
                      first.stream().map(String::valueOf).collect(joining(", ")),
                      number > first.size() ? ", …" : ""));
    };
  }

  private static Wording error(String code, String sentence) {
    return new Wording(Severity.ERROR, code, sentence, "");
  }

  private static Wording warning(String code, String sentence) {
    return new Wording(Severity.WARNING, code, sentence, "");
  }

  private Wording help(String help) {
    return new Wording(severity, code, sentence, help);
  }

  private static List<String> quoted(List<String> words) {
    return words.stream().map(word -> "`" + word + "`").toList();
  }

  /** What is bound is named first. */
  private static String howToBind(String kind, String name) {
    String input =
        switch (kind) {
          case "sequence" -> "input ";
          case "graph" -> "input graph ";
          default -> "";
        };
    return input.isEmpty()
        ? ""
        : "`"
            + input
            + shortened(name)
            + "` before the pattern names one, which is bound at a length";
  }

  /** {@code a}, {@code a or b}, {@code a, b or c}. */
  private static String oneOf(List<String> choices) {
    int last = choices.size() - 1;
    return last < 1
        ? String.join("", choices)
        : String.join(", ", choices.subList(0, last)) + " or " + choices.get(last);
  }

  private static String arrows(List<String> names) {
    return names.stream().map(Wording::shortened).collect(joining(" → "));
  }

  /** A piece of somebody's text in one line; texts may be long, and sentences may not. */
  private static String shortened(String text) {
    String line = text.replaceAll("\\s+", " ");
    int shown = Math.min(SHOWN, line.codePointCount(0, line.length()));
    int end = line.offsetByCodePoints(0, shown);
    return end == line.length() ? line : line.substring(0, end) + "…";
  }

  /** Words and digits do not follow the locale of the machine. */
  private static String text(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }

  private static String character(int codePoint) {
    String code = text("U+%04X", codePoint);
    return switch (Character.getType(codePoint)) {
      // Nothing to be seen, or something that would settle on its neighbours.
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.UNASSIGNED,
          Character.PRIVATE_USE,
          Character.SPACE_SEPARATOR,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.NON_SPACING_MARK,
          Character.ENCLOSING_MARK ->
          code;
      default -> "`" + Character.toString(codePoint) + "` (" + code + ")";
    };
  }
}
