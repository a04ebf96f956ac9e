package dev.heddle.cli;

import com.google.gson.GsonBuilder;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code heddle doctor}. */
@Command(
    name = "doctor",
    description =
        "Versions, devices, native libraries, kernels: what works and what does not, with the mend.",
    mixinStandardHelpOptions = true)
final class DoctorCommand implements Callable<Integer> {

  @CommandLine.Spec
  @SuppressWarnings("NullAway.Init")
  private CommandLine.Model.CommandSpec spec;

  @Option(names = "--json", description = "Print one JSON object and nothing else on stdout.")
  private boolean json;

  @Override
  public Integer call() {
    List<Check> checks = new Doctor(System.getenv()).examine();
    boolean healthy = checks.stream().noneMatch(check -> check.state() == Check.State.BROKEN);
    PrintWriter out = spec.commandLine().getOut();
    out.print(json ? json(checks, healthy) : text(checks, healthy));
    out.flush();
    return healthy ? 0 : 1;
  }

  static String text(List<Check> checks, boolean healthy) {
    StringBuilder out = new StringBuilder();
    for (Check check : checks) {
      out.append("%-10s %-7s %s%n".formatted(check.name(), check.state().word(), check.finding()));
      if (!check.mend().isEmpty()) {
        out.append("%-18s = mend: %s%n".formatted("", check.mend()));
      }
    }
    return out.append(healthy ? "everything that Heddle needs works" : "something is broken")
        .append(System.lineSeparator())
        .toString();
  }

  static String json(List<Check> checks, boolean healthy) {
    List<Map<String, String>> list =
        checks.stream()
            .map(
                check -> {
                  Map<String, String> fields = new LinkedHashMap<>();
                  fields.put("name", check.name());
                  fields.put("state", check.state().word());
                  fields.put("finding", check.finding());
                  fields.put("mend", check.mend());
                  return fields;
                })
            .toList();
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("version", Version.text());
    object.put("healthy", healthy);
    object.put("checks", list);
    return new GsonBuilder().setPrettyPrinting().disableHtmlEscaping().create().toJson(object)
        + System.lineSeparator();
  }
}
