package dev.heddle.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.heddle.files.SettingsText;
import dev.heddle.notebook.Notebook;
import dev.heddle.recognise.Conventions;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The table of conventions in docs/importing.md. */
class ImportingPageTest {

  /** A row: in back-quotes the settings, and at its end the text. */
  private static final Pattern ROW =
      Pattern.compile("(?m)^\\|[^|]*\\| `([^`]+=[^`]+)` \\| .* \\| `([^`]+)` \\|$");

  @Test
  void everyRowsSettingsAreItsText() throws IOException {
    String page = Files.readString(Notebook.home().resolve("docs/importing.md"));
    List<MatchResult> rows = ROW.matcher(page).results().toList();
    assertEquals(23, rows.size());
    for (MatchResult row : rows) {
      assertEquals(
          row.group(2), Conventions.of(SettingsText.parse(row.group(1))).text(), row.group(1));
    }
  }
}
