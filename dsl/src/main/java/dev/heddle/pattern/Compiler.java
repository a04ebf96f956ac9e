package dev.heddle.pattern;

import dev.heddle.relation.Relation;

/** Takes a term at a length: evaluates its numbers and combines the relations of its parts. */
record Compiler(int n, Arithmetic arithmetic) {

  static Relation compile(Term term, int n) {
    return new Compiler(n, Arithmetic.at(n)).relation(term);
  }

  private Relation relation(Term term) {
    return switch (term) {
      case Term.Full _ -> Relation.full(n);
      case Term.None _ -> Relation.none(n);
      case Term.Self _ -> Relation.band(n, 0, 0);
      case Term.Causal _ -> Relation.band(n, n - 1, 0);
      case Term.Window window -> {
        int half = clamped(arithmetic.integer(window.width()) / 2);
        yield Relation.band(n, half, half);
      }
      case Term.Reach reach ->
          Relation.band(
              n,
              clamped(arithmetic.integer(reach.before())),
              clamped(arithmetic.integer(reach.after())));
      case Term.Stride stride -> Relation.stride(n, clamped(arithmetic.integer(stride.step())));
      case Term.Global global -> Relation.global(n, clamped(arithmetic.integer(global.count())));
      case Term.Dilated dilated ->
          Relation.dilated(
              n,
              clamped(arithmetic.integer(dilated.width()) / 2),
              clamped(arithmetic.integer(dilated.dilation())));
      case Term.Keys keys -> Relation.keys(n, clamped(arithmetic.integer(keys.count())));
      case Term.Queries queries ->
          Relation.queries(n, clamped(arithmetic.integer(queries.count())));
      case Term.Blocks blocks -> Relation.blocks(n, clamped(arithmetic.integer(blocks.size())));
      case Term.Transpose transpose -> relation(transpose.operand()).transpose();
      case Term.Complement complement -> relation(complement.operand()).complement();
      case Term.Sum sum ->
          relation(sum.first())
              .then(
                  sum.rest().stream()
                      .map(step -> new Relation.Step(step.adds(), relation(step.operand())))
                      .toList());
      case Term.Meet meet ->
          Relation.intersection(meet.operands().stream().map(this::relation).toList());
    };
  }

  /** No distance between two positions exceeds n: a longer one means the same. */
  private int clamped(long distance) {
    return (int) Math.min(distance, n);
  }
}
