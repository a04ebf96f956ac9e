package dev.heddle.pattern;

import dev.heddle.diagnostic.Origin;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;

/** The patterns that the language comes with: their names, their signatures and what they mean. */
final class Builtins {

  /** A parameter; one that may be left out is then its least. */
  record Parameter(String name, int least, boolean isOptional) {}

  /** One way of calling a pattern. */
  record Form(
      String signature, List<Parameter> parameters, BiFunction<List<Whole>, Origin, Term> meaning) {

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
        new Form(
            "window(w)",
            List.of(new Parameter("w", 1, false)),
            (a, origin) -> new Term.Window(a.get(0), origin)),
        new Form(
            "window(before, after)",
            List.of(new Parameter("before", 0, true), new Parameter("after", 0, true)),
            (a, origin) -> new Term.Reach(a.get(0), a.get(1), origin)));
    called(
        "stride",
        new Form(
            "stride(s)",
            List.of(new Parameter("s", 1, false)),
            (a, origin) -> new Term.Stride(a.get(0), origin)));
    called(
        "global",
        new Form(
            "global(g)",
            List.of(new Parameter("g", 0, false)),
            (a, origin) -> new Term.Global(a.get(0), origin)));
    called(
        "dilated",
        new Form(
            "dilated(w, d)",
            List.of(new Parameter("w", 1, false), new Parameter("d", 1, false)),
            (a, origin) -> new Term.Dilated(a.get(0), a.get(1), origin)));
    called(
        "keys",
        new Form(
            "keys(k)",
            List.of(new Parameter("k", 0, false)),
            (a, origin) -> new Term.Keys(a.get(0), origin)));
    called(
        "queries",
        new Form(
            "queries(k)",
            List.of(new Parameter("k", 0, false)),
            (a, origin) -> new Term.Queries(a.get(0), origin)));
    called(
        "blocks",
        new Form(
            "blocks(b)",
            List.of(new Parameter("b", 1, false)),
            (a, origin) -> new Term.Blocks(a.get(0), origin)));
  }

  private Builtins() {}

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
    names.sort(null);
    return names;
  }
}
