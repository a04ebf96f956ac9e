package dev.heddle.recognise;

import static java.util.stream.Collectors.joining;

import java.util.ArrayList;
import java.util.List;

/**
 * DeepSpeed's {@code sparse_attention}: layouts of blocks, as {@code sparsity_config.py} makes
 * them. They are those of the zoo; where one line says them, that line is the text.
 */
final class DeepSpeedConfig {

  private static final List<String> MODES =
      List.of("fixed", "variable", "bigbird", "bslongformer", "dense", "local");

  private static final String ATTENTION = "attention";
  private static final String BACKWARD = "unidirectional";

  /** By which settings a call is one of DeepSpeed's. */
  static final List<String> NAMES =
      List.of(
          "mode",
          "block",
          "num_local_blocks",
          "num_sliding_window_blocks",
          "local_window_blocks",
          "global_block_indices",
          "num_different_global_patterns");

  private final Keys keys;

  private DeepSpeedConfig(Keys keys) {
    this.keys = keys;
  }

  static Converted of(Keys keys) {
    return new DeepSpeedConfig(keys).converted();
  }

  private Converted converted() {
    String mode = keys.oneOf("mode", "fixed", MODES);
    int block = keys.number("block", 16, 1);
    boolean perHead = keys.truth("different_layout_per_head", false);
    List<String> names =
        new ArrayList<>(List.of("mode", "block", "different_layout_per_head", ATTENTION));
    String text =
        switch (mode) {
          case "fixed" -> {
            names.addAll(
                List.of(
                    "num_local_blocks",
                    "num_global_blocks",
                    "horizontal_global_attention",
                    "num_different_global_patterns"));
            yield fixed(block, perHead);
          }
          case "variable" -> {
            names.addAll(
                List.of(
                    "num_random_blocks",
                    "local_window_blocks",
                    "global_block_indices",
                    "global_block_end_indices",
                    "horizontal_global_attention"));
            yield blocks(variable(), block);
          }
          case "bigbird" -> {
            names.addAll(
                List.of("num_random_blocks", "num_sliding_window_blocks", "num_global_blocks"));
            yield blocks(bigbird(), block);
          }
          case "bslongformer" -> {
            names.addAll(
                List.of(
                    "num_sliding_window_blocks",
                    "global_block_indices",
                    "global_block_end_indices"));
            yield blocks(bslongformer(), block);
          }
          case "local" -> {
            names.add("num_sliding_window_blocks");
            yield blocks(local(), block);
          }
          default -> {
            keys.ignore(ATTENTION);
            yield "full";
          }
        };
    keys.refuseRest(names);
    return keys.converted("DeepSpeed's sparse attention, " + mode, text);
  }

  /** Positions are blocks, which are full. */
  private static String blocks(List<String> parts, int block) {
    String layout = String.join(" + ", parts);
    if (block == 1) {
      return layout;
    }
    boolean isOne = layout.matches("\\w+(\\([^()]*\\))?");
    return (isOne ? layout : "(" + layout + ")") + " * full[" + block + "]";
  }

  private boolean isBackward(String fallback) {
    boolean backward =
        keys.oneOf(ATTENTION, fallback, List.of("bidirectional", BACKWARD)).equals(BACKWARD);
    if (backward) {
      keys.notSaid(
          ATTENTION,
          "in a block on the diagonal a query sees later keys too: the layout is one of blocks",
          "where the model has a causal mask of its own beside, that is `& causal`");
    }
    return backward;
  }

  private boolean horizontal(boolean backward) {
    boolean horizontal = keys.truth("horizontal_global_attention", false);
    if (horizontal && backward) {
      throw keys.bad(
          "horizontal_global_attention",
          "`horizontal_global_attention` is for bidirectional attention only",
          "");
    }
    return horizontal;
  }

  private void warnOfRandom(int random) {
    if (random > 0) {
      keys.notSaid(
          "num_random_blocks",
          "random blocks are not those of the library, which draws them from a generator without a"
              + " seed",
          "a layout that was saved keeps them: `recognise MASK.npy`");
    }
  }

  private String fixed(int block, boolean perHead) {
    int local = keys.number("num_local_blocks", 4, 1);
    int global = keys.number("num_global_blocks", 1, 1);
    if (local % global > 0) {
      throw keys.bad(
          "num_global_blocks",
          "`num_global_blocks` is %d, and does not divide `num_local_blocks`, %d"
              .formatted(global, local),
          "");
    }
    boolean backward = isBackward("bidirectional");
    boolean horizontal = horizontal(backward);
    int patterns = keys.number("num_different_global_patterns", 1, 1);
    if (patterns > local / global) {
      throw keys.bad(
          "num_different_global_patterns",
          "there are %d patterns, and a window of %d blocks has room for %d"
              .formatted(patterns, local, local / global),
          "");
    }
    if (patterns > 1 && !perHead) {
      throw keys.bad(
          "num_different_global_patterns",
          "several patterns need `different_layout_per_head`",
          "`different_layout_per_head=True`");
    }
    String name =
        "deepspeed_fixed" + (backward ? "_unidirectional" : horizontal ? "_horizontal" : "");
    String call = name + "(b: " + block + ", l: " + local + ", g: " + global;
    return "import zoo; "
        + (patterns == 1
            ? call + ")"
            : "heads(" + call + ", part: t) for t in 0..<" + patterns + ")");
  }

  private List<String> variable() {
    boolean backward = isBackward("bidirectional");
    boolean horizontal = horizontal(backward);
    List<Integer> windows = keys.numbers("local_window_blocks", List.of(4), 1);
    if (windows.isEmpty()) {
      throw keys.bad("local_window_blocks", "`local_window_blocks` has no window", "");
    }
    int random = keys.number("num_random_blocks", 0, 0);
    warnOfRandom(random);
    List<String> parts = new ArrayList<>();
    String local = windows(windows);
    List<Run> runs = runs();
    if (backward) {
      parts.add((local.contains(" ") ? "((" + local + ")" : "(" + local) + " & causal)");
      runs.forEach(run -> parts.add(run.seenFromItOn()));
    } else {
      parts.add(local);
      if (!runs.isEmpty()) {
        parts.add((horizontal ? "global(" : "keys(") + set(runs) + ")");
      }
    }
    if (random > 0) {
      parts.add("random(" + random + ")");
    }
    return parts;
  }

  /** Windows side by side, of which the last is repeated. */
  private static String windows(List<Integer> windows) {
    int last = windows.getLast();
    if (windows.stream().allMatch(size -> size == last)) {
      return "blocks(" + last + ")";
    }
    List<String> parts = new ArrayList<>();
    long from = 0;
    for (int size : windows.subList(0, windows.size() - 1)) {
      String run = new Run(from, from + size).bounded();
      parts.add("(queries(" + run + ") & keys(" + run + "))");
      from += size;
    }
    parts.add(
        "where(i >= %d and j >= %d and (i - %d) div %d == (j - %d) div %d)"
            .formatted(from, from, from, last, from, last));
    return String.join(" + ", parts);
  }

  private List<String> bigbird() {
    int random = keys.number("num_random_blocks", 1, 0);
    int window = keys.number("num_sliding_window_blocks", 3, 1);
    int global = keys.number("num_global_blocks", 1, 0);
    boolean backward = isBackward("bidirectional");
    warnOfDropped(backward);
    warnOfRandom(random);
    List<String> parts = new ArrayList<>();
    if (random > 0) {
      parts.add("random(" + random + (backward ? ", in: causal)" : ")"));
    }
    String near = window(window);
    String fixed = global == 0 ? near : near + " + global(" + global + ")";
    parts.add(backward ? "((" + fixed + ") & causal)" : fixed);
    return parts;
  }

  private List<String> bslongformer() {
    int window = keys.number("num_sliding_window_blocks", 3, 1);
    boolean backward = isBackward("bidirectional");
    warnOfDropped(backward);
    List<Run> runs = runs();
    String near = window(window);
    String layout = runs.isEmpty() ? near : near + " + global(" + set(runs) + ")";
    return List.of(backward ? "(" + layout + ") & causal" : layout);
  }

  private List<String> local() {
    int window = keys.number("num_sliding_window_blocks", 3, 1);
    boolean backward = isBackward(BACKWARD);
    keys.notSaid(
        "mode", "DeepSpeed reads no such mode from a file: its class is used from Python", "");
    return List.of(backward ? Bands.text(window / 2, 0) : window(window));
  }

  /** Half of the blocks on each side, rounded down, whatever their number. */
  private static String window(int blocks) {
    return Bands.text(blocks / 2, blocks / 2);
  }

  private void warnOfDropped(boolean backward) {
    if (backward) {
      keys.notSaid(
          ATTENTION,
          "DeepSpeed's reader of files drops `attention` in this mode: only its class heeds it",
          "");
    }
  }

  // ---- global blocks

  /** Blocks from one up to, not including, another. */
  private record Run(long from, long to) {

    String written() {
      return to == from + 1 ? String.valueOf(from) : from + "..<" + to;
    }

    /** Those that there are: a position that is none is an error. */
    String bounded() {
      return "%d..<min(%d, n)".formatted(from, to);
    }

    String seenFromItOn() {
      return from == 0
          ? "keys(" + to + ")"
          : "(queries(min(%d, n)..<n) & keys(%s))".formatted(from, bounded());
    }
  }

  private List<Run> runs() {
    String first = "global_block_indices";
    String last = "global_block_end_indices";
    List<Integer> starts = keys.numbers(first, List.of(0), 0);
    if (!keys.has(last)) {
      keys.ignore(last);
      return starts.stream().map(start -> new Run(start, start + 1L)).toList();
    }
    List<Integer> ends = keys.numbers(last, List.of(), 0);
    if (ends.size() != starts.size()) {
      throw keys.bad(
          last,
          "there are %d ends of global blocks, and %d starts".formatted(ends.size(), starts.size()),
          "");
    }
    List<Run> runs = new ArrayList<>();
    for (int at = 0; at < starts.size(); at++) {
      if (starts.get(at) >= ends.get(at)) {
        throw keys.bad(
            last,
            "global blocks end at %d, and start at %d".formatted(ends.get(at), starts.get(at)),
            "");
      }
      runs.add(new Run(starts.get(at), ends.get(at)));
    }
    return runs;
  }

  /** The first blocks as their number, others as a set; those that there are. */
  private static String set(List<Run> runs) {
    if (runs.size() == 1 && runs.getFirst().from() == 0) {
      return String.valueOf(runs.getFirst().to());
    }
    return runs.stream().map(Run::written).collect(joining(", ", "{", "} & {0..<n}"));
  }
}
