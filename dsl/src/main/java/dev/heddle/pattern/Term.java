package dev.heddle.pattern;

import dev.heddle.diagnostic.Origin;
import java.util.List;

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

  /** {@code global(k)}: i or j is one of the first k positions. */
  record Global(Whole count, Origin origin) implements Term {}

  /** {@code dilated(w, d)}: |i − j| ≤ ⌊w/2⌋·d and d divides i − j. */
  record Dilated(Whole width, Whole dilation, Origin origin) implements Term {}

  /** {@code keys(k)}: j is one of the first k positions. */
  record Keys(Whole count, Origin origin) implements Term {}

  /** {@code queries(k)}: i is one of the first k positions. */
  record Queries(Whole count, Origin origin) implements Term {}

  /** {@code blocks(b)}: ⌊i/b⌋ = ⌊j/b⌋. */
  record Blocks(Whole size, Origin origin) implements Term {}

  /** {@code A'}: (j, i) is in A. */
  record Transpose(Term operand, Origin origin) implements Term {}

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
}
