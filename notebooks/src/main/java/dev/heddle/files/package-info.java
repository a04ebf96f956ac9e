/**
 * Arrays in files: {@code .npz} for NumPy and {@code .safetensors}, with exact names and data
 * types.
 *
 * <p>Entry point: {@link dev.heddle.files.ArrayFile}.
 */
@NullMarked
package dev.heddle.files;

import org.jspecify.annotations.NullMarked;
