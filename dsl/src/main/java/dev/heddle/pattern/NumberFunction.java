package dev.heddle.pattern;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** The functions from numbers to a number. */
enum NumberFunction {
  SQRT("sqrt", "x"),
  LOG2("log2", "x"),
  FLOOR("floor", "x"),
  CEIL("ceil", "x"),
  ROUND("round", "x"),
  ABS("abs", "x"),
  MIN("min", "a, b, …"),
  MAX("max", "a, b, …"),
  GCD("gcd", "a, b"),
  FIB("fib", "k");

  private final String text;

  /** As in a signature; a last `…` stands for any number of further ones. */
  private final String parameters;

  NumberFunction(String text, String parameters) {
    this.text = text;
    this.parameters = parameters;
  }

  static Optional<NumberFunction> named(String name) {
    return Arrays.stream(values()).filter(f -> f.text.equals(name)).findFirst();
  }

  /** The name in the language. */
  String text() {
    return text;
  }

  boolean accepts(int arguments) {
    return takesAnyNumber() ? arguments >= 1 : arguments == parameters().size();
  }

  /** The place of a named argument, if the function has such a parameter. */
  Optional<Integer> place(String parameter) {
    int place = parameters().indexOf(parameter);
    return place < 0 ? Optional.empty() : Optional.of(place);
  }

  /** The name of the parameter at a place. */
  String parameter(int place) {
    return parameters().get(place);
  }

  String signature() {
    return text + "(" + parameters + ")";
  }

  private List<String> parameters() {
    return List.of(parameters.split(", "));
  }

  private boolean takesAnyNumber() {
    return parameters.endsWith("…");
  }
}
