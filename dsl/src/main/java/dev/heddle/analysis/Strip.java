package dev.heddle.analysis;

import dev.heddle.relation.Watch;
import java.util.Arrays;

/**
 * Who has heard of some keys, 64 keys to a word, layer after layer: exact, for any patterns, at the
 * price of all pieces for each 64 keys and each layer.
 */
final class Strip {

  /** Keys by strip: what fits a cache line for each position. */
  static final int KEYS = 512;

  /** Keys by strip where the sets of n positions are to have no more words than these. */
  static int keys(int n, int mostWords) {
    return Math.clamp(mostWords / n, 1, KEYS / 64) * 64;
  }

  private final LayerGraph graph;
  private final int words;
  private final long[] all;
  private long[] heard;
  private long[] next;
  private final long[] spans;
  private final boolean[] isFull;
  private int full;
  private int depth;

  /** Whoever asked for this, which another thread may be working for. */
  private final Thread asking;

  /** Nobody has heard of any of the keys yet; this thread asks. */
  Strip(LayerGraph graph, int[] keys) {
    this(graph, keys, Thread.currentThread());
  }

  /** Nobody has heard of any of the keys yet. */
  Strip(LayerGraph graph, int[] keys, Thread asking) {
    this.asking = asking;
    this.graph = graph;
    this.words = (keys.length + 63) / 64;
    this.all = new long[words];
    for (int index = 0; index < keys.length; index++) {
      all[index >> 6] |= 1L << index;
    }
    this.heard = new long[graph.n * words];
    this.next = new long[graph.n * words];
    this.spans = new long[graph.n * words];
    this.isFull = new boolean[graph.n];
    // Before the first layer each key knows of itself alone.
    for (int index = 0; index < keys.length; index++) {
      heard[keys[index] * words + (index >> 6)] |= 1L << index;
    }
    count();
  }

  /** Goes through the next layer. */
  void step() {
    Watch.goOn("going through the layers", asking);
    PieceTable table = graph.keys(depth % graph.layers);
    long[] sharedSums = new long[table.sharedCount * words];
    for (int number = 0; number < table.sharedCount; number++) {
      join(table, table.representatives[number], sharedSums, number * words);
    }
    for (int query = 0; query < graph.n; query++) {
      int at = query * words;
      if (graph.isReflexive && isFull[query]) {
        System.arraycopy(all, 0, next, at, words);
        continue;
      }
      Arrays.fill(next, at, at + words, 0);
      for (int piece = table.starts[query]; piece < table.starts[query + 1]; piece++) {
        int number = table.shared[piece];
        if (number >= 0) {
          or(sharedSums, number * words, next, at);
        } else if (table.level(piece) < PieceTable.LONG) {
          join(table, piece, next, at);
        }
      }
    }
    joinLong(table);
    long[] before = heard;
    heard = next;
    next = before;
    depth++;
    count();
  }

  /**
   * Joins long intervals. What spans of 2ˡ positions have heard together is had from spans of half
   * the length, and an interval is two of them, which may overlap.
   */
  private void joinLong(PieceTable table) {
    int[][] byLevel = table.longByLevel();
    int highest = 31;
    while (highest > 0 && byLevel[highest].length == 0) {
      highest--;
    }
    if (highest == 0) {
      return;
    }
    System.arraycopy(heard, 0, spans, 0, spans.length);
    for (int level = 1; level <= highest; level++) {
      int half = 1 << (level - 1);
      for (int position = 0; position + half < graph.n; position++) {
        or(spans, (position + half) * words, spans, position * words);
      }
      int[] pieces = byLevel[level];
      for (int at = 0; at < pieces.length; at += 2) {
        int target = pieces[at] * words;
        if (graph.isReflexive && isFull[pieces[at]]) {
          continue;
        }
        int piece = pieces[at + 1];
        or(spans, table.first[piece] * words, next, target);
        or(spans, (table.last[piece] - 2 * half + 1) * words, next, target);
      }
    }
  }

  private void join(PieceTable table, int piece, long[] target, int at) {
    for (int key = table.first[piece]; key <= table.last[piece]; key += table.step[piece]) {
      or(heard, key * words, target, at);
    }
  }

  private void or(long[] from, int source, long[] target, int at) {
    for (int word = 0; word < words; word++) {
      target[at + word] |= from[source + word];
    }
  }

  private void count() {
    full = 0;
    for (int position = 0; position < graph.n; position++) {
      boolean is = true;
      for (int word = 0; word < words; word++) {
        is &= heard[position * words + word] == all[word];
      }
      isFull[position] = is;
      full += is ? 1 : 0;
    }
  }

  /** The number of layers that were gone through. */
  int depth() {
    return depth;
  }

  /** Whether every position has heard of all of the keys. */
  boolean isFull() {
    return full == graph.n;
  }

  /** About how many words a step through a layer joins, for each 64 keys. */
  static long cost(PieceTable table) {
    long cost = 2L * table.n;
    int highest = 0;
    for (int piece = 0; piece < table.size(); piece++) {
      int level = table.level(piece);
      highest = Math.max(highest, level);
      cost += table.shared[piece] >= 0 ? 1 : level < PieceTable.LONG ? table.count(piece) : 2;
    }
    for (int number = 0; number < table.sharedCount; number++) {
      cost += table.count(table.representatives[number]);
    }
    return cost + (highest < PieceTable.LONG ? 0 : (long) highest * table.n);
  }
}
