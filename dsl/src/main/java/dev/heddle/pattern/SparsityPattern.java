package dev.heddle.pattern;

import dev.heddle.diagnostic.Diagnostic;
import dev.heddle.diagnostic.HeddleException;
import dev.heddle.diagnostic.Origin;
import dev.heddle.diagnostic.Problem;
import dev.heddle.diagnostic.Source;
import dev.heddle.relation.Relation;
import dev.heddle.syntax.BigStack;
import dev.heddle.syntax.Parsed;
import dev.heddle.syntax.Parser;
import dev.heddle.syntax.Printer;
import dev.heddle.syntax.Script;
import dev.heddle.syntax.Statement;
import dev.heddle.syntax.Tree;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * A pattern of attention: for every length n, which query may attend to which key.
 *
 * <pre>{@code
 * SparsityPattern pattern = SparsityPattern.parse("window(3) + stride(√n) + global(1)");
 * Relation relation = pattern.at(1024);
 * }</pre>
 *
 * <p>A pattern is a value: immutable, free of any length, and equal to another that was written
 * with other blanks, other signs or redundant parentheses. {@link #fingerprint} is the same for all
 * texts that are equal by the laws of sets.
 *
 * <p>A pattern may be a schedule: one pattern for each head of each layer ({@code heads(…)}, {@code
 * layers(…)}). {@link #entry} gives these; what wants one relation refuses a schedule of more than
 * one entry.
 */
public final class SparsityPattern {

  private final String text;
  private final boolean deep;
  private final Script script;
  private final Schedule schedule;
  private final Module module;
  private final List<Diagnostic> warnings;
  private final boolean isEntry;

  /** What is printed: of an entry, its own part of the script where there is one. */
  private final Script printed;

  private SparsityPattern(
      String text, Script script, Module module, Checker.Checked checked, List<Diagnostic> doubts) {
    this.text = text;
    this.deep = BigStack.neededFor(text) || !module.names().isEmpty();
    this.isEntry = false;
    this.script = script;
    this.printed = script;
    this.module = module;
    this.schedule = checked.schedule();
    List<Diagnostic> warned = new ArrayList<>(doubts);
    warned.addAll(checked.warnings());
    this.warnings = List.copyOf(warned);
  }

  private SparsityPattern(SparsityPattern whole, Schedule part, Script printed) {
    this.text = whole.text;
    this.deep = whole.deep;
    this.script = whole.script;
    this.module = whole.module;
    this.schedule = part;
    this.isEntry = true;
    this.printed = printed;
    this.warnings = whole.warnings;
  }

  /**
   * Reads a pattern. Its imports are the built-in library only.
   *
   * @throws HeddleException if the text is no pattern; its message shows where and why
   */
  public static SparsityPattern parse(String text) {
    return parse(Source.typed(text));
  }

  /**
   * Reads a pattern from a named source.
   *
   * @throws HeddleException if the text is no pattern; its message shows where and why
   */
  public static SparsityPattern parse(Source source) {
    return parse(source, Imports.ofLibrary());
  }

  /**
   * Reads a pattern that may import files of a folder and of the folders in it.
   *
   * @throws HeddleException if the text is no pattern; its message shows where and why
   */
  public static SparsityPattern parse(String text, Path root) {
    return parse(Source.typed(text), Imports.below(root, root, ""));
  }

  private static SparsityPattern parse(Source source, Imports imports) {
    Parsed parsed = Parser.parsePattern(source);
    return BigStack.call(
        BigStack.neededFor(source.text()),
        () -> {
          Module module = Module.of(parsed, imports);
          return new SparsityPattern(
              source.text(),
              parsed.script(),
              module,
              Checker.pattern(parsed, module),
              parsed.warnings());
        });
  }

  /** An expression over the definitions of a module, as it is printed. */
  static SparsityPattern called(String text, Module module) {
    Tree tree = Objects.requireNonNull(Parser.parsePattern(Source.typed(text)).script().result());
    return called(text, tree, module);
  }

  /** A definition of a module, called. */
  static SparsityPattern called(String text, Tree call, Module module) {
    return BigStack.call(
        true,
        () ->
            new SparsityPattern(
                text, new Script(List.of(), call), module, Checker.call(call, module), List.of()));
  }

  /**
   * The pattern at a length.
   *
   * @param n the length: positions run from 0 to n − 1
   * @throws HeddleException if n is below 1, a number in the pattern has no value at that n, it has
   *     inputs, or it is a schedule of more than one entry
   */
  public Relation at(int n) {
    return at(n, Bindings.none());
  }

  /**
   * The pattern at a length, with values for its inputs.
   *
   * @throws HeddleException if n is below 1, a number in the pattern has no value at that n, a
   *     binding is missing, does not fit or is a batch, or it is a schedule of more than one entry
   */
  public Relation at(int n, Bindings bindings) {
    if (n < 1) {
      throw HeddleException.of(new Problem.BadLength(n), null);
    }
    if (!schedule.isSingle()) {
      throw HeddleException.of(
          new Problem.BadSchedule(
              "this is a schedule of "
                  + schedule.layers().size()
                  + " × "
                  + schedule.layers().getFirst().size()
                  + " patterns, and one is wanted",
              "choose a layer and a head: `pattern.entry(layer, head)`"),
          script.result() == null ? null : script.result().origin());
    }
    checkNames(bindings);
    if (bindings.batch() > 0) {
      throw HeddleException.of(
          new Problem.BadBinding("the batch", "gives one relation for each element: use `atEach`"),
          null);
    }
    Origin whole = Objects.requireNonNull(script.result()).origin();
    try {
      return BigStack.call(deep, () -> Compiler.taken(schedule.only(), Arithmetic.at(n, bindings)))
          .named(text, whole);
    } catch (HeddleException e) {
      throw e.at(whole);
    }
  }

  /**
   * The pattern at a length for each element of batched bindings; one relation where nothing is
   * batched.
   *
   * @throws HeddleException as {@link #at(int, Bindings)}, but for batches
   */
  public List<Relation> atEach(int n, Bindings bindings) {
    checkNames(bindings);
    int batch = bindings.batch();
    if (batch == 0) {
      return List.of(at(n, bindings));
    }
    List<Relation> relations = new ArrayList<>();
    for (int element = 0; element < batch; element++) {
      relations.add(at(n, bindings.element(element)));
    }
    return relations;
  }

  /**
   * The patterns that the layers cycle through at a length, each with its heads united: one for a
   * bare pattern.
   *
   * @throws HeddleException as {@link #at(int, Bindings)}, but for schedules
   */
  public List<Relation> layersAt(int n, Bindings bindings) {
    List<Relation> relations = new ArrayList<>();
    for (int layer = 0; layer < layers(); layer++) {
      Relation all = entry(layer, 0).at(n, bindings);
      for (int head = 1; head < heads(layer); head++) {
        all = all.union(entry(layer, head).at(n, bindings));
      }
      relations.add(all);
    }
    return List.copyOf(relations);
  }

  /** The same without bindings. */
  public List<Relation> layersAt(int n) {
    return layersAt(n, Bindings.none());
  }

  private void checkNames(Bindings bindings) {
    for (String name : bindings.names()) {
      if (!inputs().contains(name)) {
        throw HeddleException.of(
            new Problem.BadBinding(
                name,
                "is for nothing: "
                    + (inputs().isEmpty()
                        ? "the pattern has no inputs"
                        : "the inputs are " + String.join(", ", inputs()))),
            null);
      }
    }
  }

  // ---- joined with others: each is the same as its sign in a text

  /** {@code this + other}: the pairs of either. */
  public SparsityPattern plus(SparsityPattern other) {
    return Joining.chain(this, Tree.Operator.PLUS, other);
  }

  /** {@code this - other}: the pairs that the other has not. */
  public SparsityPattern minus(SparsityPattern other) {
    return Joining.chain(this, Tree.Operator.MINUS, other);
  }

  /** {@code this & other}: the pairs of both. */
  public SparsityPattern and(SparsityPattern other) {
    return Joining.chain(this, Tree.Operator.MEET, other);
  }

  /** {@code !this}: all other pairs. */
  public SparsityPattern not() {
    return Joining.of(
        List.of(this),
        trees ->
            new Tree.Prefix(Tree.PrefixOperator.COMPLEMENT, trees.getFirst(), Joining.NOWHERE));
  }

  /** {@code this @ other}: what a step of this and then one of the other reach. */
  public SparsityPattern then(SparsityPattern other) {
    return Joining.chain(this, Tree.Operator.COMPOSE, other);
  }

  /** {@code this * inner}: the Kronecker product; one of the two has a length. */
  public SparsityPattern times(SparsityPattern inner) {
    return Joining.chain(this, Tree.Operator.TIMES, inner);
  }

  /** {@code this'}: queries and keys exchanged. */
  public SparsityPattern transpose() {
    return Joining.of(
        List.of(this), trees -> new Tree.Transposed(trees.getFirst(), Joining.NOWHERE));
  }

  /** {@code this ^ times}: so many steps. */
  public SparsityPattern power(int times) {
    return Joining.of(
        List.of(this),
        trees ->
            new Tree.Power(
                trees.getFirst(), new Tree.Numeral(times, Joining.NOWHERE), Joining.NOWHERE));
  }

  /** {@code this[length]}: taken at a length. */
  public SparsityPattern taken(int length) {
    return taken(Quantity.of(length));
  }

  /** {@code this[length]}: taken at a length. */
  public SparsityPattern taken(Quantity length) {
    return Joining.of(
        List.of(this), trees -> new Tree.Indexed(trees.getFirst(), length.tree(), Joining.NOWHERE));
  }

  // ---- schedules

  /** How many entries the layers cycle through: 1 but for {@code layers(…)}. */
  public int layers() {
    return schedule.layers().size();
  }

  /** How many entries the heads of a layer cycle through: 1 but for {@code heads(…)}. */
  public int heads(int layer) {
    return schedule.layers().get(Math.floorMod(layer, layers())).size();
  }

  /** The pattern of a head of a layer: entry l mod p of the layers, and h mod k of its heads. */
  public SparsityPattern entry(int layer, int head) {
    List<Term> heads = schedule.layers().get(Math.floorMod(layer, layers()));
    if (schedule.isSingle()) {
      return this;
    }
    return new SparsityPattern(
        this,
        Schedule.of(heads.get(Math.floorMod(head, heads.size()))),
        EntryText.of(script, layer, head).orElse(script));
  }

  // ---- what it is like

  /**
   * How the number of pairs grows with n, such as {@code n} or {@code n^1.5}; of a schedule, that
   * of its fullest entry. Empty where it is unknown, as for what depends on bindings.
   */
  public Optional<Growth> growth() {
    return BigStack.call(deep, () -> Growing.of(schedule));
  }

  /**
   * What becomes of the pairs when a number that is bound to an input grows, and all others stay:
   * of all layers and heads, at any length. Reasoned from the text, so that it may be unknown.
   */
  public Trend trend(String input) {
    return BigStack.call(deep, () -> Trends.of(schedule, input));
  }

  /**
   * 64 hexadecimal digits that are the same for all patterns that are equal by the laws of sets
   * (such as De Morgan's, idempotence and distributivity) and of products, however they are
   * written; stable across releases. Different digits don't prove that two patterns differ.
   */
  public String fingerprint() {
    return BigStack.call(deep, () -> Canonical.fingerprint(schedule));
  }

  /**
   * Why a query may attend to a key at a length, or may not.
   *
   * @throws HeddleException as {@link #at(int, Bindings)}, or if there is no such query or key
   */
  public Reason why(int query, int key, int n, Bindings bindings) {
    at(n, bindings).contains(query, key);
    return BigStack.call(
        deep, () -> Why.of(schedule.only(), query, key, Arithmetic.at(n, bindings)));
  }

  // ---- as a text

  /**
   * The pattern at a length as Python source: {@code dev.heddle.exchange.PythonMask} makes a file
   * of it.
   *
   * @throws HeddleException as {@link #at(int, Bindings)}, or if a part can only be looked up, in
   *     more than 64 MiB (code {@code too-large}); the error points at the first of them
   */
  public MaskSource maskSource(int n, Bindings bindings) {
    at(n, bindings);
    return BigStack.call(deep, () -> MaskWriter.of(schedule.only(), Arithmetic.at(n, bindings)));
  }

  /** The names of the inputs that may be bound, in the order of the text. */
  public List<String> inputs() {
    return module.inputs().stream().map(Definition.Input::name).distinct().toList();
  }

  /** What each input takes, by name. */
  public Map<String, Statement.Kind> inputKinds() {
    return module.inputKinds();
  }

  /** The text as its author wrote it. */
  public String text() {
    return text;
  }

  /**
   * The text in its normal form: same meaning, same order, ASCII signs and {@code √}. Of an entry
   * of a schedule it is that entry's, where it is written in the schedule by itself, and the whole
   * schedule's where it is one of a comprehension or of a definition that is called.
   */
  public String formatted() {
    return BigStack.call(deep, () -> Printer.print(printed));
  }

  /** What is doubtful about the text, in the order of its reading; empty for a plain one. */
  public List<Diagnostic> warnings() {
    return warnings;
  }

  Script script() {
    return script;
  }

  /** The names that the text can use. */
  Module module() {
    return module;
  }

  /** The expression at the end of the text. */
  Tree tree() {
    if (isEntry) {
      throw HeddleException.of(
          new Problem.BadSchedule(
              "an entry of a schedule has no text of its own, and cannot be joined",
              "join the patterns first, and make the schedule of them"),
          null);
    }
    return Objects.requireNonNull(script.result());
  }

  Schedule schedule() {
    return schedule;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof SparsityPattern pattern
        && BigStack.call(deep && pattern.deep, () -> pattern.schedule.equals(schedule));
  }

  @Override
  public int hashCode() {
    return BigStack.call(deep, schedule::hashCode);
  }

  /** The text as its author wrote it. */
  @Override
  public String toString() {
    return text;
  }
}
