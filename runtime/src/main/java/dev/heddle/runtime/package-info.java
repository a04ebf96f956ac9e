/**
 * Relations as tensors on a device, and attention over them by libtorch through DJL.
 *
 * <p>Entry points: {@link dev.heddle.runtime.Tensors} and {@link
 * dev.heddle.runtime.SparseAttention}. Nothing of size n² is built here unless a mask or a bias is
 * asked for by name.
 */
@NullMarked
package dev.heddle.runtime;

import org.jspecify.annotations.NullMarked;
