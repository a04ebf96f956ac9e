package dev.heddle.files;

import dev.heddle.proof.Activation;
import dev.heddle.proof.AttentionHead;
import dev.heddle.proof.FeedForward;
import dev.heddle.proof.Matrix;
import dev.heddle.proof.Rational;
import dev.heddle.proof.SparseTransformer;
import dev.heddle.proof.TransformerBlock;
import dev.heddle.relation.Watch;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * The weights of a Transformer of the proof as arrays, with inputs and the outputs that belong to
 * them. With N blocks, h heads of size m, hidden width r, p patterns and G inputs:
 *
 * <p>{@code patterns} bool [p, n, n] (query, key); {@code embedding} [d, n]; {@code query key
 * value} [N, h, m, d] with biases {@code query_bias key_bias value_bias} [N, h, m]; {@code out} [N,
 * d, hm]; {@code first} [N, r, d], {@code first_bias} [N, r]; {@code breaks} [N, 2] and {@code
 * pieces} [N, 3, 2] (slope and intercept) of the activation; {@code second} [N, d, r], {@code
 * second_bias} [N, d]; {@code inputs} and {@code outputs} [G, d, n]; all float64; {@code exact}
 * bool, whether each number is what it is in the proof. {@code notebooks/check/run_transformer.py}
 * runs it.
 */
public final class TransformerFile {

  /** The most numbers: a gigabyte of them. */
  private static final long MOST_NUMBERS = 1L << 27;

  private TransformerFile() {}

  /** What to do with numbers that no double is. */
  public enum Rounding {
    /** Refuse. */
    NONE,
    /** Write the nearest double, and that the file is not exact. */
    NEAREST
  }

  /**
   * Writes weights, inputs and outputs.
   *
   * @throws IllegalArgumentException if a number is no double and rounding is not allowed, if the
   *     file would be too large, or if its ending stands for no format
   * @throws IOException if it cannot be written
   */
  public static void write(
      Path file,
      SparseTransformer transformer,
      List<Matrix> inputs,
      List<Matrix> outputs,
      Rounding rounding)
      throws IOException {
    ArrayFile.write(file, arrays(transformer, inputs, outputs, rounding));
  }

  /** The arrays of such a file. */
  static List<NamedArray> arrays(
      SparseTransformer transformer, List<Matrix> inputs, List<Matrix> outputs, Rounding rounding) {
    int d = transformer.embedding().rows();
    int n = transformer.embedding().columns();
    List<TransformerBlock> blocks = transformer.blocks();
    TransformerBlock first = blocks.getFirst();
    int h = first.attention().heads().size();
    int m = first.attention().heads().getFirst().query().rows();
    int r = first.feedForward().first().rows();
    long each = 3L * h * m * (d + 1) + (long) d * h * m + 2L * r * d + r + d + 8;
    long numbers = Math.multiplyExact(each, blocks.size()) + 2L * inputs.size() * d * n;
    if (numbers > MOST_NUMBERS) {
      throw new IllegalArgumentException(
          "%d blocks are %d numbers, more than the %d of a file"
              .formatted(blocks.size(), numbers, MOST_NUMBERS));
    }
    Numbers all = new Numbers(rounding);
    all.add("embedding", List.of(d, n), List.of(transformer.embedding()));
    int count = blocks.size();
    Map<String, Function<AttentionHead, Matrix>> heads = new LinkedHashMap<>();
    heads.put("query", AttentionHead::query);
    heads.put("key", AttentionHead::key);
    heads.put("value", AttentionHead::value);
    heads.put("query_bias", AttentionHead::queryBias);
    heads.put("key_bias", AttentionHead::keyBias);
    heads.put("value_bias", AttentionHead::valueBias);
    heads.forEach(
        (name, part) ->
            all.add(
                name,
                name.endsWith("_bias") ? List.of(count, h, m) : List.of(count, h, m, d),
                blocks.stream()
                    .flatMap(block -> block.attention().heads().stream())
                    .map(part)
                    .toList()));
    all.add(
        "out",
        List.of(count, d, h * m),
        blocks.stream().map(block -> block.attention().out()).toList());
    List<FeedForward> feeds = blocks.stream().map(TransformerBlock::feedForward).toList();
    all.add("first", List.of(count, r, d), feeds.stream().map(FeedForward::first).toList());
    all.add("first_bias", List.of(count, r), feeds.stream().map(FeedForward::firstBias).toList());
    all.add(
        "breaks",
        List.of(count, 2),
        feeds.stream()
            .map(feed -> Matrix.row(List.of(feed.activation().from(), feed.activation().to())))
            .toList());
    all.add(
        "pieces",
        List.of(count, 3, 2),
        feeds.stream().map(feed -> pieces(feed.activation())).toList());
    all.add("second", List.of(count, d, r), feeds.stream().map(FeedForward::second).toList());
    all.add("second_bias", List.of(count, d), feeds.stream().map(FeedForward::secondBias).toList());
    all.add("inputs", List.of(inputs.size(), d, n), inputs);
    all.add("outputs", List.of(outputs.size(), d, n), outputs);
    List<NamedArray> arrays = new ArrayList<>(all.arrays);
    arrays.addFirst(patterns(transformer));
    arrays.add(
        new NamedArray("exact", List.of(1), new Elements.Bools(new boolean[] {all.isExact})));
    return arrays;
  }

  private static Matrix pieces(Activation activation) {
    List<Activation.Line> lines =
        List.of(activation.left(), activation.middle(), activation.right());
    return Matrix.of(
        3, 2, (row, column) -> column == 0 ? lines.get(row).slope() : lines.get(row).intercept());
  }

  private static NamedArray patterns(SparseTransformer transformer) {
    int n = transformer.embedding().columns();
    int p = transformer.patterns().size();
    boolean[] allowed = new boolean[p * n * n];
    for (int pattern = 0; pattern < p; pattern++) {
      for (int query = 0; query < n; query++) {
        for (int key : transformer.patterns().get(pattern).row(query).keys()) {
          allowed[(pattern * n + query) * n + key] = true;
        }
      }
    }
    return new NamedArray("patterns", List.of(p, n, n), new Elements.Bools(allowed));
  }

  /** Arrays of doubles, and whether they are what they were. */
  private static final class Numbers {

    private final Rounding rounding;
    private final List<NamedArray> arrays = new ArrayList<>();
    private boolean isExact = true;

    Numbers(Rounding rounding) {
      this.rounding = rounding;
    }

    void add(String name, List<Integer> shape, List<Matrix> parts) {
      double[] values = new double[shape.stream().reduce(1, Math::multiplyExact)];
      int at = 0;
      for (Matrix part : parts) {
        Watch.goOn("writing the weights");
        for (int row = 0; row < part.rows(); row++) {
          for (int column = 0; column < part.columns(); column++) {
            values[at++] = value(name, part.get(row, column));
          }
        }
      }
      if (at != values.length) {
        throw new IllegalArgumentException("the blocks differ in the size of `" + name + "`");
      }
      arrays.add(new NamedArray(name, shape, new Elements.Doubles(values)));
    }

    private double value(String name, Rational number) {
      if (!number.fitsDouble()) {
        if (rounding == Rounding.NONE) {
          throw new IllegalArgumentException(
              "the number " + number + " in `" + name + "` is no float64");
        }
        isExact = false;
      }
      return number.toDouble();
    }
  }
}
