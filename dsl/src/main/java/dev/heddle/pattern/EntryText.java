package dev.heddle.pattern;

import dev.heddle.syntax.Script;
import dev.heddle.syntax.Statement;
import dev.heddle.syntax.Tree;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The text of one entry of a schedule: its definitions, and the entry in the schedule's place.
 * There is none where entries are not written one by one, as in a comprehension or in a call of a
 * definition with parameters.
 */
final class EntryText {

  private final List<Statement> statements;
  private final int layer;
  private final int head;

  private EntryText(List<Statement> statements, int layer, int head) {
    this.statements = statements;
    this.layer = layer;
    this.head = head;
  }

  /** The entry of a layer and a head, which may be beyond the last: entries are cycled through. */
  static Optional<Script> of(Script script, int layer, int head) {
    Tree result = script.result();
    return result == null
        ? Optional.empty()
        : new EntryText(script.statements(), layer, head)
            .entry(result)
            .map(entry -> new Script(script.statements(), entry));
  }

  /** The entry of a tree, if that can be seen to be a schedule. */
  private Optional<Tree> entry(Tree tree) {
    return switch (tree) {
      case Tree.Call call when call.callee().name().equals("layers") ->
          argument(call, layer).map(taken -> entry(taken).orElse(taken));
      case Tree.Call call when call.callee().name().equals("heads") -> argument(call, head);
      case Tree.Name name ->
          statements.stream()
              .filter(
                  statement ->
                      statement instanceof Statement.Let let
                          && let.name().equals(name)
                          && let.parameters().isEmpty())
              .findFirst()
              .flatMap(statement -> entry(((Statement.Let) statement).body()));
      case Tree.Prefix(Tree.PrefixOperator operator, Tree operand, var origin) ->
          entry(operand).map(taken -> new Tree.Prefix(operator, taken, origin));
      case Tree.Chain chain -> entry(chain);
      case Tree.Numeral _,
          Tree.Call _,
          Tree.Braces _,
          Tree.Comprehension _,
          Tree.Range _,
          Tree.Comparison _,
          Tree.Root _,
          Tree.Power _,
          Tree.Transposed _,
          Tree.Indexed _ ->
          Optional.empty();
    };
  }

  private static Optional<Tree> argument(Tree.Call call, int index) {
    List<Tree> values = call.arguments().stream().map(Tree.Argument::value).toList();
    return values.isEmpty() || values.stream().anyMatch(Tree.Comprehension.class::isInstance)
        ? Optional.empty()
        : Optional.of(values.get(Math.floorMod(index, values.size())));
  }

  /** One operand is a schedule: two are not joined. */
  private Optional<Tree> entry(Tree.Chain chain) {
    Optional<Tree> first = entry(chain.first());
    if (first.isPresent()) {
      return Optional.of(new Tree.Chain(first.get(), chain.rest(), chain.origin()));
    }
    for (int at = 0; at < chain.rest().size(); at++) {
      Tree.Link link = chain.rest().get(at);
      Optional<Tree> taken = entry(link.operand());
      if (taken.isPresent()) {
        List<Tree.Link> rest = new ArrayList<>(chain.rest());
        rest.set(at, new Tree.Link(link.operator(), taken.get(), link.sign(), link.reach()));
        return Optional.of(new Tree.Chain(chain.first(), rest, chain.origin()));
      }
    }
    return Optional.empty();
  }
}
