package dev.heddle.experiment;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.Device;
import dev.heddle.pattern.SparsityPattern;
import dev.heddle.training.Examples;
import dev.heddle.training.Learner;
import dev.heddle.training.LearningRate;
import dev.heddle.training.LearningRule;
import dev.heddle.training.TransformerNetwork;
import dev.heddle.training.TransformerSize;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LearningTaskTest {

  @TempDir private Path folder;

  private static String row(int[] all, int row, int width) {
    return Arrays.toString(Arrays.copyOfRange(all, row * width, (row + 1) * width));
  }

  @Test
  void copyingIsZeroAndASequenceTwice() {
    CopyingTask task = new CopyingTask(16, 10, 30, 12);
    Set<String> learned = new HashSet<>();
    for (int step = 1; step <= 6; step++) {
      Examples batch = task.training(3, step, 5);
      assertEquals(5 * 7, batch.targets().length);
      for (int example = 0; example < 5; example++) {
        int first = example * 16;
        assertEquals(0, batch.tokens()[first]);
        for (int at = 0; at < 7; at++) {
          int target = batch.targets()[7 * example + at];
          // The target of position n/2 + 1 + i is what stands at 1 + i.
          assertEquals(batch.tokens()[first + 1 + at], target);
          assertTrue(target >= 0 && target < 10);
        }
        for (int at = 8; at < 16; at++) {
          assertEquals(10, batch.tokens()[first + at]);
        }
        learned.add(row(batch.tokens(), example, 16));
      }
    }
    // Six steps of five are all thirty, each once.
    assertEquals(30, learned.size());
    Examples tests = task.tests(0, 12);
    for (int example = 0; example < 12; example++) {
      assertFalse(learned.contains(row(tests.tokens(), example, 16)));
    }
    assertArrayEquals(task.training(3, 2, 5).tokens(), task.training(3, 2, 5).tokens());
    assertFalse(Arrays.equals(task.training(3, 2, 5).tokens(), task.training(4, 2, 5).tokens()));
    assertArrayEquals(
        task.tests(4, 1).tokens(), Arrays.copyOfRange(tests.tokens(), 4 * 16, 5 * 16));
  }

  private static double learned(String pattern) {
    CopyingTask task = new CopyingTask(10, 8, 4_000, 200);
    TransformerNetwork.Builder builder =
        TransformerNetwork.builder(SparsityPattern.parse(pattern))
            .size(TransformerSize.of(2, 2, 32))
            .decoder()
            .seed(1);
    task.shape(builder);
    LearningRule rule =
        LearningRule.of(new LearningRate(5e-3, 20, 400, LearningRate.Decay.LINEAR, 0));
    try (Learner learner = Learner.of(builder.build(), rule, 1, Device.cpu())) {
      for (int step = 1; step <= 400; step++) {
        learner.step(task.training(1, step, 32));
      }
      return learner.evaluate(task.tests(0, 200)).accuracy();
    }
  }

  /** Two causal layers copy; who sees nothing but the mask has one of the eight by chance. */
  @Test
  void whoLooksBackCopies() {
    double causal = learned("causal");
    assertTrue(causal > 0.99, "causal: " + causal);
    double alone = learned("self");
    assertTrue(alone < 0.2, "self: " + alone);
  }

  @Test
  void madeUpPairsAreOfBothKinds() {
    SentencePairs task = SentencePairs.madeUp(32, 400, 100);
    long same = task.training().stream().filter(pair -> pair.label() == 1).count();
    assertTrue(same > 150 && same < 260, "same: " + same);
    for (SentencePairs.Pair pair : task.training()) {
      List<String> first = Arrays.stream(pair.first().split(" ", -1)).sorted().toList();
      List<String> second = Arrays.stream(pair.second().split(" ", -1)).sorted().toList();
      assertEquals(first.equals(second) ? 1 : 0, pair.label());
      assertTrue(pair.first().length() + pair.second().length() < 32);
    }
    Examples tests = task.tests(99, 1);
    assertEquals(1, tests.targets().length);
    byte[] first = task.testing().get(99).first().getBytes(StandardCharsets.UTF_8);
    for (int at = 0; at < first.length; at++) {
      assertEquals(first[at], tests.tokens()[at]);
    }
    assertEquals(0, tests.tokens()[first.length]);
  }

  @Test
  void filesOfGlueAreRead() throws IOException {
    Files.writeString(
        folder.resolve("train.tsv"),
        """
        index\tsentence1\tsentence2\tgold_label
        0\tA dog "barks.\tIt's loud.\tentailment
        1\tA cat.\tA dog.\t-
        2\tÉté\tHiver\tcontradiction
        """);
    Files.writeString(
        folder.resolve("dev_matched.tsv"),
        "index\tsentence1\tsentence2\tlabel1\tgold_label\n0\ta\tb\tneutral\tneutral\n");
    SentencePairs task = SentencePairs.read(folder, 12);
    assertEquals(List.of("contradiction", "entailment", "neutral"), task.labels());
    assertEquals(
        List.of(
            new SentencePairs.Pair("A dog \"barks.", "It's loud.", 1),
            new SentencePairs.Pair("Été", "Hiver", 0)),
        task.training());
    assertEquals(List.of(new SentencePairs.Pair("a", "b", 2)), task.testing());
    // Twelve positions: too long sentences are cut alike.
    Examples batch = task.training(0, 1, 2);
    for (int example = 0; example < 2; example++) {
      if (batch.targets()[example] == 1) {
        byte[] expected = "A dog\0It's l".getBytes(StandardCharsets.UTF_8);
        for (int at = 0; at < 12; at++) {
          assertEquals(expected[at], batch.tokens()[12 * example + at], "at " + at);
        }
      }
    }
    // CoLA has no header.
    Files.writeString(folder.resolve("train.tsv"), "gj04\t1\t\tHe left.\ngj04\t0\t*\tLeft he.\n");
    Files.writeString(folder.resolve("dev.tsv"), "gj04\t1\t\tShe left.\n");
    SentencePairs cola = SentencePairs.read(folder, 12);
    assertEquals(List.of("0", "1"), cola.labels());
    assertEquals(new SentencePairs.Pair("Left he.", "", 0), cola.training().getLast());
    Files.writeString(folder.resolve("dev.tsv"), "a\tb\n");
    assertThrows(IOException.class, () -> SentencePairs.read(folder, 12));
  }

  @Test
  void noFileOfATextIsInTwoParts() throws IOException {
    String notice = "/*\n * Copyright (c) somebody\n */\n\n";
    for (int file = 0; file < 200; file++) {
      Path path = folder.resolve("p" + file % 7 + "/F" + file + ".java");
      Files.createDirectories(path.getParent());
      Files.writeString(path, notice + "class F" + file + " { /* copyright of none */ }\n");
    }
    Files.writeString(
        folder.resolve("p0/Copy.java"), notice + "class F1 { /* copyright of none */ }\n");
    Files.writeString(folder.resolve("p0/picture.png"), "no text");
    TextCorpus text = TextCorpus.read(folder, "", 1L << 30);
    Set<String> seen = new HashSet<>();
    int files = 0;
    for (TextCorpus.Part part : TextCorpus.Part.values()) {
      for (String file : text.files(part)) {
        assertTrue(seen.add(file));
        assertEquals(part, TextCorpus.part(file));
      }
      files += text.files(part).size();
      String all = new String(text.bytes(part), StandardCharsets.UTF_8);
      assertFalse(all.contains("somebody"), "the notice is left");
      for (TextCorpus.Part other : TextCorpus.Part.values()) {
        String others = new String(text.bytes(other), StandardCharsets.UTF_8);
        assertTrue(
            part == other || all.lines().noneMatch(line -> others.contains(line)),
            part + " " + other);
      }
    }
    // The copy of F1 counts once.
    assertEquals(200, files);
    assertTrue(text.files(TextCorpus.Part.TRAIN).size() > 130);
    assertTrue(text.files(TextCorpus.Part.VALID).size() > 8);
    assertEquals(text.fingerprint(), TextCorpus.read(folder, "", 1L << 30).fingerprint());
    TextCorpus some = TextCorpus.read(folder, "p1/", 1L << 30);
    assertTrue(some.files(TextCorpus.Part.TRAIN).stream().allMatch(f -> f.startsWith("p1/")));
    TextCorpus few = TextCorpus.read(folder, "", 500);
    int bytes = 0;
    for (TextCorpus.Part part : TextCorpus.Part.values()) {
      bytes += few.bytes(part).length;
    }
    assertTrue(bytes <= 500 && bytes > 300, "bytes: " + bytes);
  }

  /** WikiText's files say which part they are, and a part that is too long is cut. */
  @Test
  void aTextThatComesInPartsIsLeftInThem() throws IOException {
    Path own = Files.createDirectories(folder.resolve("wikitext-2"));
    for (String part : List.of("train", "valid", "test")) {
      Files.writeString(own.resolve("wiki." + part + ".tokens"), (part + "\n").repeat(100));
    }
    Files.writeString(own.resolve("README.md"), "left out");
    for (Path source : List.of(own, folder)) {
      TextCorpus text = TextCorpus.read(source, "", 1L << 20);
      for (TextCorpus.Part part : TextCorpus.Part.values()) {
        assertEquals(
            (part.word() + "\n").repeat(100), new String(text.bytes(part), StandardCharsets.UTF_8));
      }
    }
    assertEquals(50, TextCorpus.read(own, "", 50).bytes(TextCorpus.Part.TRAIN).length);
    // Two files of one part are no parts.
    Files.writeString(own.resolve("other.train.txt"), "more");
    assertFalse(
        new String(
                TextCorpus.read(own, "", 1L << 20).bytes(TextCorpus.Part.TRAIN),
                StandardCharsets.UTF_8)
            .equals("train\n".repeat(100)));
  }

  @Test
  void aTextTellsTheNextByte() throws IOException {
    byte[] bytes = new byte[1000];
    for (int at = 0; at < bytes.length; at++) {
      bytes[at] = (byte) (at * 7 % 251);
    }
    Path file = folder.resolve("text.bin");
    Files.write(file, bytes);
    TextCorpus text = TextCorpus.read(file, "", 1L << 20);
    assertEquals(800, text.bytes(TextCorpus.Part.TRAIN).length);
    TextTask task = new TextTask(10, text, 1_000);
    assertEquals(9, task.tests());
    Examples tests = task.tests(0, 9);
    for (int at = 0; at < 90; at++) {
      assertEquals(bytes[800 + at] & 0xFF, tests.tokens()[at]);
      assertEquals(bytes[801 + at] & 0xFF, tests.targets()[at]);
    }
    Examples batch = task.training(1, 5, 4);
    for (int at = 0; at < 40; at++) {
      if (at % 10 < 9) {
        assertEquals(batch.tokens()[at + 1], batch.targets()[at]);
      }
    }
    assertArrayEquals(batch.tokens(), task.training(1, 5, 4).tokens());
    assertThrows(IllegalArgumentException.class, () -> new TextTask(200, text, 1));
  }

  @Test
  void aChoiceIsATask() throws IOException {
    assertEquals(new CopyingTask(8, 4, 10, 5), TaskChoice.copying(8, 4, 10, 5).task());
    assertEquals("translation", TaskChoice.translation(8, 4, 10, 5).task().name());
    assertEquals(5, TaskChoice.classification(16, 10, 5).task().tests());
    assertThrows(IllegalArgumentException.class, () -> TaskChoice.copying(7, 4, 10, 5).task());
    TaskChoice none = new TaskChoice("cooking", 8, 4, 1, 1, null, "", 0);
    assertTrue(
        String.valueOf(assertThrows(IllegalArgumentException.class, none::task).getMessage())
            .contains("copying, lm"));
  }
}
