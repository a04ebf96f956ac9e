package dev.heddle;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.heddle.lower.Mask;
import dev.heddle.lower.MemoryBudget;
import dev.heddle.pattern.SparsityPattern;
import org.junit.jupiter.api.Test;

/** Every construct as a picture: one row for each query, 1 where it may attend. */
class DrawnMasksTest {

  @Test
  void full() {
    check("full", "111", "111", "111");
  }

  @Test
  void none() {
    check("none", "000", "000", "000");
  }

  @Test
  void self() {
    check("self", "1000", "0100", "0010", "0001");
  }

  @Test
  void causal() {
    check("causal", "1000", "1100", "1110", "1111");
  }

  @Test
  void windowIsTheQueryAndHalfTheWidthOnEachSide() {
    check("window(3)", "11000", "11100", "01110", "00111", "00011");
    check("window(1)", "100", "010", "001");
    check("window(2)", "1100", "1110", "0111", "0011");
    check("window(4)", "11100", "11110", "11111", "01111", "00111");
    check("window(5)", "111000", "111100", "111110", "011111", "001111", "000111");
    check(
        "window(√n)",
        "110000000",
        "111000000",
        "011100000",
        "001110000",
        "000111000",
        "000011100",
        "000001110",
        "000000111",
        "000000011");
  }

  @Test
  void dilatedLeavesGaps() {
    check("dilated(3, 2)", "10100", "01010", "10101", "01010", "00101");
    check(
        "dilated(w: 5, d: 3)",
        "1001001",
        "0100100",
        "0010010",
        "1001001",
        "0100100",
        "0010010",
        "1001001");
    check("dilated(1, 2)", "100", "010", "001");
    check("dilated(3, 9)", "100", "010", "001");
  }

  @Test
  void keysAreColumnsAndQueriesRows() {
    check("keys(2)", "1100", "1100", "1100", "1100");
    check("queries(1)", "1111", "0000", "0000", "0000");
    check("keys(9)", "11", "11");
    check("keys(0)", "00", "00");
  }

  @Test
  void blocksAreCutByTheEnd() {
    check("blocks(2)", "11000", "11000", "00110", "00110", "00001");
    check("blocks(7)", "111", "111", "111");
  }

  @Test
  void aQuoteExchangesQueriesAndKeys() {
    check("causal'", "1111", "0111", "0011", "0001");
    check("causal''", "10", "11");
    check("keys(1)ᵀ", "111", "000", "000");
    check("(window(before: 2) - keys(1))'", "00000", "01110", "00111", "00011", "00001");
    check("!causal'", "000", "100", "110");
  }

  @Test
  void windowBeforeLooksBackAndAfterAhead() {
    check("window(before: 2)", "10000", "11000", "11100", "01110", "00111");
    check("window(after: 1)", "1100", "0110", "0011", "0001");
    check("window(1, 2)", "11100", "11110", "01111", "00111", "00011");
    check("window(after: 2, before: 1)", "11100", "11110", "01111", "00111", "00011");
    check("window(0, 0)", "100", "010", "001");
  }

  @Test
  void stride() {
    check("stride(3)", "1001001", "0100100", "0010010", "1001001", "0100100", "0010010", "1001001");
    check("stride(1)", "11", "11");
    check("stride(5)", "100", "010", "001");
  }

  @Test
  void global() {
    check("global(2)", "11111", "11111", "11000", "11000", "11000");
    check("global(0)", "000", "000", "000");
    check("global(9)", "111", "111", "111");
  }

  @Test
  void complement() {
    check("!causal", "0111", "0011", "0001", "0000");
    check("!global(1)", "0000", "0111", "0111", "0111");
    check("!stride(2)", "01010", "10101", "01010", "10101", "01010");
    check("!!self", "10", "01");
  }

  @Test
  void union() {
    check("self + global(1)", "1111", "1100", "1010", "1001");
  }

  @Test
  void difference() {
    check("causal - self", "0000", "1000", "1100", "1110");
    check("full - window(3) + self", "1011", "0101", "1010", "1101");
    check("full - (window(3) + self)", "0011", "0001", "1000", "1100");
  }

  @Test
  void intersection() {
    check("causal & window(3)", "1000", "1100", "0110", "0011");
    check(
        "stride(2) & stride(3)",
        "1000001",
        "0100000",
        "0010000",
        "0001000",
        "0000100",
        "0000010",
        "1000001");
    check("self + causal & stride(2)", "10000", "01000", "10100", "01010", "10101");
  }

  @Test
  void theHeadline() {
    check(
        "window(3) + stride(√n) + global(1)",
        "111111111",
        "111010010",
        "111101001",
        "101110100",
        "110111010",
        "101011101",
        "100101110",
        "110010111",
        "101001011");
  }

  @Test
  void theLastQueriesOnly() {
    checkLast("causal", 5, "11110", "11111");
    checkLast("window(3)", 5, "00011");
    checkLast("global(1)", 4, "1111", "1000", "1000", "1000");
    checkLast("window(before: 1) + stride(3)", 6, "010110", "001011");
    assertEquals(
        "1111\n", drawn(SparsityPattern.parse("causal").at(4).last(3).last(1)), "last of last");
  }

  private static void check(String pattern, String... rows) {
    checkLast(pattern, rows.length, rows);
  }

  private static void checkLast(String pattern, int n, String... rows) {
    assertEquals(
        String.join("\n", rows) + "\n",
        drawn(SparsityPattern.parse(pattern).at(n).last(rows.length)),
        () -> pattern + " at n = " + n);
  }

  private static String drawn(dev.heddle.relation.Relation relation) {
    Mask mask = Mask.of(relation, new MemoryBudget(10_000));
    StringBuilder rows = new StringBuilder();
    for (int query = 0; query < mask.queries(); query++) {
      for (int key = 0; key < mask.keys(); key++) {
        rows.append(mask.allows(query, key) ? '1' : '0');
      }
      rows.append('\n');
    }
    return rows.toString();
  }
}
