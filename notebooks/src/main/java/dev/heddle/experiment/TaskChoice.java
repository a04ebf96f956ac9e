package dev.heddle.experiment;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * A task as it is written down: from this it can be made again.
 *
 * @param name {@code copying}, {@code translation}, {@code classification} or {@code lm}
 * @param n the length
 * @param symbols how many symbols or words there are, where these are made up
 * @param training how many examples are learned from, where these are made up
 * @param tests how many are tested with
 * @param data of {@code lm}, a text file, folder or zip, or {@link DjlData#WIKI_TEXT}; of {@code
 *     translation}, a file, folder or zip of pairs of sentences, or {@link DjlData#TATOEBA}; of
 *     {@code classification} a folder of TSV files; null for the JDK's sources, and for what is
 *     made up
 * @param within of {@code lm}, only files whose path begins so
 * @param bytes of {@code lm}, how many bytes of text at most
 */
public record TaskChoice(
    String name,
    int n,
    int symbols,
    int training,
    int tests,
    @Nullable String data,
    String within,
    long bytes) {

  /** Copying of a half of n positions. */
  public static TaskChoice copying(int n, int symbols, int training, int tests) {
    return new TaskChoice("copying", n, symbols, training, tests, null, "", 0);
  }

  /** Sentences backwards in other words; n is the length of a sentence. */
  public static TaskChoice translation(int n, int words, int training, int tests) {
    return new TaskChoice("translation", n, words, training, tests, null, "", 0);
  }

  /** Pairs of made-up sentences. */
  public static TaskChoice classification(int n, int training, int tests) {
    return new TaskChoice("classification", n, 0, training, tests, null, "", 0);
  }

  /** Bytes of the JDK's own sources. */
  public static TaskChoice languageModelling(int n, int tests, String within, long bytes) {
    return new TaskChoice("lm", n, 0, 0, tests, null, within, bytes);
  }

  /** The same with other data, and everything in it. */
  public TaskChoice data(String path) {
    return new TaskChoice(name, n, symbols, training, tests, path, "", bytes);
  }

  /** What stacks of layers the network has. */
  Stacks stacks() {
    return switch (name) {
      case "lm" -> Stacks.DECODER;
      case "translation" -> Stacks.BOTH;
      default -> Stacks.ENCODER;
    };
  }

  Measure measure() {
    return name.equals("lm") ? Measure.PERPLEXITY : Measure.ACCURACY;
  }

  /** The same at another length. */
  public TaskChoice n(int length) {
    return new TaskChoice(name, length, symbols, training, tests, data, within, bytes);
  }

  /**
   * The task.
   *
   * @throws DataException if its data cannot be had
   * @throws IllegalArgumentException if its numbers make no task
   */
  public LearningTask task() throws IOException {
    try {
      return made();
    } catch (DataException e) {
      throw e;
    } catch (NoSuchFileException e) {
      throw new DataException("there is no `" + e.getMessage() + "`", e);
    } catch (IOException e) {
      throw new DataException(String.valueOf(e.getMessage()), e);
    }
  }

  private LearningTask made() throws IOException {
    return switch (name) {
      case "copying" -> new CopyingTask(n, symbols, training, tests);
      case "translation" ->
          data == null
              ? new RecallTask(n, symbols, training, tests)
              : data.equals(DjlData.TATOEBA)
                  ? TranslationTask.of(DjlData.tatoeba(), n, tests)
                  : TranslationTask.read(Path.of(data), n, tests);
      case "classification" ->
          data == null
              ? SentencePairs.madeUp(n, training, tests)
              : SentencePairs.read(Path.of(data), n);
      case "lm" ->
          new TextTask(
              n,
              data == null
                  ? TextCorpus.ofJdk(within, bytes)
                  : TextCorpus.read(
                      data.equals(DjlData.WIKI_TEXT) ? DjlData.wikiText() : Path.of(data),
                      within,
                      bytes),
              tests);
      default ->
          throw new IllegalArgumentException(
              "there is no task `"
                  + name
                  + "`; there are copying, lm, translation and classification");
    };
  }
}
