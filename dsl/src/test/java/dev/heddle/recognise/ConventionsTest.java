package dev.heddle.recognise;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.heddle.diagnostic.HeddleException;
import dev.heddle.pattern.SparsityPattern;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Conventions beside each library's own definition, pair by pair. */
class ConventionsTest {

  /** Whether query i sees key j at length n. */
  interface Seen {
    boolean at(int n, int i, int j);
  }

  private static Settings settings(@Nullable Object... namesAndValues) {
    Map<String, @Nullable Object> map = new LinkedHashMap<>();
    for (int at = 0; at < namesAndValues.length; at += 2) {
      map.put(String.valueOf(namesAndValues[at]), namesAndValues[at + 1]);
    }
    return Settings.of(map);
  }

  private static Converted of(@Nullable Object... namesAndValues) {
    return Conventions.of(settings(namesAndValues));
  }

  private static void same(SparsityPattern pattern, Seen seen, String what) {
    for (int n : new int[] {1, 2, 3, 7, 16, 23}) {
      same(pattern, n, seen, what);
    }
  }

  private static void same(SparsityPattern pattern, int n, Seen seen, String what) {
    var relation = pattern.at(n);
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        assertEquals(
            seen.at(n, i, j),
            relation.contains(i, j),
            what + ": " + pattern + " at " + n + ", " + i + ", " + j);
      }
    }
  }

  private static void layers(Converted converted, int layers, IntSeen seen, String what) {
    for (int layer = 0; layer < layers; layer++) {
      int at = layer;
      same(
          converted.pattern().entry(layer, 0),
          (n, i, j) -> seen.at(at, i, j),
          what + ", layer " + layer);
    }
  }

  interface IntSeen {
    boolean at(int layer, int i, int j);
  }

  @Test
  void flashAttentionsWindow() {
    for (int left = -1; left < 5; left++) {
      for (int right = -1; right < 5; right++) {
        for (boolean causal : new boolean[] {false, true}) {
          int l = left;
          int r = causal ? 0 : right;
          Converted converted = of("window_size", List.of(left, right), "causal", causal);
          same(
              converted.pattern(),
              (n, i, j) -> (l < 0 || j >= i - l) && (r < 0 || j <= i + r),
              "(" + left + ", " + right + "), causal " + causal);
          assertEquals(List.of(), converted.warnings());
        }
      }
    }
    assertEquals("window(before: 256)", of("window_size", List.of(256, 0)).text());
    assertEquals("window(513)", of("window_size", List.of(256, 256)).text());
    assertEquals("full", of("window_size", List.of(-1, -1)).text());
    assertEquals("full", of("window_size", Arrays.asList(null, null)).text());
    assertEquals("causal", of("window_size", List.of(-1, -1), "causal", true).text());
    assertEquals(
        "window(before: 256)", of("window_size", List.of(256, 256), "causal", true).text());
  }

  @Test
  void xformersWindow() {
    // The example of its documentation: window_left=1, window_right=2, of 4 queries and 4 keys.
    int[][] shown = {{1, 1, 1, 0}, {1, 1, 1, 1}, {0, 1, 1, 1}, {0, 0, 1, 1}};
    Converted converted = of("window_left", 1, "window_right", 2);
    same(converted.pattern(), 4, (n, i, j) -> shown[i][j] == 1, "4 × 4");
    // And of 4 queries and 5 keys: ours are the last four.
    int[][] wide = {{1, 1, 1, 1, 0}, {0, 1, 1, 1, 1}, {0, 0, 1, 1, 1}, {0, 0, 0, 1, 1}};
    var relation = converted.pattern().at(5).last(4);
    for (int i = 0; i < 4; i++) {
      for (int j = 0; j < 5; j++) {
        assertEquals(wide[i][j] == 1, relation.contains(i, j), i + ", " + j);
      }
    }
  }

  @Test
  void transformersWindow() {
    for (int w = 1; w < 6; w++) {
      int window = w;
      same(
          of("sliding_window", w).pattern(),
          (n, i, j) -> j <= i && j > i - window,
          "sliding_window=" + w);
      same(
          of("sliding_window", w, "causal", false).pattern(),
          (n, i, j) -> Math.abs(i - j) <= window,
          "both directions, sliding_window=" + w);
      same(
          of("attention_chunk_size", w).pattern(),
          (n, i, j) -> j <= i && i / window == j / window,
          "attention_chunk_size=" + w);
      layers(
          of("local_attention", w),
          7,
          (layer, i, j) -> layer % 3 == 0 || Math.abs(i - j) <= window / 2,
          "local_attention=" + w);
    }
    assertEquals("window(before: 4095)", of("sliding_window", 4096).text());
    assertEquals("causal", of("sliding_window", null).text());
  }

  @Test
  void layerTypes() {
    List<String> types =
        List.of("sliding_attention", "full_attention", "chunked_attention", "full_attention");
    layers(
        of("layer_types", types, "sliding_window", 3, "attention_chunk_size", 4),
        9,
        (layer, i, j) ->
            j <= i
                && switch (layer % 4) {
                  case 0 -> i - j < 3;
                  case 2 -> i / 4 == j / 4;
                  default -> true;
                },
        "three kinds");
    List<String> gemma =
        Collections.nCopies(4, types.subList(0, 2)).stream().flatMap(List::stream).toList();
    assertEquals(
        "layers(window(before: 127), causal)",
        of("layer_types", gemma, "sliding_window", 128).text());
  }

  private static Settings qwen2(boolean slides) {
    return settings(
        "model_type",
        "qwen2",
        "sliding_window",
        4,
        "use_sliding_window",
        slides,
        "max_window_layers",
        10,
        "num_hidden_layers",
        28);
  }

  private static Stream<Arguments> models() {
    return Stream.of(
        // Mistral, and a window that is off.
        Arguments.of(
            settings("model_type", "mistral", "sliding_window", 5),
            3,
            (IntSeen) (l, i, j) -> i - j < 5),
        Arguments.of(
            settings("model_type", "mistral", "sliding_window", null),
            3,
            (IntSeen) (l, i, j) -> true),
        // Gemma 2: bool((i + 1) % 2); Gemma 3: bool((i + 1) % 6).
        Arguments.of(
            settings("model_type", "gemma2", "sliding_window", 4, "num_hidden_layers", 7),
            7,
            (IntSeen) (l, i, j) -> (l + 1) % 2 == 0 || i - j < 4),
        Arguments.of(
            settings("model_type", "gemma3_text", "sliding_window", 4, "num_hidden_layers", 26),
            26,
            (IntSeen) (l, i, j) -> (l + 1) % 6 == 0 || i - j < 4),
        Arguments.of(
            settings(
                "model_type",
                "gemma3",
                "text_config",
                Map.of(
                    "model_type", "gemma3_text", "sliding_window", 4, "sliding_window_pattern", 3),
                "vision_config",
                Map.of()),
            12,
            (IntSeen) (l, i, j) -> (l + 1) % 3 == 0 || i - j < 4),
        Arguments.of(
            settings("model_type", "gemma4_text", "sliding_window", 4, "num_hidden_layers", 8),
            8,
            (IntSeen) (l, i, j) -> (l + 1) % 6 == 0 || l == 7 || i - j < 4),
        Arguments.of(
            settings(
                "model_type", "exaone4", "sliding_window", 4, "sliding_window_pattern", "LLLG"),
            8,
            (IntSeen) (l, i, j) -> l % 4 == 3 || i - j < 4),
        // Qwen 2: sliding where use_sliding_window and i >= max_window_layers.
        Arguments.of(qwen2(true), 28, (IntSeen) (l, i, j) -> l < 10 || i - j < 4),
        Arguments.of(qwen2(false), 28, (IntSeen) (l, i, j) -> true),
        // SmolLM3: a window where there is no rotary position and use_sliding_window.
        Arguments.of(
            settings(
                "model_type",
                "smollm3",
                "sliding_window",
                4,
                "use_sliding_window",
                true,
                "no_rope_layers",
                List.of(1, 1, 1, 0)),
            8,
            (IntSeen) (l, i, j) -> l % 4 < 3 || i - j < 4),
        // Llama 4: chunks where there are rotary positions, by default int((i + 1) % 4 != 0).
        Arguments.of(
            settings(
                "model_type",
                "llama4_text",
                "attention_chunk_size",
                4,
                "no_rope_layers",
                List.of()),
            8,
            (IntSeen) (l, i, j) -> (l + 1) % 4 == 0 || i / 4 == j / 4),
        Arguments.of(
            settings(
                "model_type",
                "llama4_text",
                "attention_chunk_size",
                4,
                "no_rope_layers",
                List.of(0, 1)),
            8,
            (IntSeen) (l, i, j) -> l % 2 == 0 || i / 4 == j / 4),
        // GPT-Neo: the lower triangle without the one window_size below.
        Arguments.of(
            settings(
                "model_type",
                "gpt_neo",
                "window_size",
                4,
                "attention_types",
                List.of(List.of(List.of("global", "local"), 3))),
            6,
            (IntSeen) (l, i, j) -> l % 2 == 0 || i - j < 4),
        Arguments.of(
            settings(
                "model_type",
                "gpt_oss",
                "sliding_window",
                4,
                "layer_types",
                List.of("sliding_attention", "full_attention")),
            6,
            (IntSeen) (l, i, j) -> l % 2 == 1 || i - j < 4));
  }

  @ParameterizedTest
  @MethodSource("models")
  void decoders(Settings settings, int layers, IntSeen seen) {
    layers(
        Conventions.of(settings),
        layers,
        (layer, i, j) -> j <= i && seen.at(layer, i, j),
        settings.toString());
  }

  @Test
  void encoders() {
    same(of("model_type", "bert").pattern(), (n, i, j) -> true, "BERT");
    layers(
        of("model_type", "modernbert", "local_attention", 6, "global_attn_every_n_layers", 3),
        6,
        (layer, i, j) -> layer % 3 == 0 || Math.abs(i - j) <= 3,
        "ModernBERT");
    // abs(q - k) < sliding_window // 2 + 1.
    layers(
        of("model_type", "gemma3_text", "sliding_window", 5, "use_bidirectional_attention", true),
        6,
        (layer, i, j) -> (layer + 1) % 6 == 0 || Math.abs(i - j) < 5 / 2 + 1,
        "EmbeddingGemma");
    layers(
        of("model_type", "longformer", "attention_window", List.of(2, 4, 8)),
        3,
        (layer, i, j) -> Math.abs(i - j) <= (2 << layer) / 2,
        "Longformer");
    // As the files for Transformers have it: still both sides together.
    layers(
        of(
            "model_type",
            "longformer",
            "attention_mode",
            "longformer",
            "attention_window",
            List.of(4, 4),
            "ignore_attention_mask",
            false),
        2,
        (layer, i, j) -> Math.abs(i - j) <= 2,
        "Longformer's own file");
    layers(
        of(
            "attention_window",
            List.of(1, 3),
            "attention_dilation",
            List.of(1, 2),
            "attention_mode",
            "tvm",
            "autoregressive",
            true),
        2,
        (layer, i, j) -> j <= i && (layer == 0 ? i - j <= 1 : (i - j) % 2 == 0 && i - j <= 6),
        "the authors' Longformer");
  }

  @Test
  void bigBirdIsTheZoosButForTheDraw() {
    Converted converted =
        of(
            "model_type",
            "big_bird",
            "attention_type",
            "block_sparse",
            "block_size",
            2,
            "num_random_blocks",
            3);
    SparsityPattern zoo = SparsityPattern.parse("import zoo; bigbird_blocks(b: 2, w: 3, r: 3)");
    assertEquals(zoo, converted.pattern());
    assertEquals("not-said", converted.warnings().getFirst().code());
    assertEquals("full", of("model_type", "big_bird", "attention_type", "original_full").text());
  }

  /** NATTEN: the window of a query begins at its own place, moved so that it has k keys. */
  private static boolean neighbour(int n, int i, int j, int kernel, int dilation) {
    int group = i % dilation;
    int length = (n - group + dilation - 1) / dilation;
    int place = i / dilation;
    int k = Math.min(kernel, length);
    int start = Math.clamp(place - k / 2, 0, length - k);
    return j % dilation == group && j / dilation >= start && j / dilation < start + k;
  }

  @Test
  void neighbourhoods() {
    for (int kernel = 1; kernel < 8; kernel++) {
      for (int dilation = 1; dilation < 4; dilation++) {
        int k = kernel;
        int d = dilation;
        Converted converted = of("kernel_size", k, "dilation", d);
        for (int n = d; n < 30; n += d) {
          same(
              converted.pattern(),
              n,
              (length, i, j) -> neighbour(length, i, j, k, d),
              "kernel_size=" + k + ", dilation=" + d);
        }
        assertEquals(d > 1, !converted.warnings().isEmpty());
        same(
            of("kernel_size", k, "dilation", d, "is_causal", true).pattern(),
            (n, i, j) -> j <= i && (i - j) % d == 0 && (i - j) / d < k,
            "causal");
      }
    }
    Converted image =
        of(
            "kernel_size",
            List.of(3, 5),
            "dilation",
            List.of(1, 2),
            "shape",
            List.of(6, 12),
            "is_causal",
            List.of(true, false));
    same(
        image.pattern(),
        72,
        (n, i, j) -> j / 12 <= i / 12 && i / 12 - j / 12 < 3 && neighbour(12, i % 12, j % 12, 5, 2),
        "an image");
    assertEquals(List.of(), image.warnings());
    assertEquals("import zoo; natten_1d(7)", of("kernel_size", 7).pattern().text());
  }

  @Test
  void streaming() {
    // What a cache that is cut before each token holds, that token with it.
    int start = 2;
    int recent = 3;
    boolean[][] seen = new boolean[23][23];
    List<Integer> cache = new ArrayList<>();
    for (int i = 0; i < 23; i++) {
      if (cache.size() + 1 > start + recent) {
        List<Integer> kept = new ArrayList<>(cache.subList(0, start));
        kept.addAll(cache.subList(cache.size() - recent + 1, cache.size()));
        cache = kept;
      }
      cache.add(i);
      for (int j : cache) {
        seen[i][j] = true;
      }
    }
    Converted converted = of("start_size", start, "recent_size", recent);
    same(converted.pattern(), (n, i, j) -> seen[i][j], "StreamingLLM");
    assertEquals(
        SparsityPattern.parse("import zoo; streaming_llm(2, 3)").at(23).edges(),
        converted.pattern().at(23).edges());
  }

  @Test
  void whatIsNotHeededIsSaid() {
    Converted converted =
        of(
            "model_type",
            "mistral",
            "sliding_window",
            8,
            "num_attention_heads",
            8,
            "attention_dropout",
            0.1,
            "attention_sink_size",
            4,
            "vocab_size",
            9);
    assertEquals(
        List.of("unread-settings"),
        converted.warnings().stream().map(each -> each.code()).toList());
    assertTrue(
        converted.warnings().getFirst().sentence().contains("`attention_sink_size`"),
        converted.warnings().toString());
    assertEquals("not-said", of("model_type", "gpt_oss").warnings().getFirst().code());
  }

  private static Stream<Arguments> wrong() {
    return Stream.of(
        Arguments.of("unknown-convention", "there are no settings", settings()),
        Arguments.of("unknown-convention", "`nonsense`", settings("nonsense", 3)),
        Arguments.of("bad-setting", "takes two numbers", settings("window_size", 256)),
        Arguments.of("bad-setting", "at least -1", settings("window_size", List.of(-2, 0))),
        Arguments.of("bad-setting", "a whole number", settings("window_size", List.of(1.5, 0))),
        Arguments.of(
            "bad-setting", "`cause`", settings("window_size", List.of(1, 0), "cause", true)),
        Arguments.of(
            "bad-setting", "True or False", settings("window_size", List.of(1, 0), "causal", 1)),
        Arguments.of("bad-setting", "`window_right` is missing", settings("window_left", 3)),
        Arguments.of("bad-setting", "at least 1", settings("sliding_window", 0)),
        Arguments.of("bad-setting", "a whole number", settings("sliding_window", "wide")),
        Arguments.of(
            "bad-setting",
            "`sliding_window` is missing",
            settings("layer_types", List.of("sliding_attention"))),
        Arguments.of(
            "bad-setting",
            "layer 1 is `linear_attention`",
            settings("layer_types", List.of("full_attention", "linear_attention"))),
        Arguments.of(
            "bad-setting",
            "says 3",
            settings(
                "model_type",
                "llama",
                "layer_types",
                List.of("full_attention"),
                "num_hidden_layers",
                3)),
        Arguments.of("bad-setting", "is not said", settings("model_type", "unheard-of")),
        Arguments.of(
            "bad-setting",
            "a pattern each",
            settings("model_type", "t5", "is_encoder_decoder", true)),
        Arguments.of("bad-setting", "depends on their content", settings("model_type", "reformer")),
        Arguments.of("bad-setting", "half of it", settings("attention_window", 5)),
        Arguments.of(
            "bad-setting", "the shape of the image", settings("kernel_size", List.of(3, 3))),
        Arguments.of("bad-setting", "stride", settings("kernel_size", 3, "stride", 2)),
        Arguments.of(
            "bad-setting",
            "for each axis",
            settings(
                "kernel_size",
                List.of(3, 3, 3),
                "is_causal",
                List.of(true, false),
                "shape",
                List.of(3, 3, 3))),
        Arguments.of("bad-setting", "`mode` is `sparse`", settings("mode", "sparse")),
        Arguments.of(
            "bad-setting", "does not divide", settings("mode", "fixed", "num_global_blocks", 3)),
        Arguments.of(
            "bad-setting",
            "`different_layout_per_head`",
            settings("mode", "fixed", "num_different_global_patterns", 2)),
        Arguments.of(
            "bad-setting",
            "bidirectional attention only",
            settings(
                "mode",
                "fixed",
                "attention",
                "unidirectional",
                "horizontal_global_attention",
                true)),
        Arguments.of(
            "bad-setting",
            "2 ends",
            settings("mode", "variable", "global_block_end_indices", List.of(1, 2))),
        Arguments.of(
            "bad-setting", "`num_windows`", settings("mode", "bigbird", "num_windows", 2)));
  }

  @ParameterizedTest
  @MethodSource("wrong")
  void errorsSayWhatIsWrong(String code, String part, Settings settings) {
    HeddleException refused =
        assertThrows(HeddleException.class, () -> Conventions.of(settings), settings.toString());
    assertEquals(code, refused.diagnostics().getFirst().code(), refused.getMessage());
    String message = String.valueOf(refused.getMessage());
    assertTrue(message.contains(part), message);
  }

  @Test
  void theShortestListThatIsCycledThrough() {
    for (int length = 1; length <= 9; length++) {
      for (int bits = 0; bits < 1 << length; bits++) {
        int all = bits;
        List<Integer> list = IntStream.range(0, length).mapToObj(at -> all >> at & 1).toList();
        int least = 1;
        while (!cycles(list, least)) {
          least++;
        }
        assertEquals(list.subList(0, least), LayerTexts.shortest(list), list.toString());
      }
    }
  }

  private static boolean cycles(List<Integer> list, int period) {
    return IntStream.range(0, list.size())
        .allMatch(at -> list.get(at).equals(list.get(at % period)));
  }

  /** Long lists are refused for the length of their text, and soon. */
  @Test
  void moreLayersThanAnyModelHasAreRefused() {
    List<String> all = new ArrayList<>(Collections.nCopies(200_000, "sliding_attention"));
    all.set(199_999, "full_attention");
    assertEquals(
        "layers(window(before: 7) for l in 0..<199999, causal)",
        LayerTexts.layers(
            all.stream()
                .map(each -> each.startsWith("f") ? "causal" : "window(before: 7)")
                .toList()));
    HeddleException refused =
        assertThrows(HeddleException.class, () -> of("layer_types", all, "sliding_window", 8));
    assertEquals("too-much-work", refused.diagnostics().getFirst().code(), refused.getMessage());
  }

  @Test
  void manyLayersAreWrittenShort() {
    List<String> all = IntStream.range(0, 28).mapToObj(l -> l < 21 ? "causal" : "self").toList();
    String text = LayerTexts.layers(all);
    assertEquals("layers(causal for l in 0..<21, self for l in 21..<28)", text);
    SparsityPattern pattern = SparsityPattern.parse(text);
    for (int layer = 0; layer < 28; layer++) {
      assertEquals(SparsityPattern.parse(all.get(layer)), pattern.entry(layer, 0), "" + layer);
    }
  }
}
