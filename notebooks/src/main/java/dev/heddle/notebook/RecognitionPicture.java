package dev.heddle.notebook;

import dev.heddle.recognise.Converted;
import dev.heddle.recognise.Recognition;
import dev.heddle.recognise.ScheduleRecognition;
import dev.heddle.relation.Relation;
import java.util.List;
import java.util.Locale;

/** Composes the picture of what a mask was recognised as. */
final class RecognitionPicture {

  private RecognitionPicture() {}

  static Picture of(Recognition found) {
    return switch (found) {
      case Recognition.Exact exact -> Picture.of(exact.pattern());
      case Recognition.Near near ->
          residue(near).under(Highlight.html(near.text() + "\n# " + sentence(near)));
    };
  }

  static Picture of(ScheduleRecognition found) {
    List<Recognition.Near> near = found.near();
    if (near.isEmpty()) {
      return Picture.of(found.pattern());
    }
    String more =
        near.size() == 1 ? "" : "; the first of " + near.size() + " masks that are not exact";
    return residue(near.getFirst())
        .under(Highlight.html(found.text() + "\n# " + sentence(near.getFirst()) + more));
  }

  static Picture of(Converted converted) {
    return Picture.of(converted.pattern()).noting(converted.convention(), converted.warnings());
  }

  /** Missing pairs at the left, pairs that are too many at the right; or, in characters, both. */
  private static Picture residue(Recognition.Near near) {
    Picture both =
        Picture.schedule("missing · too much", List.of(List.of(near.missing(), near.extra())));
    return both.saying(near.text() + "\n" + sentence(near), ResidueText.of(near));
  }

  static String sentence(Recognition.Near near) {
    Relation missing = near.missing();
    Relation extra = near.extra();
    long pairs = (long) missing.queries() * missing.keys();
    long differ = near.differ();
    return String.format(
        Locale.ROOT,
        "near: %,d of %,d pairs differ (%.3g %%): %,d missing, %,d too many",
        differ,
        pairs,
        100.0 * differ / pairs,
        missing.edges(),
        extra.edges());
  }
}
