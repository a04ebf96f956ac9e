package dev.heddle.experiment;

import dev.heddle.training.Examples;
import dev.heddle.training.Seeds;
import dev.heddle.training.TransformerNetwork;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeSet;

/**
 * Classification of pairs of sentences, from files of the form that GLUE has, or made up.
 *
 * <p>Texts are bytes: the first sentence, 0, the second, and 0 up to the length; what is longer is
 * cut, from both sentences alike.
 *
 * @param n the length
 * @param labels the names of the classes
 * @param training what is learned from
 * @param testing what is tested with
 */
public record SentencePairs(int n, List<String> labels, List<Pair> training, List<Pair> testing)
    implements LearningTask {

  private static final long SEED = 0x61E;

  /**
   * A pair and its class.
   *
   * @param second may be empty, for a task of single sentences
   * @param label the number of the class
   */
  public record Pair(String first, String second, int label) {}

  public SentencePairs {
    labels = List.copyOf(labels);
    training = List.copyOf(training);
    testing = List.copyOf(testing);
    if (n < 4 || labels.size() < 2 || training.isEmpty() || testing.isEmpty()) {
      throw new IllegalArgumentException(
          "classification wants 4 positions, 2 classes, and pairs to learn from and to test with");
    }
  }

  /**
   * Pairs of sentences of made-up words: whether the second is the first in another order, or
   * differs by one word. Half of each.
   */
  public static SentencePairs madeUp(int n, int training, int tests) {
    List<Pair> all = new ArrayList<>();
    int words = Math.max(1, (n / 2 - 1) / 3);
    for (int number = 0; number < training + tests; number++) {
      Random random = Seeds.random(SEED, number);
      List<String> first = new ArrayList<>();
      for (int word = 0; word < words; word++) {
        first.add(word(random));
      }
      List<String> second = new ArrayList<>(first);
      boolean isSame = random.nextBoolean();
      if (!isSame) {
        second.set(random.nextInt(words), word(random));
      }
      java.util.Collections.shuffle(second, random);
      boolean holds = first.stream().sorted().toList().equals(second.stream().sorted().toList());
      all.add(new Pair(String.join(" ", first), String.join(" ", second), holds ? 1 : 0));
    }
    return new SentencePairs(
        n, List.of("other", "same"), all.subList(0, training), all.subList(training, all.size()));
  }

  private static String word(Random random) {
    return "" + (char) ('a' + random.nextInt(16)) + (char) ('a' + random.nextInt(4));
  }

  /**
   * Reads the files of a GLUE task: {@code train.tsv}, and {@code dev.tsv} or {@code
   * dev_matched.tsv}. Which columns hold the sentences and the label is read off the first line
   * (sentence1, question1, premise…; sentence2, hypothesis…; label, gold_label, is_duplicate,
   * score); CoLA's files have none.
   *
   * @throws IOException if they cannot be read; the message says what is not as expected
   */
  public static SentencePairs read(Path folder, int n) throws IOException {
    Path dev = folder.resolve("dev.tsv");
    List<String[]> learned = Tsv.rows(folder.resolve("train.tsv"));
    List<String[]> tested = Tsv.rows(Files.exists(dev) ? dev : folder.resolve("dev_matched.tsv"));
    TreeSet<String> names = new TreeSet<>();
    learned.forEach(row -> names.add(row[2]));
    tested.forEach(row -> names.add(row[2]));
    List<String> labels = List.copyOf(names);
    Map<String, Integer> numbers = new HashMap<>();
    labels.forEach(label -> numbers.put(label, numbers.size()));
    return new SentencePairs(n, labels, pairs(learned, numbers), pairs(tested, numbers));
  }

  private static List<Pair> pairs(List<String[]> rows, Map<String, Integer> numbers) {
    return rows.stream()
        .map(row -> new Pair(row[0], row[1], numbers.getOrDefault(row[2], 0)))
        .toList();
  }

  @Override
  public String name() {
    return "classification";
  }

  @Override
  public void shape(TransformerNetwork.Builder network) {
    network.vocabulary(256).outputs(labels.size()).length(n).pooled();
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
    return ExampleRows.of(
        count,
        n,
        1,
        choice,
        (number, tokens, firstToken, targets, firstTarget) -> {
          Pair pair = pairs.get(number);
          targets[firstTarget] = pair.label();
          byte[] first = pair.first().getBytes(StandardCharsets.UTF_8);
          byte[] second = pair.second().getBytes(StandardCharsets.UTF_8);
          int room = n - 1;
          int mine = Math.min(first.length, Math.max(room / 2, room - second.length));
          int theirs = Math.min(second.length, room - mine);
          for (int at = 0; at < mine; at++) {
            tokens[firstToken + at] = first[at] & 0xFF;
          }
          for (int at = 0; at < theirs; at++) {
            tokens[firstToken + mine + 1 + at] = second[at] & 0xFF;
          }
        });
  }
}
