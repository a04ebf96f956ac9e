/**
 * What is wrong with a text, said so that its writer can mend it.
 *
 * <p>Problems carry data and no words; {@link dev.heddle.diagnostic.Diagnostic} is a problem put
 * into words and placed in its source; {@link dev.heddle.diagnostic.HeddleException} carries all
 * that were found together, drawn, in its message.
 */
@NullMarked
package dev.heddle.diagnostic;

import org.jspecify.annotations.NullMarked;
