package dev.heddle.files;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IntegerTextTest {

  @TempDir Path folder;

  private Path text(String text) throws IOException {
    return Files.writeString(folder.resolve("a.txt"), text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0 1\n2 3\n",
        "0 1\n2 3",
        "0,1\r\n2,3\r\n",
        "# from, to\n\n 0\t1 # the first\n\n\t2 ,  3\n#",
        "\uFEFF0 1\n2 3\n",
        "+0 01\n2 3\n   \n"
      })
  void edgesAreTwoIntegersALine(String text) throws IOException {
    assertArrayEquals(new int[][] {{0, 1}, {2, 3}}, IntegerText.edges(text(text)));
  }

  @Test
  void aSequenceHasAnyNumberALine() throws IOException {
    assertArrayEquals(
        new long[] {5, -6, 1L << 40, 7}, IntegerText.sequence(text("5, -6\n1099511627776 7")));
    assertArrayEquals(new long[0], IntegerText.sequence(text("# none\n")));
    assertArrayEquals(new int[0][], IntegerText.edges(text("")));
  }

  @Test
  void longFilesAreWhole() throws IOException {
    String lines =
        IntStream.range(0, 30_000).mapToObj(i -> i + " " + 2 * i).collect(Collectors.joining("\n"));
    int[][] edges = IntegerText.edges(text(lines));
    assertEquals(30_000, edges.length);
    assertArrayEquals(new int[] {29_999, 59_998}, edges[29_999]);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "0 1;source,target | line 2: `source` is no integer",
        "0 1;# x;;1 | line 4: one integer, and an edge has two",
        "0 1 2 | line 1: 3 integers, and an edge has two",
        "0 1;0 1.5 | line 2: `1.5` is no integer",
        "0 1;0,, 1 | line 2: no integer stands before a comma",
        "0 1;,1 | line 2: no integer stands before a comma",
        "0, 1, | line 1: no integer stands after a comma",
        "0 -1 | line 1: -1 is no position: they count from 0",
        "0 4294967296 | line 1: 4294967296 is no position: they have 32 bits",
        "0 99999999999999999999 | line 1: `99999999999999999999` is no integer",
        "0 ½ | line 1: `??` is no integer"
      })
  void whatIsWrongIsToldWithItsLine(String lines, String message) throws IOException {
    Path file = text(lines.replace(';', '\n'));
    assertEquals(
        message, assertThrows(IOException.class, () -> IntegerText.edges(file)).getMessage());
  }

  @Test
  void whatIsNoTextIsRefusedEarly() throws IOException {
    Path file = Files.write(folder.resolve("a.txt"), new byte[1 << 20]);
    assertEquals(
        "line 1: `" + "?".repeat(40) + "…` is no integer",
        assertThrows(IOException.class, () -> IntegerText.edges(file)).getMessage());
    Files.write(file, "\u00ef1 2".getBytes(StandardCharsets.ISO_8859_1));
    assertEquals(
        "line 1: it is no text",
        assertThrows(IOException.class, () -> IntegerText.edges(file)).getMessage());
    assertThrows(NoSuchFileException.class, () -> IntegerText.edges(folder.resolve("no.txt")));
  }
}
