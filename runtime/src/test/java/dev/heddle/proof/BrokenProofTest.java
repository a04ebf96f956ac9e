package dev.heddle.proof;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.heddle.analysis.Hops;
import dev.heddle.analysis.Universality.Condition;
import dev.heddle.pattern.SparsityPattern;
import dev.heddle.proof.BrokenProof.BrokenStep;
import dev.heddle.proof.ContextualMapping.Collision;
import dev.heddle.relation.Relation;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Where the proof breaks, for patterns that fail each condition alone. */
class BrokenProofTest {

  private static BrokenProof broken(String text, int n) {
    return assertInstanceOf(
        BrokenProof.class,
        Proof.of(SparsityPattern.parse(text), new Grid(n, 1, 2), Target.copy()),
        text);
  }

  private static Condition only(BrokenProof proof) {
    assertEquals(1, proof.steps().size(), proof.toString());
    return proof.steps().getFirst().condition();
  }

  /**
   * The collision is one: an evaluator on its own gives both tokens the id; uᵀ is 1 where d is 1.
   */
  private static Collision collision(BrokenProof proof) {
    assertFalse(proof.attempt().isContextual(), proof.toString());
    return proof.attempt().collision().orElseThrow();
  }

  @Test
  void withoutSelfLoops() {
    BrokenProof proof = broken("full - self", 3);
    assertEquals(Condition.SELF_LOOPS, only(proof));
    Collision collision = collision(proof);
    assertNotEquals(collision.firstInput(), collision.secondInput());
    BrokenStep step = proof.steps().getFirst();
    assertEquals(Stage.Step.SELECTIVE_SHIFT, step.step());
    assertEquals(
        "no self-loop has token 0 in pattern 1, token 1 in pattern 1, token 2 in pattern 1",
        step.shown().getFirst());
    // Token 1 has keys 0 and 2: at zero its id is 0, token 0's is 2 and token 2's is 1. With itself
    // it would get 2·(2 − 0), and it gets 2·(2 − 1).
    assertTrue(
        step.shown()
            .contains(
                "on the input [0 0 0] its id 0 has to become 4, by the id 2 of token 0; it becomes"
                    + " 2"),
        step.toString());
  }

  /** The first token of a path is never shifted, and its self-loop is needed by no step. */
  @Test
  void aSelfLoopThatNoStepNeeds() {
    BrokenProof proof = broken("full - (keys({0}) & queries({0}))", 3);
    assertEquals(Condition.SELF_LOOPS, only(proof));
    assertTrue(proof.attempt().isContextual(), proof.toString());
    assertTrue(proof.toString().contains("no shift of the proof is harmed"), proof.toString());
    // Of two patterns with the path's edges the shifts take the one that has self-loops.
    for (String text : List.of("layers(full - self, full)", "layers(full, full - self)")) {
      BrokenProof either = broken(text, 3);
      assertEquals(Condition.SELF_LOOPS, only(either));
      assertTrue(either.toString().contains("no shift of the proof is harmed"), either.toString());
    }
  }

  /** Of the leaves of a star, two can be on a path. */
  @Test
  void withoutAPath() {
    BrokenProof proof = broken("self + global(1)", 4);
    assertEquals(Condition.PATH, only(proof));
    Collision collision = collision(proof);
    assertNotEquals(collision.firstInput(), collision.secondInput());
    String shown = proof.steps().getFirst().toString();
    assertTrue(shown.contains("of 4 tokens the longest order"), shown);
    assertTrue(shown.contains("has 3: 2 → 0 → 1") || shown.contains("has 3: 1 → 0 → 2"), shown);
    assertTrue(shown.contains("has to become"), shown);
  }

  /** In causal attention the first token never hears of the last. */
  @Test
  void withoutHops() {
    for (String text : List.of("causal", "window(before: 1)")) {
      BrokenProof proof = broken(text, 3);
      assertEquals(Condition.HOPS, only(proof));
      assertEquals(Stage.Step.ALL_MAX_SHIFT, proof.steps().getFirst().step());
      assertTrue(proof.toString().contains("token 0 never hears of token 2"), proof.toString());
      Collision collision = collision(proof);
      assertNotEquals(collision.firstInput(), collision.secondInput());
      assertEquals(collision.firstToken(), collision.secondToken());
    }
    // Seen the other way round it is the last that never hears of the first.
    assertTrue(broken("window(after: 1)", 3).toString().contains("token 2 never hears of token 0"));
  }

  @Test
  void severalConditionsAtOnce() {
    BrokenProof proof = broken("none", 3);
    assertEquals(
        List.of(Condition.SELF_LOOPS, Condition.PATH, Condition.HOPS),
        proof.steps().stream().map(BrokenStep::condition).toList());
    assertFalse(proof.attempt().isContextual());
  }

  /**
   * All 512 patterns on three tokens: the construction is there if and only if the conditions hold
   * as they are written, and then its ids are distinct; otherwise those that fail are named.
   */
  @Test
  void everyPatternOnThreeTokens() {
    Grid grid = new Grid(3, 1, 2);
    int built = 0;
    for (int bits = 0; bits < 512; bits++) {
      boolean[][] allowed = new boolean[3][3];
      List<int[]> edges = new ArrayList<>();
      for (int pair = 0; pair < 9; pair++) {
        if ((bits >> pair & 1) == 1) {
          allowed[pair / 3][pair % 3] = true;
          edges.add(new int[] {pair / 3, pair % 3});
        }
      }
      Relation relation =
          Relation.edges(
              3,
              edges.stream().mapToInt(edge -> edge[0]).toArray(),
              edges.stream().mapToInt(edge -> edge[1]).toArray());
      List<Condition> failed = failed(allowed);
      Hops hops = Hops.of(List.of(relation));
      assertEquals(hops instanceof Hops.Never, failed.contains(Condition.HOPS), "pattern " + bits);
      switch (Proof.of(List.of(relation), grid, Target.random(grid, bits))) {
        case Construction construction -> {
          assertEquals(List.of(), failed, "pattern " + bits);
          assertEquals(new Hops.Exactly(construction.hops()), hops, "pattern " + bits);
          assertTrue(construction.verify(bits).holds(), "pattern " + bits);
          built++;
        }
        case BrokenProof proof -> {
          assertEquals(
              failed,
              proof.steps().stream().map(BrokenStep::condition).toList(),
              "pattern " + bits);
          // With self-loops, but without a path or without hops, some ids collide.
          assertTrue(
              failed.contains(Condition.SELF_LOOPS) || !proof.attempt().isContextual(),
              "pattern " + bits + ": " + proof);
        }
      }
    }
    assertTrue(built > 0);
  }

  /** The conditions, read off their definitions. */
  private static List<Condition> failed(boolean[][] allowed) {
    List<Condition> failed = new ArrayList<>();
    if (!allowed[0][0] || !allowed[1][1] || !allowed[2][2]) {
      failed.add(Condition.SELF_LOOPS);
    }
    boolean hasPath = false;
    for (int[] order :
        new int[][] {{0, 1, 2}, {0, 2, 1}, {1, 0, 2}, {1, 2, 0}, {2, 0, 1}, {2, 1, 0}}) {
      hasPath |= allowed[order[1]][order[0]] && allowed[order[2]][order[1]];
    }
    if (!hasPath) {
      failed.add(Condition.PATH);
    }
    boolean[][] reached = {{true, false, false}, {false, true, false}, {false, false, true}};
    boolean isFull = false;
    for (int layer = 0; layer < 64 && !isFull; layer++) {
      boolean[][] next = new boolean[3][3];
      isFull = true;
      for (int k = 0; k < 3; k++) {
        for (int i = 0; i < 3; i++) {
          for (int j = 0; j < 3; j++) {
            next[k][i] |= allowed[k][j] && reached[j][i];
          }
          isFull &= next[k][i];
        }
      }
      reached = next;
    }
    if (!isFull) {
      failed.add(Condition.HOPS);
    }
    return failed;
  }
}
