package dev.heddle.pattern;

import dev.heddle.diagnostic.HeddleException;
import dev.heddle.diagnostic.Origin;
import dev.heddle.diagnostic.Problem;
import dev.heddle.relation.Progression;
import dev.heddle.relation.Relation;
import dev.heddle.relation.Row;
import java.util.ArrayList;
import java.util.List;

/**
 * Takes terms at lengths: evaluates their numbers and combines the relations of their parts.
 *
 * <p>A term without a length of its own is made at the length where it stands. One that has a
 * length is made at that, which is worked out at the length where it stands, and cut.
 */
final class Compiler {

  private Compiler() {}

  /** A term taken at the length of the arithmetic. */
  static Relation taken(Term term, Arithmetic at) {
    int n = (int) at.n();
    if (!term.hasLength()) {
      return made(term, at, n);
    }
    long length = length(term, at);
    if (n > length) {
      throw HeddleException.of(new Problem.BeyondLength(length, n), term.origin());
    }
    if (term instanceof Term.Product) {
      // A product is cut by its own arithmetic, however long it is.
      return made(term, at, n);
    }
    if (length > Integer.MAX_VALUE) {
      throw HeddleException.of(
          new Problem.TooMuchWork(
              "a pattern of length " + length, Integer.MAX_VALUE + " positions", ""),
          term.origin());
    }
    return made(term, at, (int) length).cut(n);
  }

  /**
   * A relation that says of two positions whether they are a pair of a term: at the length that the
   * term has where the arithmetic stands, or at n where it has none.
   */
  static Relation around(Term term, Arithmetic at, int n, int query, int key) {
    if (!term.hasLength()) {
      return made(term, at, n);
    }
    // A product may be longer than any relation, and is cut without being made.
    return term instanceof Term.Product
        ? made(term, at, Math.max(query, key) + 1)
        : made(term, at, (int) length(term, at));
  }

  /** The lengths at which the factors of a product of length n are taken. */
  record Lengths(long outer, long inner) {

    static Lengths of(Term outer, Term inner, Arithmetic at, int n) {
      long a = outer.hasLength() ? length(outer, at) : -1;
      long b = inner.hasLength() ? length(inner, at) : -1;
      // One of them has a length, or the checker would have refused the product.
      return new Lengths(a < 0 ? Math.ceilDiv(n, b) : a, b < 0 ? Math.ceilDiv(n, a) : b);
    }
  }

  /** The length that a term has where the arithmetic stands; it must have one. */
  static long length(Term term, Arithmetic at) {
    return switch (term) {
      case Term.Taken(Term _, Whole length, Origin _) -> at.integer(length);
      case Term.Product(Term outer, Term inner, Origin origin) -> {
        long product = length(outer, at);
        long other = length(inner, at);
        if (product > (1L << 53) / other) {
          throw HeddleException.of(new Problem.NotANumber("too large", at.where()), origin);
        }
        yield product * other;
      }
      case Term.Random(Whole _, Whole _, Term in, Origin _) when in != null -> length(in, at);
      case Term.Transpose(Term operand, Origin _) -> length(operand, at);
      case Term.Complement(Term operand, Origin _) -> length(operand, at);
      case Term.Power(Term operand, Whole _, Origin _) -> length(operand, at);
      case Term.Let(List<Bound> bounds, Term body, Origin _) -> length(body, at.with(bounds));
      case Term.Composition(List<Term> operands, Origin _) -> common(operands, at);
      case Term.Meet(List<Term> operands, Origin _) -> common(operands, at);
      case Term.Sum(Term first, List<Term.Step> rest, Origin _) -> {
        List<Term> operands = new ArrayList<>(List.of(first));
        rest.forEach(step -> operands.add(step.operand()));
        yield common(operands, at);
      }
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
          Term.Where _ ->
          throw new IllegalStateException("no length: " + term);
    };
  }

  private static long common(List<Term> operands, Arithmetic at) {
    long common = -1;
    for (Term operand : operands) {
      if (!operand.hasLength()) {
        continue;
      }
      long length = length(operand, at);
      if (common >= 0 && length != common) {
        throw HeddleException.of(
            new Problem.TwoLengths(common, length, at.where()), operand.origin());
      }
      common = length;
    }
    return common;
  }

  /**
   * The relation of a term among n positions. Where the term has a length of its own, the
   * arithmetic is that of the place where it stands, and n is that length.
   */
  static Relation made(Term term, Arithmetic place, int n) {
    Arithmetic at = term.hasLength() ? place : place.takenAt(n);
    return switch (term) {
      case Term.Full _ -> Relation.full(n);
      case Term.None _ -> Relation.none(n);
      case Term.Self _ -> Relation.band(n, 0, 0);
      case Term.Causal _ -> Relation.band(n, n - 1, 0);
      case Term.Window window -> {
        int half = clamped(at.integer(window.width()) / 2, n);
        yield Relation.band(n, half, half);
      }
      case Term.Reach reach ->
          Relation.band(
              n, clamped(at.integer(reach.before()), n), clamped(at.integer(reach.after()), n));
      case Term.Stride stride -> Relation.stride(n, clamped(at.integer(stride.step()), n));
      case Term.Offsets offsets -> Relation.offsets(n, Sets.members(offsets.distances(), at));
      case Term.Global(Term.Positions positions, Origin _) ->
          Relation.global(n, positions(positions, "`global`", at));
      case Term.Keys(Term.Positions positions, Origin _) ->
          Relation.keys(n, positions(positions, "`keys`", at));
      case Term.Queries(Term.Positions positions, Origin _) ->
          Relation.queries(n, positions(positions, "`queries`", at));
      case Term.Dilated dilated ->
          Relation.dilated(
              n,
              clamped(at.integer(dilated.width()) / 2, n),
              clamped(at.integer(dilated.dilation()), n));
      case Term.Blocks blocks -> Relation.blocks(n, clamped(at.integer(blocks.size()), n));
      case Term.Random(Whole count, Whole seed, Term in, Origin _) -> {
        int drawn = clamped(at.integer(count), n);
        long seeded = at.integer(seed);
        yield in == null
            ? Relation.random(n, drawn, seeded)
            : Relation.random(drawn, seeded, made(in, at, n));
      }
      case Term.Expander(Whole degree, Whole seed, Origin _) -> expander(degree, seed, at);
      case Term.Same(Sequence sequence, Origin origin) ->
          Relation.same(blamed(origin, () -> at.bindings().sequence(sequence.name(), n)));
      case Term.Edges(Graph graph, Origin origin) -> {
        int[][] edges = blamed(origin, () -> at.bindings().graph(graph.name(), n));
        yield Relation.edges(n, edges[0], edges[1]);
      }
      case Term.Where(Condition condition, Origin origin) -> {
        // Also those that no pair happens to ask for.
        Sequences.in(condition)
            .forEach(name -> blamed(origin, () -> at.bindings().sequence(name, n)));
        yield Relation.ruled(n, new WhereRule(condition, at));
      }
      case Term.Transpose(Term operand, Origin _) -> made(operand, at, n).transpose();
      case Term.Complement(Term operand, Origin _) -> made(operand, at, n).complement();
      case Term.Composition(List<Term> operands, Origin _) -> {
        Relation reached = made(operands.getFirst(), at, n);
        for (Term operand : operands.subList(1, operands.size())) {
          reached = reached.compose(made(operand, at, n));
        }
        yield reached;
      }
      case Term.Power(Term operand, Whole exponent, Origin _) ->
          made(operand, at, n).power((int) Math.min(at.integer(exponent), Integer.MAX_VALUE));
      case Term.Product(Term outer, Term inner, Origin _) -> product(outer, inner, at, n);
      case Term.Taken(Term operand, Whole _, Origin _) -> taken(operand, at.takenAt(n));
      case Term.Let(List<Bound> bounds, Term body, Origin _) -> made(body, at.with(bounds), n);
      case Term.Sum(Term first, List<Term.Step> rest, Origin _) ->
          made(first, at, n)
              .then(
                  rest.stream()
                      .map(step -> new Relation.Step(step.adds(), made(step.operand(), at, n)))
                      .toList());
      case Term.Meet(List<Term> operands, Origin _) ->
          Relation.intersection(operands.stream().map(operand -> made(operand, at, n)).toList());
    };
  }

  private static Relation product(Term outer, Term inner, Arithmetic at, int n) {
    Lengths lengths = Lengths.of(outer, inner, at, n);
    // Only the first quotients, or remainders, are ever met.
    return factor(outer, at, lengths.outer(), Math.ceilDiv(n, lengths.inner()))
        .times(factor(inner, at, lengths.inner(), lengths.inner()), n);
  }

  /** A factor of some length, of which only the first positions are needed. */
  private static Relation factor(Term term, Arithmetic at, long length, long needed) {
    if (length > Integer.MAX_VALUE
        && term instanceof Term.Product(Term outer, Term inner, Origin _)) {
      return product(outer, inner, at, (int) needed);
    }
    if (length > Integer.MAX_VALUE) {
      throw HeddleException.of(
          new Problem.TooMuchWork(
              "a pattern of length " + length, Integer.MAX_VALUE + " positions", ""),
          term.origin());
    }
    return made(term, term.hasLength() ? at : at.takenAt(length), (int) length);
  }

  private static Relation expander(Whole degree, Whole seed, Arithmetic at) {
    long d = at.integer(degree);
    if (d % 2 != 0) {
      throw HeddleException.of(
          new Problem.OddDegree(Long.toString(d), at.where()), degree.value().origin());
    }
    if (d > 1 << 16) {
      throw HeddleException.of(
          new Problem.TooMuchWork("an expander of degree " + d, (1 << 16) + " neighbours", ""),
          degree.value().origin());
    }
    return Relation.expander((int) at.n(), (int) d / 2, at.integer(seed));
  }

  /** What is bound to an input is asked for where the input is used. */
  private static <T> T blamed(Origin origin, java.util.function.Supplier<T> binding) {
    try {
      return binding.get();
    } catch (HeddleException e) {
      throw e.at(origin);
    }
  }

  static Row positions(Term.Positions positions, String by, Arithmetic at) {
    return switch (positions) {
      case Term.Positions.First(Whole count) ->
          Row.interval(0, Math.min(at.integer(count), at.n()) - 1);
      case Term.Positions.Members(IntegerSet set) -> {
        Row members = Sets.members(set, at);
        Row outside = members.minus(Row.interval(0, at.n() - 1));
        if (!outside.isEmpty()) {
          Progression first = outside.pieces().getFirst();
          throw HeddleException.of(
              new Problem.OutsidePosition(by, Long.toString(first.start()), at.where()),
              set.origin());
        }
        yield members;
      }
    };
  }

  /** No distance between two positions exceeds n: a longer one means the same. */
  private static int clamped(long distance, int n) {
    return (int) Math.min(distance, n);
  }
}
