package dev.heddle.pattern;

import dev.heddle.diagnostic.Diagnostic;
import dev.heddle.diagnostic.HeddleException;
import dev.heddle.diagnostic.Origin;
import dev.heddle.diagnostic.Problem;
import dev.heddle.relation.Progression;
import dev.heddle.syntax.Printer;
import java.util.ArrayList;
import java.util.List;

/**
 * What became of an {@code expect}.
 *
 * @param text the statement in its normal form
 * @param lengths at how many lengths it was tried
 * @param failures one for each length at which it does not hold, with the value or the pair that
 *     shows it
 */
public record Expected(String text, int lengths, List<Diagnostic> failures) {

  /** The most lengths of one statement. */
  private static final int MOST_LENGTHS = 10_000;

  public Expected {
    failures = List.copyOf(failures);
  }

  /** Whether it holds at all of its lengths. */
  public boolean holds() {
    return failures.isEmpty();
  }

  static Expected of(Checker.Expectation expectation, Bindings bindings) {
    List<Diagnostic> failures = new ArrayList<>();
    int lengths = 0;
    for (Progression piece :
        Sets.members(expectation.lengths(), Arithmetic.OF_CONSTANTS).pieces()) {
      for (long index = 0; index < piece.count(); index++) {
        if (++lengths > MOST_LENGTHS) {
          throw HeddleException.of(
              new Problem.TooMuchWork("this expectation", MOST_LENGTHS + " lengths", ""),
              expectation.lengths().origin());
        }
        long n = piece.start() + index * piece.step();
        if (n < 1 || n > Integer.MAX_VALUE) {
          throw HeddleException.of(new Problem.BadLength(n), null)
              .at(expectation.lengths().origin());
        }
        Arithmetic at = Arithmetic.at(n, bindings);
        if (!Conditions.holds(expectation.condition(), at)) {
          failures.add(failure(expectation.condition(), at, n));
        }
      }
    }
    return new Expected(Printer.print(expectation.statement()), lengths, failures);
  }

  /** What fails, with its values. */
  private static Diagnostic failure(Condition condition, Arithmetic at, long n) {
    return Diagnostic.of(new Problem.NotAsExpected(n, shown(condition, at)), condition.origin());
  }

  private static String shown(Condition condition, Arithmetic at) {
    return switch (condition) {
      case Condition.Comparison comparison ->
          show(at.evaluate(comparison.left()))
              + " "
              + comparison.comparator().sign()
              + " "
              + show(at.evaluate(comparison.right()));
      case Condition.PatternComparison comparison -> pair(comparison, at);
      case Condition.Property property -> "`" + property.measure().text() + "` is not so";
      case Condition.Member member -> "the value is " + show(at.evaluate(member.value()));
      case Condition.All _ -> "a part is not so";
      case Condition.Any _ -> "no part is so";
      case Condition.Not _ -> "the opposite is so";
      case Condition.Let(List<Bound> bounds, Condition body, Origin _) ->
          shown(body, at.with(bounds));
    };
  }

  private static String show(double value) {
    return value == 0x1p53 ? "never" : Arithmetic.show(value);
  }

  private static String pair(Condition.PatternComparison comparison, Arithmetic at) {
    long[] left = Measuring.first(comparison.left(), comparison.right(), at);
    long[] right = Measuring.first(comparison.right(), comparison.left(), at);
    if (left != null) {
      return "(%d, %d) is in the left pattern only".formatted(left[0], left[1]);
    }
    return right != null
        ? "(%d, %d) is in the right pattern only".formatted(right[0], right[1])
        : "the two are equal";
  }
}
