package dev.heddle.quickstart;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.heddle.quickstart.ExecutedNotebook.Cell;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The notebook of the proof, through the real kernel. */
@DisabledOnOs(OS.WINDOWS)
class UniversalityIT {

  private static final String NOTEBOOK = "04-universality.ipynb";

  @TempDir static Path folder;

  private static ExecutedNotebook universality = new ExecutedNotebook(List.of());

  @BeforeAll
  static void runOnce() throws Exception {
    universality = ExecutedNotebook.run(NOTEBOOK, Map.of(), folder);
  }

  @Test
  void committedItHoldsNoOutputs() throws Exception {
    ExecutedNotebook.assertHoldsNoOutputs(NOTEBOOK);
  }

  @Test
  void patternsFailOneConditionEach() {
    List<String> found =
        Pattern.compile("\\R\\R")
            .splitAsStream(universality.with("Universality.of").printed().strip())
            .toList();
    assertEquals(5, found.size());
    assertTrue(found.get(1).startsWith("window(3) + global(1) is universal"), found.get(1));
    assertTrue(found.get(2).contains("universal: a self-loop is missing ("), found.get(2));
    assertTrue(found.get(3).contains("universal: there is no Hamiltonian path ("), found.get(3));
    assertTrue(found.get(4).contains("universal: not everything is ever heard of ("), found.get(4));
  }

  @Test
  void fieldsAndPathsAreDrawn() {
    assertTrue(universality.with("32, 16)").html().contains("<img alt=\""));
    Cell order = universality.with("HamiltonianPath.of");
    assertTrue(order.printed().startsWith("yes"), order.printed());
    assertTrue(order.html().contains("<img alt=\""), order.html());
    assertTrue(universality.with("map.scale").printed().contains("sparsemax  a lead of 0.1"));
  }

  @Test
  void lengthsAreStudiedAndFamiliesSearched() {
    Cell study = universality.with("Study.of");
    assertTrue(study.printed().contains("universal at all of these lengths"), study.printed());
    assertTrue(study.html().contains("<img alt=\""), study.html());
    String found = universality.with("Search.of").printed();
    assertTrue(found.contains("1,522         34  window(2) + stride(65)"), found);
    assertTrue(found.contains("universal: all three conditions"), found);
  }

  @Test
  void theProofIsBuiltAndHolds() {
    assertTrue(
        universality
            .with("new Grid(3, 1, 4)")
            .printed()
            .endsWith("[3/4 1/2 1/4] becomes [1/4 0 3/4]\n"));
    String built = universality.with("var proof").printed();
    assertTrue(built.contains("sparse selective shift         16 blocks"), built);
    String weights = universality.with("var block").printed();
    assertTrue(weights.contains("query [1] with bias [1/8]"), weights);
    assertTrue(weights.endsWith("out [4 -4]\n"), weights);
    List<String> steps = universality.with("stage.to()").printed().strip().lines().toList();
    // 4/5, 1/3 and 7/9 lie in the cube of 3/4, 1/4 and 3/4; the first is moved by 2, the last by 1.
    assertTrue(steps.get(2).endsWith("[11/4 1/4 7/4]"), steps.toString());
    // 1/4 + 4·(11/4 − 1/4), and 7/4 + 4·(41/4 − 7/4).
    assertTrue(steps.get(3).endsWith("[11/4 41/4 143/4]"), steps.toString());
    assertTrue(steps.getLast().endsWith("[3/4 3/4 3/4]"), steps.toString());
    String holds = universality.with("proof.verify").printed();
    assertTrue(holds.contains("192 ids, 192 distinct: a contextual mapping"), holds);
    assertTrue(holds.contains("64 of 64 points"), holds);
    assertTrue(holds.contains("64 of 64 inputs"), holds);
  }

  @Test
  void errorsAreMeasuredAndPlotted() {
    assertTrue(universality.with("soft.errors").printed().contains("scale t"));
    Cell plot = universality.with("Plot.curves");
    assertTrue(plot.html().contains("<img alt=\""), plot.html());
    assertTrue(plot.text().contains("greatest error on the grid"), plot.text());
  }

  @Test
  void eachBrokenConditionShowsItsStep() {
    for (List<String> expected :
        List.of(
            List.of("Proof.of(SparsityPattern.parse(\"full - self\")", "self_loops fails"),
            List.of("Proof.of(SparsityPattern.parse(\"self + global(1)\")", "path fails"),
            List.of("Proof.of(SparsityPattern.parse(\"causal\")", "hops fails"))) {
      String printed = universality.with(expected.getFirst()).printed();
      assertTrue(printed.contains(expected.getLast()), printed);
      assertTrue(printed.contains("have the same id"), printed);
    }
    String lucky = universality.with("keys({0})").printed();
    assertTrue(lucky.contains("self_loops fails"), lucky);
    assertTrue(lucky.strip().endsWith("24 distinct: a contextual mapping"), lucky);
  }
}
