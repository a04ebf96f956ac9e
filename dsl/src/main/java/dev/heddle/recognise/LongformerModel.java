package dev.heddle.recognise;

import java.util.ArrayList;
import java.util.List;

/**
 * Longformer's {@code attention_window}, a number or one for each layer: in Transformers the keys
 * of both sides together, w/2 on each; in the authors' own code those of one side, with a dilation.
 */
final class LongformerModel {

  static final List<String> NAMES =
      List.of("attention_window", "attention_dilation", "attention_mode", "autoregressive");

  private LongformerModel() {}

  static Converted call(Keys keys) {
    String text = text(keys);
    keys.refuseRest(NAMES);
    return keys.converted(isAuthors(keys) ? "Longformer" : "Transformers' Longformer", text);
  }

  /**
   * Only the authors' configuration has these; the files for Transformers say {@code longformer}.
   */
  private static boolean isAuthors(Keys keys) {
    String mode =
        keys.oneOf(
            "attention_mode", "longformer", List.of("longformer", "sliding_chunks", "tvm", "n2"));
    if (mode.equals("n2")) {
      throw keys.bad("attention_mode", "`n2` is no window: all keys are seen", "");
    }
    return !mode.equals("longformer") || keys.has("attention_dilation");
  }

  static String text(Keys keys) {
    boolean isAuthors = isAuthors(keys);
    List<Integer> windows = keys.numbers("attention_window", List.of(512), 1);
    List<Integer> dilations = keys.numbers("attention_dilation", List.of(1), 1);
    boolean causal = keys.truth("autoregressive", false);
    if (windows.isEmpty()
        || dilations.isEmpty()
        || (dilations.size() > 1 && windows.size() > 1 && dilations.size() != windows.size())) {
      throw keys.bad(
          "attention_window",
          "`attention_window` and `attention_dilation` are lists of unequal lengths, or of none",
          "each has a number for every layer");
    }
    List<String> layers = new ArrayList<>();
    for (int layer = 0; layer < Math.max(windows.size(), dilations.size()); layer++) {
      int window = windows.get(windows.size() == 1 ? 0 : layer);
      int dilation = dilations.get(dilations.size() == 1 ? 0 : layer);
      if (!isAuthors && window % 2 > 0) {
        throw keys.bad(
            "attention_window",
            "`attention_window` is " + window + ", and half of it is on each side",
            "it is even");
      }
      layers.add(layer(isAuthors ? window : window / 2, dilation, causal));
    }
    keys.notSaid(
        "attention_window",
        "which tokens are global is chosen with each input, and the text has none",
        "`+ global(1)` for the first token, or `input g` and `+ where(g[i] == 1 or g[j] == 1)`");
    return LayerTexts.layers(layers);
  }

  private static String layer(int side, int dilation, boolean causal) {
    String window =
        dilation > 1
            ? "dilated(" + (2L * side + 1) + ", " + dilation + ")"
            : Bands.text(side, side);
    return causal ? window + " & causal" : window;
  }
}
