package dev.heddle.pattern;

import dev.heddle.diagnostic.Diagnostic;
import dev.heddle.diagnostic.HeddleException;
import dev.heddle.diagnostic.Problem;
import dev.heddle.diagnostic.Source;
import dev.heddle.syntax.BigStack;
import dev.heddle.syntax.Parsed;
import dev.heddle.syntax.Parser;
import dev.heddle.syntax.Statement;
import dev.heddle.syntax.Tree;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * The definitions of a file, or of the built-in library.
 *
 * <pre>{@code
 * SparsityPattern pattern = Definitions.zoo().pattern("bigbird(w: 5)");
 * }</pre>
 */
public final class Definitions {

  private final Module module;

  private Definitions(Module module) {
    this.module = module;
  }

  private static Definitions of(Source source, Imports imports) {
    return new Definitions(
        BigStack.call(
            true,
            () -> {
              Parsed parsed = Parser.parseDefinitions(source);
              Module read = Module.of(parsed, imports);
              Checker.expectations(read);
              return read;
            }));
  }

  /**
   * The built-in library. An entry of it is checked when it is used, as it would be in an import;
   * {@link #check()} checks all, with what is expected of them.
   */
  public static Definitions zoo() {
    return new Definitions(Imports.library());
  }

  /**
   * Reads definitions that import the built-in library only.
   *
   * @throws HeddleException if the text is not well formed or means nothing
   */
  public static Definitions parse(Source source) {
    return of(source, Imports.ofLibrary());
  }

  /**
   * Reads a definition file, which may import files in its folder and below.
   *
   * @throws HeddleException if it is not well formed or means nothing
   * @throws UncheckedIOException if it cannot be read
   */
  public static Definitions read(Path file) {
    Path folder = Objects.requireNonNull(file.toAbsolutePath().normalize().getParent());
    return read(file, folder);
  }

  /**
   * Reads a definition file, which may import files in a root folder and below.
   *
   * @throws HeddleException if it is not well formed or means nothing
   * @throws UncheckedIOException if it cannot be read
   */
  public static Definitions read(Path file, Path root) {
    Path absolute = file.toAbsolutePath().normalize();
    Path folder = Objects.requireNonNull(absolute.getParent());
    return of(Imports.read(absolute), Imports.below(root, folder, absolute.toString()));
  }

  /** The names that are defined here, in the order of the text. */
  public List<String> names() {
    return module.lets().stream().map(let -> let.name().name()).toList();
  }

  /** What the {@code ##} lines above a definition say, or empty. */
  public String documentation(String name) {
    return find(name).documentation();
  }

  /** How a definition is called: {@code bigbird(w = 3, g = 2)}. */
  public String signature(String name) {
    return Checker.signature(find(name));
  }

  /** The text of a definition, in its normal form and in one line. */
  public String text(String name) {
    return dev.heddle.syntax.Printer.print(find(name));
  }

  /**
   * A pattern from the definitions: a name, or an expression with their names, such as {@code
   * bigbird(w: 5) & causal}.
   *
   * @throws HeddleException if it is no pattern
   */
  public SparsityPattern pattern(String call) {
    Parsed parsed = Parser.parsePattern(Source.typed(call));
    Tree tree = parsed.script().result();
    if (tree == null || !parsed.script().statements().isEmpty()) {
      throw HeddleException.of(new Problem.NoPattern(), null);
    }
    return SparsityPattern.called(call, tree, module);
  }

  /** What each input takes, by name. */
  public Map<String, Statement.Kind> inputKinds() {
    return module.inputKinds();
  }

  /** Runs all {@code expect} statements, in the order of the text. */
  public List<Expected> check() {
    return check(Bindings.none());
  }

  /**
   * Runs all {@code expect} statements with values for the inputs.
   *
   * @throws HeddleException if some can't be told, such as by an input that nothing is bound to:
   *     with what is wrong with these, and after it with what fails of the others
   */
  public List<Expected> check(Bindings bindings) {
    return BigStack.call(true, () -> checked(bindings));
  }

  private List<Expected> checked(Bindings bindings) {
    List<Expected> results = new ArrayList<>();
    List<Diagnostic> untold = new ArrayList<>();
    for (Checker.Expectation expectation : Checker.expectations(module)) {
      try {
        results.add(Expected.of(expectation, bindings));
      } catch (HeddleException e) {
        untold.addAll(e.diagnostics());
      }
    }
    if (!untold.isEmpty()) {
      results.forEach(result -> untold.addAll(result.failures()));
      throw new HeddleException(untold);
    }
    return results;
  }

  private Statement.Let find(String name) {
    for (Statement.Let let : module.lets()) {
      if (let.name().name().equals(name)) {
        return let;
      }
    }
    throw HeddleException.of(
        new Problem.NoSuchDefinition(name, Spelling.near(name, names())), null);
  }
}
