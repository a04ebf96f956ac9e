/**
 * Races: our attention against the engine's own dense attention, and FlexAttention where there is a
 * Python with torch. {@link dev.heddle.bench.Bench} runs them, {@link dev.heddle.bench.BenchTable}
 * is what comes out.
 */
@NullMarked
package dev.heddle.bench;

import org.jspecify.annotations.NullMarked;
