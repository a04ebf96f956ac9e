package dev.heddle.notebook;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Modifier;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The start-up script of shells and kernels. */
class StartScriptTest {

  /** What JShell and the kernels import by themselves, and java.lang. */
  private static final List<String> IMPORTED =
      List.of(
          "java.lang",
          "java.io",
          "java.math",
          "java.net",
          "java.nio.file",
          "java.time",
          "java.util",
          "java.util.concurrent",
          "java.util.function",
          "java.util.prefs",
          "java.util.regex",
          "java.util.stream");

  private static List<String> imports() throws IOException {
    try (InputStream script = requireNonNull(Notebook.class.getResourceAsStream("start.jsh"))) {
      String text = new String(script.readAllBytes(), StandardCharsets.UTF_8);
      return text.lines()
          .filter(line -> line.startsWith("import "))
          .map(line -> line.substring("import ".length(), line.length() - ".*;".length()))
          .toList();
    }
  }

  @Test
  void noNameOfOursHasAnotherMeaning() throws Exception {
    Map<String, Set<String>> packagesByName = new HashMap<>();
    List<String> packages = new ArrayList<>(IMPORTED);
    packages.addAll(imports());
    for (String each : packages) {
      Set<String> names = publicClasses(each);
      assertTrue(!names.isEmpty(), "nothing in " + each);
      names.forEach(name -> packagesByName.computeIfAbsent(name, any -> new TreeSet<>()).add(each));
    }
    packagesByName.values().removeIf(where -> where.size() < 2);
    packagesByName
        .values()
        .removeIf(where -> where.stream().noneMatch(each -> each.startsWith("dev.heddle")));
    assertEquals(Map.of(), packagesByName);
  }

  private static Set<String> publicClasses(String name) throws Exception {
    String folder = name.replace('.', '/');
    Set<String> classes = new TreeSet<>();
    Path modules = FileSystems.getFileSystem(URI.create("jrt:/")).getPath("/modules");
    try (Stream<Path> all = Files.list(modules)) {
      for (Path module : all.toList()) {
        addPublic(module.resolve(folder), name, classes);
      }
    }
    for (String entry : System.getProperty("java.class.path", "").split(File.pathSeparator, -1)) {
      Path path = Path.of(entry);
      if (Files.isDirectory(path)) {
        addPublic(path.resolve(folder), name, classes);
      } else if (Files.isRegularFile(path)) {
        try (FileSystem jar = FileSystems.newFileSystem(path)) {
          addPublic(jar.getPath(folder), name, classes);
        }
      }
    }
    return classes;
  }

  private static void addPublic(Path folder, String inPackage, Set<String> classes)
      throws Exception {
    if (!Files.isDirectory(folder)) {
      return;
    }
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        String name = file.getFileName().toString();
        if (name.endsWith(".class") && !name.contains("$") && !name.contains("-")) {
          String simple = name.substring(0, name.length() - ".class".length());
          Class<?> found =
              Class.forName(
                  inPackage + "." + simple, false, StartScriptTest.class.getClassLoader());
          if (Modifier.isPublic(found.getModifiers())) {
            classes.add(simple);
          }
        }
      }
    }
  }
}
