package dev.heddle.relation;

import java.util.ArrayList;
import java.util.List;

/** The conditions that the rows of a relation are made of. */
final class Rules {

  private Rules() {}

  static List<Rule> in(Rows rows) {
    List<Rule> found = new ArrayList<>();
    collect(rows, found);
    return found;
  }

  private static void collect(Rows rows, List<Rule> found) {
    switch (rows) {
      case Rows.Ruled(Rule rule, boolean _) -> found.add(rule);
      case Rows.Drawn(int _, long _, Rows in) -> {
        if (in != null) {
          collect(in, found);
        }
      }
      case Rows.Swapped(Rows operand, Lazy<Listed> _) -> collect(operand, found);
      case Rows.Complement(Rows operand) -> collect(operand, found);
      case Rows.Sum(Rows first, List<Rows.Change> rest) -> {
        collect(first, found);
        rest.forEach(change -> collect(change.operand(), found));
      }
      case Rows.Meet(List<Rows> operands) -> operands.forEach(operand -> collect(operand, found));
      case Rows.Composed(Rows first, Rows second) -> {
        collect(first, found);
        collect(second, found);
      }
      case Rows.Repeated(Rows operand, int _) -> collect(operand, found);
      case Rows.Product product -> {
        collect(product.outer(), found);
        collect(product.inner(), found);
      }
      case Rows.Cut(Rows operand, int _) -> collect(operand, found);
      case Rows.Nothing _,
          Rows.Band _,
          Rows.Residues _,
          Rows.Dilated _,
          Rows.Offsets _,
          Rows.Cross _,
          Rows.Keys _,
          Rows.Queries _,
          Rows.Blocks _,
          Rows.Rings _,
          Rows.Grouped _,
          Rows.Explicit _ -> {}
    }
  }

  /** How many pairs had to be tried one by one so far. */
  static long tried(List<Rule> rules) {
    long tried = 0;
    for (Rule rule : rules) {
      tried += rule.tried();
    }
    return tried;
  }
}
