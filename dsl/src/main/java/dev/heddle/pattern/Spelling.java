package dev.heddle.pattern;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** What somebody may have meant. */
final class Spelling {

  private static final int MOST = 3;

  /** Less than this is a part of too many names. */
  private static final int LEAST_PART = 4;

  private Spelling() {}

  /**
   * The nearest of the names that are about as far from the word as a slip of the hand takes one,
   * nearest first; where there are none, names that the word is a part of.
   */
  static List<String> near(String word, Collection<String> names) {
    List<String> slips = slips(word, names);
    return slips.isEmpty() ? longer(word, names) : slips;
  }

  /** The names that the word is a part of, the shortest first. */
  private static List<String> longer(String word, Collection<String> names) {
    String part = word.toLowerCase(Locale.ROOT);
    return part.length() < LEAST_PART
        ? List.of()
        : names.stream()
            .filter(name -> name.toLowerCase(Locale.ROOT).contains(part))
            .sorted(
                Comparator.comparingInt(String::length).thenComparing(Comparator.naturalOrder()))
            .limit(MOST)
            .toList();
  }

  private static List<String> slips(String word, Collection<String> names) {
    int limit = Math.max(1, Math.min(3, word.length() / 3));
    int nearest =
        names.stream().mapToInt(name -> distance(word, name)).min().orElse(Integer.MAX_VALUE);
    return nearest > limit
        ? List.of()
        : names.stream()
            .filter(name -> distance(word, name) == nearest)
            .sorted(Comparator.naturalOrder())
            .limit(MOST)
            .toList();
  }

  /**
   * Insertions, deletions, replacements and swaps of neighbours, whatever the case of the letters.
   */
  static int distance(String from, String to) {
    String a = from.toLowerCase(Locale.ROOT);
    String b = to.toLowerCase(Locale.ROOT);
    if (Math.abs(a.length() - b.length()) > 3) {
      return Math.abs(a.length() - b.length());
    }
    int[][] cost = new int[a.length() + 1][b.length() + 1];
    for (int i = 0; i <= a.length(); i++) {
      for (int j = 0; j <= b.length(); j++) {
        if (i == 0 || j == 0) {
          cost[i][j] = i + j;
          continue;
        }
        int same = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
        cost[i][j] =
            Math.min(cost[i - 1][j - 1] + same, Math.min(cost[i - 1][j], cost[i][j - 1]) + 1);
        if (i > 1
            && j > 1
            && a.charAt(i - 1) == b.charAt(j - 2)
            && a.charAt(i - 2) == b.charAt(j - 1)) {
          cost[i][j] = Math.min(cost[i][j], cost[i - 2][j - 2] + 1);
        }
      }
    }
    return cost[a.length()][b.length()];
  }
}
