package dev.heddle.lower;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import dev.heddle.Expr;
import dev.heddle.Oracle;
import dev.heddle.RandomTerms;
import dev.heddle.Style;
import dev.heddle.diagnostic.Diagnostic;
import dev.heddle.diagnostic.HeddleException;
import dev.heddle.pattern.SparsityPattern;
import dev.heddle.relation.Relation;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** Forms made of blocks, held against pair after pair, and against the other forms. */
class BlockFormsTest {

  private static final MemoryBudget ENOUGH = new MemoryBudget(1 << 24);

  static final List<String> TEXTS =
      List.of(
          "full",
          "none",
          "self",
          "causal",
          "causal'",
          "window(1)",
          "window(3)",
          "window(9)",
          "window(before: 4)",
          "window(2, 5)",
          "causal - window(3)",
          "window(before: 9) - window(before: 2)",
          "window(after: n) - window(after: 2)",
          "stride(1)",
          "stride(2)",
          "stride(3)",
          "stride(√n)",
          "stride(17)",
          "!stride(2)",
          "!stride(5)",
          "dilated(5, 3)",
          "dilated(9, 2) & causal",
          "global(0)",
          "global(1)",
          "global(3) + window(3)",
          "global(2) & causal",
          "keys(4)",
          "queries(3)",
          "keys(4) + queries(3)",
          "blocks(4)",
          "blocks(4) & causal",
          "blocks(16)",
          "blocks(3) + keys(2)",
          "!blocks(5)",
          "window(3) + stride(√n) + global(1)",
          "(window(3) + stride(√n) + global(1)) & causal",
          "stride(2) + stride(3)",
          "stride(2) + !stride(2)",
          "stride(4) - stride(6) + blocks(2)",
          "full - stride(7)",
          "full - self",
          "(stride(3) + blocks(7))' - window(3)");

  private static final int[] LENGTHS = {1, 2, 5, 7, 16, 33, 64, 100};
  private static final int[] BLOCKS = {1, 2, 3, 16, 128};

  @Test
  void everyFormOfAPatternHasTheSamePairs() {
    for (String text : TEXTS) {
      SparsityPattern pattern = SparsityPattern.parse(text);
      for (int n : LENGTHS) {
        for (int m : new int[] {1, (n + 1) / 2, n - 1, n}) {
          if (m > 0) {
            String what = "`" + text + "` at n = " + n + ", last " + m;
            check(pattern.at(n).last(m), BLOCKS, what);
          }
        }
      }
    }
  }

  @Test
  void everyFormOfARandomPatternHasTheSamePairs() {
    long seed = RandomTerms.seed();
    Random random = new Random(seed);
    RandomTerms terms = new RandomTerms(random);
    for (int left = 400; left > 0; left--) {
      Expr expr = terms.pattern(3);
      int n = 1 + random.nextInt(40);
      int m = 1 + random.nextInt(n);
      int block = 1 + random.nextInt(12);
      Optional<Oracle> oracle = Oracle.tryAt(expr, n);
      if (oracle.isPresent()) {
        String text = expr.text(new Style(true, random));
        String what = "`" + text + "` at n = " + n + ", last " + m + RandomTerms.repeat(seed);
        check(SparsityPattern.parse(text).at(n).last(m), new int[] {block}, what);
      }
    }
  }

  private static void check(Relation relation, int[] blocks, String what) {
    boolean[][] pairs = pairs(relation);
    assertArrayEquals(pairs, ofMask(Mask.of(relation, ENOUGH)), what + ": mask");
    assertArrayEquals(pairs, ofCsr(Csr.of(relation, ENOUGH)), what + ": csr");
    assertArrayEquals(pairs, ofGather(Gather.of(relation, ENOUGH)), what + ": gather");
    for (int block : blocks) {
      checkBsr(pairs, Bsr.of(relation, block, ENOUGH), block, what + ", bsr of " + block);
      checkBlockMask(
          pairs, BlockMask.of(relation, block, ENOUGH), block, what + ", block mask of " + block);
    }
    checkFlashMask(pairs, relation, what + ", flashmask");
  }

  /** Which pairs there are, one after the other. */
  private static boolean[][] pairs(Relation relation) {
    boolean[][] pairs = new boolean[relation.queries()][relation.keys()];
    for (int i = 0; i < pairs.length; i++) {
      for (int j = 0; j < pairs[i].length; j++) {
        pairs[i][j] = relation.contains(i, j);
      }
    }
    return pairs;
  }

  // ---- the forms, read back

  private static boolean[][] ofMask(Mask mask) {
    boolean[][] pairs = new boolean[mask.queries()][mask.keys()];
    for (int i = 0; i < pairs.length; i++) {
      for (int j = 0; j < mask.keys(); j++) {
        pairs[i][j] = mask.allows(i, j);
      }
    }
    return pairs;
  }

  private static boolean[][] ofCsr(Csr csr) {
    boolean[][] pairs = new boolean[csr.queries()][csr.keys()];
    for (int i = 0; i < pairs.length; i++) {
      for (long at = csr.crowIndices()[i]; at < csr.crowIndices()[i + 1]; at++) {
        pairs[i][csr.colIndices()[(int) at]] = true;
      }
    }
    return pairs;
  }

  private static boolean[][] ofGather(Gather gather) {
    boolean[][] pairs = new boolean[gather.queries()][gather.keys()];
    for (int at = 0; at < gather.index().length; at++) {
      if (gather.valid()[at]) {
        pairs[at / gather.width()][gather.index()[at]] = true;
      }
    }
    return pairs;
  }

  /** The pairs of one block, as a list of elements; beyond the ends there are none. */
  private static boolean[] block(boolean[][] pairs, int row, int column, int block) {
    boolean[] elements = new boolean[block * block];
    for (int at = 0; at < elements.length; at++) {
      int i = row * block + at / block;
      int j = column * block + at % block;
      elements[at] = i < pairs.length && j < pairs[0].length && pairs[i][j];
    }
    return elements;
  }

  private static int count(boolean[] elements) {
    return (int) IntStream.range(0, elements.length).filter(at -> elements[at]).count();
  }

  private static int blocks(int length, int block) {
    return (length + block - 1) / block;
  }

  private static void checkBsr(boolean[][] pairs, Bsr bsr, int block, String what) {
    int at = 0;
    assertEquals(0, bsr.crowIndices()[0], what);
    for (int row = 0; row < blocks(pairs.length, block); row++) {
      for (int column = 0; column < blocks(pairs[0].length, block); column++) {
        boolean[] elements = block(pairs, row, column, block);
        if (count(elements) > 0) {
          assertEquals(column, bsr.colIndices()[at], what);
          assertArrayEquals(
              elements,
              Arrays.copyOfRange(bsr.blocks(), at * block * block, (at + 1) * block * block),
              what);
          at++;
        }
      }
      assertEquals(at, bsr.crowIndices()[row + 1], what);
    }
    assertEquals(at, bsr.colIndices().length, what);
    assertEquals(at * block * block, bsr.blocks().length, what);
    assertEquals(blocks(pairs.length, block) + 1, bsr.crowIndices().length, what);
  }

  /** As FlexAttention builds it from a dense mask: a stable sort, what is listed first. */
  private static void checkBlockMask(boolean[][] pairs, BlockMask mask, int block, String what) {
    int rows = blocks(pairs.length, block);
    int columns = blocks(pairs[0].length, block);
    assertEquals(rows, mask.kvNumBlocks().length, what);
    assertEquals(rows, mask.fullKvNumBlocks().length, what);
    assertEquals(rows * columns, mask.kvIndices().length, what);
    assertEquals(rows * columns, mask.fullKvIndices().length, what);
    for (int row = 0; row < rows; row++) {
      List<Integer> partial = new ArrayList<>();
      List<Integer> full = new ArrayList<>();
      for (int column = 0; column < columns; column++) {
        int count = count(block(pairs, row, column, block));
        if (count == block * block) {
          full.add(column);
        } else if (count > 0) {
          partial.add(column);
        }
      }
      checkOrdered(partial, mask.kvNumBlocks()[row], mask.kvIndices(), row, columns, what);
      checkOrdered(full, mask.fullKvNumBlocks()[row], mask.fullKvIndices(), row, columns, what);
    }
  }

  private static void checkOrdered(
      List<Integer> listed, int number, int[] indices, int row, int columns, String what) {
    List<Integer> expected = new ArrayList<>(listed);
    for (int column = 0; column < columns; column++) {
      if (!listed.contains(column)) {
        expected.add(column);
      }
    }
    assertEquals(listed.size(), number, what);
    assertEquals(
        expected,
        Arrays.stream(indices, row * columns, (row + 1) * columns).boxed().toList(),
        what + ", row " + row);
  }

  // ---- FlashMask

  /** FlashMask's own conversion to a dense mask, for one key: which rows it masks. */
  private static boolean[] masked(int[] index, boolean causal, int key, int rows, int keys) {
    boolean[] masked = new boolean[rows];
    boolean hasEnd = causal ? index.length == 2 : index.length == 4;
    Arrays.fill(
        masked, Math.min(index[0], rows), Math.max(index[0], hasEnd ? index[1] : rows), true);
    if (causal) {
      Arrays.fill(masked, 0, Math.max(0, key - (keys - rows)), true);
    } else if (hasEnd) {
      Arrays.fill(masked, index[2], Math.max(index[2], index[3]), true);
    } else {
      Arrays.fill(masked, 0, index[1], true);
    }
    return masked;
  }

  private static boolean[] column(boolean[][] pairs, int key) {
    boolean[] masked = new boolean[pairs.length];
    for (int i = 0; i < pairs.length; i++) {
      masked[i] = !pairs[i][key];
    }
    return masked;
  }

  private static void checkFlashMask(boolean[][] pairs, Relation relation, String what) {
    int n = pairs[0].length;
    int bad =
        IntStream.range(0, n).filter(key -> runs(column(pairs, key)) > 2).findFirst().orElse(-1);
    if (bad >= 0) {
      assertEquals(bad, refusedKey(relation), what);
      return;
    }
    FlashMask mask = FlashMask.of(relation, ENOUGH);
    assertEquals(n * mask.width(), mask.startendRowIndices().length, what);
    for (int key = 0; key < n; key++) {
      int[] index = index(mask, key);
      for (int row : index) {
        assertTrue(row >= 0 && row <= pairs.length, what);
      }
      assertArrayEquals(
          column(pairs, key), masked(index, mask.causal(), key, pairs.length, n), what + key);
    }
  }

  private static int runs(boolean[] masked) {
    int runs = 0;
    for (int i = 0; i < masked.length; i++) {
      runs += masked[i] && (i == 0 || !masked[i - 1]) ? 1 : 0;
    }
    return runs;
  }

  private static int[] index(FlashMask mask, int key) {
    int k = mask.width();
    return Arrays.copyOfRange(mask.startendRowIndices(), key * k, (key + 1) * k);
  }

  /** The key that the refusal names. */
  private static int refusedKey(Relation relation) {
    HeddleException e = assertThrows(HeddleException.class, () -> FlashMask.of(relation, ENOUGH));
    Diagnostic diagnostic = e.diagnostics().getFirst();
    assertEquals("not-a-flashmask", diagnostic.code());
    String sentence = diagnostic.sentence();
    return Integer.parseInt(sentence.replaceAll(".* key (\\d+):.*", "$1"));
  }

  private enum Layout {
    CAUSAL_1(1, true),
    CAUSAL_2(2, true),
    OTHER_2(2, false),
    OTHER_4(4, false);

    final int width;
    final boolean causal;

    Layout(int width, boolean causal) {
      this.width = width;
      this.causal = causal;
    }
  }

  /** Every relation of three positions: the index is the shortest of all that there could be. */
  @Test
  void theShortestFlashMaskIsChosenOrThereIsNone() {
    for (int bits = 0; bits < 512; bits++) {
      for (int m = 1; m <= 3; m++) {
        checkShortest(ofBits(3, bits).last(m), "bits " + bits + ", last " + m);
      }
    }
    for (String text : TEXTS) {
      for (int n = 4; n <= 7; n++) {
        Relation relation = SparsityPattern.parse(text).at(n);
        checkShortest(relation, "`" + text + "` at n = " + n);
        checkShortest(relation.last(n - 2), "`" + text + "` at n = " + n + ", last " + (n - 2));
      }
    }
  }

  private static Relation ofBits(int n, int bits) {
    Relation relation = Relation.none(n);
    for (int at = 0; at < n * n; at++) {
      if ((bits >> at & 1) == 1) {
        Relation row = Relation.queries(n, at / n + 1).minus(Relation.queries(n, at / n));
        Relation column = Relation.keys(n, at % n + 1).minus(Relation.keys(n, at % n));
        relation = relation.union(row.intersect(column));
      }
    }
    return relation;
  }

  private static void checkShortest(Relation relation, String what) {
    boolean[][] pairs = pairs(relation);
    int n = pairs[0].length;
    for (Layout layout : Layout.values()) {
      if (IntStream.range(0, n).allMatch(key -> canSay(layout, pairs, key))) {
        FlashMask mask = FlashMask.of(relation, ENOUGH);
        assertEquals(layout.width, mask.width(), what);
        assertEquals(layout.causal, mask.causal(), what);
        checkFlashMask(pairs, relation, what);
        return;
      }
    }
    int first =
        IntStream.range(0, n)
            .filter(
                key ->
                    Arrays.stream(Layout.values()).noneMatch(layout -> canSay(layout, pairs, key)))
            .findFirst()
            .orElseThrow();
    assertEquals(first, refusedKey(relation), what);
  }

  /** Whether any numbers at all say it. */
  private static boolean canSay(Layout layout, boolean[][] pairs, int key) {
    int rows = pairs.length;
    boolean[] expected = column(pairs, key);
    int[] index = new int[layout.width];
    while (true) {
      if (Arrays.equals(expected, masked(index, layout.causal, key, rows, pairs[0].length))) {
        return true;
      }
      int at = 0;
      while (at < index.length && ++index[at] > rows) {
        index[at++] = 0;
      }
      if (at == index.length) {
        return false;
      }
    }
  }

  /** The examples of FlashMask's documentation, with other lengths of documents. */
  @Test
  void flashMasksAreThoseOfItsDocumentation() {
    checkIndex("causal", 4, true, new int[][] {{4}, {4}, {4}, {4}});
    checkIndex("blocks(2) & causal", 5, true, new int[][] {{2}, {2}, {4}, {4}, {5}});
    checkIndex("window(before: 1)", 4, true, new int[][] {{2}, {3}, {4}, {4}});
    checkIndex("causal - self", 3, true, new int[][] {{0, 1}, {1, 2}, {2, 3}});
    checkIndex("blocks(2)", 5, false, new int[][] {{2, 0}, {2, 0}, {4, 2}, {4, 2}, {5, 4}});
    checkIndex("full", 2, false, new int[][] {{2, 0}, {2, 0}});
    checkIndex(
        "global(1) + window(3)",
        5,
        false,
        new int[][] {{5, 5, 0, 0}, {3, 5, 0, 0}, {4, 5, 0, 0}, {5, 5, 1, 2}, {5, 5, 1, 3}});
  }

  private static void checkIndex(String text, int n, boolean causal, int[][] index) {
    FlashMask mask = FlashMask.of(SparsityPattern.parse(text).at(n), ENOUGH);
    assertEquals(causal, mask.causal(), text);
    assertArrayEquals(
        Arrays.stream(index).flatMapToInt(Arrays::stream).toArray(),
        mask.startendRowIndices(),
        text);
  }

  /**
   * With fewer queries than keys, rows count from the first of them, and the last query has the
   * last key.
   */
  @Test
  void aFlashMaskOfTheLastQueriesIsAlignedAtTheEnd() {
    FlashMask mask = FlashMask.of(SparsityPattern.parse("window(before: 1)").at(5).last(2), ENOUGH);
    assertTrue(mask.causal());
    assertArrayEquals(new int[] {0, 0, 1, 2, 2}, mask.startendRowIndices());
  }

  @Test
  void whatIsNoFlashMaskNamesItsFirstKey() {
    Relation relation = SparsityPattern.parse("causal - (keys(3) - keys(2)) & stride(4)").at(32);
    HeddleException e = assertThrows(HeddleException.class, () -> FlashMask.of(relation, ENOUGH));
    Diagnostic diagnostic = e.diagnostics().getFirst();
    assertEquals("not-a-flashmask", diagnostic.code());
    assertEquals(
        "no FlashMask index says which queries may attend to key 2: those that may not are more than"
            + " two runs",
        diagnostic.sentence());
    assertEquals("`blockmask` and `csr` hold any pattern", diagnostic.help());
  }

  // ---- sizes

  /** The last row of blocks is cut, and so are all of its blocks. */
  @Test
  void aBlockMaskByHand() {
    BlockMask mask = BlockMask.of(SparsityPattern.parse("causal").at(5), 2, ENOUGH);
    assertArrayEquals(new int[] {1, 1, 3}, mask.kvNumBlocks());
    assertArrayEquals(new int[] {0, 1, 2, 1, 0, 2, 0, 1, 2}, mask.kvIndices());
    assertArrayEquals(new int[] {0, 1, 0}, mask.fullKvNumBlocks());
    assertArrayEquals(new int[] {0, 1, 2, 0, 1, 2, 0, 1, 2}, mask.fullKvIndices());
  }

  private static final Relation WINDOW = SparsityPattern.parse("window(3)").at(10);

  @Test
  void aBlockMaskTakesEightBytesForEachBlockAndEachRowOfThem() {
    assertDoesNotThrow(() -> BlockMask.of(WINDOW, 4, new MemoryBudget(8 * 9 + 8 * 3)));
    refused(
        () -> BlockMask.of(WINDOW, 4, new MemoryBudget(8 * 9 + 8 * 3 - 1)),
        "too-large",
        "a block mask of 3 × 3 blocks takes 96 bytes, and 95 bytes can be had");
  }

  @Test
  void aBsrTakesFourBytesForEachBlockAndOneForEachElement() {
    assertDoesNotThrow(() -> Bsr.of(WINDOW, 4, new MemoryBudget(8 * 4 + 7 * (4 + 16))));
    refused(
        () -> Bsr.of(WINDOW, 4, new MemoryBudget(8 * 4 + 7 * (4 + 16) - 1)),
        "too-large",
        "a bsr index of 7 blocks of 4 × 4 takes 172 bytes, and 171 bytes can be had");
    refused(
        () -> Bsr.of(WINDOW, 4, new MemoryBudget(31)),
        "too-large",
        "a bsr index of 3 rows of blocks takes 32 bytes, and 31 bytes can be had");
  }

  @Test
  void aFlashMaskTakesFourBytesForEachNumber() {
    assertDoesNotThrow(() -> FlashMask.of(WINDOW, new MemoryBudget(80)));
    refused(
        () -> FlashMask.of(WINDOW, new MemoryBudget(79)),
        "too-large",
        "a flashmask index of 10 × 2 takes 80 bytes, and 79 bytes can be had");
  }

  /** Lengths and blocks so large that their products are more than an int or a long. */
  @Test
  void theLargestAreRefusedInExactBytes() {
    Relation longest = SparsityPattern.parse("window(3)").at(Integer.MAX_VALUE);
    MemoryBudget small = new MemoryBudget(1 << 20);
    refused(
        () -> BlockMask.of(longest, 1, small),
        "too-large",
        "a block mask of 2147483647 × 2147483647 blocks takes 36,893,488,130,239,234,048 bytes"
            + " (32.0 EiB), and 2,147,483,639 elements of one array can be had");
    refused(
        () -> FlashMask.of(longest, small),
        "too-large",
        "a flashmask index of 2147483647 × 1 takes 8,589,934,588 bytes (8.0 GiB), and"
            + " 2,147,483,639 elements of one array can be had");
    Relation one = SparsityPattern.parse("self").at(3);
    refused(
        () -> Bsr.of(one, Integer.MAX_VALUE, small),
        "too-large",
        "a bsr index of 1 blocks of 2147483647 × 2147483647 takes 4,611,686,014,132,420,629 bytes"
            + " (4.0 EiB), and 2,147,483,639 elements of one array can be had");
    BlockMask whole = BlockMask.of(one, Integer.MAX_VALUE, small);
    assertArrayEquals(new int[] {1}, whole.kvNumBlocks());
    assertArrayEquals(new int[] {0}, whole.fullKvNumBlocks());
  }

  @Test
  void aBlockHasALength() {
    for (int block : new int[] {0, -1, Integer.MIN_VALUE}) {
      String sentence = "`block` must be at least 1, and is " + block;
      refused(() -> Bsr.of(WINDOW, block, ENOUGH), "too-small", sentence);
      refused(() -> BlockMask.of(WINDOW, block, ENOUGH), "too-small", sentence);
    }
  }

  private static void refused(Executable lowering, String code, String sentence) {
    Diagnostic diagnostic = assertThrows(HeddleException.class, lowering).diagnostics().getFirst();
    assertEquals(code, diagnostic.code());
    assertEquals(sentence, diagnostic.sentence());
    if (code.equals("too-large") && diagnostic.help().isEmpty()) {
      fail("the refusal names no way out");
    }
  }
}
