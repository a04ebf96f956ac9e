package dev.heddle.analysis;

import dev.heddle.relation.Effort;
import dev.heddle.relation.Relation;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * What is known of the conditions under which sparse Transformers with these patterns approximate
 * any continuous sequence-to-sequence function (Yun et al. 2020, Assumption 1), with what proves
 * each of them. They are sufficient: a pattern that fails one may be universal for another reason.
 *
 * <pre>{@code
 * Universality.of(SparsityPattern.parse("window(3) + global(1)").layersAt(1024))
 * }</pre>
 *
 * @param positions the length n
 * @param layers the number p of patterns that the layers cycle through
 * @param selfLoops condition 1: every position attends to itself in every layer
 * @param path condition 2: an order of all positions in which each is attended to by the next
 * @param hops condition 3: every position hears of every other after finitely many layers
 * @param star BigBird's own condition, which is no part of the answer
 */
public record Universality(
    int positions, int layers, SelfLoops selfLoops, HamiltonianPath path, Hops hops, Star star) {

  /** The three conditions. */
  public enum Condition {
    SELF_LOOPS("self_loops"),
    PATH("path"),
    HOPS("hops");

    private final String text;

    Condition(String text) {
      this.text = text;
    }

    /** Its name in definition files and in JSON. */
    public String text() {
      return text;
    }
  }

  /** The most steps of making rows: a minute or two. */
  private static final long MOST_STEPS = 1L << 33;

  /**
   * Examines the patterns of the layers.
   *
   * @param layers what layer l takes is entry l mod p, its heads united: all square and of one
   *     length
   * @throws dev.heddle.diagnostic.HeddleException if the rows of the patterns take too much work to
   *     make
   * @throws java.util.concurrent.CancellationException if the thread is interrupted
   */
  public static Universality of(List<Relation> layers) {
    return of(layers, () -> HamiltonianPath.of(layers));
  }

  /** Examines one pattern for all layers. */
  public static Universality of(Relation relation) {
    return of(List.of(relation));
  }

  /**
   * Examines the patterns of the layers, with an order of all positions that may be a path.
   *
   * @throws IllegalArgumentException if it is no order of all positions
   */
  public static Universality of(List<Relation> layers, int[] order) {
    return of(layers, () -> HamiltonianPath.of(layers, order));
  }

  private static Universality of(List<Relation> layers, Supplier<HamiltonianPath> path) {
    int n = layers.getFirst().keys();
    String checking = "checking this pattern at n = " + n;
    return Effort.interruptibly(
        checking,
        () ->
            Effort.atMost(
                MOST_STEPS,
                checking,
                "take the pattern at a shorter length",
                () ->
                    new Universality(
                        n,
                        layers.size(),
                        SelfLoops.of(layers),
                        path.get(),
                        Hops.of(layers),
                        Star.of(layers))));
  }

  /**
   * Yes if all three conditions are proved, no if one is disproved. No does not say that the
   * pattern is not universal: only that this theorem does not show it.
   */
  public Answer answer() {
    if (!failed().isEmpty()) {
      return Answer.NO;
    }
    return path.answer() == Answer.YES && hops.isFinite() ? Answer.YES : Answer.UNKNOWN;
  }

  /** The conditions that are disproved. */
  public List<Condition> failed() {
    List<Condition> failed = new ArrayList<>();
    if (!selfLoops.holds()) {
      failed.add(Condition.SELF_LOOPS);
    }
    if (path.answer() == Answer.NO) {
      failed.add(Condition.PATH);
    }
    if (hops instanceof Hops.Never) {
      failed.add(Condition.HOPS);
    }
    return failed;
  }

  /** The answer in words. */
  public String verdict() {
    return switch (answer()) {
      case YES -> "universal: all three conditions of Yun et al. 2020 are proved";
      case NO ->
          "not shown to be universal: %s (the conditions are sufficient, not necessary)"
              .formatted(
                  String.join(
                      " and ",
                      failed().stream()
                          .map(
                              condition ->
                                  switch (condition) {
                                    case SELF_LOOPS -> "a self-loop is missing";
                                    case PATH -> "there is no Hamiltonian path";
                                    case HOPS -> "not everything is ever heard of";
                                  })
                          .toList()));
      case UNKNOWN -> "not shown to be universal: a condition could not be decided";
    };
  }

  /** The answer, and what shows it. */
  @Override
  public String toString() {
    return """
        %s
        self-loops  %s
        path        %s%s
        hops        %s
        star        %s"""
        .formatted(
            verdict(),
            selfLoops,
            path,
            path instanceof HamiltonianPath.Yes yes ? " (" + yes.witness() + ")" : "",
            hops,
            star);
  }
}
