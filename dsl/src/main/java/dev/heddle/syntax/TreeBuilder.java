package dev.heddle.syntax;

import dev.heddle.diagnostic.Diagnostic;
import dev.heddle.diagnostic.HeddleException;
import dev.heddle.diagnostic.Origin;
import dev.heddle.diagnostic.Problem;
import dev.heddle.diagnostic.Source;
import dev.heddle.diagnostic.Span;
import dev.heddle.grammar.HeddleParser;
import dev.heddle.grammar.HeddleParser.ArgumentContext;
import dev.heddle.grammar.HeddleParser.ExponentContext;
import dev.heddle.grammar.HeddleParser.ExpressionContext;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.antlr.v4.runtime.ParserRuleContext;
import org.antlr.v4.runtime.Token;
import org.antlr.v4.runtime.tree.TerminalNode;
import org.jspecify.annotations.Nullable;

/**
 * Turns what the generated parser made into our own tree, and reports the slips that the grammar
 * lets through.
 */
final class TreeBuilder {

  private final Source source;
  private final List<Diagnostic> errors = new ArrayList<>();
  private final List<Diagnostic> warnings = new ArrayList<>();

  TreeBuilder(Source source) {
    this.source = source;
  }

  Parsed pattern(HeddleParser.PatternTextContext text) {
    Tree tree = expression(text.expression());
    if (!errors.isEmpty()) {
      throw new HeddleException(errors);
    }
    return new Parsed(tree, warnings);
  }

  private Tree expression(ExpressionContext context) {
    return switch (context) {
      case HeddleParser.NumberContext number ->
          atom(number(number.NUMBER().getSymbol()), number.exponent(), number.QUOTE(), context);
      case HeddleParser.NameContext name ->
          atom(name(name.NAME().getSymbol()), name.exponent(), name.QUOTE(), context);
      case HeddleParser.CallContext call ->
          atom(
              call(call.callee, call.argument(), origin(call.callee, call.RPAREN().getSymbol())),
              call.exponent(),
              call.QUOTE(),
              context);
      case HeddleParser.ParenthesisedContext inner ->
          atom(expression(inner.expression()), inner.exponent(), inner.QUOTE(), context);
      case HeddleParser.RootContext root ->
          new Tree.Root(expression(root.expression()), origin(root));
      case HeddleParser.PrefixContext prefix ->
          new Tree.Prefix(
              prefix.operator.getType() == HeddleParser.BANG
                  ? Tree.PrefixOperator.NOT
                  : Tree.PrefixOperator.MINUS,
              expression(prefix.expression()),
              origin(prefix));
      case HeddleParser.ProductContext product -> chain(product);
      case HeddleParser.MeetContext meet -> chain(meet);
      case HeddleParser.SumContext sum -> chain(sum);
      default -> throw new IllegalStateException("an expression of kind " + context.getClass());
    };
  }

  /** Unrolls the left-deep chain by a loop: a sum of ten thousand terms is long, not deep. */
  private Tree chain(ExpressionContext whole) {
    List<Tree.Link> links = new ArrayList<>();
    Tree.Precedence precedence = operator(whole).precedence();
    ExpressionContext left = whole;
    boolean bareMeet = false;
    while (joins(left) && operator(left).precedence() == precedence) {
      ExpressionContext right = left.getRuleContext(ExpressionContext.class, 1);
      links.add(new Tree.Link(operator(left), expression(right), origin(sign(left)), origin(left)));
      bareMeet |= precedence == Tree.Precedence.SUM && right instanceof HeddleParser.MeetContext;
      left = beginning(left.getRuleContext(ExpressionContext.class, 0), precedence);
    }
    bareMeet |= precedence == Tree.Precedence.SUM && left instanceof HeddleParser.MeetContext;
    Collections.reverse(links);
    Tree.Chain chain = new Tree.Chain(expression(left), links, origin(whole));
    if (bareMeet) {
      warnings.add(Diagnostic.of(new Problem.MixedMeet(Printer.print(chain)), chain.origin()));
    }
    return chain;
  }

  /** Parentheses around the beginning of a chain change nothing: (a + b) + c is a + b + c. */
  private static ExpressionContext beginning(ExpressionContext left, Tree.Precedence precedence) {
    ExpressionContext inner = left;
    while (inner instanceof HeddleParser.ParenthesisedContext parenthesised
        && parenthesised.exponent() == null
        && parenthesised.QUOTE().isEmpty()) {
      inner = parenthesised.expression();
    }
    return joins(inner) && operator(inner).precedence() == precedence ? inner : left;
  }

  private static boolean joins(ExpressionContext context) {
    return context instanceof HeddleParser.SumContext
        || context instanceof HeddleParser.MeetContext
        || context instanceof HeddleParser.ProductContext;
  }

  private static Token sign(ExpressionContext context) {
    return switch (context) {
      case HeddleParser.SumContext sum -> sum.operator;
      case HeddleParser.MeetContext meet -> meet.operator;
      case HeddleParser.ProductContext product -> product.operator;
      default -> throw new IllegalStateException("no operator in " + context.getClass());
    };
  }

  private static Tree.Operator operator(ExpressionContext context) {
    return switch (sign(context).getType()) {
      case HeddleParser.PLUS, HeddleParser.JOIN -> Tree.Operator.PLUS;
      case HeddleParser.MINUS, HeddleParser.NUMERIC_MINUS, HeddleParser.SETMINUS ->
          Tree.Operator.MINUS;
      case HeddleParser.MEET -> Tree.Operator.AND;
      case HeddleParser.TIMES, HeddleParser.NUMERIC_TIMES -> Tree.Operator.TIMES;
      case HeddleParser.DIVIDE -> Tree.Operator.DIVIDE;
      case HeddleParser.DIV -> Tree.Operator.DIV;
      case HeddleParser.MOD -> Tree.Operator.MOD;
      default -> throw new IllegalStateException("no operator " + sign(context).getText());
    };
  }

  /** An atom with what stands behind it: a power, then quotes. */
  private Tree atom(
      Tree base,
      @Nullable ExponentContext exponent,
      List<TerminalNode> quotes,
      ExpressionContext whole) {
    Tree tree = base;
    if (exponent != null) {
      tree = new Tree.Power(base, exponent(exponent), origin(whole.getStart(), exponent.getStop()));
    }
    for (TerminalNode quote : quotes) {
      tree = new Tree.Transposed(tree, origin(whole.getStart(), quote.getSymbol()));
    }
    return tree;
  }

  private Tree exponent(ExponentContext context) {
    Tree base =
        switch (context) {
          case HeddleParser.NumberExponentContext number -> number(number.base);
          case HeddleParser.NameExponentContext name when name.LPAREN() != null ->
              call(name.base, name.argument(), origin(name.base, name.RPAREN().getSymbol()));
          case HeddleParser.NameExponentContext name -> name(name.base);
          case HeddleParser.ParenthesisedExponentContext inner -> expression(inner.expression());
          default -> throw new IllegalStateException("an exponent of kind " + context.getClass());
        };
    ExponentContext further = context.getRuleContext(ExponentContext.class, 0);
    return further == null ? base : new Tree.Power(base, exponent(further), origin(context));
  }

  private Tree call(Token callee, List<ArgumentContext> contexts, Origin origin) {
    List<Tree.Argument> arguments = new ArrayList<>();
    for (ArgumentContext context : contexts) {
      arguments.add(argument(context));
    }
    if (callee.getText().equals("sqrt")
        && arguments.size() == 1
        && arguments.getFirst().label() == null) {
      return new Tree.Root(arguments.getFirst().value(), origin);
    }
    return new Tree.Call(name(callee), arguments, origin);
  }

  private Tree.Argument argument(ArgumentContext context) {
    Tree first = expression(context.expression(0));
    Token sign = context.sign;
    if (sign == null) {
      return new Tree.Argument(null, first, origin(context));
    }
    Tree value = expression(context.expression(1));
    Tree.Name label = first instanceof Tree.Name name ? name : null;
    Problem problem = null;
    if (label == null) {
      problem = new Problem.BadLabel(first.origin().text());
    } else if (sign.getType() == HeddleParser.EQUALS) {
      problem = new Problem.EqualsInCall(label.name(), value.origin().text());
    }
    if (problem != null) {
      errors.add(Diagnostic.of(problem, label == null ? first.origin() : origin(sign)));
    }
    return new Tree.Argument(label, value, origin(context));
  }

  private Tree.Numeral number(Token token) {
    double value = Double.parseDouble(token.getText().replace("_", ""));
    if (Double.isInfinite(value)) {
      errors.add(Diagnostic.of(new Problem.NumberTooLarge(token.getText()), origin(token)));
    }
    return new Tree.Numeral(value, origin(token));
  }

  private Tree.Name name(Token token) {
    return new Tree.Name(token.getText(), origin(token));
  }

  private Origin origin(ParserRuleContext context) {
    return origin(context.getStart(), context.getStop());
  }

  private Origin origin(Token first, @Nullable Token last) {
    Span start = Tokens.span(first);
    return new Origin(source, last == null ? start : start.to(Tokens.span(last)));
  }

  private Origin origin(Token token) {
    return new Origin(source, Tokens.span(token));
  }
}
