package dev.heddle.cli;

import com.google.gson.GsonBuilder;
import dev.heddle.diagnostic.Diagnostic;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What {@code --json} prints. */
final class Json {

  private Json() {}

  /** One object, with a newline behind it. */
  static String of(Map<String, ? extends @Nullable Object> fields) {
    return new GsonBuilder()
            .serializeNulls()
            .disableHtmlEscaping()
            .setPrettyPrinting()
            .create()
            .toJson(fields)
        + System.lineSeparator();
  }

  static List<Map<String, String>> diagnostics(List<Diagnostic> diagnostics) {
    return diagnostics.stream().map(Json::diagnostic).toList();
  }

  private static Map<String, String> diagnostic(Diagnostic diagnostic) {
    Map<String, String> fields = new LinkedHashMap<>();
    fields.put("code", diagnostic.code());
    fields.put("sentence", diagnostic.sentence());
    fields.put("help", diagnostic.help());
    return fields;
  }
}
