package dev.heddle.cli;

import dev.heddle.diagnostic.Diagnostic;
import dev.heddle.exchange.PythonMask;
import dev.heddle.files.ArrayFile;
import dev.heddle.files.SafeFile;
import dev.heddle.lower.MemoryBudget;
import dev.heddle.pattern.Bindings;
import dev.heddle.pattern.SparsityPattern;
import dev.heddle.relation.Relation;
import dev.heddle.runtime.SparseAttention;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code heddle compile}. */
@Command(
    name = "compile",
    description = {
      "Takes a pattern at a length: prints its facts, or writes its tensors to a file; or, as"
          + " torchscript, attention itself, for torch.jit.load in Python; or, as python, the"
          + " source of a mask_mod for FlexAttention."
    },
    mixinStandardHelpOptions = true,
    sortOptions = false)
final class CompileCommand implements Callable<Integer> {

  private static final int BLOCK = 128;

  @CommandLine.Spec
  @SuppressWarnings("NullAway.Init")
  private CommandLine.Model.CommandSpec spec;

  @Mixin private PatternOptions pattern = new PatternOptions();

  @Mixin private LengthOptions length = new LengthOptions();

  @Option(
      names = "--to",
      paramLabel = "FORM",
      description = "What to write: ${COMPLETION-CANDIDATES}.")
  private @Nullable Form form;

  @Option(
      names = "--block",
      paramLabel = "B",
      description = "The length of a block, for bsr, blockmask and python; 128, if not given.")
  private @Nullable Integer block;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FILE",
      description =
          "Where to: a file that ends in .npz or .safetensors; in .pt for torchscript, in"
              + " .py for python.")
  private @Nullable Path output;

  @Option(names = "--json", description = "Print one JSON object and nothing else on stdout.")
  private boolean json;

  /** An entry of a schedule at the length: one relation, or one for each element of a batch. */
  private record Taken(PatternOptions.Entry entry, List<Relation> relations) {}

  @Override
  public Integer call() {
    checkOptions();
    int n = length.n();
    SparsityPattern parsed = pattern.pattern();
    if (form != null) {
      pattern.one(parsed);
    }
    Bindings bindings = pattern.bindings(parsed);
    List<Taken> taken = new ArrayList<>();
    for (PatternOptions.Entry entry : pattern.entries(parsed)) {
      taken.add(
          new Taken(
              entry, entry.pattern().atEach(n, bindings).stream().map(length::queries).toList()));
    }
    if (form != null && output != null) {
      write(output, form, taken.getFirst(), n, bindings);
    }
    List<Relation> all = taken.stream().flatMap(one -> one.relations().stream()).toList();
    List<Diagnostic> warnings = new ArrayList<>(parsed.warnings());
    warnings.addAll(Summary.warnings(all));
    PatternOptions.warn(warnings, spec.commandLine().getErr());
    Map<String, @Nullable Object> facts = facts(parsed, taken, warnings);
    PrintWriter out = spec.commandLine().getOut();
    out.print(json ? Json.of(facts) : text(facts, taken));
    out.flush();
    return 0;
  }

  /** All that can be wrong with the options themselves: said before anything is computed. */
  private void checkOptions() {
    if ((form == null) != (output == null)) {
      throw new Usage(
          "usage",
          form == null ? "-o wants to know what to write" : "--to wants to know where to write",
          "give both `--to FORM` and `-o FILE`");
    }
    if (block != null && (form == null || !form.hasBlocks())) {
      throw new Usage("usage", "--block is for `--to bsr`, `blockmask` and `python`", "");
    }
    if (output == null) {
      return;
    }
    if (form == null || !form.isProgram()) {
      OutputFile.checkArrays(output);
    } else if (!endsIn(form.ending(), output)) {
      throw new Usage(
          "unknown-format",
          "`"
              + output
              + "` does not end as a file of a "
              + (form == Form.python ? "Python" : "TorchScript")
              + " module does",
          "end it in " + form.ending());
    }
    OutputFile.check(output);
  }

  private static boolean endsIn(String ending, Path file) {
    return String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT).endsWith(ending);
  }

  private void write(Path file, Form as, Taken taken, int n, Bindings bindings) {
    List<Relation> relations = taken.relations();
    boolean isBatch = bindings.batch() > 0;
    int length = block == null ? BLOCK : block;
    try {
      if (as.isProgram()) {
        byte[] program =
            as == Form.python ? source(taken, n, bindings, length) : program(relations, isBatch);
        SafeFile.write(file, out -> out.write(program));
        return;
      }
      ArrayFile.write(
          file, isBatch ? as.arrays(relations, length) : as.arrays(relations.getFirst(), length));
    } catch (IOException e) {
      throw Usage.cannotWrite(file, e);
    }
  }

  private static byte[] source(Taken taken, int n, Bindings bindings, int block) {
    if (bindings.batch() > 0) {
      throw oneAtATime(taken.relations(), "has the mask of");
    }
    int m = taken.relations().getFirst().queries();
    SparsityPattern pattern = taken.entry().pattern();
    return PythonMask.of(pattern, n, m, bindings, block, MemoryBudget.ofHeap())
        .text()
        .getBytes(StandardCharsets.UTF_8);
  }

  private static Usage oneAtATime(List<Relation> relations, String does) {
    return new Usage(
        "bad-binding",
        "a batch of " + relations.size() + " is bound, and a module " + does + " one",
        "bind one element, and write a module for each");
  }

  private static byte[] program(List<Relation> relations, boolean isBatch) {
    if (isBatch) {
      throw oneAtATime(relations, "is attention over");
    }
    try (SparseAttention attention = SparseAttention.over(relations.getFirst())) {
      return attention.torchScript();
    }
  }

  private Map<String, @Nullable Object> facts(
      SparsityPattern parsed, List<Taken> taken, List<Diagnostic> warnings) {
    boolean isOne = taken.size() == 1;
    List<Relation> all = taken.stream().flatMap(one -> one.relations().stream()).toList();
    SparsityPattern whole = isOne ? taken.getFirst().entry().pattern() : parsed;
    Map<String, @Nullable Object> facts = Summary.of(whole, all, warnings);
    if (!isOne) {
      facts.put("entries", taken.stream().map(CompileCommand::entry).toList());
    } else if (all.size() > 1) {
      facts.put(
          "batch",
          all.stream().map(one -> Summary.of(whole, List.of(one), one.warnings())).toList());
    }
    if (output != null) {
      facts.put("file", output.toString());
    }
    return facts;
  }

  private static Map<String, @Nullable Object> entry(Taken taken) {
    Map<String, @Nullable Object> facts = new LinkedHashMap<>();
    facts.put("layer", taken.entry().layer());
    facts.put("head", taken.entry().head());
    facts.putAll(
        Summary.of(
            taken.entry().pattern(), taken.relations(), Summary.warnings(taken.relations())));
    return facts;
  }

  private static String text(Map<String, @Nullable Object> facts, List<Taken> taken) {
    StringBuilder out = new StringBuilder(Summary.text(facts));
    if (taken.size() > 1) {
      for (Taken one : taken) {
        out.append(
            String.format(
                Locale.ROOT,
                "layer.head %-4s %d edges, rows of %d to %d keys%n",
                one.entry().layer() + "." + one.entry().head(),
                one.relations().stream().mapToLong(Relation::edges).sum(),
                one.relations().stream().mapToInt(Relation::minRow).min().orElseThrow(),
                one.relations().stream().mapToInt(Relation::maxRow).max().orElseThrow()));
      }
    }
    return out.toString();
  }
}
