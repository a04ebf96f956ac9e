package dev.heddle.lower;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.heddle.diagnostic.Diagnostic;
import dev.heddle.diagnostic.HeddleException;
import dev.heddle.pattern.SparsityPattern;
import dev.heddle.relation.Relation;
import java.math.BigInteger;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** Forms are built when they fit to the byte, and refused by a byte less. */
class LoweringTest {

  private static final MemoryBudget HUGE = new MemoryBudget(Long.MAX_VALUE);

  /** 10 queries, 28 edges, rows of 2 to 3 keys. */
  private static final Relation WINDOW = SparsityPattern.parse("window(3)").at(10);

  @Test
  void aMaskTakesAByteForEachPair() {
    assertDoesNotThrow(() -> Mask.of(WINDOW, new MemoryBudget(100)));
    check(
        () -> Mask.of(WINDOW, new MemoryBudget(99)),
        "a mask of 10 × 10 takes 100 bytes, and 99 bytes can be had",
        "rows can be had one at a time: `relation.row(i)`");
  }

  @Test
  void aBiasTakesFourBytesForEachPair() {
    assertDoesNotThrow(() -> Bias.of(WINDOW, new MemoryBudget(400)));
    check(
        () -> Bias.of(WINDOW, new MemoryBudget(399)),
        "a bias of 10 × 10 takes 400 bytes, and 399 bytes can be had",
        "`csr` takes 200 bytes");
  }

  @Test
  void aCsrTakesEightBytesForEachQueryAndFourForEachEdge() {
    assertDoesNotThrow(() -> Csr.of(WINDOW, new MemoryBudget(8 * 11 + 4 * 28)));
    check(
        () -> Csr.of(WINDOW, new MemoryBudget(8 * 11 + 4 * 28 - 1)),
        "a csr index of 28 edges takes 200 bytes, and 199 bytes can be had",
        "rows can be had one at a time: `relation.row(i)`");
  }

  @Test
  void aGatherTakesFiveBytesForEachQueryAndPlace() {
    assertDoesNotThrow(() -> Gather.of(WINDOW, new MemoryBudget(150)));
    check(
        () -> Gather.of(WINDOW, new MemoryBudget(149)),
        "a gather index of 10 × 3 takes 150 bytes, and 149 bytes can be had",
        "rows can be had one at a time: `relation.row(i)`");
  }

  @Test
  void theLastQueriesTakeLess() {
    assertDoesNotThrow(() -> Mask.of(WINDOW.last(2), new MemoryBudget(20)));
    assertDoesNotThrow(() -> Csr.of(WINDOW.last(2), new MemoryBudget(8 * 3 + 4 * 5)));
    assertThrows(HeddleException.class, () -> Mask.of(WINDOW.last(3), new MemoryBudget(29)));
  }

  @Test
  void thereAreNoMoreQueriesThanPositions() {
    for (int m : new int[] {11, 0}) {
      HeddleException e = assertThrows(HeddleException.class, () -> WINDOW.last(m));
      Diagnostic diagnostic = e.diagnostics().getFirst();
      assertEquals("bad-length", diagnostic.code());
      assertEquals(
          "the last " + m + " queries are wanted, and there are 10", diagnostic.sentence());
      assertEquals("queries are the last 1 to 10 positions", diagnostic.help());
    }
  }

  /** 100,000² is more than an int and more than an array; the budget alone would allow it. */
  @Test
  void whatNoArrayHoldsIsRefusedBeforeAnythingIsBuilt() {
    Relation sparse = SparsityPattern.parse("self").at(100_000);
    String limit = "and 2,147,483,639 elements of one array can be had";
    check(
        () -> Mask.of(sparse, HUGE),
        "a mask of 100000 × 100000 takes 10,000,000,000 bytes (9.3 GiB), " + limit,
        "`csr` takes 1,200,008 bytes (1.1 MiB)");
    check(
        () -> Bias.of(sparse, HUGE),
        "a bias of 100000 × 100000 takes 40,000,000,000 bytes (37.3 GiB), " + limit,
        "`csr` takes 1,200,008 bytes (1.1 MiB)");
    Relation full = SparsityPattern.parse("full").at(100_000);
    check(
        () -> Gather.of(full, HUGE),
        "a gather index of 100000 × 100000 takes 50,000,000,000 bytes (46.6 GiB), " + limit,
        "`blockmask` takes 4,898,448 bytes (4.7 MiB): which blocks have all of their pairs, and which"
            + " have some");
    check(
        () -> Csr.of(full, HUGE),
        "a csr index of 10,000,000,000 edges takes 40,000,800,008 bytes (37.3 GiB), " + limit,
        "`blockmask` takes 4,898,448 bytes (4.7 MiB): which blocks have all of their pairs, and which"
            + " have some");
  }

  /** Counted by its rhythm, however long it is. */
  @Test
  void adviceIsGivenForLongSequences() {
    Relation withGlobal = SparsityPattern.parse("window(3) + global(1)").at(10_000_000);
    check(
        () -> Gather.of(withGlobal, new MemoryBudget(1L << 33)),
        "a gather index of 10000000 × 10000000 takes 500,000,000,000,000 bytes (454.7 TiB), and"
            + " 2,147,483,639 elements of one array can be had",
        "`csr` takes 279,999,984 bytes (267.0 MiB)");
  }

  /** The square of 65,536 is 2³², which is 0 in an int. */
  @Test
  void aSquareThatWrapsToNothingIsRefused() {
    Relation relation = SparsityPattern.parse("window(3)").at(65_536);
    check(
        () -> Mask.of(relation, new MemoryBudget(1 << 21)),
        "a mask of 65536 × 65536 takes 4,294,967,296 bytes (4.0 GiB), and 2,147,483,639 elements"
            + " of one array can be had",
        "`csr` takes 1,310,720 bytes (1.3 MiB)");
  }

  @Test
  void csrHasTheNamesAndOrderOfPyTorch() {
    Csr csr = Csr.of(SparsityPattern.parse("causal - stride(2)").at(5), HUGE);
    assertArrayEquals(new long[] {0, 0, 1, 2, 4, 6}, csr.crowIndices());
    assertArrayEquals(new int[] {0, 1, 0, 2, 1, 3}, csr.colIndices());
  }

  @Test
  void gatherIsPaddedWithInvalidZeros() {
    Gather gather = Gather.of(SparsityPattern.parse("causal - self").at(3), HUGE);
    assertEquals(2, gather.width());
    assertArrayEquals(new int[] {0, 0, 0, 0, 0, 1}, gather.index());
    assertArrayEquals(new boolean[] {false, false, true, false, true, true}, gather.valid());
  }

  @Test
  void aPatternWithoutKeysHasFormsToo() {
    Relation none = SparsityPattern.parse("none").at(3);
    assertEquals(0, Gather.of(none, HUGE).width());
    assertEquals(0, Csr.of(none, HUGE).colIndices().length);
  }

  @Test
  void theLesserOfTwoBudgetsCounts() {
    MemoryBudget small = new MemoryBudget(1);
    assertSame(small, small.and(HUGE));
    assertSame(small, HUGE.and(small));
    assertTrue(MemoryBudget.ofHeap().bytes() > 0);
    assertTrue(MemoryBudget.ofHeap().bytes() <= Runtime.getRuntime().maxMemory());
  }

  @Test
  void unequalElementsAreNoBatchOfRows() {
    Relation three = Relation.band(3, 0, 0);
    Relation nine = Relation.full(3);
    HeddleException e =
        assertThrows(HeddleException.class, () -> Csr.of(List.of(three, three, nine), HUGE));
    assertEquals("uneven-batch", e.diagnostics().getFirst().code());
    assertEquals(
        "this form has no batches of unequal elements: element 0 has 3 edges, and element 2 has 9",
        e.diagnostics().getFirst().sentence());
    assertThrows(HeddleException.class, () -> Bsr.of(List.of(three, nine), 1, HUGE));
    assertEquals(2, Bsr.of(List.of(three, nine), 3, HUGE).colIndices().length);
  }

  @Test
  void sizesAreShownSoThatTheyCanBeRead() {
    assertEquals("0 bytes", shown(0));
    assertEquals("1,048,575 bytes", shown((1 << 20) - 1));
    assertEquals("1,048,576 bytes (1.0 MiB)", shown(1 << 20));
    assertEquals("9,223,372,036,854,775,807 bytes (8.0 EiB)", shown(Long.MAX_VALUE));
  }

  private static void check(Executable lowering, String sentence, String help) {
    HeddleException refusal = assertThrows(HeddleException.class, lowering);
    Diagnostic diagnostic = refusal.diagnostics().getFirst();
    assertEquals("too-large", diagnostic.code());
    assertEquals(sentence, diagnostic.sentence());
    assertEquals(help, diagnostic.help());
  }

  private static String shown(long bytes) {
    return MemoryBudget.show(BigInteger.valueOf(bytes));
  }

  /** At the largest length no size overflows, and no form holds it. */
  @Test
  void theLargestMaskAndBiasAreRefusedAtOnce() {
    Relation relation = SparsityPattern.parse("window(3)").at(Integer.MAX_VALUE);
    MemoryBudget budget = new MemoryBudget(1 << 20);
    String mask = refusal(() -> Mask.of(relation, budget));
    assertTrue(mask.contains("4,611,686,014,132,420,609 bytes"), mask);
    String bias = refusal(() -> Bias.of(relation, budget));
    assertTrue(bias.contains("18,446,744,056,529,682,436 bytes"), bias);
    assertTrue(bias.contains("`relation.row(i)`"), bias);
    assertEquals("window(3): 2147483647 × 2147483647", relation.toString());
  }

  private static String refusal(Executable lowering) {
    return String.valueOf(assertThrows(HeddleException.class, lowering).getMessage());
  }
}
