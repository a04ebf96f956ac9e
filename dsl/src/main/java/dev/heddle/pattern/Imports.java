package dev.heddle.pattern;

import dev.heddle.diagnostic.HeddleException;
import dev.heddle.diagnostic.Problem;
import dev.heddle.diagnostic.Source;
import dev.heddle.syntax.Parser;
import dev.heddle.syntax.Statement;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Finds what a text imports: files beside it that are not above a root directory, and the built-in
 * library. The only place in reading a pattern that opens a file.
 */
final class Imports {

  /** A file longer than this cannot be a text of the language. */
  private static final long MOST_BYTES = 4L * Parser.MAX_LENGTH;

  private static final String ZOO = "zoo";

  private final @Nullable Path root;
  private final @Nullable Path folder;
  private final List<String> open;
  private final Map<Object, Module> known;

  private Imports(
      @Nullable Path root, @Nullable Path folder, List<String> open, Map<Object, Module> known) {
    this.root = root;
    this.folder = folder;
    this.open = open;
    this.known = known;
  }

  /** For a text that is in no file: it can import the library only. */
  static Imports ofLibrary() {
    return new Imports(null, null, List.of(), new HashMap<>());
  }

  /** For a text that stands in a folder at or below a root. */
  static Imports below(Path root, Path folder, String file) {
    return new Imports(
        root.toAbsolutePath().normalize(),
        folder.toAbsolutePath().normalize(),
        file.isEmpty() ? List.of() : List.of(file),
        new HashMap<>());
  }

  Module module(Statement.Import imported) {
    if (imported.isLibrary()) {
      if (!imported.path().equals(ZOO)) {
        throw bad(
            imported,
            "there is no library of that name",
            "the library is `zoo`, and a file's name stands in quotes");
      }
      return library();
    }
    Path from = folder;
    Path within = root;
    if (from == null || within == null) {
      throw bad(imported, "this text is in no file", "put it into a file, or give a root folder");
    }
    Path path;
    try {
      path = from.resolve(imported.path()).normalize();
    } catch (java.nio.file.InvalidPathException e) {
      throw bad(imported, "that is no file's name", "");
    }
    if (!path.startsWith(within)) {
      throw bad(imported, "it is outside of the root folder", "");
    }
    return known(path, path.getFileName().toString(), imported, path.getParent(), () -> read(path));
  }

  private Module known(
      Object key,
      String name,
      Statement.Import imported,
      @Nullable Path beside,
      Supplier<Source> source) {
    String id = key.toString();
    if (open.contains(id)) {
      List<String> cycle = new ArrayList<>();
      open.subList(open.indexOf(id), open.size()).forEach(one -> cycle.add(shortName(one)));
      cycle.add(name);
      throw HeddleException.of(new Problem.Recursion(cycle), imported.origin());
    }
    Module module = known.get(key);
    if (module == null) {
      List<String> deeper = new ArrayList<>(open);
      deeper.add(id);
      Source text;
      try {
        text = source.get();
      } catch (UncheckedIOException e) {
        throw bad(imported, reason(e.getCause()), "");
      }
      module = Module.of(Parser.parseDefinitions(text), new Imports(root, beside, deeper, known));
      known.put(key, module);
    }
    return module;
  }

  private static String shortName(String id) {
    Path name = Path.of(id).getFileName();
    return name == null ? id : name.toString();
  }

  /** The built-in library, which is read once and never changes. */
  static Module library() {
    return Library.MODULE;
  }

  /** Read when it is first asked for, by whichever thread is first. */
  private static final class Library {
    static final Module MODULE = Module.of(Parser.parseDefinitions(zoo()), ofLibrary());
  }

  /** The text of the built-in library. */
  private static Source zoo() {
    try (InputStream text = Imports.class.getResourceAsStream("zoo.heddle")) {
      if (text == null) {
        throw new IllegalStateException("the built-in library is missing");
      }
      return new Source(ZOO, new String(text.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The text of a file. */
  static Source read(Path file) {
    try {
      if (Files.isDirectory(file)) {
        throw new IOException("it is a folder");
      }
      if (Files.size(file) > MOST_BYTES) {
        throw new IOException("it has more than " + MOST_BYTES + " bytes");
      }
      return new Source(
          String.valueOf(file.getFileName()), Files.readString(file, StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static String reason(@Nullable IOException e) {
    return switch (e) {
      case NoSuchFileException _ -> "there is no such file";
      case CharacterCodingException _ -> "it is no UTF-8 text";
      case null, default -> e == null ? "unknown" : String.valueOf(e.getMessage());
    };
  }

  private static HeddleException bad(Statement.Import imported, String reason, String help) {
    return HeddleException.of(
        new Problem.BadImport(imported.path(), reason, help), imported.origin());
  }
}
