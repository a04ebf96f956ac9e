package dev.heddle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.heddle.pattern.SparsityPattern;
import java.io.IOException;
import java.lang.reflect.Executable;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What may not be seen from outside, or not be there at all. */
class LayeringTest {

  @Test
  void noTypeOfTheParserGeneratorIsInAPublicSignature() throws Exception {
    Set<String> leaks = new TreeSet<>();
    for (Class<?> type : classes()) {
      if (isPublic(type)) {
        for (Class<?> used : signature(type)) {
          if (isForeign(used)) {
            leaks.add(type.getName() + " shows " + used.getName());
          }
        }
      }
    }
    assertEquals(Set.of(), leaks);
  }

  @Test
  void theParserGeneratorStaysInOnePackage() throws Exception {
    Set<String> users = new TreeSet<>();
    for (Path file : classFiles()) {
      if (contains(file, "org/antlr") || contains(file, "dev/heddle/grammar")) {
        users.add(root().relativize(file.getParent()).toString().replace('\\', '/'));
      }
    }
    assertEquals(Set.of("dev/heddle/syntax"), users);
  }

  @Test
  void nothingKnowsAnEngine() throws Exception {
    for (Path file : classFiles()) {
      assertFalse(contains(file, "ai/djl"), () -> file + " knows ai.djl");
    }
  }

  /** What says what may be wrong depends on nothing, and relations on no text. */
  @Test
  void arrowsGoOneWay() throws Exception {
    for (Path file : classFiles()) {
      String from = root().relativize(file).toString().replace('\\', '/');
      List<String> forbidden =
          from.startsWith("dev/heddle/diagnostic")
              ? List.of("syntax", "pattern", "relation", "lower")
              : from.startsWith("dev/heddle/syntax")
                  ? List.of("pattern", "relation", "lower")
                  : from.startsWith("dev/heddle/relation")
                      ? List.of("syntax", "pattern", "lower")
                      : from.startsWith("dev/heddle/lower")
                          ? List.of("syntax", "pattern")
                          : from.startsWith("dev/heddle/analysis")
                              ? List.of("syntax", "pattern", "study", "lower")
                              // What is given away is made of all that there is.
                              : from.startsWith("dev/heddle/exchange")
                                  ? List.of("syntax", "analysis", "study")
                                  : List.of("lower", "exchange");
      for (String other : forbidden) {
        assertFalse(contains(file, "dev/heddle/" + other + "/"), () -> from + " uses " + other);
      }
    }
  }

  private static boolean isForeign(Class<?> type) {
    Class<?> element = type.isArray() ? type.componentType() : type;
    return element.getName().startsWith("org.antlr")
        || element.getName().startsWith("dev.heddle.grammar");
  }

  private static boolean isPublic(Class<?> type) {
    Class<?> outer = type.getEnclosingClass();
    return Modifier.isPublic(type.getModifiers()) && (outer == null || isPublic(outer));
  }

  /** All types in the public and protected declarations of a type. */
  private static List<Class<?>> signature(Class<?> type) {
    List<Class<?>> used = new ArrayList<>(Arrays.asList(type.getInterfaces()));
    Class<?> parent = type.getSuperclass();
    if (parent != null) {
      used.add(parent);
    }
    for (Field field : type.getDeclaredFields()) {
      if (isVisible(field.getModifiers())) {
        used.add(field.getType());
      }
    }
    for (Executable executable : executables(type)) {
      if (isVisible(executable.getModifiers())) {
        used.addAll(Arrays.asList(executable.getParameterTypes()));
        used.addAll(Arrays.asList(executable.getExceptionTypes()));
        if (executable instanceof java.lang.reflect.Method method) {
          used.add(method.getReturnType());
        }
      }
    }
    return used;
  }

  private static List<Executable> executables(Class<?> type) {
    List<Executable> all = new ArrayList<>(Arrays.asList(type.getDeclaredConstructors()));
    all.addAll(Arrays.asList(type.getDeclaredMethods()));
    return all;
  }

  private static boolean isVisible(int modifiers) {
    return Modifier.isPublic(modifiers) || Modifier.isProtected(modifiers);
  }

  // ---- the compiled module

  private static Path root() throws URISyntaxException {
    return Path.of(
        SparsityPattern.class.getProtectionDomain().getCodeSource().getLocation().toURI());
  }

  private static List<Path> classFiles() throws Exception {
    try (Stream<Path> files = Files.walk(root())) {
      List<Path> all = files.filter(file -> file.toString().endsWith(".class")).toList();
      assertFalse(all.size() < 20, "the module's classes");
      return all;
    }
  }

  private static List<Class<?>> classes() throws Exception {
    List<Class<?>> classes = new ArrayList<>();
    for (Path file : classFiles()) {
      String name = root().relativize(file).toString().replace('\\', '/').replace('/', '.');
      classes.add(Class.forName(name.substring(0, name.length() - ".class".length())));
    }
    return classes;
  }

  /** Names of types stand in a class file as plain text. */
  private static boolean contains(Path file, String name) {
    try {
      return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1).contains(name);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
