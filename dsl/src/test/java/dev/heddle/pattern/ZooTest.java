package dev.heddle.pattern;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import dev.heddle.RandomTerms;
import dev.heddle.relation.Relation;
import dev.heddle.relation.Row;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The built-in library against brute-force readings of its sources: each system is written a second
 * time here, from the paper's or the library's own definition, one pair at a time.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ZooTest {

  /** Whether query i may attend to key j at length n, from the source's definition. */
  @FunctionalInterface
  private interface Pairs {
    boolean has(int n, int i, int j);
  }

  /** What is bound at a length, and which pairs that gives. */
  private record Given(Bindings bindings, Pairs pairs) {}

  @FunctionalInterface
  private interface Drawn {
    Given at(int n, Random random);
  }

  private static final int[] LENGTHS =
      IntStream.concat(IntStream.rangeClosed(1, 40), IntStream.of(128)).toArray();

  private static final int HUGE = 1 << 20;

  /** Entries that cannot be compiled without data. */
  private static final Set<String> BOUND =
      Set.of(
          "etc_structured",
          "sepllm",
          "dam_s",
          "exphormer",
          "torchgt",
          "mate_rows",
          "mate_columns",
          "mate",
          "tree",
          "deepspeed_variable_windows",
          "deepspeed_variable_windows_horizontal",
          "deepspeed_variable_windows_unidirectional",
          "document",
          "causal_document",
          "shared_prefix",
          "reordered_natten_2d");

  /** The most pieces that a row has at a million positions. */
  private static final Map<String, Integer> PIECES =
      Map.ofEntries(
          Map.entry("sparse_strided_local", 1),
          Map.entry("sparse_strided_stride", 1),
          Map.entry("sparse_strided", 1),
          Map.entry("sparse_strided_layers", 1),
          Map.entry("sparse_strided_merged", 2),
          Map.entry("sparse_fixed_block", 1),
          Map.entry("sparse_fixed_columns", 64),
          Map.entry("sparse_fixed", 64),
          Map.entry("sparse_fixed_layers", 64),
          Map.entry("sparse_fixed_merged", 65),
          Map.entry("sparse_fixed_merged_part", 65),
          Map.entry("sparse_fixed_heads", 65),
          Map.entry("strided_local", 1),
          Map.entry("strided_stride", 1),
          Map.entry("strided", 1),
          Map.entry("strided_heads", 1),
          Map.entry("strided_union", 3),
          Map.entry("fixed_block", 1),
          Map.entry("fixed_columns", 2),
          Map.entry("fixed", 2),
          Map.entry("fixed_heads", 2),
          Map.entry("fixed_union", 3),
          Map.entry("uniform_random", 9),
          Map.entry("star", 3),
          Map.entry("star_open", 2),
          Map.entry("longformer", 2),
          Map.entry("bigbird", 5),
          Map.entry("bigbird_heads", 5),
          Map.entry("bigbird_blocks", 6),
          Map.entry("etc", 2),
          Map.entry("streaming_llm", 2),
          Map.entry("logsparse", 21),
          Map.entry("logsparse_bidirectional", 41),
          Map.entry("fibonacci_diagonals", 64),
          Map.entry("fibottention_head", 64),
          Map.entry("fibottention", 64),
          Map.entry("fibottention_modified_head", 64),
          Map.entry("fibottention_modified", 64),
          Map.entry("dam_s_offsets", 2),
          Map.entry("blockwise_head", 1),
          Map.entry("blockwise", 1),
          Map.entry("combiner", 1),
          Map.entry("diffuser", 131),
          Map.entry("sampled_transformer", 3),
          Map.entry("deepspeed_dense", 1),
          Map.entry("deepspeed_fixed_layout", 4),
          Map.entry("deepspeed_fixed", 34),
          Map.entry("deepspeed_fixed_heads", 34),
          Map.entry("deepspeed_fixed_columns", 2),
          Map.entry("deepspeed_fixed_unidirectional_layout", 4),
          Map.entry("deepspeed_fixed_horizontal", 34),
          Map.entry("deepspeed_fixed_unidirectional", 34),
          Map.entry("deepspeed_fixed_unidirectional_heads", 34),
          Map.entry("deepspeed_global_run", 1),
          Map.entry("deepspeed_variable_horizontal", 2),
          Map.entry("deepspeed_variable_unidirectional", 2),
          Map.entry("deepspeed_bigbird_unidirectional", 3),
          Map.entry("deepspeed_bslongformer_unidirectional", 2),
          Map.entry("deepspeed_local_bidirectional", 1),
          Map.entry("logsparse_restart", 100),
          Map.entry("random_global", 8),
          Map.entry("tiled_natten_2d", 49),
          Map.entry("deepspeed_global_columns", 1),
          Map.entry("deepspeed_variable", 2),
          Map.entry("deepspeed_bigbird", 3),
          Map.entry("deepspeed_bslongformer", 2),
          Map.entry("deepspeed_local", 1),
          Map.entry("prefix_lm", 1),
          Map.entry("sliding_window", 1),
          Map.entry("dilated_sliding_window", 1),
          Map.entry("global_sliding_window", 2),
          Map.entry("block_diffusion", 2),
          Map.entry("natten_1d", 1),
          Map.entry("natten_2d", 7),
          Map.entry("natten_3d", 9),
          Map.entry("sliding_tile_2d", 3),
          Map.entry("sliding_tile_3d", 9),
          Map.entry("svg_spatial", 2),
          Map.entry("svg_spatial_sink", 2),
          Map.entry("svg_places", 1),
          Map.entry("svg_temporal", 1_600));

  private final Definitions zoo = Definitions.zoo();

  // ---- the library as a whole

  /**
   * A system that is asked for has an entry, and each entry says whence it is and what is known.
   */
  @Test
  void everySystemIsThereAndDocumented() {
    List<String> systems =
        List.of(
            "sparse_strided sparse_strided_local sparse_strided_stride sparse_fixed strided fixed star",
            "longformer bigbird bigbird_blocks etc logsparse logsparse_bidirectional blockwise mate sepllm",
            "streaming_llm combiner exphormer fibottention fibottention_modified diffuser",
            "logsparse_restart sampled_transformer torchgt dam_s deepspeed_dense deepspeed_fixed deepspeed_variable",
            "deepspeed_bigbird deepspeed_bslongformer deepspeed_local prefix_lm document causal_document",
            "shared_prefix dilated_sliding_window global_sliding_window sliding_window natten_1d natten_2d",
            "tiled_natten_2d sliding_tile_2d sliding_tile_3d block_diffusion tree svg_spatial svg_temporal");
    for (String line : systems) {
      for (String name : line.split(" ", -1)) {
        assertTrue(zoo.names().contains(name), name);
      }
    }
    for (String name : zoo.names()) {
      String documentation = String.valueOf(zoo.documentation(name));
      assertTrue(documentation.contains("Source: "), name);
      assertTrue(documentation.contains("Facts: "), name);
    }
  }

  /** The library is not checked when it is read: here it is, to its last line. */
  @Test
  void theLibraryIsWellFormedAndHoldsWhatItExpects() {
    List<Expected> results = zoo.check();
    assertEquals(34, results.size());
    assertEquals(List.of(), results.stream().flatMap(each -> each.failures().stream()).toList());
  }

  /** Nothing escapes the two tests below. */
  @Test
  void everyEntryIsCompiledSomewhere() {
    Set<String> known = new TreeSet<>(PIECES.keySet());
    known.addAll(BOUND);
    assertEquals(known, new TreeSet<>(zoo.names()));
  }

  @Test
  void everyEntryCompilesBareAtEveryLength() {
    for (String name : PIECES.keySet()) {
      SparsityPattern pattern = zoo.pattern(name);
      for (int n : new int[] {1, 2, 3, 5, 16, 64, 100, 128, 256, 1024, HUGE}) {
        for (Relation relation : relations(pattern, n)) {
          assertEquals(n, relation.keys(), name);
          assertTrue(relation.row(n - 1).size() <= n, name);
        }
      }
    }
  }

  /** A row stays a few pieces, however long the sequence. */
  @Test
  void rowsAreFewPiecesAtAMillionPositions() {
    long seed = RandomTerms.seed();
    Map<String, String> tooMany = new TreeMap<>();
    for (Map.Entry<String, Integer> entry : PIECES.entrySet()) {
      Random random = new Random(seed);
      int most = 0;
      for (Relation relation : relations(zoo.pattern(entry.getKey()), HUGE)) {
        for (int at = 0; at < 300; at++) {
          int i = at < 50 ? at : at < 100 ? HUGE - 1 - (at - 50) : random.nextInt(HUGE);
          most = Math.max(most, relation.row(i).pieces().size());
        }
      }
      if (most > entry.getValue()) {
        tooMany.put(entry.getKey(), most + " > " + entry.getValue());
      }
    }
    assertEquals(Map.of(), tooMany, RandomTerms.repeat(seed));
  }

  // ---- golden values

  @Test
  void edgesAreThoseOfThePapers() {
    assertEquals(1276, edges("star", 256));
    assertEquals(634, edges("star_open", 128));
    assertEquals(96.13, sparsity("star_open", 128), 0.005);
    assertEquals(3842, edges("logsparse_bidirectional", 256));
    assertEquals(89.83, sparsity("logsparse_bidirectional", 128), 0.005);
    assertEquals(766, SparsityPattern.parse("window(3)").at(256).edges());
    assertEquals(3 * 256, edges("sampled_transformer", 256));
  }

  /** In percent, at n = 256; of a schedule the mean over its layers. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "strided_local(16) | 93.47",
        "strided_stride(16) | 93.75",
        "strided(16) | 93.61",
        "strided_union(16) | 87.61",
        "fixed_block(16) | 93.75",
        "fixed_columns(16) | 93.38",
        "fixed(16) | 93.57",
        "fixed_union(16) | 87.89",
        // Other lengths of the segment: √n is nearly the sparsest.
        "strided_union(4) | 73.45",
        "strided(4) | 86.53",
        "strided_union(8) | 84.41",
        "strided(8) | 92.01",
        "strided_union(32) | 84.79",
        "strided(32) | 92.20",
        "strided_union(64) | 75.05",
        "strided(64) | 87.33",
        "strided_union(128) | 55.57",
        "strided(128) | 77.59",
        "star(16) | 86.38",
        "star(8) | 92.61"
      })
  void sparsityIsThatOfThePapers(String text, double percent) {
    List<Relation> layers = zoo.pattern(text).layersAt(256);
    double density =
        layers.stream().mapToDouble(layer -> layer.edges() / (256.0 * 256)).average().orElseThrow();
    assertEquals(percent, 100 * (1 - density), 0.005);
  }

  @Test
  void hopsAreThoseOfThePapers() {
    assertEquals(3, hops(zoo.pattern("strided"), 256));
    assertEquals(3, hops(zoo.pattern("strided_union"), 256));
    assertEquals(3, hops(zoo.pattern("strided_heads"), 256));
    assertEquals(2, hops(zoo.pattern("fixed"), 256));
    assertEquals(2, hops(zoo.pattern("fixed_union"), 256));
    SparsityPattern fixed = zoo.pattern("fixed");
    assertEquals(
        3, hops(List.of(List.of(fixed.entry(1, 0).at(256)), List.of(fixed.entry(0, 0).at(256)))));
    assertEquals(2, hops(zoo.pattern("star"), 256));
    assertEquals(255, hops(SparsityPattern.parse("window(3)"), 256));
    assertEquals(5, hops(zoo.pattern("logsparse_bidirectional"), 256));
    assertEquals(2, hops(zoo.pattern("bigbird_blocks(b: 1)"), 64));
    // One in ten, and one in twenty, of 256 positions.
    assertEquals(3, hops(zoo.pattern("uniform_random(r: 26)"), 256));
    assertEquals(4, hops(zoo.pattern("uniform_random(r: 13)"), 256));
  }

  /** The distances of the twelve heads for a picture of 14 by 14 patches and a first token. */
  @Test
  void fibottentionHasTheDistancesOfItsCode() {
    int[][] distances = {
      {1, 2, 3, 5}, {4, 7}, {6, 10}, {9, 15}, {12, 20}, {14, 23},
      {17, 28}, {19, 31}, {22, 36}, {25, 41}, {27, 44}, {30, 49}
    };
    SparsityPattern pattern = zoo.pattern("fibottention");
    assertEquals(12, pattern.heads(0));
    for (int head = 0; head < 12; head++) {
      assertEquals(
          listOf(distances[head]), distances(pattern.entry(0, head).at(197)), "head " + head);
    }
    SparsityPattern modified = zoo.pattern("fibottention_modified");
    assertEquals(List.of(0, 1, 2, 3, 5), distances(modified.entry(0, 0).at(197)));
    assertEquals(List.of(1, 3, 4, 7), distances(modified.entry(0, 1).at(197)));
  }

  /** How far the patches see, the first token aside. */
  private static List<Integer> distances(Relation relation) {
    Set<Integer> found = new TreeSet<>();
    for (int i = 1; i < relation.keys(); i++) {
      assertTrue(relation.contains(i, 0) && relation.contains(0, i));
      for (int j = 1; j < relation.keys(); j++) {
        if (relation.contains(i, j)) {
          found.add(Math.abs(i - j));
        }
      }
    }
    return List.copyOf(found);
  }

  private static List<Integer> listOf(int[] values) {
    return IntStream.of(values).boxed().toList();
  }

  // ---- Sparse Transformer and the patterns of Yun et al.

  @Test
  void sparseTransformerStrided() {
    for (int l = 1; l < 9; l++) {
      int ell = l;
      Pairs local = (n, i, j) -> j <= i && j >= Math.max(0, i - ell);
      Pairs stride = (n, i, j) -> j <= i && (i - j) % ell == 0;
      check("sparse_strided_local(" + l + ")", local);
      check("sparse_strided_stride(l: " + l + ")", stride);
      checkHeads("sparse_strided(" + l + ")", local, stride);
      checkLayers("sparse_strided_layers(" + l + ")", local, stride);
      check("sparse_strided_merged(" + l + ")", or(local, stride));
    }
    check("sparse_strided_stride", (n, i, j) -> j <= i && (i - j) % root(n) == 0);
  }

  @Test
  void sparseTransformerFixed() {
    for (int l = 1; l < 9; l++) {
      for (int c = 1; c <= l; c++) {
        int ell = l;
        int columns = c;
        Pairs block = (n, i, j) -> j <= i && i / ell == j / ell;
        Pairs summary = (n, i, j) -> j <= i && j % ell >= ell - columns;
        check("sparse_fixed_block(" + l + ")", block);
        check("sparse_fixed_columns(" + l + ", " + c + ")", summary);
        checkHeads("sparse_fixed(" + l + ", " + c + ")", block, summary);
        checkLayers("sparse_fixed_layers(" + l + ", " + c + ")", block, summary);
        check("sparse_fixed_merged(" + l + ", " + c + ")", or(block, summary));
      }
    }
    Pairs block = (n, i, j) -> j <= i && i / 8 == j / 8;
    checkHeads(
        "sparse_fixed_heads(8, 2, 3)",
        or(block, (n, i, j) -> j <= i && j % 8 >= 6),
        or(block, (n, i, j) -> j <= i && j % 8 >= 4 && j % 8 < 6),
        or(block, (n, i, j) -> j <= i && j % 8 >= 2 && j % 8 < 4));
    check("sparse_fixed_merged_part(8, 2, 3)", or(block, (n, i, j) -> j <= i && j % 8 < 2));
    check("combiner(8)", block);
    check("combiner", (n, i, j) -> j <= i && i / root(n) == j / root(n));
  }

  /** In the paper tokens count from 1, and patterns see both ways. */
  @Test
  void stridedAndFixedOfPaperA() {
    for (int l = 1; l < 9; l++) {
      int ell = l;
      Pairs local = (n, i, j) -> Math.abs(i - j) <= ell / 2;
      Pairs stride = (n, i, j) -> Math.abs(i - j) % ell == 0;
      Pairs block =
          (n, i, j) -> {
            int top = (i + 1 + ell - 1) / ell * ell;
            return j + 1 >= top - ell + 1 && j + 1 <= top;
          };
      Pairs columns = (n, i, j) -> j == i || (j + 1) % ell == 0;
      check("strided_local(" + l + ")", local);
      check("strided_stride(" + l + ")", stride);
      checkLayers("strided(" + l + ")", local, stride);
      checkHeads("strided_heads(" + l + ")", local, stride);
      check("strided_union(" + l + ")", or(local, stride));
      check("fixed_block(" + l + ")", block);
      check("fixed_columns(" + l + ")", columns);
      checkLayers("fixed(" + l + ")", block, columns);
      checkHeads("fixed_heads(" + l + ")", block, columns);
      check("fixed_union(" + l + ")", or(block, columns));
    }
    check("strided_local", (n, i, j) -> Math.abs(i - j) <= root(n) / 2);
    check("fixed_block", (n, i, j) -> i / root(n) == j / root(n));
  }

  // ---- stars, windows, global tokens

  @Test
  void starIsARingAndARelay() {
    for (int l = 0; l < 6; l++) {
      int ell = l;
      check(
          "star(" + l + ")",
          (n, i, j) -> {
            if (i == n - 1 || j == n - 1) {
              return true;
            }
            for (int t = -ell; t <= ell; t++) {
              if (Math.floorMod(i + t, n - 1) == j) {
                return true;
              }
            }
            return false;
          });
    }
    check("star_open", (n, i, j) -> Math.abs(i - j) <= 1 || i == 0 || j == 0);
  }

  @Test
  void windowsAndGlobalTokens() {
    check("longformer(w: 5)", (n, i, j) -> Math.abs(i - j) <= 2 || i < 1 || j < 1);
    check(
        "longformer(w: 5, g: 2, d: 3)",
        (n, i, j) -> (Math.abs(i - j) <= 6 && (i - j) % 3 == 0) || i < 2 || j < 2);
    check(
        "longformer(5, {0, n - 1})",
        (n, i, j) -> Math.abs(i - j) <= 2 || i == 0 || i == n - 1 || j == 0 || j == n - 1);
    check("etc(g: 3, r: 2)", (n, i, j) -> i < 3 || j < 3 || Math.abs(i - j) <= 2);
    check("streaming_llm(a: 3, w: 5)", (n, i, j) -> j <= i && (j < 3 || i - j < 5));
    check("prefix_lm(5)", (n, i, j) -> j < 5 || j <= i);
    check("sliding_window(4)", (n, i, j) -> i >= j && i - j <= 4);
    for (int w = 0; w < 9; w++) {
      for (int d = 1; d < 5; d++) {
        int wide = w;
        int dilation = d;
        check(
            "dilated_sliding_window(" + w + ", " + d + ")",
            (n, i, j) -> Math.abs(i - j) <= wide && Math.abs(i - j) % dilation == 0);
      }
    }
    check("global_sliding_window(3, g: 2)", (n, i, j) -> Math.abs(i - j) <= 3 || i < 2 || j < 2);
  }

  // ---- distances

  @Test
  void logSparse() {
    Pairs causal =
        (n, i, j) -> {
          int cell = i + 1;
          boolean found = j == i;
          for (int step = 1; step <= cell; step *= 2) {
            found |= j + 1 == cell - step;
          }
          return found;
        };
    check("logsparse", causal);
    check("logsparse_bidirectional", or(causal, (n, i, j) -> causal.has(n, j, i)));
  }

  /** As the code fills its mask row by row, with the newest key of the oldest piece in it. */
  @Test
  void logSparseWithRestarts() {
    for (int s = 2; s < 20; s++) {
      int piece = s;
      check("logsparse_restart(" + s + ")", drawnOnce(n -> restarted(n, piece)));
    }
    check("logsparse_restart", drawnOnce(n -> restarted(n, Math.max(2, n / 4))));
    check("logsparse_restart(n + 1)", drawnOnce(n -> restarted(n, n + 1)));
  }

  private static boolean[][] restarted(int n, int s) {
    int log = 0;
    while (1 << log < s) {
      log++;
    }
    boolean[][] mask = new boolean[n][n];
    for (int row = 0; row < n; row++) {
      if (n / s * 2 * log > row) {
        Arrays.fill(mask[row], 0, row + 1, true);
        continue;
      }
      for (int newest = row; newest >= 0; newest -= s) {
        if (newest - log + 1 < 0) {
          Arrays.fill(mask[row], 0, newest + 1, true);
          break;
        }
        Arrays.fill(mask[row], newest - log + 1, newest + 1, true);
        for (int t = 0; t < log; t++) {
          int key = newest - log + 1 - (1 << t);
          if (newest - key <= s && key >= 0) {
            mask[row][key] = true;
          }
        }
      }
    }
    return mask;
  }

  @Test
  void fibottention() {
    for (int heads : new int[] {2, 5, 12}) {
      for (int p = 1; p <= heads; p++) {
        int head = p;
        check(
            "fibottention_head(" + p + ", " + heads + ")",
            (n, i, j) ->
                i == 0 || j == 0 || wythoff(n - 1, heads, head, false).contains(Math.abs(i - j)));
        check(
            "fibottention_modified_head(" + p + ", " + heads + ")",
            (n, i, j) ->
                i == 0 || j == 0 || wythoff(n - 1, heads, head, true).contains(Math.abs(i - j)));
      }
    }
    check(
        "fibonacci_diagonals(2, 5, 12)",
        (n, i, j) -> Set.of(2, 5, 7, 12).contains(Math.abs(i - j)));
    check("dam_s_offsets({0, 3, 50})", (n, i, j) -> Set.of(0, 3, 50).contains(Math.abs(i - j)));
  }

  /** As the published code has it, for at least 15 patches; below, the longest distance is 5. */
  private static Set<Integer> wythoff(int patches, int heads, int head, boolean modified) {
    double phi = (1 + Math.sqrt(5)) / 2;
    int a = (int) Math.floor(Math.floor(head * phi) * phi);
    int b = (int) Math.floor(Math.floor(head * phi) * phi * phi);
    int most = Math.max(5, patches / 3);
    int w = 5 + (int) ((most - 5.0) / (heads - 1) * (head - 1) + 1e-9);
    List<Integer> terms = new ArrayList<>(modified ? List.of(a - (b - a), b - a) : List.of(a, b));
    while (terms.getLast() <= w) {
      terms.add(terms.getLast() + terms.get(terms.size() - 2));
    }
    return new HashSet<>(terms.subList(0, terms.size() - 1));
  }

  @Test
  void learnedDistances() {
    checkBound(
        "dam_s",
        (n, random) -> {
          int[] kept = numbers(n, random, 2);
          return new Given(
              Bindings.none().with("dam_kept", kept), (m, i, j) -> kept[Math.abs(i - j)] == 1);
        });
  }

  // ---- blocks

  @Test
  void blockwise() {
    for (int m = 1; m < 6; m++) {
      for (int s = 0; s < m; s++) {
        int count = m;
        int shift = s;
        for (int b = 1; b < 8; b++) {
          int n = count * b;
          int length = b;
          checkAt(
              zoo.pattern("blockwise_head(" + m + ", " + s + ")").at(n),
              "blockwise_head",
              (size, i, j) -> (i / length + shift) % count == j / length);
        }
      }
    }
    SparsityPattern two = zoo.pattern("blockwise");
    SparsityPattern three = zoo.pattern("blockwise(3)");
    assertEquals(12, two.heads(0));
    assertEquals(12, three.heads(0));
    for (int head = 0; head < 12; head++) {
      int ofTwo = head < 10 ? 0 : 1;
      int ofThree = head < 8 ? 0 : head < 10 ? 1 : 2;
      checkAt(two.entry(0, head).at(24), "two", (n, i, j) -> (i / 12 + ofTwo) % 2 == j / 12);
      checkAt(three.entry(0, head).at(24), "three", (n, i, j) -> (i / 8 + ofThree) % 3 == j / 8);
    }
  }

  @Test
  void deepSpeed() {
    check("deepspeed_dense", (n, i, j) -> true);
    for (int l = 1; l < 6; l++) {
      for (int g = 1; g <= l; g++) {
        for (int part = 0; l % g == 0 && part < l / g; part++) {
          int window = l;
          int global = g;
          int which = part;
          Pairs layout = (n, i, j) -> deepSpeedFixed(n, window, global, which, i, j);
          String arguments = l + ", " + g + ", " + part + ")";
          checkFrom(g, "deepspeed_fixed_layout(" + arguments, layout);
          checkFrom(4 * g, "deepspeed_fixed(4, " + arguments, tiles(4, layout));
        }
      }
    }
    SparsityPattern heads = zoo.pattern("deepspeed_fixed_heads(b: 1)");
    for (int head = 0; head < 4; head++) {
      int which = head;
      checkAt(
          heads.entry(0, head).at(30), "heads", (n, i, j) -> deepSpeedFixed(n, 4, 1, which, i, j));
    }
    check("deepspeed_variable(b: 2)", tiles(2, (n, i, j) -> i / 4 == j / 4 || j == 0));
    check(
        "deepspeed_variable(b: 2, w: 3, g: {1, 5, 1000})",
        tiles(2, (n, i, j) -> i / 3 == j / 3 || j == 1 || j == 5));
    check("deepspeed_global_columns({1, 5, 1000})", (n, i, j) -> j == 1 || j == 5);
    check(
        "deepspeed_bslongformer(b: 3, w: 5, g: 2)",
        tiles(3, (n, i, j) -> Math.abs(i - j) <= 2 || i < 2 || j < 2));
    check("deepspeed_local(b: 4, w: 5)", tiles(4, (n, i, j) -> j <= i && i - j <= 2));
    check("deepspeed_local_bidirectional(4, 5)", tiles(4, (n, i, j) -> Math.abs(i - j) <= 2));
    for (int n : LENGTHS) {
      Relation drawn = SparsityPattern.parse("random(2, seed: 5)").at((n + 2) / 3);
      checkAt(
          zoo.pattern("deepspeed_bigbird(b: 3, r: 2, seed: 5)").at(n),
          "deepspeed_bigbird",
          tiles(3, (m, i, j) -> Math.abs(i - j) <= 1 || i < 1 || j < 1 || drawn.contains(i, j)));
    }
  }

  /** As the configuration lays it out: rows from the first global block on. */
  @Test
  void deepSpeedUnidirectional() {
    for (int l = 1; l < 6; l++) {
      for (int g = 1; g <= l; g++) {
        for (int part = 0; l % g == 0 && part < l / g; part++) {
          int window = l;
          int global = g;
          int which = part;
          Pairs layout = drawnOnce(n -> laidOut(n, window, global, which, "unidirectional", false));
          Pairs horizontal =
              drawnOnce(n -> laidOut(n, window, global, which, "bidirectional", true));
          String arguments = l + ", " + g + ", " + part + ")";
          checkFrom(g, "deepspeed_fixed_unidirectional_layout(" + arguments, layout);
          checkFrom(4 * g, "deepspeed_fixed_unidirectional(4, " + arguments, tiles(4, layout));
          checkFrom(g, "deepspeed_fixed_horizontal(1, " + arguments, horizontal);
        }
      }
    }
    SparsityPattern heads = zoo.pattern("deepspeed_fixed_unidirectional_heads(b: 1)");
    assertEquals(4, heads.heads(0));
    for (int head = 0; head < 4; head++) {
      int which = head;
      checkAt(
          heads.entry(0, head).at(30),
          "heads",
          drawnOnce(n -> laidOut(n, 4, 1, which, "unidirectional", false)));
    }
    check(
        "deepspeed_fixed_columns(4, 1, 3)",
        (n, i, j) -> j % 4 == 0 || j == Math.min((n - 1) / 4 * 4, n - 1));
    check(
        "deepspeed_variable_horizontal(b: 2, w: 3, g: {1, 5, 1000})",
        tiles(2, (n, i, j) -> i / 3 == j / 3 || Set.of(1, 5).contains(j) || i == 1 || i == 5));
    check(
        "deepspeed_variable_unidirectional(b: 2, w: 3, g: {1, 5, 1000})",
        tiles(2, (n, i, j) -> j <= i && (i / 3 == j / 3 || j == 1 || j == 5)));
    check(
        "deepspeed_bslongformer_unidirectional(b: 3, w: 5, g: 2)",
        tiles(3, (n, i, j) -> j <= i && (i - j <= 2 || j < 2 || i < 2)));
    for (int z = 0; z < 6; z++) {
      int end = z;
      check("deepspeed_global_run(2, " + z + ")", (n, i, j) -> i >= 2 && j >= 2 && j < end);
    }
  }

  /** Rows, columns, and the lower triangle, in the order in which the code fills them in. */
  private static boolean[][] laidOut(
      int n, int l, int g, int part, String attention, boolean horizontal) {
    boolean[][] layout = new boolean[n][n];
    boolean isBoth = attention.equals("bidirectional");
    for (int i = 0; i < n; i += l) {
      int end = Math.min(i + l, n);
      for (int row = i; row < end; row++) {
        Arrays.fill(layout[row], i, isBoth ? end : row + 1, true);
      }
    }
    int first = l - (1 + part) * g;
    int whole = n - n % l;
    List<Integer> starts = new ArrayList<>();
    for (int i = first; i < whole; i += l) {
      starts.add(i);
    }
    if (whole < n) {
      starts.add(Math.min(whole + first, n - g));
    }
    for (int start : starts) {
      for (int row = isBoth ? 0 : start; row < n; row++) {
        Arrays.fill(layout[row], start, start + g, true);
      }
      for (int row = start; horizontal && row < start + g; row++) {
        Arrays.fill(layout[row], true);
      }
    }
    return layout;
  }

  /** Random blocks: as many as are wanted, in the past where that is asked for. */
  @Test
  void deepSpeedRandomUnidirectional() {
    for (int n = 1; n <= 40; n++) {
      Relation past = SparsityPattern.parse("random(2, seed: 5, in: causal)").at(n);
      Relation all = SparsityPattern.parse("random(2, seed: 5)").at(n);
      for (int i = 0; i < n; i++) {
        assertEquals(Math.min(2, i + 1), past.row(i).size());
        assertTrue(past.row(i).last() <= i);
      }
      checkAt(
          zoo.pattern("deepspeed_bigbird_unidirectional(b: 1, r: 2, seed: 5)").at(n),
          "deepspeed_bigbird_unidirectional",
          (m, i, j) -> (j <= i && (i - j <= 1 || j == 0)) || past.contains(i, j));
      checkAt(
          zoo.pattern("deepspeed_variable_unidirectional(b: 1, w: 3, r: 2, seed: 5)").at(n),
          "deepspeed_variable_unidirectional",
          (m, i, j) -> (j <= i && (i / 3 == j / 3 || j == 0)) || all.contains(i, j));
    }
  }

  @Test
  void deepSpeedWithAListOfWindows() {
    checkBound(
        "deepspeed_variable_windows_horizontal(b: 2, g: {1, 1000})",
        (n, random) -> {
          int[] windows = pieces((n + 1) / 2, random);
          return new Given(
              Bindings.none().with("deepspeed_windows", windows),
              tiles(2, (m, i, j) -> windows[i] == windows[j] || j == 1 || i == 1));
        });
    checkBound(
        "deepspeed_variable_windows_unidirectional(b: 2, g: {1, 1000})",
        (n, random) -> {
          int[] windows = pieces((n + 1) / 2, random);
          return new Given(
              Bindings.none().with("deepspeed_windows", windows),
              tiles(2, (m, i, j) -> j <= i && (windows[i] == windows[j] || j == 1)));
        });
    checkBound(
        "deepspeed_variable_windows(b: 2)",
        (n, random) -> {
          int[] windows = pieces((n + 1) / 2, random);
          return new Given(
              Bindings.none().with("deepspeed_windows", windows),
              tiles(2, (m, i, j) -> windows[i] == windows[j] || j == 0));
        });
  }

  /** Line by line as the configuration lays it out. */
  private static boolean deepSpeedFixed(int n, int l, int g, int part, int row, int column) {
    if (row / l == column / l) {
      return true;
    }
    int first = l - (1 + part) * g;
    int end = n - n % l;
    for (int i = first; i < end; i += l) {
      if (column >= i && column < i + g) {
        return true;
      }
    }
    int start = Math.min(end + first, n - g);
    return end < n && column >= start && column < start + g;
  }

  // ---- random ones

  @Test
  void bigBirdAddsRandomKeysOutsideOfWindowAndGlobalTokens() {
    SparsityPattern heads = zoo.pattern("bigbird_heads(5, 2, 3, 4)");
    assertEquals(4, heads.heads(0));
    for (int n : LENGTHS) {
      for (int head = 0; head < 4; head++) {
        checkBigBird(heads.entry(0, head).at(n), n, 5, 2, 3);
      }
      checkBigBird(zoo.pattern("bigbird").at(n), n, 3, 2, 3);
    }
    assertTrue(
        IntStream.range(0, 128)
            .anyMatch(
                i -> !heads.entry(0, 0).at(128).row(i).equals(heads.entry(0, 1).at(128).row(i))));
  }

  private static void checkBigBird(Relation relation, int n, int w, int g, int r) {
    for (int i = 0; i < n; i++) {
      int fixed = 0;
      for (int j = 0; j < n; j++) {
        if (Math.abs(i - j) <= w / 2 || i < g || j < g) {
          fixed++;
          assertTrue(relation.contains(i, j), "(" + i + ", " + j + ") at " + n);
        }
      }
      assertEquals(Math.min(n, fixed + r), relation.row(i).size(), "row " + i + " at " + n);
    }
  }

  @Test
  void bigBirdByBlocks() {
    for (int n : LENGTHS) {
      int blocks = (n + 2) / 3;
      Relation relation = zoo.pattern("bigbird_blocks(b: 3, r: 2)").at(n);
      for (int i = 0; i < n; i++) {
        Set<Integer> seen = new HashSet<>();
        int fixed = 0;
        for (int j = 0; j < n; j++) {
          assertEquals(relation.contains(i / 3 * 3, j / 3 * 3), relation.contains(i, j));
          if (relation.contains(i, j)) {
            seen.add(j / 3);
          }
        }
        for (int block = 0; block < blocks; block++) {
          boolean must =
              Math.abs(i / 3 - block) <= 1
                  || i / 3 == 0
                  || i / 3 == blocks - 1
                  || block == 0
                  || block == blocks - 1;
          fixed += must ? 1 : 0;
          assertTrue(!must || seen.contains(block), i + " and block " + block + " at " + n);
        }
        assertEquals(Math.min(blocks, fixed + 2), seen.size(), "row " + i + " at " + n);
      }
    }
  }

  @Test
  void randomKeysBesideOthers() {
    for (int n : LENGTHS) {
      Relation drawn = SparsityPattern.parse("random(3, seed: 7)").at(n);
      checkAt(
          zoo.pattern("uniform_random(3, seed: 7)").at(n),
          "uniform_random",
          (m, i, j) -> i == j || drawn.contains(i, j));
      Set<Integer> global = new HashSet<>();
      Relation later = SparsityPattern.parse("random(2, seed: 8, in: keys(min(8, n)..<n))").at(n);
      for (int key : later.row(0).keys()) {
        global.add(key);
        assertTrue(key >= 8);
      }
      assertEquals(Math.max(0, Math.min(2, n - 8)), global.size());
      checkAt(
          zoo.pattern("random_global(2, 8, 8)").at(n),
          "random_global",
          (m, i, j) -> global.contains(i) || global.contains(j));
      checkAt(
          zoo.pattern("diffuser(w: 8, r: 3, g: 2, seed: 7)").at(n),
          "diffuser",
          (m, i, j) -> {
            boolean found = drawn.contains(i, j) || global.contains(i) || global.contains(j);
            for (int start = -4; start < n; start += 4) {
              found |= i >= start && i < start + 8 && j >= start && j < start + 8;
            }
            return found;
          });
    }
  }

  /** One cycle through all, both ways, and the token itself. */
  @Test
  void sampledTransformerIsACycle() {
    for (int n = 1; n <= 40; n++) {
      Relation relation = zoo.pattern("sampled_transformer(seed: 3)").at(n);
      boolean[] met = new boolean[n];
      int before = -1;
      int at = 0;
      for (int step = 0; step < n; step++) {
        met[at] = true;
        int next = at;
        for (int j = 0; j < n; j++) {
          if (j != at && relation.contains(at, j)) {
            assertTrue(relation.contains(j, at));
            next = j != before && !met[j] ? j : next;
          }
        }
        assertTrue(relation.contains(at, at));
        assertEquals(Math.min(n, 3), relation.row(at).size());
        before = at;
        at = next;
      }
      for (boolean one : met) {
        assertTrue(one, "a cycle through all " + n);
      }
    }
  }

  // ---- data from outside

  @Test
  void documents() {
    checkBound(
        "document",
        (n, random) -> {
          int[] ids = pieces(n, random);
          return new Given(
              Bindings.none().with("document_ids", ids), (m, i, j) -> ids[i] == ids[j]);
        });
    checkBound(
        "causal_document",
        (n, random) -> {
          int[] ids = pieces(n, random);
          return new Given(
              Bindings.none().with("document_ids", ids), (m, i, j) -> j <= i && ids[i] == ids[j]);
        });
  }

  /** As attention-gym's mask reads: starts, ends, and the prefix's document. */
  @Test
  void sharedPrefix() {
    checkBound(
        "shared_prefix",
        (n, random) -> {
          int[] ids = pieces(n, random);
          int[] prefixOf = new int[ids[n - 1] + 1];
          for (int document = 0; document < prefixOf.length; document++) {
            int earlier = random.nextInt(document + 1);
            prefixOf[document] = prefixOf[earlier];
            if (random.nextInt(3) == 0) {
              prefixOf[document] = document;
            }
          }
          int[] prefixes = IntStream.of(ids).map(id -> prefixOf[id]).toArray();
          return new Given(
              Bindings.none().with("document_ids", ids).with("prefix_ids", prefixes),
              (m, i, j) -> {
                int start = first(ids, ids[i]);
                int prefix = prefixOf[ids[i]];
                return (j >= start && j <= i)
                    || (ids[i] != prefix && j >= first(ids, prefix) && j < first(ids, prefix + 1));
              });
        });
  }

  @Test
  void separators() {
    checkBound(
        "sepllm(a: 3, w: 4)",
        (n, random) -> {
          int[] marks = numbers(n, random, 2);
          return new Given(
              Bindings.none().with("separator_marks", marks),
              (m, i, j) -> j <= i && (marks[j] == 1 || j < 3 || i - j <= 3));
        });
  }

  @Test
  void tables() {
    Drawn rows = (n, random) -> table(n, random, true);
    Drawn columns = (n, random) -> table(n, random, false);
    checkBound("mate_rows", rows);
    checkBound("mate_columns", columns);
    SparsityPattern mate = zoo.pattern("mate");
    assertEquals(2, mate.heads(0));
    checkBound(mate.entry(0, 0), "mate", rows);
    checkBound(mate.entry(0, 1), "mate", columns);
  }

  private static Given table(int n, Random random, boolean byRow) {
    int[] row = numbers(n, random, 4);
    int[] column = numbers(n, random, 3);
    int[] segment = numbers(n, random, 2);
    int[] ids = byRow ? row : column;
    return new Given(
        Bindings.none()
            .with("table_rows", row)
            .with("table_columns", column)
            .with("table_segments", segment),
        (m, i, j) -> ids[i] == ids[j] || segment[i] == 0 || segment[j] == 0);
  }

  @Test
  void structuredInputs() {
    checkBound(
        "etc_structured(g: 3, r: 2)",
        (n, random) -> {
          int[] segments = numbers(n, random, 3);
          return new Given(
              Bindings.none().with("etc_segments", segments),
              (m, i, j) ->
                  i < 3 ? j < 3 || segments[i] == segments[j] : j < 3 || Math.abs(i - j) <= 2);
        });
  }

  /** A random tree whose nodes come in any order that has parents first. */
  @Test
  void trees() {
    checkBound(
        "tree",
        (n, random) -> {
          int[] parent = new int[n];
          for (int node = 1; node < n; node++) {
            parent[node] = random.nextInt(node);
          }
          int[] enter = new int[n];
          int[] leave = new int[n];
          walk(0, 0, parent, enter, leave);
          return new Given(
              Bindings.none().with("tree_enter", enter).with("tree_leave", leave),
              (m, i, j) -> {
                int node = i;
                while (node != j && node != 0) {
                  node = parent[node];
                }
                return node == j;
              });
        });
  }

  private static int walk(int node, int step, int[] parent, int[] enter, int[] leave) {
    enter[node] = step;
    int last = step;
    for (int child = node + 1; child < parent.length; child++) {
      if (parent[child] == node) {
        last = walk(child, last + 1, parent, enter, leave);
      }
    }
    leave[node] = last;
    return last;
  }

  @Test
  void graphs() {
    checkBound(
        "exphormer(d: 2, g: 1, seed: 4)",
        (n, random) -> {
          int[][] edges = edgeList(n, random);
          Relation drawn = SparsityPattern.parse("expander(4, seed: 4)").at(n);
          return new Given(
              Bindings.none().withGraph("exphormer_graph", edges),
              (m, i, j) -> has(edges, i, j) || drawn.contains(i, j) || i < 1 || j < 1);
        });
    checkBound(
        "torchgt(b: 3)",
        (n, random) -> {
          int[][] edges = edgeList(n, random);
          return new Given(
              Bindings.none().withGraph("torchgt_graph", edges),
              (m, i, j) -> {
                boolean found = i == j || i < 1 || j < 1;
                for (int[] edge : edges) {
                  found |= edge[0] / 3 == i / 3 && edge[1] / 3 == j / 3;
                }
                return found;
              });
        });
  }

  // ---- images, videos, diffusion

  @Test
  void neighbourhoods() {
    for (int k = 1; k < 9; k++) {
      int kernel = k;
      checkFrom(k, "natten_1d(" + k + ")", (n, i, j) -> near(i, j, n, kernel));
    }
    check("natten_1d(9)", (n, i, j) -> n <= 9 || near(i, j, n, 9));
    for (int n : new int[] {25, 30, 60}) {
      checkAt(
          zoo.pattern("natten_2d(c: 5, kh: 3)").at(n),
          "natten_2d",
          (m, i, j) -> near(i / 5, j / 5, n / 5, 3) && near(i % 5, j % 5, 5, 3));
      checkAt(
          zoo.pattern("natten_2d(5, 4, 3)").at(n),
          "natten_2d",
          (m, i, j) -> near(i / 5, j / 5, n / 5, 4) && near(i % 5, j % 5, 5, 3));
    }
    checkAt(
        zoo.pattern("natten_3d(4, 5, 3, 3, 5)").at(120),
        "natten_3d",
        (m, i, j) ->
            near(i / 20, j / 20, 6, 3)
                && near(i / 5 % 4, j / 5 % 4, 4, 3)
                && near(i % 5, j % 5, 5, 5));
  }

  /** NATTEN: the window's start is moved inside, its length is k. */
  private static boolean near(int i, int j, int length, int k) {
    int start = Math.min(Math.max(i - k / 2, 0), length - k);
    return j >= start && j < start + k;
  }

  @Test
  void neighbourhoodsInAnotherOrder() {
    int width = 6;
    int height = 4;
    int tile = 2;
    Pairs raster =
        (n, i, j) -> near(i / width, j / width, height, 3) && near(i % width, j % width, width, 3);
    int[] place = new int[width * height];
    for (int at = 0; at < place.length; at++) {
      int tiles = at / (tile * tile);
      int y = tiles / (width / tile) * tile + at % (tile * tile) / tile;
      int x = tiles % (width / tile) * tile + at % tile;
      place[at] = y * width + x;
    }
    Pairs tiled = (n, i, j) -> raster.has(n, place[i], place[j]);
    for (int n = 1; n < place.length; n++) {
      // A canvas that is not full is cut, not made smaller, while its last tiles are begun.
      if ((n + 11) / 12 * 12 == 24) {
        checkAt(zoo.pattern("tiled_natten_2d(6, 3, 2)").at(n), "tiled", tiled);
      }
    }
    checkAt(zoo.pattern("tiled_natten_2d(6, 3, 2)").at(24), "tiled", tiled);
    int[][] order = new int[place.length][];
    for (int at = 0; at < place.length; at++) {
      order[at] = new int[] {at, place[at]};
    }
    checkAt(
        zoo.pattern("reordered_natten_2d(6, 3)")
            .at(24, Bindings.none().withGraph("token_order", order)),
        "reordered",
        tiled);
  }

  @Test
  void slidingTiles() {
    for (int kernel : new int[] {1, 2, 3}) {
      checkAt(
          zoo.pattern("sliding_tile_2d(4, 3, " + kernel + ", 2)").at(40),
          "sliding_tile_2d",
          (n, i, j) -> near(i / 2 / 4, j / 2 / 4, 5, 3) && near(i / 2 % 4, j / 2 % 4, 4, kernel));
    }
    checkAt(
        zoo.pattern("sliding_tile_3d(3, 4, 3, 2, 3, 2)").at(96),
        "sliding_tile_3d",
        (n, i, j) ->
            near(i / 24, j / 24, 4, 3)
                && near(i / 2 % 12 / 4, j / 2 % 12 / 4, 3, 2)
                && near(i / 2 % 4, j / 2 % 4, 4, 3));
  }

  /** As kuleshov-group/bd3lms writes it. */
  @Test
  void blockDiffusion() {
    for (int b = 1; b < 6; b++) {
      int size = b;
      for (int n = 2; n <= 40; n += 2) {
        int half = n / 2;
        checkAt(
            zoo.pattern("block_diffusion(" + b + ")").at(n),
            "block_diffusion",
            (m, i, j) -> {
              boolean cleanQuery = i >= half;
              boolean cleanKey = j >= half;
              int query = (cleanQuery ? i - half : i) / size;
              int key = (cleanKey ? j - half : j) / size;
              return (query == key && cleanQuery == cleanKey)
                  || (query > key && cleanKey && !cleanQuery)
                  || (query >= key && cleanKey && cleanQuery);
            });
      }
    }
  }

  @Test
  void sparseVideoGen() {
    check("svg_spatial(3, 7, 2, 4)", (n, i, j) -> i < 3 || j < 3 || Math.abs(i - j) < 14 / 4 * 4);
    check(
        "svg_spatial_sink(3, 7, 2, 4)",
        (n, i, j) -> i < 3 || j < 3 + 7 || Math.abs(i - j) < 14 / 4 * 4);
    for (int p = 0; p < 9; p++) {
      for (int w = 1; w < 5; w++) {
        int prompt = p;
        int reach = w * 7 / 4;
        check(
            "svg_temporal(" + p + ", 7, 4, " + w + ")",
            (n, i, j) ->
                i < prompt
                    || j < prompt
                    || Math.abs(Math.floorMod(i - prompt, 7) - Math.floorMod(j - prompt, 7))
                        < reach);
      }
    }
    check(
        "svg_places(min(3, n - 1), 4)",
        (n, i, j) -> {
          int cut = Math.min(3, n - 1);
          return Math.abs(Math.floorMod(i - cut, n) - Math.floorMod(j - cut, n)) < 4;
        });
  }

  /** What an entry is without arguments: the sizes that its source takes. */
  @Test
  void bareEntriesHaveTheSizesOfTheirSources() {
    int n = 1_100;
    bare("longformer", n, (m, i, j) -> Math.abs(i - j) <= 256 || i == 0 || j == 0);
    bare("etc", n, (m, i, j) -> Math.abs(i - j) <= 84 || i < 16 || j < 16);
    bare("streaming_llm", n, (m, i, j) -> j <= i && (j < 4 || i - j < 1020));
    bare("prefix_lm", n, (m, i, j) -> j <= i || j < 64);
    bare("sliding_window", n, (m, i, j) -> j <= i && i - j <= 128);
    bare("dilated_sliding_window", n, (m, i, j) -> Set.of(0, 2, 4).contains(Math.abs(i - j)));
    bare("global_sliding_window", n, (m, i, j) -> Math.abs(i - j) <= 128 || i == 0 || j == 0);
    bare("natten_1d", n, (m, i, j) -> near(i, j, m, 7));
    bare(
        "natten_2d",
        1_024,
        (m, i, j) -> near(i / 32, j / 32, 32, 7) && near(i % 32, j % 32, 32, 7));
    bare("sparse_fixed_columns", n, (m, i, j) -> j <= i && j % 33 >= 31);
    bare("strided_union", n, (m, i, j) -> Math.abs(i - j) <= 16 || (i - j) % 33 == 0);
    bare("fixed_columns", n, (m, i, j) -> i == j || j % 33 == 32);
    bare("combiner", n, (m, i, j) -> j <= i && i / 33 == j / 33);
    bare("deepspeed_fixed", n, tiles(16, (m, i, j) -> deepSpeedFixed(m, 4, 1, 0, i, j)));
    bare("deepspeed_variable", n, tiles(16, (m, i, j) -> i / 4 == j / 4 || j == 0));
    bare(
        "deepspeed_bslongformer",
        n,
        tiles(16, (m, i, j) -> Math.abs(i - j) <= 1 || i == 0 || j == 0));
    bare("deepspeed_local", n, tiles(16, (m, i, j) -> i == j || i == j + 1));
    bare("svg_spatial", n, (m, i, j) -> i < 226 || j < 226 || Math.abs(i - j) < 2688);
    bare("svg_temporal", n, (m, i, j) -> i < 226 || j < 226 || Math.abs(i - j) < 207);
    bare(
        "sliding_tile_2d",
        n,
        (m, i, j) -> near(i / 64 / 4, j / 64 / 4, 5, 3) && near(i / 64 % 4, j / 64 % 4, 4, 3));
  }

  private void bare(String name, int n, Pairs pairs) {
    checkAt(zoo.pattern(name).at(n), name, pairs);
  }

  // ---- helpers

  private void check(String text, Pairs pairs) {
    checkFrom(1, text, pairs);
  }

  private void checkFrom(int shortest, String text, Pairs pairs) {
    SparsityPattern pattern = zoo.pattern(text);
    for (int n : LENGTHS) {
      if (n >= shortest) {
        checkAt(pattern.at(n), text, pairs);
      }
    }
  }

  private void checkHeads(String text, Pairs... heads) {
    SparsityPattern pattern = zoo.pattern(text);
    assertEquals(1, pattern.layers(), text);
    assertEquals(heads.length, pattern.heads(0), text);
    for (int head = 0; head < heads.length; head++) {
      for (int n : LENGTHS) {
        checkAt(pattern.entry(0, head).at(n), text, heads[head]);
      }
    }
  }

  private void checkLayers(String text, Pairs... layers) {
    SparsityPattern pattern = zoo.pattern(text);
    assertEquals(layers.length, pattern.layers(), text);
    for (int layer = 0; layer < layers.length; layer++) {
      assertEquals(1, pattern.heads(layer), text);
      for (int n : LENGTHS) {
        checkAt(pattern.entry(layer, 0).at(n), text, layers[layer]);
      }
    }
  }

  private void checkBound(String text, Drawn drawn) {
    checkBound(zoo.pattern(text), text, drawn);
  }

  private static void checkBound(SparsityPattern pattern, String text, Drawn drawn) {
    long seed = RandomTerms.seed();
    Random random = new Random(seed);
    for (int n : LENGTHS) {
      Given given = drawn.at(n, random);
      checkAt(pattern.at(n, given.bindings()), text + RandomTerms.repeat(seed), given.pairs());
    }
  }

  private static void checkAt(Relation relation, String text, Pairs pairs) {
    int n = relation.keys();
    for (int i = 0; i < n; i++) {
      Row row = relation.row(i);
      for (int j = 0; j < n; j++) {
        boolean expected = pairs.has(n, i, j);
        if (expected != row.contains(j)) {
          fail(
              text
                  + " at "
                  + n
                  + ": ("
                  + i
                  + ", "
                  + j
                  + ") should be "
                  + (expected ? "in" : "out"));
        }
      }
    }
  }

  private static List<Relation> relations(SparsityPattern pattern, int n) {
    List<Relation> all = new ArrayList<>();
    for (int layer = 0; layer < pattern.layers(); layer++) {
      for (int head = 0; head < pattern.heads(layer); head++) {
        all.add(pattern.entry(layer, head).at(n));
      }
    }
    return all;
  }

  private long edges(String name, int n) {
    return zoo.pattern(name).at(n).edges();
  }

  private double sparsity(String name, int n) {
    return 100 * (1 - edges(name, n) / ((double) n * n));
  }

  private static int hops(SparsityPattern pattern, int n) {
    List<List<Relation>> layers = new ArrayList<>();
    for (int layer = 0; layer < pattern.layers(); layer++) {
      List<Relation> heads = new ArrayList<>();
      for (int head = 0; head < pattern.heads(layer); head++) {
        heads.add(pattern.entry(layer, head).at(n));
      }
      layers.add(heads);
    }
    return hops(layers);
  }

  /** The least number of layers after which every token has reached every other. */
  private static int hops(List<List<Relation>> layers) {
    int n = layers.getFirst().getFirst().keys();
    BitSet[] reached = IntStream.range(0, n).mapToObj(ZooTest::single).toArray(BitSet[]::new);
    for (int t = 1; t <= 4 * n; t++) {
      BitSet[] next = new BitSet[n];
      int least = n;
      for (int k = 0; k < n; k++) {
        next[k] = new BitSet();
        for (Relation relation : layers.get((t - 1) % layers.size())) {
          Row row = relation.row(k);
          for (int j = 0; j < n; j++) {
            if (row.contains(j)) {
              next[k].or(reached[j]);
            }
          }
        }
        least = Math.min(least, next[k].cardinality());
      }
      if (least == n) {
        return t;
      }
      reached = next;
    }
    throw new AssertionError("never everything");
  }

  private static BitSet single(int k) {
    BitSet one = new BitSet();
    one.set(k);
    return one;
  }

  private static Pairs or(Pairs a, Pairs b) {
    return (n, i, j) -> a.has(n, i, j) || b.has(n, i, j);
  }

  /** A mask that is filled in as a whole, once for each length. */
  private static Pairs drawnOnce(IntFunction<boolean[][]> mask) {
    Map<Integer, boolean[][]> drawn = new TreeMap<>();
    return (n, i, j) -> drawn.computeIfAbsent(n, mask::apply)[i][j];
  }

  /** A layout of blocks of b tokens. */
  private static Pairs tiles(int b, Pairs layout) {
    return (n, i, j) -> layout.has((n + b - 1) / b, i / b, j / b);
  }

  private static int root(int n) {
    int root = 1;
    while ((root + 1) * (root + 1) <= n) {
      root++;
    }
    return root;
  }

  private static int[] numbers(int n, Random random, int bound) {
    return random.ints(n, 0, bound).toArray();
  }

  /** Ids 0, 0, 1, 1, 1, 2, …: every id in one piece. */
  private static int[] pieces(int n, Random random) {
    int[] ids = new int[n];
    for (int at = 1; at < n; at++) {
      ids[at] = ids[at - 1] + (random.nextInt(4) == 0 ? 1 : 0);
    }
    return ids;
  }

  private static int first(int[] ids, int id) {
    int at = 0;
    while (at < ids.length && ids[at] < id) {
      at++;
    }
    return at;
  }

  private static int[][] edgeList(int n, Random random) {
    int[][] edges = new int[n][];
    for (int at = 0; at < n; at++) {
      edges[at] = new int[] {random.nextInt(n), random.nextInt(n)};
    }
    return edges;
  }

  private static boolean has(int[][] edges, int i, int j) {
    for (int[] edge : edges) {
      if (edge[0] == i && edge[1] == j) {
        return true;
      }
    }
    return false;
  }
}
