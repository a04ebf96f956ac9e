package dev.heddle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import dev.heddle.diagnostic.Source;
import dev.heddle.pattern.SparsityPattern;
import dev.heddle.syntax.Parser;
import dev.heddle.syntax.Printer;
import dev.heddle.syntax.Tree;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What texts mean the same, and how they are printed. */
class TextLawsTest {

  private static final int CASES = 1_500;

  @Test
  void whatIsPrintedReadsBackAsTheSameTree() {
    forRandomTexts(
        (random, text) -> {
          Tree tree = tree(text);
          String printed = Printer.print(tree);
          assertEquals(tree, tree(printed), text);
          assertEquals(tree.hashCode(), tree(printed).hashCode(), text);
          assertEquals(printed, Printer.print(tree(printed)), text);
          assertEquals(printed, printed.lines().findFirst().orElseThrow(), "one line");
        });
  }

  @Test
  void everyWayToWriteATermGivesTheSameTree() {
    RandomGenerator random = new Random(RandomTerms.seed());
    RandomTerms terms = new RandomTerms(random);
    for (int at = 0; at < CASES; at++) {
      // A number may be wrong at every length, but it is written as well as any other.
      Num number = terms.number(5);
      Tree tree = tree(number.text(Style.ASCII));
      for (Style style : List.of(Style.UNICODE, new Style(at % 2 == 0, random))) {
        assertEquals(tree, tree(number.text(style)), number.text(style));
      }
    }
    for (int at = 0; at < CASES; at++) {
      Expr pattern = terms.pattern(5);
      assertEquals(
          tree(pattern.text(Style.ASCII)),
          tree(pattern.text(Style.UNICODE)),
          pattern.text(Style.UNICODE));
    }
  }

  /** Also where a reach is written by name, which makes another tree but the same pattern. */
  @Test
  void everyWayToWriteATermGivesTheSamePattern() {
    forRandomTexts(
        (random, text) -> {
          SparsityPattern pattern = SparsityPattern.parse(text);
          SparsityPattern formatted = SparsityPattern.parse(pattern.formatted());
          assertEquals(pattern, formatted, text);
          assertEquals(pattern.hashCode(), formatted.hashCode(), text);
          assertEquals(pattern.formatted(), formatted.formatted(), text);
        });
    RandomGenerator random = new Random(RandomTerms.seed());
    RandomTerms terms = new RandomTerms(random);
    for (int at = 0; at < CASES; at++) {
      Expr term = terms.pattern(4);
      if (Oracle.tryAt(term, 64).isPresent()) {
        SparsityPattern pattern = SparsityPattern.parse(term.text(Style.ASCII));
        String other = term.text(new Style(at % 2 == 0, random));
        assertEquals(pattern, SparsityPattern.parse(other), other);
      }
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "√n^2 | √(n^2)",
        "-2^n | -(2^n)",
        "2^3^2 | 2^(3^2)",
        "√n * 2 | (√n) * 2",
        "-√n | -(√n)",
        "√-n | √(-n)",
        "√√n | √(√n)",
        "-n * 2 | (-n) * 2",
        "--n | -(-n)",
        "1 + 2 * 3 | 1 + (2 * 3)",
        "1 - 2 - 3 | (1 - 2) - 3",
        "8 / 4 / 2 | (8 / 4) / 2",
        "8 div 4 mod 2 | (8 div 4) mod 2",
        "1 - 2 + 3 | (1 - 2) + 3",
        "-2 - -2 | (-2) - (-2)",
        "2^n^sqrt(n) | 2^(n^(√n))",
        "!self & causal | (!self) & causal",
        "!!self | !(!self)",
        "self + causal & full | self + (causal & full)",
        "self & causal - full | (self & causal) - full",
        "self - causal + full | (self - causal) + full",
        "sqrt(n)^2 | (√n)^2",
        "!self + full | (!self) + full",
        "self & full & causal | (self & full) & causal",
      })
  void precedence(String text, String parenthesised) {
    assertEquals(tree(parenthesised), tree(text));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "1 - (2 - 3) | 1 - 2 - 3",
        "8 / (4 / 2) | 8 / 4 / 2",
        "(√n)^2 | √n^2",
        "(-2)^2 | -2^2",
        "(2^3)^2 | 2^3^2",
        "!(self & full) | !self & full",
        "self - (full + none) | self - full + none",
        "(self + causal) & full | self + causal & full",
        "√(n * 2) | √n * 2",
        "-(1 + 2) | -1 + 2",
      })
  void parenthesesThatMatter(String text, String without) {
    assertNotEquals(tree(without), tree(text));
    assertEquals(text, Printer.print(tree(text)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "window( 3 )+stride( sqrt( n ) )+global(1) | window(3) + stride(√n) + global(1)",
        "((self)) | self",
        "¬self∪causal∖full∩none | !self + causal - (full & none)",
        "(self + causal) + full | self + causal + full",
        "window(4 × n · 2 − 1) | window(4 * n * 2 - 1)",
        "window(1_000_000) | window(1000000)",
        "window(1e3) | window(1000)",
        "window(1E+2) | window(100)",
        "window(2.50) | window(2.5)",
        "window(1e-7 + 3) | window(1.0e-7 + 3)",
        "window(007) | window(7)",
        "window(1e300/1e300) | window(1.0e300 / 1.0e300)",
        "window(after:2,before:1,) | window(after: 2, before: 1)",
        "self & (full & none) | self & (full & none)",
        "stride(2^(-1) + 1) | stride(2^(-1) + 1)",
        "stride(2^(3)) | stride(2^3)",
        "window(sqrt(x: 9)) | window(sqrt(x: 9))",
        "window(9007199254740992) | window(9007199254740992)",
      })
  void theNormalForm(String text, String printed) {
    assertEquals(printed, SparsityPattern.parse(text).formatted());
  }

  @Test
  void patternsAreEqualByWhatTheySay() {
    SparsityPattern pattern = SparsityPattern.parse("window(3) + self # the past");
    assertEquals(pattern, SparsityPattern.parse("\n(window( 3.0 )\n  ∪ self) ;\n"));
    assertEquals(
        SparsityPattern.parse("window(before: 2)"), SparsityPattern.parse("window(2, after: 0)"));
    assertNotEquals(pattern, SparsityPattern.parse("self + window(3)"));
    assertNotEquals(pattern, SparsityPattern.parse("window(4) + self"));
    assertNotEquals(pattern, SparsityPattern.parse("window(3) - self"));
    assertEquals("window(3) + self # the past", pattern.toString());
    assertEquals("window(3) + self", pattern.formatted());
  }

  // ---- the one way in

  private static Tree tree(String text) {
    return Objects.requireNonNull(Parser.parsePattern(Source.typed(text)).script().result());
  }

  private interface Law {
    void check(RandomGenerator random, String text);
  }

  /** Random patterns that have a meaning, in random styles. */
  private static void forRandomTexts(Law law) {
    RandomGenerator random = new Random(RandomTerms.seed());
    RandomTerms terms = new RandomTerms(random);
    for (int at = 0; at < CASES; at++) {
      Expr pattern = terms.pattern(5);
      if (Oracle.tryAt(pattern, 64).isPresent()) {
        law.check(random, pattern.text(new Style(random.nextBoolean(), random)));
      }
    }
  }
}
