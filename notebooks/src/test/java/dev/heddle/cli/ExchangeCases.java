package dev.heddle.cli;

import com.google.gson.Gson;
import dev.heddle.Given;
import dev.heddle.RandomTerms;
import dev.heddle.Style;
import dev.heddle.diagnostic.HeddleException;
import dev.heddle.exchange.PythonMask;
import dev.heddle.files.ArrayFile;
import dev.heddle.lower.MemoryBudget;
import dev.heddle.pattern.Bindings;
import dev.heddle.pattern.Definitions;
import dev.heddle.pattern.SparsityPattern;
import dev.heddle.relation.Relation;
import dev.heddle.runtime.SparseAttention;
import dev.heddle.syntax.Statement;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The cases of {@code notebooks/check/exchange.py}: the zoo and random patterns, at two lengths, in
 * every form, as {@code compile} writes it.
 */
final class ExchangeCases {

  static final List<Integer> LENGTHS = List.of(500, 1_024);
  static final int RANDOM = 20;

  /** The name of the case whose mask is not that of its other files. */
  static final String TAMPERED = "tampered";

  private static final int BLOCK = 128;
  private static final Pattern KEY = Pattern.compile("attend to key (\\d+)");

  /** Heads that differ only in a number are alike to what reads them. */
  private static final int MOST_HEADS = 3;

  /** Of each kind of source one, for the check that compiles it. */
  private static final List<String> COMPILED =
      List.of("zoo:bigbird", "zoo:natten_2d", "zoo:sepllm", "zoo:torchgt");

  private final Path folder;
  private final List<Map<String, Object>> entries = new ArrayList<>();

  private ExchangeCases(Path folder) {
    this.folder = folder;
  }

  /**
   * Writes all of them.
   *
   * @return the entries of the zoo that can be taken at none of the lengths
   */
  static List<String> write(Path folder) throws IOException {
    ExchangeCases cases = new ExchangeCases(folder);
    List<String> missing = cases.zoo();
    cases.random();
    cases.fewerQueries();
    cases.tampered();
    Files.writeString(folder.resolve("cases.json"), new Gson().toJson(cases.entries));
    return missing;
  }

  private List<String> zoo() throws IOException {
    Map<SparsityPattern, String> names = new LinkedHashMap<>();
    TreeSet<String> missing = new TreeSet<>();
    for (String name : Definitions.zoo().names()) {
      SparsityPattern whole = Definitions.zoo().pattern(name);
      for (int layer = 0; layer < whole.layers(); layer++) {
        for (int head = 0; head < Math.min(MOST_HEADS, whole.heads(layer)); head++) {
          boolean isBare = whole.layers() * whole.heads(layer) == 1;
          String called = "zoo:" + name + (isBare ? "" : " " + layer + "." + head);
          if (names.putIfAbsent(whole.entry(layer, head), called) == null) {
            missing.add(called);
          }
        }
      }
    }
    for (Map.Entry<SparsityPattern, String> each : names.entrySet()) {
      for (int n : LENGTHS) {
        // Some have an element for each block of 16.
        for (int bound : List.of(n, Math.ceilDiv(n, 16))) {
          Bindings bindings = bindings(each.getKey(), bound);
          Optional<Relation> relation = at(each.getKey(), n, bindings);
          if (relation.isPresent()) {
            add(each.getValue(), each.getKey(), relation.get(), bindings);
            missing.remove(each.getValue());
            break;
          }
        }
      }
    }
    return List.copyOf(missing);
  }

  /** Something for each input: sequences of few values, a graph that is a permutation. */
  private static Bindings bindings(SparsityPattern pattern, int n) {
    Bindings bindings = Bindings.none();
    for (Map.Entry<String, Statement.Kind> input : pattern.inputKinds().entrySet()) {
      int[] sequence = new int[n];
      int[][] edges = new int[n][];
      for (int i = 0; i < n; i++) {
        sequence[i] = i / 9 % 3;
        edges[i] = new int[] {i, n - 1 - i};
      }
      bindings =
          switch (input.getValue()) {
            case SEQUENCE -> bindings.with(input.getKey(), sequence);
            case GRAPH -> bindings.withGraph(input.getKey(), edges);
            case NUMBER -> bindings.with(input.getKey(), 3);
          };
    }
    return bindings;
  }

  private static Optional<Relation> at(SparsityPattern pattern, int n, Bindings bindings) {
    try {
      Relation relation = pattern.at(n, bindings);
      relation.edges();
      return Optional.of(relation);
    } catch (HeddleException e) {
      // It is a product or has blocks, and wants another length.
      return Optional.empty();
    }
  }

  private static Optional<SparsityPattern> parsed(String text) {
    try {
      return Optional.of(SparsityPattern.parse(text));
    } catch (HeddleException e) {
      // A number in it is wrong at any length.
      return Optional.empty();
    }
  }

  private void random() throws IOException {
    long seed = RandomTerms.seed();
    int found = 0;
    for (long at = seed; found < RANDOM; at++) {
      String text = new RandomTerms(new Random(at)).whole(3).text(Style.ASCII);
      List<Relation> relations = new ArrayList<>();
      for (int n : LENGTHS) {
        Given given = Given.at(n);
        parsed(given.declared(text))
            .flatMap(pattern -> at(pattern, n, given.bindings(text)))
            .filter(relation -> relation.edges() > 0)
            .ifPresent(relations::add);
      }
      if (relations.size() < LENGTHS.size()) {
        continue;
      }
      for (Relation relation : relations) {
        Given given = Given.at(relation.keys());
        SparsityPattern pattern = SparsityPattern.parse(given.declared(text));
        add(text + RandomTerms.repeat(at), pattern, relation, given.bindings(text));
      }
      found++;
    }
  }

  private void fewerQueries() throws IOException {
    for (String text : List.of("causal & window(65)", "window(3) + stride(22) + global(1)")) {
      SparsityPattern pattern = SparsityPattern.parse(text);
      for (int m : new int[] {1, 300}) {
        add(text + ", m = " + m, pattern, pattern.at(500).last(m), Bindings.none());
      }
    }
  }

  private void tampered() throws IOException {
    SparsityPattern pattern = SparsityPattern.parse("causal & window(301)");
    Path of = add(TAMPERED, pattern, pattern.at(1_024), Bindings.none());
    ArrayFile.write(of.resolve("bias.npz"), Form.bias.arrays(pattern.at(1_024), BLOCK));
    Relation other = SparsityPattern.parse("(causal & window(301)) + keys({700})").at(1_024);
    ArrayFile.write(of.resolve("mask.npz"), Form.mask.arrays(other, BLOCK));
  }

  private Path add(String name, SparsityPattern pattern, Relation relation, Bindings bindings)
      throws IOException {
    int m = relation.queries();
    int n = relation.keys();
    Map<String, Object> entry = new LinkedHashMap<>();
    String called = "case%04d".formatted(entries.size());
    entry.put("name", name);
    entry.put("n", n);
    entry.put("folder", called);
    entries.add(entry);
    Path into = Files.createDirectory(folder.resolve(called));
    List<Form> forms = new ArrayList<>(List.of(Form.mask, Form.csr, Form.bsr, Form.blockmask));
    if (n == LENGTHS.getFirst()) {
      forms.add(Form.bias); // At the other length it is 4 MB a case.
    }
    for (Form form : forms) {
      ArrayFile.write(into.resolve(form + ".npz"), form.arrays(relation, BLOCK));
    }
    try {
      ArrayFile.write(into.resolve("flashmask.npz"), Form.flashmask.arrays(relation, BLOCK));
    } catch (HeddleException e) {
      Matcher key = KEY.matcher(e.diagnostics().getFirst().sentence());
      if (!e.diagnostics().getFirst().code().equals("not-a-flashmask") || !key.find()) {
        throw e;
      }
      entry.put("flashmask_refused_at", Integer.parseInt(key.group(1)));
    }
    try (SparseAttention attention = SparseAttention.over(relation)) {
      Files.write(into.resolve("attention.pt"), attention.torchScript());
    }
    PythonMask source = PythonMask.of(pattern, n, m, bindings, BLOCK, MemoryBudget.ofHeap());
    Files.writeString(into.resolve("mask_mod.py"), source.text());
    if (COMPILED.contains(name) && n == LENGTHS.getFirst()) {
      Files.createFile(into.resolve("compiled"));
    }
    return into;
  }
}
