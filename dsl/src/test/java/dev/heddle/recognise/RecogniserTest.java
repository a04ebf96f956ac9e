package dev.heddle.recognise;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.heddle.diagnostic.HeddleException;
import dev.heddle.pattern.Definitions;
import dev.heddle.pattern.SparsityPattern;
import dev.heddle.relation.Relation;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RecogniserTest {

  private static final long SEED = Long.getLong("heddle.seed", 20261124);

  /** Their masks are drawn: there is no text that is shorter than the pairs themselves. */
  private static final Set<String> DRAWN =
      Set.of(
          "uniform_random",
          "bigbird",
          "bigbird_blocks",
          "bigbird_heads",
          "diffuser",
          "random_global",
          "sampled_transformer",
          "deepspeed_bigbird",
          "deepspeed_bigbird_causal",
          "exphormer");

  private static final Pattern LET =
      Pattern.compile("^let (\\w+)(.*?)(?=\\n\\s*\\n|\\z)", Pattern.MULTILINE | Pattern.DOTALL);

  private static boolean[][] mask(Relation relation) {
    boolean[][] mask = new boolean[relation.queries()][relation.keys()];
    for (int i = 0; i < mask.length; i++) {
      for (int j = 0; j < relation.keys(); j++) {
        mask[i][j] = relation.contains(i, j);
      }
    }
    return mask;
  }

  /** What stands behind the names of the zoo, without the spaces of its layout. */
  private static Map<String, String> texts() throws Exception {
    try (InputStream in =
        Objects.requireNonNull(
            Definitions.class.getResourceAsStream("/dev/heddle/pattern/zoo.heddle"))) {
      Map<String, String> texts = new HashMap<>();
      Matcher lets = LET.matcher(new String(in.readAllBytes(), StandardCharsets.UTF_8));
      while (lets.find()) {
        texts.put(lets.group(1), behindParameters(lets.group(2)).replaceAll("\\s+", " ").strip());
      }
      return texts;
    }
  }

  /** What follows the first equals sign outside of brackets. */
  private static String behindParameters(String text) {
    int depth = 0;
    int at = 0;
    while (depth > 0 || text.charAt(at) != '=') {
      depth += text.charAt(at) == '(' ? 1 : text.charAt(at) == ')' ? -1 : 0;
      at++;
    }
    return text.substring(at + 1);
  }

  /** How long a text is when what its names stand for is written out. */
  private static int written(String text, Map<String, String> texts) {
    Matcher names = Pattern.compile("[a-z_0-9]+").matcher(text);
    int length = text.length();
    while (names.find()) {
      String meant = texts.get(names.group());
      if (meant != null) {
        length += written(meant, texts) + 2 - names.group().length();
      }
    }
    return length;
  }

  /** Whether the pattern is of what a user binds. */
  private static boolean isBound(SparsityPattern pattern, int n) {
    try {
      return pattern.entry(0, 0).at(n).edges() < 0;
    } catch (HeddleException e) {
      assertTrue(String.valueOf(e.getMessage()).contains("bound"), e.getMessage());
      return true;
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {64, 96})
  void theZooComesBackFromItsMasks(int n) throws Exception {
    Definitions zoo = Definitions.zoo();
    Map<String, String> texts = texts();
    List<Executable> checks = new ArrayList<>();
    int found = 0;
    for (String name : zoo.names()) {
      SparsityPattern schedule = zoo.pattern(name);
      if (DRAWN.contains(name) || isBound(schedule, n)) {
        continue;
      }
      for (int layer = 0; layer < schedule.layers(); layer++) {
        for (int head = 0; head < schedule.heads(layer); head++) {
          SparsityPattern entry = schedule.entry(layer, head);
          Relation mask = Masks.of(mask(entry.at(n)));
          Recognition recognition = Recogniser.recognise(mask);
          int most =
              2
                  * Math.max(
                      entry.text().length(),
                      written(Objects.requireNonNull(texts.get(name), name), texts));
          String what = name + " at " + n + ": " + recognition.text();
          checks.add(() -> assertInstanceOf(Recognition.Exact.class, recognition, what));
          checks.add(() -> assertTrue(recognition.text().length() <= most, what + " > " + most));
          found++;
        }
      }
    }
    assertTrue(found > 80, "entries: " + found);
    assertAll(checks);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "window(9) + stride(8) + global(1)",
        "window(before: 12)",
        "window(9) - self",
        "!window(9)",
        "blocks(8) & causal",
        "window(3) * full[8]",
        "window(3)[8] * window(3)[8]",
        "causal - stride(4)",
        "offsets({-9, 0, 5})",
        "queries(3) & keys(32..63)",
        "full",
        "none",
        "self"
      })
  void textsComeBackAsShort(String text) {
    Relation mask = SparsityPattern.parse(text).at(64);
    Recognition found = Recogniser.recognise(Masks.of(mask(mask)));
    assertInstanceOf(Recognition.Exact.class, found, found.text());
    assertTrue(found.text().length() <= text.length() + 6, found.text());
    assertEquals(0, found.pattern().at(64).minus(mask).edges());
    assertEquals(0, mask.minus(found.pattern().at(64)).edges());
  }

  /** One pair that is flipped is exactly what the nearest text is off by. */
  @Test
  void aFlippedPairIsTheResidue() {
    for (String text : List.of("window(9) + global(2)", "blocks(16)", "causal")) {
      for (int[] pair : new int[][] {{40, 33}, {5, 60}}) {
        boolean[][] mask = mask(SparsityPattern.parse(text).at(64));
        mask[pair[0]][pair[1]] ^= true;
        Recognition found = Recogniser.recognise(Masks.of(mask));
        if (found instanceof Recognition.Near near) {
          assertEquals(1, near.differ(), text + " → " + near.text());
          Relation side = mask[pair[0]][pair[1]] ? near.missing() : near.extra();
          assertTrue(side.contains(pair[0], pair[1]), text + " → " + near.text());
        }
      }
    }
  }

  /** The last queries alone: what earlier ones would see does not matter. */
  @Test
  void theLastQueriesAreEnough() {
    for (String text : List.of("causal", "window(before: 7)", "blocks(16) & causal")) {
      Relation mask = SparsityPattern.parse(text).at(64).last(20);
      Recognition found = Recogniser.recognise(Masks.of(mask(mask)));
      assertInstanceOf(Recognition.Exact.class, found, text);
      Relation again = found.pattern().at(64).last(20);
      assertEquals(0, again.minus(mask).edges() + mask.minus(again).edges(), found.text());
    }
  }

  @Test
  void theSmallestMasksAreTexts() {
    for (int n = 1; n <= 3; n++) {
      for (int bits = 0; bits < 1 << (n * n); bits++) {
        boolean[][] mask = new boolean[n][n];
        for (int at = 0; at < n * n; at++) {
          mask[at / n][at % n] = (bits >> at & 1) == 1;
        }
        Recognition found = Recogniser.recognise(Masks.of(mask));
        assertInstanceOf(Recognition.Exact.class, found, n + ", " + bits + ": " + found.text());
      }
    }
  }

  /** Whatever the mask: what is called exact is, and what is near is off by what it says. */
  @Test
  void wildMasksEndAndAreToldTruly() {
    Random random = new Random(SEED);
    for (int each = 0; each < 40; each++) {
      int n = 2 + random.nextInt(40);
      double density = random.nextDouble();
      boolean[][] mask = new boolean[n][n];
      for (boolean[] row : mask) {
        for (int key = 0; key < n; key++) {
          row[key] = random.nextDouble() < density;
        }
      }
      Relation relation = Masks.of(mask);
      Recognition found = Recogniser.recognise(relation);
      Relation other = SparsityPattern.parse(found.text()).at(n);
      long differ = other.minus(relation).edges() + relation.minus(other).edges();
      long told = found instanceof Recognition.Near near ? near.differ() : 0;
      assertEquals(differ, told, "seed " + SEED + ", mask " + each + ": " + found.text());
      long least = Math.min(relation.edges(), (long) n * n - relation.edges());
      assertTrue(told <= least, "seed " + SEED + ", mask " + each + ": " + found.text());
    }
  }

  @Test
  void masksThatAreTooLongAreRefused() {
    Relation mask = SparsityPattern.parse("self").at(Recogniser.MOST_KEYS + 1);
    HeddleException refused = assertThrows(HeddleException.class, () -> Recogniser.recognise(mask));
    assertTrue(String.valueOf(refused.getMessage()).contains("4097 keys"), refused.getMessage());
  }
}
