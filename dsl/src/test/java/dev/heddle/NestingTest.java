package dev.heddle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.heddle.diagnostic.HeddleException;
import dev.heddle.pattern.SparsityPattern;
import dev.heddle.relation.Relation;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Deep texts, on a thread with a stack of {@code -Dheddle.stack=KIB}, and long ones. */
class NestingTest {

  private static final int STACK = Integer.getInteger("heddle.stack", 512) * 1_024;

  /** A text is {@code before}, many times {@code open}, {@code core}, as often {@code close}. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'' | ( | self | ) | ''",
        "'' | ! | self | '' | ''",
        "'' | !( | self | ) | ''",
        "'' | self + ( | self | ) | ''",
        "'' | self & ( | self | ) | ''",
        "'' | ( | self | ) + full | ''",
        "'' | self - (self & ( | full | )) | ''",
        "window(9 + | - | n | '' | )",
        "window(9 + 0 * | -( | n | ) | )",
        "window(1 + | √ | n | '' | )",
        "window(1 + | √( | n | ) | )",
        "window(1 + | sqrt( | n | ) | )",
        "window( | ( | n | ) | )",
        "window( | abs( | n | ) | )",
        "window( | max(1, | n | ) | )",
        "window( | min(x: | n | ) | )",
        "window( | 1^ | n | '' | )",
        "window( | 1^( | n | ) | )",
        "window( | 1^abs( | n | ) | )",
        "window( | 1 + 1 * ( | n | ) | )",
        "window(1 + | n - ( | n | ) | )",
        "window( | ( | n | )^1 | )",
        "window( | n^1^( | n | ) | )",
        "'' | window( | 3 | ) | ''",
        "'' | stride(1 + ( | 3 | )) | ''",
      })
  void deepTextsAreReadOrRefused(
      String before, String open, String core, String close, String after) throws Exception {
    for (int levels : new int[] {300, 489, 985, 999, 1_000, 1_001, 5_000}) {
      String text = before + (open + " ").repeat(levels) + core + close.repeat(levels) + after;
      boolean read = onSmallStack(() -> check(text));
      assertTrue(!read || levels <= 1_000, () -> levels + " levels are too many");
    }
  }

  /** Constructs of which each is one level; what stands around them is one or two. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'' | ( | self | ) | ''",
        "'' | ! | self | '' | ''",
        "'' | ( | self | ) + full | ''",
        "window(9 + | - | n | '' | )",
        "window( | √ | n | '' | )",
        "window( | abs( | n | ) | )",
        "window( | 1^ | n | '' | )",
        "window( | max(1, | n | ) | )",
      })
  void nineHundredAndNinetySevenLevelsAreReadAndAThousandAndOneAreNot(
      String before, String open, String core, String close, String after) throws Exception {
    String read = before + open.repeat(997) + core + close.repeat(997) + after;
    assertTrue(onSmallStack(() -> check(read)));
    String refused = before + open.repeat(1_001) + core + close.repeat(1_001) + after;
    HeddleException e = assertThrows(HeddleException.class, () -> SparsityPattern.parse(refused));
    assertEquals("too-deep", e.diagnostics().getFirst().code());
  }

  @Test
  void aThousandQuotesAreReadAndOneMoreIsNot() throws Exception {
    assertTrue(onSmallStack(() -> check("causal" + "'".repeat(1_000))));
    assertTrue(onSmallStack(() -> check("(".repeat(990) + "causal" + ")'".repeat(990))));
    HeddleException e =
        assertThrows(
            HeddleException.class, () -> SparsityPattern.parse("causal" + "'".repeat(1_001)));
    assertEquals("too-deep", e.diagnostics().getFirst().code());
  }

  @Test
  void longTextsAreNotDeep() throws Exception {
    String sum = "self + none - ".repeat(4_000) + "full";
    String meet = "self & full & ".repeat(4_000) + "full";
    String arithmetic = "window(1 + " + "1 - 1 * 1 + ".repeat(4_000) + "1 + n)";
    String product = "window(" + "1 * 1 / ".repeat(5_000) + "1 * n)";
    String many = "window(max(" + "1, ".repeat(10_000) + "n))";
    for (String text : new String[] {sum, meet, arithmetic, product, many}) {
      assertTrue(onSmallStack(() -> check(text)), () -> text.substring(0, 40));
    }
  }

  @Test
  void theLongestTextIsRead() {
    String longest = "self" + " ".repeat(64 * 1024 - 4);
    assertEquals("self", SparsityPattern.parse(longest).formatted());
    assertEquals(1, SparsityPattern.parse("self#" + "🙂".repeat(64 * 1024 - 5)).at(1).edges());
    HeddleException e =
        assertThrows(HeddleException.class, () -> SparsityPattern.parse(longest + " "));
    assertEquals("text-too-long", e.diagnostics().getFirst().code());
    assertEquals(
        "the text has 65,537 characters, and the limit is 65,536",
        e.diagnostics().getFirst().sentence());
  }

  /** Everything that is done with a text; whether it could be read at all. */
  private static boolean check(String text) {
    SparsityPattern pattern;
    try {
      pattern = SparsityPattern.parse(text);
    } catch (HeddleException e) {
      assertTrue(!e.diagnostics().isEmpty());
      return false;
    }
    SparsityPattern again = SparsityPattern.parse(pattern.formatted());
    assertEquals(pattern, again);
    assertEquals(pattern.hashCode(), again.hashCode());
    Relation relation = pattern.at(5);
    for (int query = 0; query < 5; query++) {
      for (int key = 0; key < 5; key++) {
        assertEquals(relation.row(query).contains(key), relation.contains(query, key));
      }
    }
    assertTrue(relation.toString().length() < 400);
    return true;
  }

  private interface Reading {
    boolean done();
  }

  private static boolean onSmallStack(Reading reading) throws Exception {
    AtomicReference<@Nullable Throwable> fault = new AtomicReference<>();
    AtomicReference<Boolean> done = new AtomicReference<>(false);
    Thread thread = new Thread(null, () -> done.set(reading.done()), "small", STACK);
    thread.setUncaughtExceptionHandler((t, e) -> fault.set(e));
    thread.start();
    thread.join();
    Throwable thrown = fault.get();
    if (thrown != null) {
      StackTraceElement[] top = thrown.getStackTrace();
      throw new AssertionError(thrown + " in " + (top.length > 0 ? top[0] : ""), thrown);
    }
    return done.get();
  }
}
