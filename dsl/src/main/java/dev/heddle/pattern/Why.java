package dev.heddle.pattern;

import dev.heddle.diagnostic.Origin;
import java.util.List;

/** Finds the part of a pattern that decides about a pair. */
final class Why {

  private Why() {}

  /** Why a pair of the pattern, taken at the arithmetic's length, is in it or not. */
  static Reason of(Term term, int query, int key, Arithmetic at) {
    return decided(term, query, key, at, (int) at.n());
  }

  private static boolean holds(Term term, int query, int key, Arithmetic at, int n) {
    // What has a length of its own is looked at where the pair is, which its cut keeps.
    Arithmetic place = term.hasLength() ? at : at.takenAt(n);
    return Compiler.taken(term, place).contains(query, key);
  }

  private static Reason decided(Term term, int query, int key, Arithmetic at, int n) {
    boolean in = holds(term, query, key, at, n);
    return switch (term) {
      case Term.Sum sum -> {
        for (Term.Step step : sum.rest().reversed()) {
          if (holds(step.operand(), query, key, at, n)) {
            if (step.adds()) {
              yield decided(step.operand(), query, key, at, n);
            }
            yield new Reason(
                false,
                pair(query, key) + "taken out by what is underlined",
                step.operand().origin());
          }
        }
        yield in
            ? decided(sum.first(), query, key, at, n)
            : new Reason(false, pair(query, key) + "not in any part of this", sum.origin());
      }
      case Term.Meet meet -> {
        for (Term operand : meet.operands()) {
          if (!holds(operand, query, key, at, n)) {
            yield decided(operand, query, key, at, n);
          }
        }
        yield new Reason(true, pair(query, key) + "in every part of this", meet.origin());
      }
      case Term.Complement complement -> {
        Reason inner = decided(complement.operand(), query, key, at, n);
        yield new Reason(
            in,
            in
                ? pair(query, key) + "in the complement of what is underlined"
                : pair(query, key) + "not in a complement: it is in what is underlined",
            inner.allowed() ? inner.origin() : complement.operand().origin());
      }
      case Term.Transpose transpose -> {
        Reason inner = decided(transpose.operand(), key, query, at, n);
        yield new Reason(
            in,
            pair(query, key) + (in ? "in" : "not in") + " a transpose: " + inner.sentence(),
            inner.origin());
      }
      case Term.Let(List<Bound> bounds, Term body, Origin _) ->
          decided(body, query, key, at.with(bounds), n);
      case Term.Full _,
          Term.None _,
          Term.Self _,
          Term.Causal _,
          Term.Window _,
          Term.Reach _,
          Term.Stride _,
          Term.Offsets _,
          Term.Global _,
          Term.Dilated _,
          Term.Keys _,
          Term.Queries _,
          Term.Blocks _,
          Term.Random _,
          Term.Expander _,
          Term.Same _,
          Term.Edges _,
          Term.Where _,
          Term.Composition _,
          Term.Power _,
          Term.Product _,
          Term.Taken _ ->
          new Reason(in, pair(query, key) + (in ? "in this" : "not in this"), term.origin());
    };
  }

  private static String pair(int query, int key) {
    return "(" + query + ", " + key + ") is ";
  }
}
