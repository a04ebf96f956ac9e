package dev.heddle.cover;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a relation looks like, read off a sample of its rows: keys that all queries have, distances
 * that keep, and remainders that keep. Whatever it overlooks costs time and changes no result.
 */
final class Structure {

  private static final int SAMPLES = 48;

  /** Diagonals nearer than this are one. */
  private static final int NEAR = 48;

  /** Shorter progressions are looked at key by key. */
  private static final int SHORT = 6;

  private static final int MOST_REGIONS = 24;

  private final RowTable table;
  private final int[] samples;
  private final int n;

  private Structure(RowTable table, int[] samples) {
    this.table = table;
    this.samples = samples;
    this.n = table.keys;
  }

  /** The regions, those first that are the surest gain; the diagonals by their nearness to 0. */
  static List<Region> of(RowTable table, int[] rows) {
    int[] samples = new int[Math.min(rows.length, SAMPLES)];
    for (int at = 0; at < samples.length; at++) {
      long from = (long) at * rows.length / samples.length;
      long to = (long) (at + 1) * rows.length / samples.length;
      // Evenly spread but not regularly, or a stride may be taken for a column.
      long mixed = (at + 1) * 0x9E3779B97F4A7C15L;
      samples[at] = rows[(int) (from + Math.floorMod(mixed >>> 17, Math.max(1, to - from)))];
    }
    Structure structure = new Structure(table, samples);
    List<Region> regions = new ArrayList<>();
    Region.Columns columns = structure.columns();
    if (columns != null) {
      regions.add(columns);
    }
    regions.addAll(structure.residues());
    regions.addAll(structure.diagonals(columns));
    return regions.size() > MOST_REGIONS ? regions.subList(0, MOST_REGIONS) : regions;
  }

  private int least() {
    return Math.max(2, samples.length / 8);
  }

  // ---- keys that nearly all queries have

  private Region.@Nullable Columns columns() {
    int[] counts = new int[n + 1];
    int[] seen = new int[n];
    for (int at = 0; at < samples.length; at++) {
      int query = samples[at];
      int next = 0;
      for (int piece = 0; piece < table.pieces(query); piece++) {
        int first = table.first(query, piece);
        int last = table.last(query, piece);
        int step = table.step(query, piece);
        if (step == 1) {
          first = Math.max(first, next);
          if (first <= last) {
            counts[first]++;
            counts[last + 1]--;
            next = last + 1;
          }
        } else {
          for (int key = first; key <= last; key += step) {
            seen[key]++;
          }
        }
      }
    }
    int enough = Math.ceilDiv(samples.length * 9, 10);
    List<Integer> firsts = new ArrayList<>();
    List<Integer> lasts = new ArrayList<>();
    int total = 0;
    int sum = 0;
    boolean inside = false;
    for (int key = 0; key < n; key++) {
      sum += counts[key];
      boolean now = Math.min(samples.length, sum + seen[key]) >= enough;
      total += now ? 1 : 0;
      if (now && !inside) {
        firsts.add(key);
      }
      if (!now && inside) {
        lasts.add(key - 1);
      }
      inside = now;
    }
    if (inside) {
      lasts.add(n - 1);
    }
    if (total == 0 || total > n / 2) {
      return null;
    }
    int[] keys = new int[total];
    int at = 0;
    for (int interval = 0; interval < firsts.size(); interval++) {
      for (int key = firsts.get(interval); key <= lasts.get(interval); key++) {
        keys[at++] = key;
      }
    }
    return new Region.Columns(Slots.of(keys), ints(firsts), ints(lasts));
  }

  private static int[] ints(List<Integer> numbers) {
    return numbers.stream().mapToInt(Integer::intValue).toArray();
  }

  // ---- keys at the same remainder from the query

  private static final class Reach {
    int seen;
    int low = Integer.MAX_VALUE;
    int high = Integer.MIN_VALUE;
    boolean isBoundBelow;
    boolean isBoundAbove;
  }

  private List<Region> residues() {
    Map<Long, Reach> found = new HashMap<>();
    for (int query : samples) {
      int p = query + table.shift();
      for (int piece = 0; piece < table.pieces(query); piece++) {
        int step = table.step(query, piece);
        int first = table.first(query, piece);
        int last = table.last(query, piece);
        if (step == 1 || n / step < SHORT || (last - first) / step < 2) {
          continue;
        }
        Reach reach =
            found.computeIfAbsent(
                ((long) step << 32) | Math.floorMod(first - p, step), _ -> new Reach());
        reach.seen++;
        if (first - p < reach.low) {
          reach.low = first - p;
          reach.isBoundBelow = first >= step;
        }
        if (last - p > reach.high) {
          reach.high = last - p;
          reach.isBoundAbove = last < n - step;
        }
      }
    }
    List<Region> regions = new ArrayList<>();
    found.entrySet().stream()
        .filter(entry -> entry.getValue().seen >= least())
        .sorted(Map.Entry.comparingByKey())
        .forEach(
            entry -> {
              Reach reach = entry.getValue();
              regions.add(
                  new Region.Residue(
                      (int) (entry.getKey() >>> 32),
                      (int) (long) entry.getKey(),
                      reach.isBoundBelow ? reach.low : -n,
                      reach.isBoundAbove ? reach.high : n));
            });
    return regions;
  }

  // ---- keys at the same distance from the query

  private List<Region> diagonals(Region.@Nullable Columns columns) {
    Map<Long, Integer> found = new HashMap<>();
    for (int query : samples) {
      int p = query + table.shift();
      for (int piece = 0; piece < table.pieces(query); piece++) {
        int step = table.step(query, piece);
        int first = table.first(query, piece);
        int last = table.last(query, piece);
        if (step == 1) {
          boolean isCut = (first == 0 && last > 0) || (last == n - 1 && first < n - 1);
          boolean isColumn =
              columns != null
                  && columns.contains(p, first)
                  && columns.contains(p, last)
                  && last - first < columns.keys().count;
          if (!isCut && !isColumn) {
            found.merge(pair(first - p, last - p), 1, Integer::sum);
          }
        } else if (n / step < SHORT) {
          for (int key = first; key <= last; key += step) {
            found.merge(pair(key - p, key - p), 1, Integer::sum);
          }
        }
      }
    }
    List<Region.Diagonal> sorted = new ArrayList<>();
    found.forEach(
        (pair, seen) -> {
          if (seen >= least()) {
            sorted.add(new Region.Diagonal((int) (pair >> 32), (int) (long) pair));
          }
        });
    sorted.sort(Comparator.comparingInt(Region.Diagonal::low));
    List<Region.Diagonal> merged = new ArrayList<>();
    for (Region.Diagonal next : sorted) {
      Region.Diagonal last = merged.isEmpty() ? null : merged.getLast();
      if (last != null && next.low() - last.high() <= NEAR) {
        merged.set(
            merged.size() - 1, new Region.Diagonal(last.low(), Math.max(last.high(), next.high())));
      } else {
        merged.add(next);
      }
    }
    merged.sort(
        Comparator.comparingInt(
            diagonal -> Math.max(0, Math.max(diagonal.low(), -diagonal.high()))));
    return List.copyOf(merged);
  }

  private static long pair(int low, int high) {
    return ((long) low << 32) | (high & 0xFFFF_FFFFL);
  }
}
