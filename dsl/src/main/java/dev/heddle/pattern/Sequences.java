package dev.heddle.pattern;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** The names of the sequences that a condition reads. */
final class Sequences {

  private final Set<String> names = new LinkedHashSet<>();

  private Sequences() {}

  static Set<String> in(Condition condition) {
    Sequences sequences = new Sequences();
    sequences.visit(condition);
    return sequences.names;
  }

  private void visit(Meaning meaning) {
    switch (meaning) {
      case Scalar scalar -> visit(scalar);
      case IntegerSet set -> visit(set);
      case Condition condition -> visit(condition);
      case Sequence _, Graph _, Term _, Schedule _ -> {}
    }
  }

  private void visit(Scalar scalar) {
    switch (scalar) {
      case Scalar.Literal _, Scalar.Length _, Scalar.Variable _ -> {}
      case Scalar.Given _, Scalar.Measured _ -> {}
      case Scalar.Negation negation -> visit(negation.operand());
      case Scalar.Arithmetic arithmetic -> {
        visit(arithmetic.first());
        arithmetic.rest().forEach(step -> visit(step.operand()));
      }
      case Scalar.Power power -> {
        visit(power.base());
        visit(power.exponent());
      }
      case Scalar.Application application -> application.arguments().forEach(this::visit);
      case Scalar.Element element -> {
        names.add(element.sequence().name());
        visit(element.index());
      }
      case Scalar.Let let -> {
        visit(let.bounds());
        visit(let.body());
      }
    }
  }

  private void visit(IntegerSet set) {
    switch (set) {
      case IntegerSet.Listed listed -> listed.members().forEach(this::visit);
      case IntegerSet.Range range -> {
        visit(range.from());
        visit(range.to());
        if (range.step() != null) {
          visit(range.step());
        }
      }
      case IntegerSet.Comprehension comprehension -> {
        visit(comprehension.item());
        comprehension.generators().forEach(generator -> visit(generator.set()));
        if (comprehension.condition() != null) {
          visit(comprehension.condition());
        }
      }
      case IntegerSet.Sum sum -> {
        visit(sum.first());
        sum.rest().forEach(step -> visit(step.operand()));
      }
      case IntegerSet.Meet meet -> meet.operands().forEach(this::visit);
      case IntegerSet.Variable _ -> {}
      case IntegerSet.Let let -> {
        visit(let.bounds());
        visit(let.body());
      }
    }
  }

  private void visit(Condition condition) {
    switch (condition) {
      case Condition.Comparison comparison -> {
        visit(comparison.left());
        visit(comparison.right());
      }
      case Condition.Member member -> {
        visit(member.value());
        visit(member.set());
      }
      case Condition.All all -> all.operands().forEach(this::visit);
      case Condition.Any any -> any.operands().forEach(this::visit);
      case Condition.Not not -> visit(not.operand());
      case Condition.PatternComparison _, Condition.Property _ -> {}
      case Condition.Let let -> {
        visit(let.bounds());
        visit(let.body());
      }
    }
  }

  private void visit(List<Bound> bounds) {
    bounds.forEach(bound -> visit(bound.value()));
  }
}
