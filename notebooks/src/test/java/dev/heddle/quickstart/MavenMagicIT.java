package dev.heddle.quickstart;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import dev.heddle.artifacts.LocalRepository;
import dev.heddle.notebook.Picture;
import dev.heddle.pattern.SparsityPattern;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** A kernel that knows nothing of us, a local repository, no network: one line brings all. */
@DisabledOnOs(OS.WINDOWS)
class MavenMagicIT {

  private static final String PATTERN = "causal & window(65)";

  @TempDir Path folder;

  private static JsonObject cell(String source) {
    JsonObject cell = new JsonObject();
    cell.addProperty("cell_type", "code");
    cell.addProperty("id", "c" + Integer.toHexString(source.hashCode()));
    cell.add("metadata", new JsonObject());
    cell.add("outputs", new JsonArray());
    cell.add("execution_count", JsonNull.INSTANCE);
    cell.addProperty("source", source);
    return cell;
  }

  private static Path notebook(Path file, List<String> sources) throws Exception {
    JsonArray cells = new JsonArray();
    sources.forEach(source -> cells.add(cell(source)));
    JsonObject notebook = new JsonObject();
    notebook.add("cells", cells);
    notebook.add("metadata", new JsonObject());
    notebook.addProperty("nbformat", 4);
    notebook.addProperty("nbformat_minor", 5);
    return Files.writeString(file, notebook.toString());
  }

  /** The installed kernel without our class path, in a home whose Maven is offline. */
  private Kernelspec bare(LocalRepository repository) throws Exception {
    Path home = Files.createDirectories(folder.resolve("home"));
    Files.writeString(
        Files.createDirectory(home.resolve(".m2")).resolve("settings.xml"),
        "<settings><localRepository>%s</localRepository><offline>true</offline></settings>"
            .formatted(repository.folder()));
    Kernelspec kernel = new Kernelspec();
    JsonArray argv = new JsonArray();
    kernel
        .json()
        .getAsJsonArray("argv")
        .forEach(
            word -> {
              if (word.getAsString().equals("-jar")) {
                argv.add("-Duser.home=" + home);
              }
              argv.add(word);
            });
    kernel.json().add("argv", argv);
    kernel.env().remove("JJAVA_CLASSPATH");
    kernel.env().remove("JJAVA_STARTUP_SCRIPTS_PATH");
    return kernel;
  }

  @Test
  void oneLineBringsPatternsPicturesMagicsAndTheEngine() throws Exception {
    Path notebook =
        notebook(
            folder.resolve("maven.ipynb"),
            List.of(
                "%maven dev.heddle:heddle-notebooks:" + System.getProperty("heddle.version"),
                "import dev.heddle.pattern.*;\nvar p = SparsityPattern.parse(\""
                    + PATTERN
                    + "\");\np",
                "%pattern causal & window(before: 4)",
                """
                import ai.djl.ndarray.*;
                import ai.djl.ndarray.types.*;
                import dev.heddle.runtime.*;
                var manager = NDManager.newBaseManager();
                var x = manager.randomNormal(new Shape(1, 2, 64, 8));
                var attention = SparseAttention.over(p.at(64));
                attention.attend(x, x, x).getShape()"""));
    Path out = folder.resolve("out");
    try (LocalRepository repository = new LocalRepository(folder.resolve("repository"))) {
      Checkout.Result result = bare(repository).run(notebook, out);
      assertEquals(0, result.status(), result.printed());
    }
    List<ExecutedNotebook.Cell> cells = ExecutedNotebook.read(out.resolve("maven.ipynb")).cells();
    assertEquals(Picture.of(SparsityPattern.parse(PATTERN)).html(), cells.get(1).html());
    assertTrue(cells.get(2).html().contains("<img"), cells.get(2).html());
    assertEquals("(1, 2, 64, 8)", cells.get(3).text());
  }
}
