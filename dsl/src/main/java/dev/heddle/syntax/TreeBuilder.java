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
import dev.heddle.grammar.HeddleParser.OperationContext;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.antlr.v4.runtime.ParserRuleContext;
import org.antlr.v4.runtime.Token;
import org.antlr.v4.runtime.tree.ParseTree;
import org.antlr.v4.runtime.tree.TerminalNode;
import org.jspecify.annotations.Nullable;

/**
 * Turns what the generated parser made into our own tree, and reports the slips that the grammar
 * lets through.
 */
final class TreeBuilder {

  private final Source source;
  private final Tokens tokens;
  private final int[] text;
  private final List<Diagnostic> errors = new ArrayList<>();
  private final List<Diagnostic> warnings = new ArrayList<>();

  TreeBuilder(Source source, Tokens tokens) {
    this.source = source;
    this.tokens = tokens;
    this.text = source.text().codePoints().toArray();
  }

  Script pattern(HeddleParser.PatternTextContext context) {
    return new Script(statements(context.statement()), expression(context.expression()));
  }

  Script definitions(HeddleParser.DefinitionFileContext context) {
    return new Script(statements(context.statement()), null);
  }

  /** The script with what was noticed on the way; the slips are thrown together. */
  Parsed parsed(Script script) {
    if (!errors.isEmpty()) {
      throw new HeddleException(errors);
    }
    return new Parsed(script, warnings, tokens.comments());
  }

  // ---- statements

  private List<Statement> statements(List<HeddleParser.StatementContext> contexts) {
    List<Statement> statements = new ArrayList<>();
    for (HeddleParser.StatementContext context : contexts) {
      Statement statement = statement(context);
      if (statement != null) {
        statements.add(statement);
      }
    }
    return statements;
  }

  private @Nullable Statement statement(HeddleParser.StatementContext context) {
    return switch (context) {
      case HeddleParser.LettingContext let -> {
        List<Statement.Parameter> parameters = new ArrayList<>();
        for (HeddleParser.ParameterContext parameter : let.parameter()) {
          ExpressionContext standard = parameter.expression();
          parameters.add(
              new Statement.Parameter(
                  name(parameter.NAME().getSymbol()),
                  standard == null ? null : expression(standard)));
        }
        yield new Statement.Let(
            name(let.name),
            parameters,
            expression(let.expression()),
            documentation(Tokens.span(let.getStart()).start()),
            origin(let));
      }
      case HeddleParser.InputContext input -> {
        Statement.Kind kind = kind(input.kind);
        yield kind == null ? null : new Statement.Input(kind, name(input.name), origin(input));
      }
      case HeddleParser.ImportingContext imported -> {
        Token path = imported.path;
        String target =
            path == null
                ? imported.library.getText()
                : path.getText().substring(1, path.getText().length() - 1);
        yield new Statement.Import(
            target,
            path == null,
            imported.alias == null ? null : name(imported.alias),
            origin(imported));
      }
      case HeddleParser.ExpectContext expect ->
          new Statement.Expect(
              expression(expect.expression(0)),
              name(expect.variable),
              expression(expect.expression(1)),
              origin(expect));
      default -> throw new IllegalStateException("a statement of kind " + context.getClass());
    };
  }

  private Statement.@Nullable Kind kind(@Nullable Token kind) {
    if (kind == null) {
      return Statement.Kind.SEQUENCE;
    }
    return switch (kind.getText()) {
      case "graph" -> Statement.Kind.GRAPH;
      case "number" -> Statement.Kind.NUMBER;
      default -> {
        errors.add(
            Diagnostic.of(
                new Problem.UnknownName(
                    "kind of input", kind.getText(), List.of("graph", "number")),
                origin(kind)));
        yield null;
      }
    };
  }

  /** The {@code ##} lines that end right above a place, without their signs. */
  private String documentation(int place) {
    List<String> lines = new ArrayList<>();
    int below = place;
    for (Origin comment : tokens.comments().reversed()) {
      if (comment.span().start() >= below) {
        continue;
      }
      String line =
          new String(text, comment.span().start(), comment.span().end() - comment.span().start());
      if (!line.startsWith("##") || !onlyOneNewline(comment.span().end(), below)) {
        break;
      }
      lines.addFirst(line.substring(line.startsWith("## ") ? 3 : 2).stripTrailing());
      below = comment.span().start();
    }
    return String.join("\n", lines);
  }

  private boolean onlyOneNewline(int from, int to) {
    int newlines = 0;
    for (int at = from; at < to; at++) {
      newlines += text[at] == '\n' || (text[at] == '\r' && text[at + 1] != '\n') ? 1 : 0;
      if (!Character.isWhitespace(text[at]) || newlines > 1) {
        return false;
      }
    }
    return true;
  }

  // ---- expressions, loosest first

  private Tree expression(ExpressionContext context) {
    List<Tree> operands = new ArrayList<>();
    context.conjunction().forEach(operand -> operands.add(conjunction(operand)));
    return chain(Tree.Operator.OR, operands, context.OR(), context);
  }

  private Tree conjunction(HeddleParser.ConjunctionContext context) {
    List<Tree> operands = new ArrayList<>();
    context.negation().forEach(operand -> operands.add(negation(operand)));
    return chain(Tree.Operator.AND, operands, context.AND(), context);
  }

  private Tree chain(
      Tree.Operator operator,
      List<Tree> operands,
      List<TerminalNode> signs,
      ParserRuleContext whole) {
    if (operands.size() == 1) {
      return operands.getFirst();
    }
    List<Tree.Link> links = new ArrayList<>();
    Tree first = operands.getFirst();
    if (first instanceof Tree.Chain inner && inner.precedence() == operator.precedence()) {
      // Parentheses around the beginning change nothing.
      first = inner.first();
      links.addAll(inner.rest());
    }
    for (int at = 1; at < operands.size(); at++) {
      Tree operand = operands.get(at);
      links.add(
          new Tree.Link(
              operator,
              operand,
              origin(signs.get(at - 1).getSymbol()),
              first.origin().to(operand.origin())));
    }
    return new Tree.Chain(first, links, origin(whole));
  }

  private Tree negation(HeddleParser.NegationContext context) {
    return context.negation() != null
        ? new Tree.Prefix(Tree.PrefixOperator.NOT, negation(context.negation()), origin(context))
        : comparison(context.comparison());
  }

  private Tree comparison(HeddleParser.ComparisonContext context) {
    Tree left = range(context.range(0));
    if (context.range().size() == 1) {
      return left;
    }
    if (context.range().size() > 2) {
      errors.add(
          Diagnostic.of(new Problem.ChainedComparison(), origin(context.comparator(1).getStart())));
    }
    return new Tree.Comparison(
        left, comparator(context.comparator(0)), range(context.range(1)), origin(context));
  }

  private static Tree.Comparator comparator(HeddleParser.ComparatorContext context) {
    return switch (context.getStart().getType()) {
      case HeddleParser.LESS -> Tree.Comparator.LESS;
      case HeddleParser.AT_MOST -> Tree.Comparator.AT_MOST;
      case HeddleParser.GREATER -> Tree.Comparator.MORE;
      case HeddleParser.AT_LEAST -> Tree.Comparator.AT_LEAST;
      case HeddleParser.SAME -> Tree.Comparator.SAME;
      case HeddleParser.DIFFERENT -> Tree.Comparator.DIFFERENT;
      case HeddleParser.IN -> Tree.Comparator.IN;
      default -> throw new IllegalStateException("no comparator " + context.getText());
    };
  }

  private Tree range(HeddleParser.RangeContext context) {
    Tree from = operation(context.operation(0));
    Token dots = context.dots;
    if (dots == null) {
      return from;
    }
    return new Tree.Range(
        from,
        operation(context.operation(1)),
        dots.getType() == HeddleParser.DOTS,
        context.STEP() == null ? null : operation(context.operation(2)),
        origin(context));
  }

  private Tree operation(OperationContext context) {
    return switch (context) {
      case HeddleParser.SuffixedContext suffixed -> suffixed(suffixed);
      case HeddleParser.RootContext root ->
          new Tree.Root(operation(root.operation()), origin(root));
      case HeddleParser.PrefixContext prefix ->
          new Tree.Prefix(
              prefix.operator.getType() == HeddleParser.BANG
                  ? Tree.PrefixOperator.COMPLEMENT
                  : Tree.PrefixOperator.MINUS,
              operation(prefix.operation()),
              origin(prefix));
      case HeddleParser.ProductContext product -> chain(product);
      case HeddleParser.CompositionContext composition -> chain(composition);
      case HeddleParser.MeetContext meet -> chain(meet);
      case HeddleParser.SumContext sum -> chain(sum);
      default -> throw new IllegalStateException("an operation of kind " + context.getClass());
    };
  }

  /** Unrolls the left-deep chain by a loop: a sum of ten thousand terms is long, not deep. */
  private Tree chain(OperationContext whole) {
    List<Tree.Link> links = new ArrayList<>();
    Tree.Precedence precedence = operator(whole).precedence();
    OperationContext left = whole;
    boolean bareMeet = false;
    while (joins(left) && operator(left).precedence() == precedence) {
      OperationContext right = left.getRuleContext(OperationContext.class, 1);
      links.add(new Tree.Link(operator(left), operation(right), origin(sign(left)), origin(left)));
      bareMeet |= precedence == Tree.Precedence.SUM && right instanceof HeddleParser.MeetContext;
      left = beginning(left.getRuleContext(OperationContext.class, 0), precedence);
    }
    bareMeet |= precedence == Tree.Precedence.SUM && left instanceof HeddleParser.MeetContext;
    Collections.reverse(links);
    Tree.Chain chain = new Tree.Chain(operation(left), links, origin(whole));
    if (bareMeet) {
      warnings.add(Diagnostic.of(new Problem.MixedMeet(Printer.print(chain)), chain.origin()));
    }
    return chain;
  }

  /** Parentheses around the beginning of a chain change nothing: (a + b) + c is a + b + c. */
  private static OperationContext beginning(OperationContext left, Tree.Precedence precedence) {
    OperationContext inner = left;
    while (inner instanceof HeddleParser.SuffixedContext suffixed
        && suffixed.suffixes().getChildCount() == 0
        && suffixed.atom() instanceof HeddleParser.ParenthesisedContext parenthesised) {
      OperationContext bare = bare(parenthesised.expression());
      if (bare == null) {
        return left;
      }
      inner = bare;
    }
    return joins(inner) && operator(inner).precedence() == precedence ? inner : left;
  }

  /** The operation that an expression is, if it is nothing more. */
  private static @Nullable OperationContext bare(ExpressionContext expression) {
    ParserRuleContext inner = expression;
    while (!(inner instanceof OperationContext)) {
      if (inner.getChildCount() != 1) {
        return null;
      }
      inner = (ParserRuleContext) inner.getChild(0);
    }
    return (OperationContext) inner;
  }

  private static boolean joins(OperationContext context) {
    return context instanceof HeddleParser.SumContext
        || context instanceof HeddleParser.MeetContext
        || context instanceof HeddleParser.CompositionContext
        || context instanceof HeddleParser.ProductContext;
  }

  private static Token sign(OperationContext context) {
    return switch (context) {
      case HeddleParser.SumContext sum -> sum.operator;
      case HeddleParser.MeetContext meet -> meet.operator;
      case HeddleParser.CompositionContext composition -> composition.operator;
      case HeddleParser.ProductContext product -> product.operator;
      default -> throw new IllegalStateException("no operator in " + context.getClass());
    };
  }

  private static Tree.Operator operator(OperationContext context) {
    return switch (sign(context).getType()) {
      case HeddleParser.PLUS, HeddleParser.JOIN -> Tree.Operator.PLUS;
      case HeddleParser.MINUS, HeddleParser.NUMERIC_MINUS, HeddleParser.SETMINUS ->
          Tree.Operator.MINUS;
      case HeddleParser.MEET -> Tree.Operator.MEET;
      case HeddleParser.COMPOSE -> Tree.Operator.COMPOSE;
      case HeddleParser.TIMES, HeddleParser.PATTERN_TIMES, HeddleParser.NUMERIC_TIMES ->
          Tree.Operator.TIMES;
      case HeddleParser.DIVIDE -> Tree.Operator.DIVIDE;
      case HeddleParser.DIV -> Tree.Operator.DIV;
      case HeddleParser.MOD -> Tree.Operator.MOD;
      default -> throw new IllegalStateException("no operator " + sign(context).getText());
    };
  }

  /** An atom with what stands behind it: powers, quotes and indices, in the order of the text. */
  private Tree suffixed(HeddleParser.SuffixedContext whole) {
    Token start = whole.getStart();
    Tree tree = atom(whole.atom());
    List<ParseTree> suffixes = whole.suffixes().children;
    for (int at = 0; suffixes != null && at < suffixes.size(); at++) {
      switch (suffixes.get(at)) {
        case ExponentContext exponent ->
            tree = new Tree.Power(tree, exponent(exponent), origin(start, exponent.getStop()));
        case ExpressionContext index ->
            tree =
                new Tree.Indexed(
                    tree,
                    expression(index),
                    origin(start, ((TerminalNode) suffixes.get(at + 1)).getSymbol()));
        case TerminalNode sign when sign.getSymbol().getType() == HeddleParser.QUOTE ->
            tree = new Tree.Transposed(tree, origin(start, sign.getSymbol()));
        default -> {}
      }
    }
    return tree;
  }

  private Tree atom(HeddleParser.AtomContext context) {
    return switch (context) {
      case HeddleParser.NumberContext number -> number(number.NUMBER().getSymbol());
      case HeddleParser.NameContext name -> name(name.qualified());
      case HeddleParser.CallContext call ->
          call(name(call.qualified()), call.arguments(), origin(call));
      case HeddleParser.ParenthesisedContext inner -> expression(inner.expression());
      case HeddleParser.BracesContext braces -> {
        List<Tree> members = new ArrayList<>();
        for (HeddleParser.ItemContext item : braces.item()) {
          Tree member = expression(item.expression());
          members.add(
              item.comprehension() == null
                  ? member
                  : comprehension(member, item.comprehension(), origin(item)));
        }
        yield new Tree.Braces(members, origin(braces));
      }
      default -> throw new IllegalStateException("an atom of kind " + context.getClass());
    };
  }

  private Tree comprehension(Tree item, HeddleParser.ComprehensionContext context, Origin origin) {
    List<Tree.Generator> generators = new ArrayList<>();
    for (HeddleParser.GeneratorContext generator : context.generator()) {
      generators.add(
          new Tree.Generator(
              name(generator.NAME().getSymbol()), expression(generator.expression())));
    }
    ExpressionContext condition = context.expression();
    return new Tree.Comprehension(
        item, generators, condition == null ? null : expression(condition), origin);
  }

  private Tree exponent(ExponentContext context) {
    Tree base =
        switch (context) {
          case HeddleParser.NumberExponentContext number -> number(number.base);
          case HeddleParser.NameExponentContext name when name.arguments() != null ->
              call(
                  name(name.qualified()),
                  name.arguments(),
                  origin(name.getStart(), name.arguments().getStop()));
          case HeddleParser.NameExponentContext name -> name(name.qualified());
          case HeddleParser.ParenthesisedExponentContext inner -> expression(inner.expression());
          default -> throw new IllegalStateException("an exponent of kind " + context.getClass());
        };
    ExponentContext further = context.getRuleContext(ExponentContext.class, 0);
    return further == null ? base : new Tree.Power(base, exponent(further), origin(context));
  }

  private Tree call(Tree.Name callee, HeddleParser.ArgumentsContext context, Origin origin) {
    List<Tree.Argument> arguments = new ArrayList<>();
    for (ArgumentContext argument : context.argument()) {
      arguments.add(argument(argument));
    }
    if (callee.name().equals("sqrt")
        && arguments.size() == 1
        && arguments.getFirst().label() == null
        && !(arguments.getFirst().value() instanceof Tree.Comprehension)) {
      return new Tree.Root(arguments.getFirst().value(), origin);
    }
    return new Tree.Call(callee, arguments, origin);
  }

  private Tree.Argument argument(ArgumentContext context) {
    Token sign = context.sign;
    if (context.IN() != null && sign != null) {
      // `in` is a word of the language, and a label too.
      Tree.Name label = name(context.IN().getSymbol());
      return labelled(label, label, sign, expression(context.expression(0)), context);
    }
    Tree first = expression(context.expression(0));
    if (context.comprehension() != null) {
      Tree all = comprehension(first, context.comprehension(), origin(context));
      return new Tree.Argument(null, all, origin(context));
    }
    if (sign == null) {
      return new Tree.Argument(null, first, origin(context));
    }
    Tree.Name label = first instanceof Tree.Name name ? name : null;
    return labelled(first, label, sign, expression(context.expression(1)), context);
  }

  private Tree.Argument labelled(
      Tree written, Tree.@Nullable Name label, Token sign, Tree value, ArgumentContext context) {
    Problem problem = null;
    if (label == null) {
      problem = new Problem.BadLabel(written.origin().text());
    } else if (sign.getType() == HeddleParser.EQUALS) {
      problem = new Problem.EqualsInCall(label.name(), value.origin().text());
    }
    if (problem != null) {
      errors.add(Diagnostic.of(problem, label == null ? written.origin() : origin(sign)));
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

  private Tree.Name name(HeddleParser.QualifiedContext context) {
    return new Tree.Name(context.getText(), origin(context));
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
