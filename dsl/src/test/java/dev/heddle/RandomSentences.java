package dev.heddle;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/** Texts that the grammar allows, whatever they mean: every rule of it, at random. */
record RandomSentences(RandomGenerator random) {

  private static final List<String> NAMES =
      List.of(
          "self", "causal", "full", "none", "n", "i", "j", "a", "f", "x", "g", "z.star", "window",
          "heads", "t");

  private static final List<String> CALLED =
      List.of(
          "window",
          "stride",
          "dilated",
          "offsets",
          "global",
          "keys",
          "queries",
          "blocks",
          "random",
          "expander",
          "same",
          "graph",
          "where",
          "heads",
          "layers",
          "sqrt",
          "log2",
          "min",
          "max",
          "gcd",
          "fib",
          "floor",
          "f",
          "edges",
          "z.star");

  private static final List<String> BINARY =
      List.of(
          " + ", " - ", " & ", " @ ", " * ", " / ", " div ", " mod ", " or ", " and ", " <= ",
          " == ", " in ", " < ", " != ", "..", "..<");

  /** A pattern text. */
  String text() {
    StringBuilder text = new StringBuilder();
    for (int left = random.nextInt(3); left > 0; left--) {
      text.append(statement()).append(random.nextBoolean() ? "\n" : "; ");
    }
    return text.append(expression(1 + random.nextInt(4))).toString();
  }

  /** A definition file. */
  String file() {
    StringBuilder text = new StringBuilder();
    for (int left = random.nextInt(6); left > 0; left--) {
      text.append(random.nextInt(4) == 0 ? "## about it\n" : "").append(statement());
      text.append(
          random.nextInt(3) == 0 ? "  # behind it\n" : random.nextBoolean() ? "\n\n" : "\n");
    }
    return text.toString();
  }

  private String statement() {
    return switch (random.nextInt(7)) {
      case 0 -> "input " + List.of("", "graph ", "number ").get(random.nextInt(3)) + one("xgk");
      case 1 -> "import zoo as z";
      case 2 -> "expect " + expression(2) + " for n in " + expression(1);
      case 3 -> "let a = " + expression(2);
      case 4 -> "let f(t, s = " + expression(1) + ") = " + expression(2);
      default -> "let " + one("abcfg") + "(t) = " + expression(3);
    };
  }

  private String one(String letters) {
    return String.valueOf(letters.charAt(random.nextInt(letters.length())));
  }

  private String expression(int depth) {
    if (depth == 0) {
      return random.nextBoolean()
          ? NAMES.get(random.nextInt(NAMES.size()))
          : List.of("0", "1", "2", "3", "8", "0.5", "1e3").get(random.nextInt(7));
    }
    return switch (random.nextInt(11)) {
      case 0 -> expression(0);
      case 1, 2 ->
          expression(depth - 1) + BINARY.get(random.nextInt(BINARY.size())) + expression(depth - 1);
      case 3 -> "(" + expression(depth - 1) + ")";
      case 4 -> List.of("-", "!", "√", "not ").get(random.nextInt(4)) + expression(depth - 1);
      case 5 -> "(" + expression(depth - 1) + ")" + suffix(depth - 1);
      case 6 -> "{" + members(depth - 1) + "}";
      case 7 -> expression(depth - 1) + ".." + expression(0) + " step " + expression(0);
      default -> CALLED.get(random.nextInt(CALLED.size())) + "(" + arguments(depth - 1) + ")";
    };
  }

  private String suffix(int depth) {
    return switch (random.nextInt(3)) {
      case 0 -> "'";
      case 1 -> "[" + expression(depth) + "]";
      default -> "^2";
    };
  }

  private String members(int depth) {
    if (random.nextInt(3) == 0) {
      return comprehension(depth);
    }
    List<String> members = new ArrayList<>();
    for (int left = random.nextInt(4); left > 0; left--) {
      members.add(expression(depth));
    }
    return String.join(", ", members);
  }

  private String comprehension(int depth) {
    return expression(depth)
        + " for t in "
        + expression(Math.max(0, depth - 1))
        + (random.nextBoolean() ? " if " + expression(Math.max(0, depth - 1)) : "");
  }

  private String arguments(int depth) {
    if (random.nextInt(6) == 0) {
      return comprehension(depth);
    }
    List<String> arguments = new ArrayList<>();
    for (int left = random.nextInt(3); left > 0; left--) {
      String label = List.of("", "", "", "seed: ", "in: ", "w: ", "t: ").get(random.nextInt(7));
      arguments.add(label + expression(depth));
    }
    return String.join(", ", arguments);
  }
}
