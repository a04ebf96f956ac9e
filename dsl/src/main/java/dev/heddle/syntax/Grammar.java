package dev.heddle.syntax;

import dev.heddle.diagnostic.HeddleException;
import dev.heddle.diagnostic.Origin;
import dev.heddle.diagnostic.Problem;
import dev.heddle.diagnostic.Source;
import dev.heddle.diagnostic.Span;
import dev.heddle.grammar.HeddleParser;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.antlr.v4.runtime.CommonTokenStream;
import org.antlr.v4.runtime.DefaultErrorStrategy;
import org.antlr.v4.runtime.ListTokenSource;
import org.antlr.v4.runtime.ParserRuleContext;
import org.antlr.v4.runtime.RecognitionException;
import org.antlr.v4.runtime.RuleContext;
import org.antlr.v4.runtime.Token;
import org.antlr.v4.runtime.atn.ATN;
import org.antlr.v4.runtime.atn.RuleTransition;
import org.antlr.v4.runtime.misc.IntervalSet;

/**
 * The generated parser with our manners: it stops at the first error instead of guessing how to go
 * on, says what it expected in words, and refuses to nest beyond a bound rather than overflow the
 * stack.
 */
final class Grammar extends HeddleParser {

  private final Source source;
  private int nesting;

  Grammar(Source source, Tokens tokens) {
    super(new CommonTokenStream(new ListTokenSource(tokens.list())));
    this.source = source;
    removeErrorListeners();
    setErrorHandler(new FirstError());
  }

  @Override
  public void enterRecursionRule(
      ParserRuleContext context, int state, int ruleIndex, int precedence) {
    deeper();
    super.enterRecursionRule(context, state, ruleIndex, precedence);
  }

  @Override
  public void unrollRecursionContexts(ParserRuleContext parent) {
    nesting--;
    super.unrollRecursionContexts(parent);
  }

  @Override
  public void enterRule(ParserRuleContext context, int state, int ruleIndex) {
    if (ruleIndex == RULE_exponent || isNegation(ruleIndex, getCurrentToken())) {
      deeper();
    }
    super.enterRule(context, state, ruleIndex);
  }

  @Override
  public void exitRule() {
    int ruleIndex = getContext().getRuleIndex();
    if (ruleIndex == RULE_exponent || isNegation(ruleIndex, getContext().getStart())) {
      nesting--;
    }
    super.exitRule();
  }

  /** The rule is entered at every level; only a `not` makes a level of its own. */
  private static boolean isNegation(int ruleIndex, Token first) {
    return ruleIndex == RULE_negation && first.getType() == NOT;
  }

  private void deeper() {
    if (++nesting > Parser.MAX_NESTING) {
      throw HeddleException.of(
          new Problem.NestingTooDeep(Parser.MAX_NESTING), origin(getCurrentToken()));
    }
  }

  private Origin origin(Token token) {
    Span span = Tokens.span(token);
    int end = (int) source.text().codePoints().count();
    return new Origin(source, new Span(Math.min(span.start(), end), Math.min(span.end(), end)));
  }

  private HeddleException unexpected(Token token) {
    if (token.getType() == Token.EOF && isBlank(token)) {
      return HeddleException.of(new Problem.NoPattern(), origin(token));
    }
    String found =
        switch (token.getType()) {
          case Token.EOF -> "";
          case NEWLINE -> "the end of the line";
          default -> "`" + token.getText() + "`";
        };
    return HeddleException.of(
        new Problem.Unexpected(found, expected(getExpectedTokens())),
        token.getType() == Token.EOF ? afterLastToken(token) : origin(token));
  }

  /**
   * Where something is missing at the end: behind the last token, not behind the comments that
   * follow it.
   */
  private Origin afterLastToken(Token end) {
    int last = end.getTokenIndex() - 1;
    while (last >= 0 && getTokenStream().get(last).getType() == NEWLINE) {
      last--;
    }
    if (last < 0) {
      return origin(end);
    }
    int at = origin(getTokenStream().get(last)).span().end();
    return new Origin(source, new Span(at, at));
  }

  private boolean isBlank(Token end) {
    for (int at = 0; at < end.getTokenIndex(); at++) {
      int type = getTokenStream().get(at).getType();
      if (type != NEWLINE && type != SEMICOLON) {
        return false;
      }
    }
    return true;
  }

  /** What could stand there, in words for groups of tokens and signs for single ones. */
  private static List<String> expected(IntervalSet types) {
    Set<String> words = new LinkedHashSet<>();
    for (int type : types.toList()) {
      words.add(
          switch (type) {
            // Only an exponent begins with an atom and with nothing else.
            case NUMBER -> types.contains(ROOT) ? "a number" : "a number, a name or `(`";
            case NAME, LPAREN, LBRACE, ROOT, BANG, NOT ->
                types.contains(ROOT)
                    ? "a pattern"
                    : types.contains(NUMBER) ? "a number, a name or `(`" : "a name";
            // A minus may begin an operand as well as follow one: only the latter is news.
            case MINUS, NUMERIC_MINUS -> types.contains(NUMBER) ? "a pattern" : "an operator";
            case PLUS,
                JOIN,
                SETMINUS,
                MEET,
                COMPOSE,
                TIMES,
                PATTERN_TIMES,
                NUMERIC_TIMES,
                DIVIDE,
                DIV,
                MOD,
                CARET,
                QUOTE,
                DOTS,
                DOTS_UNTIL,
                LESS,
                AT_MOST,
                GREATER,
                AT_LEAST,
                SAME,
                DIFFERENT,
                AND,
                OR ->
                "an operator";
            case IN -> types.contains(PLUS) ? "an operator" : types.contains(ROOT) ? "" : "`in`";
            case RPAREN -> "`)`";
            case RBRACKET -> "`]`";
            case RBRACE -> "`}`";
            case COMMA -> "`,`";
            case EQUALS -> types.contains(COLON) ? "" : "`=`";
            case COLON, LBRACKET, DOT, STEP, IF -> "";
            case FOR -> types.contains(IF) ? "" : types.contains(COLON) ? "" : "`for n in`";
            case LET, INPUT, IMPORT, EXPECT -> types.contains(ROOT) ? "" : "a statement";
            case AS -> "";
            case STRING -> "a file's name in quotes";
            case SEMICOLON, NEWLINE -> "";
            case EOF -> "the end of the text";
            default -> VOCABULARY.getDisplayName(type);
          });
    }
    words.remove("");
    if (words.isEmpty()) {
      words.add("the end of the statement");
    }
    List<String> sorted = new ArrayList<>(words);
    sorted.sort((a, b) -> Integer.compare(rank(a), rank(b)));
    return sorted;
  }

  private static int rank(String expected) {
    return switch (expected) {
      case "a pattern", "a number", "a name", "a statement" -> 0;
      case "an operator" -> 1;
      case "the end of the text" -> 3;
      default -> 2;
    };
  }

  /**
   * No recovery: an inserted or dropped token would only lead to errors about things that nobody
   * wrote.
   */
  private final class FirstError extends DefaultErrorStrategy {

    @Override
    public void recover(org.antlr.v4.runtime.Parser parser, RecognitionException e) {
      throw unexpected(e.getOffendingToken());
    }

    @Override
    public Token recoverInline(org.antlr.v4.runtime.Parser parser) {
      throw unexpected(parser.getCurrentToken());
    }

    @Override
    public void reportError(org.antlr.v4.runtime.Parser parser, RecognitionException e) {
      throw unexpected(e.getOffendingToken());
    }

    /**
     * Called before each loop: the earliest place to stop, and the one that knows most of what
     * could follow.
     */
    @Override
    public void sync(org.antlr.v4.runtime.Parser parser) {
      if (!isExpected(parser.getCurrentToken().getType())) {
        throw unexpected(parser.getCurrentToken());
      }
    }

    /** Whether a type is among {@link #getExpectedTokens}, without the set of all of them. */
    private boolean isExpected(int type) {
      ATN atn = getATN();
      IntervalSet following = atn.nextTokens(atn.states.get(getState()));
      RuleContext context = getContext();
      while (!following.contains(type)) {
        if (!following.contains(Token.EPSILON)) {
          return false;
        }
        if (context == null || context.invokingState < 0) {
          return type == Token.EOF;
        }
        RuleTransition call = (RuleTransition) atn.states.get(context.invokingState).transition(0);
        following = atn.nextTokens(call.followState);
        context = context.parent;
      }
      return true;
    }
  }
}
