package dev.heddle.bench;

import ai.djl.engine.Engine;
import ai.djl.pytorch.jni.JniUtils;
import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a race runs on. */
final class Machine {

  private static final Path CPUINFO = Path.of("/proc/cpuinfo");

  private Machine() {}

  static Map<String, @Nullable Object> facts(String device) {
    Engine engine = Engine.getInstance();
    Map<String, @Nullable Object> facts = new LinkedHashMap<>();
    facts.put("os", System.getProperty("os.name") + " " + System.getProperty("os.version"));
    facts.put("arch", System.getProperty("os.arch"));
    facts.put("processor", processor());
    facts.put("processors", Runtime.getRuntime().availableProcessors());
    facts.put("threads", JniUtils.getNumThreads());
    facts.put("device", device);
    facts.put("memory_bytes", memory());
    facts.put("java", Runtime.version().toString());
    facts.put(
        "engine",
        "%s %s through DJL %s"
            .formatted(engine.getEngineName(), engine.getVersion(), Engine.getDjlVersion()));
    return facts;
  }

  private static @Nullable String processor() {
    if (Files.isReadable(CPUINFO)) {
      try (var lines = Files.lines(CPUINFO)) {
        return lines
            .filter(line -> line.startsWith("model name"))
            .map(line -> line.substring(line.indexOf(':') + 1).strip())
            .findFirst()
            .orElse(null);
      } catch (IOException e) {
        return null;
      }
    }
    return null;
  }

  private static @Nullable Long memory() {
    return ManagementFactory.getOperatingSystemMXBean() instanceof OperatingSystemMXBean system
        ? system.getTotalMemorySize()
        : null;
  }
}
