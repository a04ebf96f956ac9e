package dev.heddle.pattern;

import dev.heddle.diagnostic.HeddleException;
import dev.heddle.diagnostic.Origin;
import dev.heddle.diagnostic.Problem;
import dev.heddle.diagnostic.Source;
import dev.heddle.diagnostic.Span;
import dev.heddle.syntax.Printer;
import dev.heddle.syntax.Script;
import dev.heddle.syntax.Statement;
import dev.heddle.syntax.Tree;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Builds patterns from patterns without a text: joins their trees, writes the whole down and reads
 * it again. So a pattern that was built is the same as the one that its text gives, errors point
 * into a text that can be read, and nothing can be built that cannot be written.
 */
final class Joining {

  /** Nothing was written anywhere yet. */
  static final Origin NOWHERE = new Origin(Source.typed(""), new Span(0, 0));

  private Joining() {}

  /** A pattern that consists of a tree alone. */
  static SparsityPattern of(Tree tree) {
    return SparsityPattern.parse(Printer.print(tree));
  }

  /** The statements of all, once each, and then one expression of their trees. */
  static SparsityPattern of(List<SparsityPattern> patterns, Function<List<Tree>, Tree> join) {
    return of(patterns, Set.of(), join);
  }

  /** The same with numbers that are inputs, which the tree has beside those of the patterns. */
  static SparsityPattern of(
      List<SparsityPattern> patterns, Set<String> numbers, Function<List<Tree>, Tree> join) {
    Module called = numbers.isEmpty() ? called(patterns) : null;
    if (called != null) {
      List<Tree> trees = patterns.stream().map(SparsityPattern::tree).toList();
      return SparsityPattern.called(Printer.print(join.apply(trees)), called);
    }
    Map<String, String> names = new LinkedHashMap<>();
    List<Statement> statements = new ArrayList<>();
    for (String number : numbers) {
      Statement input =
          new Statement.Input(Statement.Kind.NUMBER, new Tree.Name(number, NOWHERE), NOWHERE);
      names.put(number, Printer.print(input));
      statements.add(input);
    }
    List<Tree> trees = new ArrayList<>();
    for (SparsityPattern pattern : patterns) {
      Script script = pattern.script();
      for (Statement statement : script.statements()) {
        String text = Printer.print(statement);
        String name = name(statement);
        String known = names.putIfAbsent(name, text);
        if (known == null) {
          statements.add(statement);
        } else if (!known.equals(text)) {
          throw HeddleException.of(
              new Problem.Redefined(name, "defined otherwise in the other pattern"), null);
        }
      }
      trees.add(pattern.tree());
    }
    return SparsityPattern.parse(Printer.print(new Script(statements, join.apply(trees))));
  }

  /**
   * The definitions that some of the patterns are calls of, where all others have no statements of
   * their own: what such a call means cannot be read off its text alone.
   */
  private static @Nullable Module called(List<SparsityPattern> patterns) {
    Module found = null;
    for (SparsityPattern pattern : patterns) {
      if (!pattern.script().statements().isEmpty()) {
        return null;
      }
      Module own = pattern.module();
      if (!own.names().isEmpty() && found != null && found != own) {
        return null;
      }
      found = own.names().isEmpty() ? found : own;
    }
    return found;
  }

  static SparsityPattern chain(
      SparsityPattern left, Tree.Operator operator, SparsityPattern right) {
    return of(
        List.of(left, right),
        trees -> {
          Tree first = trees.get(0);
          List<Tree.Link> links = new ArrayList<>();
          if (first instanceof Tree.Chain chain && chain.precedence() == operator.precedence()) {
            // As text would read: a + b + c is one chain.
            first = chain.first();
            links.addAll(chain.rest());
          }
          links.add(new Tree.Link(operator, trees.get(1), NOWHERE, NOWHERE));
          return new Tree.Chain(first, links, NOWHERE);
        });
  }

  private static String name(Statement statement) {
    return switch (statement) {
      case Statement.Let let -> let.name().name();
      case Statement.Input input -> input.name().name();
      case Statement.Import imported ->
          imported.alias() == null ? "import " + imported.path() : imported.alias().name();
      case Statement.Expect expect -> Printer.print(expect);
    };
  }
}
