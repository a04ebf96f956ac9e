package dev.heddle.runtime;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import dev.heddle.cover.Cover;
import dev.heddle.cover.Workload;
import dev.heddle.relation.Relation;
import java.lang.ref.Cleaner;
import java.lang.ref.Reference;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Scaled dot-product attention over a relation: each query attends to the keys that the relation
 * gives it, and to no other.
 *
 * <pre>{@code
 * SparseAttention attention = SparseAttention.over(pattern.at(1024));
 * NDArray out = attention.attend(q, k, v);
 * }</pre>
 *
 * <p>It runs as an exact {@link Cover} of the relation by dense tiles. A query without a key gets
 * the zero vector. Where an input requires a gradient, the result is differentiable by DJL's
 * gradient collector; memory then goes with the number of positions, or, with dropout or on a GPU,
 * with the number of scores that the cover computes. What is masked within a tile must be finite,
 * as in the engine's own masked attention: 0 times not-a-number is not a number.
 *
 * <p>An instance may be used from several threads. It keeps the cover's masks and indices in native
 * memory once it has run, until it is closed or, at the latest, until it is collected.
 */
public final class SparseAttention implements AutoCloseable {

  private static final Cleaner CLEANER = Cleaner.create();

  /** How many numbers are fetched at a time: what stays in a core's cache. */
  static final int AT_A_TIME = 1 << 20;

  /** The same where gradients are recorded, each step of which costs as much as all keys have. */
  static final int RECORDED_AT_A_TIME = 1 << 25;

  private final Relation relation;
  private final Cover cover;
  private final AttentionOptions options;
  private final CoverTensors tensors;
  private final Cleaner.Cleanable cleaning;

  private SparseAttention(Relation relation, Cover cover, AttentionOptions options) {
    this.relation = relation;
    this.cover = cover;
    this.options = options;
    CoverTensors held = new CoverTensors(cover);
    this.tensors = held;
    this.cleaning = CLEANER.register(this, held::close);
  }

  /** Attention over a relation. */
  public static SparseAttention over(Relation relation) {
    return over(relation, Workload.usual());
  }

  /** Attention over a relation, by the cover that suits so many heads of such a width. */
  public static SparseAttention over(Relation relation, Workload work) {
    return new SparseAttention(relation, Cover.of(relation, work), AttentionOptions.standard());
  }

  /** Attention with a relation for each head; heads with the same relation run together. */
  public static ManyAttentions overHeads(List<Relation> heads) {
    return overHeads(heads, Workload.usual());
  }

  /** The same, by the covers that suit so many heads of such a width. */
  static ManyAttentions overHeads(List<Relation> heads, Workload work) {
    return new ManyAttentions(List.of(heads), work);
  }

  /**
   * Attention with relations that differ over the batch, as where a bound sequence does.
   *
   * @param batch for each element of the batch the relation of each head, or one for all heads
   */
  public static ManyAttentions overBatch(List<List<Relation>> batch) {
    return new ManyAttentions(batch, Workload.usual());
  }

  /** The same with other options. */
  public SparseAttention with(AttentionOptions newOptions) {
    return new SparseAttention(relation, cover, newOptions);
  }

  /** The relation that is attended over. */
  public Relation relation() {
    return relation;
  }

  /** How it is computed. */
  public Cover cover() {
    return cover;
  }

  /** How it is computed, as far as the user chose. */
  public AttentionOptions options() {
    return options;
  }

  /**
   * Attention.
   *
   * @param q queries, [batch, heads, m, d], FLOAT16, FLOAT32 or FLOAT64
   * @param k keys, [batch, heads or a divisor of it, n, d], of the same type and on the same device
   * @param v values, [batch, as many heads as k, n, e], of the same type and on the same device
   * @return [batch, heads, m, e], belonging to the manager of {@code q}
   * @throws IllegalArgumentException if a shape, type or device does not fit
   */
  public NDArray attend(NDArray q, NDArray k, NDArray v) {
    Attended attended = attendWithSums(q, k, v);
    attended.logSumExp().close();
    return attended.out();
  }

  /**
   * Attention with another scale.
   *
   * @param scale what each score q·k is multiplied with before the softmax
   * @see #attend(NDArray, NDArray, NDArray)
   */
  public NDArray attend(NDArray q, NDArray k, NDArray v, double scale) {
    Attended attended = run(q, k, v, options.scale(scale));
    attended.logSumExp().close();
    return attended.out();
  }

  /**
   * Attention and the log-sum-exp of each query's scores, by which results over disjoint sets of
   * keys can be joined.
   *
   * @see #attend(NDArray, NDArray, NDArray)
   */
  public Attended attendWithSums(NDArray q, NDArray k, NDArray v) {
    return run(q, k, v, options);
  }

  private Attended run(NDArray q, NDArray k, NDArray v, AttentionOptions chosen) {
    Inputs.check(relation, q, k, v);
    Program program = Program.named("cover", q.getDevice(), Inputs.areRecorded());
    Double scale = chosen.scale();
    AttentionOptions.Precision precision = chosen.precision();
    double[] numbers = {
      scale == null ? 1 / Math.sqrt((double) q.getShape().get(3)) : scale,
      chosen.dropout(),
      precision == null ? -1 : precision.code,
      AT_A_TIME,
      RECORDED_AT_A_TIME
    };
    try (NDManager manager = q.getManager().newSubManager(Device.cpu())) {
      NDArray settings = manager.create(numbers);
      NDList results =
          tensors.with(
              q.getDevice(),
              uploaded ->
                  program.runAll(
                      q,
                      k,
                      v,
                      uploaded.numbers(),
                      uploaded.forbidden(),
                      uploaded.index(),
                      settings));
      return new Attended(results.get(0), results.get(1));
    } finally {
      // Not before: the cleaner may close what an unreachable attention holds.
      Reference.reachabilityFence(this);
    }
  }

  /**
   * This attention as a TorchScript archive that needs nothing else: the bytes of a {@code .pt}
   * file, for Python's {@code torch.jit.load} or DJL's {@code Model.load}.
   *
   * <p>Its {@code forward(q, k, v)} takes what {@link #attend(NDArray, NDArray, NDArray)} does and
   * gives the same, for any batch, number of heads and width, with gradients; what does not fit is
   * an error in words. Weights are dropped, if the options say so, in its training mode only.
   *
   * @throws dev.heddle.diagnostic.HeddleException if it does not fit into memory
   */
  public byte[] torchScript() {
    return Exported.archive(cover, options);
  }

  /** Gives back the native memory at once. */
  @Override
  public void close() {
    cleaning.clean();
  }

  /** One line: the relation and the cover. */
  @Override
  public String toString() {
    return relation + "; " + cover;
  }

  /** Attention with several relations: over the heads, over the batch, or both. */
  public static final class ManyAttentions implements AutoCloseable {

    private final List<List<Relation>> batch;
    private final List<SparseAttention> distinct = new ArrayList<>();

    private ManyAttentions(List<List<Relation>> batch, Workload work) {
      if (batch.isEmpty() || batch.stream().anyMatch(List::isEmpty)) {
        throw new IllegalArgumentException("attention needs a relation at least");
      }
      this.batch = batch.stream().map(List::copyOf).toList();
      Relation first = this.batch.getFirst().getFirst();
      for (List<Relation> heads : this.batch) {
        for (Relation relation : heads) {
          if (relation.queries() != first.queries() || relation.keys() != first.keys()) {
            throw new IllegalArgumentException("not all relations are of one size");
          }
          if (distinct.stream().noneMatch(attention -> attention.relation == relation)) {
            distinct.add(over(relation, work));
          }
        }
      }
    }

    private ManyAttentions(ManyAttentions other, AttentionOptions options) {
      this.batch = other.batch;
      other.distinct.forEach(attention -> distinct.add(attention.with(options)));
    }

    /** The same with other options. */
    public ManyAttentions with(AttentionOptions options) {
      return new ManyAttentions(this, options);
    }

    /** The distinct relations' attentions. */
    public List<SparseAttention> attentions() {
      return List.copyOf(distinct);
    }

    /**
     * Attention.
     *
     * @param q queries, [batch, heads, m, d], with as many heads as there are relations
     * @param k keys, [batch, heads, n, d], or with a divisor of the heads
     * @param v values, [batch, as many heads as k, n, e]
     * @return [batch, heads, m, e], belonging to the manager of {@code q}
     * @throws IllegalArgumentException if a shape, type or device does not fit
     */
    public NDArray attend(NDArray q, NDArray k, NDArray v) {
      Attended attended = attendWithSums(q, k, v);
      attended.logSumExp().close();
      return attended.out();
    }

    /** The same with other options. */
    NDArray attend(NDArray q, NDArray k, NDArray v, AttentionOptions options) {
      Attended attended = all(q, k, v, options);
      attended.logSumExp().close();
      return attended.out();
    }

    /**
     * Attention and the log-sum-exp of each query's scores.
     *
     * @see #attend(NDArray, NDArray, NDArray)
     */
    public Attended attendWithSums(NDArray q, NDArray k, NDArray v) {
      return all(q, k, v, null);
    }

    private Attended all(NDArray q, NDArray k, NDArray v, @Nullable AttentionOptions options) {
      Inputs.fourDimensions("q", q);
      Inputs.fourDimensions("k", k);
      Inputs.fourDimensions("v", v);
      if (batch.size() == 1 && isUniform(batch.getFirst())) {
        return run(batch.getFirst().getFirst(), q, k, v, options);
      }
      NDManager owner = q.getManager();
      try (NDManager manager = owner.newSubManager()) {
        Attended result = elements(manager, q, k, v, options);
        result.out().attach(owner);
        result.logSumExp().attach(owner);
        return result;
      }
    }

    private Attended elements(
        NDManager manager, NDArray q, NDArray k, NDArray v, @Nullable AttentionOptions options) {
      if (batch.size() == 1) {
        return heads(batch.getFirst(), manager, q, k, v, options);
      }
      if (q.getShape().get(0) != batch.size()) {
        throw new IllegalArgumentException(
            "q is a batch of %d, and there are relations for %d"
                .formatted(q.getShape().get(0), batch.size()));
      }
      List<Attended> results = new ArrayList<>();
      for (int element = 0; element < batch.size(); element++) {
        NDIndex one = new NDIndex(element + ":" + (element + 1));
        results.add(
            heads(
                batch.get(element),
                manager,
                q.get(manager, one),
                k.get(manager, one),
                v.get(manager, one),
                options));
      }
      return joined(results, 0);
    }

    private static Attended joined(List<Attended> results, int axis) {
      NDList outs = new NDList();
      NDList sums = new NDList();
      for (Attended result : results) {
        outs.add(result.out());
        sums.add(result.logSumExp());
      }
      return new Attended(NDArrays.concat(outs, axis), NDArrays.concat(sums, axis));
    }

    /** Results belong to the manager, as everything on the way to them. */
    private Attended heads(
        List<Relation> heads,
        NDManager manager,
        NDArray q,
        NDArray k,
        NDArray v,
        @Nullable AttentionOptions options) {
      if (isUniform(heads)) {
        return run(heads.getFirst(), q, k, v, options);
      }
      long count = q.getShape().get(1);
      if (count != heads.size()) {
        throw new IllegalArgumentException(
            "q has %d heads, and there are relations for %d".formatted(count, heads.size()));
      }
      long shared = k.getShape().get(1);
      if (shared == 0 || count % shared != 0) {
        throw new IllegalArgumentException(
            "the %d heads of k are no divisor of the %d of q".formatted(shared, count));
      }
      if (v.getShape().get(1) != shared) {
        throw new IllegalArgumentException(
            "k has %d heads, and v %d".formatted(shared, v.getShape().get(1)));
      }
      List<Attended> results = new ArrayList<>();
      List<Integer> order = new ArrayList<>();
      for (SparseAttention attention : distinct) {
        List<Integer> own = new ArrayList<>();
        for (int head = 0; head < heads.size(); head++) {
          if (heads.get(head) == attention.relation) {
            own.add(head);
          }
        }
        if (own.isEmpty()) {
          continue;
        }
        long[] mine = own.stream().mapToLong(Integer::longValue).toArray();
        long[] theirs = own.stream().mapToLong(head -> head / (count / shared)).toArray();
        NDIndex queries = new NDIndex(":, {}", manager.create(mine));
        NDIndex keys = new NDIndex(":, {}", manager.create(theirs));
        results.add(
            run(
                attention.relation,
                q.get(manager, queries),
                k.get(manager, keys),
                v.get(manager, keys),
                options));
        order.addAll(own);
      }
      long[] place = new long[order.size()];
      for (int at = 0; at < place.length; at++) {
        place[order.get(at)] = at;
      }
      Attended grouped = joined(results, 1);
      NDIndex back = new NDIndex(":, {}", manager.create(place));
      return new Attended(grouped.out().get(manager, back), grouped.logSumExp().get(manager, back));
    }

    private static boolean isUniform(List<Relation> heads) {
      return heads.stream().allMatch(relation -> relation == heads.getFirst());
    }

    private Attended run(
        Relation relation, NDArray q, NDArray k, NDArray v, @Nullable AttentionOptions options) {
      SparseAttention attention = of(relation);
      return attention.run(q, k, v, options == null ? attention.options : options);
    }

    private SparseAttention of(Relation relation) {
      return distinct.stream()
          .filter(attention -> attention.relation == relation)
          .findFirst()
          .orElseThrow();
    }

    /** Gives back the native memory at once. */
    @Override
    public void close() {
      distinct.forEach(SparseAttention::close);
    }
  }
}
