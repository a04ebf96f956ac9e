package dev.heddle.artifacts;

import dev.heddle.notebook.Notebook;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * A local repository as {@code mvn install} leaves it, in a folder of its own: our artifacts from
 * this build, and those of others by links to the repository that the build took them from.
 */
public final class LocalRepository implements AutoCloseable {

  private static final Path ROOT = Notebook.home();
  private static final String VERSION = System.getProperty("heddle.version");
  private static final List<String> MODULES = List.of("grammar", "dsl", "runtime", "notebooks");

  private final Path folder;
  private final List<Path> links = new ArrayList<>();

  /** Makes one in a folder that is not there yet. */
  public LocalRepository(Path folder) throws IOException {
    this.folder = Files.createDirectory(folder);
    Path others = Path.of(System.getProperty("heddle.repository"));
    link(others, folder, "dev");
    link(others.resolve("dev"), Files.createDirectory(folder.resolve("dev")), "heddle");
    Path ours = folder.resolve("dev/heddle");
    install(ours, "heddle", ROOT.resolve("pom.xml"), ".pom");
    for (String module : MODULES) {
      String name = "heddle-" + module;
      install(ours, name, ROOT.resolve(module).resolve("pom.xml"), ".pom");
      install(ours, name, jar(ROOT.resolve(module).resolve("target"), name), ".jar");
    }
  }

  public Path folder() {
    return folder;
  }

  /** Removes the links, which lead out of the folder. */
  @Override
  public void close() throws IOException {
    for (Path link : links) {
      Files.delete(link);
    }
  }

  private void link(Path from, Path to, String but) throws IOException {
    try (Stream<Path> entries = Files.list(from)) {
      for (Path entry : entries.toList()) {
        String name = String.valueOf(entry.getFileName());
        if (!name.equals(but)) {
          links.add(Files.createSymbolicLink(to.resolve(name), entry));
        }
      }
    }
  }

  /** A module's own jar has its version in its name, or not. */
  private static Path jar(Path target, String name) throws IOException {
    Path bare = target.resolve(name + ".jar");
    return Files.exists(bare) ? bare : target.resolve(name + "-" + VERSION + ".jar");
  }

  private static void install(Path ours, String name, Path file, String ending) throws IOException {
    Path folder = Files.createDirectories(ours.resolve(name).resolve(VERSION));
    Files.copy(file, folder.resolve(name + "-" + VERSION + ending));
  }
}
