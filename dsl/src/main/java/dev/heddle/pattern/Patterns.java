package dev.heddle.pattern;

import dev.heddle.syntax.Printer;
import dev.heddle.syntax.Tree;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * The patterns of the language as methods: the same as their texts, with completion.
 *
 * <pre>{@code
 * import static dev.heddle.pattern.Patterns.*;
 *
 * SparsityPattern pattern = window(3).plus(stride(n().sqrt())).plus(global(1));
 * }</pre>
 *
 * <p>Sets and conditions are texts of the language, such as {@code "{0, n - 1}"} and {@code "i - j
 * <= 3"}.
 */
public final class Patterns {

  private Patterns() {}

  /** {@code n}: the length. */
  public static Quantity n() {
    return Quantity.n();
  }

  /** {@code full}: always. */
  public static SparsityPattern full() {
    return named("full");
  }

  /** {@code none}: never. */
  public static SparsityPattern none() {
    return named("none");
  }

  /** {@code self}: j = i. */
  public static SparsityPattern self() {
    return named("self");
  }

  /** {@code causal}: j ≤ i. */
  public static SparsityPattern causal() {
    return named("causal");
  }

  /** {@code window(w)}: |i − j| ≤ ⌊w/2⌋. */
  public static SparsityPattern window(int width) {
    return window(Quantity.of(width));
  }

  /** {@code window(w)}: |i − j| ≤ ⌊w/2⌋. */
  public static SparsityPattern window(Quantity width) {
    return called("window", width);
  }

  /** {@code window(before, after)}: i − before ≤ j ≤ i + after. */
  public static SparsityPattern window(int before, int after) {
    return window(Quantity.of(before), Quantity.of(after));
  }

  /** {@code window(before, after)}: i − before ≤ j ≤ i + after. */
  public static SparsityPattern window(Quantity before, Quantity after) {
    return called("window", before, after);
  }

  /** {@code dilated(w, d)}: |i − j| ≤ ⌊w/2⌋·d and d divides i − j. */
  public static SparsityPattern dilated(int width, int dilation) {
    return dilated(Quantity.of(width), Quantity.of(dilation));
  }

  /** {@code dilated(w, d)}: |i − j| ≤ ⌊w/2⌋·d and d divides i − j. */
  public static SparsityPattern dilated(Quantity width, Quantity dilation) {
    return called("dilated", width, dilation);
  }

  /** {@code stride(s)}: s divides i − j. */
  public static SparsityPattern stride(int step) {
    return stride(Quantity.of(step));
  }

  /** {@code stride(s)}: s divides i − j. */
  public static SparsityPattern stride(Quantity step) {
    return called("stride", step);
  }

  /** {@code blocks(b)}: ⌊i/b⌋ = ⌊j/b⌋. */
  public static SparsityPattern blocks(int size) {
    return blocks(Quantity.of(size));
  }

  /** {@code blocks(b)}: ⌊i/b⌋ = ⌊j/b⌋. */
  public static SparsityPattern blocks(Quantity size) {
    return called("blocks", size);
  }

  /** {@code offsets(S)}: j − i ∈ S; a set as a text, with inputs declared by the names given. */
  public static SparsityPattern offsets(String distances, String... inputs) {
    return textual("offsets", distances, inputs);
  }

  /** {@code global(g)}: i or j is one of the first g positions. */
  public static SparsityPattern global(int count) {
    return global(Quantity.of(count));
  }

  /** {@code global(g)}: i or j is one of the first g positions. */
  public static SparsityPattern global(Quantity count) {
    return called("global", count);
  }

  /**
   * {@code global(S)}: i ∈ S or j ∈ S; a set as a text, with inputs declared by the names given.
   */
  public static SparsityPattern global(String positions, String... inputs) {
    return textual("global", positions, inputs);
  }

  /** {@code keys(k)}: j is one of the first k positions. */
  public static SparsityPattern keys(int count) {
    return called("keys", Quantity.of(count));
  }

  /** {@code keys(k)}: j is one of the first k positions. */
  public static SparsityPattern keys(Quantity count) {
    return called("keys", count);
  }

  /** {@code keys(S)}: j ∈ S; a set as a text, with inputs declared by the names given. */
  public static SparsityPattern keys(String positions, String... inputs) {
    return textual("keys", positions, inputs);
  }

  /** {@code queries(k)}: i is one of the first k positions. */
  public static SparsityPattern queries(int count) {
    return called("queries", Quantity.of(count));
  }

  /** {@code queries(k)}: i is one of the first k positions. */
  public static SparsityPattern queries(Quantity count) {
    return called("queries", count);
  }

  /** {@code queries(S)}: i ∈ S; a set as a text, with inputs declared by the names given. */
  public static SparsityPattern queries(String positions, String... inputs) {
    return textual("queries", positions, inputs);
  }

  /** {@code random(r)}: r distinct keys for each query. */
  public static SparsityPattern random(int count) {
    return random(Quantity.of(count));
  }

  /** {@code random(r)}: r distinct keys for each query. */
  public static SparsityPattern random(Quantity count) {
    return called("random", count);
  }

  /** {@code random(r, seed: s)}: r distinct keys for each query. */
  public static SparsityPattern random(int count, long seed) {
    return random(Quantity.of(count), seed);
  }

  /** {@code random(r, seed: s)}: r distinct keys for each query. */
  public static SparsityPattern random(Quantity count, long seed) {
    return seeded("random", count, seed);
  }

  /** {@code random(r, seed: s, in: A)}: r distinct keys of each row of another pattern. */
  public static SparsityPattern random(int count, long seed, SparsityPattern in) {
    return random(Quantity.of(count), seed, in);
  }

  /** {@code random(r, seed: s, in: A)}: r distinct keys of each row of another pattern. */
  public static SparsityPattern random(Quantity count, long seed, SparsityPattern in) {
    return Joining.of(
        List.of(in),
        count.inputs(),
        trees ->
            new Tree.Call(
                new Tree.Name("random", Joining.NOWHERE),
                List.of(
                    argument(null, count.tree()),
                    argument("seed", Quantity.of((double) seed).tree()),
                    argument("in", trees.getFirst())),
                Joining.NOWHERE));
  }

  /** {@code expander(d)}: the edges of d/2 random Hamiltonian cycles, both ways. */
  public static SparsityPattern expander(int degree) {
    return expander(Quantity.of(degree));
  }

  /** {@code expander(d)}: the edges of d/2 random Hamiltonian cycles, both ways. */
  public static SparsityPattern expander(Quantity degree) {
    return called("expander", degree);
  }

  /** {@code expander(d, seed: s)}: the edges of d/2 random Hamiltonian cycles, both ways. */
  public static SparsityPattern expander(int degree, long seed) {
    return expander(Quantity.of(degree), seed);
  }

  /** {@code expander(d, seed: s)}: the edges of d/2 random Hamiltonian cycles, both ways. */
  public static SparsityPattern expander(Quantity degree, long seed) {
    return seeded("expander", degree, seed);
  }

  /** {@code same(x)}: x[i] = x[j], with x an input of that name. */
  public static SparsityPattern same(String input) {
    return SparsityPattern.parse("input " + input + "; same(" + input + ")");
  }

  /** {@code graph(g)}: (i, j) is an edge, with g an input of that name. */
  public static SparsityPattern graph(String input) {
    return SparsityPattern.parse("input graph " + input + "; graph(" + input + ")");
  }

  /** {@code where(c)}; a condition as a text, with inputs declared by the names given. */
  public static SparsityPattern where(String condition, String... inputs) {
    return SparsityPattern.parse(declarations(inputs) + "where(" + condition + ")");
  }

  /** {@code heads(A, B, …)}: head h takes entry h mod k. */
  public static SparsityPattern heads(SparsityPattern... entries) {
    return scheduled("heads", entries);
  }

  /** {@code layers(X, Y, …)}: layer l takes entry l mod p. */
  public static SparsityPattern layers(SparsityPattern... entries) {
    return scheduled("layers", entries);
  }

  /** An entry of the built-in library, such as {@code zoo("bigbird(w: 5)")}. */
  public static SparsityPattern zoo(String call) {
    return SparsityPattern.parse("import zoo; " + call);
  }

  private static SparsityPattern scheduled(String name, SparsityPattern... entries) {
    return Joining.of(
        Arrays.asList(entries),
        trees -> {
          List<Tree.Argument> arguments = new ArrayList<>();
          trees.forEach(tree -> arguments.add(argument(null, tree)));
          return new Tree.Call(new Tree.Name(name, Joining.NOWHERE), arguments, Joining.NOWHERE);
        });
  }

  private static SparsityPattern named(String name) {
    return Joining.of(new Tree.Name(name, Joining.NOWHERE));
  }

  private static SparsityPattern called(String name, Quantity... numbers) {
    List<Tree.Argument> arguments = new ArrayList<>();
    Set<String> inputs = new TreeSet<>();
    for (Quantity number : numbers) {
      arguments.add(argument(null, number.tree()));
      inputs.addAll(number.inputs());
    }
    return called(name, inputs, arguments);
  }

  private static SparsityPattern seeded(String name, Quantity number, long seed) {
    Tree tree = Quantity.of((double) seed).tree();
    return called(
        name, number.inputs(), List.of(argument(null, number.tree()), argument("seed", tree)));
  }

  private static SparsityPattern called(
      String name, Set<String> inputs, List<Tree.Argument> arguments) {
    Tree call = new Tree.Call(new Tree.Name(name, Joining.NOWHERE), arguments, Joining.NOWHERE);
    return Joining.of(List.of(), inputs, trees -> call);
  }

  private static Tree.Argument argument(
      @org.jspecify.annotations.Nullable String label, Tree value) {
    return new Tree.Argument(
        label == null ? null : new Tree.Name(label, Joining.NOWHERE), value, Joining.NOWHERE);
  }

  private static String declarations(String... inputs) {
    StringBuilder text = new StringBuilder();
    for (String input : inputs) {
      text.append("input ").append(input).append("; ");
    }
    return text.toString();
  }

  private static SparsityPattern textual(String name, String argument, String... inputs) {
    SparsityPattern pattern =
        SparsityPattern.parse(declarations(inputs) + name + "(" + argument + "\n)");
    return SparsityPattern.parse(Printer.print(pattern.script()));
  }
}
