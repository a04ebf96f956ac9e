package dev.heddle.files;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ArrayFileTest {

  @TempDir Path folder;

  private static final List<NamedArray> ARRAYS =
      List.of(
          new NamedArray("bools", List.of(2), new Elements.Bools(new boolean[] {true, false})),
          new NamedArray("ints", List.of(1, 2), new Elements.Ints(new int[] {-1, 1 << 30})),
          new NamedArray("longs", List.of(), new Elements.Longs(new long[] {-1L << 40})),
          new NamedArray("halves", List.of(2), new Elements.Halves(new short[] {0x3c00, -1})),
          new NamedArray("floats", List.of(2, 1), new Elements.Floats(new float[] {1.5f, -2})),
          new NamedArray("doubles", List.of(0, 3), new Elements.Doubles(new double[0])));

  @ParameterizedTest
  @ValueSource(strings = {"a.npz", "a.safetensors"})
  void whatIsWrittenIsRead(String name) throws IOException {
    Path file = folder.resolve(name);
    ArrayFile.write(file, ARRAYS);
    List<String> names = ARRAYS.reversed().stream().map(NamedArray::name).toList();
    List<NamedArray> read = ArrayFile.read(file, names).reversed();
    for (int at = 0; at < read.size(); at++) {
      NamedArray expected = ARRAYS.get(at);
      assertEquals(expected.name(), read.get(at).name());
      assertEquals(expected.shape(), read.get(at).shape());
      assertEquals(expected.elements().type(), read.get(at).elements().type());
      assertArrayEquals(bytes(expected), bytes(read.get(at)), expected.name());
    }
    IOException e =
        assertThrows(IOException.class, () -> ArrayFile.read(file, List.of("ints", "q")));
    assertEquals(
        "it has no array `q`, but bools, ints, longs, halves, floats, doubles", e.getMessage());
  }

  private static byte[] bytes(NamedArray array) {
    byte[] bytes = new byte[array.elements().count() * array.elements().width()];
    array.elements().put(0, array.elements().count(), java.nio.ByteBuffer.wrap(bytes));
    return bytes;
  }

  @ParameterizedTest
  @ValueSource(strings = {"a.npz", "a.safetensors"})
  void arraysLongerThanABufferAreWhole(String name) throws IOException {
    float[] values = new float[20_001];
    values[20_000] = 7;
    values[8_192] = 8;
    Path file = folder.resolve(name);
    ArrayFile.write(
        file, List.of(new NamedArray("a", List.of(20_001), new Elements.Floats(values))));
    Elements read = ArrayFile.read(file, List.of("a")).getFirst().elements();
    assertTrue(read instanceof Elements.Floats(float[] same) && same[20_000] == 7);
    assertTrue(read instanceof Elements.Floats(float[] same) && same[8_192] == 8);
  }

  @Test
  void smallIntegersAreReadAsThoseOf32Bits() throws IOException {
    for (String type : List.of("|u1", "|i1", "<u2", "<i2")) {
      int least = type.contains("i") ? -3 : 0;
      Path file = npz(NpyFiles.of(type, false, List.of(3), 1, least, 100));
      assertEquals(List.of("a"), ArrayFile.names(file));
      Elements read = ArrayFile.read(file, List.of("a")).getFirst().elements();
      assertTrue(read instanceof Elements.Ints(int[] all) && all[0] == 1 && all[2] == 100, type);
      assertTrue(read instanceof Elements.Ints(int[] all) && all[1] == least, type);
    }
    Elements high =
        ArrayFile.read(npz(NpyFiles.of("|u1", false, List.of(1), 255)), List.of("a"))
            .getFirst()
            .elements();
    assertTrue(high instanceof Elements.Ints(int[] all) && all[0] == 255);
    Path file = folder.resolve("x.safetensors");
    String header = "{\"a\":{\"dtype\":\"U8\",\"shape\":[4],\"data_offsets\":[0,4]}}";
    byte[] bytes = Files.readAllBytes(safetensors(file, header));
    byte[] tail = {0, 1, (byte) 200, 3};
    System.arraycopy(tail, 0, bytes, bytes.length - 8, 4);
    Files.write(file, bytes);
    assertEquals(List.of("a"), ArrayFile.names(file));
    Elements read = ArrayFile.read(file, List.of("a")).getFirst().elements();
    assertTrue(read instanceof Elements.Ints(int[] all) && all[2] == 200 && all[3] == 3);
  }

  private void refused(String reason, Path file) {
    IOException e = assertThrows(IOException.class, () -> ArrayFile.read(file, List.of("a")));
    assertTrue(String.valueOf(e.getMessage()).contains(reason), e.getMessage());
  }

  private Path npz(byte[] array) throws IOException {
    Path file = folder.resolve("x.npz");
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
      zip.putNextEntry(new ZipEntry("a.npy"));
      zip.write(array);
    }
    return file;
  }

  @Test
  void whatIsNoSuchArrayIsRefused() throws IOException {
    byte[] good = NpyFiles.of("<f4", false, List.of(2), 1, 2);
    assertEquals(List.of(2), ArrayFile.read(npz(good), List.of("a")).getFirst().shape());
    refused("big-endian (>f4)", npz(NpyFiles.of(">f4", false, List.of(2), 1, 2)));
    refused("Fortran", npz(NpyFiles.of("<f4", true, List.of(2, 2), 1, 2, 3, 4)));
    refused("shorter", npz(NpyFiles.of("<f4", false, List.of(2_000_000_000), 1)));
    refused("its array `a`: it is no .npy", npz("text".getBytes(StandardCharsets.UTF_8)));
    Path tensors = folder.resolve("x.safetensors");
    for (String header :
        List.of(
            "{\"a\":{\"dtype\":\"F32\",\"shape\":[2000000000],\"data_offsets\":[0,8000000000]}}",
            "{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,4]}}",
            "{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[-8,0]}}")) {
      refused("shorter", safetensors(tensors, header));
    }
    refused(
        "of type F8_E4M3",
        safetensors(
            tensors, "{\"a\":{\"dtype\":\"F8_E4M3\",\"shape\":[4],\"data_offsets\":[0,4]}}"));
    refused("of type <u4", npz(NpyFiles.of("<u4", false, List.of(2), 1, 2)));
    refused("says nothing of", safetensors(tensors, "{\"a\":{}}"));
    refused("no .safetensors", safetensors(tensors, "[1]"));
    refused("no .safetensors", safetensors(tensors, "{\"a\":3}"));
    refused("no .safetensors", Files.write(tensors, new byte[] {-1, -1, -1, -1, -1, -1, -1, -1}));
    refused("shorter", Files.write(tensors, new byte[3]));
  }

  /** As Python's {@code struct} has them: 1, −2, the least above 1, and what is no number. */
  @Test
  void brainFloatsAreReadAsFloats() throws IOException {
    String header = "{\"a\":{\"dtype\":\"BF16\",\"shape\":[4],\"data_offsets\":[0,8]}}";
    Path file = safetensors(folder.resolve("x.safetensors"), header);
    byte[] bytes = Files.readAllBytes(file);
    byte[] tail = {(byte) 0x80, 0x3f, 0, (byte) 0xc0, (byte) 0x81, 0x3f, (byte) 0xc0, 0x7f};
    System.arraycopy(tail, 0, bytes, bytes.length - 8, 8);
    Elements read = ArrayFile.read(Files.write(file, bytes), List.of("a")).getFirst().elements();
    assertArrayEquals(
        new float[] {1, -2, 1.0078125f, Float.NaN},
        read instanceof Elements.Floats(float[] values) ? values : new float[0]);
  }

  private static Path safetensors(Path file, String header) throws IOException {
    byte[] bytes = new byte[8 + header.length() + 8];
    bytes[0] = (byte) header.length();
    System.arraycopy(header.getBytes(StandardCharsets.UTF_8), 0, bytes, 8, header.length());
    return Files.write(file, bytes);
  }
}
