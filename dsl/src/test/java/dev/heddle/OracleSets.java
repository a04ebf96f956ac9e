package dev.heddle;

import java.util.List;
import java.util.NavigableSet;
import java.util.TreeSet;

/** What is in a set and whether a condition holds, member by member. */
final class OracleSets {

  /** Beyond it a set is not written out; tests stay far below. */
  private static final int MOST = 1_000_000;

  private OracleSets() {}

  static NavigableSet<Long> members(SetExpr set, OracleNumbers numbers) {
    NavigableSet<Long> members = new TreeSet<>();
    switch (set) {
      case SetExpr.Range range -> add(range, numbers, members);
      case SetExpr.Listed(List<SetExpr.Item> items) -> {
        for (SetExpr.Item item : items) {
          switch (item) {
            case SetExpr.One(Num member) -> members.add(numbers.integer(member));
            case SetExpr.Range range -> add(range, numbers, members);
          }
        }
      }
      case SetExpr.Comprehension(Num member, List<SetExpr.Clause> clauses) ->
          comprehend(member, clauses, numbers, members);
      case SetExpr.Union(SetExpr left, SetExpr right) -> {
        members.addAll(members(left, numbers));
        members.addAll(members(right, numbers));
      }
      case SetExpr.Minus(SetExpr left, SetExpr right) -> {
        members.addAll(members(left, numbers));
        members.removeAll(members(right, numbers));
      }
      case SetExpr.And(SetExpr left, SetExpr right) -> {
        members.addAll(members(left, numbers));
        members.retainAll(members(right, numbers));
      }
    }
    return members;
  }

  private static void add(SetExpr.Range range, OracleNumbers numbers, NavigableSet<Long> members) {
    long from = numbers.integer(range.from());
    long to = numbers.integer(range.to());
    long step = numbers.integer(range.step());
    if (step < 1) {
      throw new Oracle.Undefined("a step of " + step);
    }
    for (long at = from; range.closed() ? at <= to : at < to; at += step) {
      members.add(at);
      if (members.size() > MOST) {
        throw new Oracle.Unsaid("a set of so many members");
      }
    }
  }

  private static void comprehend(
      Num member, List<SetExpr.Clause> clauses, OracleNumbers numbers, NavigableSet<Long> members) {
    if (clauses.isEmpty()) {
      members.add(numbers.integer(member));
      return;
    }
    List<SetExpr.Clause> rest = clauses.subList(1, clauses.size());
    switch (clauses.getFirst()) {
      case SetExpr.For(String variable, SetExpr set) -> {
        for (long value : members(set, numbers)) {
          comprehend(member, rest, numbers.with(variable, value), members);
        }
      }
      case SetExpr.If(Cond condition) -> {
        if (holds(condition, numbers)) {
          comprehend(member, rest, numbers, members);
        }
      }
    }
  }

  static boolean holds(Cond condition, OracleNumbers numbers) {
    return switch (condition) {
      case Cond.Compare(Num left, String operator, Num right) ->
          compare(numbers.compared(left), operator, numbers.compared(right));
      case Cond.In(Num member, SetExpr set) -> {
        double value = numbers.compared(member);
        if (value != Math.rint(value)) {
          throw new Oracle.Unsaid("whether a broken number is in a set");
        }
        yield members(set, numbers).contains((long) value);
      }
      case Cond.And(Cond left, Cond right) -> holds(left, numbers) && holds(right, numbers);
      case Cond.Or(Cond left, Cond right) -> holds(left, numbers) || holds(right, numbers);
      case Cond.Not(Cond operand) -> !holds(operand, numbers);
    };
  }

  private static boolean compare(double left, String operator, double right) {
    int order = left < right ? -1 : left > right ? 1 : 0;
    return switch (operator) {
      case "<" -> order < 0;
      case "<=" -> order <= 0;
      case ">" -> order > 0;
      case ">=" -> order >= 0;
      case "==" -> order == 0;
      case "!=" -> order != 0;
      default -> throw new IllegalArgumentException(operator);
    };
  }
}
