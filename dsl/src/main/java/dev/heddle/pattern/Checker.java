package dev.heddle.pattern;

import dev.heddle.diagnostic.Diagnostic;
import dev.heddle.diagnostic.HeddleException;
import dev.heddle.diagnostic.Origin;
import dev.heddle.diagnostic.Problem;
import dev.heddle.relation.Progression;
import dev.heddle.syntax.Parsed;
import dev.heddle.syntax.Statement;
import dev.heddle.syntax.Tree;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Gives syntax trees their meaning: resolves names, chooses operators by the types of their
 * operands, checks arguments.
 *
 * <p>A {@code let} means its text, so its body is checked anew at each use. What its parameters
 * stand for is known then: patterns take the parameter's place, and numbers and sets become
 * variables, which are worked out where the call stands.
 *
 * <p>Errors are collected, not thrown at the first: a null meaning is one whose error has been
 * reported, and nothing more is said of what depends on it.
 */
final class Checker {

  /** The most nodes of trees that are looked at, counting the bodies of definitions at each use. */
  static final int MOST_NODES = 200_000;

  /** The most levels of a text with its definitions written out. */
  static final int MOST_LEVELS = 4_000;

  /** The most entries of a schedule. */
  static final int MOST_ENTRIES = 4_096;

  /** More errors than these help nobody. */
  private static final int MOST_ERRORS = 20;

  /** Names of patterns that look at queries and keys; the language leaves their place. */
  private static final Set<String> CONTENT_DEPENDENT = Set.of("topk", "kmeans", "lsh", "sbm");

  /** Where names are looked for: around a definition's body, its parameters; then its module. */
  private record Scope(Module module, Map<String, Local> locals, boolean isExpect) {

    Scope with(Map<String, Local> more) {
      Map<String, Local> all = new HashMap<>(locals);
      all.putAll(more);
      return new Scope(module, all, isExpect);
    }
  }

  /**
   * What a local name stands for at a use.
   *
   * @param cost how many nodes were looked at for it: each use counts them again
   * @param height how many levels it has: each use is as much deeper
   */
  private record Local(Function<Origin, Meaning> meaning, int cost, int height) {

    Local(Function<Origin, Meaning> meaning, int cost) {
      this(meaning, cost, 1);
    }
  }

  /** A definition, as itself: another may have the same text and other names around it. */
  private record Open(Statement.Let let) {
    @Override
    @SuppressWarnings("ReferenceEquality") // that is the point
    public boolean equals(Object other) {
      return other instanceof Open open && open.let == let;
    }

    @Override
    public int hashCode() {
      return System.identityHashCode(let);
    }
  }

  private List<Diagnostic> errors = new ArrayList<>();
  private final List<Diagnostic> warnings = new ArrayList<>();
  private final Deque<Open> active = new ArrayDeque<>();
  private final Map<Open, Map<String, String>> kinds = new HashMap<>();
  private Scope scope;
  private int symbols;
  private int nodes;
  private int depth;
  private int reached;

  private Checker(Module module) {
    this.scope = new Scope(module, Map.of(), false);
  }

  /** A checked pattern and what is doubtful about it. */
  record Checked(Schedule schedule, List<Diagnostic> warnings) {}

  /** A checked {@code expect}: the numbers at which its condition is to hold. */
  record Expectation(Statement.Expect statement, Condition condition, IntegerSet lengths) {}

  /**
   * The pattern at the end of a text.
   *
   * @throws HeddleException with all the errors, in the order of the text
   */
  static Checked pattern(Parsed parsed, Module module) {
    Checker checker = new Checker(module);
    checker.definitions();
    Tree result = Objects.requireNonNull(parsed.script().result());
    Schedule schedule = checker.schedule(result, "a pattern text");
    return checker.checked(schedule);
  }

  /**
   * A pattern that a call of a module's definition gives.
   *
   * @throws HeddleException with all the errors, in the order of the text
   */
  static Checked call(Tree call, Module module) {
    Checker checker = new Checker(module);
    return checker.checked(checker.schedule(call, "this place"));
  }

  /**
   * The expectations of a module, after all of its definitions were checked.
   *
   * @throws HeddleException with all the errors, in the order of the text
   */
  static List<Expectation> expectations(Module module) {
    Checker checker = new Checker(module);
    checker.definitions();
    List<Expectation> expectations = new ArrayList<>();
    for (Statement.Expect expect : module.expects()) {
      Expectation checked = checker.expectation(expect);
      if (checked != null) {
        expectations.add(checked);
      }
    }
    if (!checker.errors.isEmpty()) {
      throw new HeddleException(inOrder(checker.errors));
    }
    return expectations;
  }

  private Checked checked(@Nullable Schedule schedule) {
    if (schedule == null || !errors.isEmpty()) {
      throw new HeddleException(inOrder(errors));
    }
    return new Checked(schedule, inOrder(warnings));
  }

  private static List<Diagnostic> inOrder(List<Diagnostic> diagnostics) {
    // The body of a definition is checked at each use, and says the same each time.
    Map<List<Object>, Diagnostic> different = new LinkedHashMap<>();
    for (Diagnostic diagnostic : diagnostics) {
      different.putIfAbsent(
          List.of(diagnostic.code(), diagnostic.sentence(), start(diagnostic)), diagnostic);
    }
    List<Diagnostic> sorted = new ArrayList<>(different.values());
    sorted.sort((a, b) -> Integer.compare(start(a), start(b)));
    if (sorted.size() <= MOST_ERRORS) {
      return sorted;
    }
    List<Diagnostic> first = new ArrayList<>(sorted.subList(0, MOST_ERRORS));
    first.add(
        Diagnostic.of(
            new Problem.AndMore(sorted.size() - MOST_ERRORS, sorted.getFirst().severity()),
            sorted.get(MOST_ERRORS).origin()));
    return first;
  }

  private static int start(Diagnostic diagnostic) {
    Origin origin = diagnostic.origin();
    return origin == null ? 0 : origin.span().start();
  }

  // ---- statements

  private void definitions() {
    errors.addAll(scope.module().problems());
    for (Statement.Let let : scope.module().lets()) {
      parameters(let);
      kinds(let);
    }
  }

  private void parameters(Statement.Let let) {
    List<String> seen = new ArrayList<>();
    boolean mustHave = false;
    for (Statement.Parameter parameter : let.parameters()) {
      String name = parameter.name().name();
      if (Builtins.isReserved(name)) {
        report(new Problem.Redefined(name, "a word of the language"), parameter.name().origin());
      } else if (seen.contains(name)) {
        report(new Problem.Redefined(name, "a parameter"), parameter.name().origin());
      }
      seen.add(name);
      if (parameter.standard() != null) {
        mustHave = true;
      } else if (mustHave) {
        report(
            new Problem.WrongArguments(
                let.name().name(),
                "has a parameter with a default before one without: `" + name + "`",
                List.of(signature(let))),
            parameter.name().origin());
      }
    }
  }

  /**
   * The types of a definition's parameters, by use: for each the first under which its body has
   * fewest errors. What errors remain are the definition's own.
   */
  private Map<String, String> kinds(Statement.Let let) {
    Map<String, String> known = kinds.get(new Open(let));
    if (known != null) {
      return known;
    }
    Map<String, String> chosen = new LinkedHashMap<>();
    kinds.put(new Open(let), chosen);
    Map<String, Function<Origin, Meaning>> samples = samples();
    for (Statement.Parameter parameter : let.parameters()) {
      if (parameter.standard() == null) {
        chosen.put(parameter.name().name(), "number");
      }
    }
    for (String parameter : List.copyOf(chosen.keySet())) {
      int fewest = Integer.MAX_VALUE;
      String best = "number";
      for (String kind : samples.keySet()) {
        chosen.put(parameter, kind);
        int found = trial(let, chosen, samples).size();
        if (found < fewest) {
          fewest = found;
          best = kind;
        }
      }
      chosen.put(parameter, best);
    }
    errors.addAll(trial(let, chosen, samples));
    return chosen;
  }

  private Map<String, Function<Origin, Meaning>> samples() {
    Map<String, Function<Origin, Meaning>> samples = new LinkedHashMap<>();
    samples.put("number", use -> new Scalar.Variable(new Symbol("", Integer.MAX_VALUE), use));
    samples.put("pattern", use -> new Term.Self(use));
    samples.put("set", use -> new IntegerSet.Variable(new Symbol("", Integer.MAX_VALUE), use));
    samples.put("sequence", _ -> new Sequence(""));
    samples.put("graph", _ -> new Graph(""));
    samples.put("schedule", use -> Schedule.of(new Term.Self(use)));
    return samples;
  }

  private List<Diagnostic> trial(
      Statement.Let let,
      Map<String, String> chosen,
      Map<String, Function<Origin, Meaning>> samples) {
    List<Diagnostic> kept = errors;
    int warned = warnings.size();
    errors = new ArrayList<>();
    Scope outer = scope;
    active.push(new Open(let));
    try {
      Map<String, Local> locals = new HashMap<>();
      scope = new Scope(outer.module(), locals, false);
      for (Statement.Parameter parameter : let.parameters()) {
        String name = parameter.name().name();
        Tree standard = parameter.standard();
        if (standard == null) {
          locals.put(name, new Local(Objects.requireNonNull(samples.get(chosen.get(name))), 1));
        } else {
          Meaning meaning = meaning(standard, "number");
          if (meaning != null) {
            locals.put(name, new Local(_ -> meaning, 1));
          } else {
            locals.put(name, new Local(Objects.requireNonNull(samples.get("number")), 1));
          }
        }
      }
      meaning(let.body(), "pattern");
      // A number of heads may be known only at a call.
      errors.removeIf(error -> error.code().equals("not-constant"));
      return errors;
    } finally {
      active.pop();
      scope = outer;
      errors = kept;
      if (!let.parameters().isEmpty()) {
        warnings.subList(warned, warnings.size()).clear();
      }
    }
  }

  private @Nullable Expectation expectation(Statement.Expect expect) {
    Scope outer = scope;
    scope = new Scope(outer.module(), Map.of(), true);
    if (!expect.variable().name().equals("n")) {
      report(
          new Problem.BadLabel(expect.variable().name() + " in an expectation"),
          expect.variable().origin());
    }
    Condition condition = condition(expect.condition(), "`expect`");
    IntegerSet lengths = set(expect.set(), "`for n in`");
    if (lengths != null && !Constants.is(lengths)) {
      report(new Problem.NotConstant("the set of an expectation"), expect.set().origin());
    }
    scope = outer;
    return condition == null || lengths == null
        ? null
        : new Expectation(expect, condition, lengths);
  }

  // ---- by type

  private @Nullable Schedule schedule(Tree tree, String by) {
    return switch (meaning(tree, "pattern")) {
      case Term term -> Schedule.of(term);
      case Schedule schedule -> schedule;
      case null -> null;
      case Meaning other -> {
        wrongType(by, "pattern", other, tree.origin());
        yield null;
      }
    };
  }

  private @Nullable Term term(Tree tree, String by) {
    return switch (meaning(tree, "pattern")) {
      case Term term -> term;
      case Schedule schedule -> {
        report(
            new Problem.BadSchedule(
                by + " wants a pattern, and this is a schedule",
                "a schedule may be joined with patterns by `+ - & !`"),
            tree.origin());
        yield null;
      }
      case null -> null;
      case Meaning other -> {
        wrongType(by, "pattern", other, tree.origin());
        yield null;
      }
    };
  }

  private @Nullable Scalar scalar(Tree tree, String by) {
    Meaning meaning = meaning(tree, "number");
    if (meaning instanceof Scalar scalar) {
      return scalar;
    }
    wrongType(by, "number", meaning, tree.origin());
    return null;
  }

  private @Nullable IntegerSet set(Tree tree, String by) {
    Meaning meaning = meaning(tree, "set");
    if (meaning instanceof IntegerSet set) {
      return set;
    }
    wrongType(by, "set", meaning, tree.origin());
    return null;
  }

  private @Nullable Condition condition(Tree tree, String by) {
    Meaning meaning = meaning(tree, "condition");
    if (meaning instanceof Condition condition) {
      return condition;
    }
    wrongType(by, "condition", meaning, tree.origin());
    return null;
  }

  private void wrongType(String by, String wanted, @Nullable Meaning found, Origin origin) {
    if (found != null) {
      report(new Problem.WrongType(by, wanted, found.type()), origin);
    }
  }

  /** Notes an error; what it was found in has no meaning. */
  private @Nullable Meaning report(Problem problem, Origin origin) {
    errors.add(Diagnostic.of(problem, origin));
    return null;
  }

  private void spend(int more, Origin origin) {
    nodes += more;
    if (nodes > MOST_NODES) {
      throw HeddleException.of(
          new Problem.TooMuchWork(
              "this text with its definitions written out", MOST_NODES + " parts", ""),
          origin);
    }
  }

  // ---- by form; `likely` is the type that the surroundings ask for, and only serves the wording
  // of errors

  private @Nullable Meaning meaning(Tree tree, String likely) {
    spend(1, tree.origin());
    reach(++depth, tree.origin());
    try {
      return meaningOf(tree, likely);
    } finally {
      depth--;
    }
  }

  private void reach(int level, Origin origin) {
    reached = Math.max(reached, level);
    if (level > MOST_LEVELS) {
      throw HeddleException.of(new Problem.NestingTooDeep(MOST_LEVELS), origin);
    }
  }

  private @Nullable Meaning meaningOf(Tree tree, String likely) {
    return switch (tree) {
      case Tree.Numeral number -> new Scalar.Literal(number.value(), number.origin());
      case Tree.Name name -> name(name, likely);
      case Tree.Call call -> call(call, likely);
      case Tree.Braces braces -> braces(braces);
      case Tree.Comprehension comprehension ->
          report(
              new Problem.BadSchedule(
                  "`for` stands within braces, or alone in a call of `heads` or `layers`", ""),
              comprehension.origin());
      case Tree.Range range -> range(range);
      case Tree.Comparison comparison -> comparison(comparison);
      case Tree.Root root ->
          application(NumberFunction.SQRT, List.of(root.operand()), "`√`", root.origin());
      case Tree.Power power -> power(power);
      case Tree.Prefix prefix -> prefix(prefix);
      case Tree.Transposed transposed -> {
        Term operand = term(transposed.operand(), "`'`");
        yield operand == null ? null : new Term.Transpose(operand, transposed.origin());
      }
      case Tree.Indexed indexed -> indexed(indexed, likely);
      case Tree.Chain chain -> chain(chain, likely);
    };
  }

  private @Nullable Meaning name(Tree.Name name, String likely) {
    Local local = scope.locals().get(name.name());
    if (local != null) {
      spend(local.cost(), name.origin());
      reach(depth + local.height(), name.origin());
      return local.meaning().apply(name.origin());
    }
    if (name.name().equals("n")) {
      return new Scalar.Length(name.origin());
    }
    var bare = Builtins.bare(name.name());
    if (bare.isPresent()) {
      return bare.get().apply(name.origin());
    }
    return switch (scope.module().find(name.name())) {
      case Definition.Input input -> input.meaning(name.origin());
      case Definition.Let let -> defined(let, List.of(), name, name.origin());
      case null -> {
        List<String> signatures = signatures(name.name());
        yield signatures.isEmpty()
            ? unknown(name, likely)
            : report(
                new Problem.WrongArguments(name.name(), "wants arguments", signatures),
                name.origin());
      }
    };
  }

  private @Nullable Meaning unknown(Tree.Name name, String likely) {
    if (CONTENT_DEPENDENT.contains(name.name())) {
      return report(new Problem.ContentDependent(name.name()), name.origin());
    }
    if (name.name().equals("i") || name.name().equals("j")) {
      return report(new Problem.PositionOutside(name.name()), name.origin());
    }
    List<String> known = new ArrayList<>(Builtins.names());
    Arrays.stream(NumberFunction.values()).map(NumberFunction::text).forEach(known::add);
    known.addAll(scope.module().names());
    known.addAll(scope.locals().keySet());
    if (likely.equals("sequence")) {
      known.removeAll(List.of("i", "j"));
    }
    return report(
        new Problem.UnknownName(likely, name.name(), Spelling.near(name.name(), known)),
        name.origin());
  }

  /** How a name is called: empty when nothing that takes arguments has that name. */
  private static List<String> signatures(String name) {
    if (name.equals("heads") || name.equals("layers")) {
      return List.of(name + "(A, B, …)", name + "(A for k in S)");
    }
    return NumberFunction.named(name)
        .map(function -> List.of(function.signature()))
        .orElseGet(() -> Builtins.forms(name).stream().map(Builtins.Form::signature).toList());
  }

  // ---- definitions in use

  private @Nullable Meaning defined(
      Definition.Let definition, List<Tree.Argument> arguments, Tree.Name name, Origin origin) {
    Statement.Let let = definition.statement();
    if (active.contains(new Open(let))) {
      List<String> cycle = new ArrayList<>();
      for (Open open : active) {
        cycle.addFirst(open.let().name().name());
        if (open.equals(new Open(let))) {
          break;
        }
      }
      cycle.add(let.name().name());
      return report(new Problem.Recursion(cycle), origin);
    }
    @Nullable Tree[] places = new Tree[let.parameters().size()];
    for (int at = 0; at < arguments.size(); at++) {
      Tree.Argument argument = arguments.get(at);
      Tree.Name label = argument.label();
      int place = label == null ? at : place(let, label.name());
      String complaint =
          label != null && place < 0
              ? "has no argument `" + label.name() + "`"
              : place >= places.length
                  ? "was given " + counted(arguments.size())
                  : places[place] != null
                      ? "was given `" + let.parameters().get(place).name().name() + "` twice"
                      : null;
      if (complaint != null) {
        return report(
            new Problem.WrongArguments(name.name(), complaint, List.of(signature(let))), origin);
      }
      places[place] = argument.value();
    }
    return written(definition, places, name, origin);
  }

  private @Nullable Meaning written(
      Definition.Let definition, @Nullable Tree[] places, Tree.Name name, Origin origin) {
    Statement.Let let = definition.statement();
    List<Bound> bounds = new ArrayList<>();
    Map<String, Local> locals = new HashMap<>();
    Scope caller = scope;
    boolean complete = true;
    List<Runnable> complaints = new ArrayList<>();
    for (int place = 0; place < places.length; place++) {
      Statement.Parameter parameter = let.parameters().get(place);
      Tree value = places[place];
      Tree standard = parameter.standard();
      if (value == null && standard == null) {
        return report(
            new Problem.WrongArguments(
                name.name(), "wants `" + parameter.name().name() + "`", List.of(signature(let))),
            origin);
      }
      int before = nodes;
      int outerReach = reached;
      reached = depth;
      Meaning meaning;
      if (value == null) {
        // A default speaks of the definition's own names, and of the parameters before it.
        scope = new Scope(definition.home(), Map.copyOf(locals), false);
        active.push(new Open(let));
        meaning = meaning(Objects.requireNonNull(standard), "number");
        active.pop();
        scope = caller;
      } else {
        meaning = meaning(value, "number");
      }
      int height = reached - depth;
      reached = Math.max(outerReach, reached);
      complete &= meaning != null;
      if (meaning == null) {
        continue;
      }
      if (value != null) {
        complaints.add(mismatch(definition, parameter, meaning, value.origin()));
      }
      locals.put(
          parameter.name().name(), local(parameter, meaning, nodes - before, height, bounds));
    }
    if (!complete) {
      return null;
    }
    List<Diagnostic> kept = errors;
    errors = new ArrayList<>();
    active.push(new Open(let));
    scope = new Scope(definition.home(), locals, caller.isExpect());
    Meaning body;
    List<Diagnostic> found;
    try {
      body = meaning(let.body(), "pattern");
    } finally {
      scope = caller;
      active.pop();
      found = errors;
      errors = kept;
    }
    int before = errors.size();
    if (!found.isEmpty() && !errors.containsAll(found)) {
      complaints.forEach(Runnable::run);
    }
    if (errors.size() == before) {
      errors.addAll(found);
    }
    return body == null || !found.isEmpty() ? null : letting(bounds, body, origin);
  }

  /** Says that an argument is of another type than the definition uses it as, if it is. */
  private Runnable mismatch(
      Definition.Let definition, Statement.Parameter parameter, Meaning meaning, Origin origin) {
    return () -> {
      String wanted = kindsOf(definition).get(parameter.name().name());
      if (wanted == null) {
        return;
      }
      boolean fits =
          wanted.equals(meaning.type()) || (wanted.equals("set") && meaning instanceof Scalar);
      if (!fits) {
        report(
            new Problem.WrongType(
                "`"
                    + parameter.name().name()
                    + "` of `"
                    + definition.statement().name().name()
                    + "`",
                wanted,
                meaning.type()),
            origin);
      }
    };
  }

  private Map<String, String> kindsOf(Definition.Let definition) {
    Scope outer = scope;
    scope = new Scope(definition.home(), Map.of(), false);
    List<Diagnostic> kept = errors;
    errors = new ArrayList<>();
    try {
      return kinds(definition.statement());
    } finally {
      errors = kept;
      scope = outer;
    }
  }

  private Local local(
      Statement.Parameter parameter, Meaning meaning, int cost, int height, List<Bound> bounds) {
    String name = parameter.name().name();
    return switch (meaning) {
      case Scalar scalar when Constants.is(scalar) -> new Local(_ -> scalar, 1);
      case Scalar scalar -> {
        Symbol symbol = new Symbol(name, symbols++);
        bounds.add(new Bound(symbol, scalar));
        yield new Local(use -> new Scalar.Variable(symbol, use), 1);
      }
      case IntegerSet set when Constants.is(set) -> new Local(_ -> set, cost, height);
      case IntegerSet set -> {
        Symbol symbol = new Symbol(name, symbols++);
        bounds.add(new Bound(symbol, set));
        yield new Local(use -> new IntegerSet.Variable(symbol, use), 1);
      }
      case Sequence _, Graph _, Condition _, Term _, Schedule _ ->
          new Local(_ -> meaning, cost, height);
    };
  }

  private static Meaning letting(List<Bound> bounds, Meaning body, Origin origin) {
    if (bounds.isEmpty()) {
      return body;
    }
    return switch (body) {
      case Scalar scalar -> new Scalar.Let(bounds, scalar, origin);
      case IntegerSet set -> new IntegerSet.Let(bounds, set, origin);
      case Condition condition -> new Condition.Let(bounds, condition, origin);
      case Term term -> new Term.Let(bounds, term, origin);
      case Schedule schedule -> schedule.map(term -> new Term.Let(bounds, term, origin));
      case Sequence _, Graph _ -> body;
    };
  }

  private static int place(Statement.Let let, String label) {
    for (int place = 0; place < let.parameters().size(); place++) {
      if (let.parameters().get(place).name().name().equals(label)) {
        return place;
      }
    }
    return -1;
  }

  /** {@code bigbird(w, g = 2)}, as it was defined. */
  static String signature(Statement.Let let) {
    String head = dev.heddle.syntax.Printer.head(let);
    return head.substring("let ".length(), head.length() - " = ".length());
  }

  // ---- sets

  private @Nullable Meaning braces(Tree.Braces braces) {
    List<Meaning> members = new ArrayList<>();
    for (Tree member : braces.members()) {
      Meaning meaning =
          member instanceof Tree.Comprehension comprehension
              ? comprehension(comprehension)
              : member(member);
      if (meaning != null) {
        members.add(meaning);
      }
    }
    return members.size() < braces.members().size()
        ? null
        : new IntegerSet.Listed(members, braces.origin());
  }

  /** A number, or a set whose members are meant. */
  private @Nullable Meaning member(Tree tree) {
    Meaning meaning = meaning(tree, "number");
    if (meaning instanceof Scalar || meaning instanceof IntegerSet) {
      return meaning;
    }
    wrongType("a set", "number", meaning, tree.origin());
    return null;
  }

  private @Nullable Meaning comprehension(Tree.Comprehension comprehension) {
    Scope outer = scope;
    List<IntegerSet.Generator> generators = new ArrayList<>();
    boolean complete = true;
    for (Tree.Generator generator : comprehension.generators()) {
      IntegerSet set = set(generator.set(), "`for … in`");
      complete &= set != null && introducible(generator.variable());
      Symbol symbol = new Symbol(generator.variable().name(), symbols++);
      scope =
          scope.with(Map.of(symbol.name(), new Local(use -> new Scalar.Variable(symbol, use), 1)));
      if (set != null) {
        generators.add(new IntegerSet.Generator(symbol, set));
      }
    }
    Meaning item = member(comprehension.item());
    Tree filter = comprehension.condition();
    Condition condition = filter == null ? null : condition(filter, "`if`");
    scope = outer;
    return !complete || item == null || (filter != null && condition == null)
        ? null
        : new IntegerSet.Comprehension(item, generators, condition, comprehension.origin());
  }

  private boolean introducible(Tree.Name variable) {
    if (!Builtins.isReserved(variable.name())) {
      return true;
    }
    report(new Problem.Redefined(variable.name(), "a word of the language"), variable.origin());
    return false;
  }

  private @Nullable Meaning range(Tree.Range range) {
    String by = range.closed() ? "`..`" : "`..<`";
    Scalar from = scalar(range.from(), by);
    Scalar to = scalar(range.to(), by);
    Tree stepped = range.step();
    Scalar step = stepped == null ? null : scalar(stepped, "`step`");
    if (from == null || to == null || (stepped != null && step == null)) {
      return null;
    }
    if (step != null && step.isConstant() && !isFit(new Whole("step", step, 1))) {
      return null;
    }
    return new IntegerSet.Range(from, to, range.closed(), step, range.origin());
  }

  // ---- conditions

  private @Nullable Meaning comparison(Tree.Comparison comparison) {
    String by = "`" + comparison.comparator().sign() + "`";
    if (comparison.comparator() == Tree.Comparator.IN) {
      Scalar value = scalar(comparison.left(), by);
      IntegerSet set = set(comparison.right(), by);
      return value == null || set == null
          ? null
          : new Condition.Member(value, set, comparison.origin());
    }
    String likely = scope.isExpect() ? "number or pattern" : "number";
    Meaning left = meaning(comparison.left(), likely);
    if (scope.isExpect() && left == null) {
      // What the right side should be, nobody knows; but what is wrong within it is told.
      Meaning _ = meaning(comparison.right(), likely);
      return null;
    }
    if (scope.isExpect() && (left instanceof Term || left instanceof Schedule)) {
      Schedule right = schedule(comparison.right(), by);
      return right == null
          ? null
          : new Condition.PatternComparison(
              left instanceof Schedule schedule ? schedule : Schedule.of((Term) left),
              comparison.comparator(),
              right,
              comparison.origin());
    }
    if (!(left instanceof Scalar)) {
      wrongType(by, "number", left, comparison.left().origin());
    }
    Scalar right = scalar(comparison.right(), by);
    return left instanceof Scalar scalar && right != null
        ? new Condition.Comparison(scalar, comparison.comparator(), right, comparison.origin())
        : null;
  }

  // ---- operators

  private @Nullable Meaning power(Tree.Power power) {
    Meaning base = meaning(power.base(), "number");
    if (base instanceof Term term) {
      Scalar exponent = scalar(power.exponent(), "`^`");
      if (exponent == null) {
        return null;
      }
      Whole times = new Whole("t", exponent, 1);
      return exponent.isConstant() && !isFit(times)
          ? null
          : new Term.Power(term, times, power.origin());
    }
    if (base != null && !(base instanceof Scalar)) {
      wrongType("`^`", "number", base, power.base().origin());
    }
    Scalar exponent = scalar(power.exponent(), "`^`");
    return base instanceof Scalar scalar && exponent != null
        ? new Scalar.Power(scalar, exponent, power.origin())
        : null;
  }

  private @Nullable Meaning prefix(Tree.Prefix prefix) {
    return switch (prefix.operator()) {
      case MINUS -> {
        Scalar operand = scalar(prefix.operand(), "`-`");
        yield operand == null ? null : new Scalar.Negation(operand, prefix.origin());
      }
      case COMPLEMENT -> {
        Schedule operand = schedule(prefix.operand(), "`!`");
        yield operand == null
            ? null
            : plain(operand.map(term -> new Term.Complement(term, prefix.origin())));
      }
      case NOT -> {
        Condition operand = condition(prefix.operand(), "`not`");
        yield operand == null ? null : new Condition.Not(operand, prefix.origin());
      }
    };
  }

  /** A schedule of one entry that nobody wrote as a schedule is a pattern. */
  private static Meaning plain(Schedule schedule) {
    return schedule.isSingle() && !schedule.isLayered() ? schedule.only() : schedule;
  }

  private @Nullable Meaning indexed(Tree.Indexed indexed, String likely) {
    // Numbers have no places: what is wanted here is a sequence.
    Meaning base = meaning(indexed.base(), likely.equals("number") ? "sequence" : likely);
    return switch (base) {
      case Sequence sequence -> {
        Scalar index = scalar(indexed.index(), "`[…]`");
        yield index == null ? null : new Scalar.Element(sequence, index, indexed.origin());
      }
      case Term term -> {
        Scalar length = scalar(indexed.index(), "`[…]`");
        if (length == null) {
          yield null;
        }
        Whole whole = new Whole("the length", length, 1);
        yield length.isConstant() && !isFit(whole)
            ? null
            : new Term.Taken(term, whole, indexed.origin());
      }
      case null -> {
        scalar(indexed.index(), "`[…]`");
        yield null;
      }
      case Meaning other -> {
        wrongType("`[…]`", "pattern", other, indexed.base().origin());
        yield null;
      }
    };
  }

  // ---- chains

  private @Nullable Meaning chain(Tree.Chain chain, String likely) {
    return switch (chain.precedence()) {
      case OR, AND -> connected(chain);
      case SUM -> sum(chain, likely);
      case MEET -> meet(chain, likely);
      case COMPOSITION -> composition(chain);
      case PRODUCT -> product(chain, likely);
      case NOT, COMPARISON, RANGE, PREFIX, ROOT, POWER, ATOM ->
          throw new IllegalStateException("no chain has precedence " + chain.precedence());
    };
  }

  private static String by(Tree.Link link) {
    return "`" + link.sign().text() + "`";
  }

  private static List<Tree> operands(Tree.Chain chain) {
    List<Tree> operands = new ArrayList<>(List.of(chain.first()));
    chain.rest().forEach(link -> operands.add(link.operand()));
    return operands;
  }

  private @Nullable Meaning connected(Tree.Chain chain) {
    List<Condition> operands = new ArrayList<>();
    for (Tree tree : operands(chain)) {
      Condition operand = condition(tree, by(chain.rest().getFirst()));
      if (operand != null) {
        operands.add(operand);
      }
    }
    if (operands.size() <= chain.rest().size()) {
      return null;
    }
    return chain.precedence() == Tree.Precedence.OR
        ? new Condition.Any(operands, chain.origin())
        : new Condition.All(operands, chain.origin());
  }

  /** The first operand with a type decides what the sum is a sum of. */
  private @Nullable Meaning sum(Tree.Chain chain, String likely) {
    return switch (meaning(chain.first(), likely)) {
      case Scalar first -> arithmetic(chain, first);
      case IntegerSet first -> sets(chain, first);
      case Term first -> united(chain, first);
      case Schedule first -> united(chain, first);
      // The first operand is already known to be wrong; the others may have faults of their own.
      case null -> {
        chain.rest().forEach(link -> meaning(link.operand(), likely));
        yield null;
      }
      case Meaning other -> {
        wrongType(by(chain.rest().getFirst()), likely, other, chain.first().origin());
        yield null;
      }
    };
  }

  private @Nullable Meaning arithmetic(Tree.Chain chain, @Nullable Scalar first) {
    List<Scalar.Step> steps = new ArrayList<>();
    for (Tree.Link link : chain.rest()) {
      refuseSign(link, "∪∖⊗", "patterns");
      Scalar operand = scalar(link.operand(), by(link));
      if (operand != null) {
        steps.add(new Scalar.Step(operation(link.operator()), operand, link.reach()));
      }
    }
    return first == null || steps.size() < chain.rest().size()
        ? null
        : new Scalar.Arithmetic(first, steps, chain.origin());
  }

  private static Scalar.Operation operation(Tree.Operator operator) {
    return switch (operator) {
      case PLUS -> Scalar.Operation.ADD;
      case MINUS -> Scalar.Operation.SUBTRACT;
      case TIMES -> Scalar.Operation.MULTIPLY;
      case DIVIDE -> Scalar.Operation.DIVIDE;
      case DIV -> Scalar.Operation.DIV;
      case MOD -> Scalar.Operation.MOD;
      case MEET, COMPOSE, AND, OR ->
          throw new IllegalStateException("`" + operator.sign() + "` joins no numbers");
    };
  }

  private @Nullable Meaning sets(Tree.Chain chain, IntegerSet first) {
    List<IntegerSet.Step> steps = new ArrayList<>();
    for (Tree.Link link : chain.rest()) {
      IntegerSet operand = set(link.operand(), by(link));
      if (operand != null) {
        steps.add(new IntegerSet.Step(link.operator() == Tree.Operator.PLUS, operand));
      }
    }
    return steps.size() < chain.rest().size()
        ? null
        : new IntegerSet.Sum(first, steps, chain.origin());
  }

  /** Unions and differences of patterns, one of which may be a schedule. */
  private @Nullable Meaning united(Tree.Chain chain, Meaning first) {
    List<Meaning> operands = new ArrayList<>(List.of(first));
    for (Tree.Link link : chain.rest()) {
      Meaning operand = patternOrSchedule(link.operand(), by(link));
      if (operand != null) {
        operands.add(operand);
      }
    }
    if (operands.size() <= chain.rest().size()) {
      return null;
    }
    return entrywise(
        operands,
        chain,
        terms -> {
          List<Term.Step> steps = new ArrayList<>();
          for (int at = 0; at < chain.rest().size(); at++) {
            steps.add(
                new Term.Step(
                    chain.rest().get(at).operator() == Tree.Operator.PLUS, terms.get(at + 1)));
          }
          return new Term.Sum(terms.getFirst(), steps, chain.origin());
        });
  }

  private @Nullable Meaning patternOrSchedule(Tree tree, String by) {
    Meaning meaning = meaning(tree, "pattern");
    if (meaning instanceof Term || meaning instanceof Schedule) {
      return meaning;
    }
    wrongType(by, "pattern", meaning, tree.origin());
    return null;
  }

  /** Joins patterns, one of which may be a schedule: then once for each of its entries. */
  private @Nullable Meaning entrywise(
      List<Meaning> operands, Tree.Chain chain, Function<List<Term>, Term> join) {
    int place = -1;
    for (int at = 0; at < operands.size(); at++) {
      if (operands.get(at) instanceof Schedule && place >= 0) {
        return report(
            new Problem.BadSchedule(
                "two schedules cannot be joined", "join their entries: `heads(A + B, C + D)`"),
            operands(chain).get(at).origin());
      }
      place = operands.get(at) instanceof Schedule ? at : place;
    }
    if (place < 0) {
      return join.apply(operands.stream().map(Term.class::cast).toList());
    }
    int scheduled = place;
    return ((Schedule) operands.get(place))
        .map(
            entry -> {
              List<Term> terms = new ArrayList<>();
              for (int at = 0; at < operands.size(); at++) {
                terms.add(at == scheduled ? entry : (Term) operands.get(at));
              }
              return join.apply(terms);
            });
  }

  private @Nullable Meaning meet(Tree.Chain chain, String likely) {
    String by = by(chain.rest().getFirst());
    Meaning first = meaning(chain.first(), likely.equals("set") ? "set" : "pattern");
    if (first instanceof IntegerSet set) {
      List<IntegerSet> sets = new ArrayList<>(List.of(set));
      for (Tree.Link link : chain.rest()) {
        IntegerSet operand = set(link.operand(), by);
        if (operand != null) {
          sets.add(operand);
        }
      }
      return sets.size() <= chain.rest().size() ? null : new IntegerSet.Meet(sets, chain.origin());
    }
    List<Meaning> operands = new ArrayList<>();
    if (first instanceof Term || first instanceof Schedule) {
      operands.add(first);
    } else {
      wrongType(by, "pattern", first, chain.first().origin());
    }
    for (Tree.Link link : chain.rest()) {
      Meaning operand = patternOrSchedule(link.operand(), by);
      if (operand != null) {
        operands.add(operand);
      }
    }
    return operands.size() <= chain.rest().size()
        ? null
        : entrywise(operands, chain, terms -> new Term.Meet(terms, chain.origin()));
  }

  private @Nullable Meaning composition(Tree.Chain chain) {
    List<Term> operands = new ArrayList<>();
    for (Tree tree : operands(chain)) {
      Term operand = term(tree, by(chain.rest().getFirst()));
      if (operand != null) {
        operands.add(operand);
      }
    }
    return operands.size() <= chain.rest().size()
        ? null
        : new Term.Composition(operands, chain.origin());
  }

  private @Nullable Meaning product(Tree.Chain chain, String likely) {
    Meaning first = meaning(chain.first(), likely);
    if (first instanceof Scalar scalar) {
      return arithmetic(chain, scalar);
    }
    if (!(first instanceof Term) && first != null) {
      if (first instanceof Schedule) {
        return report(
            new Problem.BadSchedule(
                "a schedule cannot be multiplied", "multiply its entries: `heads(A * B, …)`"),
            chain.first().origin());
      }
      wrongType(by(chain.rest().getFirst()), "number", first, chain.first().origin());
    }
    Term product = first instanceof Term term ? term : null;
    boolean complete = product != null;
    for (Tree.Link link : chain.rest()) {
      if (link.operator() != Tree.Operator.TIMES) {
        report(new Problem.WrongType(by(link), "number", "pattern"), chain.first().origin());
        return null;
      }
      if (first != null) {
        refuseSign(link, "·×", "numbers");
      }
      Term operand = first == null ? null : term(link.operand(), by(link));
      if (first == null) {
        meaning(link.operand(), likely);
      }
      if (product == null || operand == null) {
        complete = false;
        continue;
      }
      if (!product.hasLength() && !operand.hasLength()) {
        report(new Problem.NoLength(), link.reach());
        complete = false;
      }
      product = new Term.Product(product, operand, link.reach());
    }
    return complete ? product : null;
  }

  private void refuseSign(Tree.Link link, String refused, String of) {
    String sign = link.sign().text();
    if (refused.contains(sign)) {
      report(new Problem.WrongSign(sign, of, link.operator().sign()), link.sign());
    }
  }

  // ---- calls

  private @Nullable Meaning call(Tree.Call call, String likely) {
    String name = call.callee().name();
    Optional<NumberFunction> function = NumberFunction.named(name);
    if (function.isPresent()) {
      return numberCall(function.get(), call);
    }
    List<Builtins.Form> forms = Builtins.forms(name);
    if (!forms.isEmpty()) {
      return patternCall(forms, call);
    }
    if (name.equals("heads") || name.equals("layers")) {
      return scheduleCall(call, name.equals("layers"));
    }
    Optional<Measure> measure = Measure.named(name);
    if (measure.isPresent() && scope.isExpect()) {
      return measured(measure.get(), call);
    }
    if (!scope.locals().containsKey(name)
        && scope.module().find(name) instanceof Definition.Let let) {
      return defined(let, call.arguments(), call.callee(), call.origin());
    }
    call.arguments().forEach(argument -> meaning(argument.value(), "number"));
    boolean known =
        Builtins.bare(name).isPresent()
            || name.equals("n")
            || scope.locals().containsKey(name)
            || scope.module().find(name) != null;
    return known
        ? report(
            new Problem.WrongArguments(name, "takes no arguments", List.of(name)), call.origin())
        : unknown(call.callee(), likely);
  }

  private @Nullable Meaning measured(Measure measure, Tree.Call call) {
    if (call.arguments().size() != 1 || call.arguments().getFirst().label() != null) {
      return report(
          new Problem.WrongArguments(
              measure.text(),
              "was given " + counted(call.arguments().size()),
              List.of(measure.text() + "(p)")),
          call.origin());
    }
    Schedule schedule = schedule(call.arguments().getFirst().value(), "`" + measure.text() + "`");
    if (schedule == null) {
      return null;
    }
    return measure.isNumber()
        ? new Scalar.Measured(measure, schedule, call.origin())
        : new Condition.Property(measure, schedule, call.origin());
  }

  private @Nullable Meaning scheduleCall(Tree.Call call, boolean isLayers) {
    List<List<Term>> entries = new ArrayList<>();
    boolean complete = true;
    for (Tree.Argument argument : call.arguments()) {
      if (argument.label() != null) {
        return wrongArguments(call, "has no argument `" + argument.label().name() + "`");
      }
      List<List<Term>> more =
          argument.value() instanceof Tree.Comprehension comprehension
              ? entries(comprehension, isLayers, call)
              : entry(argument.value(), isLayers, call);
      complete &= more != null;
      if (more != null) {
        entries.addAll(more);
      }
      refuseTooMany(entries, call);
    }
    if (!complete) {
      return null;
    }
    if (entries.isEmpty()) {
      return wrongArguments(call, "was given no pattern");
    }
    if (isLayers) {
      return new Schedule(entries, true);
    }
    List<Term> heads = new ArrayList<>();
    entries.forEach(heads::addAll);
    return new Schedule(List.of(heads), false);
  }

  private static void refuseTooMany(List<List<Term>> entries, Tree.Call call) {
    if (entries.size() > MOST_ENTRIES) {
      throw HeddleException.of(
          new Problem.TooMuchWork("this schedule", MOST_ENTRIES + " entries", ""), call.origin());
    }
  }

  private @Nullable List<List<Term>> entry(Tree tree, boolean isLayers, Tree.Call call) {
    return switch (meaning(tree, "pattern")) {
      case Term term -> List.of(List.of(term));
      case Schedule schedule when isLayers && !schedule.isLayered() -> schedule.layers();
      case Schedule schedule -> {
        report(
            new Problem.BadSchedule(
                isLayers
                    ? "`layers` cannot hold `layers`"
                    : schedule.isLayered()
                        ? "`heads` cannot hold `layers`"
                        : "`heads` cannot hold `heads`",
                "layers hold heads, and heads hold patterns"),
            tree.origin());
        yield null;
      }
      case null -> null;
      case Meaning other -> {
        wrongType("`" + call.callee().name() + "`", "pattern", other, tree.origin());
        yield null;
      }
    };
  }

  private @Nullable List<List<Term>> entries(
      Tree.Comprehension comprehension, boolean isLayers, Tree.Call call) {
    List<List<Term>> entries = new ArrayList<>();
    return collect(comprehension, 0, isLayers, call, entries) ? entries : null;
  }

  /** The loops of a schedule's comprehension, which are run now: its size depends on no length. */
  private boolean collect(
      Tree.Comprehension comprehension,
      int depth,
      boolean isLayers,
      Tree.Call call,
      List<List<Term>> entries) {
    if (depth == comprehension.generators().size()) {
      Tree filter = comprehension.condition();
      if (filter != null) {
        Condition condition = condition(filter, "`if`");
        if (condition == null || !isConstant(condition, filter.origin())) {
          return false;
        }
        if (!Conditions.holds(condition, Arithmetic.OF_CONSTANTS)) {
          return true;
        }
      }
      List<List<Term>> entry = entry(comprehension.item(), isLayers, call);
      if (entry != null) {
        entries.addAll(entry);
      }
      refuseTooMany(entries, call);
      return entry != null;
    }
    Tree.Generator generator = comprehension.generators().get(depth);
    IntegerSet set = set(generator.set(), "`for … in`");
    if (set == null
        || !introducible(generator.variable())
        || !isConstant(set, generator.set().origin())) {
      return false;
    }
    boolean complete = true;
    Scope outer = scope;
    for (Progression piece : Sets.members(set, Arithmetic.OF_CONSTANTS).pieces()) {
      for (long at = 0; at < piece.count() && complete; at++) {
        double value = piece.start() + at * piece.step();
        scope =
            outer.with(
                Map.of(
                    generator.variable().name(),
                    new Local(use -> new Scalar.Literal(value, use), 1)));
        complete = collect(comprehension, depth + 1, isLayers, call, entries);
        spend(1, comprehension.origin());
      }
    }
    scope = outer;
    return complete;
  }

  private boolean isConstant(Meaning meaning, Origin origin) {
    if (Constants.is(meaning)) {
      return true;
    }
    report(new Problem.NotConstant("the number of entries of a schedule"), origin);
    return false;
  }

  private @Nullable Meaning numberCall(NumberFunction function, Tree.Call call) {
    Tree[] places = new Tree[call.arguments().size()];
    for (int at = 0; at < places.length; at++) {
      Tree.Argument argument = call.arguments().get(at);
      Tree.Name label = argument.label();
      int place = label == null ? at : function.place(label.name()).orElse(-1);
      if (label != null && place < 0) {
        return wrongArguments(call, "has no argument `" + label.name() + "`");
      }
      if (place >= places.length) {
        return wrongArguments(call, "was given " + counted(places.length));
      }
      if (places[place] != null) {
        return wrongArguments(call, "was given `" + function.parameter(place) + "` twice");
      }
      places[place] = argument.value();
    }
    if (!function.accepts(places.length)) {
      return wrongArguments(call, "was given " + counted(places.length));
    }
    return application(function, List.of(places), "`" + function.text() + "`", call.origin());
  }

  private @Nullable Meaning application(
      NumberFunction function, List<Tree> arguments, String by, Origin origin) {
    List<Scalar> scalars = new ArrayList<>();
    for (Tree argument : arguments) {
      Scalar scalar = scalar(argument, by);
      if (scalar != null) {
        scalars.add(scalar);
      }
    }
    return scalars.size() < arguments.size()
        ? null
        : new Scalar.Application(function, scalars, origin);
  }

  private @Nullable Meaning patternCall(List<Builtins.Form> forms, Tree.Call call) {
    Builtins.Form form = formFor(forms, call);
    List<Builtins.Parameter> parameters = form.parameters();
    @Nullable Tree[] places = new Tree[parameters.size()];
    for (int at = 0; at < call.arguments().size(); at++) {
      Tree.Argument argument = call.arguments().get(at);
      Tree.Name label = argument.label();
      int place = label == null ? at : form.place(label.name()).orElse(places.length);
      if (place >= places.length) {
        return wrongArguments(
            call,
            label == null
                ? "was given " + counted(call.arguments().size())
                : forms.stream().anyMatch(other -> other.place(label.name()).isPresent())
                    ? "does not take these arguments together"
                    : "has no argument `" + label.name() + "`");
      }
      if (places[place] != null) {
        return wrongArguments(call, "was given `" + parameters.get(place).name() + "` twice");
      }
      places[place] = argument.value();
    }
    List<@Nullable Object> values = new ArrayList<>();
    boolean complete = true;
    for (int place = 0; place < places.length; place++) {
      Builtins.Parameter parameter = parameters.get(place);
      Tree written = places[place];
      if (written == null && !parameter.isOptional()) {
        return wrongArguments(call, "wants `" + parameter.name() + "`");
      }
      boolean mayBeAbsent = written == null && parameter.kind() == Builtins.Kind.PATTERN;
      Object value = mayBeAbsent ? null : argument(parameter, written, call);
      complete &= mayBeAbsent || value != null;
      values.add(value);
    }
    return complete
        ? warned(form.meaning().apply(new Builtins.Arguments(values), call.origin()))
        : null;
  }

  private @Nullable Object argument(
      Builtins.Parameter parameter, @Nullable Tree written, Tree.Call call) {
    String by = "`" + call.callee().name() + "`";
    if (written == null) {
      return new Whole(
          parameter.name(),
          new Scalar.Literal(parameter.standard(), call.origin()),
          parameter.least());
    }
    return switch (parameter.kind()) {
      case WHOLE -> whole(parameter, scalar(written, by));
      case POSITIONS -> positions(parameter, written, by);
      case SET -> set(written, by);
      case CONDITION -> ofPairs(written, by);
      case PATTERN -> term(written, by);
      case SEQUENCE ->
          meaning(written, "sequence") instanceof Sequence sequence
              ? sequence
              : wanted(by, "sequence", written);
      case GRAPH ->
          meaning(written, "graph") instanceof Graph graph ? graph : wanted(by, "graph", written);
    };
  }

  /** Looks a second time, for the error; what was wrong in itself has been said. */
  private @Nullable Object wanted(String by, String type, Tree written) {
    int before = errors.size();
    Meaning meaning = meaning(written, type);
    errors.subList(before, errors.size()).clear();
    wrongType(by, type, meaning, written.origin());
    return null;
  }

  private @Nullable Object positions(Builtins.Parameter parameter, Tree written, String by) {
    return switch (meaning(written, "set")) {
      case Scalar count -> {
        Whole whole =
            whole(
                new Builtins.Parameter(parameter.name(), Builtins.Kind.WHOLE, 0, false, 0), count);
        yield whole == null ? null : new Term.Positions.First(whole);
      }
      case IntegerSet set -> new Term.Positions.Members(set);
      case null -> null;
      case Meaning other -> {
        wrongType(by, "set or number", other, written.origin());
        yield null;
      }
    };
  }

  /** A condition that may speak of the query's position i and the key's position j. */
  private @Nullable Condition ofPairs(Tree written, String by) {
    Scope outer = scope;
    scope =
        scope.with(
            Map.of(
                "i", new Local(use -> new Scalar.Variable(Symbol.I, use), 1),
                "j", new Local(use -> new Scalar.Variable(Symbol.J, use), 1)));
    Condition condition = condition(written, by);
    scope = outer;
    return condition;
  }

  /**
   * The form that has all the names in the call; among several, the one with as many parameters as
   * arguments.
   */
  private static Builtins.Form formFor(List<Builtins.Form> forms, Tree.Call call) {
    List<Tree.Argument> arguments = call.arguments();
    List<Builtins.Form> named =
        forms.stream()
            .filter(
                form ->
                    arguments.stream()
                        .map(Tree.Argument::label)
                        .allMatch(label -> label == null || form.place(label.name()).isPresent()))
            .toList();
    List<Builtins.Form> candidates = named.isEmpty() ? forms : named;
    return candidates.stream()
        .filter(form -> form.parameters().size() >= arguments.size())
        .findFirst()
        .orElse(candidates.getLast());
  }

  private @Nullable Whole whole(Builtins.Parameter parameter, @Nullable Scalar value) {
    if (value == null) {
      return null;
    }
    Whole whole = new Whole(parameter.name(), value, parameter.least());
    return value.isConstant() && !isFit(whole) ? null : whole;
  }

  /** Whether a number that is the same at every length is an integer that may stand there. */
  private boolean isFit(Whole whole) {
    try {
      Arithmetic.OF_CONSTANTS.integer(whole);
      return true;
    } catch (HeddleException e) {
      errors.addAll(e.diagnostics());
      return false;
    }
  }

  private Term warned(Term term) {
    switch (term) {
      case Term.Window(Whole width, Origin origin) -> warnIfEven("window(", width, ")", origin);
      case Term.Dilated(Whole width, Whole _, Origin origin) ->
          warnIfEven("dilated(", width, ", …)", origin);
      default -> {}
    }
    return term;
  }

  private void warnIfEven(String before, Whole width, String after, Origin origin) {
    if (width.value() instanceof Scalar.Literal) {
      long literal = Arithmetic.OF_CONSTANTS.integer(width);
      if (literal % 2 == 0) {
        warnings.add(Diagnostic.of(new Problem.EvenWidth(before, literal, after), origin));
      }
    }
  }

  private @Nullable Meaning wrongArguments(Tree.Call call, String complaint) {
    String name = call.callee().name();
    return report(new Problem.WrongArguments(name, complaint, signatures(name)), call.origin());
  }

  private static String counted(int arguments) {
    return switch (arguments) {
      case 0 -> "no arguments";
      case 1 -> "1 argument";
      default -> arguments + " arguments";
    };
  }
}
