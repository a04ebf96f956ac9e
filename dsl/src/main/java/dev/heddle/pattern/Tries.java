package dev.heddle.pattern;

import dev.heddle.diagnostic.HeddleException;
import dev.heddle.relation.Row;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What was tried key by key for the rows of a condition.
 *
 * <p>Many rows ask the same: {@code x[j] == 1} holds for the same keys whatever the query, and
 * {@code x[i] == x[j]} for as many sets of keys as x has values. What a part of a condition asks is
 * what its largest numbers without the unknown position are. After n tries with the same numbers
 * the part is tried for all n keys, once, and the answer is kept: so never more than twice what was
 * needed, and usually far less.
 */
final class Tries {

  /** The most questions that are told apart. */
  private static final int MOST_QUESTIONS = 1 << 16;

  /** The most keys, or words of 64 keys where these are fewer, in all rows that are kept. */
  private static final long MOST_KEPT = 1L << 23;

  private final LongAdder tried = new LongAdder();
  private final LongAdder kept = new LongAdder();
  private final Map<Part, Numbers> numbers = new ConcurrentHashMap<>();
  private final Map<Question, Shared> questions = new ConcurrentHashMap<>();

  /** A part of the condition, for one of its positions: this very one, not one that is alike. */
  private record Part(Condition condition, Symbol unknown) {

    @Override
    @SuppressWarnings("ReferenceEquality") // two that are alike may stand under other variables
    public boolean equals(@Nullable Object other) {
      return other instanceof Part part
          && part.condition == condition
          && part.unknown.equals(unknown);
    }

    @Override
    public int hashCode() {
      return 31 * System.identityHashCode(condition) + unknown.hashCode();
    }
  }

  /** The numbers that tell one row's question from another's; null where that is the position. */
  private record Numbers(@Nullable List<Scalar> scalars) {}

  private record Question(Part part, List<Double> values) {}

  void count(long keys) {
    tried.add(keys);
  }

  /** How many keys were tried so far. */
  long number() {
    return tried.sum();
  }

  /** What rows with the same question share; null where no other row has this one's. */
  @Nullable Shared shared(Condition condition, Arithmetic at, Symbol unknown) {
    Part part = new Part(condition, unknown);
    List<Scalar> scalars =
        numbers.computeIfAbsent(part, asked -> new Numbers(Known.of(condition, unknown))).scalars();
    if (scalars == null) {
      return null;
    }
    List<Double> values = new ArrayList<>(scalars.size());
    try {
      for (Scalar scalar : scalars) {
        values.add(at.evaluate(scalar));
      }
    } catch (HeddleException e) {
      // The first key that needs the number says so, and names itself.
      return null;
    }
    Question question = new Question(part, values);
    Shared shared = questions.get(question);
    if (shared != null || questions.size() >= MOST_QUESTIONS) {
      return shared;
    }
    return questions.computeIfAbsent(question, asked -> new Shared());
  }

  /** All keys for which a part of the condition holds, for the rows with one question. */
  final class Shared {

    private final LongAdder spent = new LongAdder();
    private volatile @Nullable Row row;
    private volatile boolean isRefused;

    /** Whether all n keys may be tried now, a row having asked for some. */
    boolean isWorth(long keys, long n) {
      if (isRefused || n > Solver.MOST_TRIED) {
        return false;
      }
      if (row != null) {
        return true;
      }
      spent.add(keys);
      return spent.sum() >= n;
    }

    /** The row; null where it can't be had, as some key that no row asks for has a fault. */
    @Nullable Row row(Supplier<Row> all) {
      Row found = row;
      if (found != null) {
        return found;
      }
      long size;
      try {
        found = all.get();
        size = found.isEmpty() ? 1 : 1 + Math.min(found.count(), found.last() / Long.SIZE + 1);
      } catch (HeddleException e) {
        isRefused = true;
        return null;
      }
      if (kept.sum() + size <= MOST_KEPT) {
        kept.add(size);
        row = found;
      } else {
        isRefused = true;
      }
      return found;
    }
  }
}
