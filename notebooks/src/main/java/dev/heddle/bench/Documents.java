package dev.heddle.bench;

import java.util.SplittableRandom;

/** Documents that lie one after the other in a sequence. */
final class Documents {

  private static final int SHORTEST = 256;
  private static final int LONGEST = 768;
  private static final long SEED = 20;

  private Documents() {}

  /** For each position the number of its document; lengths differ, and are 512 on average. */
  static int[] of(int n) {
    SplittableRandom random = new SplittableRandom(SEED);
    int[] documents = new int[n];
    int document = 0;
    for (int at = 0; at < n; document++) {
      int end = (int) Math.min(n, (long) at + random.nextInt(SHORTEST, LONGEST + 1));
      while (at < end) {
        documents[at++] = document;
      }
    }
    return documents;
  }
}
