package dev.heddle.experiment;

import dev.heddle.training.Examples;
import dev.heddle.training.Seeds;
import dev.heddle.training.TransformerNetwork;
import java.util.Random;

/**
 * A translation that needs no download: a source sentence, and its target, which is the source
 * backwards in other words (a fixed permutation of the vocabulary). An encoder reads the source,
 * and a decoder tells each word of the target from it and from the words before (teacher forcing).
 *
 * @param n the length of a source, and of its target
 * @param words how many different words each language has
 * @param training how many pairs are learned from
 * @param tests how many others are tested with
 */
public record RecallTask(int n, int words, int training, int tests) implements LearningTask {

  private static final long SEED = 0x7A45;

  public RecallTask {
    if (n < 2 || words < 2 || training < 1 || tests < 1) {
      throw new IllegalArgumentException(
          "translation wants 2 positions, 2 words and a pair at least, not %d, %d, %d and %d"
              .formatted(n, words, training, tests));
    }
  }

  @Override
  public String name() {
    return "translation";
  }

  /** The words of the one language, those of the other, and a mark that targets begin with. */
  @Override
  public void shape(TransformerNetwork.Builder network) {
    network.vocabulary(2 * words + 1).length(n).encoderDecoder(n);
  }

  @Override
  public Examples training(long seed, long step, int count) {
    return rows(count, ExampleRows.shuffled(seed, step, count, training));
  }

  @Override
  public Examples tests(int from, int count) {
    return rows(count, at -> training + from + at);
  }

  private Examples rows(int count, ExampleRows.Choice choice) {
    int[] source = new int[count * n];
    int[] tokens = new int[count * n];
    int[] targets = new int[count * n];
    for (int row = 0; row < count; row++) {
      Random random = Seeds.random(SEED, choice.number(row));
      int first = row * n;
      for (int at = 0; at < n; at++) {
        int word = random.nextInt(words);
        source[first + at] = word;
        targets[first + n - 1 - at] = words + Seeds.shuffled(SEED, word, words);
      }
      tokens[first] = 2 * words;
      System.arraycopy(targets, first, tokens, first + 1, n - 1);
    }
    return new Examples(count, n, tokens, targets, source);
  }

  @Override
  public Writing writing() {
    return Writing.ofWords(2 * words);
  }
}
