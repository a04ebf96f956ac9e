package dev.heddle.pattern;

import dev.heddle.diagnostic.HeddleException;
import dev.heddle.diagnostic.Origin;
import dev.heddle.relation.Progression;
import dev.heddle.relation.Row;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * One text for all patterns that are equal by the laws of sets: unions, intersections, differences
 * and complements are a decision diagram over the parts that are none of these, in the order of
 * their own texts. Beside that {@code A''} is A, {@code (A * B)'} is {@code A' * B'}, {@code (A @
 * B)'} is {@code B' @ A'}, {@code window(w)} is the band that it is, {@code full * self[s]} is
 * {@code stride(s)}, and {@code self * full[b]} is {@code blocks(b)}.
 *
 * <p>The text is part of no interface, but its fingerprint is: a change to it changes the
 * fingerprints of patterns, which must not happen between releases.
 */
final class Canonical {

  /** A diagram with more nodes is written as the operators that it came from. */
  private static final int MOST_NODES = 20_000;

  /** A constant set with more members is written as its expression. */
  private static final int MOST_MEMBERS = 4_096;

  private static final int FALSE = 0;
  private static final int TRUE = 1;

  /** What variables stand for, as texts. */
  private final Map<Symbol, String> variables;

  /** How many factors and lengths surround this: whose n is meant. */
  private final int level;

  private Canonical(Map<Symbol, String> variables, int level) {
    this.variables = variables;
    this.level = level;
  }

  static String fingerprint(Schedule schedule) {
    StringBuilder text = new StringBuilder();
    for (List<Term> heads : schedule.layers()) {
      text.append("layer");
      for (Term head : heads) {
        text.append("\nhead ").append(new Canonical(Map.of(), 0).text(head, false));
      }
      text.append('\n');
    }
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256")
              .digest(text.toString().getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  // ---- the algebra of sets, as a decision diagram

  private String text(Term term, boolean transposed) {
    Diagram diagram = new Diagram();
    Set<String> atoms = new TreeSet<>();
    collect(term, transposed, atoms);
    diagram.order.addAll(atoms);
    try {
      return diagram.text(node(term, transposed, diagram));
    } catch (TooLarge e) {
      return structural(term, transposed);
    }
  }

  private void collect(Term term, boolean transposed, Set<String> atoms) {
    switch (term) {
      case Term.Full _, Term.None _ -> {}
      case Term.Complement complement -> collect(complement.operand(), transposed, atoms);
      case Term.Transpose transpose -> collect(transpose.operand(), !transposed, atoms);
      case Term.Sum sum -> {
        collect(sum.first(), transposed, atoms);
        sum.rest().forEach(step -> collect(step.operand(), transposed, atoms));
      }
      case Term.Meet meet ->
          meet.operands().forEach(operand -> collect(operand, transposed, atoms));
      case Term.Let let -> inner(let.bounds()).collect(let.body(), transposed, atoms);
      default -> {
        String atom = atom(term, transposed);
        if (!atom.equals("full")) {
          atoms.add(atom);
        }
      }
    }
  }

  private int node(Term term, boolean transposed, Diagram diagram) throws TooLarge {
    return switch (term) {
      case Term.Full _ -> TRUE;
      case Term.None _ -> FALSE;
      case Term.Complement complement ->
          diagram.choose(node(complement.operand(), transposed, diagram), FALSE, TRUE);
      case Term.Transpose transpose -> node(transpose.operand(), !transposed, diagram);
      case Term.Sum sum -> {
        int node = node(sum.first(), transposed, diagram);
        for (Term.Step step : sum.rest()) {
          int operand = node(step.operand(), transposed, diagram);
          node =
              step.adds()
                  ? diagram.choose(operand, TRUE, node)
                  : diagram.choose(operand, FALSE, node);
        }
        yield node;
      }
      case Term.Meet meet -> {
        int node = TRUE;
        for (Term operand : meet.operands()) {
          node = diagram.choose(node(operand, transposed, diagram), node, FALSE);
        }
        yield node;
      }
      case Term.Let let -> inner(let.bounds()).node(let.body(), transposed, diagram);
      default -> {
        String atom = atom(term, transposed);
        yield atom.equals("full") ? TRUE : diagram.variable(atom);
      }
    };
  }

  private String structural(Term term, boolean transposed) {
    return switch (term) {
      case Term.Complement complement -> "!" + structural(complement.operand(), transposed);
      case Term.Transpose transpose -> structural(transpose.operand(), !transposed);
      case Term.Sum sum -> {
        StringBuilder text = new StringBuilder("(" + structural(sum.first(), transposed));
        for (Term.Step step : sum.rest()) {
          text.append(step.adds() ? "+" : "-").append(structural(step.operand(), transposed));
        }
        yield text.append(")").toString();
      }
      case Term.Meet meet -> {
        TreeSet<String> operands = new TreeSet<>();
        meet.operands().forEach(operand -> operands.add(structural(operand, transposed)));
        yield "(" + String.join("&", operands) + ")";
      }
      case Term.Let let -> inner(let.bounds()).structural(let.body(), transposed);
      case Term.Full _ -> "full";
      case Term.None _ -> "none";
      default -> atom(term, transposed);
    };
  }

  private static final class TooLarge extends Exception {
    private static final long serialVersionUID = 1L;
  }

  /** A reduced ordered binary decision diagram (Bryant, 1986). */
  private static final class Diagram {

    private record Node(int variable, int high, int low) {}

    private final List<String> order = new ArrayList<>();
    private final List<Node> nodes = new ArrayList<>();
    private final Map<Node, Integer> known = new HashMap<>();
    private final Map<List<Integer>, Integer> chosen = new HashMap<>();

    Diagram() {
      nodes.add(new Node(Integer.MAX_VALUE, FALSE, FALSE));
      nodes.add(new Node(Integer.MAX_VALUE, TRUE, TRUE));
    }

    int variable(String atom) throws TooLarge {
      return make(order.indexOf(atom), TRUE, FALSE);
    }

    private int make(int variable, int high, int low) throws TooLarge {
      if (high == low) {
        return high;
      }
      Node node = new Node(variable, high, low);
      Integer number = known.get(node);
      if (number == null) {
        if (nodes.size() >= MOST_NODES) {
          throw new TooLarge();
        }
        number = nodes.size();
        nodes.add(node);
        known.put(node, number);
      }
      return number;
    }

    /** If this then that, else the other. */
    int choose(int condition, int high, int low) throws TooLarge {
      if (condition == TRUE || high == low) {
        return high;
      }
      if (condition == FALSE) {
        return low;
      }
      List<Integer> key = List.of(condition, high, low);
      Integer found = chosen.get(key);
      if (found != null) {
        return found;
      }
      int top =
          Math.min(
              nodes.get(condition).variable(),
              Math.min(nodes.get(high).variable(), nodes.get(low).variable()));
      int result =
          make(
              top,
              choose(branch(condition, top, true), branch(high, top, true), branch(low, top, true)),
              choose(
                  branch(condition, top, false),
                  branch(high, top, false),
                  branch(low, top, false)));
      chosen.put(key, result);
      return result;
    }

    private int branch(int node, int variable, boolean isHigh) {
      Node at = nodes.get(node);
      return at.variable() != variable ? node : isHigh ? at.high() : at.low();
    }

    /** The nodes that are reached, numbered in the order of reaching them. */
    String text(int root) {
      Map<Integer, Integer> numbers = new LinkedHashMap<>();
      StringBuilder text = new StringBuilder();
      number(root, numbers, text);
      return root == TRUE ? "full" : root == FALSE ? "none" : "{" + text + "}";
    }

    private String number(int node, Map<Integer, Integer> numbers, StringBuilder text) {
      if (node == TRUE || node == FALSE) {
        return node == TRUE ? "T" : "F";
      }
      Integer known = numbers.get(node);
      if (known != null) {
        return known.toString();
      }
      String high = number(nodes.get(node).high(), numbers, text);
      String low = number(nodes.get(node).low(), numbers, text);
      int number = numbers.size();
      numbers.put(node, number);
      text.append(order.get(nodes.get(node).variable()))
          .append('?')
          .append(high)
          .append(':')
          .append(low)
          .append(';');
      return Integer.toString(number);
    }
  }

  // ---- what is no algebra of sets

  private String atom(Term term, boolean transposed) {
    return switch (term) {
      case Term.Self _ -> band("0", "0");
      case Term.Causal _ -> transposed ? "anticausal" : "causal";
      case Term.Window window -> {
        String half = half(window.width());
        yield band(half, half);
      }
      case Term.Reach reach -> {
        String before = text(reach.before().value());
        String after = text(reach.after().value());
        yield transposed ? band(after, before) : band(before, after);
      }
      case Term.Stride stride -> strided(text(stride.step().value()));
      case Term.Dilated dilated ->
          "dilated(" + half(dilated.width()) + "," + text(dilated.dilation().value()) + ")";
      case Term.Blocks blocks -> blocked(text(blocks.size().value()));
      case Term.Offsets offsets ->
          (transposed ? "onsets(" : "offsets(") + text(offsets.distances()) + ")";
      case Term.Global global -> "global(" + text(global.positions()) + ")";
      case Term.Keys keys -> (transposed ? "queries(" : "keys(") + text(keys.positions()) + ")";
      case Term.Queries queries ->
          (transposed ? "keys(" : "queries(") + text(queries.positions()) + ")";
      case Term.Random(Whole count, Whole seed, Term in, Origin _) ->
          turned(
              "random("
                  + text(count.value())
                  + ","
                  + text(seed.value())
                  + (in == null ? "" : "," + text(in, false))
                  + ")",
              transposed);
      case Term.Expander expander ->
          "expander(" + text(expander.degree().value()) + "," + text(expander.seed().value()) + ")";
      case Term.Same same -> "same(" + same.sequence().name() + ")";
      case Term.Edges edges -> turned("graph(" + edges.graph().name() + ")", transposed);
      case Term.Where where -> turned("where(" + text(where.condition()) + ")", transposed);
      case Term.Composition composition -> {
        List<String> operands = new ArrayList<>();
        flatten(composition, transposed, operands);
        operands.removeIf(operand -> operand.equals("{" + band("0", "0") + "?T:F;}"));
        yield operands.isEmpty() ? band("0", "0") : "(" + String.join("@", operands) + ")";
      }
      case Term.Power power ->
          text(power.operand(), transposed) + "^" + text(power.exponent().value());
      case Term.Product product -> {
        Canonical deeper = new Canonical(variables, level + 1);
        String outer = factor(product.outer(), deeper, transposed);
        String inner = factor(product.inner(), deeper, transposed);
        String size = length(product.inner());
        yield outer.equals("full") && !size.isEmpty() && isSelf(product.inner())
            ? strided(size)
            : isSelf(product.outer()) && !size.isEmpty() && isFull(product.inner())
                ? blocked(size)
                : "(" + outer + "*" + inner + ")";
      }
      case Term.Taken taken ->
          new Canonical(variables, level + 1).text(taken.operand(), transposed)
              + "["
              + text(taken.length().value())
              + "]";
      case Term.Full _, Term.None _, Term.Complement _, Term.Transpose _, Term.Sum _ ->
          text(term, transposed);
      case Term.Meet _, Term.Let _ -> text(term, transposed);
    };
  }

  /** A factor's length is written where the product stands; what is within has its own n. */
  private String factor(Term term, Canonical deeper, boolean transposed) {
    return term.hasLength() ? text(term, transposed) : deeper.text(term, transposed);
  }

  private String length(Term term) {
    return term instanceof Term.Taken taken ? text(taken.length().value()) : "";
  }

  private static boolean isSelf(Term term) {
    return term instanceof Term.Self
        || (term instanceof Term.Taken taken && taken.operand() instanceof Term.Self);
  }

  private static boolean isFull(Term term) {
    return term instanceof Term.Taken taken && taken.operand() instanceof Term.Full;
  }

  private void flatten(Term term, boolean transposed, List<String> operands) {
    if (!(term instanceof Term.Composition composition)) {
      operands.add(text(term, transposed));
      return;
    }
    List<Term> inOrder = transposed ? composition.operands().reversed() : composition.operands();
    inOrder.forEach(operand -> flatten(operand, transposed, operands));
  }

  private static String turned(String atom, boolean transposed) {
    return transposed ? atom + "'" : atom;
  }

  private static String band(String before, String after) {
    return "band(" + before + "," + after + ")";
  }

  private static String strided(String step) {
    return step.equals("1") ? "full" : "stride(" + step + ")";
  }

  private static String blocked(String size) {
    return size.equals("1") ? band("0", "0") : "blocks(" + size + ")";
  }

  private String half(Whole width) {
    if (width.value().isConstant()) {
      return Long.toString(Arithmetic.OF_CONSTANTS.integer(width.value()) / 2);
    }
    return "half(" + text(width.value()) + ")";
  }

  private Canonical inner(List<Bound> bounds) {
    Map<Symbol, String> more = new HashMap<>(variables);
    for (Bound bound : bounds) {
      Canonical here = new Canonical(more, level);
      more.put(
          bound.symbol(),
          switch (bound.value()) {
            case Scalar scalar -> here.text(scalar);
            case IntegerSet set -> here.text(set);
            case Sequence _, Graph _, Condition _, Term _, Schedule _ ->
                throw new IllegalStateException("no variable stands for " + bound.value());
          });
    }
    return new Canonical(more, level);
  }

  // ---- numbers, sets and conditions, as they were written

  private String variable(Symbol symbol) {
    return symbol.id() < 0 ? symbol.name() : variables.getOrDefault(symbol, "$" + symbol.name());
  }

  private String text(Scalar scalar) {
    if (scalar.isConstant()) {
      try {
        return Arithmetic.show(Arithmetic.OF_CONSTANTS.evaluate(scalar));
      } catch (HeddleException e) {
        return "undefined";
      }
    }
    return switch (scalar) {
      case Scalar.Literal literal -> Arithmetic.show(literal.value());
      case Scalar.Length _ -> "n" + level;
      case Scalar.Given given -> "given(" + given.name() + ")";
      case Scalar.Variable variable -> variable(variable.symbol());
      case Scalar.Negation negation -> "-" + text(negation.operand());
      case Scalar.Power power -> text(power.base()) + "^" + text(power.exponent());
      case Scalar.Arithmetic arithmetic -> {
        StringBuilder text = new StringBuilder("(" + text(arithmetic.first()));
        for (Scalar.Step step : arithmetic.rest()) {
          text.append(' ').append(step.operation()).append(' ').append(text(step.operand()));
        }
        yield text.append(")").toString();
      }
      case Scalar.Application application -> {
        List<String> arguments = new ArrayList<>();
        application.arguments().forEach(argument -> arguments.add(text(argument)));
        yield application.function().text() + "(" + String.join(",", arguments) + ")";
      }
      case Scalar.Element element -> element.sequence().name() + "[" + text(element.index()) + "]";
      case Scalar.Measured measured -> measured.measure().text();
      case Scalar.Let let -> inner(let.bounds()).text(let.body());
    };
  }

  private String text(Term.Positions positions) {
    return switch (positions) {
      case Term.Positions.First(Whole count) -> "first " + text(count.value());
      case Term.Positions.Members(IntegerSet set) -> text(set);
    };
  }

  private String text(IntegerSet set) {
    if (Constants.is(set)) {
      try {
        Row members = Sets.members(set, Arithmetic.OF_CONSTANTS);
        if (members.count() <= MOST_MEMBERS) {
          StringBuilder text = new StringBuilder();
          TreeSet<Long> sorted = new TreeSet<>();
          for (Progression piece : members.pieces()) {
            for (long at = 0; at < piece.count(); at++) {
              sorted.add(piece.start() + at * piece.step());
            }
          }
          sorted.forEach(member -> text.append(' ').append(member));
          return "{" + text.toString().strip() + "}";
        }
      } catch (HeddleException e) {
        // Then it is written as it stands.
      }
    }
    return switch (set) {
      case IntegerSet.Listed listed -> {
        TreeSet<String> members = new TreeSet<>();
        for (Meaning member : listed.members()) {
          members.add(member instanceof IntegerSet inner ? text(inner) : text((Scalar) member));
        }
        yield "{" + String.join(",", members) + "}";
      }
      case IntegerSet.Range range ->
          text(range.from())
              + (range.closed() ? ".." : "..<")
              + text(range.to())
              + (range.step() == null ? "" : " step " + text(range.step()));
      case IntegerSet.Comprehension comprehension -> comprehension(comprehension);
      case IntegerSet.Sum sum -> {
        StringBuilder text = new StringBuilder("(" + text(sum.first()));
        sum.rest()
            .forEach(step -> text.append(step.adds() ? "+" : "-").append(text(step.operand())));
        yield text.append(")").toString();
      }
      case IntegerSet.Meet meet -> {
        TreeSet<String> operands = new TreeSet<>();
        meet.operands().forEach(operand -> operands.add(text(operand)));
        yield "(" + String.join("&", operands) + ")";
      }
      case IntegerSet.Variable variable -> variable(variable.symbol());
      case IntegerSet.Let let -> inner(let.bounds()).text(let.body());
    };
  }

  /** Its variables are named by their places, so that what they were called makes no difference. */
  private String comprehension(IntegerSet.Comprehension comprehension) {
    Map<Symbol, String> more = new HashMap<>(variables);
    StringBuilder text = new StringBuilder();
    for (IntegerSet.Generator generator : comprehension.generators()) {
      String set = new Canonical(more, level).text(generator.set());
      String name = "$" + more.size();
      more.put(generator.variable(), name);
      text.append(" for ").append(name).append(" in ").append(set);
    }
    Canonical within = new Canonical(more, level);
    if (comprehension.condition() != null) {
      text.append(" if ").append(within.text(comprehension.condition()));
    }
    String item =
        comprehension.item() instanceof IntegerSet set
            ? within.text(set)
            : within.text((Scalar) comprehension.item());
    return "{" + item + text + "}";
  }

  private String text(Condition condition) {
    return switch (condition) {
      case Condition.Comparison comparison ->
          text(comparison.left()) + comparison.comparator().sign() + text(comparison.right());
      case Condition.Member member -> text(member.value()) + " in " + text(member.set());
      case Condition.All all -> joined(all.operands(), " and ");
      case Condition.Any any -> joined(any.operands(), " or ");
      case Condition.Not not -> "not " + text(not.operand());
      case Condition.PatternComparison comparison -> comparison.comparator().sign();
      case Condition.Property property -> property.measure().text();
      case Condition.Let let -> inner(let.bounds()).text(let.body());
    };
  }

  private String joined(List<Condition> operands, String by) {
    List<String> texts = new ArrayList<>();
    operands.forEach(operand -> texts.add(text(operand)));
    return "(" + String.join(by, texts) + ")";
  }
}
