package dev.heddle.analysis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.heddle.pattern.Definitions;
import dev.heddle.pattern.SparsityPattern;
import dev.heddle.relation.Relation;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The three conditions together, and patterns that fail exactly one of them. */
class UniversalityTest {

  private static List<Relation> layers(String pattern, int n) {
    return pattern.startsWith("zoo:")
        ? Definitions.zoo().pattern(pattern.substring(4)).layersAt(n)
        : SparsityPattern.parse(pattern).layersAt(n);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        // Only self-loops are missing: of one position, of all, of a layer.
        "full & where(i != 7 or j != 7) | SELF_LOOPS",
        "window(3) + global(1) - self | SELF_LOOPS",
        "layers(window(3) + global(1), window(3) + global(1) - where(i == 5 and j == 5)) | SELF_LOOPS",
        "zoo:fibottention_head(1) | SELF_LOOPS",
        // Only the path is missing.
        "self + global(1) | PATH",
        "blocks(4) + global(2) | PATH",
        "layers(self + keys(1), self + queries(1)) | PATH",
        // All positions hear of each other in no number of layers; the order of the text is a path.
        "causal | HOPS",
        "window(before: 1) | HOPS",
        "zoo:sparse_strided_layers | HOPS",
        "layers(causal, window(before: 3)) | HOPS"
      })
  void oneConditionAloneFails(String pattern, Universality.Condition failed) {
    List<Relation> layers = layers(pattern, 24);
    Universality found = Universality.of(layers);
    assertEquals(List.of(failed), found.failed(), pattern + "\n" + found);
    assertEquals(Answer.NO, found.answer());
    Proofs.check(found.path(), layers, pattern);
    if (found.hops() instanceof Hops.Never(Obstacle obstacle)) {
      Proofs.check(obstacle, layers, pattern);
    }
    assertTrue(found.verdict().startsWith("not shown to be universal"), found.verdict());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "full",
        "window(3)",
        "zoo:star",
        "zoo:star_open",
        "zoo:strided",
        "zoo:strided_union",
        "zoo:strided_heads",
        "zoo:fixed",
        "zoo:fixed_union",
        "zoo:longformer(w: 5)",
        "zoo:bigbird",
        "zoo:etc",
        "zoo:logsparse_bidirectional",
        "zoo:sampled_transformer",
        "self + expander(4)"
      })
  void theModelsOfThePaperAreUniversal(String pattern) {
    List<Relation> layers = layers(pattern, 64);
    Universality found = Universality.of(layers);
    assertEquals(Answer.YES, found.answer(), found.toString());
    Proofs.check(found.path(), layers, pattern);
  }

  /** BlockBERT: a shift alone has no self-loops, and the own blocks alone connect nothing. */
  @Test
  void blocksThatAreShiftedNeedTheirOwnBlocksToo() {
    Universality own = Universality.of(layers("zoo:blockwise_head(m: 3, s: 0)", 24));
    assertEquals(List.of(Universality.Condition.PATH, Universality.Condition.HOPS), own.failed());
    Universality shifted = Universality.of(layers("zoo:blockwise_head(m: 3, s: 1)", 24));
    assertTrue(shifted.failed().contains(Universality.Condition.SELF_LOOPS));
    Universality turns =
        Universality.of(
            layers("import zoo; layers(blockwise_head(m: 3), blockwise_head(m: 3, s: 1))", 24));
    assertTrue(turns.failed().contains(Universality.Condition.SELF_LOOPS));
    Universality heads = Universality.of(layers("zoo:blockwise(m: 3)", 24));
    assertEquals(Answer.YES, heads.answer(), heads.toString());
    Proofs.check(heads.path(), layers("zoo:blockwise(m: 3)", 24), "blockwise");
    Universality both =
        Universality.of(
            layers(
                "import zoo; let own = blockwise_head(m: 3); let next = blockwise_head(m: 3, s: 1);"
                    + " layers(own + next, own)",
                24));
    assertEquals(Answer.YES, both.answer(), both.toString());
  }

  @Test
  void missingSelfLoopsAreCountedAndShown() {
    SelfLoops loops =
        SelfLoops.of(layers("layers(full, causal - where(i == j and i mod 2 == 1))", 64));
    assertEquals(32, loops.number());
    assertEquals(10, loops.missing().size());
    assertEquals(new SelfLoops.Missing(1, 1), loops.missing().getFirst());
  }

  @Test
  void starsAreFoundInEveryLayerOrNot() {
    assertEquals(new Star.Centre(7), Star.of(layers("global({7}) + self", 20)));
    assertEquals(
        new Star.Centre(0), Star.of(layers("layers(global(3), global(1) + window(3))", 20)));
    Star.None none =
        assertInstanceOf(Star.None.class, Star.of(layers("keys({3}) + queries({4})", 20)));
    assertEquals(List.of(4), java.util.Arrays.stream(none.attendToAll().keys()).boxed().toList());
    assertEquals(List.of(3), java.util.Arrays.stream(none.attendedByAll().keys()).boxed().toList());
    assertInstanceOf(Star.None.class, Star.of(layers("layers(global({1}), global({2}))", 20)));
  }

  /** Long and sparse: answers in seconds, without anything of size n². */
  @Test
  void longAndSparse() {
    Universality found =
        Universality.of(layers("self + random(2) + global(1) + window(3)", 20_000));
    assertEquals(Answer.YES, found.answer(), found.toString());
    assertEquals(new Hops.Exactly(2), found.hops());
    assertEquals(new Star.Centre(0), found.star());
  }

  @Test
  void theTextNamesItsProofs() {
    String text = Universality.of(layers("self + global(1)", 16)).toString();
    assertTrue(text.contains("without position 0 the others fall into 3 parts"), text);
    assertTrue(text.contains("there is no Hamiltonian path"), text);
    assertTrue(text.contains("after 2 layers"), text);
  }
}
