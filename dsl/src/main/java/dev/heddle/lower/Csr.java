package dev.heddle.lower;

import dev.heddle.relation.Relation;
import java.math.BigInteger;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;

/**
 * A relation in compressed sparse rows, with PyTorch's names; or a batch of relations of as many
 * edges, one behind the other.
 *
 * @param batch b, the number of relations
 * @param queries m
 * @param keys n
 * @param crowIndices length b·(m + 1): the keys of query i stand from {@code crowIndices[i]} up to
 *     {@code crowIndices[i + 1]}; in a batch each element begins with 0 again
 * @param colIndices the keys, ascending within a row
 */
public record Csr(int batch, int queries, int keys, long[] crowIndices, int[] colIndices) {

  /** Threads take so many rows at a time. */
  private static final int CHUNK = 1 << 12;

  /**
   * Builds the index: 8·(m + 1) bytes and 4 for each edge, and nothing else that grows.
   *
   * @throws dev.heddle.diagnostic.HeddleException if it does not fit in the budget
   */
  public static Csr of(Relation relation, MemoryBudget budget) {
    if (!budget.fits(relation.queries() + 1L, BigInteger.valueOf(crowBytes(relation)))) {
      throw refused(relation, budget);
    }
    long[] crow = new long[relation.queries() + 1];
    if (!count(relation, budget, crow, 0)) {
      throw refused(relation, budget);
    }
    int[] col = new int[(int) crow[relation.queries()]];
    write(relation, crow, 0, col, 0);
    return new Csr(1, relation.queries(), relation.keys(), crow, col);
  }

  /**
   * Builds the indices of a batch: 8·b·(m + 1) bytes and 4 for each edge.
   *
   * @throws dev.heddle.diagnostic.HeddleException if they do not fit in the budget, or if the
   *     elements differ in their number of edges (code {@code uneven-batch}): PyTorch has no
   *     batches of such
   * @throws IllegalArgumentException unless the relations are of one size, and there is one
   */
  public static Csr of(List<Relation> batch, MemoryBudget budget) {
    Batch checked = new Batch(batch);
    int m = checked.queries();
    BigInteger rows = checked.times(m + 1L);
    BigInteger crowBytes = rows.multiply(BigInteger.valueOf(Long.BYTES));
    budget.require(
        checked.form("a csr index of %,d rows", m), rows, crowBytes, () -> checked.instead(budget));
    long edges = checked.even("edges", Relation::edges);
    BigInteger all = checked.times(edges);
    budget.require(
        checked.form("a csr index of %,d edges", edges),
        all,
        all.multiply(BigInteger.valueOf(Integer.BYTES)).add(crowBytes),
        () -> checked.instead(budget));
    long[] crow = new long[rows.intValueExact()];
    int[] col = new int[all.intValueExact()];
    MemoryBudget checkedAlready = new MemoryBudget(Long.MAX_VALUE);
    for (int element = 0; element < batch.size(); element++) {
      Relation relation = batch.get(element);
      int base = element * (m + 1);
      if (!count(relation, checkedAlready, crow, base)) {
        throw refused(relation, checkedAlready);
      }
      write(relation, crow, base, col, (int) (element * edges));
    }
    return new Csr(batch.size(), m, checked.keys(), crow, col);
  }

  /** Whether the relations have as many edges, so that they can be a batch. */
  public static boolean isEven(List<Relation> batch) {
    return batch.size() < 2 || batch.stream().mapToLong(Relation::edges).distinct().count() < 2;
  }

  /**
   * Builds the index in arrays that are there, which may be longer than they have to be: in those
   * of a pattern that was larger, say.
   *
   * @throws IndexOutOfBoundsException if an array is too short; what the arrays hold is then
   *     undefined
   */
  public static Csr of(Relation relation, long[] crowIndices, int[] colIndices) {
    Objects.checkIndex(relation.queries(), crowIndices.length);
    crowIndices[0] = 0;
    if (Runtime.getRuntime().availableProcessors() == 1) {
      // Rows that nobody writes beside need not be counted before.
      relation.fill(0, relation.queries(), crowIndices, 1, colIndices, 0);
      return new Csr(1, relation.queries(), relation.keys(), crowIndices, colIndices);
    }
    if (!count(relation, new MemoryBudget(Long.MAX_VALUE), crowIndices, 0)) {
      throw refused(relation, new MemoryBudget(Long.MAX_VALUE));
    }
    Objects.checkFromToIndex(0, (int) crowIndices[relation.queries()], colIndices.length);
    write(relation, crowIndices, 0, colIndices, 0);
    return new Csr(1, relation.queries(), relation.keys(), crowIndices, colIndices);
  }

  private static void write(Relation relation, long[] crow, int base, int[] col, int at) {
    chunks(relation)
        .forEach(
            from -> relation.fill(from, end(relation, from), col, at + (int) crow[base + from]));
  }

  /** Fills in where rows begin and end; false, long before the last row, if they are too many. */
  private static boolean count(Relation relation, MemoryBudget budget, long[] crow, int base) {
    // What a relation works out once for all of its rows is not worked out by each thread.
    relation.row(0);
    AtomicLong edges = new AtomicLong();
    chunks(relation)
        .forEach(
            from -> {
              if (fits(relation, budget, edges.get())) {
                edges.addAndGet(relation.sizes(from, end(relation, from), crow, base + from + 1));
              }
            });
    for (int query = 0; query < relation.queries(); query++) {
      crow[base + query + 1] += crow[base + query];
    }
    return fits(relation, budget, edges.get());
  }

  private static boolean fits(Relation relation, MemoryBudget budget, long edges) {
    return budget.fits(edges, bytes(relation, edges));
  }

  /** The first queries of disjoint ranges, on as many threads as the machine has. */
  private static IntStream chunks(Relation relation) {
    IntStream starts =
        IntStream.range(0, Blocks.over(relation.queries(), CHUNK)).map(chunk -> chunk * CHUNK);
    return relation.queries() > CHUNK ? starts.parallel() : starts;
  }

  private static int end(Relation relation, int from) {
    return from + Math.min(CHUNK, relation.queries() - from);
  }

  private static RuntimeException refused(Relation relation, MemoryBudget budget) {
    long edges = relation.edges();
    budget.require(
        String.format(Locale.ROOT, "a csr index of %,d edges", edges),
        edges,
        Integer.BYTES,
        crowBytes(relation),
        () -> Instead.ofCsr(relation, budget));
    return new IllegalStateException("rows that are counted twice differ: " + relation);
  }

  /** What an index of so many edges takes. */
  static BigInteger bytes(Relation relation, long edges) {
    return MemoryBudget.bytes(edges, Integer.BYTES, crowBytes(relation));
  }

  private static long crowBytes(Relation relation) {
    return Long.BYTES * (relation.queries() + 1L);
  }
}
