package dev.heddle.recognise;

import dev.heddle.diagnostic.Diagnostic;
import dev.heddle.diagnostic.HeddleException;
import dev.heddle.diagnostic.Origin;
import dev.heddle.diagnostic.Problem;
import dev.heddle.pattern.SparsityPattern;
import dev.heddle.recognise.Settings.Setting;
import dev.heddle.recognise.Settings.Value;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Settings while they are read: by name, with errors at their place, and with a note of what was.
 */
final class Keys {

  private final Map<String, Setting> settings;
  private final List<String> order;
  private final Set<String> read = new HashSet<>();
  private final List<Diagnostic> warnings = new ArrayList<>();

  Keys(Settings settings) {
    this.settings = settings.all().stream().collect(Collectors.toMap(Setting::name, each -> each));
    this.order = settings.all().stream().map(Setting::name).toList();
  }

  // ---- what is there

  /** The names, in the order in which they are written. */
  List<String> names() {
    return order;
  }

  /** Whether a setting is there and is something. */
  boolean has(String name) {
    Setting setting = settings.get(name);
    return setting != null && !(setting.value() instanceof Value.Nothing);
  }

  boolean hasAny(List<String> names) {
    return names.stream().anyMatch(settings::containsKey);
  }

  // ---- values

  /** The value, or null where there is none or nothing. */
  @Nullable Value value(String name) {
    read.add(name);
    return has(name) ? Objects.requireNonNull(settings.get(name)).value() : null;
  }

  /** A whole number of at least so much, which has to be there. */
  int number(String name, int least) {
    Value value = value(name);
    if (value == null) {
      throw HeddleException.of(
          new Problem.BadSetting("`" + name + "` is missing", "it is a whole number"), anywhere());
    }
    return number(name, value, least);
  }

  int number(String name, int fallback, int least) {
    Value value = value(name);
    return value == null ? fallback : number(name, value, least);
  }

  /** A whole number that a value is. */
  int number(String name, Value value, int least) {
    if (!(value instanceof Value.Amount(double number)) || number != (int) number) {
      throw bad(name, "`" + name + "` takes a whole number", "");
    }
    if (number < least) {
      throw bad(name, "`" + name + "` is " + (int) number + ", and at least " + least, "");
    }
    return (int) number;
  }

  boolean truth(String name, boolean fallback) {
    Value value = value(name);
    return switch (value) {
      case null -> fallback;
      case Value.Truth(boolean holds) -> holds;
      case Value.Amount _, Value.Words _, Value.Nothing _, Value.Several _, Value.Group _ ->
          throw bad(name, "`" + name + "` takes True or False", "");
    };
  }

  String words(String name, String fallback) {
    Value value = value(name);
    if (value == null) {
      return fallback;
    }
    if (value instanceof Value.Words(String text)) {
      return text;
    }
    throw bad(name, "`" + name + "` takes a word", "");
  }

  /** One of a few words. */
  String oneOf(String name, String fallback, List<String> known) {
    String word = words(name, fallback);
    if (!known.contains(word)) {
      throw bad(name, "`" + name + "` is `" + word + "`", "it takes " + String.join(", ", known));
    }
    return word;
  }

  /** The values of a list; a single value is a list of one. */
  List<Value> several(String name) {
    Value value = value(name);
    return switch (value) {
      case null -> List.of();
      case Value.Several(List<Value> values) -> values;
      case Value.Amount _, Value.Words _, Value.Nothing _, Value.Truth _, Value.Group _ ->
          List.of(value);
    };
  }

  /** Whole numbers of at least so much; a single number is a list of one. */
  List<Integer> numbers(String name, List<Integer> fallback, int least) {
    return value(name) == null
        ? fallback
        : several(name).stream().map(each -> number(name, each, least)).toList();
  }

  List<String> wordsOf(String name) {
    return several(name).stream()
        .map(
            each -> {
              if (each instanceof Value.Words(String text)) {
                return text;
              }
              throw bad(name, "`" + name + "` takes a list of words", "");
            })
        .toList();
  }

  @Nullable Settings group(String name) {
    Value value = value(name);
    return value instanceof Value.Group(Settings group) ? group : null;
  }

  // ---- what is wrong or doubtful

  /** An error at a setting. */
  HeddleException bad(String name, String sentence, String help) {
    return HeddleException.of(new Problem.BadSetting(sentence, help), origin(name));
  }

  /** A warning at a setting, or of all where it names none. */
  void notSaid(String name, String sentence, String help) {
    warnings.add(Diagnostic.of(new Problem.NotSaid(sentence, help), origin(name)));
  }

  private @Nullable Origin origin(String name) {
    Setting setting = settings.get(name);
    return setting == null ? null : setting.origin();
  }

  private @Nullable Origin anywhere() {
    return order.isEmpty() ? null : origin(order.getFirst());
  }

  /** Notes as read what says nothing about which query sees which key. */
  void ignore(String... names) {
    read.addAll(List.of(names));
  }

  /** Refuses what was not read: a call has no settings that mean nothing. */
  void refuseRest(List<String> known) {
    for (String name : order) {
      if (!read.contains(name)) {
        throw bad(
            name,
            "`" + name + "` is no setting that is read here",
            "there are " + String.join(", ", known));
      }
    }
  }

  /** Warns of what was not read, where it may matter. */
  private void warnOfRest(Predicate<String> matters) {
    List<String> rest =
        order.stream().filter(name -> !read.contains(name)).filter(matters).toList();
    if (!rest.isEmpty()) {
      warnings.add(Diagnostic.of(new Problem.UnreadSettings(rest), origin(rest.getFirst())));
    }
  }

  /** The answer, with what was warned of. */
  Converted converted(String convention, String text) {
    SparsityPattern pattern = SparsityPattern.parse(text);
    List<Diagnostic> all = new ArrayList<>(warnings);
    all.addAll(pattern.warnings());
    return new Converted(convention, pattern, all);
  }

  /** The answer, with a warning of what was not read, where it may matter. */
  Converted converted(String convention, String text, Predicate<String> matters) {
    warnOfRest(matters);
    return converted(convention, text);
  }
}
