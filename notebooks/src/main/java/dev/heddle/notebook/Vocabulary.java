package dev.heddle.notebook;

import java.util.Set;

/** The words of the language, by what they are coloured as. */
final class Vocabulary {

  static final Set<String> KEYWORDS =
      Set.of(
          "let", "input", "graph", "number", "import", "as", "expect", "for", "in", "if", "step");

  static final Set<String> WORD_OPERATORS = Set.of("or", "and", "not", "div", "mod");

  static final Set<String> PATTERNS =
      Set.of(
          "full",
          "none",
          "self",
          "causal",
          "window",
          "dilated",
          "stride",
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
          "topk",
          "sbm",
          "kmeans",
          "lsh");

  static final Set<String> NUMBER_FUNCTIONS =
      Set.of("sqrt", "log2", "floor", "ceil", "round", "abs", "min", "max", "gcd", "fib");

  /** What an {@code expect} asks of a pattern. */
  static final Set<String> ANALYSES =
      Set.of("edges", "density", "hops", "universal", "self_loops", "path", "max_row", "min_row");

  static final Set<String> CONSTANTS = Set.of("n", "i", "j");

  /** Longest first, so that the first that fits is the one that is meant. */
  static final String[] OPERATORS = {
    "..<", "..", "<=", ">=", "==", "!=", "<", ">", "=", ":", "+", "-", "&", "@", "*", "/", "!", "'",
    "^", "√", "∪", "∩", "∖", "¬", "∘", "⊗", "ᵀ", "·", "×", "−", "≤", "≥", "≠"
  };

  private Vocabulary() {}
}
