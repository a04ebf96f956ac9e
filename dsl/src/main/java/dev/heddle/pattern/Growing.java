package dev.heddle.pattern;

import dev.heddle.diagnostic.HeddleException;
import dev.heddle.diagnostic.Origin;
import dev.heddle.relation.Effort;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How the number of a pattern's pairs grows with n, by reasoning about its text.
 *
 * <p>Unions, products, complements and primitives are reasoned out. An intersection, a difference
 * or a composition is only bounded by its parts, and so is what is made of a set whose size is not
 * plain, or of a condition: which of the candidates it is, is then read off counts at three
 * lengths.
 */
final class Growing {

  /** Where a bound is held against counts; each length is four times the one before. */
  private static final int[] COUNTED = {1 << 12, 1 << 14, 1 << 16};

  /** The most steps of counting at one length: a second or so. */
  private static final long MOST_STEPS = 1L << 26;

  /** How far a ratio of counts may be from the ratio of what they should grow as. */
  private static final double SLACK = 1.15;

  private static final Growth ZERO = new Growth(Double.NEGATIVE_INFINITY, 0);

  private final Map<Symbol, Growth> variables = new HashMap<>();

  /** What the growth may be, when reasoning leaves it open. */
  private final List<Growth> candidates = new ArrayList<>();

  private boolean isOpen;

  private Growing() {}

  /** The growth of the fullest entry; empty where it is unknown. */
  static Optional<Growth> of(Schedule schedule) {
    Growth most = ZERO;
    for (List<Term> heads : schedule.layers()) {
      for (Term head : heads) {
        Growth growth = of(head);
        if (growth == null) {
          return Optional.empty();
        }
        most = Growth.max(most, growth);
      }
    }
    return Optional.of(most.equals(ZERO) ? Growth.CONSTANT : most);
  }

  private static @Nullable Growth of(Term term) {
    Growing growing = new Growing();
    Growth bound = growing.edges(term);
    if (bound == null || !growing.isOpen) {
      return bound;
    }
    growing.candidates.add(bound);
    return growing.counted(term);
  }

  /** The candidate that counts agree with, if there is one. */
  private @Nullable Growth counted(Term term) {
    double[] edges = new double[COUNTED.length];
    try {
      for (int at = 0; at < edges.length; at++) {
        int n = COUNTED[at];
        Optional<Long> counted =
            Effort.ifAtMost(
                MOST_STEPS, () -> Compiler.taken(term, Arithmetic.at(n, Bindings.none())).edges());
        if (counted.isEmpty()) {
          return null;
        }
        edges[at] = counted.get();
      }
    } catch (HeddleException e) {
      return null;
    }
    for (Growth candidate : candidates.stream().distinct().sorted().toList()) {
      boolean agrees = true;
      for (int at = 1; at < edges.length; at++) {
        double wanted = size(candidate, COUNTED[at]) / size(candidate, COUNTED[at - 1]);
        double found = edges[at] / edges[at - 1];
        agrees &= found < wanted * SLACK && found > wanted / SLACK;
      }
      if (agrees) {
        return candidate;
      }
    }
    return null;
  }

  private static double size(Growth growth, double n) {
    return Math.pow(n, growth.power()) * Math.pow(Math.log(n), growth.logs());
  }

  // ---- patterns: the number of pairs

  private @Nullable Growth edges(Term term) {
    return switch (term) {
      case Term.Full _, Term.Causal _ -> Growth.SQUARE;
      case Term.None _ -> ZERO;
      case Term.Self _ -> Growth.LINEAR;
      case Term.Window window -> wide(least(number(window.width().value())));
      case Term.Reach reach -> {
        Growth before = number(reach.before().value());
        Growth after = number(reach.after().value());
        yield before == null || after == null ? null : wide(least(Growth.max(before, after)));
      }
      case Term.Stride stride -> {
        Growth step = number(stride.step().value());
        yield step == null ? null : wide(least(Growth.LINEAR.over(step)));
      }
      case Term.Dilated dilated -> {
        Growth width = number(dilated.width().value());
        Growth step = number(dilated.dilation().value());
        yield width == null || step == null
            ? null
            : wide(least(Growth.min(width, Growth.LINEAR.over(step))));
      }
      case Term.Blocks blocks -> wide(least(number(blocks.size().value())));
      case Term.Offsets offsets -> sized(size(offsets.distances()));
      case Term.Global global -> sized(size(global.positions()));
      case Term.Keys keys -> sized(size(keys.positions()));
      case Term.Queries queries -> sized(size(queries.positions()));
      case Term.Expander expander -> wide(number(expander.degree().value()));
      case Term.Random random -> {
        Growth drawn = wide(number(random.count().value()));
        Term in = random.in();
        yield in == null ? drawn : least(drawn, edges(in));
      }
      case Term.Where _ -> {
        candidates.add(Growth.CONSTANT);
        candidates.add(new Growth(0.5, 0));
        yield sized(null);
      }
      case Term.Same _, Term.Edges _, Term.Taken _ -> null;
      case Term.Transpose transpose -> edges(transpose.operand());
      case Term.Complement complement -> {
        Growth growth = edges(complement.operand());
        yield growth != null && growth.compareTo(Growth.SQUARE) < 0
            ? Growth.SQUARE
            : open(Growth.SQUARE);
      }
      case Term.Sum sum -> {
        Growth growth = edges(sum.first());
        for (Term.Step step : sum.rest()) {
          Growth operand = edges(step.operand());
          if (step.adds()) {
            growth = growth == null || operand == null ? null : Growth.max(growth, operand);
          } else if (growth != null && (operand == null || operand.compareTo(growth) >= 0)) {
            growth = open(growth);
          }
        }
        yield growth;
      }
      case Term.Meet meet -> {
        Growth growth = edges(meet.operands().getFirst());
        for (Term operand : meet.operands().subList(1, meet.operands().size())) {
          growth = least(growth, edges(operand));
        }
        yield growth;
      }
      case Term.Composition composition -> {
        composition.operands().forEach(operand -> candidate(edges(operand)));
        yield open(Growth.SQUARE);
      }
      case Term.Power power -> {
        candidate(edges(power.operand()));
        yield open(Growth.SQUARE);
      }
      case Term.Product product -> product(product);
      case Term.Let let -> {
        bind(let.bounds());
        yield edges(let.body());
      }
    };
  }

  /** Rows of so many keys, n of them. */
  private static @Nullable Growth wide(@Nullable Growth row) {
    return row == null ? null : Growth.LINEAR.times(Growth.min(row, Growth.LINEAR));
  }

  /** Rows of as many keys as a set has members; where that is unknown, counts have to tell. */
  private @Nullable Growth sized(@Nullable Growth members) {
    if (members != null) {
      return wide(members);
    }
    candidates.add(Growth.LINEAR);
    candidates.add(new Growth(1, 1));
    candidates.add(new Growth(1.5, 0));
    return open(Growth.SQUARE);
  }

  /** A row that has one key at least. */
  private static @Nullable Growth least(@Nullable Growth row) {
    return row == null ? null : Growth.max(row, Growth.CONSTANT);
  }

  private @Nullable Growth least(@Nullable Growth a, @Nullable Growth b) {
    if (a == null || b == null) {
      return null;
    }
    candidate(a);
    candidate(b);
    return open(Growth.min(a, b));
  }

  private Growth open(Growth bound) {
    isOpen = true;
    candidates.add(bound);
    return bound;
  }

  private void candidate(@Nullable Growth growth) {
    if (growth != null) {
      candidates.add(growth);
    }
  }

  /** One factor has a length of n to some power; the other is taken at the rest. */
  private @Nullable Growth product(Term.Product product) {
    Term sized = product.inner().hasLength() ? product.inner() : product.outer();
    Term other = product.inner().hasLength() ? product.outer() : product.inner();
    if (other.hasLength() || !(sized instanceof Term.Taken taken)) {
      return null;
    }
    Growth length = number(taken.length().value());
    Growth within = edges(taken.operand());
    Growth around = edges(other);
    if (length == null || within == null || around == null || length.logs() != 0) {
      return null;
    }
    double share = length.power();
    return share < 0 || share >= 1
        ? null
        : scaled(around, 1 - share).times(share == 0 ? Growth.CONSTANT : scaled(within, share));
  }

  /** The growth in n of something that grows in n to a power. */
  private static Growth scaled(Growth growth, double share) {
    return new Growth(growth.power() * share, growth.logs());
  }

  // ---- sets: the number of members

  private @Nullable Growth size(Term.Positions positions) {
    return switch (positions) {
      case Term.Positions.First(Whole count) -> number(count.value());
      case Term.Positions.Members(IntegerSet set) -> size(set);
    };
  }

  private @Nullable Growth size(IntegerSet set) {
    return switch (set) {
      case IntegerSet.Listed listed -> {
        Growth most = ZERO;
        for (Meaning member : listed.members()) {
          Growth growth = member instanceof IntegerSet inner ? size(inner) : Growth.CONSTANT;
          if (growth == null) {
            yield null;
          }
          most = Growth.max(most, growth);
        }
        yield most;
      }
      case IntegerSet.Range range -> {
        Growth from = size(range.from());
        Growth to = size(range.to());
        Growth step = range.step() == null ? Growth.CONSTANT : number(range.step());
        boolean isApart = range.from() instanceof Scalar.Negation;
        yield from == null || to == null || step == null
            ? null
            : isApart || !from.equals(to)
                ? Growth.max(Growth.max(from, to).over(step), Growth.CONSTANT)
                : from.equals(Growth.CONSTANT) || from.equals(ZERO) ? Growth.CONSTANT : null;
      }
      case IntegerSet.Comprehension comprehension -> {
        Growth product = Growth.CONSTANT;
        for (IntegerSet.Generator generator : comprehension.generators()) {
          Growth growth = size(generator.set());
          product = product == null || growth == null ? null : product.times(growth);
        }
        // Several generators may give the same member, and so may one.
        yield comprehension.condition() == null
                && comprehension.generators().size() == 1
                && comprehension.item() instanceof Scalar
            ? product
            : null;
      }
      case IntegerSet.Sum sum -> {
        Growth growth = size(sum.first());
        for (IntegerSet.Step step : sum.rest()) {
          Growth operand = size(step.operand());
          growth =
              growth == null || operand == null
                  ? null
                  : step.adds()
                      ? Growth.max(growth, operand)
                      : operand.compareTo(growth) < 0 ? growth : null;
        }
        yield growth;
      }
      case IntegerSet.Meet _ -> null;
      case IntegerSet.Variable(Symbol symbol, Origin _) -> variables.get(symbol);
      case IntegerSet.Let(List<Bound> bounds, IntegerSet body, Origin _) -> {
        bind(bounds);
        yield size(body);
      }
    };
  }

  /** The size of a number, whatever its sign. */
  private @Nullable Growth size(Scalar scalar) {
    return scalar instanceof Scalar.Negation(Scalar operand, Origin _)
        ? number(operand)
        : number(scalar);
  }

  private void bind(List<Bound> bounds) {
    for (Bound bound : bounds) {
      Growth growth =
          switch (bound.value()) {
            case Scalar scalar -> number(scalar);
            case IntegerSet set -> size(set);
            case Sequence _, Graph _, Condition _, Term _, Schedule _ -> null;
          };
      if (growth != null) {
        variables.put(bound.symbol(), growth);
      }
    }
  }

  // ---- numbers

  private @Nullable Growth number(Scalar scalar) {
    return switch (scalar) {
      case Scalar.Literal literal -> literal.value() == 0 ? ZERO : Growth.CONSTANT;
      case Scalar.Length _ -> Growth.LINEAR;
      case Scalar.Given _ -> Growth.CONSTANT;
      case Scalar.Variable variable -> variables.get(variable.symbol());
      case Scalar.Negation _, Scalar.Element _, Scalar.Measured _ -> null;
      case Scalar.Let let -> {
        bind(let.bounds());
        yield number(let.body());
      }
      case Scalar.Power power -> {
        Growth base = number(power.base());
        if (base == null || !power.exponent().isConstant()) {
          yield null;
        }
        double exponent = Arithmetic.OF_CONSTANTS.evaluate(power.exponent());
        yield new Growth(base.power() * exponent, base.logs() * exponent);
      }
      case Scalar.Arithmetic arithmetic -> arithmetic(arithmetic);
      case Scalar.Application application -> {
        List<@Nullable Growth> arguments = new ArrayList<>();
        application.arguments().forEach(argument -> arguments.add(number(argument)));
        Growth x = arguments.getFirst();
        if (arguments.contains(null) || x == null) {
          yield null;
        }
        yield switch (application.function()) {
          case SQRT -> new Growth(x.power() / 2, x.logs() / 2);
          case LOG2 -> x.power() > 0 ? new Growth(0, 1) : null;
          case FLOOR, CEIL, ROUND, ABS -> x;
          case MIN, MAX -> {
            Growth best = x;
            for (Growth other : arguments) {
              if (other != null) {
                best =
                    application.function() == NumberFunction.MIN
                        ? Growth.min(best, other)
                        : Growth.max(best, other);
              }
            }
            yield best;
          }
          case GCD, FIB -> null;
        };
      }
    };
  }

  private @Nullable Growth arithmetic(Scalar.Arithmetic arithmetic) {
    Growth growth = number(arithmetic.first());
    for (Scalar.Step step : arithmetic.rest()) {
      Growth operand = number(step.operand());
      if (growth == null || operand == null) {
        return null;
      }
      growth =
          switch (step.operation()) {
            case ADD -> Growth.max(growth, operand);
            case SUBTRACT ->
                operand.compareTo(growth) < 0
                    ? growth
                    : growth.equals(Growth.CONSTANT) ? growth : null;
            case MULTIPLY -> growth.times(operand);
            case DIVIDE -> growth.over(operand);
            case DIV ->
                growth.over(operand).compareTo(Growth.CONSTANT) < 0 ? ZERO : growth.over(operand);
            case MOD -> null;
          };
    }
    return growth;
  }
}
