package dev.heddle.cli;

import dev.heddle.expressive.Approximation;
import dev.heddle.expressive.DimensionBound;
import dev.heddle.expressive.Factoring;
import dev.heddle.expressive.InputSearch;
import dev.heddle.expressive.Precision;
import dev.heddle.expressive.RatioCheck;
import dev.heddle.expressive.TargetMatrix;
import dev.heddle.files.ArrayFile;
import dev.heddle.files.Npy;
import dev.heddle.pattern.SparsityPattern;
import dev.heddle.runtime.EngineThreads;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code heddle approximate}. */
@Command(
    name = "approximate",
    description = {
      "Searches the input for which attention with fixed parameters is like a sparse matrix: the"
          + " ratios of a row's weights within a factor 1 + EPS1, and its zeros below EPS2 times"
          + " its weights.",
      "Without --dim, at the least width that is found. With --study, how that width grows with the"
          + " length; without FILE.npy or PATTERN, of sums of K random permutations.",
      "Exit status 1 if not all holds."
    },
    mixinStandardHelpOptions = true,
    sortOptions = false)
final class ApproximateCommand implements Callable<Integer> {

  private static final int ANSWER_IS_NO = 1;
  private static final String ARRAY = ".npy";

  @CommandLine.Spec
  @SuppressWarnings("NullAway.Init")
  private CommandLine.Model.CommandSpec spec;

  @Parameters(
      index = "0",
      arity = "0..1",
      paramLabel = "FILE.npy|PATTERN",
      description = "A matrix [n, n] without negative elements, or a pattern.")
  private @Nullable String text;

  @Mixin private BindOptions binds = new BindOptions();

  @Option(names = "--layer", paramLabel = "L", description = "The layer of a schedule, from 0.")
  private @Nullable Integer layer;

  @Option(names = "--head", paramLabel = "H", description = "The head of a layer, from 0.")
  private @Nullable Integer head;

  @Option(
      names = "--n",
      split = ",",
      paramLabel = "N",
      description = "The length of a pattern; with --study, lengths.")
  private List<Long> lengths = new ArrayList<>();

  @Option(
      names = "--eps1",
      paramLabel = "EPS1",
      description = "Ratios of weights within 1 + EPS1; 1, if not given.")
  private double eps1 = 1;

  @Option(
      names = "--eps2",
      paramLabel = "EPS2",
      description = "Zeros below EPS2 times a weight; 0.1, if not given.")
  private double eps2 = 0.1;

  @Option(
      names = "--gamma",
      paramLabel = "GAMMA",
      description =
          "The largest ratio of two weights of a row: a pattern's weights are drawn so, and those of"
              + " a file must be; a pattern's are all alike, if not given.")
  private @Nullable Double gamma;

  @Option(
      names = "--k",
      split = ",",
      paramLabel = "K",
      description =
          "The most weights of a row or column, which must hold; in a study without PATTERN, the"
              + " numbers of permutations: 1,2,4, if not given.")
  private List<Integer> most = new ArrayList<>();

  @Option(
      names = "--dim",
      paramLabel = "D",
      description = "The width of the input, even: twice that of queries and keys.")
  private @Nullable Integer dim;

  @Option(names = "--seed", paramLabel = "SEED", description = "Of all that is drawn; 0.")
  private long seed;

  @Option(
      names = "--draws",
      paramLabel = "DRAWS",
      description = "The most draws; 20, and 5 for each length of a study, if not given.")
  private @Nullable Integer draws;

  @Option(
      names = "--regime",
      paramLabel = "weights|zeros",
      description =
          "weights: both bounds, as the theorem has them. zeros: the second alone, with scores three"
              + " times as high. A study shows both, if not given.")
  private @Nullable Regime regime;

  @Option(
      names = "--factoring",
      paramLabel = "svd|rows",
      description = "svd, as the paper has it, or rows, which takes no time at any length.")
  private Factors factoring = Factors.svd;

  @Option(names = "--study", description = "How the least width grows with the length.")
  private boolean isStudy;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FILE",
      description =
          "Where to: x, w_q, w_k and the matrix's crow_indices, col_indices and weights, as .npz or"
              + " .safetensors; a study as such, or as .svg.")
  private @Nullable Path output;

  @Option(
      names = "--threads",
      paramLabel = "T",
      description = "How many threads the engine computes with; it decides, if not given.")
  private @Nullable Integer threads;

  @Option(names = "--json", description = "Print one JSON object and nothing else on stdout.")
  private boolean json;

  /** What has to hold. */
  enum Regime {
    weights,
    zeros
  }

  /** How scores are factored. */
  enum Factors {
    svd(Factoring.SVD),
    rows(Factoring.ROWS);

    final Factoring factoring;

    Factors(Factoring factoring) {
      this.factoring = factoring;
    }
  }

  @Override
  public Integer call() {
    checkOptions();
    int before = EngineThreads.count();
    try {
      if (threads != null) {
        EngineThreads.use(threads);
      }
      return isStudy ? study() : Patience.over(this::approximate);
    } catch (IllegalArgumentException e) {
      // What the library refuses, it refuses in words.
      throw new Usage("usage", String.valueOf(e.getMessage()), "");
    } finally {
      EngineThreads.use(before);
    }
  }

  private void checkOptions() {
    if (text == null && !isStudy) {
      throw new Usage(
          "usage",
          "there is nothing to approximate",
          "give a FILE.npy or a PATTERN, or ask for a `--study`");
    }
    if (isStudy && dim != null) {
      throw new Usage("usage", "a study finds the width, and --dim gives one", "");
    }
    if (draws != null && draws < 1) {
      throw new Usage("usage", "--draws is " + draws + ", and there is one at least", "");
    }
    for (int k : most) {
      if (k < 1) {
        throw new Usage("usage", "--k is " + k + ", and a row has a weight at least", "");
      }
    }
    if (gamma != null && !(gamma >= 1 && Double.isFinite(gamma))) {
      throw new Usage(
          "usage", "--gamma is " + gamma + ", and the larger of two is the smaller at least", "");
    }
    if (threads != null && threads < 1) {
      throw new Usage("usage", "--threads is " + threads + ", and one is needed at least", "");
    }
    if (output != null) {
      boolean isPlot = isStudy && output.toString().toLowerCase(Locale.ROOT).endsWith(".svg");
      if (!isPlot && !ArrayFile.hasFormat(output)) {
        throw OutputFile.noFormat(
            output,
            "end it in .npz or .safetensors" + (isStudy ? ", or in .svg for the plot" : ""));
      }
      OutputFile.check(output);
    }
  }

  // ---- one matrix

  private int approximate() {
    TargetMatrix target = target(text());
    Precision precision = precision(regime == null ? Regime.weights : regime);
    checkClass(target);
    InputSearch search = InputSearch.of(target, precision, factoring.factoring);
    Map<String, @Nullable Object> fields = new LinkedHashMap<>();
    fields.put("matrix", text());
    fields.put("n", target.n());
    fields.put("k", target.most());
    fields.put("gamma", target.ratio());
    fields.put("eps1", eps1);
    fields.put("eps2", eps2);
    fields.put("regime", (regime == null ? Regime.weights : regime).name());
    DimensionBound bound = bound(target, precision);
    fields.put("bound_dim", bound.dim(target.n()));
    fields.put("sharper_bound_dim", bound.sharpened().dim(target.n()));
    fields.put("exact_dim", 2 * Math.max(1, search.rank()));
    int tries = draws == null ? 20 : draws;
    OptionalInt width = dim == null ? search.leastDim(seed, tries) : OptionalInt.of(dim);
    fields.put("least_dim", dim == null && width.isPresent() ? width.getAsInt() : null);
    boolean holds = false;
    if (width.isPresent()) {
      Approximation found = search.at(width.getAsInt(), seed, tries);
      holds = found.holds();
      fields.putAll(facts(found));
      if (output != null) {
        write(output, found);
        fields.put("file", output.toString());
      }
    } else {
      fields.put("holds", false);
    }
    PrintWriter out = spec.commandLine().getOut();
    out.print(json ? Json.of(fields) : text(fields));
    out.flush();
    return holds ? 0 : ANSWER_IS_NO;
  }

  private static Map<String, @Nullable Object> facts(Approximation found) {
    RatioCheck verification = found.verification();
    Map<String, @Nullable Object> fields = new LinkedHashMap<>();
    fields.put("dim", found.parameters().dim());
    fields.put("query_dim", found.parameters().width());
    fields.put("draws", found.draws());
    fields.put("worst_ratio", finite(verification.worstRatio()));
    fields.put("worst_ratio_row", verification.ratioRow());
    fields.put("weights_hold", verification.weightsHold());
    fields.put("worst_zero", finite(verification.worstZero()));
    fields.put("worst_zero_row", verification.zeroRow());
    fields.put("zeros_hold", verification.zerosHold());
    fields.put("holds", verification.holds());
    return fields;
  }

  /** JSON has no number for what is none. */
  private static @Nullable Double finite(double number) {
    return Double.isFinite(number) ? number : null;
  }

  private void write(Path file, Approximation found) {
    try {
      ArrayFile.write(file, ApproximateArrays.of(found));
    } catch (IOException e) {
      throw Usage.cannotWrite(file, e);
    }
  }

  private String text() {
    return text == null ? "" : text;
  }

  private TargetMatrix target(String matrix) {
    if (matrix.endsWith(ARRAY)) {
      if (!lengths.isEmpty()) {
        throw new Usage("usage", "a file has a length, and --n gives another", "");
      }
      return ofFile(PatternArgument.path(matrix));
    }
    if (lengths.size() != 1) {
      throw new Usage("usage", "a pattern is approximated at one length", "`--n 256`");
    }
    return ofPattern(matrix, LengthOptions.length(lengths.getFirst()));
  }

  private static TargetMatrix ofFile(Path file) {
    Npy array;
    try {
      array = Npy.read(file);
    } catch (IOException e) {
      throw Usage.cannotRead(file, e);
    }
    List<Integer> shape = array.shape();
    if (shape.size() != 2 || !shape.getFirst().equals(shape.getLast()) || shape.getFirst() < 1) {
      throw new Usage(
          "bad-array", "`" + file + "` has shape " + shape + ", and [n, n] is wanted", "");
    }
    int n = shape.getFirst();
    double[][] rows = new double[n][n];
    for (int at = 0; at < n * n; at++) {
      double element =
          switch (array.numbers()) {
            case Npy.Numbers.Whole(long[] values) -> values[at];
            case Npy.Numbers.Real(double[] values) -> values[at];
          };
      if (!(element >= 0 && Double.isFinite(element))) {
        throw new Usage(
            "bad-array",
            "`%s` has %s in row %d, column %d, and attention is not negative and finite"
                .formatted(file, element, at / n, at % n),
            "");
      }
      rows[at / n][at % n] = element;
    }
    return TargetMatrix.of(rows);
  }

  private TargetMatrix ofPattern(String pattern, int n) {
    PatternOptions options = PatternOptions.of(pattern, binds, layer, head);
    SparsityPattern parsed = options.pattern();
    SparsityPattern one = options.one(parsed);
    var relation = one.at(n, options.oneBinding(one));
    PatternOptions.warn(parsed.warnings(), spec.commandLine().getErr());
    return TargetMatrix.drawn(relation, gamma == null ? 1 : gamma, seed);
  }

  private Precision precision(Regime chosen) {
    Precision precision = Precision.of(eps1, eps2);
    return chosen == Regime.zeros ? precision.sharp() : precision;
  }

  /** The class that was named, which the matrix has to be in. */
  private void checkClass(TargetMatrix target) {
    if (most.size() > 1) {
      throw new Usage("usage", "a matrix has one --k", "several are for a `--study`");
    }
    if (!most.isEmpty() && target.most() > most.getFirst()) {
      throw new Usage(
          "bad-array",
          "a row or column has %d weights, and --k allows %d"
              .formatted(target.most(), most.getFirst()),
          "");
    }
    // A ratio that was drawn as wide as this may come out a digit wider.
    if (gamma != null && target.ratio() > gamma * (1 + 1e-9)) {
      throw new Usage(
          "bad-array",
          "two weights of a row have the ratio %s, and --gamma allows %s"
              .formatted(target.ratio(), gamma),
          "");
    }
  }

  private DimensionBound bound(TargetMatrix target, Precision precision) {
    return DimensionBound.of(
        most.isEmpty() ? Math.max(1, target.most()) : most.getFirst(),
        gamma == null ? target.ratio() : gamma,
        precision);
  }

  private static String text(Map<String, @Nullable Object> fields) {
    StringBuilder out = new StringBuilder();
    fields.forEach(
        (name, field) -> {
          if (field != null) {
            Object shown =
                field instanceof Double number ? String.format(Locale.ROOT, "%.6g", number) : field;
            out.append(String.format(Locale.ROOT, "%-18s %s%n", name, shown));
          }
        });
    return out.toString();
  }

  // ---- a study

  private int study() {
    String named = text();
    if (named.endsWith(ARRAY)) {
      throw new Usage("usage", "a file has one length, and a study goes over many", "");
    }
    List<Regime> regimes = regime == null ? List.of(Regime.values()) : List.of(regime);
    List<ApproximateStudy.Subject> subjects = new ArrayList<>();
    for (Regime each : regimes) {
      if (text == null) {
        for (int k : most.isEmpty() ? List.of(1, 2, 4) : most) {
          double ratio = gamma == null ? Math.min(k, 2) : gamma;
          subjects.add(
              new ApproximateStudy.Subject(
                  "k = " + k + ", " + each,
                  precision(each),
                  n -> TargetMatrix.permutations(n, k, ratio, seed + n)));
        }
      } else {
        subjects.add(
            new ApproximateStudy.Subject(
                named + ", " + each, precision(each), n -> ofPattern(named, n)));
      }
    }
    int[] all =
        lengths.isEmpty()
            ? new int[] {64, 128, 256, 512}
            : lengths.stream().mapToInt(LengthOptions::length).toArray();
    for (int n : text == null ? all : new int[0]) {
      for (int k : most) {
        if (k > Math.max(1, n / 2)) {
          throw new Usage(
              "usage",
              "--k is %d, and so many permutations of %d that do not meet are not drawn"
                  .formatted(k, n),
              "at most half of the length");
        }
      }
    }
    ApproximateStudy study =
        ApproximateStudy.of(subjects, all, factoring.factoring, draws == null ? 5 : draws, seed);
    if (output != null) {
      try {
        study.write(output);
      } catch (IOException e) {
        throw Usage.cannotWrite(output, e);
      }
    }
    PrintWriter out = spec.commandLine().getOut();
    out.print(json ? Json.of(study.fields()) : study.text());
    out.flush();
    return study.isComplete() ? 0 : ANSWER_IS_NO;
  }
}
