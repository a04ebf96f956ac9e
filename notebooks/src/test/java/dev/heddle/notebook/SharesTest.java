package dev.heddle.notebook;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTimeout;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.heddle.pattern.SparsityPattern;
import dev.heddle.relation.Relation;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.time.Duration;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SharesTest {

  private static final String HEADLINE = "window(3) + stride(√n) + global(1)";

  private static Relation at(String pattern, int n) {
    return SparsityPattern.parse(pattern).at(n);
  }

  private static double bruteForce(Relation relation, Shares shares, int row, int column) {
    int pairs = 0;
    int allowed = 0;
    int lastQuery = Math.min((row + 1) * shares.blockQueries(), relation.queries());
    int lastKey = Math.min((column + 1) * shares.blockKeys(), relation.keys());
    for (int query = row * shares.blockQueries(); query < lastQuery; query++) {
      for (int key = column * shares.blockKeys(); key < lastKey; key++) {
        pairs++;
        allowed += relation.contains(query, key) ? 1 : 0;
      }
    }
    return (double) allowed / pairs;
  }

  private static void assertExact(Relation relation, Shares shares) {
    for (int row = 0; row < shares.rows(); row++) {
      for (int column = 0; column < shares.columns(); column++) {
        assertEquals(bruteForce(relation, shares, row, column), shares.share(row, column), 1e-12);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        HEADLINE,
        "full",
        "none",
        "!stride(7) & causal",
        "window(9) & !window(3)",
        "stride(2) + stride(3) - global(5)"
      })
  void sharesAreExact(String pattern) {
    for (int n : new int[] {1, 300, 511, 512, 513, 600, 1500}) {
      Relation relation = at(pattern, n);
      Shares shares = Shares.of(relation);
      assertFalse(shares.sampled());
      assertExact(relation, shares);
      assertExact(relation, shares.coarser(3, 5));
      Relation last = relation.last((n + 9) / 10);
      assertExact(last, Shares.of(last));
    }
  }

  /** Every pixel of the image has the colour of its block's share, and none is as if it were. */
  @ParameterizedTest
  @ValueSource(ints = {300, 512, 600})
  void pixelsHaveTheTonesOfTheirShares(int n) throws Exception {
    Relation relation = at(HEADLINE, n);
    Shares shares = Shares.of(relation);
    BufferedImage image = image(Picture.of(relation));
    int times = image.getWidth() / shares.columns();
    Tones tones = Tones.of(shares);
    int[] palette = Tones.palette();
    for (int y = 0; y < image.getHeight(); y++) {
      for (int x = 0; x < image.getWidth(); x++) {
        double share = bruteForce(relation, shares, y / times, x / times);
        int colour = image.getRGB(x, y) & 0xFFFFFF;
        assertEquals(palette[tones.index(share)], colour);
        assertEquals(share == 0, colour == palette[0]);
      }
    }
  }

  private static BufferedImage image(Picture picture) throws Exception {
    byte[] png = requireNonNull(picture.png());
    return requireNonNull(ImageIO.read(new ByteArrayInputStream(png)));
  }

  @Test
  void tonesGrowWithShares() {
    Tones tones = new Tones(0.001, 0.5);
    assertEquals(0, tones.index(0));
    assertEquals(1, tones.index(1e-9));
    assertEquals(255, tones.index(0.5));
    int[] palette = Tones.palette();
    for (int index = 1; index < palette.length; index++) {
      assertTrue(brightness(palette[index]) <= brightness(palette[index - 1]), "at " + index);
    }
  }

  private static int brightness(int colour) {
    return (colour >> 16 & 0xFF) + (colour >> 8 & 0xFF) + (colour & 0xFF);
  }

  // ---- patterns too long to look at every row

  @Test
  void aMillionByAMillionShowsItsFormAndCostsLittle() {
    int n = 1 << 20;
    Shares shares = Shares.of(at(HEADLINE, n));
    assertTrue(shares.sampled());
    assertTrue(shares.looked() <= Shares.ROWS, () -> shares.looked() + " rows");
    double texture = 2.0 / 2048;
    for (int at = 4; at < 512; at += 17) {
      // Exactly: the stride has two keys of every row in every block.
      assertEquals(texture, shares.share(at, at / 2), 1e-12);
      // The first row and the first column are one of the 2048 of their blocks.
      assertEquals(texture + 1.0 / 2048, shares.share(0, at), 2e-6);
      assertEquals(texture + 1.0 / 2048, shares.share(at, 0), 1e-4);
      // The diagonal has two or three neighbours more in each row.
      assertEquals(texture + 2.0 / 2048, shares.share(at, at), 1e-4);
    }
  }

  @Test
  void whatIsRareDoesNotVanish() {
    Shares shares = Shares.of(at("global(1)", 1 << 20));
    for (int at = 0; at < 512; at++) {
      assertTrue(shares.share(0, at) > 0 && shares.share(at, 0) > 0, "at " + at);
      assertEquals(0, at == 0 ? 0 : shares.share(at, at));
    }
    Shares diagonal = Shares.of(at("self", 1_000_000));
    for (int at = 0; at < diagonal.rows(); at++) {
      assertTrue(diagonal.share(at, at) > 0, "at " + at);
    }
  }

  @Test
  void theSumOfSharesIsNearTheNumberOfEdges() {
    for (String pattern : new String[] {HEADLINE, "causal", "window(1001)", "stride(977)"}) {
      Relation relation = at(pattern, 100_000);
      Shares shares = Shares.of(relation);
      Shares whole = shares.coarser(shares.rows(), shares.columns());
      assertEquals(1, whole.share(0, 0) / relation.density(), 0.01, pattern);
    }
  }

  @Test
  void theLongestLengthIsShown() {
    Picture picture =
        assertTimeout(
            Duration.ofSeconds(30), () -> Picture.of(at("window(101)", Integer.MAX_VALUE)));
    assertTrue(picture.text().contains("edges not counted"), picture.text());
  }
}
