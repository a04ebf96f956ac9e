package dev.heddle.pattern;

import dev.heddle.diagnostic.Origin;
import dev.heddle.relation.Relation;
import dev.heddle.relation.Row;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Writes terms as Python source. It walks them as {@link Compiler} does, and at the same lengths;
 * what has no arithmetic of its own is compiled, and its pairs are looked up.
 */
final class MaskWriter {

  /** Names by what they are assigned, in order. */
  private final Map<String, String> locals = new LinkedHashMap<>();

  private final MaskTables tables = new MaskTables();

  private MaskWriter() {}

  /** The source of a term, taken at the length of the arithmetic. */
  static MaskSource of(Term term, Arithmetic at) {
    MaskWriter writer = new MaskWriter();
    MaskText text = writer.taken(term, at, new MaskPlace("i", "j", (int) at.n()));
    return new MaskSource(writer.used(text.text()), text.text(), writer.tables.all());
  }

  /** The assignments that an expression wants: of a factor that is full, nothing is asked. */
  private List<String> used(String expression) {
    StringBuilder asked = new StringBuilder(expression);
    List<String> lines = new ArrayList<>();
    for (Map.Entry<String, String> local : List.copyOf(locals.entrySet()).reversed()) {
      String name = local.getValue();
      if (Pattern.compile("\\b" + name + "\\b").matcher(asked).find()) {
        asked.append(' ').append(local.getKey());
        lines.addFirst(name + " = " + local.getKey());
      }
    }
    return lines;
  }

  private MaskText taken(Term term, Arithmetic at, MaskPlace place) {
    boolean keepsLength = !term.hasLength() || term instanceof Term.Product;
    return said(term, at, keepsLength ? (int) at.n() : (int) Compiler.length(term, at), place);
  }

  /**
   * The source of a term among n positions.
   *
   * @param around the arithmetic of the place where the term stands
   */
  private MaskText said(Term term, Arithmetic around, int n, MaskPlace place) {
    Arithmetic at = term.hasLength() ? around : around.takenAt(n);
    return switch (term) {
      case Term.Full _ -> MaskText.FULL;
      case Term.None _ -> MaskText.NONE;
      case Term.Self _ -> same(place.i(), place.j());
      case Term.Causal _ -> MaskText.comparison(place.j() + " <= " + place.i());
      case Term.Window(Whole width, Origin _) -> window(at.integer(width) / 2, place);
      case Term.Reach(Whole before, Whole after, Origin _) ->
          reach(at.integer(before), at.integer(after), place);
      case Term.Stride(Whole step, Origin _) -> stride(at.integer(step), place);
      case Term.Offsets(IntegerSet distances, Origin origin) -> {
        long furthest = place.positions() - 1L;
        yield tables
            .within(place.j() + " - " + place.i(), Sets.members(distances, at), -furthest, furthest)
            .orElseGet(() -> pairs(term, around, n, place, origin));
      }
      case Term.Global(Term.Positions positions, Origin origin) -> {
        Row members = Compiler.positions(positions, "`global`", at);
        yield MaskText.or(
            List.of(
                position(place.i(), members, place, term, around, n, origin),
                position(place.j(), members, place, term, around, n, origin)));
      }
      case Term.Keys(Term.Positions positions, Origin origin) ->
          position(
              place.j(),
              Compiler.positions(positions, "`keys`", at),
              place,
              term,
              around,
              n,
              origin);
      case Term.Queries(Term.Positions positions, Origin origin) ->
          position(
              place.i(),
              Compiler.positions(positions, "`queries`", at),
              place,
              term,
              around,
              n,
              origin);
      case Term.Dilated(Whole width, Whole dilation, Origin _) -> {
        long step = at.integer(dilation);
        long half = Math.min(at.integer(width) / 2, n);
        yield MaskText.and(List.of(window(half * Math.min(step, n), place), stride(step, place)));
      }
      case Term.Blocks(Whole size, Origin _) -> {
        long length = at.integer(size);
        yield length >= place.positions()
            ? MaskText.FULL
            : same(place.i() + " // " + length, place.j() + " // " + length);
      }
      case Term.Same(Sequence sequence, Origin _) -> {
        long[] values = at.bindings().sequence(sequence.name(), n);
        yield same(
            tables.element(sequence.name(), values, place.i()).text(),
            tables.element(sequence.name(), values, place.j()).text());
      }
      case Term.Where(Condition condition, Origin origin) ->
          MaskConditions.of(condition, at, place, tables)
              .orElseGet(() -> pairs(term, around, n, place, origin));
      case Term.Transpose(Term operand, Origin _) -> said(operand, at, n, place.swapped());
      case Term.Complement(Term operand, Origin _) -> said(operand, at, n, place).not();
      case Term.Product(Term outer, Term inner, Origin _) -> product(outer, inner, at, n, place);
      case Term.Taken(Term operand, Whole _, Origin _) -> taken(operand, at.takenAt(n), place);
      case Term.Let(List<Bound> bounds, Term body, Origin _) ->
          said(body, at.with(bounds), n, place);
      case Term.Sum(Term first, List<Term.Step> rest, Origin _) -> {
        MaskText sum = said(first, at, n, place);
        for (Term.Step step : rest) {
          MaskText operand = said(step.operand(), at, n, place);
          sum =
              step.adds()
                  ? MaskText.or(List.of(sum, operand))
                  : MaskText.and(List.of(sum, operand.not()));
        }
        yield sum;
      }
      case Term.Meet(List<Term> operands, Origin _) ->
          MaskText.and(operands.stream().map(operand -> said(operand, at, n, place)).toList());
      case Term.Random(Whole _, Whole _, Term _, Origin origin) ->
          pairs(term, around, n, place, origin);
      case Term.Expander(Whole _, Whole _, Origin origin) -> pairs(term, around, n, place, origin);
      case Term.Edges(Graph _, Origin origin) -> pairs(term, around, n, place, origin);
      case Term.Composition(List<Term> _, Origin origin) -> pairs(term, around, n, place, origin);
      case Term.Power(Term _, Whole _, Origin origin) -> pairs(term, around, n, place, origin);
    };
  }

  private MaskText pairs(Term term, Arithmetic around, int n, MaskPlace place, Origin origin) {
    Relation relation = Compiler.made(term, around, n);
    int met = place.positions();
    return tables.pairs(met < relation.keys() ? relation.cut(met) : relation, place, origin);
  }

  private MaskText position(
      String of, Row members, MaskPlace place, Term term, Arithmetic around, int n, Origin origin) {
    return tables
        .within(of, members, 0, place.positions() - 1L)
        .orElseGet(() -> pairs(term, around, n, place, origin));
  }

  private static MaskText same(String one, String other) {
    return MaskText.comparison(one + " == " + other);
  }

  private static MaskText window(long half, MaskPlace place) {
    if (half >= place.positions() - 1L) {
      return MaskText.FULL;
    }
    return half == 0
        ? same(place.i(), place.j())
        : MaskText.comparison("(" + place.i() + " - " + place.j() + ").abs() <= " + half);
  }

  private static MaskText reach(long before, long after, MaskPlace place) {
    return MaskText.and(
        List.of(
            side(place.i(), place.j(), before, place), side(place.j(), place.i(), after, place)));
  }

  /** That the one is at most so far behind the other. */
  private static MaskText side(String one, String other, long most, MaskPlace place) {
    if (most >= place.positions() - 1L) {
      return MaskText.FULL;
    }
    return MaskText.comparison(
        most == 0 ? one + " <= " + other : one + " - " + other + " <= " + most);
  }

  private static MaskText stride(long step, MaskPlace place) {
    if (step == 1) {
      return MaskText.FULL;
    }
    // Of numbers from 0 on, so that no language's remainder of negative ones matters.
    return step >= place.positions()
        ? same(place.i(), place.j())
        : same(place.i() + " % " + step, place.j() + " % " + step);
  }

  private MaskText product(Term outer, Term inner, Arithmetic at, int n, MaskPlace place) {
    Compiler.Lengths lengths = Compiler.Lengths.of(outer, inner, at, n);
    int positions = place.positions();
    // No position is beyond an int, so that a longer block is all of them.
    long size = Math.min(lengths.inner(), positions);
    MaskPlace quotients =
        new MaskPlace(
            local(place.i() + " // " + size),
            local(place.j() + " // " + size),
            (int) Math.ceilDiv(positions, size));
    MaskPlace remainders =
        new MaskPlace(local(place.i() + " % " + size), local(place.j() + " % " + size), (int) size);
    return MaskText.and(
        List.of(
            factor(outer, at, lengths.outer(), quotients),
            factor(inner, at, lengths.inner(), remainders)));
  }

  private MaskText factor(Term term, Arithmetic at, long length, MaskPlace place) {
    if (length > Integer.MAX_VALUE
        && term instanceof Term.Product(Term outer, Term inner, Origin _)) {
      return product(outer, inner, at, place.positions(), place);
    }
    return said(term, term.hasLength() ? at : at.takenAt(length), (int) length, place);
  }

  /** A name for a value: that of the query's begin with i, those of the key's with j. */
  private String local(String value) {
    String known = locals.get(value);
    if (known != null) {
      return known;
    }
    String name = value.charAt(0) + Integer.toString(1 + locals.size() / 2);
    locals.put(value, name);
    return name;
  }
}
