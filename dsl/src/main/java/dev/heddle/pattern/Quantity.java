package dev.heddle.pattern;

import dev.heddle.syntax.Printer;
import dev.heddle.syntax.Tree;
import java.util.List;

/**
 * A number of the language, to build patterns with: {@code n().sqrt()} is {@code √n}.
 *
 * <pre>{@code
 * window(3).plus(stride(n().sqrt())).plus(global(1))
 * }</pre>
 */
public final class Quantity {

  private final Tree tree;

  Quantity(Tree tree) {
    this.tree = tree;
  }

  /** A number that is the same at every length. */
  public static Quantity of(double value) {
    Tree size = new Tree.Numeral(Math.abs(value), Joining.NOWHERE);
    return new Quantity(
        value < 0 ? new Tree.Prefix(Tree.PrefixOperator.MINUS, size, Joining.NOWHERE) : size);
  }

  /** {@code n}: the length. */
  public static Quantity n() {
    return new Quantity(new Tree.Name("n", Joining.NOWHERE));
  }

  /** {@code this + other}. */
  public Quantity plus(Quantity other) {
    return joined(Tree.Operator.PLUS, other);
  }

  /** {@code this + other}. */
  public Quantity plus(double other) {
    return plus(of(other));
  }

  /** {@code this - other}. */
  public Quantity minus(Quantity other) {
    return joined(Tree.Operator.MINUS, other);
  }

  /** {@code this - other}. */
  public Quantity minus(double other) {
    return minus(of(other));
  }

  /** {@code this * other}. */
  public Quantity times(Quantity other) {
    return joined(Tree.Operator.TIMES, other);
  }

  /** {@code this * other}. */
  public Quantity times(double other) {
    return times(of(other));
  }

  /** {@code this / other}. */
  public Quantity over(Quantity other) {
    return joined(Tree.Operator.DIVIDE, other);
  }

  /** {@code this / other}. */
  public Quantity over(double other) {
    return over(of(other));
  }

  /** {@code this div other}: rounded down. */
  public Quantity div(Quantity other) {
    return joined(Tree.Operator.DIV, other);
  }

  /** {@code this div other}: rounded down. */
  public Quantity div(double other) {
    return div(of(other));
  }

  /** {@code this mod other}. */
  public Quantity mod(Quantity other) {
    return joined(Tree.Operator.MOD, other);
  }

  /** {@code this mod other}. */
  public Quantity mod(double other) {
    return mod(of(other));
  }

  /** {@code this ^ exponent}. */
  public Quantity power(double exponent) {
    return new Quantity(new Tree.Power(tree, of(exponent).tree, Joining.NOWHERE));
  }

  /** {@code √this}. */
  public Quantity sqrt() {
    return new Quantity(new Tree.Root(tree, Joining.NOWHERE));
  }

  /** {@code log2(this)}. */
  public Quantity log2() {
    return applied("log2");
  }

  /** {@code floor(this)}. */
  public Quantity floor() {
    return applied("floor");
  }

  /** {@code ceil(this)}. */
  public Quantity ceil() {
    return applied("ceil");
  }

  private Quantity applied(String function) {
    return new Quantity(
        new Tree.Call(
            new Tree.Name(function, Joining.NOWHERE),
            List.of(new Tree.Argument(null, tree, Joining.NOWHERE)),
            Joining.NOWHERE));
  }

  private Quantity joined(Tree.Operator operator, Quantity other) {
    return new Quantity(
        new Tree.Chain(
            tree,
            List.of(new Tree.Link(operator, other.tree, Joining.NOWHERE, Joining.NOWHERE)),
            Joining.NOWHERE));
  }

  Tree tree() {
    return tree;
  }

  /** The number as a text. */
  @Override
  public String toString() {
    return Printer.print(tree);
  }
}
