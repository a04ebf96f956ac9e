package dev.heddle.syntax;

import dev.heddle.syntax.Tree.Precedence;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Writes a tree in the one normal form: ASCII and {@code √}, the fewest parentheses that keep the
 * tree, and a pair more where {@code &} stands beside {@code +} or {@code -}. Parsing what was
 * printed gives the same tree.
 */
public final class Printer {

  private Printer() {}

  public static String print(Tree tree) {
    StringBuilder out = new StringBuilder();
    print(tree, Precedence.OR, out);
    return out.toString();
  }

  /** A whole script in one line, its statements parted by semicolons. */
  public static String print(Script script) {
    List<String> parts = new ArrayList<>();
    script.statements().forEach(statement -> parts.add(print(statement)));
    if (script.result() != null) {
      parts.add(print(script.result()));
    }
    return String.join("; ", parts);
  }

  /** A statement in one line, without its documentation. */
  public static String print(Statement statement) {
    return switch (statement) {
      case Statement.Let let -> head(let) + print(let.body());
      case Statement.Input input ->
          "input "
              + switch (input.kind()) {
                case SEQUENCE -> "";
                case GRAPH -> "graph ";
                case NUMBER -> "number ";
              }
              + input.name().name();
      case Statement.Import imported ->
          "import "
              + (imported.isLibrary() ? imported.path() : '"' + imported.path() + '"')
              + (imported.alias() == null ? "" : " as " + imported.alias().name());
      case Statement.Expect expect ->
          "expect "
              + print(expect.condition())
              + " for "
              + expect.variable().name()
              + " in "
              + print(expect.set());
    };
  }

  /** {@code let name(a, b = 2) = }. */
  public static String head(Statement.Let let) {
    String parameters =
        let.parameters().stream()
            .map(
                parameter ->
                    parameter.name().name()
                        + (parameter.standard() == null ? "" : " = " + print(parameter.standard())))
            .collect(Collectors.joining(", "));
    return "let "
        + let.name().name()
        + (parameters.isEmpty() ? "" : "(" + parameters + ")")
        + " = ";
  }

  /**
   * Prints a tree where only things that bind at least as tightly as {@code least} may stand bare.
   */
  private static void print(Tree tree, Precedence least, StringBuilder out) {
    boolean bare = precedence(tree).compareTo(least) >= 0;
    out.append(bare ? "" : "(");
    bare(tree, out);
    out.append(bare ? "" : ")");
  }

  private static void bare(Tree tree, StringBuilder out) {
    switch (tree) {
      case Tree.Numeral number -> out.append(number(number.value()));
      case Tree.Name name -> out.append(name.name());
      case Tree.Call call -> call(call, out);
      case Tree.Braces braces -> {
        out.append("{");
        for (int at = 0; at < braces.members().size(); at++) {
          out.append(at == 0 ? "" : ", ");
          print(braces.members().get(at), Precedence.OR, out);
        }
        out.append("}");
      }
      case Tree.Comprehension comprehension -> {
        print(comprehension.item(), Precedence.OR, out);
        for (Tree.Generator generator : comprehension.generators()) {
          out.append(" for ").append(generator.variable().name()).append(" in ");
          print(generator.set(), Precedence.OR, out);
        }
        if (comprehension.condition() != null) {
          out.append(" if ");
          print(comprehension.condition(), Precedence.OR, out);
        }
      }
      case Tree.Range range -> {
        print(range.from(), Precedence.SUM, out);
        out.append(range.closed() ? ".." : "..<");
        print(range.to(), Precedence.SUM, out);
        if (range.step() != null) {
          out.append(" step ");
          print(range.step(), Precedence.SUM, out);
        }
      }
      case Tree.Comparison comparison -> {
        print(comparison.left(), Precedence.RANGE, out);
        out.append(" ").append(comparison.comparator().sign()).append(" ");
        print(comparison.right(), Precedence.RANGE, out);
      }
      case Tree.Root root -> {
        out.append("√");
        print(root.operand(), Precedence.ROOT, out);
      }
      case Tree.Prefix prefix -> {
        out.append(prefix.operator().sign());
        print(prefix.operand(), prefix.operator().precedence(), out);
      }
      case Tree.Power power -> {
        // Behind a power only a quote or an index may follow: (2^3)^4 keeps its parentheses.
        print(
            power.base(),
            power.base() instanceof Tree.Power ? Precedence.ATOM : Precedence.POWER,
            out);
        out.append("^");
        exponent(power.exponent(), out);
      }
      case Tree.Transposed transposed -> {
        print(transposed.operand(), Precedence.POWER, out);
        out.append("'");
      }
      case Tree.Indexed indexed -> {
        print(indexed.base(), Precedence.POWER, out);
        out.append("[");
        print(indexed.index(), Precedence.OR, out);
        out.append("]");
      }
      case Tree.Chain chain -> {
        print(chain.first(), within(chain.precedence()), out);
        for (Tree.Link link : chain.rest()) {
          out.append(" ").append(link.operator().sign()).append(" ");
          print(link.operand(), within(chain.precedence()), out);
        }
      }
    }
  }

  /** An exponent is an atom, or a power of atoms: 2^3^4 is 2^(3^4). */
  private static void exponent(Tree tree, StringBuilder out) {
    boolean bare =
        switch (tree) {
          case Tree.Power power -> precedence(power.base()) == Precedence.ATOM;
          default -> precedence(tree) == Precedence.ATOM;
        };
    boolean braces =
        tree instanceof Tree.Braces
            || (tree instanceof Tree.Power power && power.base() instanceof Tree.Braces);
    out.append(bare && !braces ? "" : "(");
    bare(tree, out);
    out.append(bare && !braces ? "" : ")");
  }

  /**
   * The operands of a chain bind more tightly than it does; in a sum, {@code &} too is put in
   * parentheses.
   */
  private static Precedence within(Precedence chain) {
    return switch (chain) {
      case OR -> Precedence.AND;
      case AND -> Precedence.NOT;
      case SUM, MEET -> Precedence.COMPOSITION;
      case COMPOSITION -> Precedence.PRODUCT;
      case PRODUCT -> Precedence.PREFIX;
      case NOT, COMPARISON, RANGE, PREFIX, ROOT, POWER, ATOM ->
          throw new IllegalArgumentException("no chain has precedence " + chain);
    };
  }

  private static void call(Tree.Call call, StringBuilder out) {
    out.append(call.callee().name()).append("(");
    List<Tree.Argument> arguments = call.arguments();
    for (int at = 0; at < arguments.size(); at++) {
      out.append(at == 0 ? "" : ", ");
      Tree.Name label = arguments.get(at).label();
      out.append(label == null ? "" : label.name() + ": ");
      print(arguments.get(at).value(), Precedence.OR, out);
    }
    out.append(")");
  }

  private static Precedence precedence(Tree tree) {
    return switch (tree) {
      case Tree.Numeral _, Tree.Name _, Tree.Call _, Tree.Braces _ -> Precedence.ATOM;
      // It stands alone, in braces or as an argument, and never among operators.
      case Tree.Comprehension _ -> Precedence.OR;
      case Tree.Range _ -> Precedence.RANGE;
      case Tree.Comparison _ -> Precedence.COMPARISON;
      case Tree.Power _, Tree.Transposed _, Tree.Indexed _ -> Precedence.POWER;
      case Tree.Root _ -> Precedence.ROOT;
      case Tree.Prefix prefix -> prefix.operator().precedence();
      case Tree.Chain chain -> chain.precedence();
    };
  }

  /** The shortest digits that read back as the same double; no exponent up to 2⁵³. */
  static String number(double value) {
    if (value == Math.rint(value) && Math.abs(value) <= 0x1p53) {
      return BigDecimal.valueOf(value).toBigInteger().toString();
    }
    return Double.toString(value).replace("E", "e");
  }
}
