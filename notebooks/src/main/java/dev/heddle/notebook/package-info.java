/**
 * Heddle in a notebook: pictures of patterns, plots, and the adapters that show them in each of the
 * Java kernels.
 *
 * <p>Entry point: {@link dev.heddle.notebook.Notebook}.
 */
@NullMarked
package dev.heddle.notebook;

import org.jspecify.annotations.NullMarked;
