package dev.heddle.cli;

import static java.util.stream.Collectors.joining;

import dev.heddle.files.SavedMasks;
import dev.heddle.notebook.Picture;
import dev.heddle.recognise.Converted;
import dev.heddle.recognise.Recognition;
import dev.heddle.recognise.ScheduleRecognition;
import dev.heddle.relation.Relation;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What {@code recognise} found, in words and as JSON. */
sealed interface RecogniseReport {

  /** So many missing pairs are listed, and so many that are too many. */
  int SHOWN = 10;

  /** Of so many masks that are not exact it is shown where. */
  int PICTURES = 4;

  /** Where it came from. */
  String from();

  /** What settings are. */
  record Settings(String from, Converted converted) implements RecogniseReport {

    Map<String, @Nullable Object> fields(@Nullable Path file) {
      Map<String, @Nullable Object> fields = new LinkedHashMap<>();
      fields.put("from", from);
      fields.put("convention", converted.convention());
      fields.put("text", converted.text());
      fields.put("exact", true);
      fields.put("warnings", Json.diagnostics(converted.warnings()));
      fields.put("file", file == null ? null : file.toString());
      return fields;
    }
  }

  /** What masks are. */
  record Mask(String from, SavedMasks masks, ScheduleRecognition found) implements RecogniseReport {

    int m() {
      return masks.first().queries();
    }

    int n() {
      return masks.first().keys();
    }

    Map<String, @Nullable Object> fields(@Nullable Path file) {
      Map<String, @Nullable Object> fields = new LinkedHashMap<>();
      fields.put("from", from);
      fields.put("text", found.text());
      fields.put("exact", found.isExact());
      fields.put("n", n());
      fields.put("m", m());
      fields.put("layers", found.entries().size());
      fields.put("heads", found.entries().getFirst().size());
      List<Map<String, @Nullable Object>> entries = new ArrayList<>();
      for (int layer = 0; layer < found.entries().size(); layer++) {
        for (int head = 0; head < found.entries().get(layer).size(); head++) {
          entries.add(entry(layer, head));
        }
      }
      fields.put("entries", entries);
      fields.put("warnings", masks.doubts());
      fields.put("file", file == null ? null : file.toString());
      return fields;
    }

    private Map<String, @Nullable Object> entry(int layer, int head) {
      Recognition each = found.entries().get(layer).get(head);
      Map<String, @Nullable Object> fields = new LinkedHashMap<>();
      fields.put("layer", layer);
      fields.put("head", head);
      fields.put("text", each.text());
      fields.put("edges", masks.layers().get(layer).get(head).edges());
      switch (each) {
        case Recognition.Exact _ -> {
          fields.put("exact", true);
          fields.put("missing", 0);
          fields.put("extra", 0);
          fields.put("first_missing", List.of());
          fields.put("first_extra", List.of());
        }
        case Recognition.Near near -> {
          fields.put("exact", false);
          fields.put("missing", near.missing().edges());
          fields.put("extra", near.extra().edges());
          fields.put("first_missing", first(near.missing()));
          fields.put("first_extra", first(near.extra()));
        }
      }
      return fields;
    }

    /** The text in its first line; below it what differs. */
    String text() {
      StringBuilder out = new StringBuilder(found.text());
      out.append(System.lineSeparator());
      boolean many = found.entries().size() > 1 || found.entries().getFirst().size() > 1;
      int pictures = 0;
      for (int layer = 0; layer < found.entries().size(); layer++) {
        List<Recognition> heads = found.entries().get(layer);
        for (int head = 0; head < heads.size(); head++) {
          if (heads.get(head) instanceof Recognition.Near near) {
            String place = many ? "layer " + layer + ", head " + head + ": " : "";
            out.append(place).append(count(near));
            if (pictures++ < PICTURES) {
              out.append(residue(near));
            }
          }
        }
      }
      return out.toString();
    }

    private static String count(Recognition.Near near) {
      long differ = near.differ();
      long pairs = (long) near.missing().queries() * near.missing().keys();
      return String.format(
          Locale.ROOT,
          "not exact: %,d of %,d pairs differ (%.3g %%)%n",
          differ,
          pairs,
          100.0 * differ / pairs);
    }

    private static String residue(Recognition.Near near) {
      StringBuilder out = new StringBuilder();
      list(out, "missing", near.missing());
      list(out, "too many", near.extra());
      return out.append(Picture.residue(near)).append(System.lineSeparator()).toString();
    }

    private static void list(StringBuilder out, String word, Relation pairs) {
      long count = pairs.edges();
      if (count > 0) {
        String first =
            first(pairs).stream()
                .map(pair -> "(" + pair.getFirst() + ", " + pair.getLast() + ")")
                .collect(joining(", "));
        out.append(
            String.format(
                Locale.ROOT, "%-9s %,d: %s%s%n", word, count, first, count > SHOWN ? ", …" : ""));
      }
    }

    /** The first pairs: the row of the mask, and the key. */
    private static List<List<Integer>> first(Relation relation) {
      List<List<Integer>> pairs = new ArrayList<>();
      for (int query = 0; query < relation.queries() && pairs.size() < SHOWN; query++) {
        var row = relation.row(query);
        for (long at = 0; at < row.count() && pairs.size() < SHOWN; at++) {
          pairs.add(List.of(query, (int) row.get(at)));
        }
      }
      return pairs;
    }
  }
}
