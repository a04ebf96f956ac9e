package dev.heddle.files;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.util.Objects;
import java.util.UUID;

/**
 * Files that are written whole or not at all: whoever reads one sees what was there before or all
 * that is new, even if the writer is killed half-way; where it is asked to end, no part is left.
 *
 * <p>A file that is replaced keeps its permissions, and a new one gets those that files usually
 * get. A symbolic link stays, and the file that it leads to is written. What is neither file nor
 * folder, such as a pipe, is written straight.
 */
public final class SafeFile {

  private static final int BUFFER = 1 << 16;

  /** No chain of links is longer but one that leads back to itself. */
  private static final int MOST_LINKS = 40;

  private SafeFile() {}

  /** What writes the content. */
  @FunctionalInterface
  public interface Content {
    void write(OutputStream out) throws IOException;
  }

  /**
   * Looks whether a file can be written, without touching it: before work that would be in vain.
   *
   * @throws IOException if it cannot be written
   */
  public static void check(Path file) throws IOException {
    target(file);
  }

  /**
   * Writes a file.
   *
   * @throws IOException if it cannot be written; what was there before is then still there
   */
  public static void write(Path file, Content content) throws IOException {
    Path target = target(file);
    boolean exists = Files.exists(target);
    if (exists && !Files.isRegularFile(target)) {
      try (OutputStream out = buffered(Files.newOutputStream(target))) {
        content.write(out);
      }
      return;
    }
    // Not a temporary file of Java's: those are for their owner's eyes only.
    Path part =
        target.resolveSibling("." + target.getFileName() + "." + UUID.randomUUID() + ".part");
    Ending.begun(part);
    try {
      try (OutputStream out =
          buffered(
              Files.newOutputStream(
                  part, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE))) {
        content.write(out);
      }
      if (exists) {
        copyPermissions(target, part);
      }
      Files.move(part, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(part);
      Ending.over(part);
    }
  }

  private static OutputStream buffered(OutputStream out) {
    return new BufferedOutputStream(out, BUFFER);
  }

  private static void copyPermissions(Path from, Path to) throws IOException {
    PosixFileAttributeView old = Files.getFileAttributeView(from, PosixFileAttributeView.class);
    PosixFileAttributeView made = Files.getFileAttributeView(to, PosixFileAttributeView.class);
    if (old != null && made != null) {
      made.setPermissions(old.readAttributes().permissions());
    }
  }

  /** The file that is really written. */
  private static Path target(Path file) throws IOException {
    Path target = file.toAbsolutePath();
    for (int links = 0; Files.isSymbolicLink(target); links++) {
      if (links == MOST_LINKS) {
        throw new FileSystemLoopException(file.toString());
      }
      target = target.resolveSibling(Files.readSymbolicLink(target));
    }
    if (Files.isDirectory(target)) {
      throw new FileSystemException(file.toString(), null, "it is a folder");
    }
    Path folder = Objects.requireNonNull(target.getParent());
    if (!Files.exists(folder)) {
      throw new NoSuchFileException(file.toString());
    }
    if (!Files.isDirectory(folder)) {
      throw new NotDirectoryException(file.toString());
    }
    boolean replaces = !Files.exists(target) || Files.isRegularFile(target);
    if ((Files.exists(target) && !Files.isWritable(target))
        || (replaces && !Files.isWritable(folder))) {
      throw new AccessDeniedException(file.toString());
    }
    return target;
  }
}
