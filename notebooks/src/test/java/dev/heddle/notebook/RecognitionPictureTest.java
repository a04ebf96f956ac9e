package dev.heddle.notebook;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.heddle.pattern.SparsityPattern;
import dev.heddle.recognise.Conventions;
import dev.heddle.recognise.Masks;
import dev.heddle.recognise.Recognition;
import dev.heddle.recognise.ScheduleRecognition;
import dev.heddle.recognise.Settings;
import dev.heddle.relation.Relation;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What is shown of a recognition. */
class RecognitionPictureTest {

  /** A text that is near a mask, and what of it is where. */
  private static Recognition.Near near(boolean[][] mask, String text) {
    int m = mask.length;
    int n = mask[0].length;
    Relation wanted = Masks.of(mask);
    SparsityPattern pattern = SparsityPattern.parse(text);
    Relation found = pattern.at(n).last(m);
    return new Recognition.Near(text, pattern, wanted.minus(found), found.minus(wanted));
  }

  @Test
  void theResidueIsDrawnPairByPair() {
    Recognition.Near near =
        near(
            new boolean[][] {
              {true, false, false, true}, {false, true, true, true}, {false, true, true, true}
            },
            "window(3)");
    assertEquals(
        List.of("█++-", "·███", "·-██", "- is missing in the text, + is too much, █ is in both"),
        Picture.residue(near).lines().toList());
    assertTrue(Picture.of(near).text().endsWith(Picture.residue(near)), Picture.of(near).text());
  }

  @Test
  void aLargeResidueIsShaded() {
    long seed = Long.getLong("heddle.seed", 7);
    Random random = new Random(seed);
    boolean[][] mask = new boolean[300][300];
    for (boolean[] row : mask) {
      for (int key = 0; key < 300; key++) {
        row[key] = random.nextInt(10) == 0;
      }
    }
    String text = Picture.residue(near(mask, "causal"));
    assertTrue(text.lines().count() <= 34, text);
    assertTrue(text.contains("a character is"), text);
  }

  @Test
  void aCellShowsTheTextInColoursAndWhatDiffers() {
    Recognition.Near near = near(new boolean[][] {{true, false}, {true, true}}, "self");
    String html = Picture.of(near).html();
    assertTrue(html.startsWith("<div><pre"), html);
    assertTrue(html.contains("1 of 4 pairs differ (25.0 %): 1 missing, 0 too many"), html);
    assertTrue(Picture.of(near).text().startsWith("self\nnear: 1 of 4 pairs differ"), html);
    Recognition.Exact exact = new Recognition.Exact("causal", SparsityPattern.parse("causal"));
    assertEquals(Picture.of(exact.pattern()).html(), Picture.of(exact).html());
    ScheduleRecognition several =
        new ScheduleRecognition(
            SparsityPattern.parse("heads(self, causal)"), List.of(List.of(near, exact, near)));
    assertTrue(
        Picture.of(several).html().contains("the first of 2 masks that are not exact"), html);
    ScheduleRecognition all =
        new ScheduleRecognition(SparsityPattern.parse("causal"), List.of(List.of(exact)));
    assertFalse(Picture.of(all).text().contains("near"));
  }

  @Test
  void whatALibraryDoesBesideStandsUnderThePicture() {
    Picture picture = Picture.of(Conventions.of(Settings.of(Map.of("attention_window", 4))));
    assertTrue(picture.notes().startsWith("Transformers' Longformer\n"), picture.notes());
    assertTrue(picture.notes().contains("warning[not-said]"), picture.notes());
  }
}
