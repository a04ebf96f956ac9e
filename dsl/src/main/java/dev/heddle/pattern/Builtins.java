package dev.heddle.pattern;

import dev.heddle.diagnostic.Origin;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The patterns that the language comes with: their names, their signatures and what they mean. */
final class Builtins {

  /** What an argument may be. */
  enum Kind {
    WHOLE("number"),
    POSITIONS("set"),
    SET("set"),
    SEQUENCE("sequence"),
    GRAPH("graph"),
    CONDITION("condition"),
    PATTERN("pattern");

    private final String type;

    Kind(String type) {
      this.type = type;
    }

    /** The name of the type that is wanted. */
    String type() {
      return type;
    }
  }

  /**
   * A parameter.
   *
   * @param least for numbers, the least that one may be
   * @param standard for numbers that may be left out, what they are then
   */
  record Parameter(String name, Kind kind, long least, boolean isOptional, long standard) {

    static Parameter whole(String name, long least) {
      return new Parameter(name, Kind.WHOLE, least, false, 0);
    }

    static Parameter optional(String name, long least, long standard) {
      return new Parameter(name, Kind.WHOLE, least, true, standard);
    }

    static Parameter of(String name, Kind kind) {
      return new Parameter(name, kind, 0, false, 0);
    }
  }

  /** The arguments of a call, in the order of the parameters; null for a pattern left out. */
  record Arguments(List<@Nullable Object> values) {

    Whole whole(int place) {
      return get(place, Whole.class);
    }

    Term.Positions positions(int place) {
      return get(place, Term.Positions.class);
    }

    <T> T get(int place, Class<T> type) {
      return type.cast(Objects.requireNonNull(values.get(place)));
    }

    @Nullable Term pattern(int place) {
      return (Term) values.get(place);
    }
  }

  /** One way of calling a pattern. */
  record Form(
      String signature, List<Parameter> parameters, BiFunction<Arguments, Origin, Term> meaning) {

    Optional<Integer> place(String parameter) {
      for (int place = 0; place < parameters.size(); place++) {
        if (parameters.get(place).name().equals(parameter)) {
          return Optional.of(place);
        }
      }
      return Optional.empty();
    }
  }

  private static final Map<String, Function<Origin, Term>> BARE =
      Map.of(
          "full", Term.Full::new,
          "none", Term.None::new,
          "self", Term.Self::new,
          "causal", Term.Causal::new);

  private static final Map<String, List<Form>> CALLED = new LinkedHashMap<>();

  static {
    called(
        "window",
        form(
            "window(w)",
            (a, origin) -> new Term.Window(a.whole(0), origin),
            Parameter.whole("w", 1)),
        form(
            "window(before, after)",
            (a, origin) -> new Term.Reach(a.whole(0), a.whole(1), origin),
            Parameter.optional("before", 0, 0),
            Parameter.optional("after", 0, 0)));
    called(
        "dilated",
        form(
            "dilated(w, d)",
            (a, origin) -> new Term.Dilated(a.whole(0), a.whole(1), origin),
            Parameter.whole("w", 1),
            Parameter.whole("d", 1)));
    called(
        "stride",
        form(
            "stride(s)",
            (a, origin) -> new Term.Stride(a.whole(0), origin),
            Parameter.whole("s", 1)));
    called(
        "offsets",
        form(
            "offsets(S)",
            (a, origin) -> new Term.Offsets(a.get(0, IntegerSet.class), origin),
            Parameter.of("S", Kind.SET)));
    called(
        "global",
        form(
            "global(S)",
            (a, origin) -> new Term.Global(a.positions(0), origin),
            Parameter.of("S", Kind.POSITIONS)),
        form(
            "global(g)",
            (a, origin) -> new Term.Global(a.positions(0), origin),
            Parameter.of("g", Kind.POSITIONS)));
    called(
        "keys",
        form(
            "keys(S)",
            (a, origin) -> new Term.Keys(a.positions(0), origin),
            Parameter.of("S", Kind.POSITIONS)),
        form(
            "keys(k)",
            (a, origin) -> new Term.Keys(a.positions(0), origin),
            Parameter.of("k", Kind.POSITIONS)));
    called(
        "queries",
        form(
            "queries(S)",
            (a, origin) -> new Term.Queries(a.positions(0), origin),
            Parameter.of("S", Kind.POSITIONS)),
        form(
            "queries(k)",
            (a, origin) -> new Term.Queries(a.positions(0), origin),
            Parameter.of("k", Kind.POSITIONS)));
    called(
        "blocks",
        form(
            "blocks(b)",
            (a, origin) -> new Term.Blocks(a.whole(0), origin),
            Parameter.whole("b", 1)));
    called(
        "random",
        form(
            "random(r, seed: 0, in: A)",
            (a, origin) -> new Term.Random(a.whole(0), a.whole(1), a.pattern(2), origin),
            Parameter.whole("r", 0),
            Parameter.optional("seed", -(1L << 53), 0),
            new Parameter("in", Kind.PATTERN, 0, true, 0)));
    called(
        "expander",
        form(
            "expander(d, seed: 0)",
            (a, origin) -> new Term.Expander(a.whole(0), a.whole(1), origin),
            Parameter.whole("d", 0),
            Parameter.optional("seed", -(1L << 53), 0)));
    called(
        "same",
        form(
            "same(x)",
            (a, origin) -> new Term.Same(a.get(0, Sequence.class), origin),
            Parameter.of("x", Kind.SEQUENCE)));
    called(
        "graph",
        form(
            "graph(g)",
            (a, origin) -> new Term.Edges(a.get(0, Graph.class), origin),
            Parameter.of("g", Kind.GRAPH)));
    called(
        "where",
        form(
            "where(c)",
            (a, origin) -> new Term.Where(a.get(0, Condition.class), origin),
            Parameter.of("c", Kind.CONDITION)));
  }

  /** Names that mean something elsewhere, and so cannot be defined anew. */
  private static final Set<String> RESERVED =
      Set.of("n", "i", "j", "heads", "layers", "topk", "kmeans", "lsh", "sbm");

  private Builtins() {}

  private static Form form(
      String signature, BiFunction<Arguments, Origin, Term> meaning, Parameter... parameters) {
    return new Form(signature, List.of(parameters), meaning);
  }

  private static void called(String name, Form... forms) {
    CALLED.put(name, List.of(forms));
  }

  /** The pattern that a bare name means. */
  static Optional<Function<Origin, Term>> bare(String name) {
    return Optional.ofNullable(BARE.get(name));
  }

  /** The ways to call a pattern; empty when none is called so. */
  static List<Form> forms(String name) {
    return CALLED.getOrDefault(name, List.of());
  }

  static List<String> names() {
    List<String> names = new ArrayList<>(BARE.keySet());
    names.addAll(CALLED.keySet());
    names.addAll(List.of("heads", "layers"));
    names.sort(null);
    return names;
  }

  /** Whether a name belongs to the language. */
  static boolean isReserved(String name) {
    return BARE.containsKey(name)
        || CALLED.containsKey(name)
        || RESERVED.contains(name)
        || NumberFunction.named(name).isPresent()
        || Measure.named(name).isPresent();
  }
}
