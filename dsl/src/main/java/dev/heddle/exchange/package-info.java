/**
 * Patterns as what other languages read: Python source for FlexAttention.
 *
 * <p>Entry point: {@link dev.heddle.exchange.PythonMask}.
 */
@NullMarked
package dev.heddle.exchange;

import org.jspecify.annotations.NullMarked;
