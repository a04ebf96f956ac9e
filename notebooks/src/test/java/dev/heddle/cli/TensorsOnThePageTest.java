package dev.heddle.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.heddle.files.NamedArray;
import dev.heddle.notebook.Notebook;
import dev.heddle.pattern.Bindings;
import dev.heddle.pattern.SparsityPattern;
import dev.heddle.relation.Relation;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The table of what `compile --to` writes, in docs/command-line.md, is what it writes. */
class TensorsOnThePageTest {

  private static final Pattern LINE =
      Pattern.compile("^\\| (?:`(\\w+)` )?\\| `(\\w+)`[^|]*\\| (\\w+) \\| \\[(.*)] \\|$");

  /** 5 queries of 11 keys in blocks of 4; 14 edges, 3 blocks, rows of at most 3 keys. */
  private static final Relation RELATION = SparsityPattern.parse("window(3)").at(11).last(5);

  private static final Map<String, String> SIZES =
      Map.of(
          "m + 1", "6",
          "⌈m/B⌉ + 1", "3",
          "⌈m/B⌉", "2",
          "⌈n/B⌉", "3",
          "stored blocks", "3",
          "edges", "14",
          "m", "5",
          "n", "11",
          "k", "3",
          "B", "4");

  @Test
  void arraysAreThoseOfTheTable() throws IOException {
    List<String> told = new ArrayList<>();
    String form = "";
    for (String line : Files.readAllLines(Notebook.home().resolve("docs/command-line.md"))) {
      Matcher matcher = LINE.matcher(line);
      if (matcher.matches()) {
        form = matcher.group(1) == null ? form : matcher.group(1);
        told.add(
            form + " " + matcher.group(2) + " " + matcher.group(3) + " " + shape(matcher.group(4)));
      }
    }
    List<String> written = new ArrayList<>();
    for (Form each : Form.values()) {
      if (!each.isProgram()) {
        each.arrays(RELATION, 4).forEach(array -> written.add(each + " " + shown(array)));
      }
    }
    assertEquals(String.join("\n", told), String.join("\n", written));
  }

  @Test
  void unequalElementsAreArraysOfTheirOwn() {
    List<Relation> batch =
        SparsityPattern.parse("input x; same(x)")
            .atEach(3, Bindings.none().withBatch("x", new int[][] {{0, 0, 1}, {0, 1, 2}}));
    assertEquals(
        List.of("crow_indices.0", "col_indices.0", "crow_indices.1", "col_indices.1"),
        Form.csr.arrays(batch, 1).stream().map(NamedArray::name).toList());
  }

  private static String shown(NamedArray array) {
    String type = array.elements().type().name().toLowerCase(Locale.ROOT);
    return array.name() + " " + type + " " + array.shape();
  }

  /** A FlashMask has 1, 2 or 4 numbers for a key: 2 for this relation. */
  private static String shape(String axes) {
    return Stream.of(axes.replace("1, 2 or 4", "2").split(", "))
        .map(axis -> SIZES.getOrDefault(axis, axis))
        .toList()
        .toString();
  }
}
