package dev.heddle.recognise;

import dev.heddle.recognise.Settings.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A model's {@code config.json} in Transformers, or the settings of one that a call has.
 *
 * <p>Windows as {@code masking_utils.py} has them: causal, j ≤ i and i − j &lt; {@code
 * sliding_window}, so that the query is one of the keys; in both directions, |i − j| ≤ {@code
 * sliding_window}. Chunks: ⌊i/c⌋ = ⌊j/c⌋, causal.
 */
final class ModelConfig {

  /** What a call may have. */
  static final List<String> CALL;

  static {
    List<String> names = new ArrayList<>(LayerTypes.NAMES);
    names.addAll(List.of("causal", "is_causal", "local_attention", "global_attn_every_n_layers"));
    CALL = List.copyOf(names);
  }

  /** By which a call is about layers. */
  static final List<String> WINDOWS =
      List.of(
          "sliding_window",
          "sliding_window_pattern",
          "layer_types",
          "attention_chunk_size",
          "local_attention");

  /** What a file of several models says of its text model too, where that doesn't itself. */
  private static final List<String> OF_ALL =
      Stream.concat(
              LayerTypes.NAMES.stream(),
              Stream.of("architectures", "model_type", "causal", "is_causal"))
          .toList();

  /** Models whose attention depends on what the tokens are. */
  private static final Set<String> BY_CONTENT = Set.of("reformer", "yoso", "nystromformer");

  private static final Set<String> ENCODERS =
      Set.of(
          "albert",
          "bert",
          "camembert",
          "convbert",
          "data2vec-text",
          "deberta",
          "deberta-v2",
          "distilbert",
          "electra",
          "ernie",
          "esm",
          "eurobert",
          "ibert",
          "layoutlm",
          "longformer",
          "megatron-bert",
          "mobilebert",
          "modernbert",
          "mpnet",
          "nomic_bert",
          "roberta",
          "roberta-prelayernorm",
          "roformer",
          "squeezebert",
          "vit",
          "xlm-roberta",
          "xlm-roberta-xl",
          "xmod");

  private static final Set<String> DECODERS =
      Set.of(
          "apertus",
          "arcee",
          "bloom",
          "codegen",
          "cohere",
          "cohere2",
          "dbrx",
          "deepseek_v2",
          "deepseek_v3",
          "exaone4",
          "falcon",
          "gemma",
          "gemma2",
          "gemma3",
          "gemma3_text",
          "gemma3n_text",
          "gemma4_text",
          "glm",
          "glm4",
          "gpt2",
          "gpt_bigcode",
          "gpt_neo",
          "gpt_neox",
          "gpt_oss",
          "gptj",
          "granite",
          "granitemoe",
          "llama",
          "llama4",
          "llama4_text",
          "ministral",
          "mistral",
          "mixtral",
          "mpt",
          "nemotron",
          "olmo",
          "olmo2",
          "olmo3",
          "opt",
          "persimmon",
          "phi",
          "phi3",
          "phimoe",
          "qwen2",
          "qwen2_moe",
          "qwen3",
          "qwen3_moe",
          "smollm3",
          "stablelm",
          "starcoder2");

  /** Names that may be about which query sees which key. */
  private static final Predicate<String> MATTERS =
      Pattern.compile(
              "attention|attn|window|sliding|chunk|sparse|sparsity|sink|causal|local_|global_"
                  + "|dilat|bidirectional")
          .asPredicate()
          .and(
              Pattern.compile(
                      "num_attention_heads|attention_(bias|dropout|dropout_prob|probs_dropout_prob"
                          + "|head_size|head_dim|multiplier|out_bias|k_eq_v|norm_eps|projection"
                          + "|hidden_size|output)"
                          + "|attention_probs_dropout_prob|attn_implementation|attn_logit_softcap"
                          + "|attn_(pdrop|dropout|scale|bias|factor|scaling|temperature|softcap)"
                          + "|chunk_size_feed_forward|cross_attention|output_attentions"
                          + "|rope_(theta|local)|(local|global)_rope|query_pre_attn|head_dim"
                          + "|num_global_key|scale_attn|softmax|qkv|deterministic_flash_attn"
                          + "|reorder_and_upcast_attn|linear_attn_config|num_local_experts"
                          + "|attention_other|rope_local_base_freq|ignore_attention_mask|sparse_pred|sliding_window_size")
                  .asPredicate()
                  .negate());

  private ModelConfig() {}

  /** A file's settings: those of its text model, where it has several. */
  static Converted file(Settings settings) {
    Keys whole = new Keys(settings);
    Settings text = whole.group("text_config");
    if (text == null) {
      return model(whole);
    }
    Settings named =
        new Settings(settings.all().stream().filter(each -> OF_ALL.contains(each.name())).toList());
    Keys keys = new Keys(named.with(text));
    keys.notSaid(
        "model_type",
        "the text is of `text_config`; images are attended to by models of their own",
        "");
    return model(keys);
  }

  private static Converted model(Keys keys) {
    String model = keys.words("model_type", "");
    if (BY_CONTENT.contains(model)) {
      throw keys.bad(
          "model_type",
          "which keys a query of `" + model + "` sees depends on their content",
          "a mask of one input can be saved: `recognise MASK.npy`");
    }
    keys.ignore("architectures", "is_decoder", "is_encoder_decoder", "num_hidden_layers");
    String text =
        switch (model) {
          case "longformer", "led" -> LongformerModel.text(keys);
          case "big_bird", "bigbird_pegasus" -> BigBirdModel.text(keys);
          case "gpt_neo" -> GptNeoModel.text(keys);
          default -> {
            if (model.equals("gpt_oss")) {
              keys.notSaid(
                  "model_type",
                  "each head has a learned sink in the sum under its softmax: it is no key, and no"
                      + " pattern says it",
                  "");
            }
            yield layers(keys, model, causal(keys, model));
          }
        };
    return keys.converted("Transformers' " + (model.isEmpty() ? "layers" : model), text, MATTERS);
  }

  /** The settings of a call, all of which have to mean something. */
  static Converted call(Keys keys) {
    boolean local = keys.has("local_attention");
    boolean causal = keys.truth("causal", keys.truth("is_causal", !local));
    String text = layers(keys, local ? "modernbert" : "", causal);
    keys.refuseRest(CALL);
    return keys.converted("Transformers' layers", text);
  }

  private static String layers(Keys keys, String model, boolean causal) {
    boolean modern = keys.has("local_attention");
    List<String> kinds = modern ? modern(keys) : LayerTypes.of(keys, model);
    List<String> texts = new ArrayList<>();
    for (int layer = 0; layer < kinds.size(); layer++) {
      texts.add(layer(keys, model, kinds.get(layer), layer, causal));
    }
    return LayerTexts.layers(texts);
  }

  /** ModernBERT: every third layer from the first on is full. */
  private static List<String> modern(Keys keys) {
    int every = keys.number("global_attn_every_n_layers", 3, 1);
    if (keys.has("layer_types")) {
      return LayerTypes.of(keys, "");
    }
    keys.ignore("num_hidden_layers");
    List<String> kinds = new ArrayList<>();
    for (int layer = 0; layer < Math.min(every, 1_000); layer++) {
      kinds.add(layer == 0 ? LayerTypes.FULL : LayerTypes.SLIDING);
    }
    return kinds;
  }

  private static String layer(Keys keys, String model, String kind, int layer, boolean causal) {
    return switch (kind) {
      case LayerTypes.FULL -> causal ? "causal" : "full";
      case LayerTypes.SLIDING -> sliding(keys, model, causal);
      case LayerTypes.CHUNKED -> {
        String blocks = "blocks(" + keys.number("attention_chunk_size", 1) + ")";
        yield causal ? blocks + " & causal" : blocks;
      }
      default ->
          throw keys.bad(
              "layer_types",
              "layer %d is `%s`, which is no kind of mask".formatted(layer, kind),
              "there are full_attention, sliding_attention and chunked_attention");
    };
  }

  private static String sliding(Keys keys, String model, boolean causal) {
    if (keys.has("local_attention")) {
      // ModernBERT counts both sides together.
      int side = keys.number("local_attention", 1) / 2;
      return causal ? Bands.text(side, 0) : Bands.text(side, side);
    }
    int window = keys.number("sliding_window", 1);
    if (causal) {
      return Bands.text(window - 1, 0);
    }
    if (model.startsWith("gemma")) {
      // Their configuration halves it: |i − j| < ⌊w/2⌋ + 1.
      return Bands.text(window / 2, window / 2);
    }
    return Bands.text(window, window);
  }

  // ---- whether a query sees later keys

  private static boolean causal(Keys keys, String model) {
    @Nullable Boolean said = said(keys);
    if (said != null) {
      return said;
    }
    if (keys.truth("is_encoder_decoder", false)) {
      throw keys.bad(
          "is_encoder_decoder",
          "this is an encoder and a decoder, which have a pattern each",
          "`causal=False` for the encoder, `causal=True` for the decoder");
    }
    if (keys.truth("is_decoder", false)) {
      return true;
    }
    if (ENCODERS.contains(model)) {
      return false;
    }
    if (DECODERS.contains(model)) {
      return true;
    }
    for (String architecture : keys.wordsOf("architectures")) {
      if (architecture.contains("ForCausalLM") || architecture.contains("LMHeadModel")) {
        return true;
      }
      if (architecture.contains("ForMaskedLM")) {
        return false;
      }
    }
    throw keys.bad(
        keys.has("model_type") ? "model_type" : keys.names().getFirst(),
        "whether a query of this model sees later keys is not said",
        "say it: `causal=True` or `causal=False`");
  }

  private static @Nullable Boolean said(Keys keys) {
    for (String name : List.of("causal", "is_causal")) {
      if (keys.has(name)) {
        return keys.truth(name, true);
      }
    }
    Value both = keys.value("use_bidirectional_attention");
    if (both instanceof Value.Truth(boolean holds) && holds) {
      keys.notSaid(
          "use_bidirectional_attention",
          "a window reaches half of `sliding_window` to each side; Transformers' general mask for"
              + " both directions would count one key more",
          "");
      return false;
    }
    if (both instanceof Value.Words(String word)) {
      if (word.equals("all")) {
        return false;
      }
      keys.notSaid(
          "use_bidirectional_attention",
          "keys of the same image see each other, and the text says nothing of images",
          "");
    }
    return null;
  }
}
