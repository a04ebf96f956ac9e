package dev.heddle.notebook;

import dev.heddle.relation.Relation;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A row that stands for some of its neighbours in a picture.
 *
 * @param query which
 * @param weight for how many, itself included
 */
record RowSample(int query, double weight) {

  private static final double GOLDEN = 0.6180339887498949;

  /** Rows side by side, of which samples are taken. */
  record Range(int first, int height) {}

  /**
   * So many rows or few more: the first and the last, where a block's border may be special, and
   * some in between in uneven steps, lest they fall in with the pattern's own.
   */
  static List<RowSample> spread(Range range, int most) {
    List<RowSample> samples = ends(range);
    spread(range.first + 1, range.height - 2, most - 2, range.first, samples);
    return samples;
  }

  /**
   * The same, but of rows of each length in turn: one long row among thousands of short ones is
   * then seen, and counts as one. Rows of many lengths are told apart by the next power of two
   * only.
   */
  static List<RowSample> bySize(Relation relation, Range range, int most) {
    List<RowSample> samples = ends(range);
    long[] sizes = new long[range.height];
    relation.sizes(range.first, range.first + range.height, sizes, 0);
    Map<Long, List<Integer>> classes = classes(sizes, range.first, false);
    if (classes.size() > most) {
      classes = classes(sizes, range.first, true);
    }
    for (List<Integer> alike : classes.values()) {
      int share = (int) ((most - 2L) * alike.size() / range.height);
      List<RowSample> places = new ArrayList<>();
      spread(0, alike.size(), Math.max(1, share), range.first, places);
      places.forEach(at -> samples.add(new RowSample(alike.get(at.query), at.weight)));
    }
    return samples;
  }

  private static List<RowSample> ends(Range range) {
    List<RowSample> ends = new ArrayList<>();
    ends.add(new RowSample(range.first, 1));
    ends.add(new RowSample(range.first + range.height - 1, 1));
    return ends;
  }

  /** The queries between the ends, by the sizes of their rows; those of empty rows left out. */
  private static Map<Long, List<Integer>> classes(long[] sizes, int first, boolean isCoarse) {
    Map<Long, List<Integer>> classes = new TreeMap<>();
    for (int at = 1; at < sizes.length - 1; at++) {
      if (sizes[at] > 0) {
        long size = isCoarse ? Long.highestOneBit(sizes[at]) : sizes[at];
        classes.computeIfAbsent(size, _ -> new ArrayList<>()).add(first + at);
      }
    }
    return classes;
  }

  private static void spread(int from, int count, int number, int seed, List<RowSample> samples) {
    double step = (double) count / number;
    for (int sample = 0; sample < number; sample++) {
      double jitter = (seed * (double) number + sample) * GOLDEN % 1;
      samples.add(new RowSample(from + (int) ((sample + jitter) * step), step));
    }
  }
}
