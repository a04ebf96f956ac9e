package dev.heddle.cli;

import static dev.heddle.cli.Result.call;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The pixels that {@code draw} writes, against colours and counts that are worked out here. */
class DrawPixelsTest {

  private static final int NOTHING = 0xF1F4F6;
  private static final int LIGHT = 0xC2DAEA;
  private static final int DARK = 0x154D78;
  private static final int PAPER = 0xFFFFFF;

  /** So many tones, the lightest of them first. */
  private static final int TONES = 255;

  @TempDir Path folder;

  private BufferedImage drawn(String pattern, int n) throws Exception {
    Path file = folder.resolve("drawn.png");
    Result result = call("draw", pattern, "--n", String.valueOf(n), "-o", file.toString());
    assertEquals(0, result.status(), result.err());
    try (var in = Files.newInputStream(file)) {
      return ImageIO.read(in);
    }
  }

  private static int colour(BufferedImage image, int x, int y) {
    return image.getRGB(x, y) & 0xFFFFFF;
  }

  /** Tone k of 1 to 255: evenly from light to dark, channel by channel. */
  private static int tone(int k) {
    int colour = 0;
    for (int shift = 0; shift <= 16; shift += 8) {
      int from = LIGHT >> shift & 0xFF;
      int to = DARK >> shift & 0xFF;
      colour |= (int) Math.round(from + (k - 1.0) / (TONES - 1) * (to - from)) << shift;
    }
    return colour;
  }

  private static int toneOf(double share, double least, double most) {
    return (int)
        Math.ceil(Math.max(1e-7, Math.log(share / least) / Math.log(most / least)) * TONES);
  }

  // ---- heads and layers

  @Test
  void eachHeadOfEachLayerHasItsOwnSquare() throws Exception {
    List<List<BiPredicate<Integer, Integer>>> expected =
        List.of(
            List.of(Integer::equals, (i, j) -> j <= i, (i, j) -> i == 0 || j == 0),
            List.of((i, j) -> Math.abs(i - j) <= 1, (_, _) -> false, (_, _) -> true));
    int n = 8;
    BufferedImage image =
        drawn("layers(heads(self, causal, global(1)), heads(window(3), none, full))", n);
    // A pair is 24 pixels wide and high, and six of paper are between the patterns.
    int pair = 24;
    int step = n * pair + 6;
    assertEquals(3 * step - 6, image.getWidth());
    assertEquals(2 * step - 6, image.getHeight());
    for (int layer = 0; layer < 2; layer++) {
      for (int head = 0; head < 3; head++) {
        for (int i = 0; i < n; i++) {
          for (int j = 0; j < n; j++) {
            int wanted = expected.get(layer).get(head).test(i, j) ? DARK : NOTHING;
            for (int corner : new int[] {0, pair - 1}) {
              assertEquals(
                  wanted,
                  colour(image, head * step + j * pair + corner, layer * step + i * pair + corner),
                  "layer %d, head %d, pair (%d, %d)".formatted(layer, head, i, j));
            }
          }
        }
      }
    }
    for (int at = 0; at < 6; at++) {
      assertEquals(PAPER, colour(image, step - 6 + at, 5));
      assertEquals(PAPER, colour(image, 2 * step - 6 + at, 300));
      assertEquals(PAPER, colour(image, 5, step - 6 + at));
    }
  }

  /** Ten pairs of sixteen are as dark in the one head as in the other. */
  @Test
  void allHeadsShareOneScale() throws Exception {
    int n = 1024;
    BufferedImage image = drawn("heads(window(3), causal)", n);
    int side = 256;
    assertEquals(2 * side + 6, image.getWidth());
    assertEquals(side, image.getHeight());
    double least = 1 / 16.0;
    int diagonal = tone(toneOf(10 / 16.0, least, 1));
    for (int at = 0; at < side; at++) {
      assertEquals(diagonal, colour(image, at, at));
      assertEquals(diagonal, colour(image, side + 6 + at, at));
      if (at > 0) {
        // The lightest tone but one: that of the palette's place which the paper took.
        assertEquals(tone(2), colour(image, at - 1, at));
        assertEquals(tone(2), colour(image, at, at - 1));
        assertEquals(DARK, colour(image, side + 6 + at - 1, at));
        assertEquals(NOTHING, colour(image, side + 6 + at, at - 1));
      }
      if (at > 1) {
        assertEquals(NOTHING, colour(image, at - 2, at));
      }
    }
  }

  // ---- a million by a million

  private static final int HUGE = 1 << 20;
  private static final int BLOCK = HUGE / 512;
  private static final int ROOT = 1024;

  /** The pairs of a block, counted from the definitions of the pattern's three parts. */
  private static long counted(int row, int column) {
    long pairs = 0;
    int from = column * BLOCK;
    for (int i = row * BLOCK; i < (row + 1) * BLOCK; i++) {
      if (i == 0) {
        pairs += BLOCK;
        continue;
      }
      Set<Integer> keys = new HashSet<>(List.of(0, i - 1, i, i + 1));
      int first = from + Math.floorMod(i - from, ROOT);
      for (int j = first; j < from + BLOCK; j += ROOT) {
        keys.add(j);
      }
      pairs += keys.stream().filter(j -> j >= from && j < from + BLOCK).count();
    }
    return pairs;
  }

  @Test
  void aMillionByAMillionHasTheDensityOfItsCounts() throws Exception {
    BufferedImage image = drawn("window(3) + stride(√n) + global(1)", HUGE);
    assertEquals(512, image.getWidth());
    assertEquals(512, image.getHeight());
    List<int[]> places = new ArrayList<>();
    int[] some = {0, 1, 2, 77, 255, 256, 510, 511};
    IntStream.of(some)
        .forEach(row -> IntStream.of(some).forEach(column -> places.add(new int[] {row, column})));
    double pairs = (double) BLOCK * BLOCK;
    List<Double> shares = places.stream().map(at -> counted(at[0], at[1]) / pairs).toList();
    // Every kind of block is among these.
    double least = shares.stream().mapToDouble(each -> each).min().orElseThrow();
    double most = shares.stream().mapToDouble(each -> each).max().orElseThrow();
    assertTrue(most > 1.5 * least, "the scale is that of the shares");
    for (int at = 0; at < places.size(); at++) {
      int[] place = places.get(at);
      int wanted = toneOf(shares.get(at), least, most);
      int found = nearest(colour(image, place[1], place[0]));
      // Rows stand for others: the shares are estimates, to a hundredth.
      assertTrue(
          Math.abs(found - wanted) <= 3,
          "pixel (%d, %d): tone %d, and its %d pairs are tone %d"
              .formatted(place[0], place[1], found, counted(place[0], place[1]), wanted));
    }
  }

  private static int nearest(int colour) {
    for (int k = 1; k <= TONES; k++) {
      if (tone(k) == colour) {
        return k;
      }
    }
    throw new AssertionError("no tone: %06x".formatted(colour));
  }
}
