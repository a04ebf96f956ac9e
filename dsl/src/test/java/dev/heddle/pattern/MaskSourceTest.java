package dev.heddle.pattern;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.heddle.diagnostic.HeddleException;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Patterns as Python source; {@code PythonExchangeIT} runs such source. */
class MaskSourceTest {

  private static MaskSource at(String text, int n) {
    return SparsityPattern.parse(text).maskSource(n, Bindings.none());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "full; j >= 0",
        "none; j < 0",
        "self; i == j",
        "causal; j <= i",
        "window(5); (i - j).abs() <= 2",
        "window(1); i == j",
        "window(201); j >= 0",
        "window(before: 3); (i - j <= 3) & (j <= i)",
        "window(before: 3, after: 2); (i - j <= 3) & (j - i <= 2)",
        "stride(√n); i % 10 == j % 10",
        "stride(1); j >= 0",
        "stride(100); i == j",
        "dilated(5, 3); ((i - j).abs() <= 6) & (i % 3 == j % 3)",
        "blocks(16); i // 16 == j // 16",
        "global(2); (i <= 1) | (j <= 1)",
        "global(1); (i == 0) | (j == 0)",
        "keys({3, 5..9}); (j == 3) | ((j >= 5) & (j <= 9))",
        "queries({7..<n step 7}); (i >= 7) & (i % 7 == 0)",
        "offsets({-4, 0..2}); (j - i == -4) | ((j - i >= 0) & (j - i <= 2))",
        "offsets({-n..n step 3}); (j - i) % 3 == 2",
        "causal'; i <= j",
        "!causal; ~(j <= i)",
        "causal - self; (j <= i) & ~(i == j)",
        "window(3) + stride(8) - self; (((i - j).abs() <= 1) | (i % 8 == j % 8)) & ~(i == j)",
        "causal & (window(3) + keys(1)); (j <= i) & (((i - j).abs() <= 1) | (j == 0))",
        "full & causal; j <= i",
        "none + causal; j <= i",
        "(window(3) + none) & full; (i - j).abs() <= 1",
        "where(i + 2 * j <= n); i + 2 * j <= 100",
        "where(abs(i - j) mod 7 == 3); (i - j).abs() % 7 == 3",
        "where(min(i, 9) == j div 2); i.clamp(max=9) == j // 2",
        "where(max(i, j) < 7.5); torch.maximum(i, j) <= 7",
        "where(7.5 <= i); i > 7",
        "where(i in {2, 4} and not j == i); ((i == 2) | (i == 4)) & ~(j == i)",
        "where(n > 10 and i == j); i == j",
        "where(-i + 3 < j - (i - 1)); -i + 3 < j - (i - 1)"
      })
  void isArithmeticWhereTheTextIs(String text, String expression) {
    MaskSource source = at(text, 100);
    assertEquals(expression, source.expression());
    assertEquals(List.of(), source.tables());
    assertEquals(List.of(), source.locals());
  }

  @Test
  void productsAskOfQuotientsAndRemainders() {
    MaskSource source = at("window(3) * (stride(2) & causal)[10]", 100);
    assertEquals(
        List.of("i1 = i // 10", "j1 = j // 10", "i2 = i % 10", "j2 = j % 10"), source.locals());
    assertEquals("((i1 - j1).abs() <= 1) & (i2 % 2 == j2 % 2) & (j2 <= i2)", source.expression());
    assertEquals("j1 <= i1", at("(causal * full[10])", 100).expression());
    assertEquals(List.of("i1 = i // 10", "j1 = j // 10"), at("causal * full[10]", 100).locals());
    assertEquals("i1 <= j1", at("(causal * full[10])'", 100).expression());
  }

  @Test
  void whatIsBoundIsATable() {
    int[] ids = {5, 5, 6, 6};
    MaskSource same =
        SparsityPattern.parse("input ids\nsame(ids) & causal")
            .maskSource(4, Bindings.none().with("ids", ids));
    assertEquals("(seq_ids[i] == seq_ids[j]) & (j <= i)", same.expression());
    assertEquals("[5, 5, 6, 6]", Arrays.toString(same.tables().getFirst().values()));
    assertEquals(MaskSource.Type.int32, same.tables().getFirst().type());
    MaskSource where =
        SparsityPattern.parse("input ids\nwhere(ids[abs(i - j)] > 5)")
            .maskSource(4, Bindings.none().with("ids", ids));
    assertEquals("seq_ids[(i - j).abs()] > 5", where.expression());
    // Beyond 32 bits nothing is computed, but it may be compared.
    long[] large = {1L << 40, 0, 1L << 40, 0};
    MaskSource wide =
        SparsityPattern.parse("input ids\nsame(ids)")
            .maskSource(4, Bindings.none().with("ids", large));
    assertEquals(MaskSource.Type.int64, wide.tables().getFirst().type());
  }

  /** Rows of keys where those are few, and bits where they are many. */
  @Test
  void theRestIsLookedUp() {
    MaskSource few = at("random(3, seed: 5)", 1_000);
    assertEquals("_listed(starts, keys, 2, i, j)", few.expression());
    assertEquals(1_001, few.tables().getFirst().values().length);
    assertEquals("_marked(bits, 13, i, j)", at("random(50)", 100).expression());
    for (String text :
        List.of(
            "where(sqrt(i) <= j)",
            "where(i / 2 == j)",
            "where(j > 0 and i mod j == 0)",
            "where(i * 1000000000 <= j)",
            "window(3) @ stride(7)",
            "(window(3) + stride(7)) ^ 2",
            "expander(4)")) {
      String expression = at(text, 100).expression();
      assertTrue(expression.startsWith("_"), expression);
    }
    // Twice the same table.
    assertEquals(2, at("random(3) + random(3)'", 1_000).tables().size());
  }

  @Test
  void aSetOfManyPiecesIsATable() {
    MaskSource source = at("keys({t * t for t in 0..9})", 100);
    assertEquals("marks[j]", source.expression());
    assertEquals(10, Arrays.stream(source.tables().getFirst().values()).sum());
    assertEquals("marks[j - i + 99]", at("offsets({t * t for t in 0..9})", 100).expression());
  }

  @Test
  void whatTakesTooMuchIsRefusedWhereItStands() {
    HeddleException e =
        assertThrows(
            HeddleException.class, () -> at("window(3) + (random(900) & causal)", 100_000));
    assertTrue(
        String.valueOf(e.getMessage())
            .strip()
            .startsWith("error[too-large]: as Python source this part"),
        e.getMessage());
    assertTrue(
        String.valueOf(e.getMessage()).contains("| " + " ".repeat(13) + "^^^^^^^^^^^\n"),
        e.getMessage());
    // Without a table no length is too long.
    assertEquals("j <= i", at("causal", Integer.MAX_VALUE).expression());
  }
}
