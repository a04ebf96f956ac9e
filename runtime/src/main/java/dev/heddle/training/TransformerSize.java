package dev.heddle.training;

/**
 * How large a Transformer is.
 *
 * @param layers the number of attention layers
 * @param heads the number of heads of each
 * @param width d, the numbers of a position
 * @param headWidth m, the numbers of a query or key
 * @param hidden r, the width of a feed-forward layer
 * @param feedForwards where these are
 */
public record TransformerSize(
    int layers, int heads, int width, int headWidth, int hidden, FeedForwards feedForwards) {

  /** Where feed-forward layers stand. */
  public enum FeedForwards {
    /** After each attention layer, as in most Transformers. */
    EACH_LAYER,
    /** After the last one only: a single block of several attention layers. */
    LAST_LAYER
  }

  public TransformerSize {
    if (layers < 1 || heads < 1 || width < 1 || headWidth < 1 || hidden < 1) {
      throw new IllegalArgumentException(
          "a Transformer has a layer, a head and a width at least, not %d, %d, %d, %d and %d"
              .formatted(layers, heads, width, headWidth, hidden));
    }
  }

  /** The usual proportions: heads that share the width, hidden layers of four times the width. */
  public static TransformerSize of(int layers, int heads, int width) {
    if (heads < 1 || width % heads != 0) {
      throw new IllegalArgumentException(
          "a width of %d is not cut into %d heads".formatted(width, heads));
    }
    return new TransformerSize(
        layers, heads, width, width / heads, 4 * width, FeedForwards.EACH_LAYER);
  }

  /** The same with so many layers. */
  public TransformerSize layers(int count) {
    return new TransformerSize(count, heads, width, headWidth, hidden, feedForwards);
  }

  /** Whether a feed-forward layer follows an attention layer. */
  boolean hasFeedForward(int layer) {
    return switch (feedForwards) {
      case EACH_LAYER -> true;
      case LAST_LAYER -> layer == layers - 1;
    };
  }

  /**
   * The number of parameters of an attention layer: its norm (2d), queries, keys and values (3hm(d
   * + 1)) and the way back (hmd + d). One that attends to a source has as many.
   */
  long attentionParameters() {
    long d = width;
    long all = (long) heads * headWidth;
    return 2 * d + 3 * all * (d + 1) + all * d + d;
  }

  /**
   * The number of parameters of the layers: those of attention, and of each feed-forward layer its
   * norm (2d), r(d + 1) and d(r + 1).
   */
  long parameters() {
    long d = width;
    long feedForward = 2 * d + hidden * (d + 1) + d * (hidden + 1L);
    return layers * attentionParameters()
        + switch (feedForwards) {
          case EACH_LAYER -> layers * feedForward;
          case LAST_LAYER -> feedForward;
        };
  }
}
