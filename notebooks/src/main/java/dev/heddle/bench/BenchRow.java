package dev.heddle.bench;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One line of the table: a pattern at a length. Times are medians in milliseconds, null where
 * nothing was run.
 *
 * @param pattern as it was given
 * @param edges the pairs that count, in all distinct heads together
 * @param oursMs our attention
 * @param denseMs the engine's own, over all pairs
 * @param denseCausalMs the engine's own, causal
 * @param denseMaskedMs the engine's own under a boolean mask
 * @param flexMs FlexAttention, compiled
 * @param flexDenseMs the engine's own in the process that runs FlexAttention
 * @param flexBuildMs building FlexAttention's block mask
 * @param planMs taking the pattern at the length, and planning its cover
 * @param firstMs the first run, with the cover's arrays brought to the device
 * @param extraBytes native memory beyond q, k, v and the result: what one forward pass takes in
 *     passing, and what its cover keeps
 * @param cover the families of tiles in use
 * @param runs how many runs of ours the median is of
 * @param note why something was not run, or null
 */
public record BenchRow(
    String pattern,
    int n,
    int heads,
    int dim,
    String dtype,
    BenchMode mode,
    long edges,
    @Nullable Double oursMs,
    @Nullable Double denseMs,
    @Nullable Double denseCausalMs,
    @Nullable Double denseMaskedMs,
    @Nullable Double flexMs,
    @Nullable Double flexDenseMs,
    @Nullable Double flexBuildMs,
    @Nullable Double planMs,
    @Nullable Double firstMs,
    @Nullable Long extraBytes,
    List<String> cover,
    int runs,
    @Nullable String note) {

  public BenchRow {
    cover = List.copyOf(cover);
  }

  /** How many times faster ours is than another; null where one of them was not run. */
  public @Nullable Double against(@Nullable Double other) {
    return oursMs == null || other == null ? null : other / oursMs;
  }

  BenchRow flex(Peer.Times times) {
    return new BenchRow(
        pattern,
        n,
        heads,
        dim,
        dtype,
        mode,
        edges,
        oursMs,
        denseMs,
        denseCausalMs,
        denseMaskedMs,
        times.flexMs(),
        times.denseMs(),
        times.buildMs(),
        planMs,
        firstMs,
        extraBytes,
        cover,
        runs,
        note);
  }

  /** The row under the names that {@code bench --json} gives. */
  public Map<String, @Nullable Object> fields() {
    Map<String, @Nullable Object> fields = new LinkedHashMap<>();
    fields.put("pattern", pattern);
    fields.put("n", n);
    fields.put("heads", heads);
    fields.put("dim", dim);
    fields.put("dtype", dtype);
    fields.put("mode", mode.toString());
    fields.put("edges", edges);
    fields.put("ours_ms", oursMs);
    fields.put("dense_ms", denseMs);
    fields.put("dense_causal_ms", denseCausalMs);
    fields.put("dense_masked_ms", denseMaskedMs);
    fields.put("flex_ms", flexMs);
    fields.put("flex_dense_ms", flexDenseMs);
    fields.put("flex_build_ms", flexBuildMs);
    fields.put("dense_ratio", against(denseMs));
    fields.put("flex_ratio", against(flexMs));
    fields.put("plan_ms", planMs);
    fields.put("first_ms", firstMs);
    fields.put("extra_bytes", extraBytes);
    fields.put("cover", cover);
    fields.put("runs", runs);
    fields.put("note", note);
    return fields;
  }
}
