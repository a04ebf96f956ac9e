package dev.heddle.syntax;

import dev.heddle.diagnostic.Diagnostic;
import dev.heddle.diagnostic.HeddleException;
import dev.heddle.diagnostic.Origin;
import dev.heddle.diagnostic.Problem;
import dev.heddle.diagnostic.Source;
import dev.heddle.diagnostic.Span;
import dev.heddle.grammar.HeddleLexer;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.antlr.v4.runtime.CharStreams;
import org.antlr.v4.runtime.Token;

/**
 * A text cut into tokens: the ones that the parser is to see, with newlines only where they part
 * statements.
 */
record Tokens(List<Token> list, List<Origin> comments) {

  private static final int MOST_ERRORS = 10;

  /** A newline after or before one of these joins lines instead of parting them. */
  private static final Set<Integer> BINARY =
      Set.of(
          HeddleLexer.PLUS,
          HeddleLexer.JOIN,
          HeddleLexer.MINUS,
          HeddleLexer.NUMERIC_MINUS,
          HeddleLexer.SETMINUS,
          HeddleLexer.MEET,
          HeddleLexer.TIMES,
          HeddleLexer.NUMERIC_TIMES,
          HeddleLexer.DIVIDE,
          HeddleLexer.DIV,
          HeddleLexer.MOD,
          HeddleLexer.CARET,
          HeddleLexer.PATTERN_TIMES,
          HeddleLexer.COMPOSE,
          HeddleLexer.DOTS,
          HeddleLexer.DOTS_UNTIL,
          HeddleLexer.STEP,
          HeddleLexer.LESS,
          HeddleLexer.AT_MOST,
          HeddleLexer.GREATER,
          HeddleLexer.AT_LEAST,
          HeddleLexer.SAME,
          HeddleLexer.DIFFERENT,
          HeddleLexer.IN,
          HeddleLexer.AND,
          HeddleLexer.OR,
          // No operators, but nothing begins or ends with them either.
          HeddleLexer.FOR,
          HeddleLexer.EQUALS);

  private static final Set<Integer> OPENING =
      Set.of(HeddleLexer.LPAREN, HeddleLexer.LBRACKET, HeddleLexer.LBRACE);

  private static final Set<Integer> CLOSING =
      Set.of(HeddleLexer.RPAREN, HeddleLexer.RBRACKET, HeddleLexer.RBRACE);

  /** Cuts a text, and reports every character that is no part of the language at once. */
  static Tokens of(Source source) {
    HeddleLexer lexer = new HeddleLexer(CharStreams.fromString(wellFormed(source.text())));
    lexer.removeErrorListeners();
    List<Token> visible = new ArrayList<>();
    List<Origin> comments = new ArrayList<>();
    List<Diagnostic> errors = new ArrayList<>();
    for (Token token = lexer.nextToken(); ; token = lexer.nextToken()) {
      Problem problem =
          switch (token.getType()) {
            case HeddleLexer.UNKNOWN ->
                new Problem.UnknownCharacter(token.getText().codePointAt(0));
            case HeddleLexer.SLASHES -> new Problem.Slashes();
            default -> null;
          };
      if (problem != null) {
        errors.add(Diagnostic.of(problem, sign(source, token)));
      } else if (token.getChannel() == Token.DEFAULT_CHANNEL) {
        visible.add(token);
      } else if (token.getType() == HeddleLexer.COMMENT) {
        comments.add(new Origin(source, span(token)));
      }
      if (token.getType() == Token.EOF || errors.size() == MOST_ERRORS) {
        break;
      }
    }
    if (!errors.isEmpty()) {
      throw new HeddleException(errors);
    }
    refuseTooManySuffixes(source, visible);
    return new Tokens(joinLines(visible), comments);
  }

  /**
   * Each nests what stands before it, and the parser reads them in a loop without getting deeper.
   */
  private static void refuseTooManySuffixes(Source source, List<Token> tokens) {
    tokens.stream()
        .filter(
            token ->
                token.getType() == HeddleLexer.QUOTE || token.getType() == HeddleLexer.LBRACKET)
        .skip(Parser.MAX_NESTING)
        .findFirst()
        .ifPresent(
            token -> {
              throw HeddleException.of(
                  new Problem.NestingTooDeep(Parser.MAX_NESTING), sign(source, token));
            });
  }

  /** Where a token stands; for {@code //} only the sign itself. */
  private static Origin sign(Source source, Token token) {
    Span span = span(token);
    return new Origin(
        source,
        token.getType() == HeddleLexer.SLASHES ? new Span(span.start(), span.start() + 2) : span);
  }

  /** A token's place; the end of the text is an empty span. */
  static Span span(Token token) {
    int start = Math.max(0, token.getStartIndex());
    return new Span(start, Math.max(start, token.getStopIndex() + 1));
  }

  private static List<Token> joinLines(List<Token> tokens) {
    List<Token> kept = new ArrayList<>();
    int open = 0;
    for (int at = 0; at < tokens.size(); at++) {
      Token token = tokens.get(at);
      int type = token.getType();
      if (type == HeddleLexer.NEWLINE) {
        boolean after = !kept.isEmpty() && joins(kept.getLast());
        int next = at;
        while (tokens.get(next).getType() == HeddleLexer.NEWLINE) {
          next++;
        }
        if (open == 0 && !after && !BINARY.contains(tokens.get(next).getType())) {
          kept.add(token);
        }
        at = next - 1;
        continue;
      }
      open += OPENING.contains(type) ? 1 : 0;
      open = CLOSING.contains(type) ? Math.max(0, open - 1) : open;
      kept.add(token);
    }
    return kept;
  }

  private static boolean joins(Token token) {
    return BINARY.contains(token.getType()) || token.getType() == HeddleLexer.COMMA;
  }

  /**
   * The text with a replacement character for each half of a character that lacks its other half.
   */
  private static String wellFormed(String text) {
    int[] codePoints =
        text.codePoints()
            .map(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE ? 0xFFFD : c)
            .toArray();
    return new String(codePoints, 0, codePoints.length);
  }
}
