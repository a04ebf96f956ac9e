package dev.heddle.experiment;

import ai.djl.basicdataset.BasicDatasets;
import ai.djl.basicdataset.nlp.TatoebaEnglishFrenchDataset;
import ai.djl.basicdataset.nlp.WikiText2;
import ai.djl.ndarray.NDManager;
import ai.djl.repository.Repository;
import ai.djl.training.dataset.Dataset;
import ai.djl.translate.TranslateException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Data sets that DJL fetches once and then keeps in its cache ({@code DJL_CACHE_DIR}, or {@code
 * .djl.ai} in the home folder).
 */
public final class DjlData {

  /** WikiText-2 (Merity, Xiong, Bradbury and Socher 2016), 4.5 MB, in the parts that it has. */
  public static final String WIKI_TEXT = "djl:wikitext-2";

  /** English sentences and their French translations from Tatoeba, 3.7 MB, in DJL's parts. */
  public static final String TATOEBA = "djl:tatoeba-en-fr";

  /** Java's own connections wait for ever, unless told otherwise before the first. */
  private static final String PATIENCE_TO_CONNECT = "sun.net.client.defaultConnectTimeout";

  private static final String PATIENCE_TO_READ = "sun.net.client.defaultReadTimeout";

  private DjlData() {}

  /**
   * The folder of WikiText-2.
   *
   * @throws DataException if it is not in DJL's cache and cannot be fetched
   */
  static Path wikiText() throws DataException {
    return wikiText(BasicDatasets.REPOSITORY);
  }

  static Path wikiText(Repository repository) throws DataException {
    try {
      patient();
      WikiText2 train = WikiText2.builder().optRepository(repository).build();
      Path folder = train.getData().getParent();
      if (folder == null) {
        throw new IOException("it has no folder");
      }
      return folder;
    } catch (IOException | RuntimeException e) {
      throw new DataException(
          "DJL cannot fetch WikiText-2 (%s); without a network, `--data DIR` takes a folder with its wiki.train.tokens, wiki.valid.tokens and wiki.test.tokens"
              .formatted(reason(e)),
          e);
    }
  }

  /**
   * Pairs of English and French sentences; what is tested with is what DJL tests with, without what
   * would be known from the training.
   *
   * @throws DataException if they are not in DJL's cache and cannot be fetched
   */
  static TranslationTask.Split tatoeba() throws DataException {
    return tatoeba(BasicDatasets.REPOSITORY);
  }

  static TranslationTask.Split tatoeba(Repository repository) throws DataException {
    try {
      patient();
      return TranslationTask.Split.of(
          pairs(repository, Dataset.Usage.TRAIN), pairs(repository, Dataset.Usage.TEST));
    } catch (IOException | TranslateException | RuntimeException e) {
      throw new DataException(
          "DJL cannot fetch Tatoeba's sentences (%s); without a network, `--data FILE` takes the fra.txt or the fra-eng.zip of manythings.org"
              .formatted(reason(e)),
          e);
    }
  }

  private static List<TranslationTask.Pair> pairs(Repository repository, Dataset.Usage usage)
      throws IOException, TranslateException {
    // The data set makes an array of each sentence, which nobody wants here.
    try (NDManager passing = NDManager.newBaseManager()) {
      TatoebaEnglishFrenchDataset all =
          TatoebaEnglishFrenchDataset.builder()
              .optRepository(repository)
              .optManager(passing)
              .optUsage(usage)
              .setSampling(1, false)
              .build();
      all.prepare();
      List<TranslationTask.Pair> pairs = new ArrayList<>();
      for (long at = 0; at < all.size(); at++) {
        pairs.add(
            new TranslationTask.Pair(
                SentenceFiles.clean(all.getRawText(at, true)),
                SentenceFiles.clean(all.getRawText(at, false))));
      }
      return pairs;
    }
  }

  private static void patient() {
    for (String property : List.of(PATIENCE_TO_CONNECT, PATIENCE_TO_READ)) {
      if (System.getProperty(property) == null) {
        System.setProperty(property, "20000");
      }
    }
  }

  private static String reason(Exception e) {
    String name = e.getClass().getSimpleName();
    return e.getMessage() == null ? name : name + ": " + e.getMessage();
  }
}
