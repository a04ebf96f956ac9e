package dev.heddle.training;

/**
 * Examples that are taken together.
 *
 * @param count how many
 * @param length n, the tokens of each
 * @param tokens [count, n], flattened
 * @param targets [count, outputs of each], flattened: what each output is to be, or {@link
 *     #IGNORED}
 * @param source [count, length of each source], flattened, for an encoder-decoder, whose {@code
 *     tokens} are the target's; empty for others
 */
public record Examples(int count, int length, int[] tokens, int[] targets, int[] source) {

  /** A target that there is none. */
  public static final int IGNORED = -1;

  public Examples {
    if (count < 1 || length < 1 || tokens.length != count * length) {
      throw new IllegalArgumentException(
          "%d examples of %d tokens are not %d numbers".formatted(count, length, tokens.length));
    }
    if (targets.length == 0 || targets.length % count != 0) {
      throw new IllegalArgumentException(
          "%d examples have not %d targets".formatted(count, targets.length));
    }
    if (source.length % count != 0) {
      throw new IllegalArgumentException(
          "%d examples have not sources of %d tokens in all".formatted(count, source.length));
    }
  }

  /** Without sources. */
  public Examples(int count, int length, int[] tokens, int[] targets) {
    this(count, length, tokens, targets, new int[0]);
  }

  /** How many outputs each example has. */
  public int outputs() {
    return targets.length / count;
  }
}
