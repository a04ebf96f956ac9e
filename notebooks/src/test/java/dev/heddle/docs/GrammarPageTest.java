package dev.heddle.docs;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.heddle.notebook.Notebook;
import dev.heddle.pattern.SparsityPattern;
import java.nio.file.Files;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class GrammarPageTest {

  /** Every pattern in the tables is one, once its placeholders have values. */
  @Test
  void everyPatternOnThePageCompiles() throws Exception {
    String page = Files.readString(Notebook.home().resolve("GRAMMAR.md"));
    List<String> texts =
        Pattern.compile(
                "`((?:window|dilated|stride|keys|queries|blocks|global|full|none|self|causal)(?!\\w)[^`]*)`")
            .matcher(page)
            .results()
            .map(match -> match.group(1))
            .toList();
    assertTrue(texts.size() > 15, "only " + texts);
    for (String text : texts) {
      String concrete =
          text.replaceAll("\\((before|w), (after|w|d)\\)", "(2, 3)")
              .replaceAll("\\(l, r\\)", "(2, 3)")
              .replaceAll("\\bw -", "5 -")
              .replaceAll("([(:] ?)[wsgkb]\\)", "$15)");
      SparsityPattern.parse(concrete).at(16).edges();
    }
  }
}
