package dev.heddle.runtime;

import ai.djl.Device;
import ai.djl.util.cuda.CudaUtils;
import com.sun.management.OperatingSystemMXBean;
import dev.heddle.lower.MemoryBudget;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;

/** How much memory is free where tensors go. */
final class DeviceMemory {

  private static final Path MEMINFO = Path.of("/proc/meminfo");

  private DeviceMemory() {}

  static MemoryBudget free(Device device) {
    if (device.isGpu()) {
      var usage = CudaUtils.getGpuMemory(device);
      return new MemoryBudget(usage.getMax() - usage.getCommitted());
    }
    return new MemoryBudget(freeHostMemory());
  }

  /**
   * What can be had without swapping; Linux counts its file cache as used, and says apart what it
   * would give back.
   */
  private static long freeHostMemory() {
    long free = 0;
    if (ManagementFactory.getOperatingSystemMXBean() instanceof OperatingSystemMXBean system) {
      free = system.getFreeMemorySize();
    }
    if (Files.isReadable(MEMINFO)) {
      try (var lines = Files.lines(MEMINFO)) {
        long available =
            lines
                .filter(line -> line.startsWith("MemAvailable:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1024)
                .findFirst()
                .orElse(0);
        // In a container the limit may lie below what the machine has.
        free = Math.max(free, Math.min(available, containerLimit()));
      } catch (IOException e) {
        return free;
      }
    }
    return free;
  }

  private static long containerLimit() {
    return ManagementFactory.getOperatingSystemMXBean() instanceof OperatingSystemMXBean system
        ? system.getTotalMemorySize()
        : Long.MAX_VALUE;
  }
}
