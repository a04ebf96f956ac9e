package dev.heddle.experiment;

import dev.heddle.training.Examples;
import dev.heddle.training.Seeds;
import dev.heddle.training.TransformerNetwork;
import java.util.Random;

/**
 * A translation that needs no download: a source sentence, a mark, and its target, which is the
 * source backwards in other words (a fixed permutation of the vocabulary). A decoder reads both and
 * tells each word of the target from the source and from the words before.
 *
 * @param n the length: the source, the mark, and the target but its last word; even
 * @param words how many different words each language has
 * @param training how many pairs are learned from
 * @param tests how many others are tested with
 */
public record RecallTask(int n, int words, int training, int tests) implements LearningTask {

  private static final long SEED = 0x7A45;

  public RecallTask {
    if (n < 4 || n % 2 != 0 || words < 2 || training < 1 || tests < 1) {
      throw new IllegalArgumentException(
          "translation wants an even length from 4 on, 2 words and a pair at least, not %d, %d, %d and %d"
              .formatted(n, words, training, tests));
    }
  }

  @Override
  public String name() {
    return "translation";
  }

  @Override
  public void shape(TransformerNetwork.Builder network) {
    network.vocabulary(2 * words + 1).outputs(words).length(n).from(n / 2).decoder();
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
    return ExampleRows.of(count, n, n / 2, choice, this::write);
  }

  private void write(int number, int[] tokens, int firstToken, int[] targets, int firstTarget) {
    Random random = Seeds.random(SEED, number);
    int half = n / 2;
    for (int at = 0; at < half; at++) {
      int word = random.nextInt(words);
      tokens[firstToken + at] = word;
      targets[firstTarget + half - 1 - at] = Seeds.shuffled(SEED, word, words);
    }
    tokens[firstToken + half] = 2 * words;
    for (int at = 0; at < half - 1; at++) {
      tokens[firstToken + half + 1 + at] = words + targets[firstTarget + at];
    }
  }
}
