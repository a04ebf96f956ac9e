package dev.heddle.recognise;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.heddle.pattern.SparsityPattern;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** DeepSpeed's configurations beside the loops of its layouts, and beside the zoo. */
class DeepSpeedConfigTest {

  private static final int BLOCK = 3;

  private static Converted of(Map<String, ?> settings) {
    Map<String, Object> all = new TreeMap<>(settings);
    all.putIfAbsent("block", BLOCK);
    return Conventions.of(Settings.of(Map.of("sparse_attention", all, "train_batch_size", 8)));
  }

  /** A head's text at blocks × blocks, which a layout has to be. */
  private static void same(boolean[][] layout, SparsityPattern pattern, String what) {
    int n = layout.length * BLOCK;
    var relation = pattern.at(n);
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        assertEquals(
            layout[i / BLOCK][j / BLOCK],
            relation.contains(i, j),
            what + ": " + pattern + " at " + n + ", " + i + ", " + j);
      }
    }
  }

  /** Fills a rectangle of a layout, cut to it as a slice is. */
  private static void fill(boolean[][] layout, int top, int bottom, int left, int right) {
    for (int row = Math.max(0, top); row < Math.min(bottom, layout.length); row++) {
      for (int column = Math.max(0, left); column < Math.min(right, layout.length); column++) {
        layout[row][column] = true;
      }
    }
  }

  /** A window on the diagonal: whole, or its lower triangle. */
  private static void window(boolean[][] layout, int from, int to, boolean backward) {
    for (int row = from; row < Math.min(to, layout.length); row++) {
      fill(layout, row, row + 1, from, backward ? row + 1 : to);
    }
  }

  private static boolean[][] fixed(
      int blocks, int local, int global, boolean backward, boolean horizontal, int part) {
    boolean[][] layout = new boolean[blocks][blocks];
    for (int from = 0; from < blocks; from += local) {
      window(layout, from, Math.min(from + local, blocks), backward);
    }
    int first = local - (1 + part) * global;
    int end = blocks - blocks % local;
    for (int at = first; at < end; at += local) {
      fill(layout, backward ? at : 0, blocks, at, at + global);
      if (horizontal) {
        fill(layout, at, at + global, 0, blocks);
      }
    }
    if (end < blocks) {
      int start = Math.min(end + first, blocks - global);
      fill(layout, backward ? start : 0, blocks, start, start + global);
      if (horizontal) {
        fill(layout, start, start + global, 0, blocks);
      }
    }
    return layout;
  }

  @Test
  void fixed() {
    for (boolean backward : new boolean[] {false, true}) {
      for (boolean horizontal : new boolean[] {false, true}) {
        if (backward && horizontal) {
          continue;
        }
        for (int global : new int[] {1, 2}) {
          Converted converted =
              of(
                  Map.of(
                      "mode",
                      "fixed",
                      "num_local_blocks",
                      4,
                      "num_global_blocks",
                      global,
                      "attention",
                      backward ? "unidirectional" : "bidirectional",
                      "horizontal_global_attention",
                      horizontal,
                      "different_layout_per_head",
                      true,
                      "num_different_global_patterns",
                      4 / global));
          for (int head = 0; head < 5; head++) {
            for (int blocks = global; blocks < 14; blocks++) {
              same(
                  fixed(blocks, 4, global, backward, horizontal, head % (4 / global)),
                  converted.pattern().entry(0, head),
                  "head " + head);
            }
          }
        }
      }
    }
    assertEquals(
        SparsityPattern.parse("import zoo; deepspeed_fixed"),
        of(Map.of("mode", "fixed", "block", 16)).pattern());
    assertEquals(
        SparsityPattern.parse("import zoo; deepspeed_fixed_heads"),
        of(Map.of(
                "block", 16, "different_layout_per_head", true, "num_different_global_patterns", 4))
            .pattern());
  }

  private static boolean[][] variable(
      int blocks,
      List<Integer> windows,
      List<Integer> starts,
      @Nullable List<Integer> ends,
      boolean backward,
      boolean horizontal) {
    boolean[][] layout = new boolean[blocks][blocks];
    int from = 0;
    for (int size : windows) {
      window(layout, from, Math.min(from + size, blocks), backward);
      from += size;
    }
    for (int size = windows.getLast(); from < blocks; from += size) {
      window(layout, from, Math.min(from + size, blocks), backward);
    }
    for (int at = 0; at < starts.size(); at++) {
      int start = starts.get(at);
      int end = ends == null ? start + 1 : ends.get(at);
      if (start < blocks) {
        if (horizontal) {
          fill(layout, start, end, 0, blocks);
        }
        fill(layout, backward ? start : 0, blocks, start, end);
      }
    }
    return layout;
  }

  @Test
  void variable() {
    List<List<Integer>> windowLists =
        List.of(List.of(4), List.of(2, 2), List.of(1, 3, 2), List.of(5, 1));
    List<List<Integer>> startLists = List.of(List.of(0), List.of(), List.of(1, 6), List.of(9));
    for (List<Integer> windows : windowLists) {
      for (List<Integer> starts : startLists) {
        for (int kind = 0; kind < 6; kind++) {
          boolean backward = kind % 3 == 1;
          boolean horizontal = kind % 3 == 2;
          List<Integer> ends = kind < 3 ? null : starts.stream().map(start -> start + 2).toList();
          Map<String, Object> settings = new TreeMap<>();
          settings.put("mode", "variable");
          settings.put("local_window_blocks", windows);
          settings.put("global_block_indices", starts);
          settings.put("attention", backward ? "unidirectional" : "bidirectional");
          settings.put("horizontal_global_attention", horizontal);
          if (ends != null) {
            settings.put("global_block_end_indices", ends);
          }
          Converted converted = of(settings);
          for (int blocks = 1; blocks < 13; blocks++) {
            same(
                variable(blocks, windows, starts, ends, backward, horizontal),
                converted.pattern(),
                settings.toString());
          }
        }
      }
    }
    SparsityPattern zoo = SparsityPattern.parse("import zoo; deepspeed_variable");
    Converted standard = of(Map.of("mode", "variable", "block", 16));
    for (int n : new int[] {16, 100, 160}) {
      assertTrue(standard.pattern().at(n).minus(zoo.at(n)).edges() == 0, "more at " + n);
      assertEquals(zoo.at(n).edges(), standard.pattern().at(n).edges());
    }
  }

  /** A window and global rows and columns, cut to what is not in the future. */
  private static boolean[][] longformer(
      int blocks, int window, List<Integer> starts, int length, boolean backward) {
    boolean[][] layout = new boolean[blocks][blocks];
    for (int row = 0; row < blocks; row++) {
      fill(layout, row, row + 1, row - window / 2, row + window / 2 + 1);
    }
    for (int start : starts) {
      if (start < blocks) {
        fill(layout, start, start + length, 0, blocks);
        fill(layout, 0, blocks, start, start + length);
      }
    }
    for (int row = 0; row < blocks && backward; row++) {
      for (int column = row + 1; column < blocks; column++) {
        layout[row][column] = false;
      }
    }
    return layout;
  }

  @Test
  void windowsWithGlobalBlocks() {
    for (boolean backward : new boolean[] {false, true}) {
      String attention = backward ? "unidirectional" : "bidirectional";
      for (int window = 1; window < 6; window++) {
        for (List<Integer> starts : List.of(List.<Integer>of(), List.of(0), List.of(1, 7))) {
          Map<String, Object> settings =
              new TreeMap<>(
                  Map.of(
                      "mode",
                      "bslongformer",
                      "num_sliding_window_blocks",
                      window,
                      "global_block_indices",
                      starts,
                      "attention",
                      attention));
          Converted longformer = of(settings);
          settings.put("global_block_end_indices", starts.stream().map(at -> at + 3).toList());
          Converted ended = of(settings);
          for (int blocks = 1; blocks < 12; blocks++) {
            same(longformer(blocks, window, starts, 1, backward), longformer.pattern(), "one each");
            same(longformer(blocks, window, starts, 3, backward), ended.pattern(), "three each");
          }
        }
        for (int global = 0; global < 4; global++) {
          Converted bigbird =
              of(
                  Map.of(
                      "mode",
                      "bigbird",
                      "num_sliding_window_blocks",
                      window,
                      "num_global_blocks",
                      global,
                      "num_random_blocks",
                      0,
                      "attention",
                      attention));
          for (int blocks = Math.max(1, global); blocks < 12; blocks++) {
            same(
                longformer(blocks, window, global == 0 ? List.of() : List.of(0), global, backward),
                bigbird.pattern(),
                "BigBird without its draw");
          }
        }
        Converted local =
            of(
                Map.of(
                    "mode", "local", "num_sliding_window_blocks", window, "attention", attention));
        for (int blocks = 1; blocks < 12; blocks++) {
          boolean[][] layout = longformer(blocks, window, List.of(), 0, backward);
          same(layout, local.pattern(), "local");
        }
      }
    }
  }

  @Test
  void theZoosOwnNumbersAreTheZoosPatterns() {
    for (String[] each :
        new String[][] {
          {"bigbird", "bidirectional", "deepspeed_bigbird"},
          {"bigbird", "unidirectional", "deepspeed_bigbird_unidirectional"},
          {"bslongformer", "bidirectional", "deepspeed_bslongformer"},
          {"bslongformer", "unidirectional", "deepspeed_bslongformer_unidirectional"},
          {"local", "unidirectional", "deepspeed_local"},
          {"local", "bidirectional", "deepspeed_local_bidirectional"},
          {"dense", "bidirectional", "deepspeed_dense"},
        }) {
      Map<String, Object> settings = new TreeMap<>(Map.of("mode", each[0], "block", 16));
      if (!each[0].equals("dense")) {
        settings.put("attention", each[1]);
      }
      SparsityPattern zoo = SparsityPattern.parse("import zoo; " + each[2]);
      SparsityPattern ours = of(settings).pattern();
      for (int n : new int[] {16, 100, 160}) {
        var one = zoo.at(n);
        var other = ours.at(n);
        assertEquals(0, one.minus(other).edges() + other.minus(one).edges(), each[2] + " at " + n);
      }
    }
  }
}
