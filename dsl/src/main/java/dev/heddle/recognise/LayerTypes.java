package dev.heddle.recognise;

import dev.heddle.recognise.Settings.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which kind of attention each layer of a Transformers model has: {@code full_attention}, {@code
 * sliding_attention} or {@code chunked_attention}, said by {@code layer_types}, or by one of the
 * settings that stood for it before.
 */
final class LayerTypes {

  static final String FULL = "full_attention";
  static final String SLIDING = "sliding_attention";
  static final String CHUNKED = "chunked_attention";

  static final List<String> NAMES =
      List.of(
          "layer_types",
          "num_hidden_layers",
          "sliding_window",
          "sliding_window_pattern",
          "_sliding_window_pattern",
          "use_sliding_window",
          "max_window_layers",
          "attention_chunk_size",
          "no_rope_layers",
          "no_rope_layer_interval");

  /** Every so many layers the last is full, where a configuration leaves it to its model. */
  private static final Map<String, Integer> PATTERNS =
      Map.of(
          "gemma2", 2,
          "gemma3", 6,
          "gemma3_text", 6,
          "gemma4_text", 6,
          "cohere2", 4,
          "olmo3", 4,
          "gpt_oss", 2);

  /** No model has as many layers; a slip in a number is not a list of a billion. */
  static final int MOST = 100_000;

  private LayerTypes() {}

  /** The kinds of all layers, or as many as they cycle through; never empty. */
  static List<String> of(Keys keys, String model) {
    keys.ignore(NAMES.toArray(String[]::new));
    List<String> given = keys.wordsOf("layer_types");
    if (!given.isEmpty()) {
      int layers = keys.number("num_hidden_layers", given.size(), 1);
      if (layers != given.size()) {
        throw keys.bad(
            "layer_types",
            "`layer_types` has %d layers, and `num_hidden_layers` says %d"
                .formatted(given.size(), layers),
            "");
      }
      return given;
    }
    if (keys.has("attention_chunk_size")) {
      return chunked(keys, model);
    }
    if (!keys.has("sliding_window") || !keys.truth("use_sliding_window", true)) {
      return List.of(FULL);
    }
    if (keys.has("max_window_layers") && keys.has("use_sliding_window")) {
      return afterFull(keys);
    }
    if (keys.has("no_rope_layers") && keys.has("use_sliding_window")) {
      // SmolLM3: those without rotary positions have the window.
      return keys.numbers("no_rope_layers", List.of(), 0).stream()
          .map(rope -> rope > 0 ? FULL : SLIDING)
          .toList();
    }
    return alternating(keys, model);
  }

  /** Qwen 2: the first layers are full, the others have the window. */
  private static List<String> afterFull(Keys keys) {
    int full = keys.number("max_window_layers", 0);
    int layers = keys.number("num_hidden_layers", 1);
    List<String> kinds = new ArrayList<>();
    for (int layer = 0; layer < Math.min(layers, MOST); layer++) {
      kinds.add(layer < full ? FULL : SLIDING);
    }
    return kinds;
  }

  /** Llama 4: layers with rotary positions have chunks, each fourth has none and is full. */
  private static List<String> chunked(Keys keys, String model) {
    List<Integer> rope = keys.numbers("no_rope_layers", List.of(), 0);
    if (!rope.isEmpty()) {
      return rope.stream().map(each -> each > 0 ? CHUNKED : FULL).toList();
    }
    boolean isModel = model.startsWith("llama4");
    if (!isModel && !keys.has("no_rope_layer_interval")) {
      return List.of(CHUNKED);
    }
    return cycle(keys, keys.number("no_rope_layer_interval", 4, 1), CHUNKED);
  }

  /** Gemma, Cohere, OLMo, GPT-OSS: a number, or letters such as {@code LLLG}. */
  private static List<String> alternating(Keys keys, String model) {
    Value pattern =
        keys.has("sliding_window_pattern")
            ? keys.value("sliding_window_pattern")
            : keys.value("_sliding_window_pattern");
    if (pattern instanceof Value.Words(String letters)) {
      if (!letters.matches("[LG]+")) {
        throw keys.bad(
            "sliding_window_pattern",
            "`sliding_window_pattern` takes a number, or letters L and G",
            "`LLLG`: three layers with a window, one without");
      }
      return letters.chars().mapToObj(letter -> letter == 'L' ? SLIDING : FULL).toList();
    }
    @Nullable Integer every =
        pattern == null
            ? PATTERNS.get(model)
            : Integer.valueOf(keys.number("sliding_window_pattern", pattern, 1));
    if (every == null) {
      return List.of(SLIDING);
    }
    List<String> kinds = cycle(keys, every, SLIDING);
    if (model.startsWith("gemma4") && keys.has("num_hidden_layers")) {
      kinds = new ArrayList<>(kinds);
      kinds.set(kinds.size() - 1, FULL);
    }
    return kinds;
  }

  /** All of a kind but each so-manieth; as many as there are layers, where that is known. */
  private static List<String> cycle(Keys keys, int every, String kind) {
    int layers = Math.min(keys.number("num_hidden_layers", every, 1), MOST);
    List<String> kinds = new ArrayList<>();
    for (int layer = 0; layer < layers; layer++) {
      kinds.add((layer + 1) % every == 0 ? FULL : kind);
    }
    return kinds;
  }
}
