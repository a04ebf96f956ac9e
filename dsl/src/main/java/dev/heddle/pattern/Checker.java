package dev.heddle.pattern;

import dev.heddle.diagnostic.Diagnostic;
import dev.heddle.diagnostic.HeddleException;
import dev.heddle.diagnostic.Origin;
import dev.heddle.diagnostic.Problem;
import dev.heddle.syntax.Tree;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Gives a syntax tree its meaning: resolves names, chooses operators by the types of their
 * operands, checks arguments.
 *
 * <p>Errors are collected, not thrown at the first: a null meaning is one whose error has been
 * reported, and nothing more is said of what depends on it.
 */
final class Checker {

  private final List<Diagnostic> errors = new ArrayList<>();
  private final List<Diagnostic> warnings = new ArrayList<>();

  /** A checked pattern and what is doubtful about it. */
  record Checked(Term term, List<Diagnostic> warnings) {}

  /**
   * The pattern that a tree means.
   *
   * @throws HeddleException with all the errors, in the order of the text
   */
  static Checked pattern(Tree tree) {
    Checker checker = new Checker();
    Term term = checker.term(tree, "a pattern text");
    if (term == null || !checker.errors.isEmpty()) {
      throw new HeddleException(inOrder(checker.errors));
    }
    return new Checked(term, inOrder(checker.warnings));
  }

  private static List<Diagnostic> inOrder(List<Diagnostic> diagnostics) {
    List<Diagnostic> sorted = new ArrayList<>(diagnostics);
    sorted.sort((a, b) -> Integer.compare(start(a), start(b)));
    return sorted;
  }

  private static int start(Diagnostic diagnostic) {
    Origin origin = diagnostic.origin();
    return origin == null ? 0 : origin.span().start();
  }

  // ---- by type

  private @Nullable Term term(Tree tree, String by) {
    Meaning meaning = meaning(tree, "pattern");
    if (meaning instanceof Scalar) {
      report(new Problem.WrongType(by, "pattern", meaning.type()), tree.origin());
    }
    return meaning instanceof Term term ? term : null;
  }

  private @Nullable Scalar scalar(Tree tree, String by) {
    Meaning meaning = meaning(tree, "number");
    if (meaning instanceof Term) {
      report(new Problem.WrongType(by, "number", meaning.type()), tree.origin());
    }
    return meaning instanceof Scalar scalar ? scalar : null;
  }

  /** Notes an error; what it was found in has no meaning. */
  private @Nullable Meaning report(Problem problem, Origin origin) {
    errors.add(Diagnostic.of(problem, origin));
    return null;
  }

  // ---- by form; `likely` is the type that the surroundings ask for, and only serves the wording
  // of errors

  private @Nullable Meaning meaning(Tree tree, String likely) {
    return switch (tree) {
      case Tree.Numeral number -> new Scalar.Literal(number.value(), number.origin());
      case Tree.Name name -> name(name, likely);
      case Tree.Call call -> call(call, likely);
      case Tree.Root root ->
          application(NumberFunction.SQRT, List.of(root.operand()), "`√`", root.origin());
      case Tree.Power power -> power(power);
      case Tree.Prefix prefix -> prefix(prefix);
      case Tree.Transposed transposed -> transposed(transposed);
      case Tree.Chain chain -> chain(chain, likely);
    };
  }

  private @Nullable Meaning name(Tree.Name name, String likely) {
    if (name.name().equals("n")) {
      return new Scalar.Length(name.origin());
    }
    var bare = Builtins.bare(name.name());
    if (bare.isPresent()) {
      return bare.get().apply(name.origin());
    }
    List<String> signatures = signatures(name.name());
    return signatures.isEmpty()
        ? unknown(name, likely)
        : report(
            new Problem.WrongArguments(name.name(), "wants arguments", signatures), name.origin());
  }

  private @Nullable Meaning unknown(Tree.Name name, String likely) {
    List<String> known = new ArrayList<>(Builtins.names());
    Arrays.stream(NumberFunction.values()).map(NumberFunction::text).forEach(known::add);
    return report(
        new Problem.UnknownName(likely, name.name(), Spelling.near(name.name(), known)),
        name.origin());
  }

  /** How a name is called: empty when nothing that takes arguments has that name. */
  private static List<String> signatures(String name) {
    return NumberFunction.named(name)
        .map(function -> List.of(function.signature()))
        .orElseGet(() -> Builtins.forms(name).stream().map(Builtins.Form::signature).toList());
  }

  private @Nullable Meaning power(Tree.Power power) {
    Scalar base = scalar(power.base(), "`^`");
    Scalar exponent = scalar(power.exponent(), "`^`");
    return base == null || exponent == null
        ? null
        : new Scalar.Power(base, exponent, power.origin());
  }

  private @Nullable Meaning prefix(Tree.Prefix prefix) {
    return switch (prefix.operator()) {
      case MINUS -> {
        Scalar operand = scalar(prefix.operand(), "`-`");
        yield operand == null ? null : new Scalar.Negation(operand, prefix.origin());
      }
      case NOT -> {
        Term operand = term(prefix.operand(), "`!`");
        yield operand == null ? null : new Term.Complement(operand, prefix.origin());
      }
    };
  }

  private @Nullable Meaning transposed(Tree.Transposed transposed) {
    Term operand = term(transposed.operand(), "`'`");
    return operand == null ? null : new Term.Transpose(operand, transposed.origin());
  }

  // ---- chains

  private @Nullable Meaning chain(Tree.Chain chain, String likely) {
    return switch (chain.precedence()) {
      case SUM -> sum(chain, likely);
      case MEET -> meet(chain);
      case PRODUCT -> arithmetic(chain, scalar(chain.first(), by(chain.rest().getFirst())));
      case PREFIX, ROOT, POWER, ATOM ->
          throw new IllegalStateException("no chain has precedence " + chain.precedence());
    };
  }

  private static String by(Tree.Link link) {
    return "`" + link.sign().text() + "`";
  }

  /** The first operand with a type decides what the sum is a sum of. */
  private @Nullable Meaning sum(Tree.Chain chain, String likely) {
    return switch (meaning(chain.first(), likely)) {
      case Scalar first -> arithmetic(chain, first);
      case Term first -> union(chain, first);
      // The first operand is already known to be wrong; the others may have faults of their own.
      case null -> {
        chain.rest().forEach(link -> meaning(link.operand(), likely));
        yield null;
      }
    };
  }

  private @Nullable Meaning arithmetic(Tree.Chain chain, @Nullable Scalar first) {
    List<Scalar.Step> steps = new ArrayList<>();
    for (Tree.Link link : chain.rest()) {
      refuseSign(link, "∪∖", "patterns");
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
      case AND -> throw new IllegalStateException("`&` joins no numbers");
    };
  }

  private @Nullable Meaning union(Tree.Chain chain, Term first) {
    List<Term.Step> steps = new ArrayList<>();
    for (Tree.Link link : chain.rest()) {
      Term operand = term(link.operand(), by(link));
      if (operand != null) {
        steps.add(new Term.Step(link.operator() == Tree.Operator.PLUS, operand));
      }
    }
    return steps.size() < chain.rest().size() ? null : new Term.Sum(first, steps, chain.origin());
  }

  private @Nullable Meaning meet(Tree.Chain chain) {
    List<Term> operands = new ArrayList<>();
    String by = by(chain.rest().getFirst());
    List<Tree> trees = new ArrayList<>(List.of(chain.first()));
    chain.rest().forEach(link -> trees.add(link.operand()));
    for (Tree tree : trees) {
      Term operand = term(tree, by);
      if (operand != null) {
        operands.add(operand);
      }
    }
    return operands.size() < trees.size() ? null : new Term.Meet(operands, chain.origin());
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
    call.arguments().forEach(argument -> meaning(argument.value(), "number"));
    return Builtins.bare(name).isPresent() || name.equals("n")
        ? report(
            new Problem.WrongArguments(name, "takes no arguments", List.of(name)), call.origin())
        : unknown(call.callee(), likely);
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
    Tree[] places = new Tree[parameters.size()];
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
    List<Whole> wholes = new ArrayList<>();
    boolean complete = true;
    for (int place = 0; place < places.length; place++) {
      Builtins.Parameter parameter = parameters.get(place);
      if (places[place] == null && !parameter.isOptional()) {
        return wrongArguments(call, "wants `" + parameter.name() + "`");
      }
      Whole whole = whole(parameter, places[place], call);
      complete &= whole != null;
      if (whole != null) {
        wholes.add(whole);
      }
    }
    return complete ? warned(form.meaning().apply(wholes, call.origin())) : null;
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

  private @Nullable Whole whole(Builtins.Parameter parameter, @Nullable Tree tree, Tree.Call call) {
    Scalar value =
        tree == null
            ? new Scalar.Literal(parameter.least(), call.origin())
            : scalar(tree, "`" + call.callee().name() + "`");
    if (value == null) {
      return null;
    }
    Whole whole = new Whole(parameter.name(), value, parameter.least());
    if (value.isConstant()) {
      try {
        Arithmetic.OF_CONSTANTS.integer(whole);
      } catch (HeddleException e) {
        errors.addAll(e.diagnostics());
        return null;
      }
    }
    return whole;
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
