package dev.heddle.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.heddle.notebook.Notebook;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The examples of docs/importing.md. */
@DisabledOnOs(OS.WINDOWS)
class ImportingPageIT {

  private static final Path ROOT = Notebook.home();

  @TempDir Path folder;

  @Test
  void whatIsTypedPrintsWhatStandsBelowIt() throws Exception {
    List<MatchResult> blocks = Typed.shown("docs/importing.md", "sh");
    assertEquals(3, blocks.size());
    for (MatchResult block : blocks) {
      assertEquals(block.group(2), Typed.run(folder, 4, "bash", "-c", block.group(1)));
    }
  }

  @Test
  void theCodePrintsWhatStandsBelowIt() throws Exception {
    List<MatchResult> blocks = Typed.shown("docs/importing.md", "java");
    assertEquals(1, blocks.size());
    Path script = Files.writeString(folder.resolve("page.jsh"), blocks.getFirst().group(1));
    assertEquals(
        blocks.getFirst().group(2),
        Typed.run(folder, 5, ROOT.resolve("heddle").toString(), "shell", script.toString()));
  }

  @Test
  void theRecipesOfFlexAttentionAreReadBack() throws Exception {
    String python = System.getenv("HEDDLE_TORCH_PYTHON");
    if (python == null) {
      System.err.println(
          "SKIPPED: docs/importing.md's recipes are not run, as HEDDLE_TORCH_PYTHON names no Python"
              + " with PyTorch (.ci/torch-root makes one)");
    }
    assumeTrue(python != null, "HEDDLE_TORCH_PYTHON is not set");
    String recipes =
        Pattern.compile("(?ms)^```python\\n(.*?)^```$")
            .matcher(Files.readString(ROOT.resolve("docs/importing.md")))
            .results()
            .map(block -> block.group(1))
            .reduce("", String::concat);
    Path script =
        Files.writeString(
            folder.resolve("recipe.py"),
            """
            import numpy
            from torch.nn.attention.flex_attention import create_block_mask
            def blocks(b, h, q, k):
                return q // 96 == k // 96
            block_mask = create_block_mask(blocks, None, None, 500, 500, device="cpu")
            """
                + recipes);
    assertEquals("", Typed.run(folder, 5, python, script.toString()));
    for (String file : List.of("mask.npy", "blocks.npz")) {
      String found = Typed.run(folder, 2, ROOT.resolve("heddle").toString(), "recognise", file);
      assertEquals("blocks(96)\n", found, file);
    }
  }
}
