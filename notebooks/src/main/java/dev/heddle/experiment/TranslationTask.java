package dev.heddle.experiment;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.heddle.training.Examples;
import dev.heddle.training.TransformerNetwork;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * Translation of sentences by an encoder-decoder: the sentence goes into the encoder, and the
 * decoder tells each byte of the translation from it and from the bytes before (teacher forcing).
 *
 * <p>Texts are UTF-8 bytes: a sentence with 0 up to the length, which are tokens as any other; a
 * translation that begins with 1 and ends with 0. Pairs of which a side is longer are left out.
 *
 * @param n the length of a sentence, and of a translation with its end
 * @param training what is learned from
 * @param testing what is tested with
 */
public record TranslationTask(int n, List<Pair> training, List<Pair> testing)
    implements LearningTask {

  private static final int BEGIN = 1;
  private static final int END = 0;
  private static final Pattern WORD = Pattern.compile("\\p{L}+|\\p{N}+|\\S");

  /** A sentence, and what it is in another language. */
  public record Pair(String sentence, String translation) {}

  /**
   * Pairs in two parts: no sentence that is tested with, and no translation, is among those that
   * are learned from.
   */
  record Split(List<Pair> train, List<Pair> test) {

    /** Takes from the tests what would be known. */
    static Split of(List<Pair> train, List<Pair> test) {
      Set<String> sentences = new HashSet<>();
      Set<String> translations = new HashSet<>();
      train.forEach(
          pair -> {
            sentences.add(pair.sentence());
            translations.add(pair.translation());
          });
      List<Pair> unknown =
          test.stream()
              .filter(
                  pair ->
                      !sentences.contains(pair.sentence())
                          && !translations.contains(pair.translation()))
              .distinct()
              .toList();
      return new Split(train, unknown);
    }

    /** Eight of ten sentences are learned from, one is tested with and one kept aside. */
    static Split byHash(List<Pair> pairs) {
      List<Pair> train = new ArrayList<>();
      List<Pair> test = new ArrayList<>();
      for (Pair pair : pairs) {
        switch (TextCorpus.part(pair.sentence())) {
          case TRAIN -> train.add(pair);
          case VALID -> test.add(pair);
          case TEST -> {
            // Kept aside.
          }
        }
      }
      return of(train, test);
    }
  }

  public TranslationTask {
    training = List.copyOf(training);
    testing = List.copyOf(testing);
    if (n < 2 || training.isEmpty() || testing.isEmpty()) {
      throw new IllegalArgumentException(
          "translation wants 2 positions, and pairs to learn from and to test with that fit in n ="
              + " %d bytes; there are %d and %d".formatted(n, training.size(), testing.size()));
    }
  }

  /**
   * Reads lines {@code sentence TAB translation}, with or without more fields, of a file, of the
   * {@code .txt} and {@code .tsv} files of a folder, or of a zip: the files of manythings.org and
   * of Tatoeba. A hash of the sentence says what is tested with, or DJL's names of files do.
   *
   * @param tests how many pairs are tested with, at most
   * @throws IOException if they cannot be read; the message says what is not as expected
   * @throws IllegalArgumentException if too few fit
   */
  public static TranslationTask read(Path source, int n, int tests) throws IOException {
    return of(SentenceFiles.read(source), n, tests);
  }

  static TranslationTask of(Split split, int n, int tests) {
    List<Pair> fitting = split.test().stream().filter(pair -> fits(pair, n)).toList();
    return new TranslationTask(
        n,
        split.train().stream().filter(pair -> fits(pair, n)).toList(),
        fitting.subList(0, Math.min(tests, fitting.size())));
  }

  private static boolean fits(Pair pair, int n) {
    return pair.sentence().getBytes(UTF_8).length <= n
        && pair.translation().getBytes(UTF_8).length < n;
  }

  @Override
  public String name() {
    return "translation";
  }

  @Override
  public void shape(TransformerNetwork.Builder network) {
    network.vocabulary(256).length(n).encoderDecoder(n);
  }

  @Override
  public Examples training(long seed, long step, int count) {
    return rows(count, training, ExampleRows.shuffled(seed, step, count, training.size()));
  }

  @Override
  public int tests() {
    return testing.size();
  }

  @Override
  public Examples tests(int from, int count) {
    return rows(count, testing, at -> from + at);
  }

  private Examples rows(int count, List<Pair> pairs, ExampleRows.Choice choice) {
    int[] source = new int[count * n];
    int[] tokens = new int[count * n];
    int[] targets = new int[count * n];
    Arrays.fill(targets, Examples.IGNORED);
    for (int row = 0; row < count; row++) {
      Pair pair = pairs.get(choice.number(row));
      int first = row * n;
      byte[] sentence = pair.sentence().getBytes(UTF_8);
      for (int at = 0; at < sentence.length; at++) {
        source[first + at] = sentence[at] & 0xFF;
      }
      byte[] translation = pair.translation().getBytes(UTF_8);
      tokens[first] = BEGIN;
      for (int at = 0; at < translation.length; at++) {
        targets[first + at] = translation[at] & 0xFF;
        tokens[first + at + 1] = translation[at] & 0xFF;
      }
      targets[first + translation.length] = END;
    }
    return new Examples(count, n, tokens, targets, source);
  }

  @Override
  public Writing writing() {
    return new Writing(BEGIN, END, TranslationTask::words);
  }

  /** Words, numbers and signs. */
  static List<String> words(int[] tokens) {
    byte[] bytes = new byte[tokens.length];
    for (int at = 0; at < tokens.length; at++) {
      bytes[at] = (byte) tokens[at];
    }
    return WORD.matcher(new String(bytes, UTF_8)).results().map(MatchResult::group).toList();
  }
}
