package dev.heddle.syntax;

import dev.heddle.diagnostic.HeddleException;
import dev.heddle.diagnostic.Origin;
import dev.heddle.diagnostic.Problem;
import dev.heddle.diagnostic.Source;
import dev.heddle.diagnostic.Span;
import java.util.function.BiFunction;

/** Reads texts into syntax trees. */
public final class Parser {

  /** The longest text that is read, in code points. */
  public static final int MAX_LENGTH = 64 * 1024;

  /** The deepest nesting of parentheses, calls and operators that is read. */
  public static final int MAX_NESTING = 1_000;

  private Parser() {}

  /**
   * Reads a pattern text.
   *
   * @throws HeddleException if it is not well formed, too long or nested too deeply
   */
  public static Parsed parsePattern(Source source) {
    return parse(source, (builder, grammar) -> builder.pattern(grammar.patternText()));
  }

  /**
   * Reads a definition file.
   *
   * @throws HeddleException if it is not well formed, too long or nested too deeply
   */
  public static Parsed parseDefinitions(Source source) {
    return parse(source, (builder, grammar) -> builder.definitions(grammar.definitionFile()));
  }

  private static Parsed parse(Source source, BiFunction<TreeBuilder, Grammar, Script> rule) {
    long length = source.text().codePoints().count();
    if (length > MAX_LENGTH) {
      Origin end = new Origin(source, new Span(MAX_LENGTH, MAX_LENGTH + 1));
      throw HeddleException.of(new Problem.TextTooLong(length, MAX_LENGTH), end);
    }
    return BigStack.call(
        BigStack.neededFor(source.text()),
        () -> {
          Tokens tokens = Tokens.of(source);
          TreeBuilder builder = new TreeBuilder(source, tokens);
          Script script = rule.apply(builder, new Grammar(source, tokens));
          return builder.parsed(script);
        });
  }
}
