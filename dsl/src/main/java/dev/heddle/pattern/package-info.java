/**
 * What a text means: patterns as a small algebra that knows no length.
 *
 * <p>Entry point: {@link dev.heddle.pattern.SparsityPattern}.
 */
@NullMarked
package dev.heddle.pattern;

import org.jspecify.annotations.NullMarked;
