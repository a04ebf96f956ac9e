package dev.heddle.pattern;

import dev.heddle.diagnostic.HeddleException;
import dev.heddle.diagnostic.Problem;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the inputs of a pattern stand for, by name. Each is one value, or a batch of values, as many
 * as every other batch.
 *
 * <pre>{@code
 * Bindings bindings = Bindings.none().with("document", new int[] {0, 0, 0, 1, 1});
 * }</pre>
 */
public final class Bindings {

  private static final Bindings NONE = new Bindings(Map.of());

  /** A value, as one or as a batch. */
  private sealed interface Value {
    record Sequences(List<long[]> each, boolean isBatch) implements Value {}

    record Numbers(List<Double> each, boolean isBatch) implements Value {}

    record Graphs(List<int[][]> each, boolean isBatch) implements Value {}
  }

  private final Map<String, Value> values;

  private Bindings(Map<String, Value> values) {
    this.values = values;
  }

  /** No bindings. */
  public static Bindings none() {
    return NONE;
  }

  /** A sequence: one integer for each position, as many as the length at which it is used. */
  public Bindings with(String name, int... sequence) {
    return with(name, Arrays.stream(sequence).asLongStream().toArray());
  }

  /** A sequence: one integer for each position, as many as the length at which it is used. */
  public Bindings with(String name, long[] sequence) {
    return plus(name, new Value.Sequences(List.of(sequence.clone()), false));
  }

  /** A batch of sequences, [batch, n]. */
  public Bindings withBatch(String name, int[][] sequences) {
    return plus(
        name,
        new Value.Sequences(
            Arrays.stream(sequences)
                .map(sequence -> Arrays.stream(sequence).asLongStream().toArray())
                .toList(),
            true));
  }

  /** A number. */
  public Bindings with(String name, double number) {
    return plus(name, new Value.Numbers(List.of(number), false));
  }

  /** A batch of numbers. */
  public Bindings withBatch(String name, double[] numbers) {
    return plus(name, new Value.Numbers(Arrays.stream(numbers).boxed().toList(), true));
  }

  /** A list of edges, [edges, 2]: each a query and one of its keys. */
  public Bindings withGraph(String name, int[][] edges) {
    return plus(name, new Value.Graphs(List.<int[][]>of(copy(edges)), false));
  }

  /** A batch of lists of edges. */
  public Bindings withGraphs(String name, List<int[][]> graphs) {
    return plus(name, new Value.Graphs(graphs.stream().map(Bindings::copy).toList(), true));
  }

  private static int[][] copy(int[][] edges) {
    return Arrays.stream(edges).map(int[]::clone).toArray(int[][]::new);
  }

  private Bindings plus(String name, Value value) {
    Map<String, Value> more = new LinkedHashMap<>(values);
    more.put(name, value);
    Bindings result = new Bindings(more);
    result.batch();
    return result;
  }

  /** The names that are bound. */
  public Set<String> names() {
    return Set.copyOf(values.keySet());
  }

  /**
   * How many elements the batches have, or 0 when nothing is batched.
   *
   * @throws HeddleException if they differ
   */
  public int batch() {
    int batch = 0;
    for (Map.Entry<String, Value> entry : values.entrySet()) {
      int size =
          switch (entry.getValue()) {
            case Value.Sequences(List<long[]> each, boolean isBatch) -> isBatch ? each.size() : 0;
            case Value.Numbers(List<Double> each, boolean isBatch) -> isBatch ? each.size() : 0;
            case Value.Graphs(List<int[][]> each, boolean isBatch) -> isBatch ? each.size() : 0;
          };
      if (size != 0 && batch != 0 && size != batch) {
        throw bad(entry.getKey(), "is a batch of " + size + ", and others are of " + batch);
      }
      batch = Math.max(batch, size);
    }
    return batch;
  }

  /** The bindings of one element of the batch. */
  public Bindings element(int index) {
    Map<String, Value> one = new LinkedHashMap<>();
    values.forEach(
        (name, value) ->
            one.put(
                name,
                switch (value) {
                  case Value.Sequences(List<long[]> each, boolean isBatch) ->
                      new Value.Sequences(List.of(each.get(isBatch ? index : 0)), false);
                  case Value.Numbers(List<Double> each, boolean isBatch) ->
                      new Value.Numbers(List.of(each.get(isBatch ? index : 0)), false);
                  case Value.Graphs(List<int[][]> each, boolean isBatch) ->
                      new Value.Graphs(List.<int[][]>of(each.get(isBatch ? index : 0)), false);
                }));
    return new Bindings(one);
  }

  // ---- what compiling asks for

  long[] sequence(String name, long n) {
    String wanted = "a sequence of " + n + " integers";
    return switch (value(name, wanted)) {
      case Value.Sequences(List<long[]> each, boolean _) -> {
        long[] sequence = each.getFirst();
        if (sequence.length != n) {
          throw bad(name, "has " + sequence.length + " integers, and the pattern is taken at " + n);
        }
        yield sequence;
      }
      case Value.Numbers _ -> throw bad(name, "is a number, and the input takes " + wanted);
      case Value.Graphs _ -> throw bad(name, "is a graph, and the input takes " + wanted);
    };
  }

  double number(String name) {
    return switch (value(name, "a number")) {
      case Value.Numbers(List<Double> each, boolean _) -> each.getFirst();
      case Value.Sequences _ -> throw bad(name, "is a sequence, and the input takes a number");
      case Value.Graphs _ -> throw bad(name, "is a graph, and the input takes a number");
    };
  }

  int[][] graph(String name, int n) {
    String wanted = "a list of edges, each a query and a key below " + n;
    return switch (value(name, wanted)) {
      case Value.Graphs(List<int[][]> each, boolean _) -> {
        List<int[]> edges = new ArrayList<>();
        for (int[] edge : each.getFirst()) {
          if (edge.length != 2) {
            throw bad(name, "has an edge of " + edge.length + " ends");
          }
          if (Math.min(edge[0], edge[1]) < 0 || Math.max(edge[0], edge[1]) >= n) {
            throw bad(
                name,
                "has the edge (%d, %d), and positions go from 0 to %d"
                    .formatted(edge[0], edge[1], n - 1));
          }
          edges.add(edge);
        }
        int[] queries = edges.stream().mapToInt(edge -> edge[0]).toArray();
        int[] keys = edges.stream().mapToInt(edge -> edge[1]).toArray();
        yield new int[][] {queries, keys};
      }
      case Value.Sequences _ -> throw bad(name, "is a sequence, and the input takes " + wanted);
      case Value.Numbers _ -> throw bad(name, "is a number, and the input takes " + wanted);
    };
  }

  private Value value(String name, String wanted) {
    @Nullable Value value = values.get(name);
    if (value == null) {
      throw HeddleException.of(new Problem.Unbound(name, wanted), null);
    }
    return value;
  }

  private static HeddleException bad(String name, String complaint) {
    return HeddleException.of(new Problem.BadBinding(name, complaint), null);
  }
}
