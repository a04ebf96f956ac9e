package dev.heddle.syntax;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.heddle.diagnostic.Source;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class FormatterTest {

  private static String format(String text) {
    return Formatter.format(new Source("test.heddle", text));
  }

  @Test
  void statementsAreInTheirNormalFormAndCommentsAreKept() {
    assertEquals(
        """
        # first

        ## about a
        let a(w, g = 2) = window(w) + global(g)  # behind
        import "x.heddle" as x
        input graph g

        # inside
        let b = a(3) + self
        expect edges(a) <= 12 * n for n in {1, 2}
        # last
        """,
        format(
            """
            # first



            ## about a
            let a( w,g=2 )=window( w )∪global(g)   # behind
            import "x.heddle"   as x; input graph g


            let b = a(3) # inside
              + self;
            expect edges(a)<=12·n for n in {1,2}
            # last"""));
  }

  @Test
  void longSumsAreBrokenAtTheirOperators() {
    String parts = " + window(1001)".repeat(9);
    String formatted = format("let a = causal" + parts + "\n");
    assertEquals("let a =\n    causal\n" + "    + window(1001)\n".repeat(9), formatted);
    assertEquals(formatted, format(formatted));
  }

  @Test
  void emptyFilesStayEmpty() {
    assertEquals("", format(""));
    assertEquals("# only\n", format("# only"));
  }

  /** The library keeps its meaning and its comments, and a second time nothing changes. */
  @Test
  void theLibraryIsFormatted() throws IOException {
    try (InputStream text =
        Objects.requireNonNull(
            dev.heddle.pattern.SparsityPattern.class.getResourceAsStream("zoo.heddle"))) {
      String zoo = new String(text.readAllBytes(), StandardCharsets.UTF_8);
      String formatted = format(zoo);
      assertEquals(formatted, format(formatted));
      assertEquals(
          Parser.parseDefinitions(new Source("zoo", zoo)).script(),
          Parser.parseDefinitions(new Source("zoo", formatted)).script());
      assertEquals(zoo, formatted);
    }
  }
}
