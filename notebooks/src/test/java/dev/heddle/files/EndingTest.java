package dev.heddle.files;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EndingTest {

  @TempDir Path folder;

  /** A file that is written to its half until something happens. */
  private CompletableFuture<Boolean> half(Path file, CountDownLatch goOn) throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    CompletableFuture<Boolean> whole =
        CompletableFuture.supplyAsync(
            () -> {
              try {
                SafeFile.write(
                    file,
                    out -> {
                      out.write("half".getBytes(StandardCharsets.UTF_8));
                      begun.countDown();
                      try {
                        goOn.await();
                      } catch (InterruptedException e) {
                        throw new AssertionError(e);
                      }
                      out.write(", whole".getBytes(StandardCharsets.UTF_8));
                    });
                return true;
              } catch (IOException e) {
                return false;
              }
            });
    begun.await();
    return whole;
  }

  private long files() throws Exception {
    try (Stream<Path> files = Files.list(folder)) {
      return files.count();
    }
  }

  @Test
  void whatIsSavedInTheEndIsSavedWhole() throws Exception {
    Path file = folder.resolve("checkpoint");
    CountDownLatch goOn = new CountDownLatch(1);
    CompletableFuture<Boolean> whole = half(file, goOn);
    Runnable wish =
        () -> {
          goOn.countDown();
          whole.join();
        };
    Ending.first(wish);
    try {
      Ending.end();
    } finally {
      Ending.forget(wish);
    }
    assertEquals(true, whole.join());
    assertEquals("half, whole", Files.readString(file));
    assertEquals(1, files());
  }

  @Test
  void whatNobodyWaitsForIsTakenAway() throws Exception {
    Path file = folder.resolve("long");
    CountDownLatch goOn = new CountDownLatch(1);
    CompletableFuture<Boolean> whole = half(file, goOn);
    assertEquals(1, files());
    Ending.end();
    assertEquals(0, files());
    goOn.countDown();
    assertFalse(whole.join());
    assertEquals(0, files());
  }
}
