package dev.heddle.runtime;

import ai.djl.ndarray.NDArray;

/**
 * Attention and the sums behind it.
 *
 * @param out [batch, heads, m, e]: for each query the weighted mean of its values
 * @param logSumExp [batch, heads, m]: the logarithm of the sum of exp(score) over a query's keys,
 *     −∞ for a query without a key; FLOAT32, or FLOAT64 if that was computed in. No gradient flows
 *     through it
 */
public record Attended(NDArray out, NDArray logSumExp) {}
