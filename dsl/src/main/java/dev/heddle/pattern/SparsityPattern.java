package dev.heddle.pattern;

import dev.heddle.diagnostic.Diagnostic;
import dev.heddle.diagnostic.HeddleException;
import dev.heddle.diagnostic.Problem;
import dev.heddle.diagnostic.Source;
import dev.heddle.relation.Relation;
import dev.heddle.syntax.BigStack;
import dev.heddle.syntax.Parsed;
import dev.heddle.syntax.Parser;
import dev.heddle.syntax.Printer;
import java.util.ArrayList;
import java.util.List;

/**
 * A pattern of attention: for every length n, which query may attend to which key.
 *
 * <pre>{@code
 * SparsityPattern pattern = SparsityPattern.parse("window(3) + stride(√n) + global(1)");
 * Relation relation = pattern.at(1024);
 * }</pre>
 *
 * <p>A pattern is a value: immutable, free of any length, and equal to another that was written
 * with other blanks, other signs or redundant parentheses.
 */
public final class SparsityPattern {

  private final String text;
  private final boolean deep;
  private final Parsed parsed;
  private final Term term;
  private final List<Diagnostic> warnings;

  private SparsityPattern(Source source) {
    this.text = source.text();
    this.deep = BigStack.neededFor(text);
    this.parsed = Parser.parsePattern(source);
    Checker.Checked checked = BigStack.call(deep, () -> Checker.pattern(parsed.tree()));
    this.term = checked.term();
    List<Diagnostic> doubts = new ArrayList<>(parsed.warnings());
    doubts.addAll(checked.warnings());
    this.warnings = List.copyOf(doubts);
  }

  /**
   * Reads a pattern.
   *
   * @throws HeddleException if the text is no pattern; its message shows where and why
   */
  public static SparsityPattern parse(String text) {
    return parse(Source.typed(text));
  }

  /**
   * Reads a pattern from a named source.
   *
   * @throws HeddleException if the text is no pattern; its message shows where and why
   */
  public static SparsityPattern parse(Source source) {
    return new SparsityPattern(source);
  }

  /**
   * The pattern at a length.
   *
   * @param n the length: positions run from 0 to n − 1
   * @throws HeddleException if n is below 1, or a number in the pattern has no value at that n
   */
  public Relation at(int n) {
    if (n < 1) {
      throw HeddleException.of(new Problem.BadLength(n), null);
    }
    return BigStack.call(deep, () -> Compiler.compile(term, n)).named(text);
  }

  /** The text as its author wrote it. */
  public String text() {
    return text;
  }

  /** The text in its normal form: same meaning, same order, ASCII signs and {@code √}. */
  public String formatted() {
    return BigStack.call(deep, () -> Printer.print(parsed.tree()));
  }

  /** What is doubtful about the text, in the order of its reading; empty for a plain one. */
  public List<Diagnostic> warnings() {
    return warnings;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof SparsityPattern pattern
        && BigStack.call(deep && pattern.deep, () -> pattern.term.equals(term));
  }

  @Override
  public int hashCode() {
    return BigStack.call(deep, term::hashCode);
  }

  /** The text as its author wrote it. */
  @Override
  public String toString() {
    return text;
  }
}
