package dev.heddle.syntax;

import dev.heddle.syntax.Tree.Precedence;
import java.math.BigDecimal;
import java.util.List;

/**
 * Writes a tree in the one normal form: ASCII and {@code √}, the fewest parentheses that keep the
 * tree, and a pair more where {@code &} stands beside {@code +} or {@code -}. Parsing what was
 * printed gives the same tree.
 */
public final class Printer {

  private Printer() {}

  public static String print(Tree tree) {
    StringBuilder out = new StringBuilder();
    print(tree, Precedence.SUM, out);
    return out.toString();
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
      case Tree.Root root -> {
        out.append("√");
        print(root.operand(), Precedence.ROOT, out);
      }
      case Tree.Prefix prefix -> {
        out.append(prefix.operator().sign());
        print(prefix.operand(), Precedence.PREFIX, out);
      }
      case Tree.Power power -> {
        print(power.base(), Precedence.ATOM, out);
        out.append("^");
        // An exponent is an atom, or a power of atoms: 2^3^4 is 2^(3^4).
        print(
            power.exponent(),
            power.exponent() instanceof Tree.Power ? Precedence.POWER : Precedence.ATOM,
            out);
      }
      case Tree.Transposed transposed -> {
        print(transposed.operand(), Precedence.POWER, out);
        out.append("'");
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

  /**
   * The operands of a chain bind more tightly than it does; in a sum, {@code &} too is put in
   * parentheses.
   */
  private static Precedence within(Precedence chain) {
    return switch (chain) {
      case SUM, MEET -> Precedence.PRODUCT;
      case PRODUCT -> Precedence.PREFIX;
      case PREFIX, ROOT, POWER, ATOM ->
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
      print(arguments.get(at).value(), Precedence.SUM, out);
    }
    out.append(")");
  }

  private static Precedence precedence(Tree tree) {
    return switch (tree) {
      case Tree.Numeral _, Tree.Name _, Tree.Call _ -> Precedence.ATOM;
      case Tree.Power _, Tree.Transposed _ -> Precedence.POWER;
      case Tree.Root _ -> Precedence.ROOT;
      case Tree.Prefix _ -> Precedence.PREFIX;
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
