package dev.heddle.notebook;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NotebookTest {

  // ---- kernels

  @Test
  void outsideOfAKernelNothingHappens() {
    Notebook.init();
    Notebook.init();
  }

  @Test
  void jjavaIsTaughtOnce() {
    try (FakeJJava kernel = new FakeJJava()) {
      kernel.start();
      Notebook.init();
      assertEquals(1, kernel.taught());
      new JJavaExtension().install(kernel);
      Notebook.init();
      assertEquals(1, kernel.taught());
    }
    FakeJJava another = new FakeJJava();
    new JJavaExtension().install(another);
    new JJavaExtension().install(another);
    assertEquals(1, another.taught());
  }

  /**
   * IJava's own class is only in its release, so a stand-in of that name is compiled here; the
   * class loader that has it is the thread's, as in the real kernel.
   */
  @Test
  void ijavaIsTaughtOnce(@TempDir Path folder) throws Exception {
    Path source = folder.resolve("IJava.java");
    Files.writeString(
        source,
        """
        package io.github.spencerpark.ijava;
        public class IJava {
          public static Object kernel;
          public static Object getKernelInstance() { return kernel; }
        }
        """);
    int status =
        ToolProvider.getSystemJavaCompiler()
            .run(null, null, null, "-d", folder.toString(), source.toString());
    assertEquals(0, status);
    ClassLoader before = Thread.currentThread().getContextClassLoader();
    try (URLClassLoader loader = new URLClassLoader(new URL[] {folder.toUri().toURL()}, before)) {
      Thread.currentThread().setContextClassLoader(loader);
      Notebook.init();
      FakeIJava kernel = new FakeIJava();
      loader.loadClass("io.github.spencerpark.ijava.IJava").getField("kernel").set(null, kernel);
      Notebook.init();
      Notebook.init();
      assertEquals(1, kernel.taught());
    } finally {
      Thread.currentThread().setContextClassLoader(before);
    }
  }

  /** Without any kernel's classes, as in plain JShell. */
  @Test
  void noClassOfAKernelIsNeeded() throws Exception {
    URL own = Notebook.class.getProtectionDomain().getCodeSource().getLocation();
    URL language =
        dev.heddle.relation.Relation.class.getProtectionDomain().getCodeSource().getLocation();
    try (URLClassLoader bare =
        new URLClassLoader(new URL[] {own, language}, ClassLoader.getPlatformClassLoader())) {
      Class<?> notebook = bare.loadClass(Notebook.class.getName());
      assertThrows(
          ClassNotFoundException.class,
          () -> bare.loadClass("org.dflib.jjava.jupyter.kernel.BaseKernel"));
      ClassLoader before = Thread.currentThread().getContextClassLoader();
      try {
        Thread.currentThread().setContextClassLoader(bare);
        notebook.getMethod("init").invoke(null);
      } finally {
        Thread.currentThread().setContextClassLoader(before);
      }
    }
  }

  // ---- the project's folder

  @Test
  void homeIsWhatTheEnvironmentSays(@TempDir Path folder) {
    assertEquals(folder, Notebook.home(folder.toString(), Path.of("/")));
    assertThrows(
        IllegalStateException.class,
        () -> Notebook.home(folder.resolve("nowhere").toString(), folder));
  }

  @Test
  void homeIsTheNearestFolderAboveWithLauncherAndBuild(@TempDir Path folder) throws Exception {
    Path project = Files.createDirectories(folder.resolve("some/project"));
    Path below = Files.createDirectories(project.resolve("notebooks/deep"));
    Files.createFile(below.resolve("pom.xml"));
    Files.createFile(project.resolve("pom.xml"));
    Files.createFile(project.resolve("heddle"));
    assertEquals(project, Notebook.home(null, below));
    assertEquals(project, Notebook.home(" ", project));
    IllegalStateException none =
        assertThrows(IllegalStateException.class, () -> Notebook.home(null, folder));
    assertTrue(requireNonNull(none.getMessage()).contains("HEDDLE_HOME"));
  }
}
