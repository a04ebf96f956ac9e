package dev.heddle.experiment;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * Sentences and their translations in files of lines {@code sentence TAB translation}, with or
 * without more fields, as manythings.org makes of Tatoeba's sentences; or {@code number TAB
 * sentence TAB number TAB translation}, as Tatoeba itself exports pairs.
 */
final class SentenceFiles {

  /** DJL's files, of which the one is to be learned from and the other to be tested with. */
  private static final String DJL_TRAIN = "fra-eng-train.txt";

  private static final String DJL_TEST = "fra-eng-test.txt";

  private SentenceFiles() {}

  /**
   * Reads a file, those of a folder or those of a zip. Where they are called as DJL's are, these
   * say what is tested with; otherwise a hash of the sentence says it, so that translations of one
   * sentence lie in one part.
   *
   * @throws IOException if they cannot be read; the message says what is not as expected
   */
  static TranslationTask.Split read(Path source) throws IOException {
    Map<String, List<TranslationTask.Pair>> files = files(source);
    if (files.isEmpty()) {
      throw new IOException(source + " has no file that ends in .txt or .tsv");
    }
    List<TranslationTask.Pair> train = files.get(DJL_TRAIN);
    List<TranslationTask.Pair> test = files.get(DJL_TEST);
    if (train != null && test != null) {
      return TranslationTask.Split.of(train, test);
    }
    return TranslationTask.Split.byHash(files.values().stream().flatMap(List::stream).toList());
  }

  private static Map<String, List<TranslationTask.Pair>> files(Path source) throws IOException {
    Map<String, List<TranslationTask.Pair>> files = new TreeMap<>();
    if (Files.isDirectory(source)) {
      try (Stream<Path> list = Files.list(source)) {
        for (Path file : list.filter(Files::isRegularFile).toList()) {
          String name = String.valueOf(file.getFileName());
          if (isOfPairs(name)) {
            files.put(name, pairs(file.toString(), Files.readAllBytes(file)));
          }
        }
      }
    } else if (source.toString().endsWith(".zip")) {
      try (ZipFile zip = new ZipFile(source.toFile())) {
        for (ZipEntry entry : zip.stream().map(each -> (ZipEntry) each).toList()) {
          if (isOfPairs(entry.getName())) {
            try (InputStream in = zip.getInputStream(entry)) {
              files.put(entry.getName(), pairs(entry.getName(), in.readAllBytes()));
            }
          }
        }
      }
    } else {
      files.put(
          String.valueOf(source.getFileName()),
          pairs(source.toString(), Files.readAllBytes(source)));
    }
    return files;
  }

  /** {@code _about.txt} comes with the sentences, and has none. */
  private static boolean isOfPairs(String name) {
    return Set.of("txt", "tsv").contains(name.substring(name.lastIndexOf('.') + 1))
        && !name.endsWith("_about.txt");
  }

  private static List<TranslationTask.Pair> pairs(String file, byte[] bytes) throws IOException {
    List<TranslationTask.Pair> pairs = new ArrayList<>();
    int number = 0;
    for (String line : new String(bytes, UTF_8).replace("\uFEFF", "").lines().toList()) {
      number++;
      if (line.isBlank()) {
        continue;
      }
      String[] fields = line.split("\t", -1);
      int first = fields.length >= 4 && fields[0].matches("\\d+") ? 1 : 0;
      int second = 2 * first + 1;
      if (fields.length <= second || fields[first].isBlank() || fields[second].isBlank()) {
        throw new IOException(
            "line %d of %s is no sentence, a tab and its translation".formatted(number, file));
      }
      pairs.add(new TranslationTask.Pair(clean(fields[first]), clean(fields[second])));
    }
    return pairs;
  }

  /** Without control characters, which stand for the begin and the end. */
  static String clean(String sentence) {
    return sentence.replaceAll("\\p{Cntrl}", " ").strip();
  }
}
