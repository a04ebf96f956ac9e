package dev.heddle;

import java.util.List;
import java.util.random.RandomGenerator;

/** Texts that are patterns, nearly so, or not at all. */
record RandomTexts(RandomGenerator random) {

  private static final List<String> SEEDS =
      List.of(
          "window(3) + stride(√n) + global(1)",
          "causal & window(before: 4, after: n div 2)",
          "!(self - full) ∪ stride(2^3^2) # a comment",
          "¬causal ∩ window(log2(n) · 2 − 1) ∖ none;",
          "global(min(n, 3, fib(4)))\n  + stride(gcd(12, n) + 1)\n",
          "stride(1_000) + window(1e2 / 0.5)",
          "window(round(2.5) mod 3 + 1)",
          "global({0, n-1} + {2^t for t in 0..log2(n) if t mod 2 == 0} - 3..<5 step 2)",
          "offsets(-3..3 step 2) @ stride(√n)' & blocks(4)^2",
          "(window(3) + global(1) + random(2, seed: 7)) * full[4]",
          "window(7)[5] * window(3)[5] ⊗ self[2]",
          "random(3, seed: 1, in: causal & !window(3)) + expander(4)",
          "where(abs(i - j) <= 3 and (i mod 4 == j mod 4 or not j in {0, 2})) ∪ self",
          "where(x[j] == 1) + same(x)",
          "input x; input graph g; input number k; same(x) + graph(g) & window(k)",
          "let f(w, g = 2) = window(w) + global(g)\nlet h = f(3)\nh & f(g: 1, w: √n)",
          "import zoo as z; z.bigbird(w: 5) + z.star",
          "heads(random(1, seed: h) for h in 0..<3) & causal",
          "layers(heads(self, window(3)), stride(2)) - none",
          "## doc\nlet a = causal\nexpect edges(a) <= n * n for n in {1, 2}\na[3]");

  private static final List<String> PIECES =
      List.of(
          "window",
          "stride",
          "global",
          "self",
          "causal",
          "full",
          "none",
          "n",
          "√",
          "sqrt",
          "log2",
          "fib",
          "gcd",
          "min",
          "(",
          ")",
          "(",
          ")",
          ",",
          ":",
          "=",
          ";",
          "\n",
          "\r\n",
          "\r",
          "+",
          "-",
          "&",
          "!",
          "*",
          "/",
          "//",
          "div",
          "mod",
          "^",
          "∪",
          "∩",
          "∖",
          "¬",
          "·",
          "×",
          "−",
          " ",
          "#",
          "0",
          "1",
          "2",
          "64",
          "0.5",
          "1e999",
          "1e9",
          ".",
          "before",
          "after",
          "w",
          "x",
          "_",
          "\t",
          "\u0000",
          "\u2028",
          "\uFEFF",
          "\uD800",
          "\uDC00",
          "e\u0301",
          "幅",
          "🙂",
          "..",
          "..<",
          "step",
          "for",
          "in",
          "if",
          "and",
          "or",
          "not",
          "let",
          "input",
          "import",
          "expect",
          "as",
          "heads",
          "layers",
          "offsets",
          "keys",
          "queries",
          "blocks",
          "dilated",
          "random",
          "expander",
          "same",
          "graph",
          "where",
          "i",
          "j",
          "zoo",
          "<=",
          "==",
          "!=",
          "<",
          "seed",
          "ᵀ",
          "⊗",
          "∘",
          "≤",
          "edges",
          "\u00a0",
          "\"",
          "\\",
          "`",
          "[",
          "]",
          "{",
          "}",
          "'",
          "@");

  /** A text of any of the kinds. */
  String next() {
    return switch (random.nextInt(6)) {
      case 4 -> new RandomSentences(random).text();
      case 5 -> mutated(new RandomSentences(random).text());
      case 0 -> heap();
      case 1 -> mutated(SEEDS.get(random.nextInt(SEEDS.size())));
      case 2 -> mutated(term());
      default -> term();
    };
  }

  /** Pieces of the language and of others, in any order. */
  private String heap() {
    StringBuilder text = new StringBuilder();
    for (int left = random.nextInt(30); left > 0; left--) {
      text.append(PIECES.get(random.nextInt(PIECES.size())));
      text.append(random.nextInt(3) == 0 ? " " : "");
    }
    return text.toString();
  }

  /** What the grammar allows, whether or not it means anything. */
  private String term() {
    Style style = new Style(random.nextBoolean(), random);
    RandomTerms terms = new RandomTerms(random);
    return random.nextInt(8) == 0
        ? terms.number(4).text(style)
        : terms.pattern(1 + random.nextInt(4)).text(style);
  }

  private String mutated(String text) {
    String mutant = text;
    for (int left = 1 + random.nextInt(4); left > 0; left--) {
      int from = random.nextInt(mutant.length() + 1);
      int to = Math.min(mutant.length(), from + random.nextInt(6));
      String head = mutant.substring(0, from);
      String tail = mutant.substring(from);
      mutant =
          switch (random.nextInt(5)) {
            case 0 -> head + mutant.substring(to);
            case 1 -> head + mutant.substring(from, to).repeat(1 + random.nextInt(4)) + tail;
            case 2 -> tail + head;
            case 3 -> head + (char) random.nextInt(0x10000) + tail;
            default -> head + PIECES.get(random.nextInt(PIECES.size())) + tail;
          };
    }
    return mutant;
  }
}
