package dev.heddle.files;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NpyTest {

  @TempDir Path folder;

  private Npy read(byte[] bytes) throws IOException {
    return Npy.read(Files.write(folder.resolve("a.npy"), bytes));
  }

  private static long[] whole(Npy array) {
    return array.numbers() instanceof Npy.Numbers.Whole(long[] values) ? values : new long[0];
  }

  @ParameterizedTest
  @ValueSource(strings = {"|i1", "<i2", "<i4", "<i8"})
  void signedIntegersKeepTheirSign(String type) throws IOException {
    Npy array = read(NpyFiles.of(type, false, List.of(2, 3), 0, -1, 127, -128, 5, 6));
    assertEquals(List.of(2, 3), array.shape());
    assertArrayEquals(new long[] {0, -1, 127, -128, 5, 6}, whole(array));
  }

  @Test
  void bytesAndTruthValuesHaveNone() throws IOException {
    assertArrayEquals(new long[] {200}, whole(read(NpyFiles.of("|u1", false, List.of(1), 200))));
    assertArrayEquals(new long[] {1, 0}, whole(read(NpyFiles.of("|b1", false, List.of(2), 1, 0))));
  }

  @ParameterizedTest
  @ValueSource(strings = {"|u1", "<u2", "<u4", "<u8"})
  void unsignedIntegersHaveNoSign(String type) throws IOException {
    int width = type.charAt(2) - '0';
    long[] expected = {0, 7, width == 8 ? 1 : (1L << (8 * width)) - 1};
    int last = width == 8 ? 1 : -1;
    assertArrayEquals(expected, whole(read(NpyFiles.of(type, false, List.of(3), 0, 7, last))));
  }

  @Test
  void whatNoLongHoldsIsRefused() {
    refused("18446744073709551615", NpyFiles.of("<u8", false, List.of(2), 7, -1));
  }

  @Test
  void halvesAreFloats() throws IOException {
    // 0x3c00 is 1 and 0xc100 is −2.5, in the bits of IEEE 754.
    byte[] bytes = NpyFiles.of("<i2", false, List.of(2), 0x3c00, 0xc100);
    String text = new String(bytes, StandardCharsets.ISO_8859_1).replace("<i2", "<f2");
    Npy array = read(text.getBytes(StandardCharsets.ISO_8859_1));
    assertArrayEquals(
        new double[] {1, -2.5},
        array.numbers() instanceof Npy.Numbers.Real(double[] values) ? values : new double[0]);
  }

  @ParameterizedTest
  @ValueSource(strings = {"<f4", "<f8"})
  void floatsAreFloats(String type) throws IOException {
    Npy array = read(NpyFiles.of(type, false, List.of(), -3));
    assertEquals(List.of(), array.shape());
    assertTrue(array.numbers() instanceof Npy.Numbers.Real(double[] values) && values[0] == -3);
  }

  @Test
  void arraysLongerThanABufferAreWhole() throws IOException {
    int[] values = IntStream.range(0, 50_000).toArray();
    assertArrayEquals(
        Arrays.stream(values).asLongStream().toArray(),
        whole(read(NpyFiles.of("<i4", false, List.of(values.length), values))));
  }

  private void refused(String reason, byte[] bytes) {
    IOException e = assertThrows(IOException.class, () -> read(bytes));
    assertTrue(String.valueOf(e.getMessage()).contains(reason), e.getMessage());
  }

  @Test
  void whatIsNoSuchArrayIsRefused() throws IOException {
    byte[] good = NpyFiles.of("<i4", false, List.of(2), 1, 2);
    assertArrayEquals(new long[] {1, 2}, whole(read(good)));
    refused("big-endian", NpyFiles.of(">i4", false, List.of(2), 1, 2));
    refused("Fortran", NpyFiles.of("<i4", true, List.of(2, 2), 1, 2, 3, 4));
    refused("longer", Arrays.copyOf(good, good.length + 1));
    refused("shorter", Arrays.copyOf(good, good.length - 1));
    refused("shorter", Arrays.copyOf(good, 9));
    refused("no .npy", new byte[0]);
    refused("no .npy", "a,b\n1,2\n".getBytes(StandardCharsets.UTF_8));
    byte[] other = good.clone();
    other[6] = 9;
    refused("version 9", other);
    refused("shorter", NpyFiles.of("<i8", false, List.of(2_000_000_000), 1));
    refused("too large", NpyFiles.of("<i8", false, List.of(2_000_000_000, 2_000_000_000, 9), 1));
    String text = new String(good, StandardCharsets.ISO_8859_1);
    refused("<c4", text.replace("<i4", "<c4").getBytes(StandardCharsets.ISO_8859_1));
    refused("<U4", text.replace("<i4", "<U4").getBytes(StandardCharsets.ISO_8859_1));
    refused("header", text.replace("shape", "shave").getBytes(StandardCharsets.ISO_8859_1));
  }
}
