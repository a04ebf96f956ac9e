package dev.heddle.experiment;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * A text in three parts, of which no file lies in two: eight of ten files are learned from, one is
 * tested with, one is kept aside. Which, a hash of the file's name says, so that a file that is
 * added moves no other. Files of the same content count once, and the notice of copyright at the
 * head of a source file, which is the same in thousands, is left out. A single file is cut at 80
 * and at 90 of a hundred.
 *
 * <p>Where a folder or zip comes in parts of its own, as WikiText does ({@code wiki.train.tokens},
 * {@code wiki.valid.tokens} and {@code wiki.test.tokens}), these are the parts, as they are.
 */
public final class TextCorpus {

  /** A file that is longer is cut. */
  private static final int LONGEST = 1 << 24;

  private static final Pattern NOTICE =
      Pattern.compile(
          "\\A\\s*/\\*(?:(?!\\*/)[\\s\\S])*?(?i:copyright)(?:(?!\\*/)[\\s\\S])*\\*/\\s*");

  private static final Set<String> ENDINGS =
      Set.of(
          "txt",
          "md",
          "java",
          "text",
          "tokens",
          "raw",
          "rst",
          "py",
          "c",
          "h",
          "html",
          "properties");

  /** A file that says itself which part it is. */
  private static final Pattern OWN_PART =
      Pattern.compile("(?:.*[/._-])?(train|valid|test)\\.(?:tokens|raw|txt)");

  /** The parts of a text. */
  public enum Part {
    TRAIN,
    VALID,
    TEST;

    String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  private final String name;
  private final Map<Part, byte[]> parts = new EnumMap<>(Part.class);
  private final Map<Part, List<String>> files = new EnumMap<>(Part.class);

  private TextCorpus(String name, Map<String, byte[]> all) {
    this.name = name;
    Map<Part, TreeMap<String, byte[]>> split = new EnumMap<>(Part.class);
    for (Part part : Part.values()) {
      split.put(part, new TreeMap<>());
    }
    Set<String> seen = new HashSet<>();
    new TreeMap<>(all)
        .forEach(
            (file, bytes) -> {
              if (bytes.length > 0 && seen.add(digest(bytes))) {
                split.getOrDefault(part(file), new TreeMap<>()).put(file, bytes);
              }
            });
    split.forEach(
        (part, own) -> {
          ByteArrayOutputStream joined = new ByteArrayOutputStream();
          own.values().forEach(joined::writeBytes);
          parts.put(part, joined.toByteArray());
          files.put(part, List.copyOf(own.keySet()));
        });
  }

  /** A text that came in parts. */
  private TextCorpus(String name, Map<Part, Map.Entry<String, byte[]>> own, long most) {
    this.name = name;
    own.forEach(
        (part, file) -> {
          byte[] bytes = file.getValue();
          parts.put(part, bytes.length <= most ? bytes : Arrays.copyOf(bytes, (int) most));
          files.put(part, List.of(file.getKey()));
        });
  }

  private TextCorpus(String name, byte[] whole) {
    this.name = name;
    int first = (int) (whole.length * 8L / 10);
    int second = (int) (whole.length * 9L / 10);
    parts.put(Part.TRAIN, Arrays.copyOfRange(whole, 0, first));
    parts.put(Part.VALID, Arrays.copyOfRange(whole, first, second));
    parts.put(Part.TEST, Arrays.copyOfRange(whole, second, whole.length));
    for (Part part : Part.values()) {
      files.put(part, List.of());
    }
  }

  /** Which part a file belongs to. */
  static Part part(String file) {
    int tenth = Integer.parseInt(digest(file.getBytes(UTF_8)).substring(0, 6), 16) % 10;
    return tenth < 8 ? Part.TRAIN : tenth == 8 ? Part.VALID : Part.TEST;
  }

  private static String digest(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  /**
   * Reads a text file, the text files of a folder and of those in it, or those of a zip.
   *
   * @param within only files whose path begins so, such as {@code java.base/java/util/}; may be
   *     empty
   * @param most how many bytes at most, in the order of the names' hashes; of each part where they
   *     come in parts
   * @throws IOException if it cannot be read
   */
  public static TextCorpus read(Path source, String within, long most) throws IOException {
    if (Files.isDirectory(source)) {
      Map<String, byte[]> all = new TreeMap<>();
      try (Stream<Path> walk = Files.walk(source)) {
        for (Path file : walk.filter(Files::isRegularFile).toList()) {
          String path = source.relativize(file).toString().replace('\\', '/');
          if (path.startsWith(within) && isText(path)) {
            try (InputStream in = Files.newInputStream(file)) {
              all.put(path, in.readNBytes(longest(path, most)));
            }
          }
        }
      }
      return of(source.toString(), all, most);
    }
    if (source.toString().endsWith(".zip") || source.toString().endsWith(".jar")) {
      Map<String, byte[]> all = new TreeMap<>();
      try (ZipFile zip = new ZipFile(source.toFile())) {
        for (ZipEntry entry : zip.stream().map(each -> (ZipEntry) each).toList()) {
          if (entry.getName().startsWith(within) && isText(entry.getName())) {
            try (InputStream in = zip.getInputStream(entry)) {
              all.put(entry.getName(), in.readNBytes(longest(entry.getName(), most)));
            }
          }
        }
      }
      return of(source.toString(), all, most);
    }
    try (InputStream in = Files.newInputStream(source)) {
      return new TextCorpus(
          source.toString(), in.readNBytes((int) Math.min(most, Integer.MAX_VALUE - 8)));
    }
  }

  private static int longest(String path, long most) {
    return OWN_PART.matcher(path).matches() ? (int) Math.min(most, Integer.MAX_VALUE - 8) : LONGEST;
  }

  /** In its own parts, if there is one file of each; else in ours. */
  private static TextCorpus of(String name, Map<String, byte[]> all, long most) {
    Map<Part, Map.Entry<String, byte[]>> own = new EnumMap<>(Part.class);
    int found = 0;
    for (Map.Entry<String, byte[]> file : all.entrySet()) {
      Matcher matcher = OWN_PART.matcher(file.getKey());
      if (matcher.matches()) {
        own.put(Part.valueOf(matcher.group(1).toUpperCase(Locale.ROOT)), file);
        found++;
      }
    }
    if (found == Part.values().length && own.size() == found) {
      return new TextCorpus(name, own, most);
    }
    Map<String, byte[]> texts = new TreeMap<>();
    all.forEach((file, bytes) -> texts.put(file, cleaned(bytes)));
    return new TextCorpus(name, limited(texts, most));
  }

  /**
   * The sources of Java's own library, {@code lib/src.zip} of a JDK: a text that every user of Java
   * has.
   *
   * @throws IOException if this JDK comes without them, or they cannot be read
   */
  public static TextCorpus ofJdk(String within, long most) throws IOException {
    Path home = Path.of(System.getProperty("java.home", ""));
    Path sources = home.resolve("lib/src.zip");
    if (!Files.exists(sources)) {
      throw new IOException("this JDK has no lib/src.zip: " + home);
    }
    return read(sources, within, most);
  }

  private static boolean isText(String path) {
    int dot = path.lastIndexOf('.');
    return dot >= 0 && ENDINGS.contains(path.substring(dot + 1).toLowerCase(Locale.ROOT));
  }

  private static byte[] cleaned(byte[] bytes) {
    return NOTICE.matcher(new String(bytes, UTF_8)).replaceFirst("").getBytes(UTF_8);
  }

  /** Not the first ones by name: these would be of one kind. */
  private static Map<String, byte[]> limited(Map<String, byte[]> all, long most) {
    TreeMap<String, String> byHash = new TreeMap<>();
    all.keySet().forEach(file -> byHash.put(digest(file.getBytes(UTF_8)).substring(6), file));
    Map<String, byte[]> kept = new TreeMap<>();
    long total = 0;
    for (String file : byHash.values()) {
      byte[] bytes = all.getOrDefault(file, new byte[0]);
      if (total + bytes.length <= most) {
        kept.put(file, bytes);
        total += bytes.length;
      }
    }
    return kept;
  }

  /** What it was read from. */
  public String name() {
    return name;
  }

  /** The bytes of a part; not to be changed. */
  public byte[] bytes(Part part) {
    return parts.getOrDefault(part, new byte[0]);
  }

  /** The names of the files of a part; none of a text that was one file. */
  public List<String> files(Part part) {
    return files.getOrDefault(part, List.of());
  }

  /** 16 hexadecimal digits that stand for all parts together. */
  public String fingerprint() {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (Part part : Part.values()) {
      all.writeBytes(digest(bytes(part)).getBytes(UTF_8));
    }
    return digest(all.toByteArray()).substring(0, 16);
  }

  @Override
  public String toString() {
    return "%s: %d bytes to learn from, %d to test with, %d aside"
        .formatted(
            name, bytes(Part.TRAIN).length, bytes(Part.VALID).length, bytes(Part.TEST).length);
  }
}
