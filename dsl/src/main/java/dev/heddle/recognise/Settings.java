package dev.heddle.recognise;

import dev.heddle.diagnostic.Origin;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Settings of a library by their names, as a call has them ({@code window_size=(256, 0)}) or a
 * configuration file.
 *
 * <p>Files and texts become settings by {@code dev.heddle.files.SettingsText}; a map does by {@link
 * #of}.
 *
 * @param all in the order in which they are written; no name comes twice
 */
public record Settings(List<Setting> all) {

  /**
   * A setting.
   *
   * @param origin where it is written, or null where there is no text
   */
  public record Setting(String name, Value value, @Nullable Origin origin) {}

  /** What a setting is set to. */
  public sealed interface Value {

    record Amount(double number) implements Value {}

    record Words(String text) implements Value {}

    record Truth(boolean holds) implements Value {}

    /** Python's {@code None}, JSON's {@code null}. */
    record Nothing() implements Value {}

    record Several(List<Value> values) implements Value {
      public Several {
        values = List.copyOf(values);
      }
    }

    record Group(Settings settings) implements Value {}
  }

  public Settings {
    all = List.copyOf(all);
    long names = all.stream().map(Setting::name).distinct().count();
    if (names < all.size()) {
      throw new IllegalArgumentException("a name is set twice: " + all);
    }
  }

  /**
   * Settings from a map, whose values are numbers, booleans, strings, null, and lists or maps of
   * such.
   *
   * @throws IllegalArgumentException if a value is of another type
   */
  public static Settings of(Map<String, ?> values) {
    List<Setting> all = new ArrayList<>();
    values.forEach((name, value) -> all.add(new Setting(name, value(name, value), null)));
    return new Settings(all);
  }

  private static Value value(String name, @Nullable Object value) {
    return switch (value) {
      case null -> new Value.Nothing();
      case Number number -> new Value.Amount(number.doubleValue());
      case Boolean truth -> new Value.Truth(truth);
      case String words -> new Value.Words(words);
      case List<?> list -> new Value.Several(list.stream().map(each -> value(name, each)).toList());
      case Map<?, ?> map -> {
        List<Setting> inner = new ArrayList<>();
        map.forEach(
            (key, each) -> inner.add(new Setting(String.valueOf(key), value(name, each), null)));
        yield new Value.Group(new Settings(inner));
      }
      default ->
          throw new IllegalArgumentException(
              "`" + name + "` is a " + value.getClass().getName() + ", which no setting is");
    };
  }

  /** These settings and others, of which those of the same name are taken instead. */
  public Settings with(Settings others) {
    List<Setting> joined = new ArrayList<>(all);
    joined.removeIf(
        mine -> others.all.stream().anyMatch(other -> other.name().equals(mine.name())));
    joined.addAll(others.all);
    return new Settings(joined);
  }
}
