package dev.heddle.quickstart;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import dev.heddle.notebook.Picture;
import dev.heddle.pattern.SparsityPattern;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The magics of the real kernel. */
@DisabledOnOs(OS.WINDOWS)
class MagicsIT {

  private static final String BODY =
      """
      window(3)      # "quoted", 'single', \\n \\u0041 \\" %s
        + stride(√n)
      # %pattern full
        + global(1)\
      """;

  @TempDir static Path folder;

  private static List<ExecutedNotebook.Cell> cells = List.of();

  @BeforeAll
  static void runOnce() throws Exception {
    JsonArray all = new JsonArray();
    all.add(cell("%%pattern name=p\n" + BODY, false));
    all.add(cell("System.out.print(p.text()); int edges = p.at(64).edges() > 0 ? 7 : 0;", false));
    all.add(cell("%%pattern name=p\nself +\n  windw(3)", true));
    all.add(cell("p.text().length() + edges", false));
    all.add(cell("%pattern causal & window(before: 4)", false));
    all.add(cell("%pattern name=q stride(√n) + self", false));
    all.add(cell("q.equals(SparsityPattern.parse(\"stride(√n) + self\"))", false));
    all.add(cell("%%pattern name=class\nself", true));
    all.add(cell("int r = 3;", false));
    all.add(cell("%%pattern name=r\nself", false));
    all.add(cell("Notebook.init(); r.text()", false));
    all.add(cell("%%pattern\n\n  full\n", false));
    JsonObject notebook = new JsonObject();
    notebook.add("cells", all);
    notebook.add("metadata", new JsonObject());
    notebook.addProperty("nbformat", 4);
    notebook.addProperty("nbformat_minor", 5);
    Path file = Files.writeString(folder.resolve("magics.ipynb"), notebook.toString());
    Path out = folder.resolve("out");
    Checkout.Result result = Checkout.heddle("run", file.toString(), "-o", out.toString());
    assertEquals(0, result.status(), result.printed());
    cells = ExecutedNotebook.read(out.resolve("magics.ipynb")).cells();
  }

  private static JsonObject cell(String source, boolean fails) {
    JsonObject metadata = new JsonObject();
    if (fails) {
      JsonArray tags = new JsonArray();
      tags.add("raises-exception");
      metadata.add("tags", tags);
    }
    JsonObject cell = new JsonObject();
    cell.addProperty("cell_type", "code");
    cell.addProperty("id", "c" + Integer.toHexString(source.hashCode()));
    cell.add("metadata", metadata);
    cell.add("outputs", new JsonArray());
    cell.add("execution_count", JsonNull.INSTANCE);
    cell.addProperty("source", source);
    return cell;
  }

  private static void assertShows(String pattern, ExecutedNotebook.Cell cell) {
    Picture picture = Picture.of(SparsityPattern.parse(pattern));
    assertEquals(picture.html(), cell.html());
    assertEquals(picture.text(), cell.text());
    assertEquals("", cell.error() + cell.printed());
  }

  @Test
  void aCellShowsItsPatternAndDeclaresIt() {
    assertShows(BODY, cells.get(0));
    assertTrue(cells.get(0).html().contains("<span style=\"color:"), cells.get(0).html());
    assertEquals(BODY, cells.get(1).printed());
  }

  @Test
  void aWrongTextShowsWhereAndLeavesTheVariable() {
    String error = cells.get(2).error();
    assertTrue(error.contains("error[unknown-name]"), error);
    assertTrue(error.contains("  windw(3)\n   |   ^^^^^"), error);
    assertEquals("", cells.get(2).html());
    assertEquals(String.valueOf(BODY.length() + 7), cells.get(3).text());
  }

  @Test
  void aLineShowsItsPatternAndDeclaresItIfNamed() {
    assertShows("causal & window(before: 4)", cells.get(4));
    assertShows("stride(√n) + self", cells.get(5));
    assertEquals("true", cells.get(6).text());
  }

  @Test
  void aNameMustBeAVariablesAndMayHaveBeenAnothers() {
    String error = cells.get(7).error();
    assertTrue(error.contains("error[bad-name]: `class` cannot be the name"), error);
    assertShows("self", cells.get(9));
    assertEquals("self", cells.get(10).text());
  }

  @Test
  void withoutANameACellOnlyShows() {
    assertFalse(cells.get(11).html().isEmpty());
    assertShows("full", cells.get(11));
  }
}
