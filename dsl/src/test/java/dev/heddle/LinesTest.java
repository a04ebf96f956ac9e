package dev.heddle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.heddle.diagnostic.HeddleException;
import dev.heddle.pattern.SparsityPattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which line ends part statements, and which do not. In these texts `⏎` is a newline. */
class LinesTest {

  private static final SparsityPattern SUM = SparsityPattern.parse("self + window(2, 3)");

  @ParameterizedTest
  @ValueSource(
      strings = {
        "self + window(2, 3)",
        "self +⏎window(2, 3)",
        "self⏎+ window(2, 3)",
        "self⏎⏎⏎  + window(2, 3)",
        "self +⏎⏎# why not⏎⏎window(2, 3)",
        "self # the query⏎# and⏎+ # its neighbours⏎window(2, 3)",
        "self + window(2,⏎3)",
        "self + window(⏎2⏎,⏎3⏎)",
        "self + window(before⏎:⏎2, after: 3)",
        "(self⏎+⏎window(2, 3))",
        "self ∪⏎window(2, 3)",
        "⏎self + window(2, 3)",
        "self + window(2, 3)⏎",
        "self + window(2, 3);",
        ";;⏎; self + window(2, 3) ;⏎;⏎",
        "self + window(2, 3) # and no more",
        "# first⏎self + window(2, 3)",
        "self + window(2, 3) # ; ( + //",
        "self\r+ window(2,\r3)\r",
        "self\r\n\r\n+ window(2, 3)\r\n",
        "\t self\t+\u00a0window(2, 3)",
        "\ufeffself + window(2, 3)",
        "self+window(2,3,)",
      })
  void theseAreOneStatement(String text) {
    assertEquals(SUM, parse(text));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "self⏎window(2, 3)",
        "self;window(2, 3)",
        "self;⏎+ window(2, 3)",
        "self +;⏎window(2, 3)",
        "self⏎(window(2, 3))",
        "self⏎!window(2, 3)",
        "window⏎(2, 3)",
        "self⏎# + window(2, 3)⏎causal",
        "self # +⏎window(2, 3)",
        "self\rwindow(2, 3)",
        "self⏎√n",
        "(self)⏎(self)",
        "(self; causal)",
        "window(2;3)",
        "self + window(2 3)",
        "self + window(,2)",
        "self + window(2,,3)",
      })
  void theseAreNot(String text) {
    assertThrows(HeddleException.class, () -> parse(text));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "(⏎self + window(2⏎+ 0, 3)⏎)",
        "self⏎+ window(9⏎div 4, 6⏎mod 7 div⏎2)⏎- full⏎& !causal",
        "stride(√⏎n)⏎∖ stride(2^⏎2⏎^ 3 ·⏎n)",
      })
  void theseSayTheSameOnOneLine(String text) {
    assertEquals(parse(text.replace('⏎', ' ')), parse(text));
  }

  private static SparsityPattern parse(String text) {
    return SparsityPattern.parse(text.replace('⏎', '\n'));
  }
}
