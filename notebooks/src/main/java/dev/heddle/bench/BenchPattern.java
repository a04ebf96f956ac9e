package dev.heddle.bench;

import dev.heddle.diagnostic.HeddleException;
import dev.heddle.pattern.Bindings;
import dev.heddle.pattern.Definitions;
import dev.heddle.pattern.SparsityPattern;
import dev.heddle.relation.Relation;
import dev.heddle.syntax.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A pattern in a race.
 *
 * @param given how it was given: its name in the table
 * @param heads the patterns of a layer's heads; one, where all heads have the same
 * @param bindings what its inputs stand for; a sequence that is not bound is documents of about 512
 *     tokens
 */
public record BenchPattern(String given, List<SparsityPattern> heads, Bindings bindings) {

  private static final String ZOO = "zoo:";

  private static final String[] STANDARD = {
    "window(3) + stride(√n) + global(1)",
    "window(513) + global(16)",
    "(window(3) + global(1) + random(3)) * full[64]",
    "causal & window(before: 256, after: 0)",
    "zoo:sparse_strided_merged",
    "zoo:sparse_strided",
    "zoo:sparse_fixed_merged",
    "zoo:sparse_fixed",
    "dilated(7, 16)",
    "window(13)[√n] * window(13)[√n]",
    "zoo:document",
    "random(64)",
    "!window(√n)",
    "causal",
    "full"
  };

  public BenchPattern {
    heads = List.copyOf(heads);
    if (heads.isEmpty()) {
      throw new IllegalArgumentException(given + " has no head");
    }
    if (bindings.batch() > 0) {
      throw new IllegalArgumentException(given + " is bound to a batch, and one element is raced");
    }
  }

  /**
   * A pattern by its text, or {@code zoo:NAME}; of a schedule of heads, each has its own.
   *
   * @throws HeddleException if it is no pattern
   * @throws IllegalArgumentException if it has several layers
   */
  public static BenchPattern of(String given) {
    SparsityPattern pattern =
        given.startsWith(ZOO)
            ? Definitions.zoo().pattern(given.substring(ZOO.length()))
            : SparsityPattern.parse(given);
    if (pattern.layers() > 1) {
      throw new IllegalArgumentException(given + " has several layers, and one is raced");
    }
    return of(given, pattern, 0, Bindings.none());
  }

  /** A layer of a pattern. */
  public static BenchPattern of(
      String given, SparsityPattern pattern, int layer, Bindings bindings) {
    List<SparsityPattern> heads = new ArrayList<>();
    for (int head = 0; head < pattern.heads(layer); head++) {
      heads.add(pattern.entry(layer, head));
    }
    return new BenchPattern(given, heads, bindings);
  }

  /** The patterns that a race has when none are named. */
  public static List<BenchPattern> standard() {
    return List.of(STANDARD).stream().map(BenchPattern::of).toList();
  }

  /**
   * The relations of its heads at a length.
   *
   * @throws HeddleException if it has no meaning at that length
   */
  List<Relation> at(int n) {
    List<Relation> relations = new ArrayList<>();
    for (SparsityPattern head : heads) {
      Bindings all = bindings;
      for (Map.Entry<String, Statement.Kind> input : head.inputKinds().entrySet()) {
        if (input.getValue() == Statement.Kind.SEQUENCE
            && !bindings.names().contains(input.getKey())) {
          all = all.with(input.getKey(), Documents.of(n));
        }
      }
      relations.add(head.at(n, all));
    }
    return relations;
  }
}
