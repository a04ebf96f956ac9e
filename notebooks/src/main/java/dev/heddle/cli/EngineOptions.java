package dev.heddle.cli;

import ai.djl.Device;
import ai.djl.engine.Engine;
import dev.heddle.runtime.EngineThreads;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What something runs on. */
final class EngineOptions {

  /** The devices that can be named. */
  enum Kind {
    cpu,
    gpu
  }

  @Option(
      names = "--device",
      paramLabel = "cpu|gpu",
      description = "What to compute on; the CPU, if not given.")
  private Kind device = Kind.cpu;

  @Option(
      names = "--threads",
      paramLabel = "T",
      description = "How many threads compute on the CPU; the engine decides, if not given.")
  private @Nullable Integer threads;

  /** What can be said without the engine. */
  void check() {
    if (threads != null && threads < 1) {
      throw new Usage("usage", "--threads is " + threads + ", and one is needed at least", "");
    }
  }

  /** Runs something on the device, with so many threads. */
  <T> T run(Function<Device, T> task) {
    check();
    boolean onGpu = device == Kind.gpu;
    if (onGpu && Engine.getInstance().getGpuCount() == 0) {
      throw new Usage(
          "no-device",
          "there is no GPU that the engine can use",
          "`--device cpu`; `heddle doctor` says how to mend it");
    }
    int before = EngineThreads.count();
    try {
      if (threads != null) {
        EngineThreads.use(threads);
      }
      return task.apply(onGpu ? Device.gpu() : Device.cpu());
    } finally {
      EngineThreads.use(before);
    }
  }
}
