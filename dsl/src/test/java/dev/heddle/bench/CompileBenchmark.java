package dev.heddle.bench;

import dev.heddle.lower.BlockMask;
import dev.heddle.lower.MemoryBudget;
import dev.heddle.pattern.Definitions;
import dev.heddle.pattern.SparsityPattern;
import dev.heddle.relation.Relation;
import dev.heddle.relation.Row;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** From a text to a relation, its counts, its rows and its block mask. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 300, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 300, timeUnit = TimeUnit.MILLISECONDS)
public class CompileBenchmark {

  static final int N = 1 << 20;

  /** Reads and checks a pattern that has a name in the built-in library. */
  @Benchmark
  public SparsityPattern parse() {
    return Definitions.zoo().pattern("bigbird(w: 257, g: 8, r: 3)");
  }

  /** Patterns whose pairs are counted by formula. */
  @State(Scope.Benchmark)
  public static class Symbolic {

    @Param({
      "window(257) + global(8)",
      "window(3) + stride(√n) + global(1)",
      "causal & (window(129) + keys(4))",
      "(window(3) + global(1)) * full[64]",
      "self + offsets({-(2^t) for t in 0..log2(n)})",
      "window(7)[1024] * window(7)[1024]"
    })
    public String pattern = "";

    SparsityPattern parsed = SparsityPattern.parse("none");

    @org.openjdk.jmh.annotations.Setup
    public void parse() {
      parsed = SparsityPattern.parse(pattern);
    }
  }

  /** Takes a pattern at a length and counts its pairs and its longest and shortest row. */
  @Benchmark
  public long count(Symbolic symbolic) {
    return counts(symbolic.parsed.at(N));
  }

  /** One row in the middle. */
  @Benchmark
  public Row row(Rows rows) {
    rows.query = (rows.query + 12_345) & (N - 1);
    return rows.relation.row(rows.query);
  }

  /** The same patterns and drawn ones. */
  @State(Scope.Benchmark)
  public static class Rows {

    @Param({
      "window(257) + global(8)",
      "window(3) + stride(√n) + global(1)",
      "causal & (window(129) + keys(4))",
      "(window(3) + global(1)) * full[64]",
      "self + offsets({-(2^t) for t in 0..log2(n)})",
      "window(7)[1024] * window(7)[1024]",
      "random(3)",
      "expander(6)"
    })
    public String pattern = "";

    Relation relation = Relation.none(1);
    int query;

    @org.openjdk.jmh.annotations.Setup
    public void compile() {
      relation = SparsityPattern.parse(pattern).at(N);
    }
  }

  /** Takes a pattern with random keys at a length and counts its pairs, which takes every row. */
  @Benchmark
  @BenchmarkMode(Mode.SingleShotTime)
  @Warmup(iterations = 3)
  @Measurement(iterations = 7)
  public long countDrawn() {
    return counts(DRAWN.at(N));
  }

  static final SparsityPattern DRAWN = SparsityPattern.parse("window(257) + global(8) + random(3)");

  private static final SparsityPattern BLOCKED =
      SparsityPattern.parse("window(257) + stride(√n) + global(1)");

  /** The block mask of 131,072 positions, in blocks of 128. */
  @Benchmark
  @BenchmarkMode(Mode.SingleShotTime)
  @Warmup(iterations = 3)
  @Measurement(iterations = 7)
  public BlockMask blockMask() {
    return BlockMask.of(BLOCKED.at(131_072), 128, MemoryBudget.ofHeap());
  }

  private static long counts(Relation relation) {
    return relation.edges() + relation.minRow() + relation.maxRow();
  }
}
