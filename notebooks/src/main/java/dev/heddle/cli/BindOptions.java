package dev.heddle.cli;

import dev.heddle.diagnostic.HeddleException;
import dev.heddle.diagnostic.Problem;
import dev.heddle.files.IntegerText;
import dev.heddle.files.Npy;
import dev.heddle.pattern.Bindings;
import dev.heddle.syntax.Statement;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import picocli.CommandLine.Option;

/** What the inputs of a pattern stand for. */
final class BindOptions {

  @Option(
      names = "--bind",
      paramLabel = "NAME=VALUE",
      description =
          "What an input stands for: a number, or a file. FILE.npy: for a sequence, integers [n]"
              + " or [batch, n]; for a graph, edges [e, 2] or [batch, e, 2]. Any other FILE is a"
              + " text: for a sequence, integers; for a graph, two a line.")
  private List<String> texts = new ArrayList<>();

  /** Whether nothing was bound. */
  boolean isEmpty() {
    return texts.isEmpty();
  }

  Bindings bindings(Map<String, Statement.Kind> kinds) {
    Bindings bindings = Bindings.none();
    Set<String> seen = new LinkedHashSet<>();
    for (String text : texts) {
      int equals = text.indexOf('=');
      if (equals < 1 || equals == text.length() - 1) {
        throw new Usage(
            "usage",
            "`--bind " + text + "` binds nothing",
            "write `--bind NAME=FILE.npy`, `--bind NAME=FILE.txt` or `--bind NAME=3`");
      }
      String name = text.substring(0, equals).strip();
      if (!seen.add(name)) {
        throw new Usage("usage", "`" + name + "` is bound twice", "");
      }
      Statement.Kind kind = kinds.get(name);
      if (kind == null) {
        throw bad(
            name,
            "is for nothing: "
                + (kinds.isEmpty()
                    ? "there are no inputs"
                    : "the inputs are " + String.join(", ", kinds.keySet())));
      }
      bindings = bound(bindings, name, kind, text.substring(equals + 1).strip());
    }
    return bindings;
  }

  private static Bindings bound(Bindings bindings, String name, Statement.Kind kind, String value) {
    Optional<Double> number = number(value);
    if (number.isPresent()) {
      return bindings.with(name, number.get());
    }
    // Only a name with an ending or a folder: else a slip in a number is a file that is not there.
    if (value.indexOf('.') < 0 && value.indexOf('/') < 0) {
      throw bad(name, "is `" + value + "`, which is neither a number nor the name of a file");
    }
    Path file = PatternArgument.path(value);
    try {
      return value.endsWith(".npy")
          ? fromArray(bindings, name, kind, Npy.read(file))
          : fromText(bindings, name, kind, file);
    } catch (IOException e) {
      throw Usage.cannotRead(file, e);
    }
  }

  private static Bindings fromArray(
      Bindings bindings, String name, Statement.Kind kind, Npy array) {
    return switch (kind) {
      case SEQUENCE -> sequence(bindings, name, array);
      case GRAPH -> graph(bindings, name, array);
      case NUMBER -> numbers(bindings, name, array);
    };
  }

  private static Bindings fromText(Bindings bindings, String name, Statement.Kind kind, Path file)
      throws IOException {
    return switch (kind) {
      case SEQUENCE -> bindings.with(name, IntegerText.sequence(file));
      case GRAPH -> bindings.withGraph(name, IntegerText.edges(file));
      case NUMBER ->
          throw bad(name, "is `" + file + "`, and a number takes a number or a file in .npy");
    };
  }

  /** A finite number, if it is one. */
  private static Optional<Double> number(String value) {
    try {
      return Optional.of(Double.parseDouble(value)).filter(Double::isFinite);
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }

  private static Bindings sequence(Bindings bindings, String name, Npy array) {
    long[] whole = whole(name, array, "a sequence takes integers of shape [n] or [batch, n]");
    return switch (array.shape().size()) {
      case 1 -> bindings.with(name, whole);
      case 2 -> {
        int length = array.shape().getLast();
        int[][] batch = new int[batch(name, array)][];
        for (int element = 0; element < batch.length; element++) {
          batch[element] = ints(name, whole, element * length, length);
        }
        yield bindings.withBatch(name, batch);
      }
      default -> throw shape(name, array, "a sequence takes [n] or [batch, n]");
    };
  }

  private static Bindings graph(Bindings bindings, String name, Npy array) {
    String wanted = "a graph takes [edges, 2] or [batch, edges, 2]";
    List<Integer> shape = array.shape();
    if (shape.size() < 2 || shape.size() > 3 || shape.getLast() != 2) {
      throw shape(name, array, wanted);
    }
    long[] whole = whole(name, array, "a graph takes integers of shape [edges, 2]");
    if (shape.size() == 2) {
      return bindings.withGraph(name, edges(name, whole, 0, shape.getFirst()));
    }
    List<int[][]> graphs = new ArrayList<>();
    for (int element = 0; element < batch(name, array); element++) {
      graphs.add(edges(name, whole, element * shape.get(1), shape.get(1)));
    }
    return bindings.withGraphs(name, graphs);
  }

  private static int[][] edges(String name, long[] whole, int first, int count) {
    int[][] edges = new int[count][];
    for (int edge = 0; edge < count; edge++) {
      edges[edge] = ints(name, whole, 2 * (first + edge), 2);
    }
    return edges;
  }

  private static Bindings numbers(Bindings bindings, String name, Npy array) {
    double[] values =
        switch (array.numbers()) {
          case Npy.Numbers.Whole(long[] whole) -> Arrays.stream(whole).asDoubleStream().toArray();
          case Npy.Numbers.Real(double[] real) -> real;
        };
    return switch (array.shape().size()) {
      case 0 -> bindings.with(name, values[0]);
      case 1 -> {
        batch(name, array);
        yield bindings.withBatch(name, values);
      }
      default -> throw shape(name, array, "a number takes [] or [batch]");
    };
  }

  private static int batch(String name, Npy array) {
    int batch = array.shape().getFirst();
    if (batch == 0) {
      throw bad(name, "is a batch of none");
    }
    return batch;
  }

  private static int[] ints(String name, long[] whole, int from, int count) {
    int[] ints = new int[count];
    for (int at = 0; at < count; at++) {
      long value = whole[from + at];
      if (value != (int) value) {
        throw bad(name, "has the number " + value + ", and a number here has 32 bits");
      }
      ints[at] = (int) value;
    }
    return ints;
  }

  private static long[] whole(String name, Npy array, String wanted) {
    return switch (array.numbers()) {
      case Npy.Numbers.Whole(long[] values) -> values;
      case Npy.Numbers.Real _ -> throw bad(name, "has floats, and " + wanted);
    };
  }

  private static HeddleException shape(String name, Npy array, String wanted) {
    return bad(name, "has the shape " + array.shape() + ", and " + wanted);
  }

  private static HeddleException bad(String name, String complaint) {
    return HeddleException.of(new Problem.BadBinding(name, complaint), null);
  }
}
