package dev.heddle.runtime;

import ai.djl.ndarray.NDArray;
import dev.heddle.cover.Workload;
import dev.heddle.pattern.SparsityPattern;
import dev.heddle.relation.Relation;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A layer's attentions at the lengths that came up last. A length that comes up again costs
 * nothing; one that was not used for long gives its native memory back. For several threads.
 */
final class AttentionCache implements AutoCloseable {

  private static final int MOST = 16;

  private record Key(int m, int n, int heads, Workload work) {}

  /** One for all heads, or one a head. */
  private interface Layer extends AutoCloseable {
    NDArray attend(NDArray q, NDArray k, NDArray v);

    @Override
    void close();
  }

  private final List<SparsityPattern> heads;
  private final AttentionOptions training;
  private final AttentionOptions inference;
  private final Map<Key, Layer> layers = new LinkedHashMap<>(MOST, 0.75f, true);
  private boolean isClosed;

  /**
   * Creates an empty cache.
   *
   * @param heads a pattern for all heads, or one a head
   */
  AttentionCache(List<SparsityPattern> heads, AttentionOptions options) {
    this.heads = List.copyOf(heads);
    this.training = options;
    this.inference = options.dropout(0);
  }

  NDArray attend(NDArray q, NDArray k, NDArray v, boolean isTraining) {
    Inputs.fourDimensions("q", q);
    Inputs.fourDimensions("k", k);
    Key key =
        new Key(
            Math.toIntExact(q.getShape().get(2)),
            Math.toIntExact(k.getShape().get(2)),
            Math.toIntExact(q.getShape().get(1)),
            new Workload(
                Math.toIntExact(Math.max(1, q.getShape().get(0) * q.getShape().get(1))),
                Math.toIntExact(Math.max(1, q.getShape().get(3)))));
    while (true) {
      Layer layer = layer(key, isTraining);
      try {
        return layer.attend(q, k, v);
      } catch (IllegalStateException e) {
        synchronized (this) {
          // Thrown out between asking and running, by the other threads' many lengths: once more.
          if (isClosed || isHeld(layer)) {
            throw e;
          }
        }
      }
    }
  }

  private boolean isHeld(Layer layer) {
    return layers.values().stream()
        .anyMatch(
            held ->
                held.equals(layer) || (held instanceof Both both && both.training.equals(layer)));
  }

  private synchronized Layer layer(Key key, boolean isTraining) {
    if (isClosed) {
      throw new IllegalStateException("this block has been closed");
    }
    Layer known = layers.get(key);
    if (known == null) {
      known = made(key);
      layers.put(key, known);
      if (layers.size() > MOST) {
        Key eldest = layers.keySet().iterator().next();
        Layer gone = layers.remove(eldest);
        if (gone != null) {
          gone.close();
        }
      }
    }
    return isTraining && known instanceof Both both ? both.training : known;
  }

  /** The same covers with dropout and without. */
  private record Both(Layer inference, Layer training) implements Layer {
    @Override
    public NDArray attend(NDArray q, NDArray k, NDArray v) {
      return inference.attend(q, k, v);
    }

    @Override
    public void close() {
      inference.close();
      training.close();
    }
  }

  private Layer made(Key key) {
    if (key.m() > key.n()) {
      throw new IllegalArgumentException(
          "there are more queries than keys: %d and %d".formatted(key.m(), key.n()));
    }
    List<Relation> relations = new ArrayList<>();
    for (SparsityPattern head : heads) {
      relations.add(head.at(key.n()).last(key.m()));
    }
    if (relations.size() == 1) {
      try (SparseAttention plain = SparseAttention.over(relations.getFirst(), key.work())) {
        Layer without = one(plain.with(inference));
        return isOne() ? without : new Both(without, one(plain.with(training)));
      }
    }
    try (SparseAttention.ManyAttentions many =
        SparseAttention.overHeads(cycled(relations, key.heads()))) {
      Layer without = many(many.with(inference));
      return isOne() ? without : new Both(without, many(many.with(training)));
    }
  }

  /** Head h takes entry h mod k. */
  private static List<Relation> cycled(List<Relation> entries, int heads) {
    List<Relation> relations = new ArrayList<>();
    for (int head = 0; head < heads; head++) {
      relations.add(entries.get(head % entries.size()));
    }
    return relations;
  }

  /** Without dropout training is as inference. */
  private boolean isOne() {
    return training.dropout() == 0;
  }

  private static Layer one(SparseAttention attention) {
    return new Layer() {
      @Override
      public NDArray attend(NDArray q, NDArray k, NDArray v) {
        return attention.attend(q, k, v);
      }

      @Override
      public void close() {
        attention.close();
      }
    };
  }

  private static Layer many(SparseAttention.ManyAttentions attentions) {
    return new Layer() {
      @Override
      public NDArray attend(NDArray q, NDArray k, NDArray v) {
        return attentions.attend(q, k, v);
      }

      @Override
      public void close() {
        attentions.close();
      }
    };
  }

  @Override
  public synchronized void close() {
    isClosed = true;
    layers.values().forEach(Layer::close);
    layers.clear();
  }
}
