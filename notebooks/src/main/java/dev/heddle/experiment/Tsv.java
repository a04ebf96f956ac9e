package dev.heddle.experiment;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/** Rows of GLUE's files: fields that are parted by tabs, without quotes. */
final class Tsv {

  private static final Set<String> FIRST =
      Set.of("sentence", "sentence1", "question1", "question", "premise", "#1 string");
  private static final Set<String> SECOND =
      Set.of("sentence2", "question2", "hypothesis", "#2 string");
  private static final Set<String> LABEL =
      Set.of("label", "gold_label", "is_duplicate", "quality", "score");

  private Tsv() {}

  /** The first sentence, the second one or nothing, and the label, of each row. */
  static List<String[]> rows(Path file) throws IOException {
    List<String> lines = Files.readAllLines(file, StandardCharsets.UTF_8);
    if (lines.isEmpty()) {
      throw new IOException(file + " is empty");
    }
    List<String> header =
        Arrays.stream(lines.getFirst().replace("\uFEFF", "").split("\t", -1))
            .map(name -> name.strip().toLowerCase(java.util.Locale.ROOT))
            .toList();
    int first = index(header, FIRST);
    int second = index(header, SECOND);
    // QNLI's question is its first sentence, and `sentence` its second.
    if (header.contains("question") && header.contains("sentence")) {
      first = header.indexOf("question");
      second = header.indexOf("sentence");
    }
    int label = index(header, LABEL);
    boolean isCola = first < 0 && header.size() == 4;
    if (isCola) {
      first = 3;
      second = -1;
      label = 1;
    } else if (first < 0 || label < 0) {
      throw new IOException(
          file + " has no column of sentences, or none of labels, among " + header);
    }
    List<String[]> rows = new ArrayList<>();
    for (int line = isCola ? 0 : 1; line < lines.size(); line++) {
      String[] fields = lines.get(line).split("\t", -1);
      if (fields.length <= Math.max(first, Math.max(second, label))) {
        throw new IOException(
            "line %d of %s has %d fields, and its header more"
                .formatted(line + 1, file, fields.length));
      }
      // MultiNLI's `-`: those who labelled it did not agree.
      if (!fields[label].equals("-")) {
        rows.add(new String[] {fields[first], second < 0 ? "" : fields[second], fields[label]});
      }
    }
    if (rows.isEmpty()) {
      throw new IOException(file + " has no row with a label");
    }
    return rows;
  }

  private static int index(List<String> header, Set<String> names) {
    for (int at = 0; at < header.size(); at++) {
      if (names.contains(header.get(at))) {
        return at;
      }
    }
    return -1;
  }
}
