package dev.heddle.recognise;

import dev.heddle.recognise.Settings.Value;
import java.util.ArrayList;
import java.util.List;

/**
 * Transformers' GPT-Neo: layers that are {@code global} or {@code local}; a local query sees the
 * keys j ≤ i with i − j &lt; {@code window_size}.
 */
final class GptNeoModel {

  private GptNeoModel() {}

  static String text(Keys keys) {
    int window = keys.number("window_size", 256, 1);
    List<String> kinds = new ArrayList<>(keys.wordsOf("attention_layers"));
    for (Value value : keys.several("attention_types")) {
      if (kinds.isEmpty() || !keys.has("attention_layers")) {
        repeat(keys, value, kinds);
      }
    }
    if (kinds.isEmpty()) {
      kinds.addAll(List.of("global", "local"));
    }
    String local = Bands.text(window - 1, 0);
    return LayerTexts.layers(
        kinds.stream()
            .map(
                kind ->
                    switch (kind) {
                      case "global" -> "causal";
                      case "local" -> local;
                      default ->
                          throw keys.bad(
                              keys.has("attention_layers") ? "attention_layers" : "attention_types",
                              "`" + kind + "` is no kind of layer",
                              "there are global and local");
                    })
            .toList());
  }

  /** {@code [["global", "local"], 6]}: six times both. */
  private static void repeat(Keys keys, Value value, List<String> kinds) {
    if (value instanceof Value.Several(List<Value> pair)
        && pair.size() == 2
        && pair.getFirst() instanceof Value.Several(List<Value> each)
        && !each.isEmpty()) {
      int times = keys.number("attention_types", pair.getLast(), 1);
      for (int time = 0; time < times && kinds.size() < LayerTypes.MOST; time++) {
        for (Value kind : each) {
          kinds.add(kind instanceof Value.Words(String word) ? word : String.valueOf(kind));
        }
      }
      return;
    }
    throw keys.bad(
        "attention_types", "`attention_types` takes `[[[\"global\", \"local\"], 6]]`", "");
  }
}
