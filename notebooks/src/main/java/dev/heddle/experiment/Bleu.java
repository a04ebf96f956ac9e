package dev.heddle.experiment;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * BLEU of what was written, against one reference for each sentence (Papineni, Roukos, Ward and Zhu
 * 2002): the geometric mean of the precisions of one to four words in a row, each counted no more
 * often than in the reference, times a penalty for brevity, all over the whole of the sentences.
 * Without smoothing: 0 where no four words in a row are right.
 */
final class Bleu {

  private static final int ORDERS = 4;

  private final long[] found = new long[ORDERS];
  private final long[] all = new long[ORDERS];
  private long written;
  private long wanted;

  /** Counts a sentence. */
  void add(List<String> sentence, List<String> reference) {
    written += sentence.size();
    wanted += reference.size();
    for (int order = 1; order <= ORDERS; order++) {
      Map<List<String>, Integer> left = counts(reference, order);
      for (Map.Entry<List<String>, Integer> own : counts(sentence, order).entrySet()) {
        all[order - 1] += own.getValue();
        found[order - 1] += Math.min(own.getValue(), left.getOrDefault(own.getKey(), 0));
      }
    }
  }

  private static Map<List<String>, Integer> counts(List<String> sentence, int order) {
    Map<List<String>, Integer> counts = new HashMap<>();
    for (int at = 0; at + order <= sentence.size(); at++) {
      counts.merge(List.copyOf(sentence.subList(at, at + order)), 1, Integer::sum);
    }
    return counts;
  }

  /** The share of so many words in a row that are in the references; 0 of none. */
  double precision(int order) {
    return all[order - 1] == 0 ? 0 : found[order - 1] / (double) all[order - 1];
  }

  /** e to 1 − wanted/written where less was written than wanted, and otherwise 1. */
  double brevity() {
    return written >= wanted ? 1 : written == 0 ? 0 : Math.exp(1 - wanted / (double) written);
  }

  /** From 0 to 100. */
  double score() {
    double logarithms = 0;
    for (int order = 1; order <= ORDERS; order++) {
      logarithms += Math.log(precision(order)) / ORDERS;
    }
    return 100 * brevity() * Math.exp(logarithms);
  }
}
