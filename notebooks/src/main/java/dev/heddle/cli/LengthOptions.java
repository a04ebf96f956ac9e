package dev.heddle.cli;

import dev.heddle.diagnostic.HeddleException;
import dev.heddle.diagnostic.Problem;
import dev.heddle.relation.Relation;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The length at which a pattern is taken, and how many of its last queries. */
final class LengthOptions {

  @Option(names = "--n", required = true, paramLabel = "N", description = "The length.")
  private long n;

  @Option(
      names = "--m",
      paramLabel = "M",
      description = "The number of queries: the last M positions. As many as keys, if not given.")
  private @Nullable Long m;

  /** The length, if both it and the number of queries can be. */
  int n() {
    int length = length(n);
    if (m != null && m > length) {
      throw new Usage(
          "bad-length",
          "--m asks for %d queries, and there are %d positions".formatted(m, length),
          "M is at most N: the queries are the last M of N positions");
    }
    if (m != null) {
      length(m);
    }
    return length;
  }

  /** The queries that are wanted. */
  Relation queries(Relation square) {
    return m == null ? square : square.last(length(m));
  }

  static int length(long length) {
    if (length < 1 || length > Integer.MAX_VALUE) {
      throw HeddleException.of(new Problem.BadLength(length), null);
    }
    return (int) length;
  }
}
