package dev.heddle.cli;

import dev.heddle.pattern.Definitions;
import dev.heddle.study.Family;
import dev.heddle.study.Search;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code heddle search}. */
@Command(
    name = "search",
    description =
        "Finds the cheapest universal members of a family of patterns: those than which no other has"
            + " as few edges and as few hops.",
    mixinStandardHelpOptions = true,
    sortOptions = false)
final class SearchCommand implements Callable<Integer> {

  private static final int ANSWER_IS_NO = 1;
  private static final String ZOO = "zoo:";
  private static final String ENDING = ".heddle:";
  private static final int MOST_VALUES = 1 << 16;

  @CommandLine.Spec
  @SuppressWarnings("NullAway.Init")
  private CommandLine.Model.CommandSpec spec;

  @Parameters(
      index = "0",
      paramLabel = "FAMILY",
      description =
          "A pattern text with free names, such as 'window(w) + stride(s) + global(g)'; or zoo:NAME"
              + " or FILE.heddle:NAME, with arguments that are free names or without any.")
  private String text = "";

  @Option(names = "--n", required = true, paramLabel = "N", description = "The length.")
  private long n;

  @Option(
      names = "--edges",
      paramLabel = "E",
      description = "The most edges of a layer, its heads united; all n², if not given.")
  private @Nullable Long edges;

  @Option(names = "--hops", paramLabel = "H", description = "The most hops; n, if not given.")
  private @Nullable Integer hops;

  @Option(
      names = "--range",
      paramLabel = "NAME=VALUES",
      description =
          "What a name may stand for: 1..9, 1..33 step 4, or 3,5,9. Without it 0 to 5, powers of two"
              + " and one more, and √n.")
  private List<String> texts = new ArrayList<>();

  @Option(names = "--json", description = "Print one JSON object and nothing else on stdout.")
  private boolean json;

  @Override
  public Integer call() {
    int length = LengthOptions.length(n);
    Map<String, List<Integer>> ranges = ranges();
    Family family = family(ranges);
    for (String name : ranges.keySet()) {
      if (!family.parameters().contains(name)) {
        throw new Usage(
            "usage",
            "`" + name + "` is no parameter of this family",
            family.parameters().isEmpty()
                ? "it has none"
                : "these are: " + String.join(", ", family.parameters()));
      }
    }
    if ((edges != null && edges < 0) || (hops != null && hops < 0)) {
      throw new Usage(
          "usage",
          edges != null && edges < 0
              ? "--edges is " + edges + ", and no layer has fewer than none"
              : "--hops is " + hops + ", and there are none below none",
          "leave it out for no limit");
    }
    Search.Limits limits =
        new Search.Limits(
            edges == null ? (long) length * length : edges, hops == null ? length : hops);
    Search search = Patience.over(() -> Search.of(family, length, limits, ranges));
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      out.print(Json.of(fields(search)));
    } else {
      out.println(search);
    }
    out.flush();
    return search.front().isEmpty() ? ANSWER_IS_NO : 0;
  }

  // ---- the family

  private Family family(Map<String, List<Integer>> ranges) {
    if (text.startsWith(ZOO)) {
      String call = text.substring(ZOO.length());
      return Family.parse("import zoo; " + called(call, Definitions.zoo(), ranges));
    }
    int ending = text.indexOf(ENDING);
    if (ending > 0) {
      String file = text.substring(0, ending + ENDING.length() - 1);
      Definitions definitions = PatternArgument.definitions(file);
      Path path = PatternArgument.path(file).toAbsolutePath().normalize();
      return Family.parse(
          "import \"%s\"; %s"
              .formatted(
                  path.getFileName(),
                  called(text.substring(ending + ENDING.length()), definitions, ranges)),
          Objects.requireNonNull(path.getParent()));
    }
    return Family.parse(text);
  }

  /** A definition without arguments has as free names its parameters of which a range is given. */
  private static String called(
      String call, Definitions definitions, Map<String, List<Integer>> ranges) {
    if (!definitions.names().contains(call)) {
      return call;
    }
    String signature = definitions.signature(call);
    List<String> free =
        ranges.keySet().stream()
            .filter(name -> signature.matches("(?s).*[(,]\\s*" + name + "\\s*[,=)].*"))
            .toList();
    if (free.isEmpty()) {
      throw new Usage(
          "usage",
          "no parameter of `" + signature + "` is given a range",
          "give one, such as `--range w=1..9`, or arguments, such as `" + call + "(w: w)`");
    }
    return call
        + "("
        + String.join(", ", free.stream().map(name -> name + ": " + name).toList())
        + ")";
  }

  private Map<String, List<Integer>> ranges() {
    Map<String, List<Integer>> ranges = new LinkedHashMap<>();
    for (String range : texts) {
      int equals = range.indexOf('=');
      if (equals < 1) {
        throw bad(range);
      }
      if (ranges.put(range.substring(0, equals).strip(), values(range, equals + 1)) != null) {
        throw new Usage("usage", "`" + range + "` is a second range for its name", "");
      }
    }
    return ranges;
  }

  private static List<Integer> values(String range, int from) {
    List<Integer> values = new ArrayList<>();
    try {
      for (String part : range.substring(from).split(",", -1)) {
        String[] step = part.strip().split("\\s+step\\s+", -1);
        String[] ends = step[0].split("\\.\\.", -1);
        int first = Integer.parseInt(ends[0].strip());
        int last = Integer.parseInt(ends[ends.length - 1].strip());
        int by = step.length == 2 ? Integer.parseInt(step[1].strip()) : 1;
        if (step.length > 2 || ends.length > 2 || by < 1) {
          throw bad(range);
        }
        if ((last - (long) first) / by >= MOST_VALUES) {
          throw new Usage(
              "usage",
              "`--range %s` gives more than %,d values".formatted(range, MOST_VALUES),
              "a step leaves some out: `--range w=1..99999 step 100`");
        }
        for (long value = first; value <= last; value += by) {
          values.add((int) value);
        }
      }
    } catch (NumberFormatException e) {
      throw bad(range);
    }
    if (values.isEmpty()) {
      throw bad(range);
    }
    return values;
  }

  private static Usage bad(String range) {
    return new Usage(
        "usage", "`--range " + range + "` gives no values", "write `--range w=1..9` or `w=3,5,9`");
  }

  // ---- the answer

  private static Map<String, @Nullable Object> fields(Search search) {
    Map<String, @Nullable Object> fields = new LinkedHashMap<>();
    fields.put("family", search.family().text());
    fields.put("n", search.n());
    fields.put("points", search.points());
    fields.put("examined", search.examined());
    fields.put("front", search.front().stream().map(SearchCommand::member).toList());
    return fields;
  }

  private static Map<String, @Nullable Object> member(Search.Member member) {
    Map<String, @Nullable Object> fields = new LinkedHashMap<>();
    fields.put("pattern", member.text());
    fields.put("values", member.values());
    fields.put("edges", member.edges());
    fields.putAll(CheckReport.of(member.universality()));
    return fields;
  }
}
