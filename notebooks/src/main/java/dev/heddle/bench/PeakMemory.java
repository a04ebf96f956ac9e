package dev.heddle.bench;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * How much a process grows while it does something, as Linux counts it: the difference between its
 * resident memory before, and the highest that it had.
 */
final class PeakMemory {

  private static final Path STATUS = Path.of("/proc/self/status");
  private static final Path RESET = Path.of("/proc/self/clear_refs");

  /** What the kernel takes for "forget the peak". */
  private static final String FORGET = "5";

  private PeakMemory() {}

  /**
   * The median growth of several runs, in bytes; null where the system does not tell. The JVM's own
   * heap grows and shrinks now and then, and a single run may catch that.
   */
  static @Nullable Long growth(Runnable work, int times) {
    if (!Files.isReadable(STATUS) || !Files.isWritable(RESET)) {
      return null;
    }
    System.gc();
    long[] growths = new long[times];
    try {
      for (int time = 0; time < times; time++) {
        // What an earlier call has freed would be used again, and not be seen as growth.
        trim();
        Files.writeString(RESET, FORGET);
        long before = kilobytes("VmRSS:");
        work.run();
        growths[time] = Math.max(0, kilobytes("VmHWM:") - before);
      }
    } catch (IOException e) {
      return null;
    }
    Arrays.sort(growths);
    return growths[times / 2] << 10;
  }

  private static long kilobytes(String name) throws IOException {
    for (String line : Files.readAllLines(STATUS)) {
      if (line.startsWith(name)) {
        return Long.parseLong(line.replaceAll("\\D", ""));
      }
    }
    throw new IOException("there is no " + name);
  }

  /** Asks the C library, if it is one that can, to give freed memory back to the system. */
  @SuppressWarnings("restricted")
  private static void trim() {
    try (Arena arena = Arena.ofConfined()) {
      var symbol = Linker.nativeLinker().defaultLookup().find("malloc_trim");
      if (symbol.isEmpty()) {
        symbol = SymbolLookup.libraryLookup("libc.so.6", arena).find("malloc_trim");
      }
      if (symbol.isPresent()) {
        MethodHandle trim =
            Linker.nativeLinker()
                .downcallHandle(
                    symbol.get(),
                    FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_LONG));
        int _ = (int) trim.invokeExact(0L);
      }
    } catch (Throwable e) {
      // Another C library: the figure may then be too low.
      if (e instanceof VirtualMachineError error) {
        throw error;
      }
    }
  }
}
