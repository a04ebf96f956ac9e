package dev.heddle.pattern;

import dev.heddle.diagnostic.Diagnostic;
import dev.heddle.diagnostic.Origin;
import dev.heddle.diagnostic.Problem;
import dev.heddle.syntax.Parsed;
import dev.heddle.syntax.Statement;
import dev.heddle.syntax.Tree;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The names of one text: its own, and those that it imports. */
final class Module {

  private final Map<String, Definition> names = new LinkedHashMap<>();
  private final List<Statement.Let> lets = new ArrayList<>();
  private final List<Definition.Input> inputs = new ArrayList<>();
  private final List<Statement.Expect> expects = new ArrayList<>();
  private final List<Diagnostic> problems = new ArrayList<>();

  private Module() {}

  /** The names of a text, with what is wrong with them: it is for the checker to report. */
  static Module of(Parsed parsed, Imports imports) {
    Module module = new Module();
    for (Statement statement : parsed.script().statements()) {
      switch (statement) {
        case Statement.Let let -> {
          module.lets.add(let);
          module.define(let.name(), new Definition.Let(let, module));
        }
        case Statement.Input input -> {
          Definition.Input definition = new Definition.Input(input.kind(), input.name().name());
          module.inputs.add(definition);
          module.define(input.name(), definition);
        }
        case Statement.Import imported -> module.bring(imported, imports);
        case Statement.Expect expect -> module.expects.add(expect);
      }
    }
    return module;
  }

  private void bring(Statement.Import imported, Imports imports) {
    Module other = imports.module(imported);
    Tree.Name alias = imported.alias();
    if (alias != null && (names.containsKey(alias.name()) || Builtins.isReserved(alias.name()))) {
      report(new Problem.Redefined(alias.name(), "a name"), alias.origin());
    }
    List<String> twice = new ArrayList<>();
    for (Map.Entry<String, Definition> entry : other.own().entrySet()) {
      String name = alias == null ? entry.getKey() : alias.name() + "." + entry.getKey();
      if (names.putIfAbsent(name, entry.getValue()) != null) {
        twice.add(name);
      }
    }
    if (!twice.isEmpty()) {
      report(new Problem.BroughtInTwice(twice.getFirst(), twice.size() - 1), imported.origin());
    }
    for (Definition.Input input : other.inputs) {
      if (!inputs.contains(input)) {
        inputs.add(input);
      }
    }
  }

  private void define(Tree.Name name, Definition definition) {
    if (Builtins.isReserved(name.name())) {
      report(new Problem.Redefined(name.name(), "a word of the language"), name.origin());
    } else if (names.putIfAbsent(name.name(), definition) != null) {
      report(new Problem.Redefined(name.name(), "defined or imported above"), name.origin());
    }
  }

  private void report(Problem problem, Origin origin) {
    problems.add(Diagnostic.of(problem, origin));
  }

  /** What was defined here, without what was imported. */
  private Map<String, Definition> own() {
    Map<String, Definition> own = new LinkedHashMap<>();
    lets.forEach(let -> own.put(let.name().name(), new Definition.Let(let, this)));
    names.forEach(
        (name, definition) -> {
          if (definition instanceof Definition.Input) {
            own.putIfAbsent(name, definition);
          }
        });
    return own;
  }

  @Nullable Definition find(String name) {
    return names.get(name);
  }

  /** All names that can be used here. */
  List<String> names() {
    return List.copyOf(names.keySet());
  }

  /** The definitions of this text itself, in its order. */
  List<Statement.Let> lets() {
    return lets;
  }

  List<Definition.Input> inputs() {
    return inputs;
  }

  Map<String, Statement.Kind> inputKinds() {
    Map<String, Statement.Kind> kinds = new LinkedHashMap<>();
    inputs.forEach(input -> kinds.putIfAbsent(input.name(), input.kind()));
    return kinds;
  }

  List<Statement.Expect> expects() {
    return expects;
  }

  List<Diagnostic> problems() {
    return problems;
  }
}
