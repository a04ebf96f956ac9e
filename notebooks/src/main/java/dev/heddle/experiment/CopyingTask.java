package dev.heddle.experiment;

import dev.heddle.training.Examples;
import dev.heddle.training.Seeds;
import dev.heddle.training.TransformerNetwork;
import java.util.Random;

/**
 * Copying: a sequence 0 s 0 s whose second half is masked, and is to be told from the first; each
 * masked position by itself. Accuracy is that of s, not of the 0 before it, which is always the
 * same: who copies nothing has 1/symbols.
 *
 * @param n the length, even
 * @param symbols how many there are, 0 among them
 * @param training how many sequences are learned from
 * @param tests how many others are tested with
 */
public record CopyingTask(int n, int symbols, int training, int tests) implements LearningTask {

  private static final long SEED = 0xC0B1;

  public CopyingTask {
    if (n < 4 || n % 2 != 0 || symbols < 2 || training < 1 || tests < 1) {
      throw new IllegalArgumentException(
          "copying wants an even length from 4 on, 2 symbols and a sequence at least, not %d, %d, %d"
                  .formatted(n, symbols, training)
              + " and "
              + tests);
    }
  }

  @Override
  public String name() {
    return "copying";
  }

  private int outputs() {
    return n / 2 - 1;
  }

  /** One token more than symbols: the mask. */
  @Override
  public void shape(TransformerNetwork.Builder network) {
    network.vocabulary(symbols + 1).outputs(symbols).length(n).from(n / 2 + 1);
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
    return ExampleRows.of(count, n, outputs(), choice, this::write);
  }

  private void write(int number, int[] tokens, int firstToken, int[] targets, int firstTarget) {
    Random random = Seeds.random(SEED, number);
    int half = n / 2;
    for (int at = 0; at < half; at++) {
      tokens[firstToken + half + at] = symbols;
    }
    for (int at = 0; at < outputs(); at++) {
      int symbol = random.nextInt(symbols);
      tokens[firstToken + 1 + at] = symbol;
      targets[firstTarget + at] = symbol;
    }
  }
}
