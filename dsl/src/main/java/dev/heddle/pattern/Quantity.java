package dev.heddle.pattern;

import dev.heddle.syntax.Printer;
import dev.heddle.syntax.Tree;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * A number of the language, to build patterns with: {@code n().sqrt()} is {@code √n}.
 *
 * <pre>{@code
 * window(3).plus(stride(n().sqrt())).plus(global(1))
 * }</pre>
 */
public final class Quantity {

  private final Tree tree;

  /** The inputs that it is made of. */
  private final Set<String> inputs;

  private Quantity(Tree tree, Set<String> inputs) {
    this.tree = tree;
    this.inputs = inputs;
  }

  /** A number that is the same at every length. */
  public static Quantity of(double value) {
    Tree size = new Tree.Numeral(Math.abs(value), Joining.NOWHERE);
    return new Quantity(
        value < 0 ? new Tree.Prefix(Tree.PrefixOperator.MINUS, size, Joining.NOWHERE) : size,
        Set.of());
  }

  /** {@code n}: the length. */
  public static Quantity n() {
    return new Quantity(new Tree.Name("n", Joining.NOWHERE), Set.of());
  }

  /** {@code input number name}: a number that is bound when the pattern is taken at a length. */
  public static Quantity input(String name) {
    return new Quantity(new Tree.Name(name, Joining.NOWHERE), Set.of(name));
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

  /** {@code -this}. */
  public Quantity negated() {
    return new Quantity(new Tree.Prefix(Tree.PrefixOperator.MINUS, tree, Joining.NOWHERE), inputs);
  }

  /** {@code this ^ exponent}. */
  public Quantity power(Quantity exponent) {
    return new Quantity(new Tree.Power(tree, exponent.tree, Joining.NOWHERE), with(exponent));
  }

  /** {@code this ^ exponent}. */
  public Quantity power(double exponent) {
    return power(of(exponent));
  }

  /** {@code √this}. */
  public Quantity sqrt() {
    return new Quantity(new Tree.Root(tree, Joining.NOWHERE), inputs);
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

  /** {@code round(this)}: halves to the even neighbour. */
  public Quantity round() {
    return applied("round");
  }

  /** {@code abs(this)}. */
  public Quantity abs() {
    return applied("abs");
  }

  /** {@code min(this, other)}. */
  public Quantity min(Quantity other) {
    return applied("min", other);
  }

  /** {@code min(this, other)}. */
  public Quantity min(double other) {
    return min(of(other));
  }

  /** {@code max(this, other)}. */
  public Quantity max(Quantity other) {
    return applied("max", other);
  }

  /** {@code max(this, other)}. */
  public Quantity max(double other) {
    return max(of(other));
  }

  /** {@code gcd(this, other)}. */
  public Quantity gcd(Quantity other) {
    return applied("gcd", other);
  }

  /** {@code gcd(this, other)}. */
  public Quantity gcd(double other) {
    return gcd(of(other));
  }

  /** {@code fib(this)}: the Fibonacci number. */
  public Quantity fib() {
    return applied("fib");
  }

  private Quantity applied(String function, Quantity... others) {
    List<Tree.Argument> arguments = new ArrayList<>();
    arguments.add(new Tree.Argument(null, tree, Joining.NOWHERE));
    for (Quantity other : others) {
      arguments.add(new Tree.Argument(null, other.tree, Joining.NOWHERE));
    }
    return new Quantity(
        new Tree.Call(new Tree.Name(function, Joining.NOWHERE), arguments, Joining.NOWHERE),
        with(others));
  }

  private Quantity joined(Tree.Operator operator, Quantity other) {
    return new Quantity(
        new Tree.Chain(
            tree,
            List.of(new Tree.Link(operator, other.tree, Joining.NOWHERE, Joining.NOWHERE)),
            Joining.NOWHERE),
        with(other));
  }

  private Set<String> with(Quantity... others) {
    Set<String> all = new TreeSet<>(inputs);
    for (Quantity other : others) {
      all.addAll(other.inputs);
    }
    return all;
  }

  Set<String> inputs() {
    return inputs;
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
