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
 * gradient collector; memory then goes with the number of positions, or, with dropout, on a GPU or
 * for another map than softmax, with the number of scores that the cover computes. What is masked
 * within a tile must be finite, as in the engine's own masked attention: 0 times not-a-number is
 * not a number.
 *
 * <p>An instance may be used from several threads. It keeps the cover's masks and indices in native
 * memory once it has run, until it is closed or, at the latest, until it is collected.
 */
public final class SparseAttention implements AutoCloseable {

  private static final Cleaner CLEANER = Cleaner.create();

  /** How many numbers are fetched at a time: what stays in a core's cache. */
  static final int AT_A_TIME = 1 << 20;

  /** How many scores are held at a time for maps that need all of a query's. */
  static final int MAPPED_AT_A_TIME = 1 << 26;

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
    return first(run(q, k, v, options, null));
  }

  /**
   * Attention with another scale.
   *
   * @param scale what each score q·k is multiplied with before the softmax
   * @see #attend(NDArray, NDArray, NDArray)
   */
  public NDArray attend(NDArray q, NDArray k, NDArray v, double scale) {
    return first(run(q, k, v, options.scale(scale), null));
  }

  /**
   * Attention whose weights are α-entmax of the scores, with an α that may be learned: the result
   * is differentiable by it as well. The map of the options is not used.
   *
   * @param alpha [1], or [heads] with one for each; of the type of {@code q}, on its device, from
   *     {@link ProbabilityMap#LEAST_ALPHA} to 2, which is the caller's to see to
   * @see #attend(NDArray, NDArray, NDArray)
   */
  public NDArray attend(NDArray q, NDArray k, NDArray v, NDArray alpha) {
    return first(run(q, k, v, options, alpha));
  }

  private static NDArray first(NDList results) {
    for (NDArray other : results.subNDList(1)) {
      other.close();
    }
    return results.head();
  }

  /**
   * Attention and the log-sum-exp of each query's scores, by which results over disjoint sets of
   * keys can be joined.
   *
   * @see #attend(NDArray, NDArray, NDArray)
   */
  public Attended attendWithSums(NDArray q, NDArray k, NDArray v) {
    return attended(run(q, k, v, options, null), options);
  }

  private static Attended attended(NDList results, AttentionOptions options) {
    if (results.size() < 2) {
      first(results).close();
      throw new IllegalArgumentException(
          "a log-sum-exp belongs to softmax, and the map is " + options.map());
    }
    return new Attended(results.get(0), results.get(1));
  }

  /** The result and, of softmax, the log-sum-exp. */
  private NDList run(
      NDArray q, NDArray k, NDArray v, AttentionOptions chosen, @Nullable NDArray alpha) {
    Inputs.check(relation, q, k, v);
    boolean isSoftmax = alpha == null && chosen.map().alpha() == 1;
    Program program =
        Program.named(isSoftmax ? "cover" : "mapped", q.getDevice(), Inputs.areRecorded());
    Double scale = chosen.scale();
    AttentionOptions.Precision precision = chosen.precision();
    double[] numbers = {
      scale == null ? 1 / Math.sqrt((double) q.getShape().get(3)) : scale,
      chosen.dropout(),
      precision == null ? -1 : precision.code,
      isSoftmax ? AT_A_TIME : MAPPED_AT_A_TIME,
      RECORDED_AT_A_TIME
    };
    try (NDManager manager = q.getManager().newSubManager(Device.cpu())) {
      NDArray settings = manager.create(numbers);
      NDArray map = isSoftmax ? null : alpha(q, alpha, chosen.map(), manager);
      return tensors.with(
          q.getDevice(),
          uploaded ->
              map == null
                  ? program.runAll(
                      q, k, v, uploaded.numbers(), uploaded.forbidden(), uploaded.index(), settings)
                  : program.runAll(
                      q,
                      k,
                      v,
                      uploaded.numbers(),
                      uploaded.forbidden(),
                      uploaded.index(),
                      settings,
                      map));
    } finally {
      // Not before: the cleaner may close what an unreachable attention holds.
      Reference.reachabilityFence(this);
    }
  }

  private NDArray alpha(NDArray q, @Nullable NDArray given, ProbabilityMap map, NDManager manager) {
    Inputs.scores(q, cover.scores(), MAPPED_AT_A_TIME);
    if (given == null) {
      return manager.newSubManager(q.getDevice()).create(new double[] {map.alpha()});
    }
    Inputs.alpha(q, given);
    return given;
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
      return first(all(new Call(q, k, v, null, null)));
    }

    /**
     * Attention whose weights are α-entmax of the scores, with an α that may be learned.
     *
     * @param alpha [1], or [heads] with one for each
     * @see SparseAttention#attend(NDArray, NDArray, NDArray, NDArray)
     */
    public NDArray attend(NDArray q, NDArray k, NDArray v, NDArray alpha) {
      return first(all(new Call(q, k, v, null, alpha)));
    }

    /** The same with other options, and perhaps an α that is learned. */
    NDArray attend(
        NDArray q, NDArray k, NDArray v, AttentionOptions options, @Nullable NDArray alpha) {
      return first(all(new Call(q, k, v, options, alpha)));
    }

    /**
     * Attention and the log-sum-exp of each query's scores.
     *
     * @see #attend(NDArray, NDArray, NDArray)
     */
    public Attended attendWithSums(NDArray q, NDArray k, NDArray v) {
      return attended(all(new Call(q, k, v, null, null)), distinct.getFirst().options);
    }

    /**
     * What is attended to.
     *
     * @param options null for each attention's own
     * @param alpha null where no α is given apart from the options
     */
    private record Call(
        NDArray q,
        NDArray k,
        NDArray v,
        @Nullable AttentionOptions options,
        @Nullable NDArray alpha) {

      /** One element of the batch. */
      Call element(NDManager manager, int number) {
        NDIndex one = new NDIndex(number + ":" + (number + 1));
        return new Call(
            q.get(manager, one), k.get(manager, one), v.get(manager, one), options, alpha);
      }

      /** Some of the heads, and those of k and v that belong to them. */
      Call heads(NDManager manager, long[] mine, long[] theirs) {
        NDArray own = numbers(manager, mine);
        NDIndex queries = new NDIndex(":, {}", own);
        NDIndex keys = new NDIndex(":, {}", numbers(manager, theirs));
        return new Call(
            q.get(manager, queries),
            k.get(manager, keys),
            v.get(manager, keys),
            options,
            alpha == null || alpha.size() == 1
                ? alpha
                : alpha.get(manager, new NDIndex("{}", own)));
      }
    }

    private NDList all(Call call) {
      Inputs.fourDimensions("q", call.q());
      Inputs.fourDimensions("k", call.k());
      Inputs.fourDimensions("v", call.v());
      if (batch.size() == 1 && isUniform(batch.getFirst())) {
        return run(batch.getFirst().getFirst(), call);
      }
      NDManager owner = call.q().getManager();
      try (NDManager manager = owner.newSubManager()) {
        NDList results = elements(manager, call);
        results.attach(owner);
        return results;
      }
    }

    private NDList elements(NDManager manager, Call call) {
      if (batch.size() == 1) {
        return heads(batch.getFirst(), manager, call);
      }
      if (call.q().getShape().get(0) != batch.size()) {
        throw new IllegalArgumentException(
            "q is a batch of %d, and there are relations for %d"
                .formatted(call.q().getShape().get(0), batch.size()));
      }
      List<NDList> results = new ArrayList<>();
      for (int element = 0; element < batch.size(); element++) {
        results.add(heads(batch.get(element), manager, call.element(manager, element)));
      }
      return joined(results, 0);
    }

    /** The first results side by side along an axis, and so the second ones. */
    private static NDList joined(List<NDList> results, int axis) {
      NDList joined = new NDList();
      for (int at = 0; at < results.getFirst().size(); at++) {
        NDList parts = new NDList();
        for (NDList result : results) {
          parts.add(result.get(at));
        }
        joined.add(NDArrays.concat(parts, axis));
      }
      return joined;
    }

    /** Results belong to the manager, as everything on the way to them. */
    private NDList heads(List<Relation> heads, NDManager manager, Call call) {
      if (isUniform(heads)) {
        return run(heads.getFirst(), call);
      }
      long count = call.q().getShape().get(1);
      if (count != heads.size()) {
        throw new IllegalArgumentException(
            "q has %d heads, and there are relations for %d".formatted(count, heads.size()));
      }
      long shared = call.k().getShape().get(1);
      if (shared == 0 || count % shared != 0) {
        throw new IllegalArgumentException(
            "the %d heads of k are no divisor of the %d of q".formatted(shared, count));
      }
      if (call.v().getShape().get(1) != shared) {
        throw new IllegalArgumentException(
            "k has %d heads, and v %d".formatted(shared, call.v().getShape().get(1)));
      }
      if (call.alpha() != null) {
        Inputs.alpha(call.q(), call.alpha());
      }
      List<NDList> results = new ArrayList<>();
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
        results.add(run(attention.relation, call.heads(manager, mine, theirs)));
        order.addAll(own);
      }
      long[] place = new long[order.size()];
      for (int at = 0; at < place.length; at++) {
        place[order.get(at)] = at;
      }
      NDIndex back = new NDIndex(":, {}", numbers(manager, place));
      NDList inOrder = new NDList();
      for (NDArray grouped : joined(results, 1)) {
        inOrder.add(grouped.get(manager, back));
      }
      return inOrder;
    }

    /**
     * A copy in the engine's memory, which a gradient that is recorded keeps: what is made of
     * Java's numbers lives in Java's memory, and is gone with the manager.
     */
    private static NDArray numbers(NDManager manager, long[] numbers) {
      return manager.create(numbers).duplicate();
    }

    private static boolean isUniform(List<Relation> heads) {
      return heads.stream().allMatch(relation -> relation == heads.getFirst());
    }

    private NDList run(Relation relation, Call call) {
      SparseAttention attention = of(relation);
      AttentionOptions options = call.options() == null ? attention.options : call.options();
      return attention.run(call.q(), call.k(), call.v(), options, call.alpha());
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
