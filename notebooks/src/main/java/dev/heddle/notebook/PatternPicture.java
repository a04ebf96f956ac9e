package dev.heddle.notebook;

import static java.util.stream.Collectors.joining;

import dev.heddle.diagnostic.Diagnostic;
import dev.heddle.diagnostic.HeddleException;
import dev.heddle.pattern.SparsityPattern;
import dev.heddle.relation.Relation;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** Composes the picture of a pattern at a length. */
final class PatternPicture {

  /** Where a pattern is shown that was given no length. */
  private static final int LENGTH = 64;

  /** A relation of more pieces is not counted for a picture's sake: it would take seconds. */
  private static final double COUNTED = 1 << 26;

  private static final int NAME = 68;
  private static final int NOTES = 5;

  /** So many characters of a pattern's text are shown above its picture. */
  private static final int TEXT = 2_000;

  private PatternPicture() {}

  static Picture of(SparsityPattern pattern) {
    return drawn(pattern).under(Highlight.html(beginning(pattern.text())));
  }

  /** A text of some pages is not repeated below every cell. */
  private static String beginning(String text) {
    String whole = text.strip();
    int length = whole.codePointCount(0, whole.length());
    if (length <= TEXT) {
      return whole;
    }
    return whole.substring(0, whole.offsetByCodePoints(0, TEXT))
        + "…\n# and "
        + Words.number(length - TEXT)
        + " more characters";
  }

  private static Picture drawn(SparsityPattern pattern) {
    try {
      return isSchedule(pattern)
          ? schedule(pattern)
          : of(pattern.at(LENGTH), pattern.warnings(), "at ");
    } catch (HeddleException error) {
      String name = Words.line(pattern.text(), NAME);
      String refusal = "no picture at n = " + LENGTH;
      List<Diagnostic> all = new ArrayList<>(error.diagnostics());
      all.addAll(pattern.warnings());
      return new Picture(
          PatternDrawing.titled(List.of(name, refusal)), null, name, refusal, notes(all));
    }
  }

  private static boolean isSchedule(SparsityPattern pattern) {
    int patterns = IntStream.range(0, pattern.layers()).map(pattern::heads).sum();
    return patterns > 1 && patterns <= SchedulePicture.MOST;
  }

  private static Picture schedule(SparsityPattern pattern) {
    List<List<Relation>> layers =
        IntStream.range(0, pattern.layers())
            .mapToObj(
                layer ->
                    IntStream.range(0, pattern.heads(layer))
                        .mapToObj(head -> pattern.entry(layer, head).at(LENGTH))
                        .toList())
            .toList();
    return SchedulePicture.of(
        pattern.text(), layers, pattern.warnings(), SchedulePicture.Corner.FIRST);
  }

  static Picture of(Relation relation) {
    return of(relation, List.of(), "");
  }

  private static Picture of(Relation relation, List<Diagnostic> doubts, String at) {
    Shares shares = Shares.of(relation);
    boolean counted = !shares.sampled() || shares.work() <= COUNTED;
    List<String> caption = new ArrayList<>();
    if (!relation.name().isBlank()) {
      caption.add(Words.line(relation.name(), NAME));
    }
    caption.add(at + facts(relation, counted));
    List<Diagnostic> warnings = new ArrayList<>(doubts);
    if (counted) {
      warnings.addAll(relation.warnings());
    }
    PatternDrawing drawing = new PatternDrawing(shares);
    return new Picture(
        drawing.svg(caption),
        drawing::png,
        String.join("\n", caption),
        PatternText.of(shares),
        notes(warnings));
  }

  /** The size, and what a pass over the rows finds if there is time for one. */
  private static String facts(Relation relation, boolean counted) {
    String size =
        relation.queries() == relation.keys()
            ? "n = " + Words.number(relation.keys())
            : "m × n = %s × %s"
                .formatted(Words.number(relation.queries()), Words.number(relation.keys()));
    return counted
        ? "%s, %s edges, density %s, longest row %s"
            .formatted(
                size,
                Words.number(relation.edges()),
                Words.digits(relation.density()),
                Words.number(relation.maxRow()))
        : size + ", edges not counted: that would take long";
  }

  private static String notes(List<Diagnostic> diagnostics) {
    String first =
        diagnostics.stream().limit(NOTES).map(Diagnostic::drawn).collect(joining("\n\n"));
    int more = diagnostics.size() - NOTES;
    return more > 0 ? first + "\n\nand " + Words.number(more) + " more" : first;
  }
}
