package dev.heddle.experiment;

import dev.heddle.training.Examples;
import dev.heddle.training.Seeds;
import dev.heddle.training.TransformerNetwork;
import java.util.Arrays;
import java.util.Random;

/**
 * Language modelling by bytes: at each position of a piece of text, which byte comes next? A
 * decoder.
 *
 * @param n the positions of a piece
 * @param text what is learned from, tested with, and kept aside
 * @param tests how many pieces of the tested text are used, at most
 */
public record TextTask(int n, TextCorpus text, int tests) implements LearningTask {

  public TextTask {
    if (n < 1 || tests < 1) {
      throw new IllegalArgumentException("a piece of text has a position, and one is tested");
    }
    for (TextCorpus.Part part :
        new TextCorpus.Part[] {TextCorpus.Part.TRAIN, TextCorpus.Part.VALID}) {
      if (text.bytes(part).length <= n) {
        throw new IllegalArgumentException(
            "the %s part of the text has %d bytes, and a piece %d"
                .formatted(part.word(), text.bytes(part).length, n + 1));
      }
    }
    tests = Math.min(tests, (text.bytes(TextCorpus.Part.VALID).length - 1) / n);
  }

  @Override
  public String name() {
    return "lm";
  }

  @Override
  public void shape(TransformerNetwork.Builder network) {
    network.vocabulary(256).length(n).decoder();
  }

  /** Pieces from anywhere. */
  @Override
  public Examples training(long seed, long step, int count) {
    byte[] bytes = text.bytes(TextCorpus.Part.TRAIN);
    Random random = Seeds.random(seed, step);
    return pieces(bytes, random.ints(count, 0, bytes.length - n).toArray());
  }

  /** Pieces one after the other, spread over the whole text. */
  @Override
  public Examples tests(int from, int count) {
    byte[] bytes = text.bytes(TextCorpus.Part.VALID);
    int pieces = (bytes.length - 1) / n;
    int[] starts = new int[count];
    Arrays.setAll(starts, at -> (int) ((long) (from + at) * pieces / tests) * n);
    return pieces(bytes, starts);
  }

  private Examples pieces(byte[] bytes, int[] starts) {
    return ExampleRows.of(
        starts.length,
        n,
        n,
        at -> starts[at],
        (start, tokens, firstToken, targets, firstTarget) -> {
          for (int at = 0; at < n; at++) {
            tokens[firstToken + at] = bytes[start + at] & 0xFF;
            targets[firstTarget + at] = bytes[start + at + 1] & 0xFF;
          }
        });
  }
}
