package dev.heddle.files;

import com.google.gson.JsonParseException;
import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import com.google.gson.stream.MalformedJsonException;
import dev.heddle.diagnostic.HeddleException;
import dev.heddle.diagnostic.Origin;
import dev.heddle.diagnostic.Problem;
import dev.heddle.diagnostic.Source;
import dev.heddle.diagnostic.Span;
import dev.heddle.recognise.Settings;
import dev.heddle.recognise.Settings.Setting;
import dev.heddle.recognise.Settings.Value;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Settings from text: a JSON file, or what stands between the parentheses of a call in Python.
 *
 * <pre>{@code
 * Conventions.of(SettingsText.parse("window_size=(256, 0), causal=True"));
 * Conventions.of(SettingsText.read(Path.of("config.json")));
 * }</pre>
 */
public final class SettingsText {

  /** A configuration with the names of many classes is some megabytes long. */
  private static final int MOST_BYTES = 1 << 24;

  /** How a reader says where it is. */
  private static final Pattern PLACE = Pattern.compile("line (\\d+) column (\\d+)");

  private final Source source;
  private final JsonReader reader;

  /** How many characters were put before the text to make it JSON. */
  private final int before;

  private final String json;
  private final List<Integer> lineStarts = new ArrayList<>();

  private SettingsText(Source source, String json, int before, Strictness strictness) {
    this.source = source;
    this.json = json;
    this.before = before;
    this.reader = new JsonReader(new StringReader(json));
    reader.setStrictness(strictness);
    lineStarts.add(0);
    for (int at = json.indexOf('\n'); at >= 0; at = json.indexOf('\n', at + 1)) {
      lineStarts.add(at + 1);
    }
  }

  /**
   * Reads a JSON object from a file.
   *
   * @throws IOException if it cannot be read, is not UTF-8, or longer than 16 MiB
   * @throws HeddleException {@code bad-setting} if it is no JSON object; the error points there
   */
  public static Settings read(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      byte[] bytes = in.readNBytes(MOST_BYTES + 1);
      if (bytes.length > MOST_BYTES) {
        throw new IOException("it is longer than 16 MiB, and no configuration is");
      }
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      return new SettingsText(
              new Source(String.valueOf(file.getFileName()), text), text, 0, Strictness.STRICT)
          .whole();
    }
  }

  /**
   * Reads settings as a call has them, {@code name=value, …} with Python's numbers, tuples, lists,
   * strings, {@code True}, {@code False} and {@code None}; or a JSON object.
   *
   * @throws HeddleException {@code bad-setting} if it is neither; the error points there
   */
  public static Settings parse(String text) {
    Source source = new Source("settings", text);
    if (text.strip().startsWith("{")) {
      return new SettingsText(source, text, 0, Strictness.LENIENT).whole();
    }
    return new SettingsText(source, "{" + brackets(text) + "}", 1, Strictness.LENIENT).whole();
  }

  /** A tuple is a list; parentheses in strings stay. */
  private static String brackets(String text) {
    StringBuilder out = new StringBuilder(text);
    char quote = 0;
    for (int at = 0; at < out.length(); at++) {
      char c = out.charAt(at);
      if (quote != 0) {
        if (c == '\\') {
          at++;
        } else if (c == quote) {
          quote = 0;
        }
      } else if (c == '"' || c == '\'') {
        quote = c;
      } else if (c == '(') {
        out.setCharAt(at, '[');
      } else if (c == ')') {
        dropComma(out, at);
        out.setCharAt(at, ']');
      } else if (c == ']' || c == '}') {
        dropComma(out, at);
      }
    }
    dropComma(out, out.length());
    return out.toString();
  }

  /** Python's lists may end in a comma; a JSON list with one would have a null behind it. */
  private static void dropComma(StringBuilder out, int end) {
    int last = end - 1;
    while (last >= 0 && Character.isWhitespace(out.charAt(last))) {
      last--;
    }
    if (last >= 0 && out.charAt(last) == ',') {
      out.setCharAt(last, ' ');
    }
  }

  private Settings whole() {
    try {
      if (reader.peek() != JsonToken.BEGIN_OBJECT) {
        throw bad("these are no settings: an object in braces is wanted", offset(), offset());
      }
      Settings settings = object();
      if (reader.peek() != JsonToken.END_DOCUMENT) {
        throw bad("something stands behind the settings", offset(), json.length());
      }
      return settings;
    } catch (EOFException e) {
      throw bad("the settings end too soon", json.length(), json.length());
    } catch (MalformedJsonException | JsonParseException | IllegalStateException e) {
      throw bad("this is not well formed", offset(), offset());
    } catch (IOException e) {
      // A text in memory is always read.
      throw new IllegalStateException(e);
    }
  }

  private Settings object() throws IOException {
    List<Setting> all = new ArrayList<>();
    Set<String> names = new HashSet<>();
    reader.beginObject();
    while (reader.hasNext()) {
      String name = reader.nextName();
      Origin origin = origin(name);
      if (!names.add(name)) {
        throw HeddleException.of(new Problem.BadSetting("`" + name + "` is set twice", ""), origin);
      }
      all.add(new Setting(name, value(), origin));
    }
    reader.endObject();
    return new Settings(all);
  }

  private Value value() throws IOException {
    return switch (reader.peek()) {
      case BEGIN_OBJECT -> new Value.Group(object());
      case BEGIN_ARRAY -> {
        List<Value> values = new ArrayList<>();
        reader.beginArray();
        while (reader.hasNext()) {
          values.add(value());
        }
        reader.endArray();
        yield new Value.Several(values);
      }
      case NUMBER -> new Value.Amount(Double.parseDouble(reader.nextString()));
      case BOOLEAN -> new Value.Truth(reader.nextBoolean());
      case NULL -> {
        reader.nextNull();
        yield new Value.Nothing();
      }
      case STRING -> word(reader.nextString());
      case NAME, END_OBJECT, END_ARRAY, END_DOCUMENT ->
          throw bad("a value is wanted", offset(), offset());
    };
  }

  /** A lenient reader takes what it does not know for a word. */
  private static Value word(String text) {
    return switch (text) {
      case "None" -> new Value.Nothing();
      case "True" -> new Value.Truth(true);
      case "False" -> new Value.Truth(false);
      default -> new Value.Words(text);
    };
  }

  // ---- places

  /** Where a name stands that was just read: it ends where the reader is. */
  private Origin origin(String name) {
    int end = offset();
    boolean quoted = end > 0 && (json.charAt(end - 1) == '"' || json.charAt(end - 1) == '\'');
    int start =
        quoted ? json.lastIndexOf(json.charAt(end - 1), Math.max(0, end - 2)) : end - name.length();
    return origin(Math.max(0, start), end);
  }

  private Origin origin(int from, int to) {
    int start = Math.clamp(from - before, 0, source.text().length());
    int end = Math.clamp(to - before, start, source.text().length());
    return new Origin(
        source,
        new Span(source.text().codePointCount(0, start), source.text().codePointCount(0, end)));
  }

  private HeddleException bad(String sentence, int from, int to) {
    return HeddleException.of(
        new Problem.BadSetting(
            sentence, "settings are JSON, or `name=value, …` as in a call of Python"),
        origin(from, to));
  }

  /** The index in the text at which the reader is; its own counts are by line and column. */
  private int offset() {
    Matcher place = PLACE.matcher(reader.toString());
    if (!place.find()) {
      return 0;
    }
    int line = Integer.parseInt(place.group(1));
    int column = Integer.parseInt(place.group(2));
    return Math.clamp(
        lineStarts.get(Math.min(line, lineStarts.size()) - 1) + column - 1L, 0, json.length());
  }
}
