package dev.heddle.cli;

import com.google.gson.GsonBuilder;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code heddle schema}. */
@Command(
    name = "schema",
    description =
        "Prints the JSON schema (draft 2020-12) of what --json prints: of one command, or of all,"
            + " each under its name in $defs.",
    mixinStandardHelpOptions = true,
    sortOptions = false)
final class SchemaCommand implements Callable<Integer> {

  private static final String DEFINITIONS = "$defs";

  @CommandLine.Spec
  @SuppressWarnings("NullAway.Init")
  private CommandLine.Model.CommandSpec spec;

  @Parameters(arity = "0..1", paramLabel = "COMMAND", description = "A command with --json.")
  private @Nullable String command;

  @Override
  public Integer call() {
    JsonObject schema = schema();
    if (command != null) {
      if (!schema.getAsJsonObject("properties").has(command)) {
        throw new Usage(
            "unknown-command",
            "there is no schema of `" + command + "`",
            "there are those of "
                + String.join(", ", new TreeSet<>(schema.getAsJsonObject("properties").keySet())));
      }
      schema = of(schema, command);
    }
    PrintWriter out = spec.commandLine().getOut();
    out.println(
        new GsonBuilder().disableHtmlEscaping().setPrettyPrinting().create().toJson(schema));
    out.flush();
    return 0;
  }

  /** The schema of one command's output, as a document of its own. */
  private static JsonObject of(JsonObject whole, String command) {
    JsonObject one = new JsonObject();
    one.add("$schema", whole.get("$schema"));
    one.addProperty("title", "heddle " + command + " --json");
    one.addProperty("$ref", "#/" + DEFINITIONS + "/" + command);
    one.add(DEFINITIONS, whole.get(DEFINITIONS));
    return one;
  }

  /** The schema of all: an object would have each command's output under the command's name. */
  static JsonObject schema() {
    try (InputStream in =
        Objects.requireNonNull(SchemaCommand.class.getResourceAsStream("schema.json"))) {
      return JsonParser.parseReader(new InputStreamReader(in, StandardCharsets.UTF_8))
          .getAsJsonObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
