package dev.heddle.notebook;

import dev.heddle.pattern.SparsityPattern;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** What a notebook's first cell calls. */
public final class Notebook {

  private static final String IJAVA = "io.github.spencerpark.ijava.IJava";

  private static final Map<String, SparsityPattern> PATTERNS = new ConcurrentHashMap<>();

  private Notebook() {}

  /**
   * Makes the kernel that this runs in show patterns as pictures. It does no harm to call it again,
   * or outside of a kernel.
   */
  public static void init() {
    // Lambdas, so that no class of a kernel is linked before its turn.
    ifPresent(() -> JJavaExtension.installInNotebook());
    ifPresent(() -> IJavaAdapter.install(runningIJava()));
    // The rapaio kernel finds its provider by itself.
  }

  /** An output of the cell that runs, or null where there is none. */
  static @Nullable CellOutput output() {
    AtomicReference<@Nullable CellOutput> found = new AtomicReference<>();
    ifPresent(() -> found.set(JJavaExtension.output()));
    if (found.get() == null) {
      ifPresent(() -> found.set(IJavaAdapter.output(runningIJava())));
    }
    if (found.get() == null) {
      ifPresent(() -> found.set(RapaioDisplayProvider.output()));
    }
    return found.get();
  }

  /** The same for words. */
  static @Nullable Board board() {
    CellOutput output = output();
    return output == null ? null : (words, _) -> output.show(words, null);
  }

  private interface Installation {
    void run() throws ReflectiveOperationException;
  }

  private static void ifPresent(Installation installation) {
    try {
      installation.run();
    } catch (ReflectiveOperationException | LinkageError notThisKernel) {
      // Its classes are not there: this is another kernel, or none.
    }
  }

  /** IJava's classes are in no registry, so they are not compiled against but looked up. */
  private static @Nullable Object runningIJava() throws ReflectiveOperationException {
    ClassLoader context = Thread.currentThread().getContextClassLoader();
    for (ClassLoader loader : Arrays.asList(context, Notebook.class.getClassLoader())) {
      try {
        Class<?> ijava = Class.forName(IJAVA, true, loader);
        return ijava.getMethod("getKernelInstance").invoke(null);
      } catch (ClassNotFoundException elsewhere) {
        // Then perhaps through the other one.
      }
    }
    return null;
  }

  /**
   * The pattern that a cell {@code %%pattern name=…} declared last under a name.
   *
   * @throws IllegalArgumentException if none did
   */
  public static SparsityPattern pattern(String name) {
    SparsityPattern pattern = PATTERNS.get(name);
    if (pattern == null) {
      throw new IllegalArgumentException("no cell `%%pattern name=" + name + "` has run");
    }
    return pattern;
  }

  static void keep(String name, SparsityPattern pattern) {
    PATTERNS.put(name, pattern);
  }

  /**
   * The folder of the project: the one that {@code HEDDLE_HOME} names, or the nearest at or above
   * the working folder with the launcher and the build in it.
   *
   * @throws IllegalStateException if there is none
   */
  public static Path home() {
    return home(System.getenv("HEDDLE_HOME"), Path.of(""));
  }

  static Path home(@Nullable String named, Path from) {
    if (named != null && !named.isBlank()) {
      Path home = Path.of(named).toAbsolutePath().normalize();
      if (!Files.isDirectory(home)) {
        throw new IllegalStateException("HEDDLE_HOME names no folder: " + home);
      }
      return home;
    }
    Path start = from.toAbsolutePath().normalize();
    for (Path folder = start; folder != null; folder = folder.getParent()) {
      if (Files.isRegularFile(folder.resolve("heddle"))
          && Files.isRegularFile(folder.resolve("pom.xml"))) {
        return folder;
      }
    }
    throw new IllegalStateException(
        "neither "
            + start
            + " nor a folder above it is Heddle's; set HEDDLE_HOME to the folder that has the"
            + " launcher in it");
  }
}
