package dev.heddle.cli;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.heddle.pattern.SparsityPattern;
import dev.heddle.relation.Relation;
import dev.heddle.runtime.DenseAttention;
import dev.heddle.runtime.SparseAttention;
import dev.heddle.runtime.Tensors;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Looks at everything that Heddle stands on, by using it. */
final class Doctor {

  private static final String HEADLINE = "window(3) + stride(√n) + global(1)";

  private final Map<String, String> environment;

  /**
   * A doctor for an environment: the launcher tells in it what it found ({@code HEDDLE_PYTHON},
   * {@code HEDDLE_VENV}, {@code HEDDLE_KERNEL}).
   */
  Doctor(Map<String, String> environment) {
    this.environment = environment;
  }

  List<Check> examine() {
    List<Check> checks = new ArrayList<>();
    checks.add(Check.works("heddle", Version.text()));
    checks.add(java());
    checks.add(text());
    checks.add(language());
    Check engine = engine();
    checks.add(engine);
    if (engine.state() == Check.State.WORKS) {
      checks.add(devices());
      checks.add(attention());
    }
    checks.add(python());
    checks.add(jupyter());
    return checks;
  }

  private static Check java() {
    return Check.works(
        "java",
        "%s (%s) in %s"
            .formatted(
                Runtime.version(),
                System.getProperty("java.vendor"),
                System.getProperty("java.home")));
  }

  private static Check text() {
    String encodings =
        "files %s, names %s, output %s"
            .formatted(
                System.getProperty("file.encoding"),
                System.getProperty("sun.jnu.encoding"),
                System.getProperty("stdout.encoding"));
    return encodings.split("UTF-8", -1).length == 4
        ? Check.works("text", "UTF-8 throughout: √ passes")
        : Check.broken(
            "text", encodings, "start Heddle by its launcher, which sets UTF-8 for all three");
  }

  private static Check language() {
    Relation relation = SparsityPattern.parse(HEADLINE).at(1024);
    return Check.works(
        "language", "%s has %,d edges at n = 1024".formatted(HEADLINE, relation.edges()));
  }

  private static Check engine() {
    try {
      Engine engine = Engine.getInstance();
      return Check.works(
          "engine",
          "%s %s through DJL %s"
              .formatted(engine.getEngineName(), engine.getVersion(), Engine.getDjlVersion()));
    } catch (RuntimeException | LinkageError e) {
      return Check.broken(
          "engine",
          "libtorch does not load: " + e,
          "the native library is unpacked under ~/.djl.ai: make sure that there is room, delete"
              + " the folder, and try again");
    }
  }

  private static Check devices() {
    Engine engine = Engine.getInstance();
    int gpus = engine.getGpuCount();
    String host = "%d processors".formatted(Runtime.getRuntime().availableProcessors());
    return gpus > 0
        ? Check.works("devices", "%d GPU, %s".formatted(gpus, host))
        : Check.absent(
            "devices",
            "no GPU, " + host,
            "for an NVIDIA GPU build with -Dheddle.natives=none and run with HEDDLE_ONLINE=1: DJL"
                + " then fetches libtorch for it");
  }

  private static Check attention() {
    Relation relation = SparsityPattern.parse(HEADLINE).at(100);
    Device device = Engine.getInstance().defaultDevice();
    try (NDManager manager = NDManager.newBaseManager(device)) {
      NDArray x = manager.randomNormal(new Shape(1, 2, 100, 8));
      NDArray sparse = SparseAttention.over(relation).attend(x, x, x);
      NDArray dense = DenseAttention.attend(x, x, x, Tensors.mask(relation, manager));
      float difference = sparse.sub(dense).abs().max().getFloat();
      String finding = "on %s, within %.1e of dense".formatted(device, difference);
      return difference < 2e-5
          ? Check.works("attention", finding)
          : Check.broken("attention", finding, "please report it with this output");
    }
  }

  private Check python() {
    String python = environment.getOrDefault("HEDDLE_PYTHON", "");
    return python.isEmpty()
        ? Check.absent(
            "python",
            "no Python 3.10 or later was found",
            "install one to use notebooks; the rest works without it")
        : Check.works("python", python);
  }

  private Check jupyter() {
    Path venv = Path.of(environment.getOrDefault("HEDDLE_VENV", ""));
    String kernel = environment.getOrDefault("HEDDLE_KERNEL", "none");
    Path spec = venv.resolve("share/jupyter/kernels/heddle/kernel.json");
    return kernel.equals("none") || !Files.isRegularFile(spec)
        ? Check.absent("jupyter", "not set up yet", "`heddle quickstart` sets it up")
        : Check.works("jupyter", "kernel \"Java (Heddle)\" on %s, %s".formatted(kernel, spec));
  }
}
