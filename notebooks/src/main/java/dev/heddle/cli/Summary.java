package dev.heddle.cli;

import dev.heddle.diagnostic.Diagnostic;
import dev.heddle.pattern.Growth;
import dev.heddle.pattern.SparsityPattern;
import dev.heddle.relation.Relation;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The facts of a pattern at a length. Where it has several relations, as a schedule or a batch has,
 * edges and empty rows are those of all, and the density is the mean.
 */
final class Summary {

  private Summary() {}

  /** The facts under the names that {@code --json} gives them. */
  static Map<String, @Nullable Object> of(
      SparsityPattern pattern, List<Relation> relations, List<Diagnostic> warnings) {
    Relation first = relations.getFirst();
    Map<String, @Nullable Object> facts = new LinkedHashMap<>();
    facts.put("pattern", pattern.formatted());
    facts.put("n", first.keys());
    facts.put("m", first.queries());
    facts.put("edges", relations.stream().mapToLong(Relation::edges).reduce(0, Math::addExact));
    facts.put("density", relations.stream().mapToDouble(Relation::density).average().orElseThrow());
    facts.put("min_row", relations.stream().mapToInt(Relation::minRow).min().orElseThrow());
    facts.put("max_row", relations.stream().mapToInt(Relation::maxRow).max().orElseThrow());
    facts.put("empty_rows", relations.stream().mapToLong(Relation::emptyRows).sum());
    facts.put("growth", pattern.growth().map(Growth::toString).orElse(null));
    facts.put("warnings", Json.diagnostics(warnings));
    return facts;
  }

  /** The warnings of relations, each once. */
  static List<Diagnostic> warnings(List<Relation> relations) {
    List<Diagnostic> warnings = new ArrayList<>();
    relations.forEach(relation -> warnings.addAll(relation.warnings()));
    return warnings.stream().distinct().toList();
  }

  /** The facts as lines; what is a list or unknown is left out. */
  static String text(Map<String, @Nullable Object> facts) {
    StringBuilder out = new StringBuilder();
    facts.forEach(
        (name, fact) -> {
          if (fact != null && !(fact instanceof List<?>)) {
            String value = fact instanceof Double share ? share(share) : fact.toString();
            out.append(String.format(Locale.ROOT, "%-11s %s%n", name, value));
          }
        });
    return out.toString();
  }

  /** Six digits after the point, unless they would all be zeros. */
  private static String share(double share) {
    return String.format(Locale.ROOT, share == 0 || share >= 1e-4 ? "%.6f" : "%.3e", share);
  }
}
