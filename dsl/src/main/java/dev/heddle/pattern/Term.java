package dev.heddle.pattern;

import dev.heddle.diagnostic.Origin;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A pattern: for every length a relation between queries and keys. Terms know no length. */
sealed interface Term extends Meaning {

  Origin origin();

  /** {@code full}: always. */
  record Full(Origin origin) implements Term {}

  /** {@code none}: never. */
  record None(Origin origin) implements Term {}

  /** {@code self}: j = i. */
  record Self(Origin origin) implements Term {}

  /** {@code causal}: j ≤ i. */
  record Causal(Origin origin) implements Term {}

  /** {@code window(w)}: |i − j| ≤ ⌊w/2⌋. */
  record Window(Whole width, Origin origin) implements Term {}

  /** {@code window(before, after)}: i − before ≤ j ≤ i + after. */
  record Reach(Whole before, Whole after, Origin origin) implements Term {}

  /** {@code stride(s)}: s divides i − j. */
  record Stride(Whole step, Origin origin) implements Term {}

  /** {@code offsets(S)}: j − i ∈ S. */
  record Offsets(IntegerSet distances, Origin origin) implements Term {}

  /** {@code global(S)}: i or j is one of the positions. */
  record Global(Positions positions, Origin origin) implements Term {}

  /** {@code dilated(w, d)}: |i − j| ≤ ⌊w/2⌋·d and d divides i − j. */
  record Dilated(Whole width, Whole dilation, Origin origin) implements Term {}

  /** {@code keys(S)}: j is one of the positions. */
  record Keys(Positions positions, Origin origin) implements Term {}

  /** {@code queries(S)}: i is one of the positions. */
  record Queries(Positions positions, Origin origin) implements Term {}

  /** Positions: a set of them, or the first so many. */
  sealed interface Positions {

    /** {@code 0..<min(k, n)}. */
    record First(Whole count) implements Positions {}

    /** A set of which every member is a position. */
    record Members(IntegerSet set) implements Positions {}
  }

  /** {@code blocks(b)}: ⌊i/b⌋ = ⌊j/b⌋. */
  record Blocks(Whole size, Origin origin) implements Term {}

  /**
   * {@code random(r, seed: 0)}, {@code random(r, seed: 0, in: A)}: r distinct keys for each query.
   */
  record Random(Whole count, Whole seed, @Nullable Term in, Origin origin) implements Term {}

  /** {@code expander(d, seed: 0)}: the edges of d/2 random Hamiltonian cycles, both ways. */
  record Expander(Whole degree, Whole seed, Origin origin) implements Term {}

  /** {@code same(x)}: x[i] = x[j]. */
  record Same(Sequence sequence, Origin origin) implements Term {}

  /** {@code graph(g)}: (i, j) is an edge. */
  record Edges(Graph graph, Origin origin) implements Term {}

  /** {@code where(c)}. */
  record Where(Condition condition, Origin origin) implements Term {}

  /** {@code A'}: (j, i) is in A. */
  record Transpose(Term operand, Origin origin) implements Term {}

  /** {@code A @ B @ C}: what one step after the other reaches. */
  record Composition(List<Term> operands, Origin origin) implements Term {
    public Composition {
      operands = List.copyOf(operands);
    }
  }

  /** {@code A^t}: A composed with itself. */
  record Power(Term operand, Whole exponent, Origin origin) implements Term {}

  /** {@code A * B}: the Kronecker product. */
  record Product(Term outer, Term inner, Origin origin) implements Term {}

  /** {@code A[m]}: A taken at length m. */
  record Taken(Term operand, Whole length, Origin origin) implements Term {}

  /** A pattern in which variables stand for values. */
  record Let(List<Bound> bounds, Term body, Origin origin) implements Term {
    public Let {
      bounds = List.copyOf(bounds);
    }
  }

  /** {@code !A}. */
  record Complement(Term operand, Origin origin) implements Term {}

  /** {@code A + B - C}: unions and differences from the left. */
  record Sum(Term first, List<Step> rest, Origin origin) implements Term {
    public Sum {
      rest = List.copyOf(rest);
    }
  }

  /** {@code + B} or {@code - B}. */
  record Step(boolean adds, Term operand) {}

  /** {@code A & B & C}. */
  record Meet(List<Term> operands, Origin origin) implements Term {
    public Meet {
      operands = List.copyOf(operands);
    }
  }

  /** Whether the pattern has a length of its own, after {@code [m]} or by a product of two. */
  default boolean hasLength() {
    return switch (this) {
      case Full _, None _, Self _, Causal _, Window _, Reach _, Stride _, Offsets _, Global _ ->
          false;
      case Dilated _, Keys _, Queries _, Blocks _, Expander _, Same _, Edges _, Where _ -> false;
      case Random(Whole _, Whole _, Term in, Origin _) -> in != null && in.hasLength();
      case Transpose(Term operand, Origin _) -> operand.hasLength();
      case Complement(Term operand, Origin _) -> operand.hasLength();
      case Power(Term operand, Whole _, Origin _) -> operand.hasLength();
      case Let(List<Bound> _, Term body, Origin _) -> body.hasLength();
      case Taken _ -> true;
      case Product(Term outer, Term inner, Origin _) -> outer.hasLength() && inner.hasLength();
      case Composition(List<Term> operands, Origin _) ->
          operands.stream().anyMatch(Term::hasLength);
      case Meet(List<Term> operands, Origin _) -> operands.stream().anyMatch(Term::hasLength);
      case Sum(Term first, List<Step> rest, Origin _) ->
          first.hasLength() || rest.stream().anyMatch(step -> step.operand().hasLength());
    };
  }
}
