package dev.heddle.notebook;

import static java.util.stream.Collectors.joining;

import dev.heddle.diagnostic.Diagnostic;
import dev.heddle.relation.Relation;
import java.util.ArrayList;
import java.util.List;

/** Composes the picture of a schedule: layers go down, the heads of a layer right. */
final class SchedulePicture {

  /** More patterns than these make no picture that shows one. */
  static final int MOST = 1_024;

  /** As for one pattern: more pieces than these are not counted for a picture's sake. */
  private static final double COUNTED = 1 << 26;

  private static final int NAME = 68;
  private static final int NOTES = 5;

  /** The layer and the head that the first pattern is for. */
  record Corner(int layer, int head) {

    static final Corner FIRST = new Corner(0, 0);
  }

  private SchedulePicture() {}

  static Picture of(
      String name, List<List<Relation>> layers, List<Diagnostic> doubts, Corner corner) {
    List<Relation> all = layers.stream().flatMap(List::stream).toList();
    if (all.isEmpty() || all.size() > MOST) {
      throw new IllegalArgumentException(
          "a picture is of 1 to " + MOST + " patterns, and not of " + all.size());
    }
    for (Relation each : all) {
      if (each.keys() != all.getFirst().keys() || each.queries() != all.getFirst().queries()) {
        throw new IllegalArgumentException("the patterns of a schedule are of one size");
      }
    }
    ScheduleDrawing drawing = new ScheduleDrawing(layers, corner);
    boolean counted = drawing.work() <= COUNTED;
    List<String> caption = new ArrayList<>();
    if (!name.isBlank()) {
      caption.add(Words.line(name, NAME));
    }
    caption.add(facts(layers, all, counted));
    List<Diagnostic> warnings = new ArrayList<>(doubts);
    if (counted) {
      all.stream().flatMap(each -> each.warnings().stream()).forEach(warnings::add);
    }
    return new Picture(
        drawing.svg(caption),
        drawing::png,
        String.join("\n", caption),
        ScheduleText.of(layers, corner),
        notes(warnings.stream().distinct().toList()));
  }

  private static String facts(List<List<Relation>> layers, List<Relation> all, boolean counted) {
    Relation first = all.getFirst();
    String size =
        first.queries() == first.keys()
            ? "n = " + Words.number(first.keys())
            : "m × n = %s × %s"
                .formatted(Words.number(first.queries()), Words.number(first.keys()));
    String heads =
        layers.stream()
            .map(List::size)
            .distinct()
            .sorted()
            .map(String::valueOf)
            .collect(joining(" or "));
    String parts =
        "%s, %s of %s"
            .formatted(
                size,
                plural(layers.size(), "layer"),
                heads + (heads.equals("1") ? " head" : " heads"));
    if (!counted) {
      return parts + ", edges not counted: that would take long";
    }
    long edges = all.stream().mapToLong(Relation::edges).sum();
    double density = all.stream().mapToDouble(Relation::density).average().orElseThrow();
    return "%s, %s edges, density %s".formatted(parts, Words.number(edges), Words.digits(density));
  }

  private static String plural(int number, String word) {
    return number + " " + word + (number == 1 ? "" : "s");
  }

  private static String notes(List<Diagnostic> diagnostics) {
    String first =
        diagnostics.stream().limit(NOTES).map(Diagnostic::drawn).collect(joining("\n\n"));
    int more = diagnostics.size() - NOTES;
    return more > 0 ? first + "\n\nand " + Words.number(more) + " more" : first;
  }
}
