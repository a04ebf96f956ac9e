package dev.heddle.notebook;

import dev.heddle.cover.Cover;
import dev.heddle.cover.CoverTile;
import dev.heddle.cover.Workload;
import dev.heddle.relation.Relation;
import java.util.ArrayList;
import java.util.List;

/** Composes the picture of a cover. */
final class CoverPicture {

  private static final int NAME = 68;

  private CoverPicture() {}

  static Picture of(Relation relation, Workload work) {
    String heads =
        ", for %s heads of %s".formatted(Words.number(work.heads()), Words.number(work.dim()));
    return of(Cover.of(relation, work), Words.line(relation.name(), NAME), heads);
  }

  static Picture of(Cover cover) {
    return of(cover, "", "");
  }

  private static Picture of(Cover cover, String name, String work) {
    CoverDrawing drawing = new CoverDrawing(cover);
    List<String> caption = new ArrayList<>();
    if (!name.isBlank()) {
      caption.add(name);
    }
    caption.add(facts(cover) + work);
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
    return "%s, %s scores for %s edges, %s of dense"
        .formatted(
            size,
            Words.number(scores),
            Words.number(edges(cover)),
            Words.digits(scores / ((double) cover.queries() * cover.keys())));
  }

  private static long scores(Cover cover) {
    return cover.tiles().stream().mapToLong(CoverTile::scores).sum();
  }

  private static long edges(Cover cover) {
    return cover.tiles().stream().mapToLong(CoverTile::pairs).sum();
  }

  /** Few positions and heads have no other cover; what longer sequences get can be seen all the same. */
  private static String notes(Cover cover) {
    return cover.isDense() && edges(cover) < scores(cover) / 2
        ? "for so few positions and heads masked dense attention costs least; the cover of longer"
            + " sequences shows for a `Workload` of many heads, `--heads 4096` on the command line"
        : "";
  }
}
