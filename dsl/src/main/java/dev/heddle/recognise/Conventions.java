package dev.heddle.recognise;

import static java.util.stream.Collectors.joining;

import dev.heddle.diagnostic.HeddleException;
import dev.heddle.diagnostic.Origin;
import dev.heddle.diagnostic.Problem;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * From what other libraries call a window, a layout or a layer to a pattern.
 *
 * <pre>{@code
 * Conventions.of(Settings.of(Map.of("sliding_window", 4096))).text(); // "window(before: 4095)"
 * }</pre>
 *
 * <p>Read are: FlashAttention's {@code window_size}; xFormers' {@code window_left} and {@code
 * window_right}; Transformers' {@code sliding_window}, {@code layer_types}, {@code
 * attention_chunk_size} and whole {@code config.json}; Longformer, BigBird, ModernBERT and GPT-Neo;
 * DeepSpeed's {@code sparse_attention}; NATTEN's {@code kernel_size}; StreamingLLM's cache.
 */
public final class Conventions {

  private static final List<String> FAMILIES =
      List.of(
          "window_size=(256, 0)",
          "window_left=256, window_right=0",
          "sliding_window=4096",
          "layer_types=[…]",
          "attention_chunk_size=8192",
          "attention_window=512",
          "block_size=64, num_random_blocks=3",
          "mode='fixed', num_local_blocks=4",
          "kernel_size=7",
          "start_size=4, recent_size=2000");

  private Conventions() {}

  /**
   * Reads settings.
   *
   * @throws HeddleException {@code unknown-convention} if they belong to none that is known, {@code
   *     bad-setting} if one says nothing that a pattern can be read from; where the settings come
   *     from a text, it points there
   */
  public static Converted of(Settings settings) {
    Keys keys = new Keys(settings);
    Settings sparse = keys.group("sparse_attention");
    if (sparse != null) {
      return DeepSpeedConfig.of(new Keys(sparse));
    }
    if (keys.hasAny(List.of("model_type", "architectures", "text_config"))) {
      return ModelConfig.file(settings);
    }
    if (keys.has("window_size")) {
      return Bands.flash(keys);
    }
    if (keys.hasAny(Bands.XFORMERS)) {
      return Bands.xformers(keys);
    }
    if (keys.hasAny(Cache.NAMES)) {
      return Cache.of(keys);
    }
    if (keys.has("kernel_size")) {
      return Neighbourhood.of(keys);
    }
    if (keys.has("attention_window")) {
      return LongformerModel.call(keys);
    }
    if (keys.hasAny(DeepSpeedConfig.NAMES)) {
      return DeepSpeedConfig.of(keys);
    }
    if (keys.has("num_random_blocks")) {
      return BigBirdModel.call(keys);
    }
    if (keys.hasAny(ModelConfig.WINDOWS)) {
      return ModelConfig.call(keys);
    }
    throw unknown(settings);
  }

  private static HeddleException unknown(Settings settings) {
    @Nullable Origin origin =
        settings.all().stream()
            .map(Settings.Setting::origin)
            .filter(Objects::nonNull)
            .findFirst()
            .orElse(null);
    String names =
        settings.all().stream()
            .limit(5)
            .map(setting -> "`" + setting.name() + "`")
            .collect(joining(", "));
    return HeddleException.of(
        new Problem.UnknownConvention(
            settings.all().isEmpty()
                ? "there are no settings"
                : "no convention is known that has "
                    + names
                    + (settings.all().size() > 5 ? ", …" : ""),
            "there are " + String.join("; ", FAMILIES)),
        origin);
  }
}
