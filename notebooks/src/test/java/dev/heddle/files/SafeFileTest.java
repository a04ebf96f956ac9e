package dev.heddle.files;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@DisabledOnOs(OS.WINDOWS)
class SafeFileTest {

  @TempDir Path folder;

  private static void write(Path file, String text) throws IOException {
    SafeFile.write(file, out -> out.write(text.getBytes(StandardCharsets.UTF_8)));
  }

  @Test
  void aNewFileHasTheUsualPermissions() throws IOException {
    Path usual = Files.writeString(folder.resolve("usual"), "");
    write(folder.resolve("new"), "new");
    assertEquals(
        Files.getPosixFilePermissions(usual), Files.getPosixFilePermissions(folder.resolve("new")));
  }

  @Test
  void aFileThatIsReplacedKeepsItsPermissions() throws IOException {
    Path file = Files.writeString(folder.resolve("script"), "old");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx--x---"));
    write(file, "new");
    assertEquals("new", Files.readString(file));
    assertEquals("rwx--x---", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
  }

  @Test
  void aLinkStaysALink() throws IOException {
    Files.createDirectory(folder.resolve("there"));
    Path link = Files.createSymbolicLink(folder.resolve("link"), Path.of("there/file"));
    for (String text : List.of("first", "second")) {
      write(link, text);
      assertTrue(Files.isSymbolicLink(link));
      assertEquals(text, Files.readString(folder.resolve("there/file")));
    }
    Path circle = Files.createSymbolicLink(folder.resolve("circle"), Path.of("circle"));
    assertThrows(IOException.class, () -> write(circle, "x"));
  }

  @Test
  void aFailureLeavesWhatWasThere() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "old");
    assertThrows(
        IOException.class,
        () ->
            SafeFile.write(
                file,
                out -> {
                  out.write(1);
                  throw new IOException("broken");
                }));
    assertEquals("old", Files.readString(file));
    try (Stream<Path> left = Files.list(folder)) {
      assertEquals(List.of(file), left.toList());
    }
  }

  @Test
  void aFolderIsNoFile() {
    assertThrows(IOException.class, () -> SafeFile.check(folder));
    assertThrows(IOException.class, () -> SafeFile.check(folder.resolve("no/file")));
  }

  @Test
  void aDeviceIsWrittenAsItIs() throws IOException {
    write(Path.of("/dev/null"), "x");
    assertTrue(Files.exists(Path.of("/dev/null")) && !Files.isRegularFile(Path.of("/dev/null")));
  }
}
