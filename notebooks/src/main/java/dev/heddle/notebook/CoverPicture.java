package dev.heddle.notebook;

import dev.heddle.cover.Cover;
import dev.heddle.cover.CoverTile;
import dev.heddle.relation.Relation;
import java.util.ArrayList;
import java.util.List;

/** Composes the picture of a cover. */
final class CoverPicture {

  private static final int NAME = 68;

  private CoverPicture() {}

  static Picture of(Relation relation) {
    return of(Cover.of(relation), Words.line(relation.name(), NAME), "");
  }

  static Picture sketch(Relation relation) {
    return of(Cover.sketch(relation), Words.line(relation.name(), NAME), ", a sketch");
  }

  static Picture of(Cover cover) {
    return of(cover, "", "");
  }

  private static Picture of(Cover cover, String name, String remark) {
    CoverDrawing drawing = new CoverDrawing(cover);
    List<String> caption = new ArrayList<>();
    if (!name.isBlank()) {
      caption.add(name);
    }
    caption.add(facts(cover) + remark);
    return new Picture(
        drawing.svg(caption),
        drawing::png,
        String.join("\n", caption),
        CoverText.of(cover),
        notes(cover));
  }

  private static String facts(Cover cover) {
    long scores = scores(cover);
    String size =
        cover.queries() == cover.keys()
            ? "n = " + Words.number(cover.keys())
            : "m × n = %s × %s"
                .formatted(Words.number(cover.queries()), Words.number(cover.keys()));
    return "%s, %s scores for %s edges, %s%% of dense"
        .formatted(
            size,
            Words.number(scores),
            Words.number(edges(cover)),
            Words.digits(100.0 * scores / ((double) cover.queries() * cover.keys())));
  }

  private static long scores(Cover cover) {
    return cover.tiles().stream().mapToLong(CoverTile::scores).sum();
  }

  private static long edges(Cover cover) {
    return cover.tiles().stream().mapToLong(CoverTile::pairs).sum();
  }

  /** Few positions have no other cover; what many get can be seen all the same. */
  private static String notes(Cover cover) {
    boolean isWhole = scores(cover) >= (long) cover.queries() * cover.keys();
    return isWhole && edges(cover) < scores(cover) / 2
        ? "for this pattern at this length it costs least to compute all pairs; the tiles that a long"
            + " sequence may get are sketched by `Picture.sketch`, `--sketch` on the command line"
        : "";
  }
}
