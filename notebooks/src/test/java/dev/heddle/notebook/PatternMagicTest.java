package dev.heddle.notebook;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.heddle.diagnostic.HeddleException;
import dev.heddle.pattern.SparsityPattern;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PatternMagicTest {

  private final FakeJJava kernel = new FakeJJava();

  @BeforeEach
  void install() {
    new JJavaExtension().install(kernel);
    new JJavaExtension().install(kernel);
  }

  private SparsityPattern cell(String body, String... arguments) throws Exception {
    return kernel.getMagicsRegistry().evalCellMagic(kernel, "pattern", List.of(arguments), body);
  }

  private SparsityPattern line(String... arguments) throws Exception {
    return kernel.getMagicsRegistry().evalLineMagic(kernel, "pattern", List.of(arguments));
  }

  private static String declaration(String name) {
    return "dev.heddle.pattern.SparsityPattern %s = dev.heddle.notebook.Notebook.pattern(\"%s\");"
        .formatted(name, name);
  }

  @Test
  void aCellDeclaresAndShows() throws Exception {
    String body = "window(3)\n  + stride(√n) # \"a\" \\n \\u0041 %s %pattern x\n";
    SparsityPattern shown = cell(body, "name=verbatim");
    assertEquals(body, shown.text());
    assertSame(shown, Notebook.pattern("verbatim"));
    assertEquals(List.of(declaration("verbatim")), kernel.evaluated());
  }

  @Test
  void withoutANameItIsOnlyShown() throws Exception {
    assertEquals("self", cell("self").text());
    assertEquals("window(3) + self", line("window(3)", "+", "self").text());
    assertEquals(List.of(), kernel.evaluated());
  }

  @Test
  void aLineDeclaresToo() throws Exception {
    SparsityPattern shown = line("name=on_a_line", "window(before:", "4)");
    assertEquals("window(before: 4)", shown.text());
    assertSame(shown, Notebook.pattern("on_a_line"));
    assertEquals(List.of(declaration("on_a_line")), kernel.evaluated());
  }

  @Test
  void aWrongTextLeavesWhatWas() throws Exception {
    SparsityPattern first = cell("self", "name=kept");
    HeddleException error =
        assertThrows(HeddleException.class, () -> cell("self +\n  windw(3)", "name=kept"));
    assertTrue(requireNonNull(error.getMessage()).contains("^^^^^"), error.getMessage());
    assertThrows(HeddleException.class, () -> line("name=kept"));
    assertThrows(HeddleException.class, () -> line());
    assertSame(first, Notebook.pattern("kept"));
    assertEquals(List.of(declaration("kept")), kernel.evaluated());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "2p", "a-b", "a.b", "class", "true", "_", "p;int", "p\"", "√"})
  void aNameMustBeAVariables(String name) {
    IllegalArgumentException error =
        assertThrows(IllegalArgumentException.class, () -> cell("self", "name=" + name));
    String message = requireNonNull(error.getMessage());
    assertTrue(message.contains("error[bad-name]: `" + name + "` cannot be the name"), message);
    assertThrows(IllegalArgumentException.class, () -> line("name=" + name, "self"));
    assertThrows(IllegalArgumentException.class, () -> Notebook.pattern(name));
    assertEquals(List.of(), kernel.evaluated());
  }

  @Test
  void aCellTakesNoOtherArguments() {
    for (String[] arguments :
        new String[][] {{"p"}, {"name=p", "name=q"}, {"name=p", "window(3)"}}) {
      IllegalArgumentException error =
          assertThrows(IllegalArgumentException.class, () -> cell("self", arguments));
      String culprit = arguments[arguments.length - 1];
      assertTrue(requireNonNull(error.getMessage()).contains("also `" + culprit + "`"));
    }
    assertEquals(List.of(), kernel.evaluated());
  }
}
