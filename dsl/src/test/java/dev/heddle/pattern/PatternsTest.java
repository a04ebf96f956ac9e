package dev.heddle.pattern;

import static dev.heddle.pattern.Patterns.*;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.heddle.diagnostic.HeddleException;
import dev.heddle.diagnostic.Source;
import dev.heddle.relation.Relation;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Patterns built by methods are the patterns of their texts. */
class PatternsTest {

  private static Map<String, SparsityPattern> built() {
    Map<String, SparsityPattern> built = new TreeMap<>();
    built.put(
        "window(3) + stride(√n) + global(1)", window(3).plus(stride(n().sqrt())).plus(global(1)));
    built.put("full", full());
    built.put("none", none());
    built.put("self", self());
    built.put("causal & !window(5)", causal().and(window(5).not()));
    built.put("window(2, 1)", window(2, 1));
    built.put("dilated(5, n div 8)", dilated(Quantity.of(5), n().div(8)));
    built.put("blocks(n / 4)", blocks(n().over(4)));
    built.put("offsets({-1, 2})", offsets("{-1, 2}"));
    built.put("global({0, n - 1})", global("{0, n - 1}"));
    built.put("keys({0..n - 1 step 4})", keys("{0..n-1 step 4}"));
    built.put("keys(2) - queries(1)", keys(2).minus(queries(1)));
    built.put("random(3)", random(3));
    built.put("random(3, seed: 7, in: causal)", random(3, 7, causal()));
    built.put("expander(4, seed: -2)", expander(4, -2));
    built.put("input x; same(x) & causal", same("x").and(causal()));
    built.put("input graph g; graph(g)' @ window(3)", graph("g").transpose().then(window(3)));
    built.put("where(i - j <= 3)", where("i-j<=3"));
    built.put("input s; where(s[j] == 1)", where("s[j] == 1", "s"));
    built.put("window(3)^2", window(3).power(2));
    built.put("window(7)[32] * window(7)[32]", window(7).taken(32).times(window(7).taken(32)));
    built.put(
        "(window(3) + global(1)) * full[64]", window(3).plus(global(1)).times(full().taken(64)));
    built.put("heads(window(3), stride(4))", heads(window(3), stride(4)));
    built.put(
        "layers(heads(self, causal), full) & causal",
        layers(heads(self(), causal()), full()).and(causal()));
    built.put("import zoo; bigbird(w: 5) & causal", zoo("bigbird(w: 5)").and(causal()));
    built.put("input number w; window(w)", window(Quantity.input("w")));
    built.put(
        "input number w; window(w + 1) + random(w, seed: 3)",
        window(Quantity.input("w").plus(1)).plus(random(Quantity.input("w"), 3)));
    built.put("random(log2(n))", random(n().log2()));
    built.put(
        "input number r; random(r, seed: 7, in: window(9))",
        random(Quantity.input("r"), 7, window(9)));
    built.put(
        "expander(2 * ceil(log2(n)), seed: 5)",
        expander(Quantity.of(2).times(n().log2().ceil()), 5));
    built.put("expander(n div 4)", expander(n().div(4)));
    built.put(
        "input x; global({k for k in 0..n - 1 if x[k] == 1})",
        global("{k for k in 0..n-1 if x[k] == 1}", "x"));
    built.put("input x; keys({x[0]})", keys("{x[0]}", "x"));
    built.put("input x; queries({x[0]})", queries("{x[0]}", "x"));
    built.put("input x; offsets({x[0]})", offsets("{x[0]}", "x"));
    built.put("self + (causal + full)", self().plus(causal().plus(full())));
    built.put("(self - causal)'", self().minus(causal()).transpose());
    return built;
  }

  /** A call of a definition has no import in its text, and is joined all the same. */
  @Test
  void callsOfDefinitionsAreJoined() {
    Definitions zoo = Definitions.zoo();
    SparsityPattern strided = zoo.pattern("strided(l: 4)");
    SparsityPattern star = zoo.pattern("star");
    Map<SparsityPattern, SparsityPattern> joined =
        Map.of(
            strided.and(causal()), SparsityPattern.parse("import zoo; strided(l: 4) & causal"),
            causal().and(star), SparsityPattern.parse("import zoo; causal & star"),
            strided.plus(star), SparsityPattern.parse("import zoo; strided(l: 4) + star"),
            star.not(), SparsityPattern.parse("import zoo; !star"),
            random(3, 7, star), SparsityPattern.parse("import zoo; random(3, seed: 7, in: star)"),
            star.and(zoo("star")), SparsityPattern.parse("import zoo; star & star"));
    joined.forEach(
        (built, written) -> {
          assertEquals(written.layers(), built.layers(), written.text());
          for (int layer = 0; layer < written.layers(); layer++) {
            Relation one = written.layersAt(16).get(layer);
            Relation other = built.layersAt(16).get(layer);
            assertEquals(one.edges(), other.edges(), written.text());
            assertEquals(0, one.minus(other).edges(), written.text());
          }
        });
    Definitions own = Definitions.parse(Source.typed("let star = window(5)"));
    assertThrows(HeddleException.class, () -> star.and(own.pattern("star")));
  }

  @Test
  void theTextTheMethodsAndThePrintedFormAgree() {
    built()
        .forEach(
            (text, pattern) -> {
              assertEquals(text, pattern.formatted());
              assertEquals(SparsityPattern.parse(text), pattern, text);
              assertEquals(SparsityPattern.parse(pattern.formatted()), pattern, text);
              assertEquals(SparsityPattern.parse(text).fingerprint(), pattern.fingerprint());
            });
  }

  @Test
  void numbersAreWrittenAsTheyAreMeant() {
    assertEquals("(n + 1) * 2", n().plus(1).times(2).toString());
    assertEquals("(n - 1) mod 3", n().minus(1).mod(3).toString());
    assertEquals("n^0.5 / 2", n().power(0.5).over(2).toString());
    assertEquals("floor(log2(n))", n().log2().floor().toString());
    assertEquals("-2", Quantity.of(-2).toString());
    assertEquals("min(n, 8)", n().min(8).toString());
    assertEquals("max(√n, 8 - n)", n().sqrt().max(Quantity.of(8).minus(n())).toString());
    assertEquals("gcd(n, 6)", n().gcd(6).toString());
    assertEquals("fib(abs(-n))", n().negated().abs().fib().toString());
    assertEquals("round(2^log2(n))", Quantity.of(2).power(n().log2()).round().toString());
  }

  @Test
  void definitionsOfBothAreKept() {
    SparsityPattern a = SparsityPattern.parse("let w = 3; window(w)");
    SparsityPattern b = SparsityPattern.parse("let w = 3; let g = 1; global(g) & window(w)");
    assertEquals(
        "let w = 3; let g = 1; window(w) + (global(g) & window(w))", a.plus(b).formatted());
    SparsityPattern other = SparsityPattern.parse("let w = 5; window(w)");
    HeddleException refused = assertThrows(HeddleException.class, () -> a.plus(other));
    assertEquals("redefined", refused.diagnostics().getFirst().code());
  }

  @Test
  void entriesOfSchedulesCannotBeJoined() {
    SparsityPattern schedule = heads(self(), causal());
    assertEquals(
        "bad-schedule",
        assertThrows(HeddleException.class, () -> schedule.entry(0, 1).plus(full()))
            .diagnostics()
            .getFirst()
            .code());
    assertTrue(schedule.entry(0, 1).at(4).contains(3, 0));
    assertEquals(schedule.entry(0, 3).at(4).edges(), causal().at(4).edges());
  }

  /** An entry's text means what the entry is. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "heads(self, causal) | 0 | 3 | causal",
        "layers(heads(self, causal), window(3)) | 0 | 1 | causal",
        "layers(heads(self, causal), window(3)) | 3 | 1 | window(3)",
        "heads(self + window(3), full) & causal | 0 | 0 | (self + window(3)) & causal",
        "causal - heads(self, global(1)) | 0 | 1 | causal - global(1)",
        "!heads(self, causal) | 0 | 0 | !self",
        "let a = self; let b = heads(a, causal); b - a | 0 | 1 |"
            + " let a = self; let b = heads(a, causal); causal - a",
        "let near(w) = window(w); layers(heads(near(3), near(5)), full) | 0 | 1 |"
            + " let near(w) = window(w); near(5)",
        "heads(window(2 * h + 1) for h in 0..<4) | 0 | 1 | heads(window(2 * h + 1) for h in 0..<4)",
        "let s(w) = heads(window(w), full); s(3) | 0 | 1 |"
            + " let s(w) = heads(window(w), full); s(3)",
        "import zoo; strided_heads | 0 | 1 | import zoo; strided_heads"
      })
  void anEntryHasItsOwnText(String schedule, int layer, int head, String text) {
    SparsityPattern entry = SparsityPattern.parse(schedule).entry(layer, head);
    SparsityPattern expected = SparsityPattern.parse(text);
    assertEquals(expected.formatted(), entry.formatted());
    if (expected.layers() == 1 && expected.heads(0) == 1) {
      assertEquals(expected, entry);
    }
  }
}
