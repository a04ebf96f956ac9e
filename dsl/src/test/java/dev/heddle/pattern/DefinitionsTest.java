package dev.heddle.pattern;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.heddle.diagnostic.Diagnostic;
import dev.heddle.diagnostic.HeddleException;
import dev.heddle.diagnostic.Source;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Definition files: names, documentation, imports, expectations. */
class DefinitionsTest {

  private static Definitions parse(String text) {
    return Definitions.parse(new Source("test.heddle", text));
  }

  private static String code(org.junit.jupiter.api.function.Executable action) {
    return assertThrows(HeddleException.class, action).diagnostics().getFirst().code();
  }

  @Test
  void namesDocumentationAndSignatures() {
    Definitions file =
        parse(
            """
            ## Local and global.
            ## w: the width
            let local(w = 3, g = w - 2) = window(w) + global(g)

            # no documentation
            let other = causal & local
            """);
    assertEquals(List.of("local", "other"), file.names());
    assertEquals("Local and global.\nw: the width", file.documentation("local"));
    assertEquals("", file.documentation("other"));
    assertEquals("local(w = 3, g = w - 2)", file.signature("local"));
    assertEquals("let other = causal & local", file.text("other"));
    assertEquals(
        SparsityPattern.parse("window(5) + global(3)").at(9).edges(),
        file.pattern("local(5)").at(9).edges());
    assertEquals("unknown-name", code(() -> file.documentation("locl")));
    assertEquals("unknown-name", code(() -> file.pattern("locl")));
    assertEquals("no-pattern", code(() -> file.pattern("let a = self; a")));
  }

  @Test
  void importsAreRelativeAndStayBelowTheRoot(@TempDir Path folder) throws IOException {
    Path inner = Files.createDirectories(folder.resolve("inner"));
    Files.writeString(folder.resolve("base.heddle"), "let base(w) = window(w)\n");
    Files.writeString(
        inner.resolve("more.heddle"),
        "import \"../base.heddle\" as b\nimport zoo as z\nlet more = b.base(3) + z.star\n");
    Definitions file = Definitions.read(inner.resolve("more.heddle"), folder);
    assertTrue(file.pattern("more").at(8).edges() > 8);
    assertEquals("bad-import", code(() -> Definitions.read(inner.resolve("more.heddle"), inner)));
    assertEquals(
        3 * 8 - 2, SparsityPattern.parse("import \"base.heddle\"; base(3)", folder).at(8).edges());
    assertEquals(
        "bad-import", code(() -> SparsityPattern.parse("import \"x.heddle\"; self", folder)));
  }

  @Test
  void cyclesOfImportsAreShown(@TempDir Path folder) throws IOException {
    Files.writeString(folder.resolve("a.heddle"), "import \"b.heddle\"\nlet a = self\n");
    Files.writeString(folder.resolve("b.heddle"), "import \"a.heddle\"\nlet b = self\n");
    HeddleException e =
        assertThrows(HeddleException.class, () -> Definitions.read(folder.resolve("a.heddle")));
    assertEquals("recursion", e.diagnostics().getFirst().code());
    String message = String.valueOf(e.getMessage());
    assertTrue(message.contains("a.heddle → b.heddle → a.heddle"), message);
  }

  @Test
  void aNameBroughtInTwiceIsAnError(@TempDir Path folder) throws IOException {
    Files.writeString(folder.resolve("a.heddle"), "let x = self\n");
    Files.writeString(folder.resolve("b.heddle"), "let x = full\n");
    assertEquals(
        "redefined",
        code(() -> SparsityPattern.parse("import \"a.heddle\"; import \"b.heddle\"; x", folder)));
    assertEquals(
        8,
        SparsityPattern.parse("import \"a.heddle\"; import \"b.heddle\" as b; x & b.x", folder)
            .at(8)
            .edges());
  }

  @Test
  void expectationsShowWhatFails() {
    List<Expected> results =
        parse(
                """
                let star = window(3) + global(1)
                expect edges(star) <= 5 * n for n in {16, 64}
                expect edges(star) == 5 * n for n in {16}
                expect stride(4) == full * self[4] for n in 1..64
                expect star <= causal for n in {4}
                expect hops(star) <= 2 and self_loops(star) and path(star) for n in {16, 64}
                expect universal(star) for n in {16, 64}
                expect universal(star & causal) for n in {16}
                expect hops(self) <= 100 for n in {4}
                expect max_row(star) == n and min_row(star) == 3 for n in {16}
                expect density(full) == 1 for n in {3}
                expect self < star for n in {2, 9}
                """)
            .check();
    List<Boolean> held = results.stream().map(Expected::holds).toList();
    assertEquals(
        List.of(true, false, true, false, true, true, false, false, true, true, true), held);
    assertEquals(64, results.get(2).lengths());
    assertTrue(results.get(1).failures().getFirst().sentence().contains("n = 16: 74 == 80"));
    assertTrue(results.get(3).failures().getFirst().sentence().contains("(0, 1) is in the left"));
    assertTrue(results.get(7).failures().getFirst().sentence().contains("never"));
  }

  @Test
  void aFailureIsToldOnceWhereAConditionIsADefinition() {
    Definitions file = parse("let few(k) = k < 3\nexpect few(n + 1) for n in {1, 5}\n");
    assertEquals(
        "this does not hold at n = 5: 6 < 3",
        file.check().getFirst().failures().getFirst().sentence());
  }

  /** What can't be told is an error; what fails beside it is told all the same. */
  @Test
  void anInputWithoutAValueHidesNoFailure() {
    Definitions file =
        parse(
            """
            input x
            expect full <= none for n in {4}
            expect edges(where(x[j] == 1)) > 0 for n in {4}
            expect self <= full for n in {4}
            expect edges(self) == 5 for n in {4}
            """);
    HeddleException untold = assertThrows(HeddleException.class, file::check);
    assertEquals(
        List.of("unbound", "not-as-expected", "not-as-expected"),
        untold.diagnostics().stream().map(Diagnostic::code).toList());
  }

  @Test
  void anUnknownNameInAnExpectationIsOneError() {
    HeddleException unknown =
        assertThrows(
            HeddleException.class, () -> parse("expect windw(3) <= full for n in {4}\n").check());
    assertEquals(1, unknown.diagnostics().size());
    assertTrue(
        unknown.diagnostics().getFirst().sentence().contains("number or pattern named `windw`"));
  }

  @Test
  void aBodyIsCheckedOnceAndArgumentsByUse() {
    assertEquals("wrong-type", code(() -> parse("let f(w) = window(w) + w\n")));
    assertEquals("unknown-name", code(() -> parse("let f(w) = windw(w)\n")));
    assertEquals("wrong-type", code(() -> parse("let f(a) = a @ self\nlet g = f(3)\n")));
    parse("let f(a) = a @ self\nlet g = f(causal)\nlet h(x) = same(x)\ninput d\nlet k = h(d)\n");
  }

  @Test
  void aNumberArgumentIsWorkedOutWhereItIsWritten() {
    // √n is 8 where the call stands, and 2 within the factor of length 4.
    assertEquals(
        SparsityPattern.parse("window(9)[4] * full[16]").at(64).edges(),
        SparsityPattern.parse("let f(w) = window(w)[4] * full[16]; f(√n + 1)").at(64).edges());
    assertEquals(
        SparsityPattern.parse("window(3)[4] * full[16]").at(64).edges(),
        SparsityPattern.parse("let f = window(√n + 1)[4] * full[16]; f").at(64).edges());
  }

  @Test
  void whyPointsAtThePartThatDecides() {
    SparsityPattern pattern = SparsityPattern.parse("window(3) + stride(8) - keys(1)");
    Reason in = pattern.why(9, 10, 32, Bindings.none());
    assertTrue(in.allowed());
    assertEquals("window(3)", in.origin().text());
    Reason out = pattern.why(8, 0, 32, Bindings.none());
    assertFalse(out.allowed());
    assertEquals("keys(1)", out.origin().text());
    assertEquals(
        """
        (8, 0) is taken out by what is underlined
          --> pattern:1:25
           |
         1 | window(3) + stride(8) - keys(1)
           |                         ^^^^^^^""",
        out.drawn());
    Reason absent = pattern.why(9, 20, 32, Bindings.none());
    assertEquals("window(3) + stride(8) - keys(1)", absent.origin().text());
    assertEquals("bad-index", code(() -> pattern.why(40, 0, 32, Bindings.none())));
  }
}
