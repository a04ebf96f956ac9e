package dev.heddle.experiment;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.heddle.training.Examples;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TranslationTaskTest {

  private static final String CREDIT = "\tCC-BY 2.0 (France) Attribution: tatoeba.org #1 (a)\n";

  @TempDir private Path folder;

  @Test
  void whatIsMadeUpIsBackwardsInOtherWords() {
    RecallTask task = new RecallTask(6, 7, 20, 5);
    Examples batch = task.training(0, 1, 20);
    int[] words = new int[7];
    Arrays.fill(words, -1);
    Set<String> learned = new HashSet<>();
    for (int example = 0; example < 20; example++) {
      int[] source = Arrays.copyOfRange(batch.source(), example * 6, (example + 1) * 6);
      int[] tokens = Arrays.copyOfRange(batch.tokens(), example * 6, (example + 1) * 6);
      int[] targets = Arrays.copyOfRange(batch.targets(), example * 6, (example + 1) * 6);
      assertEquals(14, tokens[0]);
      for (int at = 0; at < 6; at++) {
        int word = source[5 - at];
        assertTrue(targets[at] >= 7 && targets[at] < 14);
        assertTrue(words[word] == -1 || words[word] == targets[at]);
        words[word] = targets[at];
        if (at < 5) {
          assertEquals(targets[at], tokens[at + 1]);
        }
      }
      learned.add(Arrays.toString(source));
    }
    assertEquals(7, Arrays.stream(words).distinct().count());
    Examples tests = task.tests(0, 5);
    for (int example = 0; example < 5; example++) {
      int[] source = Arrays.copyOfRange(tests.source(), example * 6, (example + 1) * 6);
      assertFalse(learned.contains(Arrays.toString(source)));
    }
  }

  /** As manythings.org has them: many translations of one sentence, and a credit. */
  private static String lines(int from, int to) {
    StringBuilder lines = new StringBuilder();
    for (int number = from; number < to; number++) {
      lines
          .append("Go ")
          .append(number)
          .append(".\tVa ")
          .append(number)
          .append(" !")
          .append(CREDIT);
      lines.append("Go ").append(number).append(".\tMarche. É").append(number).append(CREDIT);
      // One translation of many sentences.
      lines.append("Run ").append(number).append(".\tCours !").append(CREDIT);
    }
    return lines.toString();
  }

  private static void hasNoLeak(TranslationTask task) {
    for (TranslationTask.Pair test : task.testing()) {
      for (TranslationTask.Pair learned : task.training()) {
        assertFalse(learned.sentence().equals(test.sentence()), test.toString());
        assertFalse(learned.translation().equals(test.translation()), test.toString());
      }
    }
  }

  @Test
  void aFileAFolderAndAZipAreTheSame() throws IOException {
    Path file = folder.resolve("fra.txt");
    Files.writeString(file, lines(0, 100));
    TranslationTask task = TranslationTask.read(file, 20, 1_000);
    hasNoLeak(task);
    assertTrue(task.training().size() > 200, "to learn from: " + task.training().size());
    assertTrue(task.testing().size() >= 8, "to test with: " + task.testing().size());
    // `Cours !` is among what is learned.
    assertTrue(task.testing().stream().allMatch(pair -> pair.sentence().startsWith("Go")));
    Path inside = folder.resolve("inside");
    Files.createDirectories(inside);
    Files.copy(file, inside.resolve("fra.txt"));
    Files.writeString(inside.resolve("_about.txt"), "no pairs in here\n");
    assertEquals(task, TranslationTask.read(inside, 20, 1_000));
    Path zipped = folder.resolve("fra-eng.zip");
    try (OutputStream out = Files.newOutputStream(zipped);
        ZipOutputStream zip = new ZipOutputStream(out)) {
      for (String name : List.of("_about.txt", "fra.txt")) {
        zip.putNextEntry(new ZipEntry(name));
        zip.write(Files.readAllBytes(inside.resolve(name)));
      }
    }
    assertEquals(task, TranslationTask.read(zipped, 20, 1_000));
    assertEquals(2, TranslationTask.read(file, 20, 2).tests());
  }

  @Test
  void filesThatSayWhatIsTestedAreFollowed() throws IOException {
    Files.writeString(folder.resolve("fra-eng-train.txt"), lines(0, 10));
    Files.writeString(folder.resolve("fra-eng-test.txt"), lines(8, 14));
    TranslationTask task = TranslationTask.read(folder, 20, 1_000);
    hasNoLeak(task);
    assertEquals(30, task.training().size());
    // Of six sentences two are known, and so is `Cours !`.
    assertEquals(8, task.testing().size());
    // Tatoeba's own export has numbers before the sentences.
    Path own = folder.resolve("own.tsv");
    Files.writeString(
        own, lines(0, 60).replaceAll("(?m)^([^\t]*)\t([^\t]*)\t.*", "12\t$1\t34\t$2"));
    assertTrue(
        TranslationTask.read(own, 20, 1_000).training().stream()
            .allMatch(pair -> pair.sentence().matches("(Go|Run) \\d+\\.")));
  }

  @Test
  void examplesAreBytesWithBeginAndEnd() {
    TranslationTask.Pair pair = new TranslationTask.Pair("Hi", "Éh !");
    TranslationTask task =
        new TranslationTask(7, List.of(pair), List.of(new TranslationTask.Pair("No", "Non")));
    Examples one = task.training(0, 1, 1);
    byte[] bytes = "Éh !".getBytes(UTF_8);
    assertArrayEquals(new int[] {'H', 'i', 0, 0, 0, 0, 0}, one.source());
    assertArrayEquals(
        new int[] {1, bytes[0] & 0xFF, bytes[1] & 0xFF, 'h', ' ', '!', 0}, one.tokens());
    int none = Examples.IGNORED;
    assertArrayEquals(
        new int[] {bytes[0] & 0xFF, bytes[1] & 0xFF, 'h', ' ', '!', 0, none}, one.targets());
    assertEquals(
        List.of("Éh", "!"), TranslationTask.words(Arrays.copyOf(one.targets(), bytes.length)));
    assertEquals(
        List.of("L", "'", "an", "2024", "."),
        TranslationTask.words("L'an 2024.".chars().toArray()));
  }

  @Test
  void whatIsNoPairIsSaid() throws IOException {
    Path file = folder.resolve("bad.txt");
    Files.writeString(file, "Go.\tVa !\nGo on\n");
    IOException e = assertThrows(IOException.class, () -> TranslationTask.read(file, 20, 9));
    assertTrue(String.valueOf(e.getMessage()).contains("line 2 of " + file), e.getMessage());
    Path empty = Files.createDirectories(folder.resolve("empty"));
    assertThrows(IOException.class, () -> TranslationTask.read(empty, 20, 9));
    Files.writeString(file, lines(0, 50));
    IllegalArgumentException tooShort =
        assertThrows(IllegalArgumentException.class, () -> TranslationTask.read(file, 3, 9));
    assertTrue(String.valueOf(tooShort.getMessage()).contains("n = 3"), tooShort.getMessage());
    DataException none =
        assertThrows(
            DataException.class,
            () -> TaskChoice.translation(8, 4, 1, 1).data("no/such.tsv").task());
    assertTrue(String.valueOf(none.getMessage()).contains("no/such.tsv"), none.getMessage());
  }
}
