package dev.heddle;

import dev.heddle.pattern.Bindings;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What is bound from outside: sequences {@code x} and {@code y}, edges {@code g}, a number {@code
 * k}. No other pattern in the tests uses these names.
 */
public record Given(
    Map<String, int[]> sequences, Map<String, int[][]> graphs, Map<String, Double> numbers) {

  public static final Given NOTHING = new Given(Map.of(), Map.of(), Map.of());

  /** Not the name of an argument. */
  private static final Pattern NAME = Pattern.compile("\\b[A-Za-z_][A-Za-z0-9_]*+(?!\\s*:)");

  /** Something of every kind, always the same at a length. */
  public static Given at(int n) {
    int[] x = new int[n];
    int[] y = new int[n];
    int[][] edges = new int[n + n / 2][];
    for (int at = 0; at < n; at++) {
      x[at] = at / 3; // Documents of three positions.
      y[at] = at * at % 5 - 2; // Neither sorted nor all positive.
      edges[at] = new int[] {at, at * 7 % n};
    }
    for (int at = 0; at < n / 2; at++) {
      edges[n + at] = new int[] {at * 5 % n, n - 1 - at}; // Some of them twice.
    }
    return new Given(Map.of("x", x, "y", y), Map.of("g", edges), Map.of("k", 2.0));
  }

  /** A sequence for a length. */
  int[] sequence(String name, int n) {
    int[] elements = sequences.get(name);
    if (elements == null || elements.length != n) {
      throw new Oracle.Undefined(name + " is not bound to " + n + " elements");
    }
    return elements;
  }

  /** A list of edges for a length. */
  int[][] graph(String name, int n) {
    int[][] edges = graphs.get(name);
    if (edges == null) {
      throw new Oracle.Undefined(name + " is not bound");
    }
    for (int[] edge : edges) {
      if (edge[0] >= n || edge[1] >= n) {
        throw new Oracle.Unsaid("edges beyond the length");
      }
    }
    return edges;
  }

  double number(String name) {
    Double number = numbers.get(name);
    if (number == null) {
      throw new Oracle.Undefined(name + " is not bound");
    }
    return number;
  }

  /** The names in a text that have to be bound. */
  public Set<String> named(String text) {
    Set<String> named = new TreeSet<>();
    for (Matcher name = NAME.matcher(text); name.find(); ) {
      if (sequences.containsKey(name.group())
          || graphs.containsKey(name.group())
          || numbers.containsKey(name.group())) {
        named.add(name.group());
      }
    }
    return named;
  }

  /** The text after the declarations of what it names. */
  public String declared(String text) {
    StringBuilder declared = new StringBuilder();
    for (String name : named(text)) {
      String kind =
          graphs.containsKey(name) ? "graph " : numbers.containsKey(name) ? "number " : "";
      declared.append("input ").append(kind).append(name).append('\n');
    }
    return declared.append(text).toString();
  }

  /** The same for the compiler: what the text names, and nothing else. */
  public Bindings bindings(String text) {
    Bindings bindings = Bindings.none();
    for (String name : named(text)) {
      int[] sequence = sequences.get(name);
      int[][] edges = graphs.get(name);
      bindings =
          sequence != null
              ? bindings.with(name, sequence)
              : edges != null ? bindings.withGraph(name, edges) : bindings.with(name, number(name));
    }
    return bindings;
  }
}
