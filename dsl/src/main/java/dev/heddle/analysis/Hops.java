package dev.heddle.analysis;

import dev.heddle.diagnostic.HeddleException;
import dev.heddle.diagnostic.Problem;
import dev.heddle.relation.Progression;
import dev.heddle.relation.Relation;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.OptionalInt;

/**
 * After how many layers every position has heard of every other: the least t at which Sᵗ is
 * everything, where S¹ = A¹ and Sᵗ(k) is the union of Sᵗ⁻¹(j) over the keys j of k in layer ((t−1)
 * mod p) + 1 (Yun et al. 2020, equation 2 and condition 3 of Assumption 1).
 */
public final class Hops {

  /** The greatest length at which hops are counted, by n sets of n positions. */
  public static final int MOST_POSITIONS = 8_192;

  /** The most words of sets that are joined. */
  private static final long MOST_WORK = 1L << 36;

  private Hops() {}

  /**
   * The number of hops, or empty if they never reach everything.
   *
   * @param layers the patterns that the layers cycle through, all square and of one length
   * @throws HeddleException beyond {@value #MOST_POSITIONS} positions, or 2³⁶ steps of work
   */
  public static OptionalInt of(List<Relation> layers) {
    int n = layers.getFirst().keys();
    if (n > MOST_POSITIONS) {
      throw tooMuch("counting hops at n = " + n, MOST_POSITIONS + " positions");
    }
    int[][][] keys =
        layers.stream()
            .map(
                layer -> {
                  int[][] rows = new int[n][];
                  Arrays.setAll(rows, query -> layer.row(query).keys());
                  return rows;
                })
            .toArray(int[][][]::new);
    BitSet[] reached = new BitSet[n];
    for (int query = 0; query < n; query++) {
      reached[query] = new BitSet(n);
      for (Progression piece : layers.getFirst().row(query).pieces()) {
        for (long key = piece.start(); key <= piece.last(); key += piece.step()) {
          reached[query].set((int) key);
        }
      }
    }
    // Brent: a state that comes again tells that nothing new ever comes.
    BitSet[] landmark = reached;
    long power = 1;
    long since = 0;
    long work = 0;
    for (int hops = 1; ; hops++) {
      if (isFull(reached, n)) {
        return OptionalInt.of(hops);
      }
      int layer = hops % layers.size();
      work += layers.get(layer).edges() * (n / 64 + 1L);
      if (work > MOST_WORK) {
        throw tooMuch("counting hops at n = " + n, MOST_WORK + " steps");
      }
      reached = next(reached, keys[layer]);
      if (hops % layers.size() == 0) {
        if (Arrays.equals(reached, landmark)) {
          return OptionalInt.empty();
        }
        if (++since == power) {
          landmark = reached;
          power *= 2;
          since = 0;
        }
      }
    }
  }

  private static BitSet[] next(BitSet[] reached, int[][] keys) {
    BitSet[] next = new BitSet[reached.length];
    for (int query = 0; query < next.length; query++) {
      BitSet all = new BitSet(next.length);
      for (int key : keys[query]) {
        all.or(reached[key]);
      }
      next[query] = all;
    }
    return next;
  }

  private static boolean isFull(BitSet[] reached, int n) {
    for (BitSet set : reached) {
      if (set.cardinality() < n) {
        return false;
      }
    }
    return true;
  }

  private static HeddleException tooMuch(String what, String limit) {
    return HeddleException.of(
        new Problem.TooMuchWork(what, limit, "take the pattern at a shorter length"), null);
  }
}
